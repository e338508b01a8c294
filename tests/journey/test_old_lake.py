"""A lake that version 0.1 made: opened by whatever verb comes first, it goes along, and nothing of it is lost."""

import csv
import fcntl
import json
import os
import shutil
import tarfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from pyiceberg.catalog import Catalog
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.table import Table

from ingest.bronze import migration, renames
from ingest.bronze.ledger import Ledger
from ingest.bronze.tables import DELIVERIES, FORMAT_PROPERTY
from ingest.common.errors import MoviesError
from movies_lakehouse import open_lake
from movies_lakehouse.lake.renames import COLUMNS, TABLES, UNPUBLISHED
from tests.journey.children import KILLED, killed_at
from tests.journey.project import ROOT
from tests.journey.support import Movies

PACKED = ROOT / "tests/data/lake-0.1.tar.xz"
# Tables know their files by full path, so the lake can only be opened where it was made.
PLACE = Path("/tmp/movies-lakehouse-0.1")
DELIVERED = [str(PLACE / day) for day in ("day1", "day2")]
# Columns that gold's CSVs have gained since.
GAINED = {
    "movies_unified.csv": {"imdb_id", "tmdb_id", "wikidata_id", "budget_class"},
    "provider_conflicts.csv": {"relative_difference", "difference_class"},
}
# Every way in which the migration changes the catalog.
CHANGES = ("rename_table", "commit_table", "drop_table")


class Killed(BaseException):
    """Ends a process at a step, for as much as its lake can tell."""


@pytest.fixture(scope="module", autouse=True)
def alone() -> Iterator[None]:
    """There is one such place on a machine, and there may be several runs of the tests."""
    with PLACE.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
        shutil.rmtree(PLACE, ignore_errors=True)


@pytest.fixture
def old() -> Movies:
    """The lake as version 0.1 left it, with the files that it was given and the CSVs that it wrote."""
    return unpacked()


def unpacked() -> Movies:
    shutil.rmtree(PLACE, ignore_errors=True)
    with tarfile.open(PACKED) as archive:
        archive.extractall(PLACE, filter="data")
    # Archives know seconds, the lake the very moment: else it takes its own CSVs for another's.
    for path, (_, _, moment) in json.loads((PLACE / "lake/exports.json").read_text()).items():
        os.utime(path, ns=(moment, moment))
    return Movies(PLACE)


def catalog() -> Catalog:
    """The lake's catalog, opened without the product: nothing is migrated."""
    uri = f"sqlite:///{PLACE}/lake/catalog.db"
    return SqlCatalog("lake", uri=uri, warehouse=f"file://{PLACE}/lake/warehouse")


def tables() -> dict[str, Table]:
    there = catalog()
    names = [name for layer in ("bronze", "silver", "gold") for name in there.list_tables(layer)]
    return {".".join(name): there.load_table(name) for name in names}


def rows(table: Table, snapshot_id: int | None = None) -> list[str]:
    return sorted(json.dumps(row, default=str) for row in table.scan(snapshot_id=snapshot_id).to_arrow().to_pylist())


def test_a_reading_verb_renames(old: Movies) -> None:
    before = tables()
    result = old("query", "--json", "select * from bronze.deliveries order by delivered_on, table_name")
    assert (result.exit_code, result.err) == (0, "")
    quarantined, critics = result.json()[-2:]
    assert (quarantined["status"], quarantined["reason"][:20]) == ("quarantined", "this is an HTML page")
    assert (critics["malformed_records"], critics["unexpected_columns"]) == (1, "fresh")
    assert old.values("select text from bronze.malformed_records") == ["Ratatouille,2007,96,8.5,250,yes,too many"]
    assert old.rows("select title, matched_title, decision from silver.match_decisions") == [
        ("Godfather, The: Part 2", "The Godfather Part II", "taken")
    ]
    assert old.values("select sum(movies) from gold.movies_by_year") == [5]
    after = tables()
    assert set(after) == {TABLES.get(name, name) for name in before if name not in UNPUBLISHED}
    for name, columns in (COLUMNS | {DELIVERIES: renames.RENAMED_COLUMNS}).items():
        assert set(columns.values()) <= set(after[name].schema().column_names)
        assert not set(columns) & set(after[name].schema().column_names)
    described = after[DELIVERIES].schema().find_field("malformed_records")
    assert described.doc == "Records that could not be split into columns; see bronze.malformed_records."


def test_opening_it_again_changes_nothing(old: Movies) -> None:
    assert old("status").exit_code == 0
    before = {name: table.metadata_location for name, table in tables().items()}
    assert old("status").exit_code == 0
    assert {name: table.metadata_location for name, table in tables().items()} == before


