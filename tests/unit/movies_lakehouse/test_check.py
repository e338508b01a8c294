from pathlib import Path

import pytest

from ingest.common.errors import BadContract, MoviesError
from movies_lakehouse.outputs.check import LINES_SHOWN, Checked, check
from tests.unit.movies_lakehouse.support import contract, tables_of

TABLES = tables_of(contract("critics"))
HEADER = "title,year\n"


def checked(folder: Path, content: str | bytes, name: str = "critics_2026-11-01.csv") -> Checked:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return check(path, TABLES)


def test_a_good_delivery(tmp_path: Path) -> None:
    answer = checked(tmp_path, "title,year,stars\nUp,2009,5\n")
    assert answer.lines() == [
        "critics  critics_2026-11-01.csv  1 read, 1 loaded, 0 malformed, unexpected columns: stars "
        "(nothing was loaded: this was a check)"
    ]
    assert answer.exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["critics_2026-11-01.csv"]


@pytest.mark.parametrize(
    ("name", "says"), [("critics.csv", ""), ("critics_2026-13-01.csv", ", 2026-13-01 in its name")]
)
def test_a_name_without_a_day_of_delivery(tmp_path: Path, name: str, says: str) -> None:
    summary, note = checked(tmp_path, HEADER + "Up,2009\n", name).lines()
    assert f"1 read, 1 loaded, 0 malformed{says}" in summary
    assert note.startswith(f"  no day of delivery in the name of {name}: dated files count as newer; ")


def test_malformed_records_are_shown(tmp_path: Path) -> None:
    answer = checked(tmp_path, HEADER + "Up,2009\nshort\n" + "x" * 200 + "\nRan,1985\n")
    summary, first, second = answer.lines()
    assert "4 read, 2 loaded, 2 malformed" in summary
    assert (first[:10], first[-8:]) == ("  line 3: ", " 'short'")
    assert (second[:10], len(second.rsplit(": ", 1)[1])) == ("  line 4: ", 82)
    assert answer.exit_code == 0


@pytest.mark.parametrize(("bad", "more"), [(LINES_SHOWN, None), (LINES_SHOWN + 3, "  and 3 more malformed records")])
def test_many_malformed_records_are_counted(tmp_path: Path, bad: int, more: str | None) -> None:
    answer = checked(tmp_path, HEADER + "Up,2009\n" * 100 + "short\n" * bad)
    assert len(answer.lines()) == 1 + LINES_SHOWN + (more is not None)
    assert more is None or answer.lines()[-1] == more


@pytest.mark.parametrize(
    ("content", "says"), [("name,year\nUp,2009\n", "'title'"), (b"", "empty"), (b"\xff\xfe\x00", "")]
)
def test_a_delivery_that_would_be_refused(tmp_path: Path, content: str | bytes, says: str) -> None:
    answer = checked(tmp_path, content)
    assert answer.summary.startswith("critics  critics_2026-11-01.csv  quarantined: ")
    assert says in answer.summary
    assert answer.exit_code == 11


def test_a_contract(tmp_path: Path) -> None:
    text = (
        "provider: critics\nabout: Movies\ncadence: P7D\ntables:\n  critics:\n    files: c*.csv\n    format: csv\n"
        "    key: [title, year]\n    columns: {title: Title., year: Year.}\n"
    )
    for name in ("critics.yml", "critics.yaml"):
        assert checked(tmp_path, text, name).lines() == [f"{name}: a sound contract of critics with 1 table(s)"]
    with pytest.raises(BadContract, match=r"critics.yml: unknown key 'titel'"):
        checked(tmp_path, f"titel: x\n{text}", "critics.yml")


def test_what_cannot_be_checked(tmp_path: Path) -> None:
    with pytest.raises(MoviesError, match="is a folder; name one file"):
        check(tmp_path, TABLES)
    with pytest.raises(MoviesError, match=r"gone.csv: No such file"):
        check(tmp_path / "critics_gone.csv", TABLES)
    with pytest.raises(MoviesError, match=r"other.csv: no contract takes a file of this name"):
        checked(tmp_path, HEADER, "other.csv")
