"""Value facts from files of their own: tables (csv, the sheets of a workbook) and JSON lines, gathered by customer.

A table is known by its columns. What cannot be understood as a whole raises InvalidInput or MalformedInput before
anything is taken in; a bad row is told in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

import msgspec

from amlrisk.errors import InvalidInput, MalformedInput
from amlrisk.facts.texts import trim
from amlrisk.services.columns import header_key
from amlrisk.services.customer_json import JsonLines, json_row
from amlrisk.services.customer_rows import Source
from amlrisk.services.customer_tables import read_header, sources
from amlrisk.services.table_files import CsvFile, SheetCells, open_sheets
from amlrisk.services.value_columns import TABLES, ValueTable
from amlrisk.services.value_rows import Entry, Opened, Spot, ValueAssembly
from amlrisk.store.gathered import Gathered

_TEXTS = (".csv", ".tsv", ".txt")
_LINES = (".jsonl", ".ndjson")
_BOOK = ".xlsx"
_BY_KEY = {table.name: table.by_key for table in TABLES}
_KNOWN = frozenset(key for keys in _BY_KEY.values() for key in keys)
_REF = "ref"
_NOBODY = "\n"
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Entry).decode


class ValueTables:
    """The value facts of a delivery. Use as a context manager; reading is over when it is made."""

    def __init__(self, paths: Sequence[Path], customers: Path | None = None) -> None:
        """``paths`` hold value facts alone; of the workbook ``customers`` the sheets after the first do."""
        self._opened: list[Opened] = []
        #: Sheets that hold something and no column for the customer.
        self.passed_over: list[str] = []
        self._rows = Gathered()
        try:
            for path in paths:
                self._read(path)
            if customers is not None and customers.suffix.lower() == _BOOK:
                self._read_book(customers, after_first=True)
            self._rows.sort()
        except BaseException:
            self._rows.__exit__(None, None, None)
            raise

    def __enter__(self) -> ValueTables:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rows.__exit__(kind, error, trace)

    def take(self, refs: Iterable[str]) -> dict[str, list[Entry]]:
        """The rows of each of ``refs`` that has any, in the order of the files."""
        return _entries(self._rows.take(refs))

    def left(self) -> Iterator[dict[str, list[Entry]]]:
        """Those of everybody who was not asked for, some customers at a time; ``is_nobody`` tells keys without one."""
        return map(_entries, self._rows.left())

    @staticmethod
    def is_nobody(key: str) -> bool:
        """Whether a key of ``left`` is no customer's, but that of a row that names none."""
        return key.startswith(_NOBODY)

    def add(self, entries: Iterable[Entry], assembly: ValueAssembly) -> None:
        """Put rows to what is known of a customer, and finish it."""
        for entry in entries:
            assembly.add(self._opened[entry.table], entry)
        assembly.finish()

    def first(self, entries: Sequence[Entry]) -> Spot:
        """Where the first of some rows stands."""
        return Spot(self._opened[entries[0].table].title, entries[0].source.number)

    # --- reading --------------------------------------------------------------------------------------

    def _read(self, path: Path) -> None:
        ending = path.suffix.lower()
        if ending == _BOOK:
            self._read_book(path, after_first=False)
        elif ending in _TEXTS:
            with ExitStack() as resources:
                self._read_table(CsvFile(path, resources, _KNOWN))
        elif ending in _LINES:
            with ExitStack() as resources:
                self._open(Opened(title=path.name, table=None))
                self._rows.add(self._lines(JsonLines(path, resources)))
        else:
            raise MalformedInput(detail=f"{path.name}: {', '.join((*_TEXTS, _BOOK, *_LINES))}")

    def _read_book(self, path: Path, *, after_first: bool) -> None:
        """Every sheet that has a column for the customer; others (notes, sums) are not about customers."""
        before = len(self._opened)
        with ExitStack() as resources:
            for place, sheet in enumerate(open_sheets(path, resources)):
                if after_first and place == 0:
                    continue
                if {header_key(name) for name in sheet.header} & _REFS:
                    self._read_table(sheet)
                elif any(sheet.header):
                    self.passed_over.append(sheet.title)
        if before == len(self._opened) and not after_first:
            raise MalformedInput(detail=f"{path.name}: no sheet has a column ref / 没有任何工作表含客户编号列")

    def _read_table(self, cells: CsvFile | SheetCells) -> None:
        table = _kind_of(cells.header)
        try:
            header = read_header(cells.header, _BY_KEY[table.name], table.needed)
        except InvalidInput as error:
            issues = (msgspec.structs.replace(each, path=f"{cells.title}: {each.path}") for each in error.issues)
            raise InvalidInput(tuple(issues)) from None
        except MalformedInput as error:
            raise MalformedInput(detail=f"{cells.title}: {error}") from None
        self._open(Opened(title=cells.title, table=table, header=header.header, columns=header.columns))
        at = next(place for place, column in enumerate(header.columns) if column.name == _REF)
        self._rows.add(self._keyed(at, sources(header, cells.cells())))

    def _open(self, opened: Opened) -> None:
        self._opened.append(opened)

    def _keyed(self, at: int, rows: Iterable[Source]) -> Iterator[tuple[str, bytes]]:
        place = len(self._opened) - 1
        for source in rows:
            ref = trim(source.cells[at]) if at < len(source.cells) else ""
            yield self._key(ref, source.number), _encode(Entry(table=place, source=source))

    def _lines(self, file: JsonLines) -> Iterator[tuple[str, bytes]]:
        place = len(self._opened) - 1
        for number, line in file.lines():
            source = Source(number=number, cells=())
            ref = json_row(number, line).ref
            yield self._key(ref, number), _encode(Entry(table=place, source=source, line=line))

    def _key(self, ref: str, number: int) -> str:
        """The customer's ref; of a row without a usable one a key that is nobody's."""
        return ref if ref.isprintable() and ref else f"{_NOBODY}{len(self._opened)}:{number}"


_REFS = frozenset(key for key, column in _BY_KEY["values"].items() if column.name == _REF)


def _kind_of(header: Sequence[str]) -> ValueTable:
    """The table of which the header has the most columns."""
    keys = {header_key(name) for name in header}
    return max(TABLES, key=lambda table: len(keys & _BY_KEY[table.name].keys()))


def _entries(found: dict[str, list[bytes]]) -> dict[str, list[Entry]]:
    return {ref: [_decode(body) for body in bodies] for ref, bodies in found.items()}
