"""A large delivery is read by another process, with the same result."""

import shutil
from dataclasses import replace
from pathlib import Path

import fsspec
import pytest

from ingest.bronze.archive import Archive, ArchivedFile
from ingest.bronze.deliveries import Delivery
from ingest.common.errors import BadFile, MoviesError
from ingest.contracts import read_contracts, tables
from ingest.readers import read as reading
from ingest.readers.batch import Findings
from ingest.readers.json_process import parse_in_process

TABLE = tables(read_contracts())["audience_pulse"]
MIXED = '[{"title": "Up", "year": "2009", "audience_average_score": 8.30, "total_audience_ratings": 1, \
"domestic_box_office_gross": null, "votes": 7}, 17]'


def archived(tmp_path: Path, text: str) -> ArchivedFile:
    path = tmp_path / "audience_pulse.json"
    path.write_text(text)
    archive = Archive(fsspec.filesystem("file", auto_mkdir=True), str(tmp_path / "archive"))
    kept = archive.put(Delivery(TABLE, str(path)))
    return ArchivedFile(archive, kept.location, kept.size)


def read_both_ways(tmp_path: Path, text: str) -> list[tuple[list[object], Findings]]:
    file = archived(tmp_path, text)
    answers = []
    for size in (0, reading.LARGE_BYTES):
        findings = Findings()
        batches = reading.read(replace(file, size=size), TABLE, findings)
        rows: list[object] = [row for batch in batches for row in batch.columns.to_pylist()]
        answers.append((rows, findings))
    return answers


def test_rows_and_findings_are_the_same(tmp_path: Path) -> None:
    here, elsewhere = read_both_ways(tmp_path, MIXED)
    assert here == elsewhere
    assert len(elsewhere[0]) == 1 and elsewhere[1].unexpected == ["votes"] and elsewhere[1].malformed[0].line == 2


def test_refusal_comes_back(tmp_path: Path) -> None:
    file = archived(tmp_path, MIXED[:-1])
    with pytest.raises(BadFile, match="the file ends in the middle of it"):
        list(parse_in_process(file, TABLE, Findings()))


def test_error_of_the_file_system_comes_back(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = archived(tmp_path, MIXED)
    with pytest.raises(FileNotFoundError):
        list(parse_in_process(replace(file, location=f"{file.location}.gone"), TABLE, Findings()))
    assert capfd.readouterr().err == ""


def test_reader_that_is_ended_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = archived(tmp_path, MIXED)
    monkeypatch.setattr("sys.executable", shutil.which("false"))
    with pytest.raises(MoviesError, match=r"audience_pulse\.json: the process that read it was ended"):
        list(parse_in_process(file, TABLE, Findings()))
