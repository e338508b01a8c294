import csv
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from movies_lakehouse.lake.embedded import EmbeddedLake
from movies_lakehouse.outputs.csv_export import export
from tests.unit.movies_lakehouse.support import contract, put, tables_of

TABLES = tables_of(contract("movies"))
MOVIES = "select * from (values ('up-2009', 'Up', 2009), ('ran-1985', 'Ran', 1985)) as t(movie_id, title, year)"
CSV = "movie_id,title,year\nran-1985,Ran,1985\nup-2009,Up,2009\n"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


@pytest.fixture
def filled(lake: EmbeddedLake) -> EmbeddedLake:
    put(lake, "gold.movies_unified", MOVIES)
    return lake


def exported(lake: EmbeddedLake, out: Path, spreadsheet_safe: bool = False) -> list[str]:
    """The files that an export wrote."""
    folders = {layer: out / layer for layer in ("bronze", "silver", "gold")}
    return [str(path.relative_to(out)) for path in export(lake, folders, TABLES, spreadsheet_safe)]


def cells(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, strict=True))


def movies(out: Path) -> Path:
    return out / "gold" / "movies_unified.csv"


def text(titles: list[str | None]) -> str:
    """A query for movies of these titles, in order."""
    rows = ", ".join(f"({number}, {literal(title)}, -{number})" for number, title in enumerate(titles))
    return f"select * from (values {rows}) as t(movie_id, title, figure)"


def literal(title: str | None) -> str:
    return "null" if title is None else "'" + title.replace("'", "''") + "'"


def test_rows_in_order_under_plain_names(filled: EmbeddedLake, out: Path) -> None:
    assert exported(filled, out) == ["gold/movies_unified.csv"]
    assert movies(out).read_bytes() == CSV.encode()
    assert [path.name for path in out.rglob("*") if path.is_file()] == ["movies_unified.csv"]


def test_text_comes_through(filled: EmbeddedLake, out: Path) -> None:
    titles: list[str | None] = [
        'quote " and \' and ""',
        "comma, and; semicolon",
        "two\nlines",
        "two\r\nlines\r",
        "Amélie 東京 \U0001f3ac",
        "tab\t",
        " spaces ",
        "NULL",
        "#1",
        "\\N",
        "=1+1",
        "it's",
    ]
    put(filled, "gold.movies_unified", text(titles))
    exported(filled, out)
    assert [row[1] for row in cells(movies(out))[1:]] == titles
    assert not movies(out).read_bytes().startswith(b"\xef\xbb\xbf")


def test_empty_text_and_null_are_both_nothing(filled: EmbeddedLake, out: Path) -> None:
    put(filled, "gold.movies_unified", text(["", None]))
    for spreadsheet_safe in (False, True):
        exported(filled, out, spreadsheet_safe)
        assert movies(out).read_text() == "movie_id,title,figure\n0,,0\n1,,-1\n"


def test_figures_and_moments(filled: EmbeddedLake, out: Path) -> None:
    query = "select 1 as movie_id, 1234567.50::decimal(18,2) as usd, true as known, date '2009-05-29' as day"
    put(filled, "gold.movies_unified", f"{query}, timestamptz '2026-11-01 08:00:00+00' as moment")
    exported(filled, out)
    assert cells(movies(out))[1] == ["1", "1234567.50", "true", "2009-05-29", "2026-11-01 08:00:00+00"]


def test_no_rows_is_a_line_of_names(filled: EmbeddedLake, out: Path) -> None:
    put(filled, "gold.movies_unified", f"{MOVIES} where false")
    exported(filled, out)
    assert movies(out).read_text() == "movie_id,title,year\n"


def test_spreadsheet_safe(filled: EmbeddedLake, out: Path) -> None:
    formulas = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "-"]
    harmless: list[str | None] = ["a=1", " =1", "'=1", "x\n=1", "", None, "1=1"]
    put(filled, "gold.movies_unified", text([*formulas, *harmless]))
    exported(filled, out, spreadsheet_safe=True)
    rows = cells(movies(out))[1:]
    assert [row[1] for row in rows] == [f"'{each}" for each in formulas] + [each or "" for each in harmless]
    assert rows[3][2] == "-3"


