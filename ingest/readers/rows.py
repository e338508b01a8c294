"""Rows of files whose values have types: each value becomes the text that loses nothing of it."""

import json
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.contracts.table import Table
from ingest.readers.batch import Batch, Findings, MalformedRecord, text_batch
from ingest.readers.headers import Header
from ingest.readers.values import BadItem, has_odd_text, plain


def number_text(number: float) -> str:
    """The shortest text that gives the same number again.

    >>> number_text(2001.0), number_text(7.1), number_text(1e20), number_text(1e-7)
    ('2001', '7.1', '100000000000000000000', '0.0000001')
    """
    return np.format_float_positional(number, trim="-") if np.isfinite(number) else str(number)


def extra_column(header: Header, columns: Sequence[pa.Array]) -> pa.Array | None:
    """For each row a JSON object of what stands in columns that the contract does not know; None without any."""
    if not header.unexpected:
        return None
    names = list(header.unexpected)
    values = zip(*(columns[position].to_pylist() for position in header.unexpected.values()), strict=True)
    records = (json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) for row in values)
    return pa.array(records, pa.string())


def checked_batch(
    table: Table, header: Header, columns: Sequence[pa.Array], lines: Sequence[int], findings: Findings
) -> Batch:
    """Rows of columns of text, as delivered; those with a value that bronze cannot hold go to the findings."""
    rows = pa.table(list(columns), names=[str(position) for position in range(len(columns))])
    numbers = pa.array(lines, pa.int64())
    if any(map(has_odd_text, columns)):
        kept = [keep(row, line, header, findings) for row, line in zip(rows.to_pylist(), lines, strict=True)]
        rows, numbers = rows.filter(pa.array(kept)), pc.filter(numbers, pa.array(kept))
    sound = [column.combine_chunks() for column in rows.columns]
    known = {name: sound[position] for name, position in header.columns.items()}
    return text_batch(table, known, extra_column(header, sound), numbers)


def keep(row: dict[str, str | None], line: int, header: Header, findings: Findings) -> bool:
    try:
        for value in row.values():
            plain(value)
    except BadItem as problem:
        places = {position: name for name, position in (header.columns | header.unexpected).items()}
        named = {places[int(position)]: value for position, value in row.items()}
        findings.malformed.append(MalformedRecord(line, json.dumps(named, ensure_ascii=False), str(problem)))
        return False
    return True
