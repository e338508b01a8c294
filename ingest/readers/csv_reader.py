"""Reads CSV deliveries: exact text and true line numbers, in bounded memory.

Nearly every block of a file is regular (see csv_layout) and goes through Arrow's parser; the others go through
Python's, record by record. Both give the same rows, lines and malformed records.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv
from numpy.typing import NDArray

from ingest.common.errors import BadFile
from ingest.contracts.table import Table
from ingest.contracts.written import Written
from ingest.readers.batch import MAX_FIELD_BYTES, MAX_RECORD_BYTES, Batch, Findings, MalformedRecord, text_batch
from ingest.readers.csv_dialect import Dialect
from ingest.readers.csv_layout import Layout, find_layout
from ingest.readers.csv_lines import Lines, end_line
from ingest.readers.csv_quotes import SWALLOWS, RecordForm
from ingest.readers.headers import Header, match_header
from ingest.readers.rows import extra_column
from ingest.readers.text import decode_utf8, utf8_pieces

# What providers separate columns with; a contract may say any other character.
DELIMITERS = ",;\t|"
# The module's own limit is an error in mid-record, after which nobody knows where the record ends.
csv.field_size_limit(4 * MAX_RECORD_BYTES)
# `#Horror` may be a movie, and a row may have been commented out: only people know.
LIKE_A_RECORD = "starts as a comment does by the contract, but has the fields of a record"


def read_csv(stream: BinaryIO, table: Table, name: str, findings: Findings) -> Iterator[Batch]:
    """Rows of a CSV file in its order, with the physical line on which each starts (the header is on line 1)."""
    dialect = Dialect.of(table)
    pieces = dialect.prepare(utf8_pieces(stream, name, table.encoding))
    reader, rest = open_reader(next(pieces, b""), table, dialect, findings)
    for piece in pieces:
        batch, rest = reader.read(rest + piece)
        yield batch
    yield reader.read_end(rest)


def open_reader(first: bytes, table: Table, dialect: Dialect, findings: Findings) -> tuple["CsvReader", bytes]:
    """Reads the header; gives the reader of what follows, and the rest of the piece."""
    names, lines = read_header(first, table, dialect)
    check_delimiter(names, table)
    header = match_header(names, table)
    findings.unexpected.extend(header.unexpected)
    spaced = any(name.startswith(" ") for name in names[1:])
    form = RecordForm(len(names), header.columns.get(table.key[1]), dialect.delimiter.encode(), spaced)
    return CsvReader(table, dialect, header, form, findings, lines.number + 1), first[lines.size :]


def read_header(first: bytes, table: Written, dialect: Dialect) -> tuple[list[str], Lines]:
    """Names of the columns, and the lines of the file's first piece as far as they were read for it."""
    if not first.strip():
        raise BadFile("empty file; deliver at least the header")
    lines = Lines(end_line(first), 1)
    if table.skip_lines >= len(lines.lines):
        raise BadFile(f"only {len(lines.lines)} lines, of which the contract skips {table.skip_lines}; mend either")
    lines.at = table.skip_lines
    names = table.header
    try:
        while not names:
            lines.skip(dialect.comment)
            start = lines.number + 1
            names = next(dialect.parse(lines))
    except StopIteration:
        raise BadFile("no header in it, only blank lines or comments; deliver at least the header") from None
    except csv.Error:
        raise BadFile(f"line {start}: a quote in the header is not closed properly; mend it") from None
    return [dialect.restored(name) for name in names], lines


def check_delimiter(names: list[str], table: Table) -> None:
    for other in DELIMITERS:
        if len(names) == 1 and other != table.delimiter and other in names[0]:
            raise BadFile(
                f"header: the columns look separated by {other!r}, the contract says {table.delimiter!r}; "
                "change one of the two"
            )


