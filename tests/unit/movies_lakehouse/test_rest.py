"""A lake by its catalog and a store: files are copied once, and copies go when no table has them any more."""

from pathlib import Path

import pytest
from pyiceberg.catalog.sql import SqlCatalog

from ingest.common.settings import Settings, StoreSettings, read_settings
from movies_lakehouse.build.engine import Build, record_of
from movies_lakehouse.build.rest_engine import RestEngine
from movies_lakehouse.lake.builds import FAILED
from movies_lakehouse.lake.rest import RestLake
from tests.unit.movies_lakehouse.support import new_lake, put

BRONZE = '{"bronze": {"critic_agg": 7}}'


@pytest.fixture
def lake(tmp_path: Path) -> RestLake:
    """Its catalog and its files are in a folder; tests/stack has the real ones."""
    nowhere = read_settings(StoreSettings, catalog_uri="http://nowhere", catalog_token="none")
    lake = RestLake(Settings(lake=tmp_path / "copies", runtime="stack", memory="200MB"), nowhere)
    lake.__dict__["catalog"] = new_lake(tmp_path / "lake").catalog
    return lake


@pytest.fixture
def there(tmp_path: Path) -> Path:
    there = tmp_path / "store" / "a.parquet"
    there.parent.mkdir()
    there.write_bytes(b"rows")
    return there


def test_a_file_is_copied_once(lake: RestLake, there: Path) -> None:
    copy = lake.local_file(f"file://{there}")
    there.unlink()
    assert lake.local_file(f"file://{there}") == copy
    assert copy.read_bytes() == b"rows"


def test_a_file_that_is_put_need_not_be_copied(lake: RestLake, there: Path, tmp_path: Path) -> None:
    built = tmp_path / "built.parquet"
    built.write_bytes(b"new rows")
    lake.put_file(built, f"file://{there}")
    assert there.read_bytes() == b"new rows"
    assert not built.exists()
    there.unlink()
    assert lake.local_file(f"file://{there}").read_bytes() == b"new rows"


def test_a_copy_goes_once_nobody_asks_for_it(lake: RestLake, there: Path) -> None:
    copy = lake.local_file(f"file://{there}")
    lake.remove_unused()
    assert copy.exists()
    lake.remove_unused()
    assert not copy.exists()


def test_builds_are_counted_and_the_newest_is_known(lake: RestLake) -> None:
    engine = RestEngine(lake, {})
    assert (engine.newest_build(), engine.last_inputs()) == (None, None)
    engine.record(Build(2, 3, ["gold.a"], warnings=["one is late", "another, too"]), BRONZE)
    newest = engine.newest_build()
    assert newest
    assert (newest["number"], newest["notes"], newest["bronze"]) == (1, "one is late; another, too", {"critic_agg": 7})


def test_a_failed_build_is_the_newest_but_not_the_last_good_one(lake: RestLake) -> None:
    engine = RestEngine(lake, {})
    engine.record(Build(), BRONZE)
    failed = BRONZE.replace("7", "8")
    for _ in range(2):
        engine.note(record_of(Build()) | {"status": FAILED, "notes": "no such column", "built_from": failed})
    newest = engine.newest_build()
    assert newest
    assert (newest["number"], newest["status"], newest["bronze"]) == (3, FAILED, {"critic_agg": 8})
    assert engine.last_inputs() == BRONZE


def test_builds_that_an_older_version_recorded_are_kept(lake: RestLake) -> None:
    engine = RestEngine(lake, {})
    engine.record(Build(), BRONZE)
    with lake.catalog.load_table("gold.builds").update_schema() as update:
        update.delete_column("seconds")
    engine.record(Build(seconds=2.5), BRONZE)
    assert sorted((row["number"], row["seconds"]) for row in engine.builds()) == [(1, None), (2, 2.5)]


def test_builds_that_another_engine_recorded_are_read(lake: RestLake) -> None:
    engine = RestEngine(lake, {})
    engine.record(Build(), BRONZE)
    engine.note(record_of(Build()) | {"status": FAILED, "notes": "no such column", "built_from": BRONZE})
    table = lake.catalog.load_table("gold.builds")
    table.append(table.scan(row_filter="number = 1").to_arrow().set_column(0, "number", [[3]]))
    newest = engine.newest_build()
    assert newest and newest["number"] == 3
    assert engine.last_inputs() == BRONZE


def test_commits_wait_for_each_other_where_the_catalog_can(lake: RestLake) -> None:
    assert seen_in_the_middle(lake) == []


def test_any_other_catalog_shows_each_commit_by_itself(lake: RestLake) -> None:
    folder = lake.catalog.properties
    lake.__dict__["catalog"] = SqlCatalog("lake", uri=folder["uri"], warehouse=folder["warehouse"])
    assert seen_in_the_middle(lake) == [("gold", "movies")]


def seen_in_the_middle(lake: RestLake) -> list[tuple[str, str]]:
    with lake.commit_together():
        put(lake, "gold.movies", "select 1 as n")
        seen = lake.table_names()
    assert lake.catalog.load_table("gold.movies").scan().to_arrow().to_pylist() == [{"n": 1}]
    return seen
