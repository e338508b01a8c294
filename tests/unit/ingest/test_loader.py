import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import fsspec
import pytest
from pyiceberg.catalog import Catalog

from ingest.bronze import commits, ledger
from ingest.bronze.archive import Archive
from ingest.bronze.deliveries import Delivery
from ingest.bronze.delivery_record import recorded_deliveries
from ingest.bronze.loader import ingest
from ingest.bronze.tables import create_tables
from ingest.common.errors import MoviesError
from tests.unit.ingest.conftest import Deliver
from tests.unit.ingest.support import HEADER, movies, table

A = HEADER + "A,2001,1\nshort\n"
B = HEADER + "B,2002,2\n"


def titles(catalog: Catalog) -> list[str]:
    return sorted(row["title"] for row in table(catalog, "movies"))


def statuses(catalog: Catalog) -> list[str]:
    return [row["status"] for row in sorted(table(catalog, "deliveries"), key=lambda row: row["loaded_at"])]


def test_the_same_bytes_under_the_same_name_are_loaded_once(catalog: Catalog, deliver: Deliver) -> None:
    assert deliver(A).status == "loaded"
    again = deliver(A)
    assert (again.status, again.read, again.loaded) == ("repeat", 0, 0)
    assert deliver(A, "movies2.csv").status == "loaded"
    assert titles(catalog) == ["A", "A"]
    assert statuses(catalog) == ["loaded", "loaded"]


def test_a_file_name_is_a_slot(catalog: Catalog, deliver: Deliver) -> None:
    assert [deliver(content).status for content in (A, B, B, A, A)] == [
        "loaded",
        "loaded",
        "repeat",
        "loaded",
        "repeat",
    ]
    assert titles(catalog) == ["A", "A", "B"]
    assert len({row["_loaded_at"] for row in table(catalog, "movies")}) == 3
    assert len(table(catalog, "malformed_records")) == 2


def test_an_empty_delivery_takes_the_slot_too(catalog: Catalog, deliver: Deliver) -> None:
    assert [deliver(content).status for content in (A, HEADER, HEADER, A)] == ["loaded", "empty", "repeat", "loaded"]
    assert statuses(catalog) == ["loaded", "empty", "loaded"]
    assert len(list(data_files(catalog))) == 2


def data_files(catalog: Catalog) -> list[Path]:
    return list(Path(catalog.load_table("bronze.movies").location().removeprefix("file://")).glob("data/*"))


def test_a_refused_delivery_is_archived_and_recorded_once(catalog: Catalog, archive: Archive, deliver: Deliver) -> None:
    first, second = deliver(HEADER + '"a,1,2\n'), deliver(HEADER + '"a,1,2\n')
    assert first == second
    assert (first.status, first.loaded) == ("quarantined", 0)
    (row,) = table(catalog, "deliveries")
    assert (row["status"], row["reason"], row["snapshot_id"]) == ("quarantined", first.reason, None)
    with archive.open(row["archive"]) as stream:
        assert stream.read() == HEADER.encode() + b'"a,1,2\n'
    assert titles(catalog) == [] and data_files(catalog) == []


def test_a_refused_delivery_is_loaded_once_the_contract_fits(catalog: Catalog, deliver: Deliver) -> None:
    content = "Movie,year,score\nUp,2009,8\n"
    assert deliver(content).status == "quarantined"
    assert deliver(content, table=movies(renamed={"Movie": "title"})).status == "loaded"
    assert titles(catalog) == ["Up"]


def test_a_refused_delivery_stops_no_other(tmp_path: Path, catalog: Catalog, archive: Archive) -> None:
    for name, content in (("movies1.csv", b""), ("movies2.csv", A.encode())):
        (tmp_path / name).write_bytes(content)
    seen: list[str] = []
    receipts = ingest(
        [Delivery(movies(), str(tmp_path / name)) for name in ("movies1.csv", "movies2.csv")],
        catalog,
        archive,
        {"movies": movies()},
        lambda receipt: seen.append(receipt.status),
    )
    assert [receipt.status for receipt in receipts] == seen == ["quarantined", "loaded"]


