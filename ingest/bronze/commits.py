"""Puts a delivery into bronze: its rows, its malformed records and the record of it, each in one commit, each once."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime

import pyarrow as pa
import pyarrow.parquet as pq
from pyiceberg.catalog import Catalog
from pyiceberg.exceptions import (
    CommitFailedException,
    CommitStateUnknownException,
    ServerError,
    ServiceUnavailableError,
)
from pyiceberg.table import Table as IcebergTable

from ingest.bronze.delivery_record import DeliveryRecord, recorded_deliveries
from ingest.bronze.tables import DELIVERIES, MALFORMED_RECORDS, NAMESPACE, open_to_write
from ingest.common.errors import MoviesError
from ingest.common.retries import contended, unanswered
from ingest.contracts.table import Table
from ingest.readers.batch import MAX_FIELD_BYTES, Batch, MalformedRecord

# Small enough to hold in memory and to share out among cores, large enough that a file has few.
ROW_GROUP_ROWS = 100_000
CUT = "... [cut]"
MOMENT = pa.timestamp("us", "UTC")
# One value a delivery: as a dictionary of one entry it costs nothing to write.
CONSTANT = pa.dictionary(pa.int32(), pa.string())
ORIGIN_TYPES = {
    "_extra": pa.string(),
    "_file": CONSTANT,
    "_sha256": CONSTANT,
    "_line": pa.int64(),
    "_delivered_on": pa.date32(),
    "_loaded_at": MOMENT,
}
DELIVERY_TYPES = {
    "bytes": pa.int64(),
    "rows": pa.int64(),
    "malformed_records": pa.int64(),
    "delivered_on": pa.date32(),
    "loaded_at": MOMENT,
    "snapshot_id": pa.int64(),
}


def write_rows(
    iceberg: IcebergTable, table: Table, batches: Iterable[Batch], record: DeliveryRecord
) -> tuple[str, int]:
    """Writes rows into a data file that no snapshot knows yet; gives its location and the number of rows.

    The writer is our own, because PyIceberg's append takes all of a stream into memory before it writes.
    """
    schema = file_schema(iceberg, table)
    location = iceberg.location_provider().new_data_location(f"{uuid.uuid4().hex}.parquet")
    rows = 0
    try:
        # Whether a file of this name is there need not be asked (and may not, where a key only lets write).
        with (
            iceberg.io.new_output(location).create(overwrite=True) as target,
            open_parquet(target, schema, table) as writer,
        ):
            for group in row_groups(batches, schema, record):
                writer.write_table(group, row_group_size=ROW_GROUP_ROWS)
                rows += len(group)
    except BaseException:
        discard(iceberg, location)
        raise
    return location, rows


def discard(iceberg: IcebergTable, location: str) -> None:
    """Deletes a data file that no snapshot knows, where that is allowed: it harms nobody, and it hides no error."""
    with suppress(OSError):
        iceberg.io.delete(location)


def file_schema(iceberg: IcebergTable, table: Table) -> pa.Schema:
    """Schema of a data file; the field ids in it let engines find a column whatever it is called later."""
    ids = {field.name: str(field.field_id) for field in iceberg.schema().fields}
    # Last come columns that the contract lists no more: readers may expect each file to have them.
    types = dict.fromkeys(table.columns, pa.string()) | ORIGIN_TYPES
    types |= {name: pa.string() for name in ids if name not in types}
    return pa.schema([pa.field(name, kind, metadata={"PARQUET:field_id": ids[name]}) for name, kind in types.items()])


def open_parquet(target: pa.NativeFile, schema: pa.Schema, table: Table) -> pq.ParquetWriter:
    return pq.ParquetWriter(
        target,
        schema,
        compression="snappy",
        use_dictionary=[name for name in schema.names if name != table.key[0]],
        write_statistics=list(ORIGIN_TYPES),
        store_schema=False,
    )


def row_groups(batches: Iterable[Batch], schema: pa.Schema, record: DeliveryRecord) -> Iterator[pa.Table]:
    group: list[pa.RecordBatch] = []
    for batch in batches:
        group.append(with_origin(batch, schema, record))
        if sum(map(len, group)) >= ROW_GROUP_ROWS:
            yield pa.Table.from_batches(group)
            group = []
    if group:
        yield pa.Table.from_batches(group)


def with_origin(batch: Batch, schema: pa.Schema, record: DeliveryRecord) -> pa.RecordBatch:
    count = len(batch.lines)
    file, sha256 = (
        pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), count), [value])
        for value in (record.file, record.sha256)
    )
    delivered_on = pa.repeat(pa.scalar(record.delivered_on, pa.date32()), count)
    loaded_at = pa.repeat(pa.scalar(record.loaded_at, MOMENT), count)
    columns = [*batch.columns.columns, file, sha256, batch.lines, delivered_on, loaded_at]
    columns += [pa.nulls(count, pa.string())] * (len(schema) - len(columns))
    return pa.record_batch(columns, schema=schema)


def append_rows(catalog: Catalog, record: DeliveryRecord, location: str, since: datetime | None) -> DeliveryRecord:
    """Makes a written data file part of its table, in one snapshot."""

    def append(iceberg: IcebergTable) -> None:
        iceberg.add_files([location], snapshot_properties=record.properties(), check_duplicate_files=False)

    return commit_once(catalog, f"{NAMESPACE}.{record.table_name}", record, since, append)


def append_malformed(
    catalog: Catalog, record: DeliveryRecord, rows: Sequence[MalformedRecord], since: datetime | None
) -> DeliveryRecord:
    """Lists the malformed records of a delivery in `bronze.malformed_records`."""
    columns = {
        "table_name": [record.table_name] * len(rows),
        "file": [record.file] * len(rows),
        "sha256": [record.sha256] * len(rows),
        "line": pa.array([row.line for row in rows], pa.int64()),
        "text": [cut(row.text) for row in rows],
        "reason": [row.reason for row in rows],
        "loaded_at": pa.array([record.loaded_at] * len(rows), MOMENT),
    }
    return commit_once(catalog, MALFORMED_RECORDS, record, since, appending(pa.table(columns), record))


def append_delivery(catalog: Catalog, record: DeliveryRecord, since: datetime | None) -> DeliveryRecord:
    """Records a delivery in `bronze.deliveries`: the last step of taking it in."""
    row = {name: pa.array([value], DELIVERY_TYPES.get(name, pa.string())) for name, value in asdict(record).items()}
    return commit_once(catalog, DELIVERIES, record, since, appending(pa.table(row), record))


def appending(rows: pa.Table, record: DeliveryRecord) -> Callable[[IcebergTable], None]:
    return lambda iceberg: iceberg.append(rows, snapshot_properties=record.properties())


def commit_once(
    catalog: Catalog, name: str, record: DeliveryRecord, since: datetime | None, append: Callable[[IcebergTable], None]
) -> DeliveryRecord:
    """Commits unless the table has it: a commit for the same delivery, taken in later than `since`.

    Gives the record that the table then holds: this one, or that of a loader that was quicker or was cut short.
    """

    # A commit without an answer may be there, or still under way. The next look tells; should both arrive, the catalog
    # takes only the first, since each is valid only upon the snapshot that it was made for.
    @unanswered(CommitStateUnknownException, ServerError, ServiceUnavailableError)
    @contended(CommitFailedException)
    def look_and_commit() -> DeliveryRecord:
        iceberg = open_to_write(catalog, name)
        if done := find_record(iceberg, record, since):
            return done
        light = without_history(iceberg)
        append(light)
        return next(recorded_deliveries(light))

    try:
        return look_and_commit()
    except CommitFailedException:
        raise MoviesError(f"{name}: others keep writing to this table; try {record.file} again later") from None


def without_history(iceberg: IcebergTable) -> IcebergTable:
    """The table as it is, without the snapshots before: PyIceberg copies all it knows some twenty times a commit.

    The catalog applies a commit to what it has itself, so the history is not lost.
    """
    current = iceberg.current_snapshot()
    metadata = iceberg.metadata.model_copy(update={"snapshots": [current] if current else [], "snapshot_log": []})
    return IcebergTable(iceberg.name(), metadata, iceberg.metadata_location, iceberg.io, iceberg.catalog)


def find_record(iceberg: IcebergTable, record: DeliveryRecord, since: datetime | None) -> DeliveryRecord | None:
    """A record of the same delivery, later than `since`: this very record before any other, whose file is not ours."""
    found = [
        known
        for known in recorded_deliveries(iceberg)
        if known.same_delivery(record) and (not since or known.loaded_at > since)
    ]
    return next((known for known in found if known.loaded_at == record.loaded_at), found[0] if found else None)


def cut(text: str) -> str:
    """Text that fits into a field of bronze; says so where it had to be cut."""
    encoded = text.encode()
    if len(encoded) <= MAX_FIELD_BYTES:
        return text
    return encoded[: MAX_FIELD_BYTES - len(CUT)].decode(errors="ignore") + CUT
