"""CSV as providers write it: without quotes, with escapes, long delimiters, comments and lines before the header."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.common.errors import BadFile
from ingest.contracts.table import Table
from ingest.readers import csv_reader, text
from ingest.readers.csv_quotes import SWALLOWS
from tests.unit.ingest.support import Row, movies, read_all


def rows(data: str, table: Table) -> list[Row]:
    return read_all(data.encode(), table)[0]


def malformed(data: str, table: Table) -> list[tuple[int, str, str]]:
    return [(row.line, row.text, row.reason) for row in read_all(data.encode(), table)[1]]


SWALLOWED = 'title,year,score\n"A,2001,1\nB,2002,2\nC 12",2003,3\nD,2004,4\n'


def test_without_quoting_a_quote_is_a_sign() -> None:
    table = movies(quoting="none")
    assert [row[1][0] for row in rows(SWALLOWED, table)] == ['"A', "B", 'C 12"', "D"]
    assert rows('title,year,score\n"A""B",2001,"\n\0,1,2\nB,1,2\n', table) == [
        (2, ('"A""B"', "2001", '"', None)),
        (4, ("B", "1", "2", None)),
    ]


def test_a_quote_that_swallows_records_is_said_and_costs_its_own_line_only() -> None:
    assert [row[1][0] for row in rows(SWALLOWED, movies())] == ["B", 'C 12"', "D"]
    assert malformed(SWALLOWED, movies()) == [(2, '"A,2001,1', SWALLOWS)]


@pytest.mark.parametrize(
    "record",
    [
        '"A,2001,1\nC 12",2002,2',
        '"A,2001,1\n\nB,2002\nD,2003,3\nE,2004,4\nC 12",2002,2',
        'A,2001,"1\nB,2002,2\nC,2003,3"',
        '"A,2001,"1\nB,2002,2\nC,2003,3"',
        'A,"2001,1\nB,2002,2\nC",2003,3',
        "".join(f'"{n},2001,1\n' for n in range(5)) + 'C",2003,3',
        '"' + "A,2001,1\n" * 9000 + 'C",2003,3',
        '"A,,1\nC",2003,3',
        '"A,\\N,1\nB,n/a,2\nC",2003,3',
        'A,,"1\nB,(2002),2\nC,,3"',
        '"A,2001.0,1\r\nC",2003.0,3',
    ],
)
def test_whatever_a_quote_swallows_no_row_holds_two(record: str) -> None:
    data = f"title,year,score\nZ,2000,0\n{record}\nY,1999,9\n"
    found = rows(data, movies(max_malformed=1))
    assert not [values for _, values in found if "\n" in "".join(value or "" for value in values)]
    lines = {line for line, _ in found} | {line for line, _, _ in malformed(data, movies(max_malformed=1))}
    assert lines == {n for n, line in enumerate(data.splitlines(), 1) if n > 1 and line}


@pytest.mark.parametrize(
    "record",
    [
        '"Two\nLines",2001,1',
        '"Two, 2001\nLines, 2002, yes",2001,1',
        'A,2001,"a, b, c\nd, e, f"',
        'A,2001,"1999 was the year, 2000 is gone\nand 2001, too, is here"',
        '"Three\nB,1999,7\nLines",2001,1',
        'A,2001,"Best of:\nAlien, 1979, great"',
        '",,\n",,',
    ],
)
def test_text_over_several_lines_is_one_value(record: str) -> None:
    data = f"title,year,score\n{record}\nNext,1999,9\n"
    expected = next(csv.reader(io.StringIO(record, newline="")))
    assert [list(row[1][:3]) for row in rows(data, movies())] == [expected, ["Next", "1999", "9"]]


def test_spaces_that_follow_every_delimiter_are_no_prose() -> None:
    data = 'title, year, score\n"A, 2001, 1\nB, 2002, 2\nC 12", 2003, 3\n'
    assert [row[1][0] for row in rows(data, movies())] == ["B", 'C 12"']


def test_a_long_delimiter_separates_and_stays_text_inside_quotes() -> None:
    table = movies(delimiter="::")
    data = 'title::year::score::more\nA:B::2001::1::x\n"C::D"::2002:::2::"y::z"\nE::2003\n'
    assert rows(data, table) == [
        (2, ("A:B", "2001", "1", '{"more": "x"}')),
        (3, ("C::D", "2002", ":2", '{"more": "y::z"}')),
    ]
    assert malformed(data, table) == [(4, "E::2003", "2 fields instead of 4")]


def test_a_delimiter_beyond_ascii() -> None:
    assert rows("title¦year¦score\nA¦2001¦1\n", movies(delimiter="¦")) == [(2, ("A", "2001", "1", None))]


def test_the_character_that_stands_in_for_a_long_delimiter_is_never_taken_for_one() -> None:
    with pytest.raises(BadFile, match=r"U\+001F cannot be told from the delimiter '::'"):
        rows("title::year::score\nA\x1fB::2001::1\n", movies(delimiter="::"))


def test_an_escape_takes_the_meaning_of_what_follows() -> None:
    table = movies(escape="\\")
    data = 'title,year,score\nA\\, B,2001,1\n"Say \\"Hi\\"",2002,2\nC\\\nD,2003,3\nE\\\\,2004,4\n'
    assert rows(data, table) == [
        (2, ("A, B", "2001", "1", None)),
        (3, ('Say "Hi"', "2002", "2", None)),
        (4, ("C\nD", "2003", "3", None)),
        (6, ("E\\", "2004", "4", None)),
    ]


@pytest.mark.parametrize("escape", ["", "\\"])
def test_null_is_what_the_contract_says(escape: str) -> None:
    table = movies(null=["\\N", "-"], escape=escape)
    assert rows("title,year,score,x\nA,\\N,-\nB,N,--,\\N\n-,1,\\N,-\n", table) == [
        (3, ("B", "N", "--", '{"x": "\\\\N"}')),
        (4, (None, "1", None, '{"x": "-"}')),
    ]


def test_lines_before_the_header_are_skipped_and_counted() -> None:
    data = 'Report "of" today\n\n\ntitle,year,score\nA,2001,1\n'
    assert rows(data, movies(skip_lines=2)) == [(5, ("A", "2001", "1", None))]
    with pytest.raises(BadFile, match="only 5 lines, of which the contract skips 5"):
        rows(data, movies(skip_lines=5))


@pytest.mark.parametrize("quoted", ["B", '"B"', '"#B\n#C"'])
def test_comments_are_no_rows(quoted: str) -> None:
    data = f'# made, by "hand\n#\ntitle,year,score\nA,2001,1\n# a,"b\n#c\n{quoted},2002,2\n#"\n'
    table = movies(comment="#")
    assert [row[1][0] for row in rows(data, table)] == ["A", quoted.strip('"')]
    assert malformed(data, table) == []
    assert rows(data, table)[1][0] == 7


@pytest.mark.parametrize("quoted", ["B", '"B"', '"B\nC"'])
def test_a_comment_with_the_fields_of_a_record_is_set_aside(quoted: str) -> None:
    data = f'# title,year,score\ntitle,year,score\n#Horror,2015,4\n{quoted},2002,2\n# a,b\n#,"C",x'
    assert [row[1][0] for row in rows(data, movies(comment="#"))] == [quoted.strip('"')]
    said = "starts as a comment does by the contract, but has the fields of a record"
    last = data.count("\n") + 1
    assert malformed(data, movies(comment="#")) == [(3, "#Horror,2015,4", said), (last, '#,"C",x', said)]


def test_a_file_without_a_header_has_the_contracts() -> None:
    table = movies(header=["id", "title", "year", "score"], delimiter="::")
    assert rows("1::A::2001::1\n2::B::2002::2\n", table) == [
        (1, ("A", "2001", "1", '{"id": "1"}')),
        (2, ("B", "2002", "2", '{"id": "2"}')),
    ]


def test_only_comments_are_an_empty_file() -> None:
    with pytest.raises(BadFile, match="no header in it"):
        rows("# a\n# b\n", movies(comment="#"))


TANGLE = st.text(st.sampled_from('a:::"\\#\n\r N'), max_size=40)
DIALECTS = [
    {"quoting": "none"},
    {"delimiter": "::"},
    {"delimiter": ":::", "quoting": "none", "comment": "#"},
    {"delimiter": ":", "comment": "#"},
    {"delimiter": "::", "escape": "\\", "null": ["\\N"]},
]


@settings(max_examples=200, deadline=None)
@given(TANGLE, st.sampled_from(DIALECTS), st.integers(26, 40))
def test_both_parsers_agree_wherever_the_pieces_are_cut(tangle: str, dialect: dict[str, str], size: int) -> None:
    table = movies(**dialect, max_malformed=1)
    data = (table.delimiter.join(["title", "year", "score"]) + "\n" + tangle).encode()

    def outcome(piece_bytes: int, layouts: bool) -> object:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(text, "CSV_PIECE_BYTES", piece_bytes)
            if not layouts:
                patch.setattr(csv_reader, "find_layout", lambda *_: None)
            try:
                return read_all(data, table)[:2]
            except BadFile as error:
                return str(error)

    expected = outcome(1 << 20, layouts=False)
    assert outcome(1 << 20, layouts=True) == expected
    assert outcome(size, layouts=True) == expected
