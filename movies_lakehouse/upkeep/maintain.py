"""Upkeep of a lake: small files become large ones; old snapshots, and files that no snapshot needs, go."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pyiceberg.exceptions import CommitFailedException
from pyiceberg.table import Table
from pyiceberg.table.snapshots import Snapshot

from ingest.bronze.delivery_record import KEYS, parse_properties
from ingest.bronze.ledger import Ledger
from ingest.bronze.tables import DELIVERIES
from ingest.common.retries import contended
from ingest.common.settings import KeepSettings
from movies_lakehouse.lake.iceberg import IcebergLake
from movies_lakehouse.upkeep.compact import compact, small_files
from movies_lakehouse.upkeep.files import Needed, StoredFile, path_of, stored_files

# Nothing that loads, builds or writes takes so long between a file and the commit that names it.
UNUSED_FOR = timedelta(days=3)
# More unused files than these, and than used ones: rather a catalog that was restored from an old backup.
MANY_FILES = 100
NONE_LEFT = "files that its snapshots need are missing, such as {}; nothing is removed: restore them from a backup"
TOO_MANY = "{} of {} files look unused, too many to be leftovers; nothing is removed: is the catalog an old one?"


@dataclass(frozen=True)
class Keep:
    """How long a layer's old snapshots stay: all of so many days, and the newest whatever their age."""

    days: int
    snapshots: int


@dataclass(frozen=True)
class TableUpkeep:
    """What was done to a table, or would be; bytes are those of all files in its folder."""

    table: str
    small_files_compacted: int
    snapshots_expired: int
    files_removed: int
    bytes_before: int
    bytes_after: int
    problem: str | None = None


def keep_of(settings: KeepSettings) -> dict[str, Keep]:
    """The settings, by layer. Of each table of bronze only the current snapshot is kept whatever its age."""
    built = Keep(settings.days, settings.builds)
    return {"bronze": Keep(settings.bronze_days, 1), "silver": built, "gold": built}


def maintain(lake: IcebergLake, keep: Mapping[str, Keep], dry_run: bool = False) -> list[TableUpkeep]:
    """
    Compact, expire and remove, table by table, beside loads and builds; with `dry_run` only say what that would be.

    `keep` has an entry for each layer. A table with a problem is left as it is, and says so; the others go on.
    """
    with lake.locked("maintain.lock"):
        is_recorded = recorded(lake)
        return [of_table(lake, name, keep[name[0]], is_recorded, dry_run) for name in lake.table_names()]


def recorded(lake: IcebergLake) -> Callable[[Snapshot], bool]:
    """Whether all that a snapshot of bronze says of a delivery stands in `bronze.deliveries` too, and can go."""
    # Before the first delivery there is no such table.
    records = Ledger(lake.catalog).records if lake.catalog.table_exists(DELIVERIES) else []
    known = {(each.table_name, each.file, each.sha256, each.loaded_at) for each in records}

    def is_recorded(snapshot: Snapshot) -> bool:
        properties = snapshot.summary.additional_properties if snapshot.summary else {}
        if KEYS["sha256"] not in properties:
            return True
        record = parse_properties(properties)
        return (record.table_name, record.file, record.sha256, record.loaded_at) in known

    return is_recorded


def of_table(
    lake: IcebergLake, name: tuple[str, str], keep: Keep, is_recorded: Callable[[Snapshot], bool], dry_run: bool
) -> TableUpkeep:
    table = lake.catalog.load_table(name)
    # Listed before it is asked what is needed: whatever is written from now on is not among it.
    stored, needed = stored_files(lake, table.location()), Needed()
    size = sum(file.size for file in stored.values())
    # Commits remove former metadata themselves, and what they have left goes once it is old.
    formers = {path_of(former.metadata_file) for former in table.metadata.metadata_log}
    before = needed.by_table(table) - formers
    if missing := before.difference(stored):
        return TableUpkeep(".".join(name), 0, 0, 0, size, size, NONE_LEFT.format(min(missing)))
    small = small_files(table)
    if small and not dry_run:
        compact(lake, table, small)
        table = lake.catalog.load_table(name)
    old = [each for each in old_snapshots(table, keep) if is_recorded(each)]
    if old and not dry_run:
        expire(lake, name, old)
        table = lake.catalog.load_table(name)
    after = needed.by_table(table, [each for each in table.snapshots() if each not in old])
    unused = leftovers(stored, before | formers | after)
    if len(unused) > max(MANY_FILES, len(stored) / 2):
        problem = TOO_MANY.format(len(unused), len(stored))
        return TableUpkeep(".".join(name), len(small), len(old), 0, size, size, problem)
    gone = unused | (before - after).intersection(stored)
    if not dry_run:
        for path in sorted(gone):
            # It may be gone with another's commit.
            with suppress(FileNotFoundError):
                lake.archive.fs.rm_file(path)
    return TableUpkeep(
        ".".join(name), len(small), len(old), len(gone), size, size - sum(stored[path].size for path in gone)
    )


def old_snapshots(table: Table, keep: Keep) -> list[Snapshot]:
    """Snapshots beyond what is kept; never one with a name (a branch or tag), such as the current one."""
    named = {ref.snapshot_id for ref in table.metadata.refs.values()}
    by_age = sorted(table.snapshots(), key=lambda snapshot: (snapshot.sequence_number or 0, snapshot.timestamp_ms))
    limit = (datetime.now(UTC) - timedelta(days=keep.days)).timestamp() * 1000
    return [
        snapshot
        for snapshot in by_age[: -keep.snapshots]
        if snapshot.timestamp_ms < limit and snapshot.snapshot_id not in named
    ]


def expire(lake: IcebergLake, name: tuple[str, str], old: list[Snapshot]) -> None:
    """Take snapshots out of the table's metadata; their files are still there."""

    @contended(CommitFailedException)
    def commit() -> None:
        table = lake.catalog.load_table(name)
        there = {snapshot.snapshot_id for snapshot in table.snapshots()}
        ids = [snapshot.snapshot_id for snapshot in old if snapshot.snapshot_id in there]
        if ids:
            table.maintenance.expire_snapshots().by_ids(ids).commit()

    commit()


def leftovers(stored: Mapping[str, StoredFile], needed: set[str]) -> set[str]:
    """Files that nothing needs and that were written long ago: of a process that was killed, of an older metadata."""
    limit = datetime.now(UTC) - UNUSED_FOR
    return {path for path, file in stored.items() if path not in needed and file.written < limit}
