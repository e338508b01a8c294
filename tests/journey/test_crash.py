"""Stopped at any step and started again: the same tables as if nothing had happened.

Runs that end in this process try every step. Processes that are killed are a sample of each kind of step: only a kill
leaves out what Python cleans up on the way.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from movies_lakehouse.build import transform
from movies_lakehouse.build.dbt_runner import dbt_build
from tests.journey.children import KILLED, killed_at
from tests.journey.interrupted import interrupted_at
from tests.journey.support import CRITIC, Files, Movies, call, pulse

pytestmark = pytest.mark.slow

BRONZE, PUBLISH = "ingest.bronze.commits", "movies_lakehouse.build.publish"
COMMIT = "pyiceberg.catalog.sql:SqlCatalog.commit_table"
TABLES_PUBLISHED = 18

Step = tuple[str, str, int]

# Function, before or after, which of its calls. The first delivery has a malformed record, and so three commits.
LOADING: list[Step] = [
    ("ingest.bronze.archive:Archive.put", "before", 1),
    ("ingest.bronze.archive:Archive.settle", "before", 1),
    ("ingest.bronze.archive:Archive.put", "after", 1),
    (f"{BRONZE}:with_origin", "after", 1),
    (f"{BRONZE}:write_rows", "after", 1),
    (COMMIT, "before", 1),
    (f"{BRONZE}:append_rows", "after", 1),
    (f"{BRONZE}:append_malformed", "before", 1),
    (COMMIT, "before", 2),
    (f"{BRONZE}:append_malformed", "after", 1),
    (f"{BRONZE}:append_delivery", "before", 1),
    (COMMIT, "before", 3),
    (f"{BRONZE}:append_delivery", "after", 1),
    (f"{BRONZE}:append_rows", "after", 2),
    (f"{BRONZE}:append_delivery", "after", 2),
]
# Before there is anything, with rows in a file that no table knows, and between commits.
KILLED_LOADING = [LOADING[1], LOADING[4], LOADING[5], LOADING[8], LOADING[10]]
PUBLISHING: list[Step] = [
    ("movies_lakehouse.build.transform:dbt_build", "after", 1),
    (f"{PUBLISH}:open_table", "after", 1),
    (f"{PUBLISH}:place", "after", 1),
    (f"{PUBLISH}:replace_rows", "after", 1),
    ("movies_lakehouse.build.duckdb_engine:publish", "before", TABLES_PUBLISHED // 2),
    ("movies_lakehouse.build.duckdb_engine:publish", "after", TABLES_PUBLISHED),
    ("movies_lakehouse.lake.together:Together.show", "after", TABLES_PUBLISHED // 2),
    ("movies_lakehouse.build.duckdb_engine:DuckdbEngine.record", "before", 1),
    ("os:replace", "before", 1),
    ("os:replace", "after", 1),
    ("movies_lakehouse.outputs.csv_export:Ledger.note", "after", 5),
]
# While dbt builds, with half of the tables shown in a transaction that has no end, and with a CSV half there.
KILLED_PUBLISHING: list[Step] = [
    ("dbt.adapters.duckdb.impl:DuckDBAdapter.commit_if_has_connection", "after", 9),
    PUBLISHING[6],
    PUBLISHING[8],
]


class Pair:
    """Two lakes that get the same deliveries, of which only one is ever disturbed."""

    def __init__(self, folder: Path) -> None:
        self.disturbed = Movies(folder / "disturbed")
        self.calm = Movies(folder / "calm")
        self.numbers = count(1)

    def delivery(self) -> Files:
        """The next one: every figure is another, so that every table has to change."""
        return delivery(next(self.numbers))


def delivery(number: int) -> Files:
    critic = f"Dune,2021,{number},8.0,{number}\ntoo,short,{number}\nMovie {number},2001,x,8.0,100\n"
    audience: list[dict[str, object]] = [
        {"title": "Dune", "year": "2021", "total_audience_ratings": number},
        {"title": f"Movie {number}"},
    ]
    return {
        "critic_agg": {f"critic_agg_{number}.csv": CRITIC + critic},
        "audience_pulse": {f"audience_pulse_{number}.json": pulse(*audience)},
    }


class Published:
    """A lake with one delivery published, put back before each test; and what a second one makes of it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.kept = folder / "lake", folder / "kept"
        movies = Movies(self.folder)
        assert movies.run(delivery(1)).exit_code == 0
        self.before = seen(movies)
        shutil.copytree(self.folder, self.kept)
        with self.recorded(movies):
            assert movies.run(delivery(2)).exit_code == 0
        self.after = seen(movies)

    @contextmanager
    def recorded(self, movies: Movies) -> Iterator[None]:
        """Keeps what dbt builds of the second delivery: it is always the same, and takes most of a run's time."""

        def recording(*arguments: Any) -> Any:
            self.outcome = dbt_build(*arguments)
            shutil.copytree(movies.lake_folder / "build", self.kept / "build")
            return self.outcome

        with patch.object(transform, "dbt_build", recording):
            yield

    def put_back(self) -> Movies:
        # The same folder as before: a lake's tables know their files by full path.
        shutil.rmtree(self.folder)
        shutil.copytree(self.kept, self.folder, ignore=shutil.ignore_patterns("build"))
        return Movies(self.folder)

    def dbt_build(self, work: Path, *_: Any) -> Any:
        """What dbt built of the second delivery, built again."""
        shutil.copytree(self.kept / "build", work.parent / "build", dirs_exist_ok=True)
        # What the data tests warned of is asked in views of dbt's own, which are not here.
        return replace(self.outcome, warned=[])

    def assert_nothing_half_is_seen(self, movies: Movies) -> None:
        """What a reader sees in between: of each table and CSV the old content or the new."""
        for name, content in seen(movies, "silver", "gold").items():
            assert content in (self.before[name], self.after[name]), f"{name} is neither old nor new"

    def assert_the_next_run_completes(self, movies: Movies) -> None:
        again = movies.run(delivery(2))
        assert (again.exit_code, again.err) == (0, "")
        assert seen(movies) == self.after
        assert_at_rest(movies)