def test_nothing_is_loaded_again(old: Movies) -> None:
    delivered = {name: table.current_snapshot() for name, table in tables().items() if name.startswith("bronze.")}
    result = old("ingest", "--json", *DELIVERED)
    assert result.exit_code == 11
    statuses = [(receipt["file"], receipt["status"]) for receipt in result.json()]
    assert sorted(status for _, status in statuses) == ["quarantined"] + ["repeat"] * 6
    assert ("box_office_domestic_2026-11-08.csv", "quarantined") in statuses
    # A refused file is judged again, and with another reason noted again.
    assert old.values("select count(*) from bronze.deliveries where status <> 'quarantined'") == [6]
    after = tables()
    for name, snapshot in delivered.items():
        if name != DELIVERIES:
            assert after[TABLES.get(name, name)].current_snapshot() == snapshot


def test_the_ledger_is_right_after_old_snapshots_are_gone(old: Movies) -> None:
    before = by_time(Ledger(old.lake.catalog))
    assert len(before) == 7
    deliveries = catalog().load_table(DELIVERIES)
    current = deliveries.metadata.current_snapshot_id
    gone = [each.snapshot_id for each in deliveries.metadata.snapshots if each.snapshot_id != current]
    deliveries.maintenance.expire_snapshots().by_ids(gone).commit()
    assert by_time(Ledger(old.lake.catalog)) == before
    assert old("ingest", *DELIVERED).out.count("already loaded") == 6
    # A refused file is judged again, and with another reason noted again.
    assert old.values("select count(*) from bronze.deliveries where status <> 'quarantined'") == [6]


def by_time(ledger: Ledger) -> list[Any]:
    return sorted(ledger.records, key=lambda record: record.loaded_at)


def test_a_load_that_version_0_1_did_not_finish_is_completed(old: Movies) -> None:
    deliveries = catalog().load_table(DELIVERIES)
    last = deliveries.current_snapshot()
    assert last and last.parent_snapshot_id
    deliveries.manage_snapshots().rollback_to_snapshot(last.parent_snapshot_id).commit()
    assert old("ingest", *DELIVERED).out.count("already loaded") == 6
    (row,) = old.rows(
        "select status, malformed_records, unexpected_columns from bronze.deliveries "
        "where file = 'critic_agg_2026-11-08.csv'"
    )
    assert row == ("loaded", 1, "fresh")
    assert old.values("select count(*) from bronze.critic_agg") == [6]
    assert old.values("select count(*) from bronze.malformed_records") == [1]


def test_a_lake_that_was_never_transformed(old: Movies) -> None:
    for name in tables():
        if not name.startswith("bronze."):
            catalog().drop_table(name)
    assert old("ingest", *DELIVERED).out.count("already loaded") == 6
    assert not migration.is_outdated(catalog())


def without_gained(text: str, gained: set[str]) -> list[dict[str, str]]:
    """Rows of a CSV without the columns that gold has gained since; fails where it lacks one."""
    lines = list(csv.DictReader(text.splitlines()))
    assert all(line.keys() >= gained for line in lines)
    return [{name: value for name, value in line.items() if name not in gained} for line in lines]


def test_gold_is_the_same_under_its_new_names(old: Movies) -> None:
    before = {path.name: path.read_text() for path in (PLACE / "out/gold").iterdir()}
    assert old("ingest", *DELIVERED).exit_code == 11
    assert old("transform").exit_code == 0
    # Into the folder of the old CSVs, some of which are current but for the names of their columns.
    assert old("export", "--to", str(PLACE / "out")).exit_code == 0
    renamed = {
        name: text.replace(",films,", ",movies,", 1).replace(",order of trust\n", ",source precedence\n")
        for name, text in before.items()
    }
    now = {path.name: path.read_text() for path in (PLACE / "out/gold").iterdir()}
    assert {name: without_gained(text, GAINED.get(name, set())) for name, text in now.items()} == {
        name: without_gained(text, set()) for name, text in renamed.items()
    }
    assert not set(UNPUBLISHED) & set(tables())


def test_time_travel_to_before_stays(old: Movies) -> None:
    before = {
        (TABLES.get(name, name), snapshot.snapshot_id): rows(table, snapshot.snapshot_id)
        for name, table in tables().items()
        if name not in UNPUBLISHED
        for snapshot in table.metadata.snapshots
    }
    assert {name for name, _ in before} >= {DELIVERIES, "silver.critic_agg", "gold.movies_unified"}
    assert old("transform").exit_code == 0
    for (name, snapshot_id), then in before.items():
        found = old.lake.table(name, snapshot_id).to_arrow().to_pylist()
        assert sorted(json.dumps(row, default=str) for row in found) == then, name


def fatal_at(step: int, calls: Iterator[int], original: Callable[..., Any]) -> Callable[..., Any]:
    """A change of the catalog, which ends the process instead if it is the one of this number."""

    def changed(*args: Any, **kwargs: Any) -> Any:
        if next(calls) == step:
            raise Killed
        return original(*args, **kwargs)

    return changed