def test_a_full_disk_is_one_line_and_leaves_nothing_visible(
    catalog: Catalog, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(MoviesError, match=r"movies.csv: No space left on device; put"):
        patch.setattr(commits, "with_origin", full)
        deliver(A)
    assert titles(catalog) == [] and data_files(catalog) == []
    assert deliver(A).status == "loaded"


def test_two_processes_load_the_same_and_other_files(tmp_path: Path, catalog: Catalog) -> None:
    for name in ("same1", "same2", "left1", "left2", "right1", "right2"):
        (tmp_path / f"movies_{name}.csv").write_text(HEADER + f"{name},2001,2\nshort\n")
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", LOADER, str(tmp_path), *(f"movies_{name}.csv" for name in names)],
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
            stderr=subprocess.PIPE,
            text=True,
        )
        for names in (("same1", "left1", "same2", "left2"), ("same1", "right1", "same2", "right2"))
    ]
    assert [process.communicate()[1] for process in processes] == ["", ""]
    assert titles(catalog) == ["left1", "left2", "right1", "right2", "same1", "same2"]
    assert statuses(catalog) == ["loaded"] * 6
    assert len(table(catalog, "malformed_records")) == len(data_files(catalog)) == 6


LOADER = """
import sys
import fsspec
from pyiceberg.catalog.sql import SqlCatalog
from ingest.bronze.archive import Archive
from ingest.bronze.deliveries import Delivery
from ingest.bronze.loader import ingest
from tests.unit.ingest.support import movies

home, *names = sys.argv[1:]
catalog = SqlCatalog("lake", uri=f"sqlite:///{home}/catalog.db", warehouse=f"file://{home}/warehouse")
archive = Archive(fsspec.filesystem("file", auto_mkdir=True), f"{home}/archive")
ingest([Delivery(movies(), f"{home}/{name}") for name in names], catalog, archive, {"movies": movies()})
"""


