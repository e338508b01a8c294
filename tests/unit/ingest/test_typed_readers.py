"""Parquet and Excel: the text that bronze keeps of values that have types."""

import gzip
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ingest.common.errors import BadFile
from ingest.readers.batch import MAX_FIELD_BYTES
from tests.unit.ingest.support import movies, read_all
from tests.unit.ingest.workbook import Cell, number, workbook


def parquet(columns: dict[str, Any], **options: Any) -> bytes:
    target = io.BytesIO()
    pq.write_table(pa.table(columns), target, **options)
    return target.getvalue()


def texts(values: pa.Array) -> list[str | None]:
    """What bronze keeps of the values of a column."""
    columns = {"title": ["x"] * len(values), "year": ["2001"] * len(values), "score": values}
    return [row[2] for _, row in read_all(parquet(columns), movies(format="parquet"))[0]]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (pa.array(["", " é ", None]), ["", " é ", None]),
        (pa.array(["a", "b", "a"]).dictionary_encode(), ["a", "b", "a"]),
        (pa.array([2009, -1, None]), ["2009", "-1", None]),
        (pa.array([2**64 - 1], pa.uint64()), ["18446744073709551615"]),
        (pa.array([Decimal("12.30"), Decimal("-0.05")]), ["12.30", "-0.05"]),
        (pa.array([Decimal(f"{'1234567890' * 3}.30")], pa.decimal128(38, 2)), [f"{'1234567890' * 3}.30"]),
        (pa.array([7.1, 2009.0, 0.1 + 0.2, None]), ["7.1", "2009", "0.30000000000000004", None]),
        (pa.array([1e20, 1e-7, -1.5e300]), ["100000000000000000000", "0.0000001", f"-15{'0' * 299}"]),
        (pa.array([7.1, 1e10], pa.float32()), ["7.1", "10000000000"]),
        (pa.array([True, False]), ["true", "false"]),
        (pa.array([date(2009, 5, 29)]), ["2009-05-29"]),
        (pa.array([datetime(2009, 5, 29, 1, 2, 3)], pa.timestamp("ms")), ["2009-05-29 01:02:03.000"]),
        (pa.array([datetime(2009, 5, 29, tzinfo=UTC)]), ["2009-05-29 00:00:00.000000Z"]),
        (pa.array([b"Up"]), ["Up"]),
        (pa.nulls(1), [None]),
    ],
)
def test_a_value_of_parquet_becomes_the_text_that_loses_nothing(values: pa.Array, expected: list[str | None]) -> None:
    assert texts(values) == expected


@pytest.mark.parametrize("value", [0.1, 1 / 3, 5e-324, 1.7976931348623157e308, 123456789.123])
def test_a_number_comes_back_from_its_text(value: float) -> None:
    (text,) = texts(pa.array([value]))
    assert text is not None
    assert float(text) == value
    assert "e" not in text


def test_rows_of_parquet_have_their_number_and_unexpected_columns_are_kept() -> None:
    columns = {"Title": ["a", "b\0", "c"], "year": [1, 2, 3], "score": [1, 1, 1], "cast": [["x"], [], None]}
    data = parquet(columns, row_group_size=1)
    for packed in (data, gzip.compress(data)):
        found, malformed, unexpected = read_all(packed, movies(format="parquet"))
        assert found == [(1, ("a", "1", "1", '{"cast": "[\\"x\\"]"}')), (3, ("c", "3", "1", '{"cast": null}'))]
        assert [(row.line, row.reason) for row in malformed] == [(2, "NUL bytes")]
        assert unexpected == ["cast"]


def refusal(data: bytes, kind: str, **changes: Any) -> str:
    with pytest.raises(BadFile) as caught:
        read_all(data, movies(format=kind, **changes))
    return str(caught.value)


def test_parquet_that_cannot_be_read() -> None:
    sound = parquet({"title": ["a"], "year": [1], "score": [1]}, compression="none", use_dictionary=False)
    assert "this is text or unknown data, not a Parquet file" in refusal(b"title,year,score\n", "parquet")
    assert "this is a PDF document, not a Parquet file" in refusal(b"%PDF-1.7", "parquet")
    assert "the Parquet file cannot be read" in refusal(sound[:-20], "parquet")
    assert "the Parquet file cannot be read" in refusal(sound[:4] + b"\xff" * 30 + sound[34:], "parquet")
    misdecoded = sound.replace(b"\x01\0\0\0a", b"\x01\0\0\0\xe9")
    assert misdecoded != sound
    assert "the Parquet file cannot be read (" in refusal(misdecoded, "parquet")
    nested = parquet({"title": ["a"], "year": [1], "score": [[1]]})
    assert "column 'score' holds list<element: int64>, not plain values" in refusal(nested, "parquet")
    assert "column 'score' missing" in refusal(parquet({"title": ["a"], "year": [1]}), "parquet")
    assert "column 'score' missing" not in refusal(b"", "parquet")


