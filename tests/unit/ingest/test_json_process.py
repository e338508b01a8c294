"""A large delivery is read by another process, with the same result."""

import shutil
from pathlib import Path

import fsspec
import pytest

from ingest.bronze.archive import Archive
from ingest.bronze.deliveries import Delivery
from ingest.common.errors import BadFile, MoviesError
from ingest.contracts import read_contracts, tables
from ingest.readers import json_process
from ingest.readers.batch import Findings

TABLE = tables(read_contracts())["audience_pulse"]
MIXED = '[{"title": "Up", "year": "2009", "audience_average_score": 8.30, "total_audience_ratings": 1, \
"domestic_box_office_gross": null, "votes": 7}, 17]'


def archived(tmp_path: Path, text: str) -> tuple[Archive, str]:
    path = tmp_path / "audience_pulse.json"
    path.write_text(text)
    archive = Archive(fsspec.filesystem("file", auto_mkdir=True), str(tmp_path / "archive"))
    return archive, archive.put(Delivery(TABLE, str(path))).location


def read_both_ways(tmp_path: Path, text: str) -> list[tuple[list[object], Findings]]:
    archive, location = archived(tmp_path, text)
    answers = []
    for size in (0, json_process.LARGE_BYTES):
        findings = Findings()
        batches = json_process.read_archived(archive, location, size, TABLE, "audience_pulse.json", findings)
        rows: list[object] = [row for batch in batches for row in batch.columns.to_pylist()]
        answers.append((rows, findings))
    return answers


def test_rows_and_findings_are_the_same(tmp_path: Path) -> None:
    here, elsewhere = read_both_ways(tmp_path, MIXED)
    assert here == elsewhere
    assert len(elsewhere[0]) == 1 and elsewhere[1].unexpected == ["votes"] and elsewhere[1].malformed[0].line == 2


def test_refusal_comes_back(tmp_path: Path) -> None:
    archive, location = archived(tmp_path, MIXED[:-1])
    with pytest.raises(BadFile, match="the file ends in the middle of it"):
        list(json_process.read_aside(archive, location, TABLE, "audience_pulse.json", Findings()))


def test_error_of_the_file_system_comes_back(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    archive, location = archived(tmp_path, MIXED)
    with pytest.raises(FileNotFoundError):
        list(json_process.read_aside(archive, f"{location}.gone", TABLE, "audience_pulse.json", Findings()))
    assert capfd.readouterr().err == ""


def test_reader_that_is_ended_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive, location = archived(tmp_path, MIXED)
    monkeypatch.setattr("sys.executable", shutil.which("false"))
    with pytest.raises(MoviesError, match=r"audience_pulse\.json: the process that read it was ended"):
        list(json_process.read_aside(archive, location, TABLE, "audience_pulse.json", Findings()))
