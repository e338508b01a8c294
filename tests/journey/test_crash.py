"""Killed at any step and started again, or run twice at once: the same tables as if nothing had happened."""

from itertools import count
from pathlib import Path

import pytest

from tests.journey.children import KILLED, killed_at
from tests.journey.support import CRITIC, Files, Movies, pulse

BRONZE, PUBLISH = "ingest.bronze.commits", "movies_lakehouse.build.publish"
COMMIT = "pyiceberg.catalog.sql:SqlCatalog.commit_table"
TABLES_PUBLISHED = 13

# Function, before or after, which of its calls. The first delivery has a malformed record, and so three commits.
LOADING = [
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
PUBLISHING = [
    ("movies_lakehouse.build.transform:dbt_build", "after", 1),
    (f"{PUBLISH}:open_or_create", "after", 1),
    (f"{PUBLISH}:place", "after", 1),
    (f"{PUBLISH}:replace_rows", "after", 1),
    ("movies_lakehouse.build.duckdb_engine:publish", "before", TABLES_PUBLISHED // 2),
    ("movies_lakehouse.build.duckdb_engine:publish", "after", TABLES_PUBLISHED),
    ("movies_lakehouse.build.duckdb_engine:DuckdbEngine.record", "before", 1),
    ("os:replace", "before", 1),
    ("os:replace", "after", 1),
    ("movies_lakehouse.outputs.csv_export:Ledger.note", "after", 5),
]


class Pair:
    """Two lakes that get the same deliveries, of which only one is ever disturbed."""

    def __init__(self, folder: Path) -> None:
        self.disturbed = Movies(folder / "disturbed")
        self.calm = Movies(folder / "calm")
        self.numbers = count(1)
        self.seen: dict[str, object] = {}

    def delivery(self) -> Files:
        """The next one: every figure is another, so that every table has to change."""
        number = next(self.numbers)
        critic = f"Dune,2021,{number},8.0,{number}\ntoo,short,{number}\nMovie {number},2001,x,8.0,100\n"
        audience: list[dict[str, object]] = [
            {"title": "Dune", "year": "2021", "total_audience_ratings": number},
            {"title": f"Movie {number}"},
        ]
        return {
            "critic_agg": {f"critic_agg_{number}.csv": CRITIC + critic},
            "audience_pulse": {f"audience_pulse_{number}.json": pulse(*audience)},
        }


def seen(movies: Movies, *layers: str) -> dict[str, object]:
    """All that anybody can see of a lake: its tables (of some layers) and the CSVs."""
    return movies.content(*layers) | movies.csvs()


@pytest.fixture(scope="module")
def loading(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return Pair(tmp_path_factory.mktemp("loading"))


@pytest.fixture(scope="module")
def publishing(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return Pair(tmp_path_factory.mktemp("publishing"))


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    return tmp_path / "answer.json"


@pytest.mark.parametrize(("step", "when", "time"), LOADING, ids=str)
def test_killed_while_loading(loading: Pair, answer: Path, step: str, when: str, time: int) -> None:
    files = loading.delivery()
    assert loading.calm.ingest(files).exit_code == 0
    config = str(loading.disturbed.deliver(files))
    assert killed_at(answer, ["run", config], step, when, time).end() == KILLED
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


def test_what_was_killed_while_loading_comes_to_the_same_gold(loading: Pair) -> None:
    last = loading.delivery()
    for movies in (loading.disturbed, loading.calm):
        assert movies.run(last).exit_code == 0
    assert seen(loading.disturbed) == seen(loading.calm)
    assert_at_rest(loading.disturbed)


@pytest.mark.parametrize(("step", "when", "time"), PUBLISHING, ids=str)
def test_killed_while_publishing(publishing: Pair, answer: Path, step: str, when: str, time: int) -> None:
    files = publishing.delivery()
    before = publishing.seen
    assert publishing.calm.run(files).exit_code == 0
    publishing.seen = seen(publishing.calm)

    config = str(publishing.disturbed.deliver(files))
    assert killed_at(answer, ["run", config], step, when, time).end() == KILLED
    for name, content in seen(publishing.disturbed, "silver", "gold").items():
        assert content in (before.get(name, []), publishing.seen[name]), f"{name} is neither old nor new"

    again = publishing.disturbed.run(files)
    assert (again.exit_code, again.err) == (0, "")
    assert seen(publishing.disturbed) == publishing.seen


def test_what_was_killed_while_publishing_comes_to_rest(publishing: Pair) -> None:
    assert publishing.disturbed.run(publishing.delivery()).exit_code == 0
    assert_at_rest(publishing.disturbed)


def assert_at_rest(movies: Movies) -> None:
    """Nothing is left to do, nothing is there twice, and nothing half lies about."""
    snapshots = movies.snapshots()
    assert "nothing was built, nothing was published" in movies("transform").out.replace("\n", " ")
    assert movies.snapshots() == snapshots
    deliveries = movies.rows("select table_name, file, sha256 from bronze.deliveries")
    assert len(deliveries) == len(set(deliveries))
    assert not list(movies.out.rglob(".*"))
    assert not (movies.lake_folder / "build").exists()
