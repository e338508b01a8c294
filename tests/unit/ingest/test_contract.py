from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ingest.common.errors import BadContract
from ingest.contracts import CONTRACTS, read_contract, read_contracts, tables
from ingest.contracts.day_in_name import NamedDay
from ingest.readers.parse import READERS
from tests.unit.ingest.support import movies

NOW, FIRST = datetime(2026, 11, 29, 12, tzinfo=UTC), date(2026, 11, 1)
GOOD = (CONTRACTS / "critic_agg.yml").read_text()


def test_the_three_providers_deliver_five_tables() -> None:
    contracts = read_contracts()
    assert [contract.provider for contract in contracts] == ["audience_pulse", "box_office", "critic_agg"]
    assert [contract.cadence_days for contract in contracts] == [15, 30, 7]
    assert {name: table.key[0] for name, table in tables(contracts).items()} == {
        "audience_pulse": "title",
        "box_office_domestic": "film_name",
        "box_office_international": "film_name",
        "box_office_financials": "film_name",
        "critic_agg": "movie_title",
    }
    assert {table.provider for table in contracts[1].tables.values()} == {"box_office"}


def test_no_question_is_left_open() -> None:
    contracts = read_contracts()
    said = [about for table in tables(contracts).values() for about in table.columns.values()]
    assert not [text for text in (*said, *(contract.about for contract in contracts)) if text.endswith("?")]


def test_every_format_has_a_reader() -> None:
    assert {table.format for table in tables(read_contracts()).values()} <= READERS.keys()


def test_the_key_null_is_a_word_in_a_contract(tmp_path: Path) -> None:
    path = tmp_path / "critics.yml"
    path.write_text(GOOD.replace("format: csv", 'format: csv\n    null: ["\\\\N"]'))
    assert read_contract(path).tables["critic_agg"].null == ["\\N"]