def test_what_is_loaded_is_what_is_archived(
    tmp_path: Path, catalog: Catalog, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = Archive.put

    def put_and_change(archive: Archive, delivery: Delivery) -> object:
        archived = put(archive, delivery)
        (tmp_path / "movies.csv").write_text(B)
        return archived

    monkeypatch.setattr(Archive, "put", put_and_change)
    deliver(A)
    assert titles(catalog) == ["A"]


def test_a_clock_that_goes_back_does_not_make_new_loads_old(
    catalog: Catalog, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(A)
    before = table(catalog, "movies")[0]["_loaded_at"]

    class Clock:
        @staticmethod
        def now(_: object) -> datetime:
            return datetime(2000, 1, 1, tzinfo=UTC)

    monkeypatch.setattr(ledger, "datetime", Clock)
    deliver(B)
    (after,) = (row["_loaded_at"] for row in table(catalog, "movies") if row["title"] == "B")
    assert (after - before).total_seconds() == 1e-6


class Crash(BaseException):
    pass


STEPS = ["append_rows", "append_malformed", "append_delivery"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_crash_at_any_step_is_made_good_by_the_next_run(
    catalog: Catalog, deliver: Deliver, step: str, moment: str
) -> None:
    original = getattr(commits, step)

    def crash(*args: object) -> None:
        if moment == "after":
            original(*args)
        raise Crash

    with pytest.MonkeyPatch.context() as patch, pytest.raises(Crash):
        patch.setattr(commits, step, crash)
        deliver(A)
    # The next run completes what is half done, though it is about another file.
    deliver(B, "movies2.csv")
    recorded_files = {row["file"] for row in table(catalog, "deliveries")}
    assert recorded_files == {"movies2.csv"} | {row["_file"] for row in table(catalog, "movies")}
    deliver(A)
    assert titles(catalog) == ["A", "B"]
    (malformed,) = table(catalog, "malformed_records")
    (recorded,) = (row for row in table(catalog, "deliveries") if row["file"] == "movies.csv")
    (row,) = (row for row in table(catalog, "movies") if row["title"] == "A")
    assert recorded["loaded_at"] == malformed["loaded_at"] == row["_loaded_at"]
    assert (recorded["rows"], recorded["malformed_records"], recorded["status"]) == (1, 1, "loaded")
    assert recorded["snapshot_id"] in {
        each.snapshot_id for each in catalog.load_table("bronze.movies").metadata.snapshots
    }


def test_interrupted_loads_are_completed_oldest_first(catalog: Catalog, deliver: Deliver) -> None:
    """Else the older of two loads of the same bytes would be taken for the newer one, which has its record by then."""
    for content in (A, B, A):
        deliver(content)
    # As if each of them had been cut short before its record.
    catalog.drop_table("bronze.deliveries")
    deliver(B, "movies2.csv")
    loaded = sorted((row["_loaded_at"], row["_sha256"]) for row in table(catalog, "movies"))
    recorded = list(recorded_deliveries(catalog.load_table("bronze.deliveries")))
    assert [(load.loaded_at, load.sha256) for load in reversed(recorded)] == loaded
    assert len(loaded) == 4


@pytest.mark.parametrize("records", ["short\n", " ,2009,8\nUp,,8\n"])
def test_a_delivery_of_which_nothing_can_be_used_is_quarantined(
    catalog: Catalog, deliver: Deliver, records: str
) -> None:
    assert deliver(HEADER + records).status == "quarantined"
    assert table(catalog, "malformed_records") == table(catalog, "movies") == []
    (recorded,) = table(catalog, "deliveries")
    assert (recorded["status"], recorded["rows"], recorded["malformed_records"]) == ("quarantined", 0, 0)


@pytest.mark.parametrize("other", [A, B])
def test_another_loader_commits_in_between(
    tmp_path: Path, catalog: Catalog, archive: Archive, deliver: Deliver, monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    """The other loader takes the same name in, with the same bytes or others, while ours is about to commit."""
    original = commits.without_history

    def other_first(iceberg: object) -> object:
        monkeypatch.setattr(commits, "without_history", original)
        light = original(iceberg)  # type: ignore[arg-type]
        (tmp_path / "other").mkdir()
        (tmp_path / "other" / "movies.csv").write_text(other)
        delivery = Delivery(movies(), str(tmp_path / "other" / "movies.csv"))
        ingest([delivery], catalog, archive, {"movies": movies()})
        return light

    monkeypatch.setattr(commits, "without_history", other_first)
    receipt = deliver(A)
    assert receipt.status == ("repeat" if other == A else "loaded")
    assert titles(catalog) == (["A"] if other == A else ["A", "B"])
    assert len(table(catalog, "deliveries")) == len(data_files(catalog)) == (1 if other == A else 2)
    assert len(table(catalog, "malformed_records")) == 1


def test_the_ledger_reads_the_rows_where_snapshots_are_gone(catalog: Catalog, deliver: Deliver) -> None:
    for number in range(3):
        deliver(HEADER + f"{number},2001,2\n", f"movies{number}.csv")
    deliveries = catalog.load_table("bronze.deliveries")
    newest = deliveries.current_snapshot()
    assert newest is not None
    old = [snapshot.snapshot_id for snapshot in deliveries.metadata.snapshots if snapshot != newest]
    deliveries.maintenance.expire_snapshots().by_ids(old).commit()
    assert [each.file for each in sorted(ledger.Ledger(catalog).records, key=lambda each: each.loaded_at)] == [
        *("movies0.csv", "movies1.csv", "movies2.csv"),
    ]
    assert deliver(HEADER + "0,2001,2\n", "movies0.csv").status == "repeat"


def test_creating_tables_twice_changes_nothing(catalog: Catalog) -> None:
    create_tables(catalog, {"movies": movies()})
    before = catalog.load_table("bronze.movies").metadata_location
    create_tables(catalog, {"movies": movies()})
    assert catalog.load_table("bronze.movies").metadata_location == before


def test_an_archive_on_another_file_system(tmp_path: Path, catalog: Catalog) -> None:
    archive = Archive(fsspec.filesystem("memory"), f"/archive-{tmp_path.name}")
    (tmp_path / "movies.csv").write_text(A)
    (receipt,) = ingest([Delivery(movies(), str(tmp_path / "movies.csv"))], catalog, archive, {"movies": movies()})
    assert (receipt.status, receipt.loaded) == ("loaded", 1)
