import codecs
import csv
import gzip
import io
from typing import Literal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.common.errors import BadFile
from ingest.readers import csv_reader, text
from ingest.readers.batch import MAX_FIELD_BYTES, MalformedRecord
from tests.unit.ingest.support import Row, movies, read_all

HEADER = b"title,year,score\n"


def rows(data: bytes) -> list[Row]:
    return read_all(data, movies())[0]


def malformed(data: bytes) -> list[tuple[int, str, str]]:
    return [(row.line, row.text, row.reason) for row in read_all(data, movies())[1]]


def refusal(data: bytes, name: str = "movies.csv", **changes: object) -> str:
    with pytest.raises(BadFile) as caught:
        read_all(data, movies(**changes), name)
    return str(caught.value)


def test_values_are_kept_to_the_letter() -> None:
    data = HEADER + b' Up ,02009,"1,000"\n"say ""hi""",,NA\n'
    assert rows(data) == [(2, (" Up ", "02009", "1,000", None)), (3, ('say "hi"', "", "NA", None))]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("ended", [True, False])
def test_line_ends(end: bytes, ended: bool) -> None:
    data = end.join([b"title,year,score", b"a,1,2", b"", b"b,1,2"]) + end * ended
    assert rows(data) == [(2, ("a", "1", "2", None)), (4, ("b", "1", "2", None))]


@pytest.mark.parametrize("inside", [b"\n", b"\r\n", b"\r"])
def test_a_line_end_inside_quotes_is_text_and_counts(inside: bytes) -> None:
    data = HEADER + b'"a' + inside + b'b",1,2\nnext,1,2\n'
    assert rows(data) == [(2, ("a" + inside.decode() + "b", "1", "2", None)), (4, ("next", "1", "2", None))]


def test_blank_lines_are_not_rows_but_empty_fields_are() -> None:
    assert rows(b"\n" + HEADER + b"\n   \n,,\na,1,2\n\n") == [(5, ("", "", "", None)), (6, ("a", "1", "2", None))]
    assert malformed(HEADER + b"\n   \n") == []


def test_malformed_records_keep_their_text_and_line() -> None:
    long = b"x" * (MAX_FIELD_BYTES + 1)
    data = HEADER + b'a,1\nUp, Up,1,2\nTOTAL,,3\nb"c,1,2\n"d"e,1,2\nf\0,1,2\n' + long + b",1,2\nlast,1,2\n"
    assert [row[:1] for _, row in rows(data)] == [("TOTAL",), ('b"c',), ("last",)]
    assert malformed(data) == [
        (2, "a,1", "2 fields instead of 3"),
        (3, "Up, Up,1,2", "4 fields instead of 3"),
        (6, '"d"e,1,2', "a quote is not closed properly"),
        (7, "f\0,1,2", "NUL bytes"),
        (8, long.decode() + ",1,2", "a field is larger than 64 KiB"),
    ]


def test_a_large_field_is_found_where_nothing_else_is_wrong() -> None:
    fits, exceeds = ("é" * (MAX_FIELD_BYTES // 2) + more for more in ("", "x"))
    data = HEADER + f"{fits},1,2\n{exceeds},1,2\n".encode()
    assert [line for line, _ in rows(data)] == [2]
    assert [row[::2] for row in malformed(data)] == [(3, "a field is larger than 64 KiB")]


def test_after_a_broken_quote_reading_goes_on_with_the_next_line() -> None:
    data = HEADER + b'"a,1,2\nb,1,2\n"c" d,1,2\ne,1,2\n'
    assert malformed(data) == [
        (2, '"a,1,2', "a quote is not closed properly"),
        (4, '"c" d,1,2', "a quote is not closed properly"),
    ]
    assert [line for line, _ in rows(data)] == [3, 5]


def test_headers_are_matched_by_meaning() -> None:
    table = movies(renamed={"Movie": "title"}, optional=["score"])
    found, _, unexpected = read_all(b" YEAR ,movie,Note\n1999,Up,n\n", table)
    assert found == [(2, ("Up", "1999", None, '{"Note": "n"}'))]
    assert unexpected == ["Note"]


def test_nameless_and_equal_unexpected_columns_lose_nothing() -> None:
    found, _, unexpected = read_all(b"title,year,score,,x,,x\na,1,2,p,q,r,s\n", movies())
    assert unexpected == ["column 4", "x", "column 6", "x (2)"]
    assert found[0][1][3] == '{"column 4": "p", "x": "q", "column 6": "r", "x (2)": "s"}'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty file"),
        (b" \n\r\n", "empty file"),
        (b"title,year\n", "column 'score' missing; ask the provider for it"),
        (b"title,year,scores\n", "if 'scores' is its new name, put that under 'renamed' in the contract"),
        (b"a,b,c\n", "columns 'title', 'year', 'score' missing; found instead: 'a', 'b', 'c'"),
        (b"title,year,score, Title\n", "header: 'title' and ' Title' are both column 'title'"),
        (b"title;year;score\n", "look separated by ';', the contract says ','"),
        (b"title\tyear\tscore\n", "look separated by '\\t', the contract says ','"),
        (b'title,"year', "line 1: a quote in the header is not closed properly"),
        (HEADER + b'a,1,2\n"b,1,2\nc,1,2\n', "line 3: a quote in the record that starts here is never closed"),
        (HEADER + b"a,1,2\nAm\xe9lie,1,2\n", "line 3: byte 0xE9 is not UTF-8; save the file as UTF-8"),
        (HEADER + b'a"b,1,2\r\nAm\xe9lie,1,2\n', "line 3: byte 0xE9 is not UTF-8"),
        (HEADER + b"Am\xe9lie,1\n", "line 2: byte 0xE9 is not UTF-8"),
        (b"<!DOCTYPE html><html>", "this is an HTML page"),
        (b"\n<HTML>", "this is an HTML page"),
        (b"\x89PNG\r\n\x1a\n", "this is a PNG image"),
        (b"PK\x03\x04...", "the ZIP archive is damaged"),
        (b"\x00\x01\x02\x03abc", "this is binary data"),
        (HEADER.decode().encode("utf-16-le"), "this is binary data (or UTF-16 without a byte order mark)"),
        (
            HEADER + b"a,1\n" * 3 + b"a,1,2\n" * 7,
            "line 2: 2 fields instead of 3, the first of 3 malformed records among",
        ),
    ],
)
def test_refused(data: bytes, message: str) -> None:
    assert message in refusal(data)


