"""Tables that are published together are seen together, or not at all."""

import threading

import pytest
from pyiceberg.exceptions import CommitFailedException

from movies_lakehouse.lake.embedded import EmbeddedLake
from tests.unit.movies_lakehouse.support import new_lake, put, read

BUILDS = 25
PAIR = "select movies.n as movies, years.n as years from gold.movies cross join gold.years"


def publish(lake: EmbeddedLake, number: int) -> None:
    with lake.commit_together():
        for name in ("gold.movies", "gold.years"):
            put(lake, name, f"select {number} as n")


def test_a_reader_of_two_tables_never_sees_two_builds(lake: EmbeddedLake) -> None:
    publish(lake, 0)
    reader, seen = new_lake(lake.folder), []

    def publish_all() -> None:
        for number in range(1, BUILDS):
            publish(lake, number)

    writer = threading.Thread(target=publish_all)
    writer.start()
    while writer.is_alive():
        seen += reader.rows(PAIR)
    assert [pair for pair in seen if pair["movies"] != pair["years"]] == []
    assert len({pair["movies"] for pair in seen}) > 2
    assert reader.rows(PAIR) == [{"movies": BUILDS - 1, "years": BUILDS - 1}]


def test_nothing_is_seen_before_all_is_committed(lake: EmbeddedLake) -> None:
    with lake.commit_together():
        put(lake, "gold.movies", "select 1 as n")
        assert lake.table_names() == []
    assert read(lake, "gold.movies") == [{"n": 1}]
    with lake.commit_together():
        put(lake, "gold.movies", "select 2 as n")
        assert read(lake, "gold.movies") == [{"n": 1}]
    assert read(lake, "gold.movies") == [{"n": 2}]


def test_an_error_leaves_all_as_it_was(lake: EmbeddedLake) -> None:
    publish(lake, 1)
    with pytest.raises(OSError, match="full"), lake.commit_together():
        put(lake, "gold.movies", "select 2 as n")
        raise OSError("disk full")
    assert lake.rows(PAIR) == [{"movies": 1, "years": 1}]
    publish(lake, 3)
    assert lake.rows(PAIR) == [{"movies": 3, "years": 3}]


def test_a_table_that_another_process_changed_refuses_all(lake: EmbeddedLake) -> None:
    publish(lake, 1)
    refusal = pytest.raises(CommitFailedException, match=r"gold\.years: another process has changed it")
    with refusal, lake.commit_together():
        for name in ("gold.movies", "gold.years"):
            put(lake, name, "select 2 as n")
        put(new_lake(lake.folder), "gold.years", "select 7 as n")
    assert lake.rows(PAIR) == [{"movies": 1, "years": 7}]


def test_a_new_table_that_another_process_made_refuses_all(lake: EmbeddedLake) -> None:
    refusal = pytest.raises(CommitFailedException, match=r"gold\.years: another process has changed it")
    with refusal, lake.commit_together():
        for name in ("gold.movies", "gold.years"):
            put(lake, name, "select 2 as n")
        put(new_lake(lake.folder), "gold.years", "select 7 as n")
    assert lake.table_names() == [("gold", "years")]
    assert read(lake, "gold.years") == [{"n": 7}]
