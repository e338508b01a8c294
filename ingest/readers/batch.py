"""What readers are given, and what they hand on: batches of text rows, and what they found on the way."""

from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

import pyarrow as pa

from ingest.contracts.table import Table

# Larger than any sound value; keeps one broken record from filling memory and the query engine's buffers.
MAX_FIELD_BYTES = 64 << 10
# A record or JSON item beyond this is a broken file, not a movie.
MAX_RECORD_BYTES = 16 << 20


class Source(Protocol):
    """A delivered file, wherever it lies; another process can be handed it."""

    @property
    def name(self) -> str: ...

    @property
    def size(self) -> int: ...

    def open(self) -> BinaryIO: ...


@dataclass(frozen=True)
class Batch:
    """Rows as delivered: the contract's columns and `_extra`, all text; `lines` says where each row starts."""

    columns: pa.RecordBatch
    lines: pa.Array


@dataclass(frozen=True)
class MalformedRecord:
    """A record that cannot be split into its columns, kept as text."""

    line: int
    text: str
    reason: str


@dataclass
class Findings:
    """What a reader met besides rows; complete once its batches are used up."""

    malformed: list[MalformedRecord] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)

    def first_malformed(self) -> str | None:
        """Where the first of the malformed records is, and what is wrong with it."""
        return f"line {self.malformed[0].line}: {self.malformed[0].reason}" if self.malformed else None


def text_batch(table: Table, columns: dict[str, pa.Array], extra: pa.Array | None, lines: pa.Array) -> Batch:
    """Puts columns into the contract's order; those that the delivery lacks are null."""
    absent = pa.nulls(len(lines), pa.string())
    arrays = [columns.get(name, absent) for name in table.columns]
    names = [*table.columns, "_extra"]
    return Batch(pa.record_batch([*arrays, absent if extra is None else extra], names=names), lines)
