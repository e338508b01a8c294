from datetime import date
from typing import Any

from ingest.bronze.deliveries import Delivery
from ingest.bronze.loader import ingest
from ingest.bronze.tables import create_tables
from movies_lakehouse.build.engine import Build
from movies_lakehouse.lake.embedded import EmbeddedLake
from movies_lakehouse.outputs.status import status
from tests.unit.movies_lakehouse.support import contract, put, record, tables_of

CONTRACTS = [contract("critics"), contract("office", "office_home", "office_abroad", cadence="P1M"), contract("fans")]
TABLES = tables_of(*CONTRACTS)
GOOD, BAD = "title,year\nUp,2009\nRan,1985\n", "name,year\nUp,2009\n"
TODAY = date(2026, 11, 20)


def deliver(lake: EmbeddedLake, table: str, name: str, content: str = GOOD) -> None:
    path = lake.folder.parent / name
    path.write_text(content)
    ingest([Delivery(TABLES[table], str(path))], lake.catalog, lake.archive, TABLES)


def providers(lake: EmbeddedLake, today: date = TODAY) -> dict[str, tuple[Any, ...]]:
    """Deliveries, newest, age and state, by provider."""
    columns = ("deliveries", "newest", "age_days", "state")
    rows = status(lake, CONTRACTS, today)["providers"]
    return {row["provider"]: tuple(row[column] for column in columns) for row in rows}


def test_a_new_lake(lake: EmbeddedLake) -> None:
    assert status(lake, CONTRACTS, TODAY) == {
        "providers": [],
        "layers": [],
        "rejected": [],
        "quarantined": [],
        "builds": [],
    }


def test_nothing_delivered(lake: EmbeddedLake) -> None:
    create_tables(lake.catalog, TABLES)
    assert providers(lake) == dict.fromkeys(("critics", "office", "fans"), (0, None, None, "nothing delivered"))


def test_age_against_cadence(lake: EmbeddedLake) -> None:
    deliver(lake, "critics", "critics_20261101.csv")
    newest = date(2026, 11, 1)
    for today, age, state in (
        (date(2026, 11, 1), 0, "in time"),
        (date(2026, 11, 8), 7, "in time"),
        (date(2026, 11, 9), 8, "late"),
        (date(2027, 11, 1), 365, "late"),
    ):
        assert providers(lake, today)["critics"] == (1, newest, age, state)


def test_the_newest_delivery_counts_whenever_it_came(lake: EmbeddedLake) -> None:
    for day in ("20261119", "20261101"):
        deliver(lake, "critics", f"critics_{day}.csv")
    assert providers(lake)["critics"] == (2, date(2026, 11, 19), 1, "in time")


def test_a_provider_is_as_fresh_as_its_oldest_table(lake: EmbeddedLake) -> None:
    deliver(lake, "office_home", "office_home_20261119.csv")
    deliver(lake, "office_abroad", "office_abroad_20261001.csv")
    assert providers(lake)["office"] == (2, date(2026, 10, 1), 50, "late")


def test_only_what_was_loaded_counts(lake: EmbeddedLake) -> None:
    deliver(lake, "critics", "critics_20261119.csv", BAD)
    assert providers(lake)["critics"] == (0, None, None, "nothing delivered")


def test_cadence_is_in_days(lake: EmbeddedLake) -> None:
    create_tables(lake.catalog, TABLES)
    rows = status(lake, CONTRACTS, TODAY)["providers"]
    assert [row["due_every_days"] for row in rows] == [7, 30, 7]


def refused(lake: EmbeddedLake) -> list[tuple[str, str]]:
    return [(row["table"], row["file"]) for row in status(lake, CONTRACTS, TODAY)["quarantined"]]


def test_refused_files_until_they_are_made_good(lake: EmbeddedLake) -> None:
    deliver(lake, "critics", "critics.csv", BAD)
    deliver(lake, "fans", "fans.csv", BAD)
    deliver(lake, "fans", "fans_2.csv")
    (row, _) = reversed(status(lake, CONTRACTS, TODAY)["quarantined"])
    assert (row["table"], row["file"]) == ("critics", "critics.csv")
    assert "'title'" in row["reason"]
    assert refused(lake) == [("fans", "fans.csv"), ("critics", "critics.csv")]
    deliver(lake, "fans", "fans.csv")
    assert refused(lake) == [("critics", "critics.csv")]
    deliver(lake, "fans", "fans.csv", BAD)
    assert refused(lake) == [("fans", "fans.csv"), ("critics", "critics.csv")]


def test_a_file_of_the_same_name_for_another_table_makes_nothing_good(lake: EmbeddedLake) -> None:
    deliver(lake, "critics", "movies.csv", BAD)
    deliver(lake, "fans", "movies.csv")
    assert refused(lake) == [("critics", "movies.csv")]


def test_rows_of_each_layer(lake: EmbeddedLake) -> None:
    deliver(lake, "critics", "critics.csv")
    deliver(lake, "critics", "critics_2.csv")
    put(lake, "gold.movies", "select * from range(5) as t(movie_id)")
    rows = status(lake, CONTRACTS, TODAY)["layers"]
    assert [list(row.values()) for row in rows] == [
        ["bronze", "critics", 4],
        ["bronze", "deliveries", 2],
        ["bronze", "fans", 0],
        ["bronze", "malformed_records", 0],
        ["bronze", "office_abroad", 0],
        ["bronze", "office_home", 0],
        ["gold", "movies", 5],
    ]


def test_rejected_by_rule(lake: EmbeddedLake) -> None:
    rows = "('fans', 'year', 'a year', 'row', 1, 0.1, 'MMX'), ('fans', 'score', 'a score', 'value', 2, 0.2, '11')"
    names = "table_name, column_name, expected, rejects, times, share, example"
    put(lake, "gold.rejected_by_rule", f"select * from (values {rows}) as t({names})")
    found = status(lake, CONTRACTS, TODAY)["rejected"]
    assert [(row["column"], row["why"], row["rejects"], row["times"], row["example"]) for row in found] == [
        ("score", "not a score", "value", 2, "11"),
        ("year", "not a year", "row", 1, "MMX"),
    ]


def test_the_last_build(lake: EmbeddedLake) -> None:
    for tests in (1, 2):
        record(lake, Build(1, tests, ["gold.x", "gold.y"], seconds=1.5), "anything")
    (build,) = status(lake, CONTRACTS, TODAY)["builds"]
    del build["built_at"]
    counts = {"models": 1, "tests": 2, "warnings": 0}
    assert build == counts | {"published": "gold.x, gold.y", "number": 2, "seconds": 1.5}