@pytest.mark.parametrize(
    ("good", "bad", "message"),
    [
        ("format:", "formatt:", "unknown key 'formatt' in tables.critic_agg; did you mean 'format'?"),
        (
            "format: csv",
            "format: csv\n    max_unreadable: 0.1",
            "unknown key 'max_unreadable' in tables.critic_agg; it is 'max_malformed' now",
        ),
        ("cadence:", "cadense:", "unknown key 'cadense'; did you mean 'cadence'?"),
        ("about:", "zzz:", "unknown key 'zzz'; known here: about, cadence, provider, tables"),
        ("    format: csv\n", "", "key 'format' is missing in tables.critic_agg"),
        ("format: csv", "format: xml", "tables.critic_agg.format: Input should be 'csv', 'json', 'parquet' or"),
        ("P7D", "weekly", "cadence: 'weekly' is not a duration such as P7D, P2W or P1M"),
        ("key: [movie_title", "key: [movie_titel", "names 'movie_titel', which is not among the columns; did you mean"),
        ("format: csv", "format: csv\n    optional: [x]", "optional names 'x', which is not among the columns"),
        ("format: csv", "format: csv\n    renamed: {Movie: x}", "renamed names 'x', which is not among the columns"),
        (
            "format: csv",
            "format: csv\n    identifiers: {imdb: x}",
            "identifiers names 'x', which is not among the columns",
        ),
        (
            "format: csv",
            "format: csv\n    identifiers: {imbd: x}",
            "identifiers.imbd: Input should be 'imdb', 'tmdb' or",
        ),
        (
            "format: csv",
            "format: csv\n    identifiers: tconst",
            "tables.critic_agg.identifiers: Input should be a valid",
        ),
        (
            "format: csv",
            "format: csv\n    identifiers: {imdb: release_year}",
            "identifiers names 'release_year', which is title, year or another id; each has its column",
        ),
        (
            "format: csv",
            "format: csv\n    identifiers: {imdb: top_critic_score, tmdb: top_critic_score}",
            "identifiers names 'top_critic_score', which is title, year or another id",
        ),
        ("format: csv", "format: csv\n    optional: [release_year]", "key needs two different columns"),
        (
            "format: csv",
            "format: csv\n    unit: {gross: million}",
            "unit names 'gross', which is not among the columns",
        ),
        ("format: csv", "format: csv\n    unit: {top_critic_score: dozen}", "Input should be 'thousand', 'million' or"),
        (
            "format: csv",
            "format: csv\n    currency: {top_critic_score: dollars}",
            "'dollars' is not a currency's three",
        ),
        ("format: csv", "format: csv\n    decimal: {top_critic_score: ','}", "Input should be 'point' or 'comma'"),
        ("format: csv", "format: csv\n    extract: {x: '(?P<release_year>.)'}", "extract names 'x', which is not"),
        ("format: csv", "format: csv\n    extract: {movie_title: '(?P<x>.)'}", "extract names 'x', which is not among"),
        ("format: csv", "format: csv\n    extract: {movie_title: '(.)'}", "'(.)' names no column; write (?P<column>"),
        ("format: csv", "format: csv\n    extract: {movie_title: '('}", "'(' is no regular expression (missing )"),
        (
            "format: csv",
            "format: csv\n    extract: {movie_title: '(?P<movie_title>.)'}",
            "extract fills 'movie_title', which cannot be delivered as well",
        ),
        ("format: csv", "format: csv\n    encoding: klingon", "'klingon' is not an encoding that Python knows"),
        ("format: csv", "format: csv\n    delimiter: ''", "'' has to be one or more characters"),
        ("format: csv", "format: csv\n    delimiter: '\"'", "has to be one or more characters, none of them a quote"),
        ("format: csv", "format: csv\n    comment: #", "tables.critic_agg.comment: Input should be a valid string"),
        ("format: csv", "format: csv\n    escape: '\\\\'", "'\\\\\\\\' is not one plain character"),
        ("format: csv", "format: csv\n    escape: ','", "escape and delimiter cannot be the same character"),
        ("format: csv", "format: csv\n    quoting: minimal", "quoting: Input should be 'standard' or 'none'"),
        ("format: csv", "format: csv\n    skip_lines: -1", "skip_lines: Input should be greater than or equal to 0"),
        ("format: csv", "format: json\n    delimiter: ';'", "'delimiter' says nothing about json files; remove it"),
        ("format: csv", "format: csv\n    records: a.b", "'records' says nothing about csv files; remove it"),
        ("format: csv", "format: json\n    records: a..b", "'a..b' is not a path of keys such as data.movies"),
        ("format: csv", "format: csv\n    name: x", "tables.critic_agg cannot say 'name'"),
        (
            "format: csv",
            'format: csv\n    date_in_name: "%Y%d"',
            "'%Y%d' tells no day; it needs %Y (or %y), %m (or %b)",
        ),
        ("format: csv", 'format: csv\n    date_in_name: "%Y%m%d%Y"', "'%Y%m%d%Y' tells no day"),
        ("format: csv", 'format: csv\n    date_in_name: "%Y%m%d%"', "'%Y%m%d%' tells no day"),
        ("format: csv", "format: csv\n    delivers: all", "delivers: Input should be 'changes' or 'everything'"),
        ("format: csv", "format: csv\n    may_lose: 0.1", "add 'delivers: everything'"),
        ("format: csv", "format: csv\n    empty: nothing", "empty: 'nothing' says nothing; write 'unknown', or"),
        ("format: csv", "format: csv\n    empty: {top_critic_score: x}", "for single columns {column: unknown}"),
        ("format: csv", "format: csv\n    empty: {x: unknown}", "empty names 'x', which is not among the columns"),
        ('"critic_agg*.csv"', '""', "tables.critic_agg.files: String should have at least 1 character"),
        ("      movie_title:", "      _title:", "'_title' is not a name of small letters"),
        ("      movie_title:", "      Movie Title:", "'Movie Title' is not a name of small letters"),
        ("  critic_agg:", "  deliveries:", "'deliveries' is a table that bronze keeps for itself"),
        ("about: C", "about: [C", "line 3: expected ',' or ']'"),
        ("about:", "provider: x\nabout:", "line 2: key 'provider' is there twice"),
        ("tables:", "tables: 1\nother:", "unknown key 'other'"),
        (GOOD, "- a list", "Input should be a valid dictionary"),
        (GOOD, "", "Input should be a valid dictionary"),
    ],
)
def test_a_mistake_ends_in_one_line_with_file_and_place(tmp_path: Path, good: str, bad: str, message: str) -> None:
    path = tmp_path / "critics.yml"
    path.write_text(GOOD.replace(good, bad, 1))
    with pytest.raises(BadContract) as caught:
        read_contract(path)
    assert str(caught.value).startswith("critics.yml: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_table_belongs_to_one_contract(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(GOOD)
    (tmp_path / "b.yml").write_text(GOOD.replace("provider: critic_agg", "provider: other"))
    with pytest.raises(BadContract, match="'critic_agg' is in the contracts of both critic_agg and other"):
        read_contracts(tmp_path)


def test_missing_contracts_are_said(tmp_path: Path) -> None:
    with pytest.raises(BadContract, match="no contract"):
        read_contracts(tmp_path)
    with pytest.raises(BadContract, match=r"x\.yml: No such file or directory; check the path"):
        read_contract(tmp_path / "x.yml")


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("20261101_movies.csv", FIRST),
        ("movies_2026-11-01.csv.gz", FIRST),
        ("movies_2026_11_01.csv", FIRST),
        ("movies.2026.11.01.csv", FIRST),
        ("movies_20261101093000.csv", FIRST),
        ("movies_20261101093000123.csv", FIRST),
        ("movies_202611010930Z.csv", FIRST),
        ("movies_20261101T093000.csv", FIRST),
        ("movies_2026-11-01T09-30-00.csv", FIRST),
        ("movies_2026-11-01 (1).csv", FIRST),
        ("movies_2026-11-01_to_2026-11-07.csv", FIRST),
        ("movies_20269999_20261101.csv", FIRST),
        ("movies_2026-11-30.csv", date(2026, 11, 30)),  # begun in Auckland, not yet in UTC
        ("movies.csv", None),
        ("movies_120261101.csv", None),
        ("movies_20261101250000.csv", None),
        ("movies_2026-11_01.csv", None),
        ("movies_01-11-2026.csv", None),
        ("movies_2026-11.csv", None),
        ("movies_2026W45.csv", None),
        ("movies_261101.csv", None),
        ("movies_12345678.csv", None),
    ],
)
def test_the_day_in_a_name(name: str, day: date | None) -> None:
    assert movies(date_in_name=None).day_in(name, NOW).day == day


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("movies_2026-13-01.csv", "2026-13-01 in its name is no day"),
        ("movies_2026_02_29.csv", "2026_02_29 in its name is no day"),
        ("movies_20261131.csv", "20261131 in its name is no day"),
        ("movies_20261131093000.csv", "20261131 in its name is no day"),
        ("movies_2062-11-01.csv", "2062-11-01 in its name is a day to come"),
        ("movies_20261201.csv", "20261201 in its name is a day to come"),
        ("movies.csv", None),
    ],
)
def test_a_day_that_cannot_be(name: str, problem: str | None) -> None:
    assert movies(date_in_name=None).day_in(name, NOW) == NamedDay(None, problem)


