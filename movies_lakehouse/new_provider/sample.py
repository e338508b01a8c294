"""One file of a provider that has no contract yet: how it is written, its columns, and what stands in them."""

import csv
from collections import deque
from dataclasses import dataclass, replace
from itertools import chain, islice
from math import inf
from pathlib import Path
from typing import Any

from ingest.bronze.deliveries import Delivery, file_errors
from ingest.common.errors import BadFile
from ingest.contracts.table import Table, fold
from ingest.contracts.written import Written
from ingest.readers.batch import Findings
from ingest.readers.csv_dialect import STAND_IN, Dialect
from ingest.readers.csv_reader import DELIMITERS, read_header
from ingest.readers.json_items import read_items
from ingest.readers.kinds import EXCEL, PARQUET, kind_of
from ingest.readers.parquet_reader import parquet_header
from ingest.readers.read import parsed
from ingest.readers.text import text_pieces, utf8_pieces
from ingest.readers.xlsx_reader import xlsx_header
from movies_lakehouse.new_provider.names import words
from movies_lakehouse.new_provider.values import NUMBER, share

# Windows wrote most of the text files that are not UTF-8; what is neither is refused.
ENCODINGS = ("utf-8", "cp1252")
LINES_SNIFFED = 100
ROWS_SEEN = 10_000
# Formats that say themselves what they are, and how their columns are named.
TYPED = {PARQUET: ("parquet", parquet_header), EXCEL: ("xlsx", xlsx_header)}

Values = list[str | None]


@dataclass(frozen=True)
class Layout:
    """How a file is written, in the words of a contract, and the columns' names as delivered."""

    format: str
    encoding: str
    headers: list[str]
    delimiter: str = ","
    quoting: str = "standard"
    records: str = ""


@dataclass(frozen=True)
class Sample:
    """A file's layout, and the values of its columns by header; None and '' are no value."""

    path: Path
    layout: Layout
    columns: dict[str, Values]


def look(path: Path) -> Sample:
    """Reads a sample; BadFile, with the file's name and the remedy, when it is nothing that a contract can describe."""
    try:
        with file_errors(str(path)):
            layout = layout_of(path)
            return Sample(path, layout, values_of(path, layout))
    except BadFile as error:
        raise BadFile(f"{path.name}: {error}") from None


def layout_of(path: Path) -> Layout:
    with path.open("rb") as stream:
        kind = kind_of(stream)
        if kind in TYPED:
            name, header = TYPED[kind]
            return Layout(name, "utf-8", named(header(stream)))
    encoding = encoding_of(path)
    with path.open("rb") as stream:
        start = next(text_pieces(stream, path.name, encoding), "")
    if start.lstrip().startswith(("[", "{")):
        records = records_of(path, encoding)
        return Layout("json", encoding, named(json_keys(path, encoding, records)), records=records)
    delimiter = delimiter_of(start)
    layout = Layout("csv", encoding, named(csv_header(path, encoding, delimiter)), delimiter)
    if (malformed := malformed_records(path, layout)) == 0:
        return layout
    unquoted = replace(layout, quoting="none")
    return unquoted if malformed_records(path, unquoted) < malformed else layout


def malformed_records(path: Path, layout: Layout) -> float:
    table, _ = provisional(layout)
    findings = Findings()
    try:
        deque(parsed(Delivery(table, str(path)), table.model_copy(update={"max_malformed": 1}), findings), maxlen=0)
    except BadFile:
        return inf
    return len(findings.malformed)


def encoding_of(path: Path) -> str:
    """The first encoding in which the whole file is text; complaints are about the first of them all."""
    complaints = []
    for encoding in ENCODINGS:
        try:
            with path.open("rb") as stream:
                for _ in text_pieces(stream, path.name, encoding):
                    pass
            return encoding
        except BadFile as error:
            complaints.append(error)
    raise complaints[0]


def delimiter_of(text: str) -> str:
    """The delimiter that makes most records as wide as the header, and the header widest; else a comma."""
    # csv.Sniffer gives up on a short file with one bad row, and sniff_csv of DuckDB on commas within names of columns.
    lines = text.splitlines(keepends=True)[:LINES_SNIFFED]

    def fit(delimiter: str) -> tuple[float, int]:
        one = delimiter if len(delimiter) == 1 else STAND_IN
        records = csv.reader((line.replace(delimiter, one) for line in lines), delimiter=one)
        widths = [len(record) for record in records if record] or [1]
        return (widths.count(widths[0]) / len(widths) if widths[0] > 1 else 0, widths[0])

    candidates: list[str] = [*DELIMITERS, "::"]
    return max(candidates, key=fit)


