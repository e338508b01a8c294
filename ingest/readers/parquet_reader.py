"""Reads Parquet deliveries: every value as the text that loses nothing of it; the line of a row is its number."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ingest.common.errors import BadFile
from ingest.contracts.table import Table
from ingest.readers.batch import Batch, Findings
from ingest.readers.headers import Header, match_header
from ingest.readers.kinds import PARQUET
from ingest.readers.rows import checked_batch, number_text
from ingest.readers.unpack import check_kind, unpacked_file

BATCH_ROWS = 64_000


def read_parquet(stream: BinaryIO, table: Table, name: str, findings: Findings) -> Iterator[Batch]:
    """Rows of a Parquet file in its order."""
    with unpacked_file(stream) as file:
        check_kind(file, PARQUET)
        try:
            yield from read_rows(pq.ParquetFile(file), table, findings)
        except (pa.ArrowException, UnicodeDecodeError, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            problem = str(error).splitlines()[0]
            raise BadFile(f"the Parquet file cannot be read ({problem}); deliver it again") from None


def parquet_header(stream: BinaryIO) -> list[str]:
    """Names of the columns of a sound Parquet file."""
    with unpacked_file(stream) as file:
        names: list[str] = pq.read_schema(file).names
        return names


def read_rows(file: pq.ParquetFile, table: Table, findings: Findings) -> Iterator[Batch]:
    schema = file.schema_arrow
    header = match_header(schema.names, table)
    findings.unexpected.extend(header.unexpected)
    check_types(schema, header)
    row = 1
    for batch in file.iter_batches(BATCH_ROWS, use_threads=False):
        # Nobody else looks whether text is UTF-8.
        batch.validate(full=True)
        columns = [text_column(column) for column in batch.columns]
        yield checked_batch(table, header, columns, range(row, row + len(batch)), findings)
        row += len(batch)


def check_types(schema: pa.Schema, header: Header) -> None:
    """BadFile when a column of the contract has values that are more than one."""
    for name, position in header.columns.items():
        kind = schema.field(position).type
        if pa.types.is_nested(kind):
            raise BadFile(f"column {name!r} holds {kind}, not plain values; deliver one value a row")


def text_column(column: pa.Array) -> pa.Array:
    """The column as text: numbers and dates as they are read and written anywhere, nested values as JSON."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return text_column(column.dictionary_decode())
    if pa.types.is_nested(kind):
        return pa.array(map(nested_text, column.to_pylist()), pa.string())
    text = pc.cast(column, pa.string())
    if not pa.types.is_floating(kind):
        return text
    # Arrow's shortest text is the right one, but for exponents.
    odd = pc.fill_null(pc.match_substring(text, "e"), False)
    numbers = column.filter(odd).to_numpy(zero_copy_only=False)
    return pc.replace_with_mask(text, odd, pa.array(map(number_text, numbers), pa.string()))


def nested_text(value: Any) -> str | None:
    return None if value is None else json.dumps(value, default=str, ensure_ascii=False)