def open_killed_at(step: int) -> int:
    """Opens the lake, and is killed before a change of its catalog (from 1); gives the number of changes begun."""
    calls = count(1)
    with pytest.MonkeyPatch.context() as patched:
        for name in CHANGES:
            patched.setattr(SqlCatalog, name, fatal_at(step, calls, getattr(SqlCatalog, name)))
        with suppress(Killed):
            assert open_lake(PLACE / "lake").table_names()
    return next(calls) - 1


def seen() -> dict[str, object]:
    """Columns of every table, and its rows; a snapshot that is the same holds the same rows."""
    return {
        name: (table.schema().column_names, rows(table) if name == DELIVERIES else table.current_snapshot())
        for name, table in tables().items()
    }


def test_killed_at_any_step_and_finished_by_the_next_command() -> None:
    unpacked()
    steps = open_killed_at(0)
    # A rename of each table, a commit for the columns of each and for bronze.deliveries, a table dropped.
    assert steps == len(TABLES) + len(COLUMNS) + 1 + len(UNPUBLISHED)
    whole = seen()
    # Before each is after the one before it: the catalog makes a change wholly or not at all.
    for step in range(1, steps + 1):
        unpacked()
        assert open_killed_at(step) == step
        result = Movies(PLACE)("query", "select malformed_records from bronze.deliveries")
        assert (result.exit_code, result.err) == (0, "")
        assert seen() == whole, f"killed before step {step}"


def test_killed_for_real(old: Movies, tmp_path: Path) -> None:
    step = "pyiceberg.catalog.sql:SqlCatalog.rename_table"
    query = ["--lake", str(old.lake_folder), "query", "select malformed_records from bronze.deliveries"]
    assert killed_at(tmp_path / "answer.json", query, step, "after", 2).end() == KILLED
    assert "silver.match_candidates" not in tables() and "silver.shared_facts" in tables()
    assert old("ingest", *DELIVERED).out.count("already loaded") == 6
    assert set(TABLES.values()) <= set(tables())


def test_two_that_migrate_at_once(old: Movies) -> None:
    original = migration.renew_deliveries

    def second(deliveries: Table) -> None:
        original(catalog().load_table(DELIVERIES))
        original(deliveries)  # upon a state that is no longer the newest

    with patch.object(migration, "renew_deliveries", second):
        migration.migrate_bronze(catalog())
    assert not migration.is_outdated(catalog())
    assert len(rows(catalog().load_table(DELIVERIES))) == 7


def test_a_lake_of_a_newer_version_is_left_alone(old: Movies) -> None:
    assert old("status").exit_code == 0
    with catalog().load_table(DELIVERIES).transaction() as transaction:
        transaction.set_properties({FORMAT_PROPERTY: "3"})
    before = {name: table.metadata_location for name, table in tables().items()}
    for verb in (["query", "select 1"], ["ingest", *DELIVERED], ["transform"], ["status"]):
        result = old(*verb)
        assert result.exit_code == 1
        assert result.error() == (
            "this lake was made by a newer version (format 3); install that version or a newer one"
        )
    assert {name: table.metadata_location for name, table in tables().items()} == before


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("select * from silver.same_films", "silver.same_films is not published any more; see silver.movie_matches"),
        ("select * from silver.stg_box_office", "not published any more; see silver.box_office_metrics"),
        ("select * from silver.match_candidates", "silver.match_candidates is silver.match_decisions now"),
        ("select * from bronze.unreadable_rows", "bronze.unreadable_rows is bronze.malformed_records now"),
        ("select film_id from silver.match_decisions", "; film_id is title_id now"),
        ("select y.films from gold.movies_by_year as y", "; films is movies now"),
        ("select unreadable_rows from bronze.deliveries", "; unreadable_rows is malformed_records now"),
    ],
)
def test_an_error_that_mentions_an_old_name_says_the_new_one(old: Movies, sql: str, says: str) -> None:
    result = old("query", sql)
    assert result.exit_code == 1
    assert result.error().endswith(says)


def test_an_old_name_in_python(old: Movies) -> None:
    with pytest.raises(
        MoviesError, match=r"'silver\.shared_facts'; silver\.shared_facts is silver\.provider_facts now"
    ):
        old.lake.table("silver.shared_facts")


def test_seeds_with_old_names(old: Movies, dbt: Path) -> None:
    left = dbt / "seeds/never_match.csv"
    left.write_text("title,release_year,note\nUp,2009,\n")
    result = old("transform")
    assert result.exit_code == 10
    assert result.error() == "dbt/seeds/never_match.csv: is cannot_link.csv now; move its lines there and remove it"
    left.unlink()
    precedence = dbt / "seeds/source_precedence.csv"
    precedence.write_text(precedence.read_text().replace("precedence", "place", 1))
    result = old("transform")
    assert result.exit_code == 10
    assert result.error() == (
        "dbt/seeds/source_precedence.csv: column 'place' is 'precedence' now; rename it in the first line"
    )
