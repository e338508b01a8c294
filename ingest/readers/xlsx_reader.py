"""Reads Excel workbooks: what a sheet's cells hold, not how they are shown; the line of a row is its number there."""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from tempfile import TemporaryFile
from typing import Any, BinaryIO

import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from ingest.common.errors import BadFile
from ingest.contracts.table import Table
from ingest.readers.batch import Batch, Findings, MalformedRecord
from ingest.readers.headers import match_header
from ingest.readers.kinds import EXCEL
from ingest.readers.rows import checked_batch, number_text
from ingest.readers.unpack import check_kind, unpacked_file
from ingest.readers.xlsx_errors import copy_with_errors_as_text
from ingest.readers.xlsx_extent import check_extent

BATCH_ROWS = 10_000
Row = list[str]


def read_xlsx(stream: BinaryIO, table: Table, name: str, findings: Findings) -> Iterator[Batch]:
    """Rows of the one sheet of a workbook, or of the sheet that the contract names."""
    yield from read_sheet(open_sheet(stream, table.sheet), table, findings)


def xlsx_header(stream: BinaryIO) -> list[str]:
    """Names of the columns of a workbook's one sheet; none where it is empty."""
    return next(filled_rows(open_sheet(stream, ""), 0), (0, []))[1]


def open_sheet(stream: BinaryIO, wanted: str) -> CalamineSheet:
    with unpacked_file(stream) as file, TemporaryFile() as copy:
        check_kind(file, EXCEL)
        try:
            if errors := check_extent(file):
                copy_with_errors_as_text(file, copy)
            return find_sheet(CalamineWorkbook.from_filelike(copy if errors else file), wanted)
        except (CalamineError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise BadFile(f"the Excel workbook is damaged ({error}); deliver it again") from None


def find_sheet(workbook: CalamineWorkbook, wanted: str) -> CalamineSheet:
    if wanted and wanted not in workbook.sheet_names:
        raise BadFile(f"no sheet {wanted!r}, only {listed(workbook.sheet_names)}; mend 'sheet' in the contract")
    if wanted:
        return workbook.get_sheet_by_name(wanted)
    visible = [
        each.name
        for each in workbook.sheets_metadata
        if each.typ == SheetTypeEnum.WorkSheet and each.visible == SheetVisibleEnum.Visible
    ]
    filled = [sheet for sheet in map(workbook.get_sheet_by_name, visible) if sheet.end]
    if not filled:
        raise BadFile("empty workbook; deliver at least the header")
    if len(filled) > 1:
        names = listed([sheet.name for sheet in filled])
        raise BadFile(f"several sheets with something in them, {names}; say in the contract which: sheet: NAME")
    return filled[0]


def listed(names: Sequence[str]) -> str:
    return ", ".join(map(repr, names))


def read_sheet(sheet: CalamineSheet, table: Table, findings: Findings) -> Iterator[Batch]:
    rows = filled_rows(sheet, table.skip_lines)
    _, names = next(rows, (0, []))
    if not names:
        raise BadFile("empty sheet; deliver at least the header")
    header = match_header(names, table)
    findings.unexpected.extend(header.unexpected)
    while group := list(islice(rows, BATCH_ROWS)):
        sound = []
        for line, row in group:
            if len(row) > len(names):
                reason = f"{len(row)} values instead of {len(names)}"
                findings.malformed.append(MalformedRecord(line, "\t".join(row), reason))
            else:
                sound.append((line, row + [""] * (len(names) - len(row))))
        columns = [pa.array([row[place] for _, row in sound], pa.string()) for place in range(len(names))]
        yield checked_batch(table, header, columns, [line for line, _ in sound], findings)


def filled_rows(sheet: CalamineSheet, skipped: int) -> Iterator[tuple[int, Row]]:
    """Numbers and values of rows that have any, up to the last of each; numbers count what the sheet does not show."""
    for line, cells in enumerate(sheet.to_python(skip_empty_area=False), 1):
        row = [text_of(cell) for cell in cells]
        while row and not row[-1]:
            row.pop()
        if row and line > skipped:
            yield line, row


def text_of(cell: Any) -> str:
    """
    What a cell holds, as text that loses nothing of it.

    >>> [text_of(cell) for cell in (2009.0, 7.1, True, date(2009, 5, 29), "", " Up ")]
    ['2009', '7.1', 'true', '2009-05-29', '', ' Up ']
    """
    match cell:
        case bool():
            return str(cell).lower()
        case int() | float():
            return number_text(cell)
        case datetime():
            return cell.isoformat(" ")
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell)
