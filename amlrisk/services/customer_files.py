"""Customers from files: csv, xlsx and JSON lines, read as a stream.

``docs/customers.md`` describes the formats. A file that cannot be read as a whole raises MalformedInput (wrong
encoding, no header, unknown columns) or InputTooLarge; a bad row is reported in its place and the next one read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from amlrisk.errors import InvalidInput, MalformedInput
from amlrisk.facts.issues import issue
from amlrisk.services.customer_json import JsonLines
from amlrisk.services.customer_rejects import Rejects
from amlrisk.services.customer_rows import Row, Source
from amlrisk.services.customer_tables import CustomerTable

__all__ = ["CustomerFile", "Rejects", "Row", "Source", "open_customer_file", "rows"]

_Reader = CustomerTable | JsonLines
_READERS: dict[str, Callable[[Path, ExitStack], _Reader]] = {
    ".csv": CustomerTable.of_csv,
    ".tsv": CustomerTable.of_csv,
    ".txt": CustomerTable.of_csv,
    ".xlsx": CustomerTable.of_xlsx,
    ".jsonl": JsonLines,
    ".ndjson": JsonLines,
}


class CustomerFile:
    """An open file of customers. Use as a context manager."""

    def __init__(self, path: Path) -> None:
        make = _READERS.get(path.suffix.lower())
        if make is None:
            known = ", ".join(_READERS)
            raise MalformedInput(detail=f"{path.name}: {known}")
        self._open = ExitStack()
        try:
            self._reader = make(path, self._open)
        except BaseException:
            self._open.close()
            raise

    def __enter__(self) -> CustomerFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def rows(self) -> Iterator[Row]:
        """The customers in the order of the file; one that appears again later is a problem of its later row."""
        seen: dict[int, int] = {}
        for row in self._reader.rows():
            ref = (row.raw or {}).get("ref")
            if not isinstance(ref, str):
                yield row
                continue
            # Hashes instead of texts: a million customers must fit. Two refs with one hash are not to be expected.
            before = seen.setdefault(hash(ref.strip()), row.number)
            yield row if before == row.number else _refused(row, before)

    def share_read(self) -> float:
        """How much of the file has been read, 0 to 1."""
        return min(1.0, max(0.0, self._reader.share_read()))


def _refused(row: Row, before: int) -> Row:
    problem = InvalidInput((issue("ref", "customer_twice", row=before),))
    return Row(
        number=row.number,
        raw=None,
        problem=problem,
        sources=row.sources,
        header=row.header,
        secret=row.secret,
        where=row.where,
    )


def open_customer_file(path: Path) -> CustomerFile:
    """The file at ``path``, its kind told by its ending (csv, tsv, txt, xlsx, jsonl, ndjson)."""
    return CustomerFile(path)


def rows(path: Path) -> Iterator[Row]:
    """All customers of a file, for callers that need no progress."""
    with open_customer_file(path) as file:
        yield from file.rows()
