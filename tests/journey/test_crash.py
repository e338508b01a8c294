"""Killed at any step and started again, or run twice at once: the same tables as if nothing had happened."""

from itertools import count
from pathlib import Path

import pytest

from tests.journey.children import KILLED, killed_at
from tests.journey.support import CRITIC, Files, Movies, pulse

BRONZE, PUBLISH = "ingest.bronze", "lakehouse.publish"
COMMIT = "pyiceberg.catalog.sql:SqlCatalog.commit_table"
TABLES_PUBLISHED = 15

# Function, before or after, which of its calls. The first delivery has an unreadable row, and so three commits.
LOAD = [
    ("ingest.deliveries:Archive.put", "before", 1),
    ("ingest.deliveries:Archive.settle", "before", 1),
    ("ingest.deliveries:Archive.put", "after", 1),
    (f"{BRONZE}:with_origin", "after", 1),
    (f"{BRONZE}:write_rows", "after", 1),
    (COMMIT, "before", 1),
    (f"{BRONZE}:append_rows", "after", 1),
    (f"{BRONZE}:append_unreadable", "before", 1),
    (COMMIT, "before", 2),
    (f"{BRONZE}:append_unreadable", "after", 1),
    (f"{BRONZE}:append_delivery", "before", 1),
    (COMMIT, "before", 3),
    (f"{BRONZE}:append_delivery", "after", 1),
    (f"{BRONZE}:append_rows", "after", 2),
    (f"{BRONZE}:append_delivery", "after", 2),
]
PUBLISHING = [
    ("lakehouse.transform:dbt_build", "before", 1),
    ("lakehouse.transform:dbt_build", "after", 1),
    (f"{PUBLISH}:load_or_create", "after", 1),
    (f"{PUBLISH}:place", "before", 1),
    (f"{PUBLISH}:place", "after", 1),
    (f"{PUBLISH}:replace_rows", "after", 1),
    ("lakehouse.transform:publish", "after", 1),
    ("lakehouse.transform:publish", "before", TABLES_PUBLISHED // 2),
    ("lakehouse.transform:publish", "after", TABLES_PUBLISHED),
    ("lakehouse.transform:record", "before", 1),
    ("lakehouse.transform:record", "after", 1),
]
EXPORTING = [
    ("os:replace", "before", 1),
    ("os:replace", "after", 1),
    ("lakehouse.export:Ledger.note", "after", 1),
    ("lakehouse.export:write_csv", "before", 5),
    ("lakehouse.export:Ledger.note", "after", 5),
]


class Pair:
    """Two lakes that get the same deliveries, of which only one is ever disturbed."""

    def __init__(self, folder: Path) -> None:
        self.disturbed = Movies(folder / "disturbed")
        self.calm = Movies(folder / "calm")
        self.numbers = count(1)

    def delivery(self) -> Files:
        """The next one: every figure is another, so that every table has to change."""
        number = next(self.numbers)
        critic = f"Dune,2021,{number},8.0,{number}\ntoo,short,{number}\nFilm {number},2001,x,8.0,100\n"
        audience = [{"title": "Dune", "year": "2021", "total_audience_ratings": number}, {"title": f"Film {number}"}]
        return {
            "critic_agg": {f"critic_agg_{number}.csv": CRITIC + critic},
            "audience_pulse": {f"audience_pulse_{number}.json": pulse(*audience)},
        }


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    return Pair(tmp_path_factory.mktemp("pair"))


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    return tmp_path / "answer.json"


@pytest.mark.parametrize(("step", "when", "time"), LOAD + PUBLISHING + EXPORTING, ids=str)
def test_killed_at_a_step_and_started_again(pair: Pair, answer: Path, step: str, when: str, time: int) -> None:
    files = pair.delivery()
    csvs_before, tables_before = pair.calm.csvs(), published(pair.calm)
    assert pair.calm.run(files).exit_code == 0

    config = str(pair.disturbed.deliver(files))
    assert killed_at(answer, ["run", config], step, when, time).end() == KILLED
    for table, rows in published(pair.disturbed).items():
        assert rows in (tables_before.get(table, []), published(pair.calm)[table]), f"{table} is neither old nor new"
    for name, content in pair.disturbed.csvs().items():
        assert content in (csvs_before.get(name), pair.calm.csvs()[name]), f"{name} is neither old nor new"

    again = pair.disturbed.run(files)
    assert (again.exit_code, again.err) == (0, "")
    assert pair.disturbed.content() == pair.calm.content()
    assert pair.disturbed.csvs() == pair.calm.csvs()


def published(movies: Movies) -> dict[str, list[str]]:
    return {table: rows for table, rows in movies.content().items() if not table.startswith("bronze")}


def test_after_all_of_it_nothing_half_is_left_and_nothing_is_to_do(pair: Pair) -> None:
    pair.disturbed.run(pair.delivery())
    snapshots = pair.disturbed.snapshots()
    last = pair.disturbed.run({})
    assert "nothing was built, nothing was published" in last.out
    assert pair.disturbed.snapshots() == snapshots
    once = "select count(*) from (select distinct table_name, file, sha256 from bronze.deliveries)"
    assert pair.disturbed.values(once) == pair.disturbed.values("select count(*) from bronze.deliveries")
