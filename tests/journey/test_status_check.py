"""movies status --check: says what needs a person and what to do, and its exit code is for programs."""

from datetime import UTC, datetime

import pytest

from tests.journey.support import CRITIC, Movies

TODAY = f"{datetime.now(UTC):%Y-%m-%d}"
GOOD = f"{CRITIC}Ran,1985,96,9.0,80\nHeat,1995,83,7.9,140\nUp,2009,98,8.8,300\nJaws,1975,97,8.9,200\n"
# The same movies without a score: figures that were known would be lost.
LOSS = f"{CRITIC}Ran,1985,,9.0,80\nHeat,1995,,7.9,140\nUp,2009,,8.8,300\nJaws,1975,,8.9,200\n"
WELL = "all is well: no provider is late, no file is quarantined, no build failed"


def check(movies: Movies) -> tuple[int, list[str]]:
    said = movies("status", "--check")
    assert said.err == ""
    return said.exit_code, said.out.splitlines()


def test_all_is_well(movies: Movies) -> None:
    assert movies.run({"critic_agg": {f"critic_agg_{TODAY}.csv": GOOD}}).exit_code == 0
    assert check(movies) == (0, [WELL])
    assert movies("status", "--check", "--json").json() == []


def test_a_late_provider_is_named_until_it_delivers(movies: Movies) -> None:
    movies.ingest({"critic_agg": {"critic_agg_2026-01-01.csv": GOOD}})
    code, [line] = check(movies)
    assert code == 11
    assert line.startswith("critic_agg is late: its newest delivery is of 2026-01-01, ")
    assert line.endswith(" days ago, and one is due every 7 days; ask the provider for it")
    movies.ingest({"critic_agg": {f"critic_agg_{TODAY}.csv": GOOD}})
    assert check(movies) == (0, [WELL])


def test_a_quarantined_file_is_named_until_a_good_one_takes_its_place(movies: Movies) -> None:
    name = f"critic_agg_{TODAY}.csv"
    assert movies.ingest({"critic_agg": {name: "<html>not found</html>"}}).exit_code == 11
    code, [line] = check(movies)
    assert code == 11
    assert line.startswith(f"{name} (critic_agg) is quarantined since {TODAY[:4]}-")
    assert line.endswith("; deliver a good one under the same name")
    [event] = [each["event"] for each in movies("status", "--check", "--json").json()]
    # The same bytes once more are no news; other bad bytes are.
    movies.ingest({"critic_agg": {name: "<html>not found</html>"}})
    assert [each["event"] for each in movies("status", "--check", "--json").json()] == [event]
    movies.ingest({"critic_agg": {name: "<html>gone</html>"}})
    assert [each["event"] for each in movies("status", "--check", "--json").json()] != [event]
    movies.ingest({"critic_agg": {name: GOOD}})
    assert check(movies) == (0, [WELL])


def test_a_failed_build_is_named_until_one_is_good(movies: Movies) -> None:
    name = f"critic_agg_{TODAY}.csv"
    movies.run({"critic_agg": {name: GOOD}})
    failed = movies.run({"critic_agg": {name: LOSS}})
    assert failed.exit_code == 12
    code, [line] = check(movies)
    assert code == 12
    assert line.startswith("the newest build failed (test failed), and silver and gold are as they were: data test ")
    assert line.endswith("; once that is mended, movies transform")
    assert failed.error() in line
    # A failed build outweighs what else is wrong.
    movies.ingest({"audience_pulse": {"audience_pulse_2026-01-01.json": "{"}})
    assert [len(lines) for code, lines in [check(movies)] if code == 12] == [2]
    movies.ingest({"audience_pulse": {"audience_pulse_2026-01-01.json": "[]"}})
    movies.run({"critic_agg": {name: GOOD}})
    assert check(movies) == (0, [WELL])


def test_a_new_lake_has_no_problem(movies: Movies) -> None:
    assert movies.lake.table_names() == []
    assert check(movies) == (0, [WELL])


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_where_there_is_no_lake_that_is_said(movies: Movies, options: tuple[str, ...]) -> None:
    said = movies("status", "--check", *options)
    assert (said.exit_code, said.out) == (1, "")
    assert "there is no lake at this path" in said.error()
