"""What a contract says about values, whatever the format: texts that stand for none, and fields that hold several."""

import json
import re

import pyarrow as pa
import pyarrow.compute as pc

from ingest.common.errors import BadFile
from ingest.contracts.table import Table
from ingest.readers.batch import Batch, Findings, MalformedRecord


def without_nulls(batch: Batch, table: Table) -> Batch:
    """The batch with null where a value is one of the texts that the contract says are none."""
    if not table.null:
        return batch
    nulls = pa.array(table.null, pa.string())
    columns = {name: batch.columns.column(name) for name in table.columns}
    said = {name: pc.if_else(pc.is_in(column, nulls), None, column) for name, column in columns.items()}
    return with_columns(batch, said)


def extracted(batch: Batch, table: Table, findings: Findings) -> Batch:
    """The batch with parts of its values in columns of their own; a row whose value has other parts is malformed."""
    for column, pattern in table.extract.items():
        form = re.compile(pattern)
        values = batch.columns.column(column).to_pylist()
        parts = [form.fullmatch(value.strip()) if value is not None else None for value in values]
        fits = [part is not None or not value for part, value in zip(parts, values, strict=True)]
        said = {name: [part and part[name] for part in parts] for name in form.groupindex}
        set_aside(batch, fits, f"{column!r} is not as 'extract' in the contract says", findings)
        batch = with_columns(batch, {name: pa.array(texts, pa.string()) for name, texts in said.items()})
        kept = pa.array(fits)
        batch = Batch(batch.columns.filter(kept), batch.lines.filter(kept))
    return batch


def refuse_contradictions(batch: Batch, table: Table) -> None:
    """BadFile where a value names another currency or unit than its contract."""
    for column in table.fixed:
        values = batch.columns.column(column)
        # Most are digits alone, which contradict nothing.
        wordy = pc.indices_nonzero(pc.fill_null(pc.match_substring_regex(values, r"[^0-9.,\s]"), False))
        for value, line in zip(values.take(wordy).to_pylist(), batch.lines.take(wordy).to_pylist(), strict=True):
            if said := table.contradicted(column, value):
                raise BadFile(
                    f"line {line}: {column!r} is {value!r}, and the contract says {said}; mend the file or the contract"
                )


def set_aside(batch: Batch, fits: list[bool], reason: str, findings: Findings) -> None:
    odd = pa.array([place for place, fit in enumerate(fits) if not fit], pa.int64())
    for row, line in zip(batch.columns.take(odd).to_pylist(), batch.lines.take(odd).to_pylist(), strict=True):
        said = {name: value for name, value in row.items() if value is not None}
        findings.malformed.append(MalformedRecord(line, json.dumps(said, ensure_ascii=False), reason))


def with_columns(batch: Batch, columns: dict[str, pa.Array]) -> Batch:
    names = batch.columns.schema.names
    arrays = [columns.get(name, batch.columns.column(name)) for name in names]
    return Batch(pa.record_batch(arrays, names=names), batch.lines)
