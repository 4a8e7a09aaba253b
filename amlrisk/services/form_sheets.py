"""A printed form as a file: title, unit, columns, rows and the lines where people sign; xlsx and csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import repeat
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from amlrisk.services.spreadsheets import CSV_TYPE, XLSX_TYPE, Cell, book_pieces, fitting, harmless

_BOM = "\ufeff"
_PIECE = 1 << 16
_SHEET_NAME = 31
_WIDEST = 44
_A4 = 9
_THIN = Side(style="thin", color="8793A2")
_BOXED = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_TITLE = Font(bold=True, size=15)
_HEAD = Font(bold=True)
_GROUND = PatternFill("solid", fgColor="E9EDF1")
_SOFT = Font(color="566171", size=9)


class FormFormat(StrEnum):
    XLSX = "xlsx"
    CSV = "csv"

    @property
    def content_type(self) -> str:
        return XLSX_TYPE if self is FormFormat.XLSX else CSV_TYPE


class FormSheet(NamedTuple):
    """``heads`` stand between title and table (unit, period, institution), ``feet`` beneath it (signatures, remarks).

    ``widths`` are in characters, one a column. Without ``columns`` the rows are the form: labels beside what they mean.
    """

    name: str
    title: str
    heads: Sequence[str]
    columns: Sequence[str]
    widths: Sequence[int]
    rows: Iterable[Sequence[Cell]]
    signatures: Sequence[str]
    remarks: Sequence[str]


def form_pieces(sheet: FormSheet, form: FormFormat) -> Iterator[bytes]:
    """The file, in pieces; rows are read as they are written."""
    return _xlsx(sheet) if form is FormFormat.XLSX else _csv(sheet)


def _csv(sheet: FormSheet) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write(_BOM)
    above = [[sheet.title], *([each] for each in sheet.heads), *([sheet.columns] if sheet.columns else [])]
    below = [["    ".join(sheet.signatures)], *([each] for each in sheet.remarks)]
    for rows in (above, sheet.rows, below):
        for row in rows:
            writer.writerow([harmless(each) for each in row])
            if buffer.tell() > _PIECE:
                yield _taken(buffer)
    yield _taken(buffer)


def _taken(buffer: io.StringIO) -> bytes:
    data = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return data


def _xlsx(sheet: FormSheet) -> Iterator[bytes]:
    book = Workbook(write_only=True)
    page = book.create_sheet("".join("·" if sign in r"[]:*?/\\" else sign for sign in sheet.name)[:_SHEET_NAME])
    _set_up(page, sheet)
    width = len(sheet.widths)
    page.append(_across(page, sheet.title, width, _TITLE))
    for head in sheet.heads:
        page.append([_cell(page, head, font=_SOFT)])
    if sheet.columns:
        page.append([_cell(page, each, font=_HEAD, fill=_GROUND, border=_BOXED) for each in sheet.columns])
    for row in sheet.rows:
        page.append([_cell(page, each, border=_BOXED) for each in row])
    page.append([])
    page.append([_cell(page, "        ".join(sheet.signatures), wrapped=False)])
    for remark in sheet.remarks:
        page.append([_cell(page, remark, font=_SOFT, wrapped=False)])
    yield from book_pieces(book)


def _set_up(page: Any, sheet: FormSheet) -> None:  # openpyxl ships no types
    for number, width in enumerate(sheet.widths, 1):
        page.column_dimensions[get_column_letter(number)].width = min(width, _WIDEST)
    above = 1 + len(sheet.heads)
    if sheet.columns:
        page.freeze_panes = f"A{above + 2}"
        page.print_title_rows = f"{above + 1}:{above + 1}"
    page.page_setup.paperSize = _A4
    page.page_setup.orientation = "landscape" if sheet.columns else "portrait"
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.fitToHeight = 0


def _across(page: Any, text: str, width: int, font: Font) -> list[Any]:
    """In the middle of the table without merged cells, which no program can sort or read well."""
    cells = [_cell(page, each, font=font) for each in (text, *repeat(None, width - 1))]
    for each in cells:
        each.alignment = Alignment(horizontal="centerContinuous", vertical="center")
    return cells


def _cell(page: Any, value: Cell, *, wrapped: bool = True, **styles: Any) -> Any:
    cell = WriteOnlyCell(page, value=fitting(value))
    if wrapped:
        cell.alignment = _WRAPPED
    for name, style in styles.items():
        setattr(cell, name, style)
    return cell