class CsvReader:
    """What is known between two blocks of one file: its header, and how many lines have gone by."""

    def __init__(
        self, table: Table, dialect: Dialect, header: Header, form: RecordForm, findings: Findings, line: int
    ) -> None:
        self.table = table
        self.dialect = dialect
        self.header = header
        self.form = form
        self.findings = findings
        self.line = line

    def read(self, data: bytes) -> tuple[Batch, bytes]:
        """Rows that end in `data`, and what follows them."""
        # A return at the very end may be the first half of a line end.
        cut = max(data.rfind(b"\n"), data.rfind(b"\r", 0, -1)) + 1
        layout = find_layout(data[:cut], self.dialect, self.form)
        batch, size = self.read_irregular(data[:cut]) if layout is None else self.read_regular(data[:cut], layout)
        if len(data) - size > MAX_RECORD_BYTES:
            raise self.endless(data[size:])
        return batch, data[size:]

    def read_end(self, data: bytes) -> Batch:
        """Last rows of the file, whether or not its last line has an end."""
        data = end_line(data)
        layout = find_layout(data, self.dialect, self.form)
        if layout is not None and layout.size == len(data):
            return self.read_regular(data, layout)[0]
        batch, size = self.read_irregular(data)
        if size < len(data):
            raise self.endless(data[size:])
        return batch

    def read_regular(self, block: bytes, layout: Layout) -> tuple[Batch, int]:
        odd: dict[int, int] = {}

        def set_aside(row: arrow_csv.InvalidRow) -> str:
            odd[row.number - 1] = row.actual_columns
            return "skip"

        columns = self.parse(block[: layout.size], layout, set_aside) if layout.size else []
        read = np.ones(len(layout.starts), np.bool_)
        read[list(odd)] = False
        malformed = {record: self.wrong_width(width) for record, width in odd.items() if not layout.skipped[record]}
        if self.form.width > 1:
            malformed |= dict.fromkeys(np.flatnonzero(read & layout.comments).tolist(), LIKE_A_RECORD)
        for record, reason in sorted(malformed.items()):
            text = block[layout.starts[record] : layout.ends[record]]
            self.set_aside(self.line + int(layout.lines[record]), text, reason)
        kept = ~layout.skipped[read]
        lines = (layout.lines + self.line)[read][kept]
        self.line += layout.line_count
        return self.batch([column.filter(pa.array(kept)) for column in columns], lines), layout.size

    def parse(self, block: bytes, layout: Layout, set_aside: Callable[[arrow_csv.InvalidRow], str]) -> list[pa.Array]:
        names = [str(position) for position in range(self.form.width)]
        # Arrow checks fields too, but of a row that does not fit it prints the trouble instead of raising it.
        decode_utf8(block, self.line)
        rows = arrow_csv.read_csv(
            pa.BufferReader(block),
            arrow_csv.ReadOptions(use_threads=False, column_names=names, block_size=len(block) + 1),
            arrow_csv.ParseOptions(
                delimiter=self.dialect.delimiter,
                quote_char='"' if self.dialect.quoted else False,
                newlines_in_values=layout.spans_lines,
                ignore_empty_lines=False,
                invalid_row_handler=set_aside,
            ),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )
        return [column.combine_chunks() for column in rows.columns]

    def read_irregular(self, block: bytes) -> tuple[Batch, int]:
        lines = Lines(block, self.line)
        records = self.dialect.parse(lines)
        rows: list[list[str]] = []
        numbers: list[int] = []
        while True:
            for skipped in lines.skip(self.dialect.comment):
                self.check_comment(lines.lines[skipped], self.line + skipped)
            start = lines.at
            try:
                row = next(records)
            except StopIteration:
                break
            except csv.Error:
                if lines.ran_dry:
                    lines.at = start
                    break
                lines.at = start + 1
                self.set_aside(self.line + start, lines.since(start), "a quote is not closed properly")
                continue
            text = lines.since(start)
            if lines.at > start + 1 and self.form.swallows(text, len(row)):
                lines.at = start + 1
                self.set_aside(self.line + start, lines.since(start), SWALLOWS)
            elif row and (problem := self.problem(row, text)):
                self.set_aside(self.line + start, text, problem)
            elif row:
                rows.append(row)
                numbers.append(self.line + start)
        self.line += lines.at
        columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
        return self.batch(columns, numbers), lines.size

    def check_comment(self, text: bytes, line: int) -> None:
        try:
            fields = next(self.dialect.parse(Lines(text, line)))
        except (csv.Error, StopIteration):  # a quote that nothing closes is no record
            return
        if len(fields) == self.form.width > 1:
            self.set_aside(line, text, LIKE_A_RECORD)

    def problem(self, row: list[str], text: bytes) -> str | None:
        """Why a record is not a row, if it is not."""
        if len(row) != self.form.width:
            return self.wrong_width(len(row))
        if b"\0" in text:
            return "NUL bytes"
        if len(text) > MAX_FIELD_BYTES and max(len(value.encode()) for value in row) > MAX_FIELD_BYTES:
            return f"a field is larger than {MAX_FIELD_BYTES >> 10} KiB"
        return None

    def wrong_width(self, width: int) -> str:
        return f"{width} field{'s' * (width != 1)} instead of {self.form.width}"

    def set_aside(self, line: int, text: bytes, reason: str) -> None:
        if text.strip():
            delivered = decode_utf8(text, line).removesuffix("\n").removesuffix("\r")
            self.findings.malformed.append(MalformedRecord(line, self.dialect.restored(delivered), reason))

    def batch(self, columns: list[pa.Array], lines: Sequence[int] | NDArray[np.int64]) -> Batch:
        if not columns:
            return text_batch(self.table, {}, None, pa.array([], pa.int64()))
        if self.dialect.delimiter != self.dialect.delivered:
            # Where it was quoted or escaped, it did not separate.
            columns = [pc.replace_substring(each, self.dialect.delimiter, self.dialect.delivered) for each in columns]
        known = {name: columns[position] for name, position in self.header.columns.items()}
        return text_batch(self.table, known, extra_column(self.header, columns), pa.array(lines, pa.int64()))

    def endless(self, record: bytes) -> BadFile:
        if b'"' in record and self.dialect.quoted:
            return BadFile(
                f"line {self.line}: a quote in the record that starts here is never closed; close it, or say "
                "'quoting: none' in the contract"
            )
        return BadFile(f"line {self.line}: longer than {MAX_RECORD_BYTES >> 20} MB; is this the right file?")
