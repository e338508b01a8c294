"""Examples in the README run; what is generated is current."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pytest

from ingest.contracts import read_contracts
from movies_lakehouse import open_lake
from movies_lakehouse.build import generate
from movies_lakehouse.cli.run_file import read_run_file
from movies_lakehouse.lake.embedded import EmbeddedLake
from tests.docs.pages import README, ROOT, blocks


def test_run_file_of_the_readme_is_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = blocks(README, "yaml")
    home, inbox = tmp_path / "home", tmp_path / "inbox"
    delivered = {
        "critic_agg": [home / "deliveries/critic_agg_1.csv", home / "deliveries/critic_agg_2.csv"],
        "audience_pulse": [inbox / "ratings.json"],
        "box_office_domestic": [tmp_path / "october/dom.csv", tmp_path / "november/dom.new.csv.gz"],
        "box_office_financials": [tmp_path / "fin.csv"],
    }
    for file in (file for files in delivered.values() for file in files):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("INBOX", str(inbox))
    config = tmp_path / "input.yaml"
    config.write_text(example)

    found = read_run_file(config, read_contracts())
    assert [(each.table.name, each.path) for each in found.deliveries] == [
        (table, str(file.resolve())) for table, files in delivered.items() for file in files
    ]
    assert found.lake == (tmp_path / "lake").resolve()


@pytest.fixture
def lake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EmbeddedLake:
    """Two movies twice, from two builds."""
    monkeypatch.setenv("MOVIES_LAKE", str(tmp_path))
    movies = pa.table({"movie_title": ["Up", "Ran"], "gross_to_budget": [4.2, None]})
    lake = open_lake()
    assert isinstance(lake, EmbeddedLake)
    gold = lake.catalog.create_table("gold.movies_unified", movies.schema)
    gold.append(movies)
    gold.append(movies)
    return lake


@pytest.mark.usefixtures("lake")
def test_python_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = blocks(README, "python")
    said: dict[str, object] = {}
    exec(example, said)
    assert len(said["unified"]) == 4  # type: ignore[arg-type]
    assert said["best"] == [{"movie_title": "Up", "gross_to_budget": 4.2}] * 2 + [
        {"movie_title": "Ran", "gross_to_budget": None}
    ]
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == ["2", "4"]


@pytest.mark.usefixtures("lake")
def test_duckdb_reads_a_table_of_a_lake_as_the_page_says() -> None:
    [example] = [block for block in blocks(ROOT / "docs" / "connect.md", "python") if "open_lake" in block]
    said: dict[str, object] = {}
    exec(example, said)
    assert said["best"] == [("Up", 4.2), ("Up", 4.2), ("Ran", None)]


def test_the_catalog_tells_where_the_metadata_of_a_table_is(lake: EmbeddedLake) -> None:
    """By the query that docs/connect.md shows for sqlite3."""
    [shown] = re.findall(r'sqlite3 lake/catalog.db "(.*)"', (ROOT / "docs" / "connect.md").read_text())
    with closing(sqlite3.connect(lake.folder / "catalog.db")) as catalog:
        [(*name, location)] = catalog.execute(shown).fetchall()
    assert name == ["gold", "movies_unified"]
    assert location == lake.catalog.load_table("gold.movies_unified").metadata_location


def test_generated_files_are_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert generate.main(["--check"]) == 0, capsys.readouterr().err
