"""Fields that hold several values: title and year in one."""

import json

from ingest.contracts.table import Table
from tests.unit.ingest.support import json_movies, movies, read_all

COLUMNS = {"film": "Film.", "title": "Title.", "year": "Year.", "score": "Score."}
PATTERN = r"(?P<title>.+) \((?P<year>\d{4})\)"


def films(**changes: object) -> Table:
    return movies(columns=COLUMNS, extract={"film": PATTERN}, **changes)


def test_parts_of_a_field_get_columns_and_the_field_stays() -> None:
    data = b'film,score\nHarbor Lights (2001),7\n"Up (Again) (2009) ",8\nNo Year,6\n,5\n'
    found, malformed, _ = read_all(data, films())
    assert found == [
        (2, ("Harbor Lights (2001)", "Harbor Lights", "2001", "7", None)),
        (3, ("Up (Again) (2009) ", "Up (Again)", "2009", "8", None)),
        (5, ("", None, None, "5", None)),
    ]
    assert [(row.line, json.loads(row.text), row.reason) for row in malformed] == [
        (4, {"film": "No Year", "score": "6"}, "'film' is not as 'extract' in the contract says")
    ]


def test_a_delivered_column_of_that_name_is_unexpected_and_kept() -> None:
    found, _, unexpected = read_all(b"film,score,Year\nUp (2009),8,1999\n", films())
    assert found == [(2, ("Up (2009)", "Up", "2009", "8", '{"Year": "1999"}'))]
    assert unexpected == ["Year"]


def test_what_stands_for_null_has_no_parts() -> None:
    assert read_all(b"film,score\n-,8\n", films(null=["-"]))[0] == [(2, (None, None, None, "8", None))]


def test_json_too() -> None:
    table = json_movies(columns=COLUMNS, extract={"film": PATTERN})
    found, malformed, _ = read_all(b'[{"film": "Up (2009)", "score": 8}, {"film": "Up", "score": 8}]', table)
    assert found == [(1, ("Up (2009)", "Up", "2009", "8", None))]
    assert [row.line for row in malformed] == [2]
