import hashlib
from pathlib import Path

import fsspec
import pytest

from ingest.bronze.archive import Archive
from ingest.bronze.deliveries import Delivery, find, fingerprint
from ingest.common.errors import MoviesError
from tests.unit.ingest.support import movies

DATA = b"title,year,score\n"
SHA256 = hashlib.sha256(DATA).hexdigest()


def delivered(folder: Path, name: str, data: bytes = DATA) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_find_takes_files_and_what_folders_hold(tmp_path: Path) -> None:
    for name in ("movies_b.csv", "movies_a.csv.gz", ".hidden"):
        delivered(tmp_path, name)
    (tmp_path / "deeper").mkdir()
    tables = {"movies": movies()}
    assert [found.name for found in find([tmp_path], tables)] == ["movies_a.csv.gz", "movies_b.csv"]
    assert [found.table.name for found in find([tmp_path / "movies_b.csv"], tables)] == ["movies"]


def test_an_unmatched_file_in_a_folder_is_passed_over_and_said(tmp_path: Path) -> None:
    for name in ("README.txt", "movies_b.csv"):
        (tmp_path / name).touch()
    said: list[str] = []
    assert [found.name for found in find([tmp_path], {"movies": movies()}, said.append)] == ["movies_b.csv"]
    assert len(said) == 1 and said[0].startswith("README.txt: no contract takes")


def test_find_says_what_it_cannot_place(tmp_path: Path) -> None:
    path = delivered(tmp_path, "movies.csv")
    with pytest.raises(MoviesError, match=r"movies.csv: no contract takes .* one of other\*\.csv"):
        find([path], {"other": movies(name="other", files="other*.csv")})
    with pytest.raises(MoviesError, match=r"movies.csv: belongs to movies \(movies\*\.csv\) and more \(m\*\)"):
        find([path], {"movies": movies(), "more": movies(name="more", files="m*")})
    with pytest.raises(MoviesError, match=r"nowhere.csv: No such file"):
        find([tmp_path / "nowhere.csv"], {"movies": movies()})


def test_fingerprint(tmp_path: Path) -> None:
    assert fingerprint(Delivery(movies(), str(delivered(tmp_path, "movies.csv")))) == (SHA256, len(DATA))
    with pytest.raises(MoviesError, match=r"gone.csv: No such file"):
        fingerprint(Delivery(movies(), str(tmp_path / "gone.csv")))


@pytest.mark.parametrize("kind", ["file", "memory"])
def test_archive_keeps_the_bytes_once(tmp_path: Path, kind: str) -> None:
    fs = fsspec.filesystem(kind, auto_mkdir=True)
    archive = Archive(fs, f"{tmp_path}/archive")
    delivery = Delivery(movies(), str(delivered(tmp_path, "movies.csv")))
    archived = archive.put(delivery)
    assert archived == archive.put(delivery)
    assert (archived.location, archived.sha256, archived.size) == (f"movies/{SHA256}/movies.csv", SHA256, len(DATA))
    with archive.open(archived.location) as stream:
        assert stream.read() == DATA
    assert fs.find(f"{tmp_path}/archive") == [f"{tmp_path}/archive/movies/{SHA256}/movies.csv"]


def test_archive_leaves_nothing_of_a_copy_that_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(fsspec.filesystem("file", auto_mkdir=True), str(tmp_path / "archive"))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "settle", full)
    with pytest.raises(MoviesError, match=r"movies.csv: No space left on device"):
        archive.put(Delivery(movies(), str(delivered(tmp_path, "movies.csv"))))
    assert [path for path in (tmp_path / "archive").rglob("*") if path.is_file()] == []
