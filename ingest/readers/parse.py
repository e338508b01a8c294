"""Delivered bytes -> batches of text rows with line numbers, whatever their format."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from ingest.common.errors import BadFile
from ingest.contracts.table import Table
from ingest.readers.batch import Batch, Findings
from ingest.readers.contents import extracted, refuse_contradictions, without_nulls
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
        understood = extracted(without_nulls(batch, table), table, findings)
        refuse_contradictions(understood, table)
        rows += len(understood.lines)
        if len(understood.lines):
            yield understood
    findings.malformed.sort(key=lambda row: row.line)
    malformed = len(findings.malformed)
    if rows + malformed >= FEW_ROWS and malformed > table.max_malformed * (rows + malformed):
        first = findings.malformed[0]
        raise BadFile(
            f"line {first.line}: {first.reason}, the first of {malformed} malformed records among {rows + malformed}; "
            "mend the file, or raise 'max_malformed' in the contract"
        )
