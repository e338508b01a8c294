"""What a person may get wrong, and what a machine may lack: one line says where and what to do, and no harm is done."""

import os
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.journey.children import Child, no_room_for_files_above
from tests.journey.support import CRITIC, Movies, Result, call

pytestmark = pytest.mark.slow

MOVIE = CRITIC + "Up,2009,98,8.7,298\n"
OUTPUT = "output: {bronze: out/b, silver: out/s, gold: out/g}\n"

# The configuration, exit code, words of the message.
CONFIGURATIONS = {
    "missing file": ("source: {critic_agg: gone.csv}\n" + OUTPUT, "source.critic_agg: there is no file "),
    "missing file of a list": ("source: {critic_agg: [movies.csv, gone.csv]}\n" + OUTPUT, "gone.csv; correct the path"),
    "glob of nothing": ("source: {critic_agg: 'gone*.csv'}\n" + OUTPUT, "there is no file "),
    "a folder": ("source: {critic_agg: folder}\n" + OUTPUT, "is a folder; name its files, for example "),
    "a file where a folder is due": ("source: {critic_agg: movies.csv/more.csv}\n" + OUTPUT, "there is no file "),
    "unset name": ("source: {critic_agg: '${NO_SUCH_NAME}/x.csv'}\n" + OUTPUT, "the environment has no NO_SUCH_NAME"),
    "no path": ("source: {critic_agg: }\n" + OUTPUT, "source.critic_agg: a path is due, not None"),
    "a number": ("source: {critic_agg: 7}\n" + OUTPUT, "source.critic_agg: a path is due, not 7"),
    "unknown key": ("sorce: {}\nsource: {}\n" + OUTPUT, "unknown key 'sorce' in the file; did you mean 'source'?"),
    "unknown provider": (
        "source: {critic_ag: x}\n" + OUTPUT,
        "unknown key 'critic_ag' in source; did you mean 'critic_agg'?",
    ),
    "unknown table": (
        "source: {box_office: {domestc: x}}\n" + OUTPUT,
        "unknown key 'domestc' in source.box_office; did you mean 'domestic'?",
    ),
    "unknown layer": (
        "source: {}\noutput: {bronce: x}",
        "unknown key 'bronce' in output; did you mean 'bronze'?",
    ),
    "no output": ("source: {}", "key 'output' is missing in the file"),
    "no gold": ("source: {}\noutput: {bronze: b, silver: s}", "key 'gold' is missing in output"),
    "tables without names": ("source: {box_office: x.csv}\n" + OUTPUT, "source.box_office: keys are due"),
    "key twice": ("source: {}\nsource: {}\n" + OUTPUT, "line 2: key 'source' is there twice"),
    "broken YAML": ("source: [\noutput: }", "line 2: "),
    "a tab": ("source:\n\tcritic_agg: x\n", "line 2: "),
    "nothing": ("", "the file: keys are due (lake, output, runtime, source), not None"),
    "a list": ("- source\n- output\n", "the file: keys are due"),
    "not text": ("\x00\x01", "input.yaml: cannot be read as YAML text"),
    "unknown runtime": ("source: {}\nruntime: spark\n" + OUTPUT, "runtime 'spark' is not known; it can be: embedded"),
}


@pytest.fixture
def movies(movies: Movies) -> Movies:
    (movies.folder / "movies.csv").write_text(MOVIE)
    (movies.folder / "folder").mkdir()
    return movies


def run(movies: Movies, configuration: str) -> Result:
    path = movies.folder / "input.yaml"
    path.write_text(configuration)
    return movies("run", str(path))


@pytest.mark.parametrize(("configuration", "says"), CONFIGURATIONS.values(), ids=CONFIGURATIONS.keys())
def test_a_configuration_that_cannot_be_meant(movies: Movies, configuration: str, says: str) -> None:
    result = run(movies, configuration)
    assert (result.exit_code, result.out) == (10, "")
    assert says in result.error()
    if "runtime" not in says:
        assert result.error().startswith("input.yaml: ")
    assert not movies.lake_folder.exists()
    assert not movies.out.exists()


def test_a_configuration_that_is_not_there(movies: Movies) -> None:
    for path in (movies.folder / "gone.yaml", movies.folder / "folder", movies.folder / "movies.csv" / "input.yaml"):
        result = movies("run", str(path))
        assert result.exit_code == 10
        assert path.name in result.error()