def csv_header(path: Path, encoding: str, delimiter: str) -> list[str]:
    with path.open("rb") as stream:
        written = Written(format="csv", delimiter=delimiter)
        dialect = Dialect.of(written)
        first = next(dialect.prepare(utf8_pieces(stream, path.name, encoding)), b"")
        names, _ = read_header(first, written, dialect)
    for name in names:
        if share([name], NUMBER):
            raise BadFile(f"header: {name!r} is a value, not a column's name; put a line with the names on top")
    return names


def records_of(path: Path, encoding: str) -> str:
    """Keys that lead to the movies where one object is around them all, as a contract says them; else ''."""
    with path.open("rb") as stream:
        items = (item for piece in read_items(text_pieces(stream, path.name, encoding)) for item in piece.values)
        match list(islice(items, 2)):
            case [tuple(only)] if not any("title" in words(key) for key, _ in only):
                return ".".join(path_to_objects(only))
    return ""


def path_to_objects(value: tuple[tuple[str, Any], ...]) -> list[str]:
    """
    Keys of objects in each other that lead to a list of objects; [] if none do.

    >>> path_to_objects((("page", 1), ("data", (("movies", [(("title", "Up"),)]),))))
    ['data', 'movies']
    """
    plain = [(key, inner) for key, inner in value if "." not in key]
    for key, inner in plain:
        if isinstance(inner, list) and inner and isinstance(inner[0], tuple):
            return [key]
    deeper = ([key, *found] for key, inner in plain if isinstance(inner, tuple) and (found := path_to_objects(inner)))
    return next(deeper, [])


def json_keys(path: Path, encoding: str, records: str) -> list[str]:
    """Keys of the first objects as they appear, but for those of nested values, which are no columns."""
    keys: dict[str, bool] = {}
    with path.open("rb") as stream:
        pieces = read_items(
            text_pieces(stream, path.name, encoding), Written(format="json", records=records).path_to_records
        )
        items = (item for piece in pieces for item in piece.values)
        for key, value in chain.from_iterable(item for item in islice(items, ROWS_SEEN) if isinstance(item, tuple)):
            keys[key] = keys.get(key, True) and not isinstance(value, list | tuple)
    if not keys:
        raise BadFile("no objects with keys in it; deliver an array of objects, or one object a line")
    return [key for key, plain in keys.items() if plain]


def named(headers: list[str]) -> list[str]:
    """The headers that name a column; the reader keeps what stands in columns without a name."""
    names = [header for header in headers if header.strip()]
    if len(names) < 2:
        found = ", ".join(map(repr, names)) or "nothing"
        raise BadFile(f"a title and a year are due, and found: {found}; deliver one row a movie with both")
    seen: dict[str, str] = {}
    for name in names:
        if (first := seen.setdefault(fold(name), name)) is not name:
            raise BadFile(f"header: {first!r} and {name!r} are one name; deliver it once")
    return names


def values_of(path: Path, layout: Layout) -> dict[str, Values]:
    """Values of the first rows, as the reader of deliveries gives them."""
    table, places = provisional(layout)
    columns: dict[str, Values] = {header: [] for header in places}
    rows = 0
    for batch in parsed(Delivery(table, str(path)), table, Findings()):
        seen = batch.columns.slice(0, ROWS_SEEN - rows)
        rows += seen.num_rows
        for header, place in places.items():
            columns[header] += seen.column(place).to_pylist()
        if rows == ROWS_SEEN:
            break
    if not rows:
        raise BadFile("not one row that can be read; give a sample with some movies in it")
    return columns


def provisional(layout: Layout) -> tuple[Table, dict[str, str]]:
    """A table to read the sample by, and its columns by header; their names are longer than any header."""
    stem = "c" * max(len(header) for header in layout.headers)
    places = {header: f"{stem}{number}" for number, header in enumerate(layout.headers)}
    keys = {"csv": ["encoding", "delimiter", "quoting"], "json": ["encoding", "records"]}.get(layout.format, [])
    table = {key: getattr(layout, key) for key in keys} | {
        "name": "sample",
        "provider": "sample",
        "files": "*",
        "format": layout.format,
        "key": list(places.values())[:2],
        "columns": dict.fromkeys(places.values(), ""),
        "renamed": places,
    }
    return Table.model_validate(table), places
