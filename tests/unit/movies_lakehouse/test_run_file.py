from pathlib import Path

import pytest
import yaml

from ingest.common.errors import BadContract
from movies_lakehouse.cli.run_file import RunConfig, read_run_file
from movies_lakehouse.cli.verbs_job import run
from tests.unit.movies_lakehouse.support import contract

CONTRACTS = [contract("critics"), contract("fans"), contract("box_office", "box_office_home", "box_office_abroad")]
OUTPUT = "output: {bronze: out/b, silver: out/s, gold: out/g}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that needs care in a pattern, with some files."""
    folder = tmp_path / "movies [2026]"
    (folder / "more").mkdir(parents=True)
    for name in ("a.csv", "b.csv", "more/a.csv", "more/c.csv"):
        (folder / name).touch()
    return folder


def load(folder: Path, text: str) -> RunConfig:
    path = folder / "run.yaml"
    path.write_text(text)
    return read_run_file(path, CONTRACTS)


def found(folder: Path, source: str) -> list[tuple[str, str]]:
    """(table, path inside the folder) of every delivery that a source names."""
    deliveries = load(folder, f"source: {source}\n{OUTPUT}").deliveries
    return [(each.table.name, str(Path(each.path).relative_to(folder))) for each in deliveries]


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        ("a.csv", ["a.csv"]),
        ("./more/../a.csv", ["a.csv"]),
        ("'*.csv'", ["a.csv", "b.csv"]),
        ("'more/*.csv'", ["more/a.csv", "more/c.csv"]),
        ("[b.csv, a.csv]", ["b.csv", "a.csv"]),
        ("[more/c.csv, '?.csv']", ["more/c.csv", "a.csv", "b.csv"]),
        ("[a.csv, '*.csv', a.csv]", ["a.csv", "b.csv"]),
        ("'${INBOX}/c.csv'", ["more/c.csv"]),
        ("'${INBOX}/[c]*.csv'", ["more/c.csv"]),
        ("'~/movies [2026]/more/c.csv'", ["more/c.csv"]),
        ("'~/movies*/more/c*'", ["more/c.csv"]),
        ("[]", []),
    ],
)
def test_paths(folder: Path, monkeypatch: pytest.MonkeyPatch, paths: str, names: list[str]) -> None:
    monkeypatch.setenv("HOME", str(folder.parent))
    monkeypatch.setenv("INBOX", "more")
    assert found(folder, f"{{critics: {paths}}}") == [("critics", name) for name in names]


def test_a_path_is_a_name_before_it_is_a_pattern(folder: Path) -> None:
    for name in ("[ab].csv", "${x}.csv"):
        (folder / name).touch()
    assert found(folder, "{critics: '[ab].csv'}") == [("critics", "[ab].csv")]


def test_paths_are_relative_to_the_file_and_not_to_the_user(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "more")
    Path("run.yaml").write_text(f"source: {{critics: c.csv}}\nlake: lake\n{OUTPUT}")
    config = read_run_file(Path("run.yaml"), CONTRACTS)
    assert [each.path for each in config.deliveries] == [str(folder / "more" / "c.csv")]
    assert config.lake == folder / "more" / "lake"
    assert config.output == {layer: folder / "more" / "out" / layer[0] for layer in ("bronze", "silver", "gold")}


def test_the_key_decides_the_table(folder: Path) -> None:
    source = "{box_office: {abroad: b.csv, home: [a.csv, more/c.csv]}, fans: a.csv}"
    assert found(folder, source) == [
        ("box_office_abroad", "b.csv"),
        ("box_office_home", "a.csv"),
        ("box_office_home", "more/c.csv"),
        ("fans", "a.csv"),
    ]


def test_whatever_is_not_there_was_not_delivered(folder: Path) -> None:
    assert found(folder, "{}") == []
    assert found(folder, "{box_office: {home: a.csv}}") == [("box_office_home", "a.csv")]


