"""The report of the rows that were not taken in: one line per issue, beside what the row said.

Numbers that identify a person are masked, so the file helps to find and correct a row in its source; it is not
meant to be imported itself. A spreadsheet that opens it runs no formula that a row may hold.
"""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, TextIO

from amlrisk.errors import InvalidInput, Issue
from amlrisk.facts.identifiers import mask
from amlrisk.services.customer_rows import Row

COLUMNS = ("row", "column", "code", "reason_zh", "reason_en", "table")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
# In a row whose cells are out of place, whatever looks like a number of a person.
_LONG_NUMBER = re.compile(r"[0-9A-Za-z]*[0-9]{6,}[0-9A-Za-z]*")
_SECRETS = frozenset({"number", "phone", "email"})
_MOST_ISSUES = 50
_SHOWN = 2000


class Fault(NamedTuple):
    """What is wrong where: ``table`` names the file or sheet where it is not that of the customers, ``cells`` are what
    the row says."""

    row: int
    column: str
    issue: Issue
    table: str
    cells: Sequence[str]


class Rejects:
    """Writes rejects to ``path`` (csv, UTF-8 with BOM for spreadsheets), whole or not at all.

    The file appears when the block ends without an exception; with nothing rejected there is none, and one left
    over from an earlier run is removed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._part = path.with_name(f".{path.name}.{os.getpid()}.part")
        self._file: TextIO | None = None

    def __enter__(self) -> Rejects:
        return self

    def add(self, row: Row, error: InvalidInput) -> None:
        """Note every issue of a row that was refused."""
        located = ((*row.locate(issue.path), issue) for issue in error.issues)
        self.note([Fault(*each, "", shown_cells(row, each[0])) for each in located], row.header)
        self.count += 1

    def note(self, faults: Sequence[Fault], header: Sequence[str] = ()) -> None:
        """Write lines; ``header`` names the cells where these are the first."""
        if self._file is None:
            # Names and addresses stand in it: for the one who imports only.
            private = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            self._file = os.fdopen(private, "w", encoding="utf-8-sig", newline="")
            csv.writer(self._file).writerow((*COLUMNS, *map(harmless, header)))
        writer = csv.writer(self._file)
        for row, column, issue, table, cells in faults[:_MOST_ISSUES]:
            told = (str(row), column, issue.code, issue.zh, issue.en, table)
            writer.writerow(map(harmless, (*told, *cells)))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        if kind is not None:
            self._part.unlink(missing_ok=True)
        elif self._file is not None:
            os.replace(self._part, self.path)
        else:
            self.path.unlink(missing_ok=True)


def shown_json(raw: object) -> str:
    """A line of JSON with personal numbers masked."""
    return json.dumps(_without_numbers(raw), ensure_ascii=False, default=str)[:_SHOWN]


def shown_cells(row: Row, number: int) -> tuple[str, ...]:
    """The cells of one row of the file with personal numbers masked."""
    if not row.sources and row.raw is not None:
        return (shown_json(row.raw),)
    source = next((source for source in row.sources if source.number == number), None)
    if source is None:
        return ()
    if len(source.cells) != len(row.secret):
        return tuple(_LONG_NUMBER.sub(lambda found: mask(None, found[0]), cell) for cell in source.cells)
    return tuple(mask(None, cell) if secret else cell for cell, secret in zip(source.cells, row.secret, strict=True))


def _without_numbers(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: mask(None, str(v)) if k in _SECRETS else _without_numbers(v) for k, v in value.items()}
    return [_without_numbers(item) for item in value] if isinstance(value, list) else value


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe before the characters that begin one."""
    return "'" + cell if cell.startswith(_FORMULA) else cell
