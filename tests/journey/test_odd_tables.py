"""Tables that another program has changed in a way that Iceberg allows and this one cannot follow."""

import json
from pathlib import Path

import pytest

from tests.journey.support import CRITIC, Movies, pulse

FIRST = {"critic_agg": {"critic_agg_20261101.csv": CRITIC + "Up,2009,98,9,300\n"}}
NEXT = {"critic_agg": {"critic_agg_20261115.csv": CRITIC + "Ran,1985,96,9,100\n"}}


def upgrade(movies: Movies, name: str) -> None:
    """What `alter table ... set properties format_version = 3` makes of a table, in Trino for example."""
    path = Path(movies.lake.catalog.load_table(name).metadata_location.removeprefix("file://"))
    metadata = json.loads(path.read_text())
    path.write_text(json.dumps(metadata | {"format-version": 3, "next-row-id": 0}))


@pytest.fixture
def loaded(movies: Movies) -> Movies:
    assert movies.run(FIRST).exit_code == 0
    assert movies("doctor").exit_code == 0
    return movies


@pytest.mark.slow
def test_a_bronze_table_of_a_newer_format_is_named_and_left_alone(loaded: Movies) -> None:
    upgrade(loaded, "bronze.critic_agg")
    before = loaded.snapshots()
    answer = loaded.ingest(NEXT)
    assert answer.exit_code == 1
    assert answer.error().startswith("bronze.critic_agg: another program has upgraded this table to format 3")
    assert loaded.snapshots() == before
    files = Path(loaded.lake.catalog.load_table("bronze.critic_agg").location().removeprefix("file://")).glob("data/*")
    assert len(list(files)) == 1
    doctor = loaded("doctor")
    assert doctor.exit_code == 13
    assert "copy its rows into a new table of format 2" in doctor.line("bronze.critic_agg")
    assert loaded.values("select movie_title from bronze.critic_agg") == ["Up"]
    assert loaded.ingest({"audience_pulse": {"audience_pulse_20261115.json": pulse({"title": "Ran"})}}).exit_code == 0
    assert loaded("transform").exit_code == 0
    assert sorted(loaded.values("select movie_title from gold.movies_unified")) == ["Ran", "Up"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["bronze.deliveries", "bronze.malformed_records"])
def test_nothing_is_loaded_that_could_not_be_recorded(loaded: Movies, name: str) -> None:
    upgrade(loaded, name)
    before = loaded.snapshots()
    answer = loaded.ingest(NEXT)
    assert answer.error().startswith(f"{name}: another program has upgraded this table to format 3")
    assert loaded.snapshots() == before


@pytest.mark.slow
@pytest.mark.parametrize("name", ["gold.movies_by_year", "gold.builds"])
def test_a_gold_table_of_a_newer_format_is_named_too(loaded: Movies, name: str) -> None:
    upgrade(loaded, name)
    answer = loaded.run(NEXT)
    assert answer.exit_code == 1
    assert answer.error().startswith(f"{name}: another program has upgraded this table to format 3")
    assert loaded("doctor").line(name)