@pytest.mark.parametrize(
    ("date_format", "name", "day"),
    [
        ("%d.%m.%Y", "movies 01.11.2026.csv", FIRST),
        ("%d%m%Y", "movies_01112026.csv", FIRST),
        ("%d%m%Y", "movies_20102026.csv", date(2026, 10, 20)),
        ("%d%m%Y", "movies_2026-11-01.csv", FIRST),
        ("%y%m%d", "movies_261101.csv", FIRST),
        ("%d-%b-%Y", "movies_01-Nov-2026.csv", FIRST),
        ("%d%m%Y%H%M", "movies_011120260930.csv", FIRST),
        ("%Y-%m", "movies_2026-11.csv", FIRST),
        ("%Y-%m", "movies_2026-11-20.csv", date(2026, 11, 20)),
        ("%GW%V", "movies_2026W45.csv", date(2026, 11, 2)),
    ],
)
def test_own_date_format(date_format: str, name: str, day: date) -> None:
    assert movies(date_in_name=date_format).day_in(name, NOW) == NamedDay(day, None)


def test_own_date_format_of_a_day_that_cannot_be() -> None:
    table = movies(date_in_name="%d-%m-%Y")
    assert table.day_in("movies_31-11-2026.csv", NOW) == NamedDay(None, "31-11-2026 in its name is no day")
