"""The diagrams of tables in docs/architecture.md are true of a lake: columns, types, keys, and how many rows join."""

import re

import pytest

from movies_lakehouse.build.dbt_runner import PROJECT
from tests.docs.pages import ROOT, blocks
from tests.journey.support import CRITIC, FINANCIALS, GROSS, Movies, pulse

DIAGRAM = "".join(block for block in blocks(ROOT / "docs/architecture.md", "mermaid") if block.startswith("erDiagram"))
TABLE = re.compile(r'^    "([a-z_.]+)" \{\n(.*?)^    \}$', re.MULTILINE | re.DOTALL)
RELATION = re.compile(r'^    "([a-z_.]+)" (..)--(..) "([a-z_.]+)" : "(.+)"$', re.MULTILINE)
# Table -> (type, column) or (type, column, PK).
TABLES = {name: [line.split() for line in columns.splitlines()] for name, columns in TABLE.findall(DIAGRAM)}
KEYS = {name: [column for _, column, *mark in columns if mark] for name, columns in TABLES.items()}
# (one table, how many of its rows, how many of the other's, the other table, columns).
RELATIONS = RELATION.findall(DIAGRAM)
# Least and most rows that an end of a line stands for.
ENDS = {"||": (1, 1), "o|": (0, 1), "|{": (1, 99), "o{": (0, 99), "}|": (1, 99), "}o": (0, 99)}

# Something of everything: movies of one, two and three providers, a pair of names, a conflict, and what is not taken.
FILES = {
    "critic_agg": {
        "weekly.csv": CRITIC + "Up,2009,98,8.8,298\nDr. Strangelove,1964,101,9.7,96\nMonsters, Inc.,2001,96,7.9,200\n",
        "older.csv": CRITIC + "Up,2009,97,8.8,290\nUp,MMIX,98,8.8,298\n",
        "error.csv": "title\nUp\n",
    },
    "audience_pulse": {
        "fans.json": pulse({"title": "Up", "year": "2009"}, {"title": "Doctor Strangelove", "year": "1964"}),
    },
    "box_office_domestic": {"home.csv": GROSS + "Up,2009,293004164\nRan,1985,4135750\nM,1931,35566\n"},
    "box_office_financials": {"costs.csv": FINANCIALS + "Ran,1985,11500000,\n"},
}


@pytest.fixture(scope="module")
def movies(tmp_path_factory: pytest.TempPathFactory) -> Movies:
    movies = Movies(tmp_path_factory.mktemp("diagram"))
    movies.run(FILES)
    return movies


def test_every_line_is_read() -> None:
    assert (len(TABLES), len(RELATIONS)) == (DIAGRAM.count("{\n"), DIAGRAM.count("--"))


def test_all_of_gold_is_shown() -> None:
    gold = {f"gold.{path.stem}" for path in PROJECT.glob("models/gold/*.sql")}
    assert {name for name in TABLES if name.startswith("gold.")} == gold


@pytest.mark.parametrize("table", TABLES)
def test_columns_have_these_types(movies: Movies, table: str) -> None:
    fields = movies.lake.catalog.load_table(table).schema().fields
    types = {field.name: str(field.field_type).partition("(")[0] for field in fields}
    assert {column: type_ for type_, column, *_ in TABLES[table]}.items() <= types.items()


@pytest.mark.parametrize("table", [name for name, key in KEYS.items() if key])
def test_a_row_is_told_by_its_key(movies: Movies, table: str) -> None:
    ((rows, keys),) = movies.rows(f"select count(*), count(distinct ({', '.join(KEYS[table])})) from {table}")
    assert rows == keys > 0


@pytest.mark.parametrize(("one", "ones", "others", "other", "columns"), RELATIONS)
def test_rows_join_as_drawn(movies: Movies, one: str, ones: str, others: str, other: str, columns: str) -> None:
    pairs = [pair.partition(" = ") for pair in columns.split(", ")]
    joined = " and ".join(f"one.{left} = other.{right or left}" for left, _, right in pairs)
    for rows, end, each in (
        (f"{other} as other", others, f"{one} as one"),
        (f"{one} as one", ones, f"{other} as other"),
    ):
        found = movies.values(f"select (select count(*) from {rows} where {joined}) from {each}")
        least, most = ENDS[end]
        assert found and least <= min(found) <= max(found) <= most, (rows, end)
