"""Two processes at work on one lake at the same time: every row is there once."""

from functools import partial
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from tests.journey.children import SERVER, Child
from tests.journey.support import CRITIC, Movies, pulse

pytestmark = pytest.mark.slow

ROWS = "".join(f"Movie {number},2001,80,8.0,{number}\n" for number in range(2_000))
FILES = {
    "critic_agg": {
        "critic_agg_1.csv": CRITIC + ROWS + "too,short\n",
        "critic_agg_2.csv": CRITIC + "Up,2009,98,8.7,298\n",
    },
    "audience_pulse": {"audience_pulse.json": pulse({"title": "Up", "year": "2009"})},
}


def wait_for_the_other(barrier: Barrier) -> None:
    barrier.wait(60)


def side_by_side(folder: Path, *commands: list[str]) -> None:
    barrier = SERVER.Barrier(len(commands))
    children = [
        Child(folder / f"answer{number}.json", command, partial(wait_for_the_other, barrier))
        for number, command in enumerate(commands)
    ]
    for child in children:
        result = child.result()
        assert (result.exit_code, result.err) == (0, "")


@pytest.fixture
def alone(movies: Movies) -> Movies:
    """The lake as one process makes it."""
    alone = Movies(movies.folder / "alone")
    assert alone.run(FILES).exit_code == 0
    return alone


def test_both_do_the_whole_job_on_the_same_files(movies: Movies, alone: Movies) -> None:
    command = ["run", str(movies.deliver(FILES))]
    side_by_side(movies.folder, command, command)
    assert movies.content() == alone.content()
    assert movies.csvs() == alone.csvs()


def test_each_loads_files_of_its_own(movies: Movies, alone: Movies) -> None:
    movies.deliver(FILES)
    first, second, third = (movies.inbox / table / name for table in FILES for name in FILES[table])
    lake = ["--lake", str(movies.lake_folder), "ingest"]
    side_by_side(movies.folder, [*lake, str(first)], [*lake, str(second), str(third)])
    assert movies("transform").exit_code == 0
    assert movies.content() == alone.content()


@pytest.mark.parametrize("attempt", range(5))
def test_both_load_the_same_files(movies: Movies, attempt: int) -> None:
    movies.deliver(FILES)
    files = [str(movies.inbox / table / name) for table in FILES for name in FILES[table]]
    lake = ["--lake", str(movies.lake_folder), "ingest"]
    side_by_side(movies.folder, [*lake, *files], [*lake, *reversed(files)])
    assert movies.values("select count(*) from bronze.critic_agg") == [2_001]
    assert movies.values("select count(*) from bronze.audience_pulse") == [1]
    assert movies.values("select text from bronze.malformed_records") == ["too,short"]
    assert sorted(movies.values("select file from bronze.deliveries")) == [
        "audience_pulse.json",
        "critic_agg_1.csv",
        "critic_agg_2.csv",
    ]
