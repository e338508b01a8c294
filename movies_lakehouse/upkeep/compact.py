"""Makes one file of a table's many small ones: every delivery and every build brings a file of its own."""

import uuid
from pathlib import Path

from pyiceberg.exceptions import CommitFailedException
from pyiceberg.io.pyarrow import parquet_file_to_data_file
from pyiceberg.manifest import DataFile
from pyiceberg.table import Table
from pyiceberg.table.snapshots import Operation, Snapshot
from pyiceberg.table.update.snapshot import _OverwriteFiles

from ingest.bronze.commits import without_history
from ingest.common.errors import MoviesError
from ingest.common.retries import contended
from movies_lakehouse.lake.builds import BUILT_FROM, NEWEST_BUILD
from movies_lakehouse.lake.iceberg import IcebergLake
from movies_lakehouse.lake.views import file_with_ids, read_files

# A file of 32 MB has several hundred thousand rows: fewer and larger ones are read no quicker.
SMALL_BYTES = 32 * 1024 * 1024
FEW_FILES = 10
# What a build knows about the one before is a property of the newest snapshot of its record, and moves along. A
# delivery's properties do not: they belong to the snapshot that brought its rows.
CARRIED = (BUILT_FROM, NEWEST_BUILD)


def small_files(table: Table) -> list[DataFile]:
    """Files worth making one of: none where they are few, or where another engine keeps deleted rows beside them."""
    tasks = list(table.scan().plan_files())
    if any(task.delete_files for task in tasks):
        return []
    small = [task.file for task in tasks if task.file.file_size_in_bytes < SMALL_BYTES]
    return small if len(small) > FEW_FILES else []


def compact(lake: IcebergLake, table: Table, small: list[DataFile]) -> None:
    """Put one file in the place of these, in one snapshot; rows that arrive meanwhile stay beside it."""
    location = f"{table.location()}/data/{uuid.uuid4()}.parquet"
    lake.put_file(written(lake, table, small), location)

    @contended(CommitFailedException)
    def commit() -> None:
        replace_files(lake, lake.catalog.load_table(table.name()), small, location)

    # After an error the file may be part of the table all the same. If it is not, a later upkeep removes it.
    commit()


def written(lake: IcebergLake, table: Table, files: list[DataFile]) -> Path:
    """The rows of these files in one, in their order."""
    ids = {field.name: field.field_id for field in table.schema().fields}
    copy = lake.folder / f"{'.'.join(table.name())}.compacted"
    with lake.database() as connection:
        connection.execute("set preserve_insertion_order = true")
        query = read_files(table, [lake.local_file(file.file_path) for file in files])
        [(rows,)] = connection.execute(file_with_ids(query, copy, ids)).fetchall()
    if rows != sum(file.record_count for file in files):
        raise MoviesError(f"{'.'.join(table.name())}: its files do not hold the rows that it lists; nothing is changed")
    return copy


def replace_files(lake: IcebergLake, table: Table, files: list[DataFile], location: str) -> None:
    properties = carried(table.current_snapshot())
    light, io = without_history(table), lake.io(location)
    with (
        light.transaction() as transaction,
        _OverwriteFiles(Operation.OVERWRITE, transaction, io, snapshot_properties=properties) as snapshot,
    ):
        for file in files:
            snapshot.delete_data_file(file)
        snapshot.append_data_file(parquet_file_to_data_file(io, transaction.table_metadata, location))


def carried(snapshot: Snapshot | None) -> dict[str, str]:
    known = snapshot.summary.additional_properties if snapshot and snapshot.summary else {}
    return {name: known[name] for name in CARRIED if name in known}
