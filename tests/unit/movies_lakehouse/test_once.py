"""The command `movies ... --once`, over a bucket in memory: what it says, its exit codes, and how it is called."""

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest
import structlog
from pyiceberg.catalog.sql import SqlCatalog

from ingest.bronze.archive import Archive
from ingest.contracts import read_contracts, tables
from ingest.landing.intake import Intake
from ingest.landing.queue import Landing
from movies_lakehouse.cli import once
from tests.journey.support import CRITIC, call
from tests.unit.ingest.bucket import Bucket

ADDRESS = "http://localhost:1"


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    """Landing, for a command that has a service's settings."""
    bucket, known = Bucket(), tables(read_contracts())
    archive = Archive(fsspec.filesystem("file", auto_mkdir=True), f"{tmp_path}/archive")
    catalog = SqlCatalog("lake", uri=f"sqlite:///{tmp_path}/catalog.db", warehouse=f"file://{tmp_path}/warehouse")

    def open_intake(settings: object, provider: str | None) -> Intake:
        return Intake(Landing(bucket, known, provider), archive, known, lambda: catalog)

    for name in ("CATALOG_URI", "CATALOG_TOKEN", "S3_ENDPOINT", "S3_KEY", "S3_SECRET"):
        monkeypatch.setenv(f"MOVIES_{name}", ADDRESS)
    monkeypatch.setattr(once, "open_intake", open_intake)
    return bucket


@pytest.fixture(autouse=True)
def logging_undone() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def test_a_line_for_each_file_and_the_exit_code_of_quarantine(bucket: Bucket) -> None:
    bucket.put("critic_agg/critic_agg_2026-11-20.csv", (CRITIC + "Up,2009,98,8.7,298\n").encode())
    bucket.put("critic_agg/notes.txt", b"hm")
    bucket.put("box_office/notes.txt", b"hm")
    result = call("--runtime", "stack", "ingest", "--once", "--provider", "critic_agg")
    assert (result.exit_code, result.err) == (11, "")
    assert result.out.splitlines()[0] == "Loading what lies in landing/critic_agg/ into bronze"
    assert result.line("critic_agg_2026-11-20.csv").endswith("1 read, 1 loaded, 0 malformed")
    assert "no table  critic_agg/notes.txt  quarantined: notes.txt: no contract takes" in result.out
    assert [key for key in bucket.objects() if not key.startswith("quarantine/")] == ["box_office/notes.txt"]


def test_an_empty_landing_is_no_error_and_json_is_all_there_is(bucket: Bucket) -> None:
    nothing = call("--runtime", "stack", "ingest", "--once")
    assert (nothing.exit_code, nothing.out.splitlines()[1]) == (0, "  nothing was there")
    bucket.put("critic_agg/critic_agg_2026-11-20.csv", (CRITIC + "Up,2009,98,8.7,298\n").encode())
    [receipt] = call("--runtime", "stack", "ingest", "--once", "--json").json()
    assert (receipt["file"], receipt["status"], receipt["loaded"]) == ("critic_agg_2026-11-20.csv", "loaded", 1)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("ingest", 2, "name files or folders, or say --once"),
        ("--runtime stack ingest --once x.csv", 2, "name files or folders, or say --once"),
        ("--runtime stack ingest x.csv --provider critic_agg", 2, "--provider goes with --once"),
        ("ingest --once", 2, "movies --runtime stack ingest --once"),
        ("transform --once", 2, "movies --runtime stack transform --once"),
        ("--runtime stack ingest --once", 10, "MOVIES_CATALOG_URI, MOVIES_CATALOG_TOKEN not set"),
        ("--runtime stack transform --once", 10, "MOVIES_CATALOG_URI, MOVIES_CATALOG_TOKEN not set"),
    ],
)
def test_what_it_cannot_do_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, code: int, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = call(*words.split())
    assert (result.exit_code, said in result.err, result.out) == (code, True, "")


def test_an_unknown_provider_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CATALOG_URI", "CATALOG_TOKEN", "S3_ENDPOINT", "S3_KEY", "S3_SECRET"):
        monkeypatch.setenv(f"MOVIES_{name}", ADDRESS)
    result = call("--runtime", "stack", "ingest", "--once", "--provider", "critic_ag")
    assert result.exit_code == 10
    assert result.error() == "no contract describes the provider 'critic_ag'; did you mean 'critic_agg'?"
