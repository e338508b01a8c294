import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.common.errors import BadContract, MoviesError
from movies_lakehouse.cli.pipeline import program
from movies_lakehouse.outputs import show


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (MoviesError("x.csv: do this"), "x.csv: do this"),
        (BadContract("x.yml: unknown key"), "x.yml: unknown key"),
        (
            OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
            "the system refuses: No space left on device; put that right and run again, nothing is half done",
        ),
        (
            PermissionError(errno.EACCES, os.strerror(errno.EACCES), "out/gold"),
            "the system refuses out/gold: Permission denied; put that right and run again, nothing is half done",
        ),
        (OSError("no number"), "OSError: no number (--debug shows where)"),
        (ValueError("two\nlines  and\ttabs"), "ValueError: two lines and tabs (--debug shows where)"),
        (KeyError(), "KeyError:  (--debug shows where)"),
        (ValueError("x" * 600), f"ValueError: {'x' * 500} (--debug shows where)"),
    ],
)
def test_an_error_is_one_line(error: Exception, line: str) -> None:
    assert show.fault(error) == line


def test_what_to_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.executable", str(tmp_path / ".venv" / "bin" / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program() == ".venv/bin/movies"
    (tmp_path / "movies").touch(mode=0o755)
    assert program() == "movies"


def test_the_embedded_lake_imports_nothing_of_the_stack(tmp_path: Path) -> None:
    """Packages that would double the time that a small verb takes, and that only the extra `stack` brings."""
    asks = (
        "import sys; from movies_lakehouse import open_lake; open_lake().table_names(); "
        "from movies_lakehouse.cli.main import app; app(['status'], standalone_mode=False); "
        "print(*{'trino', 's3fs', 'botocore'} & sys.modules.keys(), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", asks], cwd=tmp_path, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "\n")