def seen(movies: Movies, *layers: str) -> dict[str, object]:
    """All that anybody can see of a lake: its tables (of some layers) and the CSVs."""
    return movies.content(*layers) | movies.csvs()


@pytest.fixture(scope="module")
def loading(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return Pair(tmp_path_factory.mktemp("loading"))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return Published(tmp_path_factory.mktemp("publishing"))


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    return tmp_path / "answer.json"


@pytest.mark.parametrize("step", LOADING, ids=str)
def test_interrupted_while_loading(loading: Pair, step: Step) -> None:
    files = loading.delivery()
    config = str(loading.disturbed.deliver(files))
    with interrupted_at(*step):
        call("run", config)
    assert_loading_is_completed(loading, files)


@pytest.mark.parametrize("step", KILLED_LOADING, ids=str)
def test_killed_while_loading(loading: Pair, answer: Path, step: Step) -> None:
    files = loading.delivery()
    config = str(loading.disturbed.deliver(files))
    assert killed_at(answer, ["run", config], *step).end() == KILLED
    assert_loading_is_completed(loading, files)


def assert_loading_is_completed(loading: Pair, files: Files) -> None:
    assert loading.calm.ingest(files).exit_code == 0
    again = loading.disturbed.ingest(files)
    assert (again.exit_code, again.err) == (0, "")
    assert loading.disturbed.content() == loading.calm.content()


@pytest.mark.parametrize("step", ["append_rows", "append_malformed"])
def test_a_load_is_completed_though_its_file_never_comes_again(loading: Pair, answer: Path, step: str) -> None:
    files = {"critic_agg": loading.delivery()["critic_agg"]}
    assert loading.calm.ingest(files).exit_code == 0
    config = str(loading.disturbed.deliver(files))
    assert killed_at(answer, ["run", config], f"{BRONZE}:{step}", "after", 1).end() == KILLED
    others = loading.delivery()
    for movies in (loading.disturbed, loading.calm):
        assert movies.ingest(others).exit_code == 0
    assert loading.disturbed.content() == loading.calm.content()


def test_what_was_stopped_while_loading_comes_to_the_same_gold(loading: Pair) -> None:
    last = loading.delivery()
    for movies in (loading.disturbed, loading.calm):
        assert movies.run(last).exit_code == 0
    assert seen(loading.disturbed) == seen(loading.calm)
    assert_at_rest(loading.disturbed)


@pytest.mark.parametrize("step", PUBLISHING, ids=str)
def test_interrupted_while_publishing(published: Published, step: Step) -> None:
    movies = published.put_back()
    config = str(movies.deliver(delivery(2)))
    with patch.object(transform, "dbt_build", published.dbt_build):
        with interrupted_at(*step):
            call("run", config)
        published.assert_nothing_half_is_seen(movies)
        published.assert_the_next_run_completes(movies)


@pytest.mark.parametrize("step", KILLED_PUBLISHING, ids=str)
def test_killed_while_publishing(published: Published, answer: Path, step: Step) -> None:
    movies = published.put_back()
    config = str(movies.deliver(delivery(2)))
    assert killed_at(answer, ["run", config], *step).end() == KILLED
    published.assert_nothing_half_is_seen(movies)
    published.assert_the_next_run_completes(movies)


def assert_at_rest(movies: Movies) -> None:
    """Nothing is left to do, nothing is there twice, and nothing half lies about."""
    snapshots = movies.snapshots()
    assert "nothing was built, nothing was published" in movies("transform").out.replace("\n", " ")
    assert movies.snapshots() == snapshots
    deliveries = movies.rows("select table_name, file, sha256 from bronze.deliveries")
    assert len(deliveries) == len(set(deliveries))
    assert not list(movies.out.rglob(".*"))
    assert not (movies.lake_folder / "build").exists()
