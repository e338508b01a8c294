"""The dbt service: gold follows bronze, readers never see a gap or a half, and what fails stays unseen."""

import shutil
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from ingest.common.health import Health
from ingest.common.settings import TrinoEndpoint
from movies_lakehouse.build import dbt_runner, scheduler
from movies_lakehouse.build.engine import Build
from movies_lakehouse.build.service import CATALOG
from movies_lakehouse.build.stack_build import await_build, outcome
from movies_lakehouse.build.trino_engine import TrinoEngine
from movies_lakehouse.lake.builds import newest_build
from movies_lakehouse.lake.stack import StackLake
from movies_lakehouse.lake.trino_sql import TrinoSql
from tests.journey.support import CRITIC
from tests.parity.deliveries import TABLES
from tests.stack.providing import Provider, wait_until
from tests.stack.support import Stack

MOVIES = 40
NUMBERS = count(1)


def put_movies(provider: Provider) -> str:
    """A file of MOVIES new movies; gives what their titles begin with."""
    number = next(NUMBERS)
    start = f"Gold test {number} movie"
    # A name of its own: a file takes the place of an older one of its name.
    provider.put_text(f"movies_{number}.csv", CRITIC + "".join(f"{start} {n},2009,98,8.7,298\n" for n in range(MOVIES)))
    return start


def built(lake: StackLake) -> dict[str, Any]:
    """The newest build, once it is one of the bronze of now."""
    await_build(lake.trino, TABLES, lambda: None)
    build = newest_build(lake.trino)
    assert build
    return build


def test_only_what_is_downstream_of_the_change_is_built(stack_lake: StackLake, provider: Provider) -> None:
    put_movies(provider)
    provider.wait()
    built(stack_lake)
    put_movies(provider)
    provider.wait()
    build = built(stack_lake)
    assert build["status"] == "built"
    assert 0 < build["models"] < len(list(dbt_runner.PROJECT.glob("models/*/*.sql")))
    assert "silver.critic_agg" in build["published"].split(", ")
    assert "silver.audience_pulse" not in build["published"]


def test_warnings_of_a_good_build_are_told(stack_lake: StackLake, as_dbt: TrinoEndpoint, tmp_path: Path) -> None:
    build = built(stack_lake)
    engine = TrinoEngine(TrinoSql(as_dbt, CATALOG), TABLES, tmp_path)
    engine.record(Build(2, 3, ["gold.a", "gold.b"], warnings=["one is late", "another, too"]), build["built_from"])
    told = newest_build(stack_lake.trino)
    assert told and told["warnings"] == 2
    assert outcome(told) == Build(2, 3, ["gold.a", "gold.b"], warnings=["one is late; another, too"])


def test_the_log_is_lines_of_json(stack: Stack, stack_lake: StackLake) -> None:
    built(stack_lake)
    log = stack.log("dbt").splitlines()
    assert any('"build done"' in line for line in log)
    assert [line for line in log if not line.startswith('{"time": "')] == []


class Reader:
    """Asks gold in a loop, as a dashboard does."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.counts: list[int] = []
        self.errors: list[str] = []
        self.enough = threading.Event()
        self.thread = threading.Thread(target=self.read)

    def read(self) -> None:
        query = "select count(*), count(distinct movie_id) from gold.movies_unified"
        while not self.enough.is_set():
            try:
                [[movies, ids]] = self.stack.sql("bi", query)
                assert movies == ids
                self.counts.append(movies)
            except Exception as error:
                self.errors.append(repr(error))

    def __enter__(self) -> "Reader":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.enough.set()
        self.thread.join()


def test_a_reader_sees_one_build_or_the_next(stack: Stack, stack_lake: StackLake, provider: Provider) -> None:
    built(stack_lake)
    with Reader(stack) as reader:
        for _ in range(2):
            put_movies(provider)
            provider.wait()
            built(stack_lake)
    assert not reader.errors
    first, steps = reader.counts[0], [movies - reader.counts[0] for movies in reader.counts]
    assert set(steps) <= {0, MOVIES, 2 * MOVIES}
    assert (steps, steps[-1], first > 0) == (sorted(steps), 2 * MOVIES, True)


@pytest.fixture
def changed_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The dbt project with a data test that fails, for builders in this process."""
    project = tmp_path / "dbt"
    shutil.copytree(dbt_runner.PROJECT, project, ignore=shutil.ignore_patterns("target", "logs"))
    (project / "tests" / "no_movie_is_of_2009.sql").write_text(
        "select movie_id from {{ ref('movies_unified') }} where release_year = 2009 order by movie_id\n"
    )
    monkeypatch.setattr(dbt_runner, "PROJECT", project)
    monkeypatch.setattr(dbt_runner, "PARSED_AT_SETUP", project / "target" / "partial_parse.msgpack")
    monkeypatch.setattr(scheduler, "DBT_FOLDER", tmp_path / "work")
    yield project


def test_a_failed_data_test_leaves_gold_as_it_was(
    stack: Stack,
    stack_lake: StackLake,
    provider: Provider,
    changed_project: Path,
    as_dbt: TrinoEndpoint,
    tmp_path: Path,
) -> None:
    built(stack_lake)
    stack.compose("stop", "dbt")
    try:
        before = stack_lake.snapshot_id(("gold", "movies_unified"))
        start = put_movies(provider)
        provider.wait()
        health = Health(tmp_path / "health.json")
        wrong = scheduler.Scheduler(TrinoSql(as_dbt, CATALOG), health).look()
        assert wrong and wrong.startswith("data test no_movie_is_of_2009: ")
        assert stack_lake.snapshot_id(("gold", "movies_unified")) == before
        assert not stack_lake.rows(f"select * from silver.critic_agg where movie_title like '{start}%'")
        # Another builder, as after a restart, leaves it alone too; whoever waits is told.
        build = newest_build(stack_lake.trino)
        assert build and (build["status"], build["notes"]) == ("test failed", wrong)
        assert scheduler.Scheduler(TrinoSql(as_dbt, CATALOG), health).look() == wrong
        assert newest_build(stack_lake.trino) == build
    finally:
        stack.compose("start", "dbt")
    # The service has the sound project: it builds, and gold follows.
    wait_until(lambda: stack_lake.rows(f"select * from gold.movies_unified where movie_title like '{start}%'"))
    wait_until(lambda: built(stack_lake)["status"] == "built")
