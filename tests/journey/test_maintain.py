"""Upkeep makes a lake smaller and changes nothing that anybody reads, whatever happens meanwhile."""

import os
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from movies_lakehouse.lake.embedded import EmbeddedLake
from movies_lakehouse.upkeep import compact
from movies_lakehouse.upkeep import maintain as upkeep
from movies_lakehouse.upkeep.maintain import Keep, maintain
from tests.journey.interrupted import interrupted_at
from tests.journey.support import CRITIC, Files, Movies

# As if all had happened long ago.
NOTHING_OLD = {layer: Keep(days=0, snapshots=1) for layer in ("bronze", "silver", "gold")}
DAYS = [f"2026-10-{day:02}" for day in range(1, 13)]
FOUR_DAYS = 4 * 24 * 3600


def delivery(day: str, *more: str) -> Files:
    rows = [f"Harbor Lights,2001,{day[-2:]},7.4,300", f"Film of {day},2002,50,5.0,10", "broken", *more]
    return {"critic_agg": {f"critic_agg_{day}.csv": CRITIC + "\n".join(rows) + "\n"}}


def all_of(days: list[str]) -> Files:
    return {"critic_agg": {name: text for day in days for name, text in delivery(day)["critic_agg"].items()}}


@pytest.fixture
def loaded(movies: Movies) -> Movies:
    """A lake after twelve deliveries."""
    assert movies.ingest(all_of(DAYS)).exit_code == 0
    return movies


@pytest.fixture
def built(movies: Movies) -> Movies:
    """The same, built after the first delivery and after the last."""
    for days in (DAYS[:1], DAYS[1:]):
        assert movies.run(all_of(days)).exit_code == 0
    return movies


def files_of(lake: EmbeddedLake, name: str) -> list[Path]:
    return [lake.local_file(task.file.file_path) for task in lake.table(name).plan_files()]


def reopened(movies: Movies) -> EmbeddedLake:
    """The lake as another process has it."""
    return Movies(movies.folder).lake


def stored(lake: EmbeddedLake) -> list[Path]:
    return sorted(path for path in (lake.folder / "warehouse").rglob("*") if path.is_file())


def test_a_lake_with_nothing_in_it_needs_no_upkeep(movies: Movies) -> None:
    assert movies.lake.table_names() == []
    assert movies("maintain").out == "bronze: nothing loaded yet; movies ingest\n"


def test_small_files_become_one(built: Movies) -> None:
    before, files = built.content(), stored(built.lake)
    dry = built("maintain", "--dry-run")
    assert (dry.exit_code, stored(built.lake)) == (0, files)
    done = built("maintain")
    assert (done.exit_code, done.out) == (0, dry.out)
    compacted = {line.split("\t")[0]: line.split("\t")[1] for line in done.out.splitlines()[1:]}
    assert {name: count for name, count in compacted.items() if count != "0"} == {
        "bronze.critic_agg": "12",
        "bronze.deliveries": "12",
        "bronze.malformed_records": "12",
    }
    assert built.content() == before
    assert len(files_of(built.lake, "bronze.critic_agg")) == 1
    again = built.ingest(all_of(DAYS))
    assert again.out.count("already loaded") == 12, again.out
    assert built("transform").exit_code == 0
    assert built.content() == before


def test_nothing_is_loaded_twice_after_all_that_can_go_has_gone(built: Movies) -> None:
    before = built.content()
    done = {each.table: each for each in maintain(built.lake, NOTHING_OLD)}
    assert done["bronze.critic_agg"].snapshots_expired == 12
    assert done["silver.critic_agg"].snapshots_expired == 1
    assert all(len(built.lake.catalog.load_table(name).snapshots()) <= 1 for name in built.lake.table_names())
    # What was replaced just now goes with the snapshots; of the rest only what is old.
    assert len(files_of(built.lake, "bronze.critic_agg")) == 1
    assert len([path for path in stored(built.lake) if path.parts[-3:-1] == ("critic_agg", "data")]) == 2
    assert built.ingest(all_of(DAYS)).out.count("already loaded") == 12
    assert built("transform").exit_code == 0
    assert built.content() == before
    assert built.run(delivery("2026-10-30")).exit_code == 0
    assert len(built.rows("select * from bronze.deliveries")) == 13


