from pathlib import Path
from typing import Any

import pytest

from ingest.bronze.deliveries import Delivery
from ingest.bronze.tables import create_tables
from movies_lakehouse.cli import pipeline
from movies_lakehouse.lake.embedded import EmbeddedLake
from tests.unit.movies_lakehouse.support import contract, put, record, tables_of

TABLES = tables_of(contract("critics"), contract("fans"))
GOOD, BAD = "title,year\nUp,2009\n", "name\nUp\n"


def load(lake: EmbeddedLake, **files: str) -> tuple[list[str], int, int]:
    """What was said, how often it was said that loading is nearly done, and the exit code."""
    said: list[str] = []
    deliveries, loaded = [], []
    for name, content in files.items():
        path = lake.folder.parent / f"{name}.csv"
        path.write_text(content)
        deliveries.append(Delivery(TABLES[name.split("_")[0]], str(path)))
    receipts = pipeline.ingest(lake, deliveries, TABLES, said.append, on_last=lambda: loaded.append(1))
    return said, len(loaded), pipeline.exit_code(receipts)


def test_loading(lake: EmbeddedLake) -> None:
    assert load(lake, critics=GOOD, critics_2=GOOD) == (
        [
            "Loading deliveries into bronze",
            "  critics  critics.csv  1 read, 1 loaded, 0 malformed",
            "  critics  critics_2.csv  1 read, 1 loaded, 0 malformed",
            "no day of delivery in the name of critics.csv, critics_2.csv: dated files count as newer; "
            "put a day such as 2026-11-01 into the name, or say its form by 'date_in_name' in the contract",
        ],
        1,
        0,
    )
    again = ["Loading deliveries into bronze", "  critics  critics.csv  already loaded", "  nothing new was loaded"]
    assert load(lake, critics=GOOD) == (again, 0, 0)


def test_a_refused_delivery_shows_in_the_exit_code(lake: EmbeddedLake) -> None:
    said, loaded, exit_code = load(lake, critics=BAD, fans=GOOD)
    assert (loaded, exit_code) == (1, 11)
    assert any(line.startswith("  critics  critics.csv  quarantined: ") for line in said)
    said, loaded, exit_code = load(lake, critics=BAD)
    assert (loaded, exit_code, said[-1]) == (0, 11, "  nothing new was loaded")


def test_nothing_to_build(lake: EmbeddedLake) -> None:
    create_tables(lake.catalog, TABLES)
    record(lake)
    said: list[str] = []
    assert pipeline.build(lake, TABLES, said.append).models == 0
    assert said == ["Silver and gold are up to date: nothing was built, nothing was published"]


def test_writing(lake: EmbeddedLake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("movies_unified", "provider_conflicts"):
        put(lake, f"gold.{name}", "select 'up-2009' as movie_id, 'x' as fact")
    output = {"silver": Path("/nowhere/s"), "gold": tmp_path / "out" / "g"}
    said: list[str] = []
    for _ in range(2):
        pipeline.write(lake, output, TABLES, said.append)
    assert said == [
        "silver: not built yet; movies transform",
        "gold   CSVs in out/g (2 written)",
        "silver: not built yet; movies transform",
        "gold   CSVs in out/g (all current, none written)",
    ]


def test_best_movies(lake: EmbeddedLake) -> None:
    names = "movie_id, movie_title, release_year, worldwide_box_office_gross_usd, "
    names += "production_budget_usd, gross_to_budget, roi"
    rows = ", ".join(f"('{n:02}', 'Movie {n}', 2000, 99.50, 9, {n}.5, null::double)" for n in range(12))
    put(
        lake,
        "gold.movies_unified",
        f"select * from (values {rows}, ('z', 'Z', 2000, 9, 9, null, 2)) as t({names})",
    )
    movies = pipeline.best_movies(lake)
    assert [movie["movie"] for movie in movies] == [f"Movie {n}" for n in range(11, 1, -1)]
    assert (movies[0]["worldwide_usd"], movies[0]["budget_usd"]) == (100, 9)


@pytest.mark.parametrize(("roi", "said"), [([], False), ([None], True), ([None, 1], False), ([0], False)])
def test_why_no_roi(roi: list[Any], said: bool) -> None:
    assert (pipeline.why_no_roi([{"roi": each} for each in roi]) is not None) == said
