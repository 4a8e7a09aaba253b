"""Tables in files as such: csv in the encodings that Chinese spreadsheets write, and the sheets of a workbook.

Read as streams; of an xlsx file only the table of shared texts is held in memory. Formulas are not evaluated:
the values that the spreadsheet saved beside them count.
"""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime, time
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from amlrisk.errors import InputTooLarge, Issue, MalformedInput
from amlrisk.facts.issues import issue
from amlrisk.services.columns import header_key

_CHUNK = 1 << 20
_DELIMITERS = ",;\t"
_HEADER_LIMIT = 1 << 16
_SEVERAL = 3
_MOST_UNPACKED = 2 << 30
_EXACT_DIGITS = 10**15
_NO_WORKBOOK = "not a readable xlsx workbook / 不是可读的 xlsx 工作簿"

#: A row: its number in the file (the header is 1), its cells, and what keeps it from being read.
Cells = tuple[int, Sequence[str], Issue | None]


# --- csv ----------------------------------------------------------------------------------------------


def detect_encoding(file: io.BufferedReader) -> str:
    """``utf-8-sig`` or ``gb18030``, whichever the whole file is valid in; MalformedInput where it is neither.

    UTF-8 that is damaged or cut short is often valid GB18030, of quite other characters: a file that reads as
    UTF-8 for several Chinese characters, or up to its very end, is not taken for GB18030.
    """
    start = file.read(4)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise MalformedInput(detail="UTF-16; save as CSV UTF-8 / 编码为 UTF-16，请另存为 CSV UTF-8")
    as_utf8 = _decoded(file, "utf-8-sig")
    if as_utf8.valid:
        return "utf-8-sig"
    if start.startswith(codecs.BOM_UTF8) or as_utf8.wide >= _SEVERAL or as_utf8.at_end:
        raise MalformedInput(detail="damaged UTF-8 / UTF-8 编码已损坏或不完整")
    if _decoded(file, "gb18030").valid:
        return "gb18030"
    raise MalformedInput(detail="neither UTF-8 nor GB18030 / 编码既不是 UTF-8 也不是 GB18030")


class _Decoded(NamedTuple):
    """``wide`` characters beyond U+07FF came before the fault, if there was one; ``at_end``: the last one is cut."""

    valid: bool
    wide: int
    at_end: bool


def _decoded(file: io.BufferedReader, encoding: str) -> _Decoded:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    wide, at_end = 0, False
    try:
        while chunk := file.read(_CHUNK):
            wide += _wide(decoder.decode(chunk))
        at_end = True
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return _Decoded(False, wide + _wide(error.object[: error.start].decode(encoding, "replace")), at_end)
    finally:
        file.seek(0)
    return _Decoded(True, wide, False)


def _wide(text: str) -> int:
    return 0 if text.isascii() else sum(c > "\u07ff" for c in text)


class CsvFile:
    """UTF-8 (with or without BOM) or GB18030; separated by comma, semicolon or tab.

    ``known`` are the names of columns, by which the separator is told.
    """

    def __init__(self, path: Path, resources: ExitStack, known: Collection[str]) -> None:
        self.title = path.name
        self._file = resources.enter_context(path.open("rb"))
        self._size = max(1, path.stat().st_size)
        encoding = detect_encoding(self._file)
        text = resources.enter_context(io.TextIOWrapper(self._file, encoding, newline=""))
        first = text.readline(_HEADER_LIMIT)
        if not first.strip():
            raise MalformedInput(detail="no header: the file is empty / 文件为空，没有表头")
        text.seek(0)
        self._reader = csv.reader(text, delimiter=_delimiter(first, known), strict=True)
        try:
            self.header: Sequence[str] = next(self._reader)
        except csv.Error as error:
            raise MalformedInput(detail=str(error)) from None

    def share_read(self) -> float:
        return 1.0 if self._file.closed else self._file.tell() / self._size

    def cells(self) -> Iterator[Cells]:
        """The rows below the header, as long as they are."""
        number = 1
        while True:
            number += 1
            try:
                row = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield number, (), issue(f"row {number}", "broken_row", detail=str(error))
            else:
                yield number, row, None


def _delimiter(first: str, known: Collection[str]) -> str:
    """The separator by which the most columns of the header are known."""

    def columns(delimiter: str) -> int:
        return sum(header_key(name.strip('"')) in known for name in first.rstrip("\r\n").split(delimiter))

    return max(_DELIMITERS, key=columns)


# --- xlsx ---------------------------------------------------------------------------------------------


class SheetCells:
    """A sheet of a workbook."""

    def __init__(self, title: str, sheet: Any) -> None:  # openpyxl ships no types
        self.title = title
        # The size that a sheet states may be wrong, and rows beyond it would be left out.
        self._total = max(1, sheet.max_row or 1)
        sheet.reset_dimensions()
        self._rows = enumerate(sheet.iter_rows(values_only=True), start=1)
        self._number = 0
        self.header: Sequence[str] = _trimmed([cell_text(value) for value in self._next()], 0)

    def _next(self) -> Sequence[Any]:
        try:
            found: Sequence[Any] = next(self._rows, (0, ()))[1]
        except _BROKEN as error:
            raise MalformedInput(detail=f"{_NO_WORKBOOK}: {type(error).__name__}") from None
        return found

    def share_read(self) -> float:
        return self._number / self._total

    def cells(self) -> Iterator[Cells]:
        """The rows below the header; empty cells fill them up to its width."""
        width = len(self.header)
        try:
            for number, values in self._rows:
                self._number = number
                yield number, _trimmed([cell_text(value) for value in values], width), None
        except _BROKEN as error:
            raise MalformedInput(detail=f"{_NO_WORKBOOK}: row {self._number + 1}, {type(error).__name__}") from None


_BROKEN = (zipfile.BadZipFile, zlib.error, SyntaxError, ValueError, KeyError)


def open_sheets(path: Path, resources: ExitStack) -> Iterator[SheetCells]:
    """The sheets of a workbook, each opened when it is asked for."""
    _check_size(path)
    try:
        # read_only streams the rows; data_only takes the saved values of formulas.
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:
        raise MalformedInput(detail=f"{_NO_WORKBOOK}: {type(error).__name__}") from None
    resources.callback(book.close)
    for sheet in book.worksheets:
        yield SheetCells(f"{path.name}: {sheet.title}", sheet)


def _trimmed(cells: list[str], width: int) -> list[str]:
    """Without empty cells at the end, which say nothing; with so many that the header's width is reached."""
    while len(cells) > width and not cells[-1].strip():
        cells.pop()
    return cells + [""] * (width - len(cells))


def _check_size(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
    except (zipfile.BadZipFile, OSError) as error:
        if isinstance(error, OSError) and not path.exists():
            raise
        raise MalformedInput(detail=_NO_WORKBOOK) from None
    if unpacked > _MOST_UNPACKED:
        raise InputTooLarge(size=unpacked, limit=_MOST_UNPACKED)


def cell_text(value: Any) -> str:
    """A typed cell as the text that a csv of the same table would hold.

    Whole numbers lose ``.0``; dates are ISO; a number of more than 15 digits has lost the rest and is shown as
    spreadsheets show it, so that nobody takes it for an identity number.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(" ")
    if isinstance(value, int | float):
        if abs(value) >= _EXACT_DIGITS:
            return f"{value:.14E}"
        return str(int(value)) if value == int(value) else repr(value)
    return str(value)
