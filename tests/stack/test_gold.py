"""The dbt service: gold follows bronze, readers never see a gap or a half, and what fails stays unseen."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.common.health import Health
from ingest.common.settings import TrinoEndpoint
from movies_lakehouse.build import dbt_runner, scheduler
from movies_lakehouse.build.engine import Build
from movies_lakehouse.build.open_engine import CATALOG
from movies_lakehouse.build.stack_build import outcome
from movies_lakehouse.build.trino_engine import TrinoEngine
from movies_lakehouse.lake.builds import newest_build
from movies_lakehouse.lake.stack import StackLake
from movies_lakehouse.lake.trino_sql import TrinoSql
from tests.parity.deliveries import TABLES
from tests.stack.providing import MOVIES, Provider, built, wait_until
from tests.stack.support import Stack


def test_warnings_of_a_good_build_are_told(stack_lake: StackLake, as_dbt: TrinoEndpoint, tmp_path: Path) -> None:
    build = built(stack_lake)
    engine = TrinoEngine(TrinoSql(as_dbt, CATALOG), TABLES, tmp_path)
    engine.record(Build(2, 3, ["gold.a", "gold.b"], warnings=["one is late", "another, too"]), build["built_from"])
    told = newest_build(stack_lake.trino)
    assert told and told["warnings"] == 2
    assert outcome(told) == Build(2, 3, ["gold.a", "gold.b"], warnings=["one is late; another, too"])


def test_the_log_is_lines_of_json(stack: Stack, stack_lake: StackLake, provider: Provider) -> None:
    # The container may have been made anew since the last build.
    provider.put_movies()
    provider.wait()
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
            provider.put_movies()
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
        start = provider.put_movies()
        provider.wait()
        health = Health(tmp_path / "health.json")
        engine = TrinoEngine(TrinoSql(as_dbt, CATALOG), TABLES, tmp_path / "work")
        wrong = scheduler.Scheduler(lambda: engine, health).look()
        assert wrong and wrong.startswith("data test no_movie_is_of_2009: ")
        assert stack_lake.snapshot_id(("gold", "movies_unified")) == before
        assert not stack_lake.rows(f"select * from silver.critic_agg where movie_title like '{start}%'")
        # Another builder, as after a restart, leaves it alone too; whoever waits is told.
        build = newest_build(stack_lake.trino)
        assert build and (build["status"], build["notes"]) == ("test failed", wrong)
        assert scheduler.Scheduler(lambda: engine, health).look() == wrong
        assert newest_build(stack_lake.trino) == build
    finally:
        stack.compose("start", "dbt")
    # The service has the sound project: it builds, and gold follows.
    wait_until(lambda: stack_lake.rows(f"select * from gold.movies_unified where movie_title like '{start}%'"))
    wait_until(lambda: built(stack_lake)["status"] == "built")
