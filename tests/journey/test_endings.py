"""How the command ends when it is stopped, when nobody reads on, when its lake cannot be used: never a traceback."""

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from movies_lakehouse.lake import catalog_file
from tests.journey.children import Child, no_room_for_files_above
from tests.journey.support import CRITIC, Movies, call

pytestmark = pytest.mark.slow

FILES = {"critic_agg": {"critic_agg_2026-11-01.csv": CRITIC + "Up,2009,98,8.7,298\n"}}
TITLES = "select movie_title from gold.movies_unified"
INTERRUPTED = "movies: interrupted; what was done stays, and the same command does the rest\n"
# Ctrl-C in the middle of the command's imports.
WHILE_IMPORTING = """
import os, signal, sys
from movies_lakehouse.cli import start

class Finder:
    def find_spec(self, name, *rest):
        if name == "pyiceberg":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finder())
start.main()
"""


def started(*arguments: str) -> "subprocess.Popen[str]":
    """The command in a process of its own, which writes each line at once."""
    return subprocess.Popen(
        [sys.executable, "-m", "movies_lakehouse.cli.main", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
        # Whoever runs the tests in the background has Ctrl-C ignored, which is inherited.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.default_int_handler),
    )


@pytest.mark.parametrize("line", ["Loading deliveries", "Building and testing"])
def test_ctrl_c_is_one_line_and_the_next_run_is_whole(movies: Movies, line: str) -> None:
    config = str(movies.deliver(FILES))
    running = started("run", config)
    assert running.stdout
    while not running.stdout.readline().startswith(line):
        assert running.poll() is None
    running.send_signal(signal.SIGINT)
    _, err = running.communicate()
    assert (running.returncode, err) == (130, INTERRUPTED)
    assert call("run", config).exit_code == 0
    assert movies.values(TITLES) == ["Up"]
    assert movies.values("select count(*) from bronze.critic_agg") == [1]


def test_ctrl_c_while_the_command_starts() -> None:
    command = [sys.executable, "-c", WHILE_IMPORTING, "status"]
    listening = partial(signal.signal, signal.SIGINT, signal.default_int_handler)
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=listening, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", INTERRUPTED)


def test_a_closed_pipe_ends_nothing_but_the_talk(movies: Movies) -> None:
    running = started("run", str(movies.deliver(FILES)))
    assert running.stdout and running.stderr
    assert running.stdout.readline() == "Loading deliveries into bronze\n"
    running.stdout.close()
    assert (running.stderr.read(), running.wait()) == ("", 0)
    assert movies.values(TITLES) == ["Up"]


def test_output_that_cannot_be_written_is_one_line(movies: Movies) -> None:
    assert movies.lake.table_names() == []
    command = [sys.executable, "-m", "movies_lakehouse.cli.main", "--lake", str(movies.lake_folder), "status"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("movies: the system refuses: No space left on device; ")
    assert done.stderr.count("\n") == 1


def test_a_log_that_has_no_room_says_nothing(movies: Movies) -> None:
    movies.ingest(FILES)
    log = movies.lake_folder / "dbt" / "dbt.log"
    log.parent.mkdir()
    log.write_text("x" * 2_000_000)
    prepare = partial(no_room_for_files_above, 1_900_000)
    arguments = ["--lake", str(movies.lake_folder), "transform"]
    built = Child(movies.folder / "answer.json", arguments, prepare).result()
    assert (built.exit_code, built.err) == (0, "")
    assert movies.values(TITLES) == ["Up"]


def test_a_catalog_that_somebody_keeps_locked(movies: Movies, monkeypatch: pytest.MonkeyPatch) -> None:
    movies.ingest(FILES)
    monkeypatch.setattr(catalog_file, "WAIT_SECONDS", 0.1)
    catalog = movies.lake_folder / "catalog.db"
    holder = sqlite3.connect(catalog, isolation_level=None)
    holder.execute("begin exclusive")
    for verb in (["status"], ["transform"], ["ingest", str(movies.inbox / "critic_agg")]):
        result = movies(*verb)
        assert result.exit_code == 1
        assert result.error() == f"{catalog}: another program has kept it locked; end that program, and run again"
    holder.close()
    assert movies("transform").exit_code == 0


def test_a_catalog_that_is_none(movies: Movies) -> None:
    movies.lake_folder.mkdir()
    catalog = movies.lake_folder / "catalog.db"
    catalog.write_text("no catalog " * 1000)
    result = movies("status")
    assert (result.exit_code, result.error()) == (1, f"{catalog}: is damaged; put it back from a backup")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that anybody may enter, unlike those that pytest makes."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


def test_a_catalog_that_may_not_be_written(open_folder: Path) -> None:
    movies = Movies(open_folder)
    movies.deliver(FILES)
    arguments = ["--lake", str(movies.lake_folder), "ingest", str(movies.inbox / "critic_agg")]
    result = Child(open_folder / "answer.json", arguments, partial(become_a_reader, movies)).result()
    assert result.exit_code == 1
    catalog = movies.lake_folder / "catalog.db"
    assert result.error().startswith(f"{catalog}: may not be written; let this user write the lake's folder and all")


def become_a_reader(movies: Movies) -> None:
    """Anybody may write this lake but for its catalog; root may write anything, so this becomes nobody."""
    assert movies("ingest", str(movies.inbox / "critic_agg")).exit_code == 0
    (movies.inbox / "critic_agg" / "critic_agg_2026-11-02.csv").write_text(CRITIC + "Coco,2017,97,8.3,359\n")
    for path in movies.lake_folder.rglob("*"):
        path.chmod(0o777)
    movies.lake_folder.chmod(0o777)
    (movies.lake_folder / "catalog.db").chmod(0o444)
    if os.geteuid() == 0:
        os.seteuid(65534)
