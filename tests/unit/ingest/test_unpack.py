"""Compressed files, and files that are no data: told by their bytes, whatever they are called."""

import bz2
import gzip
import io
import zipfile

import pyarrow as pa
import pytest

from ingest.common.errors import BadFile
from tests.unit.ingest.support import json_movies, movies, read_all
from tests.unit.ingest.workbook import workbook

DATA = b"title,year,score\n" + b"".join(b"movie %d,2001,7.%d\n" % (n, n) for n in range(2000))


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


PACKED = {
    "movies.csv.gz": gzip.compress(DATA, mtime=0),
    "movies.csv.bz2": bz2.compress(DATA),
    "movies.csv.zst": pa.compress(DATA, codec="zstd", asbytes=True),
    "movies.zip": zipped({"movies.csv": DATA, "__MACOSX/._movies.csv": b"x", "folder/": b""}),
}


@pytest.mark.parametrize("name", PACKED)
def test_what_is_packed_is_read_whatever_it_is_called(name: str) -> None:
    table = movies()
    assert table.takes(name)
    expected = read_all(DATA, table)
    assert len(expected[0]) == 2000
    assert read_all(PACKED[name], table, name) == read_all(PACKED[name], table, "movies.csv") == expected


@pytest.mark.parametrize("name", ["movies.csv.gz", "movies.csv.bz2", "movies.csv.zst"])
def test_packed_twice_over_is_one_file(name: str) -> None:
    assert len(read_all(PACKED[name] + PACKED[name], movies())[0]) == 2 * 2000 + 1  # the header again


def test_which_names_a_contract_takes() -> None:
    taken = ["movies_1.csv", "movies_1.csv.gz", "movies_1.csv.zip", "movies_1.zip", "movies_1.csv.GZ"]
    assert all(map(movies().takes, taken))
    assert not any(map(movies().takes, ["movies_1.gz", "movies_1.json.zip", "movies_1.csv.7z", "movies_1.xlsx"]))


def tar() -> bytes:
    return (b"movies.csv".ljust(257, b"\0") + b"ustar\0" + b"00").ljust(10240, b"\0")


LOCKED = bytearray(zipped({"movies.csv": DATA}))
LOCKED[6] |= 1
LOCKED[LOCKED.index(b"PK\x01\x02") + 8] |= 1
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SHEET = workbook({"A": [["title"]]})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (zipped({"a.csv": DATA, "b.csv": DATA}), "a ZIP archive with 2 files (a.csv, b.csv); deliver each by itself"),
        (zipped({f"{n}.csv": DATA for n in range(9)}), "a ZIP archive with 9 files (0.csv, 1.csv, 2.csv, ...)"),
        (zipped({}), "an empty ZIP archive"),
        (bytes(LOCKED), "this is a password-protected ZIP archive"),
        (zipped({"word/document.xml": b"x"}), "this is a Word document"),
        (SHEET, "this is an Excel workbook (.xlsx), not text"),
        (gzip.compress(SHEET, mtime=0), "this is a ZIP archive inside a gzip file"),
        (zipped({"a.csv.gz": PACKED["movies.csv.gz"]}), "this is a gzip file inside a ZIP archive"),
        (gzip.compress(tar(), mtime=0), "this is a tar archive inside a gzip file"),
        (tar(), "this is a tar archive"),
        (b"7z\xbc\xaf\x27\x1c\0\4", "this is a 7z archive"),
        (b"Rar!\x1a\x07\1\0", "this is a RAR archive"),
        (b"\xfd7zXZ\0\0", "this is an xz file"),
        (b"%PDF-1.7\n%\xe2\xe3", "this is a PDF document"),
        (OLE, "this is an old Office document"),
        (OLE + "Workbook".encode("utf-16-le") + bytes(600), "this is an old Excel workbook (.xls)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "this is a password-protected Office document"),
        (b"PAR1\x15\0\x15", "this is a Parquet file"),
        (b"SQLite format 3\0", "this is an SQLite database"),
        (b'<?xml version="1.0"?><movies/>', "this is an XML document"),
        (PACKED["movies.csv.gz"][:-9], "the gzip file is cut off; deliver it again"),
        (PACKED["movies.csv.bz2"][:-9], "the bzip2 file is cut off; deliver it again"),
        (PACKED["movies.csv.zst"][:-9], "the Zstandard file is cut off; deliver it again"),
        (PACKED["movies.zip"][:-9], "the ZIP archive is damaged"),
        (PACKED["movies.csv.bz2"][:60] + b"\0\0\0\0" + PACKED["movies.csv.bz2"][64:], "the bzip2 file is damaged"),
        (PACKED["movies.csv.zst"][:6] + b"\xff" * 6 + PACKED["movies.csv.zst"][12:], "the Zstandard file is damaged"),
        (PACKED["movies.zip"][:80] + b"\0\0\0\0" + PACKED["movies.zip"][84:], "the ZIP archive is damaged"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_named_for_what_it_is(data: bytes, says: str) -> None:
    for table in (movies(), json_movies()):
        with pytest.raises(BadFile) as caught:
            read_all(data, table)
        assert says in str(caught.value)
        assert "name" not in str(caught.value)


@pytest.mark.parametrize("title", ["ORC", "PAR1", "GIF89a", "BZh", "MZ", "Obj"])
def test_a_word_that_other_files_begin_with_is_a_word(title: str) -> None:
    table = movies(renamed={title: "title"})
    assert read_all(f"{title},year,score\nUp,2009,1\n".encode(), table)[0] == [(2, ("Up", "2009", "1", None))]
