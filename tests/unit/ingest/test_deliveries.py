import hashlib
import os
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
    tables = {"movies": movies()}
    assert [found.name for found in find([tmp_path], tables)] == ["movies_a.csv.gz", "movies_b.csv"]
    assert [found.table.name for found in find([tmp_path / "movies_b.csv"], tables)] == ["movies"]


def test_an_unmatched_file_in_a_folder_is_passed_over_and_said(tmp_path: Path) -> None:
    for name in ("README.txt", "movies_b.csv"):
        (tmp_path / name).touch()
    (tmp_path / "deeper.csv").mkdir()
    (tmp_path / "movies_gone.csv").symlink_to("nothing")
    os.mkfifo(tmp_path / "movies_pipe.csv")
    said: dict[str, str] = {}
    found = find([tmp_path], {"movies": movies()}, lambda file, why: said.update({file.name: why}))
    assert [each.name for each in found] == ["movies_b.csv"]
    assert said.pop("README.txt").startswith("README.txt: no contract takes")
    assert said == {
        "deeper.csv": "deeper.csv/ is a folder; name it as well where it holds deliveries",
        "movies_gone.csv": "movies_gone.csv is a link to nothing; mend or remove it",
        "movies_pipe.csv": "movies_pipe.csv is no file that holds data; move it away",
    }


def test_two_files_that_would_be_one_delivery_are_refused(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        delivered(tmp_path / folder, "movies.csv")
    paths = [tmp_path / "a", tmp_path / "b"]
    with pytest.raises(MoviesError, match=r"a/movies.csv and .*b/movies.csv share the name movies.csv; rename one"):
        find(paths, {"movies": movies()})
    assert len(find([paths[0], paths[0] / "movies.csv"], {"movies": movies()})) == 1


def test_a_link_is_a_delivery_of_its_own_name(tmp_path: Path) -> None:
    delivered(tmp_path, "latest")
    (tmp_path / "movies_2026-11-01.csv").symlink_to("latest")
    assert [found.name for found in find([tmp_path], {"movies": movies()})] == ["movies_2026-11-01.csv"]


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