def test_a_delivery_that_was_cut_short_is_still_finished(loaded: Movies) -> None:
    with interrupted_at("ingest.bronze.commits:append_rows", "after", 1):
        loaded.ingest(delivery("2026-10-20"))
    maintain(loaded.lake, NOTHING_OLD)
    assert loaded.ingest(delivery("2026-10-20")).exit_code == 0
    assert loaded.values("select count(*) from bronze.critic_agg where _file like '%10-20%'") == [2]
    assert loaded.values("select count(*) from bronze.malformed_records where file like '%10-20%'") == [1]


def test_leftovers_go_once_they_are_old(loaded: Movies) -> None:
    before, data = loaded.content(), files_of(loaded.lake, "bronze.critic_agg")[0].parent
    for name in ("old", "young"):
        (data / f"{name}.parquet").write_bytes(b"left over")
    long_ago = time.time() - FOUR_DAYS
    os.utime(data / "old.parquet", (long_ago, long_ago))
    loaded("maintain")
    assert [(data / f"{name}.parquet").exists() for name in ("old", "young")] == [False, True]
    assert loaded.content() == before


def test_nothing_is_removed_where_a_needed_file_is_missing(built: Movies) -> None:
    [needed, *_] = files_of(built.lake, "silver.critic_agg")
    hidden = needed.rename(needed.with_suffix(".hidden"))
    long_ago = time.time() - FOUR_DAYS
    os.utime(hidden, (long_ago, long_ago))
    answer = built("maintain")
    assert answer.exit_code == 1
    assert f"such as {needed}; nothing is removed: restore them from a backup" in answer.line("silver.critic_agg")
    assert "nothing is removed" not in answer.line("silver.movies")
    assert hidden.exists()


def test_a_catalog_that_knows_too_few_files_removes_none(movies: Movies, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "MANY_FILES", 5)
    monkeypatch.setattr(upkeep, "UNUSED_FOR", timedelta(0))
    movies.ingest(delivery(DAYS[0]))
    backup = (movies.lake_folder / "catalog.db").read_bytes()
    movies.ingest(all_of(DAYS[1:9]))
    (movies.lake_folder / "catalog.db").write_bytes(backup)
    files = stored(movies.lake)
    told = {each.table: each.problem or "" for each in maintain(reopened(movies), NOTHING_OLD)}
    assert "is the catalog an old one?" in told["bronze.critic_agg"]
    assert {*files} <= {*stored(movies.lake)}


COMPACT = "movies_lakehouse.upkeep.compact"
COMMIT = "pyiceberg.catalog.sql:SqlCatalog.commit_table"
STEPS = [
    (f"{COMPACT}:written", "after", 1),
    ("movies_lakehouse.lake.embedded:EmbeddedLake.put_file", "after", 1),
    (COMMIT, "before", 1),
    (COMMIT, "after", 1),
    (COMMIT, "before", 2),
    (COMMIT, "after", 2),
    ("fsspec.implementations.local:LocalFileSystem.rm_file", "before", 1),
    ("fsspec.implementations.local:LocalFileSystem.rm_file", "after", 7),
]


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{step[1]} {step[0].rpartition(':')[2]} {step[2]}")
def test_upkeep_that_was_cut_short_is_finished_later(loaded: Movies, step: tuple[str, str, int]) -> None:
    before = loaded.content()
    with interrupted_at(*step):
        maintain(loaded.lake, NOTHING_OLD)
    assert loaded.content() == before
    maintain(reopened(loaded), NOTHING_OLD)
    assert loaded.content() == before
    assert len(files_of(loaded.lake, "bronze.critic_agg")) == 1
    assert loaded.ingest(all_of(DAYS)).out.count("already loaded") == 12


def test_beside_loads_and_builds(movies: Movies, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compact, "FEW_FILES", 1)
    ended = threading.Event()

    def keep_up() -> None:
        while not ended.is_set():
            maintain(reopened(movies), {layer: Keep(1, 1) for layer in NOTHING_OLD})

    assert movies.run(delivery(DAYS[0])).exit_code == 0
    worker = threading.Thread(target=keep_up)
    worker.start()
    try:
        for day in DAYS[1:]:
            assert movies.ingest(delivery(day)).exit_code == 0
        assert movies("transform").exit_code == 0
    finally:
        ended.set()
        worker.join()
    assert movies.values("select count(*) from bronze.critic_agg") == [24]
    assert movies.values("select count(*) from silver.movies") == [13]
    assert len(files_of(movies.lake, "bronze.critic_agg")) < 12
