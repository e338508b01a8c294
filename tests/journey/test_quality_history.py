"""What gold keeps of each build: a row where a figure changed, whatever became of the builds between."""

from typing import Any

import pytest

from ingest.common.errors import TestFailed
from tests.journey.interrupted import interrupted_at
from tests.journey.support import CRITIC, Files, Movies

pytestmark = pytest.mark.slow

RULE = "critic_score_percentage: not a percentage from 0 to 100"
RECORD = "movies_lakehouse.build.duckdb_engine:DuckdbEngine.record"


def critics(day: int, *scores: str) -> Files:
    lines = "".join(f"Movie {number},2001,{score},8.0,9\n" for number, score in enumerate(scores))
    return {"critic_agg": {f"critic_agg_2026-10-0{day}.csv": CRITIC + lines}}


def history(movies: Movies, condition: str) -> list[tuple[Any, ...]]:
    return movies.rows(f"select value, build from gold.quality_history where {condition} order by build")


def rejected(movies: Movies) -> list[tuple[Any, ...]]:
    return history(movies, f"measure = 'rejected' and table_name = 'bronze.critic_agg' and rule = '{RULE}'")


def rows(movies: Movies) -> list[tuple[Any, ...]]:
    return history(movies, "measure = 'rows' and table_name = 'bronze.critic_agg'")


def test_a_build_adds_the_figures_that_changed(movies: Movies) -> None:
    for delivery in (critics(1, "50"), critics(2, "101", "102"), critics(3, "103", "60")):
        assert movies.run(delivery).exit_code == 0
    assert rows(movies) == [(1, 1), (3, 2), (5, 3)]
    assert rejected(movies) == [(2, 2), (3, 3)]
    assert history(movies, "table_name = 'silver.movies'") == [(1, 1), (2, 2)]
    # A good file in the place of a bad one: nothing is rejected of it any more.
    for day in (2, 3):
        movies.run(critics(day, "50", "60"))
    assert rejected(movies) == [(2, 2), (3, 3), (1, 4), (0, 5)]
    builds = movies.rows("select number, seconds > 0 from gold.builds order by built_at")
    assert builds == [(number, True) for number in range(1, 6)]


def test_a_build_that_is_cut_short_before_its_record_counts_once(movies: Movies) -> None:
    movies.run(critics(1, "50"))
    movies.ingest(critics(2, "101"))
    with interrupted_at(RECORD, "before", 1):
        movies("transform")
    assert rejected(movies) == [(1, 2)]
    # More has come before it is repeated.
    movies.ingest(critics(3, "102", "103"))
    with interrupted_at(RECORD, "before", 1):
        movies("transform")
    assert rejected(movies) == [(3, 2)]
    snapshot = movies.snapshots()["gold.quality_history"]
    assert movies("transform").exit_code == 0
    assert movies.snapshots()["gold.quality_history"] == snapshot
    assert rows(movies) == [(1, 1), (4, 2)]
    assert movies.values("select number from gold.builds order by number") == [1, 2]


def test_a_build_whose_data_tests_fail_leaves_no_figure(movies: Movies) -> None:
    movies.run(critics(1, *["50"] * 5))
    assert movies.run(critics(2, *[""] * 5)).exit_code == TestFailed.exit_code
    assert rows(movies) == [(5, 1)]
    movies.run(critics(2, *["60"] * 6))
    # Those of the file that was replaced are in bronze, too.
    assert rows(movies) == [(5, 1), (16, 2)]
