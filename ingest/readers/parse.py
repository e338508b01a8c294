"""Delivered bytes -> batches of text rows with line numbers, whatever their format."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

import pyarrow as pa
import pyarrow.compute as pc

from ingest.common.errors import BadFile
from ingest.contracts.table import Table
from ingest.readers.batch import Batch, Findings
from ingest.readers.csv_reader import read_csv
from ingest.readers.json_reader import read_json
from ingest.readers.parquet_reader import read_parquet
from ingest.readers.xlsx_reader import read_xlsx

Reader = Callable[[BinaryIO, Table, str, Findings], Iterator[Batch]]
READERS: dict[str, Reader] = {
    "csv": read_csv,
    "json": read_json,
    "parquet": read_parquet,
    "xlsx": read_xlsx,
}
# Below this a share says nothing: one bad row of three is a bad row, not a bad file.
FEW_ROWS = 10


def parse(stream: BinaryIO, table: Table, name: str, findings: Findings) -> Iterator[Batch]:
    """Rows of delivered bytes, as the contract says; BadFile, at the end too, when they are not what they should be."""
    rows = 0
    for batch in READERS[table.format](stream, table, name, findings):
        rows += len(batch.lines)
        if len(batch.lines):
            yield without_nulls(batch, table)
    findings.malformed.sort(key=lambda row: row.line)
    malformed = len(findings.malformed)
    if rows + malformed >= FEW_ROWS and malformed > table.max_malformed * (rows + malformed):
        first = findings.malformed[0]
        raise BadFile(
            f"line {first.line}: {first.reason}, the first of {malformed} malformed records among {rows + malformed}; "
            "mend the file, or raise 'max_malformed' in the contract"
        )


def without_nulls(batch: Batch, table: Table) -> Batch:
    """The batch with null where a value is one of the texts that the contract says are none."""
    if not table.null:
        return batch
    nulls = pa.array(table.null, pa.string())
    columns = [
        column if name == "_extra" else pc.if_else(pc.is_in(column, nulls), None, column)
        for name, column in zip(batch.columns.schema.names, batch.columns.columns, strict=True)
    ]
    return Batch(pa.record_batch(columns, schema=batch.columns.schema), batch.lines)