def test_bronze_is_the_newest_snapshot_as_it_was_delivered(lake: EmbeddedLake, out: Path) -> None:
    query = """
        select (hash(number) % 1000)::varchar as title, number::varchar as year, '{}' as _extra,
            timestamptz '2026-11-01 00:00:00+00' - to_days((number < 0)::integer) as _loaded_at
        from range(-1, 300000) as movies(number) order by number
    """
    put(lake, "bronze.movies", query)
    assert exported(lake, out) == ["bronze/movies.csv"]
    rows = cells(out / "bronze" / "movies.csv")
    assert rows[0] == ["title", "year"]
    assert [row[1] for row in rows[1:]] == [str(number) for number in range(300_000)]


def test_only_tables_that_are_there_and_are_for_people(filled: EmbeddedLake, out: Path) -> None:
    for name in ("bronze.deliveries", "silver.rejected", "gold.builds"):
        put(filled, name, "select 1 as a")
    put(filled, "gold.provider_coverage", "select 'b' as kind, 'x' as providers")
    put(filled, "silver.critic_agg", "select 'up-2009' as movie_id")
    assert exported(filled, out) == ["silver/critic_agg.csv", "gold/movies_unified.csv", "gold/provider_coverage.csv"]


def test_a_current_file_is_left_alone(filled: EmbeddedLake, out: Path) -> None:
    exported(filled, out)
    before = movies(out).stat()
    assert exported(filled, out) == []
    assert not put(filled, "gold.movies_unified", MOVIES)
    assert exported(filled, out) == []
    after = movies(out).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def edit(path: Path) -> None:
    moment = path.stat().st_mtime_ns
    path.write_text(CSV + "mine\n")
    os.utime(path, ns=(moment, moment))


@pytest.mark.parametrize(
    "meddle", [Path.unlink, lambda path: os.utime(path, ns=(1, 1)), edit], ids=["gone", "touched", "edited"]
)
def test_a_file_that_is_not_as_it_was_is_written_again(
    filled: EmbeddedLake, out: Path, meddle: Callable[[Path], Any]
) -> None:
    exported(filled, out)
    meddle(movies(out))
    assert exported(filled, out) == ["gold/movies_unified.csv"]
    assert movies(out).read_text() == CSV
    assert exported(filled, out) == []


def test_other_rows_another_way_or_another_place_are_written(filled: EmbeddedLake, out: Path) -> None:
    exported(filled, out)
    put(filled, "gold.movies_unified", MOVIES.replace("Ran", "RAN"))
    for spreadsheet_safe in (False, True, False):
        assert exported(filled, out, spreadsheet_safe) == ["gold/movies_unified.csv"]
    assert exported(filled, out.parent / "elsewhere") == ["gold/movies_unified.csv"]
    assert exported(filled, out) == []
    assert movies(out).read_text() == CSV.replace("Ran", "RAN")


def test_an_error_while_writing_leaves_the_old_file(filled: EmbeddedLake, out: Path) -> None:
    exported(filled, out)
    put(filled, "gold.movies_unified", MOVIES.replace("Ran", "RAN"))
    damage(filled)
    with pytest.raises(duckdb.Error):
        exported(filled, out)
    assert movies(out).read_text() == CSV
    assert [path.name for path in movies(out).parent.iterdir()] == ["movies_unified.csv"]


def damage(lake: EmbeddedLake) -> None:
    """Makes the newest data file one that can be opened and not be read."""
    (task,) = lake.table("gold.movies_unified").plan_files()
    path = Path(task.file.file_path.removeprefix("file://"))
    content = path.read_bytes()
    path.write_bytes(content[:4] + bytes(60) + content[64:])
