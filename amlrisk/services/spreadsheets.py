"""Tables for spreadsheets: csv as Excel reads it, xlsx row by row. What is text stays text.

A cell that begins like a formula would be computed when the file is opened (CWE-1236), also in a csv: it gets an
apostrophe in front. Numbers that are numbers are left alone.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import IO, Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

Cell = str | int | float | Decimal | datetime | None

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_CELL_CHARS = 32_767  # what a cell of Excel can hold
_SHEET_ROWS = 1_000_000  # a sheet ends at 1 048 576
_SHEET_NAME = 31
_PIECE = 1 << 16
_BOM = "\ufeff"  # without it Excel takes UTF-8 for the system's encoding

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Sheet(NamedTuple):
    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def csv_pieces(sheet: Sheet) -> Iterator[bytes]:
    """One table as csv (UTF-8 with byte order mark, CRLF), in pieces."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(_BOM)
    writer.writerow([harmless(each) for each in sheet.columns])
    for row in sheet.rows:
        writer.writerow([harmless(each) for each in row])
        if buffer.tell() > _PIECE:
            yield _taken(buffer)
    yield _taken(buffer)


def xlsx_pieces(sheets: Iterable[Sheet]) -> Iterator[bytes]:
    """Tables as one workbook, in pieces; written to a temporary file first, never held in memory as a whole.

    A table longer than a sheet goes on in the next.
    """
    book = Workbook(write_only=True)
    for sheet in sheets:
        _fill(book, sheet)
    yield from book_pieces(book)


def book_pieces(book: Workbook) -> Iterator[bytes]:
    """A workbook as a file, in pieces."""
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        yield from _read(file)


def _fill(book: Workbook, sheet: Sheet) -> None:
    page: Any = None
    for number, row in enumerate(sheet.rows):
        if number % _SHEET_ROWS == 0:
            page = _new_page(book, sheet, number // _SHEET_ROWS)
        page.append([fitting(each) for each in row])
    if page is None:
        _new_page(book, sheet, 0)


def _new_page(book: Workbook, sheet: Sheet, number: int) -> Any:  # openpyxl ships no types
    suffix = f" {number + 1}" if number else ""
    # Excel allows none of these in the name of a sheet.
    name = "".join("·" if sign in r"[]:*?/\\" else sign for sign in sheet.title)
    page = book.create_sheet(name[: _SHEET_NAME - len(suffix)] + suffix)
    page.freeze_panes = "A2"
    page.append([fitting(each) for each in sheet.columns])
    return page


def harmless(cell: Cell) -> str | int | float | Decimal | None:
    """Nothing that a spreadsheet would compute."""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return cell


def fitting(cell: Cell) -> object:
    """As a cell of Excel can hold it: no control characters, no zone, not too long."""
    shown = harmless(cell)
    if not isinstance(shown, str):
        return shown
    clean = ILLEGAL_CHARACTERS_RE.sub("\ufffd", shown)
    return clean if len(clean) <= _CELL_CHARS else f"{clean[: _CELL_CHARS - 1]}…"


def _taken(buffer: io.StringIO) -> bytes:
    data = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return data


def _read(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece
