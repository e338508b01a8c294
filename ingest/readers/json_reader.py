"""Reads JSON deliveries: an array of objects, or one object a line; numbers keep the text they were delivered as."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, BinaryIO

import pyarrow as pa

from ingest.common.errors import BadFile
from ingest.contracts.table import Table, fold
from ingest.readers.batch import Batch, Findings, MalformedRecord, text_batch
from ingest.readers.headers import check_complete
from ingest.readers.json_document import TOO_DEEP, Items
from ingest.readers.json_items import read_items
from ingest.readers.text import text_pieces
from ingest.readers.values import BadItem, has_odd_text, plain, valid_text

# Objects of one provider have a few shapes; a file where every object has its own must not fill memory with them.
MAX_SHAPES = 1000
# How deep Python can go depends on its version; what is loaded must not.
MAX_DEPTH = 100


class Digits(str):
    """A number as it is written, told apart from a string."""


NUMBERS_APART = json.JSONDecoder(object_pairs_hook=tuple, parse_int=Digits, parse_float=Digits)


@dataclass(frozen=True)
class Shape:
    """How objects with one sequence of keys become rows: for each column the position of its value, -1 for null."""

    pick: Callable[[tuple[Any, ...]], tuple[Any, ...]]
    unexpected: tuple[str, ...]


def read_json(stream: BinaryIO, table: Table, name: str, findings: Findings) -> Iterator[Batch]:
    """Rows of a JSON file in its order; the line of a row is its position among the items, from 1."""
    reader = JsonReader(table, findings)
    for items in read_items(text_pieces(stream, name, table.encoding), table.path_to_records):
        reader.items += len(items.values)
        yield reader.batch(items)
        check_not_wrapped(items, reader)
    if reader.items:
        check_complete(reader.columns, reader.unexpected, table)


def check_not_wrapped(items: Items, reader: "JsonReader") -> None:
    """BadFile when the only object has nothing that is expected, but a list of objects."""
    if reader.items > 1 or reader.columns or not items.values or not isinstance(items.values[0], tuple):
        return
    for key, value in items.values[0]:
        if isinstance(value, list) and value and isinstance(value[0], tuple):
            raise BadFile(f"one object around all others; if {key!r} holds them, say 'records: {key}' in the contract")


@dataclass
class JsonReader:
    """What is known between two pieces of one file: which shapes, columns and unexpected keys its objects had."""

    table: Table
    findings: Findings
    shapes: dict[tuple[str, ...], Shape] = field(default_factory=dict)
    columns: set[str] = field(default_factory=set)
    unexpected: set[str] = field(default_factory=set)
    items: int = 0

    def batch(self, items: Items) -> Batch:
        """Rows of some items; what is not a row goes to the findings."""
        rows: list[tuple[Any, ...]] = []
        kept: list[int] = []
        for index, value in enumerate(items.values):
            try:
                rows.append(self.row(value, items, index))
                kept.append(index)
            except BadItem as problem:
                self.set_aside(items, index, problem)
        columns = text_columns(rows)
        if columns is None:
            columns, kept = self.check_one_by_one(rows, kept, items)
        if not kept:
            return text_batch(self.table, {}, None, pa.array([], pa.int64()))
        known = dict(zip(self.table.columns, columns, strict=False))
        return text_batch(self.table, known, columns[-1], pa.array([items.first + index for index in kept], pa.int64()))

    def row(self, value: Any, items: Items, index: int) -> tuple[Any, ...]:
        """Values in the contract's order, then `_extra`; BadItem when this is not an object that can be a row."""
        if type(value) is not tuple:
            raise BadItem("not an object")
        keys, values = zip(*value, strict=True) if value else ((), ())
        shape = self.shapes.get(keys) or self.new_shape(keys)
        row: tuple[Any, ...] = shape.pick((*values, None))
        if shape.unexpected:
            return *row[:-1], extra(items.text[items.starts[index] : items.ends[index]], shape.unexpected)
        return row

    def new_shape(self, keys: tuple[str, ...]) -> Shape:
        if len(set(keys)) < len(keys):
            raise BadItem(f"the key {next(key for key in keys if keys.count(key) > 1)!r} is there twice")
        positions: dict[str, int] = {}
        unexpected = []
        for position, key in enumerate(keys):
            column = self.table.columns_by_header.get(fold(key))
            if column is None:
                unexpected.append(valid_text(key))
            elif column in positions:
                raise BadItem(f"the keys {keys[positions[column]]!r} and {key!r} are both column {column!r}")
            else:
                positions[column] = position
        shape = Shape(itemgetter(*(positions.get(name, -1) for name in self.table.columns), -1), tuple(unexpected))
        self.remember(keys, shape, positions)
        return shape

    def remember(self, keys: tuple[str, ...], shape: Shape, positions: dict[str, int]) -> None:
        if len(self.shapes) == MAX_SHAPES:
            self.shapes.clear()
        self.shapes[keys] = shape
        self.columns.update(positions)
        self.findings.unexpected.extend(key for key in shape.unexpected if key not in self.unexpected)
        self.unexpected.update(shape.unexpected)

    def check_one_by_one(
        self, rows: list[tuple[Any, ...]], indexes: list[int], items: Items
    ) -> tuple[list[pa.Array], list[int]]:
        """Columns of those rows that are sound, and which these are."""
        sound: list[list[str | None]] = []
        kept = []
        for row, index in zip(rows, indexes, strict=True):
            try:
                sound.append([plain(value) for value in row])
                kept.append(index)
            except BadItem as problem:
                self.set_aside(items, index, problem)
        return [pa.array(column, pa.string()) for column in zip(*sound, strict=True)], kept

    def set_aside(self, items: Items, index: int, problem: BadItem) -> None:
        text = items.text[items.starts[index] : items.ends[index]]
        self.findings.malformed.append(MalformedRecord(items.first + index, text, str(problem)))


def text_columns(rows: list[tuple[Any, ...]]) -> list[pa.Array] | None:
    """Columns of rows that hold nothing but sound text and nulls; None when one of them holds anything else."""
    try:
        columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
    except (pa.ArrowException, UnicodeEncodeError):
        return None
    return None if any(map(has_odd_text, columns)) else columns


def extra(item: str, unexpected: tuple[str, ...]) -> str:
    """JSON object of an item's unexpected keys, numbers as they are written."""
    try:
        return write_json(tuple(pair for pair in NUMBERS_APART.decode(item) if pair[0] in unexpected), MAX_DEPTH)
    except RecursionError:
        raise BadItem(TOO_DEEP) from None


def write_json(value: Any, depth: int) -> str:
    """The value as JSON; BadItem when it is nested deeper than `depth`."""
    if isinstance(value, Digits):
        return str(value)
    if not isinstance(value, list | tuple):
        return json.dumps(value, ensure_ascii=False)
    if not depth:
        raise BadItem(TOO_DEEP)
    if isinstance(value, list):
        return "[" + ", ".join(write_json(inner, depth - 1) for inner in value) + "]"
    if len({key for key, _ in value}) < len(value):
        raise BadItem("a nested object has a key twice")
    return "{" + ", ".join(f"{write_json(key, 0)}: {write_json(inner, depth - 1)}" for key, inner in value) + "}"
