"""How far the sheets of a workbook reach: calamine takes memory for every cell up to the last one, filled or not."""

import re
import zipfile
from typing import IO, BinaryIO

from ingest.common.errors import BadFile

MAX_CELLS = 25_000_000
# What Excel itself can hold.
MAX_ROWS = 1 << 20
PIECE_BYTES = 1 << 20
# Rows and cells with something in them; an opening tag is never as long as the overlap of two pieces.
PLACE = re.compile(rb'<(?:\w+:)?(?:c|row)\b[^>]*?\br="([A-Za-z]*)(\d+)"[^>]*(?<!/)>')
OVERLAP_BYTES = 1000
# The type of a cell whose formula failed.
FAILED = (b't="e"', b"t='e'")


def check_extent(file: BinaryIO) -> bool:
    """BadFile when a sheet reaches so far that it could not be held, as with one stray cell in its last corner.

    Gives whether any formula may have failed.
    """
    failed = False
    with zipfile.ZipFile(file) as archive:
        for name in filter(is_sheet, archive.namelist()):
            with archive.open(name) as sheet:
                failed = check_sheet(sheet, name) or failed
    file.seek(0)
    return failed


def is_sheet(name: str) -> bool:
    return name.startswith("xl/worksheets/") and name.endswith(".xml")


def check_sheet(sheet: IO[bytes], name: str) -> bool:
    width = height = 0
    failed = False
    rest = b""
    while piece := sheet.read(PIECE_BYTES):
        rest += piece
        for letters, digits in PLACE.findall(rest):
            row = int(digits)
            if letters:
                width, height = max(width, column_number(letters)), max(height, row)
            if row > MAX_ROWS or width * height > MAX_CELLS:
                place = (letters + digits).decode()
                raise BadFile(f"{name} has something far off, in {place}; delete what stands there")
        failed = failed or any(mark in rest for mark in FAILED)
        rest = rest[-OVERLAP_BYTES:]
    return failed


def column_number(letters: bytes) -> int:
    """
    Number of a column that letters name.

    >>> column_number(b"A"), column_number(b"Z"), column_number(b"AA"), column_number(b"XFD")
    (1, 26, 27, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
