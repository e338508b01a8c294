import hashlib
from pathlib import Path

import fsspec
import pytest

from ingest.deliveries import Archive, Delivery, find, fingerprint
from ingest.errors import MoviesError
from tests.unit.ingest.support import films

DATA = b"title,year,score\n"
SHA256 = hashlib.sha256(DATA).hexdigest()


def delivered(folder: Path, name: str, data: bytes = DATA) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_find_takes_files_and_what_folders_hold(tmp_path: Path) -> None:
    for name in ("films_b.csv", "films_a.csv.gz", ".hidden"):
        delivered(tmp_path, name)
    (tmp_path / "deeper").mkdir()
    tables = {"films": films()}
    assert [found.name for found in find([tmp_path], tables)] == ["films_a.csv.gz", "films_b.csv"]
    assert [found.table.name for found in find([tmp_path / "films_b.csv"], tables)] == ["films"]


def test_stranger_in_a_folder_is_passed_over_and_said(tmp_path: Path) -> None:
    for name in ("README.txt", "films_b.csv"):
        (tmp_path / name).touch()
    said: list[str] = []
    assert [found.name for found in find([tmp_path], {"films": films()}, said.append)] == ["films_b.csv"]
    assert len(said) == 1 and said[0].startswith("README.txt: no contract takes")


def test_find_says_what_it_cannot_place(tmp_path: Path) -> None:
    path = delivered(tmp_path, "films.csv")
    with pytest.raises(MoviesError, match=r"films.csv: no contract takes .* one of other\*\.csv"):
        find([path], {"other": films(name="other", files="other*.csv")})
    with pytest.raises(MoviesError, match=r"films.csv: belongs to films \(films\*\.csv\) and more \(f\*\)"):
        find([path], {"films": films(), "more": films(name="more", files="f*")})
    with pytest.raises(MoviesError, match=r"nowhere.csv: No such file"):
        find([tmp_path / "nowhere.csv"], {"films": films()})


def test_fingerprint(tmp_path: Path) -> None:
    assert fingerprint(Delivery(films(), str(delivered(tmp_path, "films.csv")))) == (SHA256, len(DATA))
    with pytest.raises(MoviesError, match=r"gone.csv: No such file"):
        fingerprint(Delivery(films(), str(tmp_path / "gone.csv")))


@pytest.mark.parametrize("kind", ["file", "memory"])
def test_archive_keeps_the_bytes_once(tmp_path: Path, kind: str) -> None:
    fs = fsspec.filesystem(kind, auto_mkdir=True)
    archive = Archive(fs, f"{tmp_path}/archive")
    delivery = Delivery(films(), str(delivered(tmp_path, "films.csv")))
    archived = archive.put(delivery)
    assert archived == archive.put(delivery)
    assert (archived.location, archived.sha256, archived.size) == (f"films/{SHA256}/films.csv", SHA256, len(DATA))
    with archive.open(archived.location) as stream:
        assert stream.read() == DATA
    assert fs.find(f"{tmp_path}/archive") == [f"{tmp_path}/archive/films/{SHA256}/films.csv"]


def test_archive_leaves_nothing_of_a_copy_that_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(fsspec.filesystem("file", auto_mkdir=True), str(tmp_path / "archive"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "settle", full)
    with pytest.raises(MoviesError, match=r"films.csv: No space left on device"):
        archive.put(Delivery(films(), str(delivered(tmp_path, "films.csv"))))
    assert [path for path in (tmp_path / "archive").rglob("*") if path.is_file()] == []
