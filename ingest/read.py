"""Format -> batches of text rows with line numbers."""

from collections.abc import Callable, Iterator
from typing import BinaryIO

from ingest.batch import Batch, Findings
from ingest.errors import Refused
from ingest.read_csv import read_csv
from ingest.read_json import read_json
from ingest.table import Table

Reader = Callable[[BinaryIO, Table, str, Findings], Iterator[Batch]]
READERS: dict[str, Reader] = {"csv": read_csv, "json": read_json}
# Below this a share says nothing: one bad row of three is a bad row, not a bad file.
FEW_ROWS = 10


def read(stream: BinaryIO, table: Table, name: str, findings: Findings) -> Iterator[Batch]:
    """Rows of a delivery, as its contract says; Refused, at the end too, when it is not what it claims to be."""
    rows = 0
    for batch in READERS[table.format](stream, table, name, findings):
        rows += len(batch.lines)
        if len(batch.lines):
            yield batch
    findings.unreadable.sort(key=lambda row: row.line)
    unreadable = len(findings.unreadable)
    if rows + unreadable >= FEW_ROWS and unreadable > table.max_unreadable * (rows + unreadable):
        first = findings.unreadable[0]
        raise Refused(
            f"line {first.line}: {first.reason}, the first of {unreadable} unreadable rows among {rows + unreadable}; "
            "mend the file, or raise 'max_unreadable' in the contract"
        )