SHEET: list[list[Cell]] = [
    ["title", "Year", "score", "when"],
    ["Up", number("2009"), number("7.1"), number("39962", 1)],
    [],
    ["0042", number("1E+20"), number("0.30000000000000004"), number("0.5", 2)],
    [" é ", ("b", 0, "1"), None, None],
    ["a", "b", "c", "d", "e"],
    [None, None, None],
    ["x" * (MAX_FIELD_BYTES + 1), "1", "1"],
]


def test_a_cell_is_kept_as_the_sheet_holds_it() -> None:
    found, malformed, unexpected = read_all(workbook({"Sheet": SHEET, "Empty": []}), movies(format="xlsx"))
    assert found == [
        (2, ("Up", "2009", "7.1", '{"when": "2009-05-29"}')),
        (4, ("0042", "100000000000000000000", "0.30000000000000004", '{"when": "0.5"}')),
        (5, (" é ", "true", "", '{"when": ""}')),
    ]
    assert [(row.line, row.reason) for row in malformed] == [
        (6, "5 values instead of 4"),
        (8, "a field is larger than 64 KiB"),
    ]
    assert unexpected == ["when"]


def test_an_error_in_a_cell_is_its_text() -> None:
    rows: list[list[Cell]] = [SHEET[0][:3], ["Up", number("2009"), ("e", 0, "#DIV/0!")], [("e", 0, "#REF!"), 't="e"']]
    found, _, _ = read_all(workbook({"Sheet": rows}), movies(format="xlsx"))
    assert [values[:3] for _, values in found] == [("Up", "2009", "#DIV/0!"), ("#REF!", 't="e"', "")]


def test_which_sheet_and_where_its_header_is() -> None:
    rows: list[list[Cell]] = [["Report of today"], [], ["title", "year", "score"], ["a", "1", "2"]]
    data = workbook({"Notes": [["read me"]], "Data": rows})
    table = movies(format="xlsx", sheet="Data", skip_lines=1)
    assert read_all(data, table)[0] == [(4, ("a", "1", "2", None))]
    assert "several sheets with something in them, 'Notes', 'Data'; say in the contract which: sheet: NAME" in refusal(
        data, "xlsx"
    )
    assert "no sheet 'Date', only 'Notes', 'Data'" in refusal(data, "xlsx", sheet="Date")


@pytest.mark.parametrize("place", [b"XFD1048576", b"XFD9999", b"A99999999999", b"A4294967295"])
def test_a_stray_cell_far_off_is_said_before_it_fills_the_memory(place: bytes) -> None:
    rows: list[list[Cell]] = [["title", "year", "score"], ["a" * 2_000_000, "1", "2"], ["b", "1", "2"]]
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook({"A": rows}))) as sound, zipfile.ZipFile(target, "w") as odd:
        for name in sound.namelist():
            odd.writestr(name, sound.read(name).replace(b'r="C3"', b'r="' + place + b'"'))
    assert f"xl/worksheets/sheet1.xml has something far off, in {place.decode()}" in refusal(target.getvalue(), "xlsx")


def test_workbooks_that_cannot_be_read() -> None:
    sound = workbook({"A": [["title", "year"], ["a", "1"]]})
    assert "column 'score' missing" in refusal(sound, "xlsx")
    assert "empty workbook" in refusal(workbook({"A": []}), "xlsx")
    assert "this is text or unknown data, not an Excel workbook (.xlsx)" in refusal(b"title,year,score\n", "xlsx")
    assert "this is an old Office document, not an Excel workbook (.xlsx)" in refusal(b"\xd0\xcf\x11\xe0" * 99, "xlsx")
    assert "ZIP archive" in refusal(sound[:-30], "xlsx")
    broken = io.BytesIO()
    with zipfile.ZipFile(broken, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook>")
    assert "the Excel workbook is damaged" in refusal(broken.getvalue(), "xlsx")
