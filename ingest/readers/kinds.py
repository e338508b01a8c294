"""What a file is, whatever its name says: told by its first bytes, and for archives by what is in them."""

import zipfile
from typing import BinaryIO

HEAD_BYTES = 4096
GZIP, ZSTD, ZIP, OLE = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
BZIP2 = tuple(b"BZh%d1AY&SY" % level for level in range(1, 10))
EXCEL, PARQUET = "an Excel workbook (.xlsx)", "a Parquet file"
# The bytes, where they are, and what has them; those that spell a word may as well begin a text.
SIGNS: list[tuple[bytes | tuple[bytes, ...], int, str]] = [
    (GZIP, 0, "a gzip file"),
    (BZIP2, 0, "a bzip2 file"),
    (ZSTD, 0, "a Zstandard file"),
    (b"\xfd7zXZ\0", 0, "an xz file"),
    (b"\x04\x22\x4d\x18", 0, "an LZ4 file"),
    (b"7z\xbc\xaf\x27\x1c", 0, "a 7z archive"),
    (b"Rar!\x1a\x07", 0, "a RAR archive"),
    (b"ustar", 257, "a tar archive"),
    (ZIP, 0, "a ZIP archive"),
    (b"PK\x05\x06", 0, "an empty ZIP archive"),
    (OLE, 0, "an old Office document"),
    (b"%PDF", 0, "a PDF document"),
    (b"{\\rtf", 0, "an RTF document"),
    (b"\x89PNG", 0, "a PNG image"),
    (b"\xff\xd8\xff", 0, "a JPEG image"),
    (b"GIF8", 0, "a GIF image"),
    (b"PAR1", 0, PARQUET),
    (b"PARE", 0, "an encrypted Parquet file"),
    (b"ORC", 0, "an ORC file"),
    (b"Obj\x01", 0, "an Avro file"),
    (b"ARROW1", 0, "an Arrow (Feather) file"),
    (b"\x89HDF", 0, "an HDF5 file"),
    (b"SQLite format 3\0", 0, "an SQLite database"),
    (b"\x7fELF", 0, "a program"),
    (b"MZ\x90", 0, "a program"),
]
# A file that only such a document has.
IN_ZIP = {
    "xl/workbook.xml": EXCEL,
    "xl/workbook.bin": "a binary Excel workbook (.xlsb)",
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "META-INF/manifest.xml": "an OpenDocument file",
    "Index/Document.iwa": "an Apple iWork document",
}
IN_OLE = {
    "EncryptedPackage": "a password-protected Office document",
    "Workbook": "an old Excel workbook (.xls)",
    "Book": "an old Excel workbook (.xls)",
    "WordDocument": "an old Word document",
}
# For where only the name is known: what files are that are called so.
ENDINGS = {
    ".pdf": "a PDF document",
    ".parquet": PARQUET,
    ".xlsx": EXCEL,
    ".xls": IN_OLE["Workbook"],
    ".xlsb": IN_ZIP["xl/workbook.bin"],
    ".ods": IN_ZIP["META-INF/manifest.xml"],
    ".doc": IN_OLE["WordDocument"],
    ".docx": IN_ZIP["word/document.xml"],
    ".tar": "a tar archive",
    ".tgz": "a tar archive inside a gzip file",
    ".7z": "a 7z archive",
    ".rar": "a RAR archive",
    ".xz": "an xz file",
}


def kind_of_head(head: bytes) -> str | None:
    """What starts with these bytes; None where that may be data as text."""
    for sign, place, what in SIGNS:
        if head.startswith(sign, place) and (b"\0" in head or isinstance(sign, tuple) or not sign.isalnum()):
            return what
    if head.lstrip().lower().startswith((b"<!doctype html", b"<html")):
        return "an HTML page (an error page of a download?)"
    return "an XML document" if head.lstrip().startswith(b"<?xml") else None


def kind_of(stream: BinaryIO) -> str | None:
    """What a whole file is, which is read from its start and set back there; None where that may be data as text."""
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    what = None
    if head.startswith(ZIP):
        what = kind_of_zip(stream)
    elif head.startswith(OLE):
        names = stream.read()
        what = next((what for name, what in IN_OLE.items() if name.encode("utf-16-le") in names), None)
    stream.seek(0)
    return what or kind_of_head(head)


def kind_of_zip(stream: BinaryIO) -> str | None:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return None
    return next((what for name, what in IN_ZIP.items() if name in names), None)