def test_few_malformed_records_do_not_refuse_a_delivery() -> None:
    assert len(malformed(HEADER + b"a,1\n" * 9)) == 9
    assert len(malformed(HEADER + b"a,1\n" * 2 + b"a,1,2\n" * 8)) == 2


def test_gzip() -> None:
    packed = gzip.compress(HEADER + b"a,1,2\n")
    assert read_all(packed + gzip.compress(b"b,1,2\n"), movies(), "movies.csv.gz")[0][1][0] == 3
    assert "cut off" in refusal(packed[:-9], "movies.csv.gz")
    assert "damaged" in refusal(packed[:-6] + b"xx" + packed[-4:], "movies.csv.gz")
    assert read_all(packed, movies(), "movies.csv") == read_all(HEADER + b"a,1,2\n", movies(), "movies.csv.gz")
    assert "empty file" in refusal(b"", "movies.csv.gz")
    assert "a gzip file inside a gzip file" in refusal(gzip.compress(packed), "movies.csv.gz")


@pytest.mark.parametrize(
    "data",
    [
        codecs.BOM_UTF8 + "title,year,score\nÉté,1,2\n".encode(),
        codecs.BOM_UTF8 + codecs.BOM_UTF8 + "title,year,score\nÉté,1,2\n".encode(),
        codecs.BOM_UTF16_LE + "title,year,score\nÉté,1,2\n".encode("utf-16-le"),
        codecs.BOM_UTF16_BE + "title,year,score\nÉté,1,2\n".encode("utf-16-be"),
        codecs.BOM_UTF32_LE + "title,year,score\nÉté,1,2\n".encode("utf-32-le"),
        codecs.BOM_UTF32_BE + "title,year,score\nÉté,1,2\n".encode("utf-32-be"),
    ],
)
def test_byte_order_marks(data: bytes) -> None:
    assert rows(data) == [(2, ("Été", "1", "2", None))]


def test_encoding_and_delimiter_of_the_contract() -> None:
    table = movies(encoding="cp1252", delimiter=";")
    assert read_all("title;year;score\nÉté;1,5;2\n".encode("cp1252"), table)[0] == [(2, ("Été", "1,5", "2", None))]
    wide = read_all("title,year,score\nÉté,1,2\n".encode("utf-16-le"), movies(encoding="utf-16-le"))
    assert wide[0] == [(2, ("Été", "1", "2", None))]
    assert read_all("title,year,score\nÉté,1,2\n".encode("utf-32-be"), movies(encoding="utf-32-be"))[0] == wide[0]
    assert "line 2: byte 0x81 is not CP1252" in refusal(b"title,year,score\n\x81,1,2\n", encoding="cp1252")


Outcome = tuple[list[Row], list[MalformedRecord]] | str


def outcome(data: bytes, piece_bytes: int, layouts: bool) -> Outcome:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text, "CSV_PIECE_BYTES", piece_bytes)
        patch.setattr(text, "check_is_text", lambda head: None)
        if not layouts:
            patch.setattr(csv_reader, "find_layout", lambda *_: None)
        try:
            return read_all(data, movies(max_malformed=1))[:2]
        except BadFile as error:
            return str(error)


TANGLE = st.text(st.sampled_from('ab,,"""\n\n\r é\0'), max_size=40)


@settings(max_examples=400, deadline=None)
@given(TANGLE, st.integers(len(HEADER), 60))
@example('"a\n\nb","c",d\n', 20)
@example("a,b,c\r\n\r\nd,e\r\n", 26)
@example('"a,b,c\nd,"e"f,g\n', 30)
@example('a,"b""\n"",c\n', 25)
def test_both_parsers_agree_wherever_the_pieces_are_cut(tangle: str, piece_bytes: int) -> None:
    data = HEADER + tangle.encode()
    expected = outcome(data, 1 << 20, layouts=False)
    assert outcome(data, 1 << 20, layouts=True) == expected
    assert outcome(data, piece_bytes, layouts=True) == expected


FIELDS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=8
)  # Python 3.11 writes \r unquoted


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(FIELDS, FIELDS, FIELDS), max_size=8),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.integers(24, 60),
)
def test_what_a_csv_writer_writes_is_read_back(
    written: list[tuple[str, str, str]], end: str, quoting: Literal[0, 1], piece_bytes: int
) -> None:
    target = io.StringIO(newline="")
    csv.writer(target, lineterminator=end, quoting=quoting).writerows([("title", "year", "score"), *written])
    reader = csv.reader(io.StringIO(target.getvalue(), newline=""))
    next(reader)
    expected = []
    line = reader.line_num
    for record in reader:
        expected.append((line + 1, (*record, None)))
        line = reader.line_num
    assert outcome(target.getvalue().encode(), piece_bytes, layouts=True) == (expected, [])