def test_optional_keys(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAKES", "/lakes")
    plain, full = load(folder, f"source: {{}}\n{OUTPUT}"), f"source: {{}}\nlake: '${{LAKES}}/x'\nruntime: r\n{OUTPUT}"
    assert (plain.lake, plain.runtime) == (None, None)
    assert (load(folder, full).lake, load(folder, full).runtime) == (Path("/lakes/x"), "r")


COMPLAINTS = {
    "sorce: {}\nsource: {}\n" + OUTPUT: "unknown key 'sorce' in the file; did you mean 'source'?",
    "source: {}\nx: 1\n" + OUTPUT: "unknown key 'x' in the file; known here: lake, output, runtime, source",
    "source: {}\n7: 1\n" + OUTPUT: "unknown key 7 in the file; known here: lake, output, runtime, source",
    "source: {critic: a.csv}\n" + OUTPUT: "unknown key 'critic' in source; did you mean 'critics'?",
    "source: {box_office_home: a.csv}\n"
    + OUTPUT: "unknown key 'box_office_home' in source; did you mean 'box_office'?",
    "source: {box_office: {hom: a.csv}}\n" + OUTPUT: "unknown key 'hom' in source.box_office; did you mean 'home'?",
    "source: {}\noutput: {bronse: x}\n": "unknown key 'bronse' in output; did you mean 'bronze'?",
    "source: {}\n": "key 'output' is missing in the file",
    OUTPUT: "key 'source' is missing in the file",
    "source: {}\noutput: {bronze: b, gold: g}\n": "key 'silver' is missing in output",
    "": "the file: keys are due (lake, output, runtime, source), not None",
    "- source\n": "the file: keys are due (lake, output, runtime, source), not ['source']",
    "source:\n" + OUTPUT: "source: keys are due (box_office, critics, fans), not None",
    "source: {box_office: a.csv}\n" + OUTPUT: "source.box_office: keys are due (abroad, home), not 'a.csv'",
    "source: {}\noutput: out\n": "output: keys are due (bronze, gold, silver), not 'out'",
    "source: {}\noutput: {bronze: 1, silver: s, gold: g}\n": "output.bronze: a path is due, not 1",
    "source: {}\noutput: {bronze: o, silver: o, gold: g}\n": "output.bronze and output.silver are one folder, HERE/o;",
    "source: {}\noutput: {bronze: b, silver: g, gold: ./g}\n": "output.silver and output.gold are one folder, HERE/g;",
    "source: {critics: }\n" + OUTPUT: "source.critics: a path is due, not None",
    "source: {critics: '  '}\n" + OUTPUT: "source.critics: a path is due, not '  '",
    "source: {critics: [a.csv, 7]}\n" + OUTPUT: "source.critics: a path is due, not 7",
    "source: {critics: {a: a.csv}}\n" + OUTPUT: "source.critics: a path is due, not {'a': 'a.csv'}",
    "source: {critics: c.csv}\n" + OUTPUT: "source.critics: there is no file HERE/c.csv; correct the path, or leave",
    "source: {critics: [a.csv, 'c*']}\n" + OUTPUT: "source.critics: there is no file HERE/c*; correct",
    "source: {box_office: {home: c.csv}}\n" + OUTPUT: "source.box_office.home: there is no file HERE/c.csv",
    "source: {critics: ~nosuchuser/a.csv}\n" + OUTPUT: "source.critics: there is no file HERE/~nosuchuser/a.csv",
    "source: {critics: more}\n"
    + OUTPUT: "source.critics: HERE/more is a folder; name its files, for example HERE/more/*",
    "source: {critics: '*'}\n" + OUTPUT: "source.critics: HERE/more is a folder",
    "source: {critics: [a.csv, more/a.csv]}\n" + OUTPUT: (
        "source.critics: HERE/a.csv and HERE/more/a.csv share the name a.csv; rename one of them"
    ),
    "source: {fans: '${NO_SUCH}/a'}\n" + OUTPUT: "source.fans: the environment has no NO_SUCH; set it, or write",
    "source: {}\nlake: '${NO_SUCH}'\n" + OUTPUT: "lake: the environment has no NO_SUCH",
    "source: {}\nlake: 7\n" + OUTPUT: "lake: a path is due, not 7",
    "source: {}\nlake:\n" + OUTPUT: "lake: a path is due, not None",
    "source: {}\nruntime: [embedded]\n" + OUTPUT: "runtime: a name is due, not ['embedded']",
    "source: {}\nsource: {}\n" + OUTPUT: "line 2: key 'source' is there twice",
    "source: {fans: a.csv, fans: b.csv}\n" + OUTPUT: "line 1: key 'fans' is there twice",
    "source:\n  fans: {{ inbox }}/a.csv\n" + OUTPUT: "line 2: ",
    "source: {[fans]: a.csv}\n" + OUTPUT: "line 1: this is no key; text that begins with { or [ needs quotes",
    "source: [\n" + OUTPUT: "line 3: expected ',' or ']'",
}


@pytest.mark.parametrize(("text", "says"), COMPLAINTS.items(), ids=COMPLAINTS.values())
def test_complaints(folder: Path, text: str, says: str) -> None:
    with pytest.raises(BadContract) as error:
        load(folder, text)
    message = str(error.value)
    assert message.startswith(f"run.yaml: {says.replace('HERE', str(folder))}")
    assert "\n" not in message


def test_a_name_may_come_again_in_another_table(folder: Path) -> None:
    assert len(found(folder, "{critics: a.csv, fans: more/a.csv, box_office: {home: a.csv, abroad: a.csv}}")) == 4


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadContract, match=r"gone.yaml: No such file or directory; check the path"):
        read_run_file(tmp_path / "gone.yaml", CONTRACTS)


def test_the_example_in_the_help_is_one() -> None:
    _, example = str(run.__doc__).split("\b\n")
    config = yaml.safe_load(
        "\n".join(line.split("   a file")[0].split("   optional")[0] for line in example.splitlines())
    )
    assert config.keys() == {"source", "output", "lake"}
    assert config["source"]["box_office"]["international"] == "${INBOX}/intl.csv"
