"""Cells whose formula failed (`#DIV/0!`, `#REF!`): calamine reads them as empty, which says that there is no figure."""

import re
import zipfile
from collections.abc import Iterator
from typing import IO, BinaryIO

from ingest.readers.xlsx_extent import PIECE_BYTES, is_sheet

FAILED_CELL = re.compile(rb"""(<(?:\w+:)?c\b[^>]*\bt=)["']e["']""")


def copy_with_errors_as_text(file: BinaryIO, copy: IO[bytes]) -> None:
    """Copies a workbook; where a cell shows an error, the copy has that as a text."""
    with zipfile.ZipFile(file) as archive, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        for name in archive.namelist():
            with archive.open(name) as part, target.open(name, "w") as written:
                for piece in whole_tags(part):
                    written.write(FAILED_CELL.sub(rb'\1"str"', piece) if is_sheet(name) else piece)
    copy.seek(0)


def whole_tags(part: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while piece := part.read(PIECE_BYTES):
        rest += piece
        end = rest.rfind(b"<")
        if end > 0:
            yield rest[:end]
            rest = rest[end:]
    yield rest