def test_paths_expand_and_the_key_decides_the_table(movies: Movies, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INBOX", str(movies.folder))
    monkeypatch.setenv("HOME", str(movies.folder))
    (movies.folder / "more.csv").write_text(CRITIC + "Coco,2017,97,8.3,359\n")
    configured = "source: {critic_agg: ['${INBOX}/mov*.csv', ~/more.csv]}\n" + OUTPUT
    assert run(movies, configured).exit_code == 0
    assert sorted(movies.values("select movie_title from gold.movies_unified")) == ["Coco", "Up"]


# Arguments, exit code, words of the message; FOLDER stands for the folder of the test.
COMMANDS = {
    "SQL": (["query", "selec 1"], 1, "SQL: Parser Error"),
    "no such table": (["query", "select * from gold.nothing"], 1, "SQL: Catalog Error"),
    "no such column": (["query", "select nothing from bronze.deliveries"], 1, 'column "nothing" not found'),
    "two questions": (["query", "select 1; select 2"], 1, "SQL: more than one statement; ask them one at a time"),
    "path": (["ingest", "FOLDER/gone"], 1, "gone: No such file or directory; check the path and its permissions"),
    "folder": (["ingest", "FOLDER/movies.csv/x"], 1, "Not a directory; check the path and its permissions"),
    "name": (["ingest", "FOLDER/movies.csv"], 1, "movies.csv: no contract takes a file of this name; rename it to fit"),
    "check path": (["check", "FOLDER/critic_agg_gone.csv"], 1, "critic_agg_gone.csv: No such file or directory"),
    "check folder": (["check", "FOLDER"], 1, "is a folder; name one file"),
    "check contract": (["check", "FOLDER/contract.yml"], 10, "contract.yml: unknown key 'provder'; did you mean"),
}


@pytest.mark.parametrize(("arguments", "exit_code", "says"), COMMANDS.values(), ids=COMMANDS.keys())
def test_a_command_that_cannot_be_done(movies: Movies, arguments: list[str], exit_code: int, says: str) -> None:
    (movies.folder / "contract.yml").write_text("provder: x\n")
    movies.ingest({"critic_agg": {"critic_agg.csv": CRITIC}}) if "deliveries" in arguments[
        -1
    ] else movies.lake.table_names()
    result = movies(*(argument.replace("FOLDER", str(movies.folder)) for argument in arguments))
    assert result.exit_code == exit_code
    assert says in result.error()


@pytest.mark.parametrize(
    "arguments", [["rum"], ["run"], ["query", "--jsn", "select 1"], ["ingest"], ["export", "x"]], ids=str
)
def test_wrong_usage(arguments: list[str]) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert "Usage: " in result.err
    assert "Traceback" not in result.err


@pytest.mark.parametrize("place", ["lake", "out"])
def test_a_file_stands_where_a_folder_is_due(movies: Movies, place: str) -> None:
    (movies.folder / place).write_text("in the way")
    config = str(movies.deliver({"critic_agg": {"movies.csv": MOVIE}}))
    result = call("run", config)
    assert result.exit_code == 1
    assert str(movies.folder / place) in result.error()
    (movies.folder / place).unlink()
    assert call("run", config).exit_code == 0
    assert movies.values("select count(*) from bronze.critic_agg") == [1]


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that anybody may enter, unlike those that pytest makes."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        yield Path(folder)


def test_a_folder_and_a_file_that_may_not_be_read(open_folder: Path) -> None:
    locked, secret = open_folder / "locked", open_folder / "critic_agg_secret.csv"
    locked.mkdir(mode=0o000)
    secret.touch(mode=0o000)
    sound = open_folder / "critic_agg.csv"
    sound.write_text(MOVIE)
    for path in (locked, secret):
        arguments = ["--lake", str(open_folder / "lake"), "ingest", str(path)]
        prepare = partial(lose_privileges_after, ["--lake", str(open_folder / "other lake"), "ingest", str(sound)])
        result = Child(open_folder / "answer.json", arguments, prepare).result()
        assert result.exit_code == 1
        assert result.error().startswith(f"{path}: Permission denied; ")


def lose_privileges_after(arguments: list[str]) -> None:
    """Root may read anything, so this becomes nobody, after a run for which Python imports what only root may read."""
    assert call(*arguments).exit_code == 0
    if os.geteuid() == 0:
        os.seteuid(65534)


# What a file may have at most, from less than the catalog needs to a little less than the delivery has.
@pytest.mark.parametrize("room", [2_000, 30_000, 90_000, 200_000, 400_000])
def test_a_full_disk_is_one_line_and_the_next_run_is_whole(movies: Movies, room: int) -> None:
    rows = "".join(f"Movie {number:06},2001,80,8.0,{number * 7919 % 100003}\n" for number in range(15_000))
    config = str(movies.deliver({"critic_agg": {"movies.csv": MOVIE, "many.csv": CRITIC + rows}}))
    stopped = Child(movies.folder / "answer.json", ["run", config], partial(no_room_for_files_above, room)).result()
    assert stopped.exit_code == 1
    stopped.error()
    again = movies("run", config)
    assert (again.exit_code, again.err) == (0, "")
    assert movies.values("select count(*) from bronze.critic_agg") == [15_001]
    assert movies.values("select count(*) from gold.movies_unified") == [15_001]
    assert sorted(movies.values("select rows from bronze.deliveries")) == [1, 15_000]
