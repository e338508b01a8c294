"""The way in for all that reads a delivery: loading, a dry run, a sample of a new provider."""

from collections.abc import Iterator

from ingest.contracts.table import Table
from ingest.readers.batch import Batch, Findings, Source
from ingest.readers.json_process import parse_in_process
from ingest.readers.parse import parse

# Below this the new process takes longer to start than it saves.
LARGE_BYTES = 32 << 20


def read(source: Source, table: Table, findings: Findings) -> Iterator[Batch]:
    """Rows of a delivery, as its contract says; BadFile, at the end too, when it is not what it claims to be.

    What was met besides rows goes into `findings`, which are complete once the rows are used up.
    """
    if table.format == "json" and source.size >= LARGE_BYTES:
        yield from parse_in_process(source, table, findings)
    else:
        with source.open() as stream:
            yield from parse(stream, table, source.name, findings)
