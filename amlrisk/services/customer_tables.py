"""Tables of customers, as csv or as the first sheet of a workbook."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from amlrisk.errors import InvalidInput, Issue, MalformedInput
from amlrisk.facts.issues import issue
from amlrisk.services.columns import Column, header_key
from amlrisk.services.customer_columns import BY_KEY
from amlrisk.services.customer_rows import Row, Source, Table
from amlrisk.services.table_files import Cells, CsvFile, SheetCells, open_sheets

_NEEDED = ("ref", "kind", "name")


def read_header(cells: Sequence[str], known: Mapping[str, Column] = BY_KEY, needed: Collection[str] = _NEEDED) -> Table:
    """The columns of a header.

    InvalidInput names every column that is unknown, there twice or missing; MalformedInput where none is known.
    """
    names = tuple(cell.strip().strip("\ufeff") for cell in cells)
    columns: list[Column] = []
    issues: list[Issue] = []
    for position, name in enumerate(names, start=1):
        column = known.get(header_key(name))
        if column is None:
            issues.append(issue(name or f"#{position}", "unknown_column"))
        elif column in columns:
            issues.append(issue(name, "duplicate_column", value=column.name))
        else:
            columns.append(column)
    if not columns:
        raise MalformedInput(detail="no header: the first row names no known column / 首行没有任何已知列名")
    issues.extend(issue(name, "missing_column") for name in needed if all(c.name != name for c in columns))
    if issues:
        raise InvalidInput(tuple(issues))
    return Table(header=names, columns=tuple(columns))


def sources(table: Table, cells: Iterable[Cells]) -> Iterator[Source]:
    """Rows that hold something; one of another length than the header is not to be trusted."""
    width = len(table.columns)
    for number, row, fault in cells:
        if not any(cell.strip() for cell in row) and fault is None:
            continue
        issues = () if fault is None else (fault,)
        if fault is None and len(row) != width:
            found = {"found": len(row), "expected": width}
            issues = (issue(f"row {number}", "ragged_row", **found),)
        yield Source(number=number, cells=tuple(row), issues=issues)


class CustomerTable:
    """Customers from the rows of a csv file or a sheet."""

    def __init__(self, cells: CsvFile | SheetCells) -> None:
        self._cells = cells
        self._table = read_header(cells.header)

    @classmethod
    def of_csv(cls, path: Path, resources: ExitStack) -> CustomerTable:
        return cls(CsvFile(path, resources, BY_KEY))

    @classmethod
    def of_xlsx(cls, path: Path, resources: ExitStack) -> CustomerTable:
        for sheet in open_sheets(path, resources):
            return cls(sheet)
        raise MalformedInput(detail="the workbook has no sheet / 工作簿中没有工作表")

    def share_read(self) -> float:
        return self._cells.share_read()

    def rows(self) -> Iterator[Row]:
        return self._table.customers(sources(self._table, self._cells.cells()))
