"""Rows of several files brought together by customer, in a database of their own that is gone when it is closed."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from types import TracebackType

_CHUNK = 10_000
_FIRST = 1_000


class Gathered:
    """Any number of rows without holding them in memory: SQLite moves them to a temporary file where they grow.

    Add all, ``sort`` once, then take. Use as a context manager; one thread.
    """

    def __init__(self) -> None:
        # The empty name is a private database on disk, which SQLite removes itself.
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute(
            "CREATE TABLE entries (number INTEGER PRIMARY KEY, customer TEXT NOT NULL, body BLOB NOT NULL)"
        )
        self._db.execute("CREATE TABLE taken (customer TEXT PRIMARY KEY) WITHOUT ROWID")

    def __enter__(self) -> Gathered:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def add(self, rows: Iterable[tuple[str, bytes]]) -> None:
        """``rows`` are (customer, body)."""
        pending = iter(rows)
        while chunk := list(islice(pending, _CHUNK)):
            self._db.execute("BEGIN")
            self._db.executemany("INSERT INTO entries (customer, body) VALUES (?, ?)", chunk)
            self._db.execute("COMMIT")

    def sort(self) -> None:
        """Once, before anything is taken."""
        self._db.execute("CREATE INDEX entries_by_customer ON entries (customer)")

    def take(self, customers: Iterable[str]) -> dict[str, list[bytes]]:
        """The bodies of each of ``customers`` that has any, in the order in which they were added."""
        asked = json.dumps(list(customers))
        found: dict[str, list[bytes]] = {}
        for customer, body in self._db.execute(
            "SELECT customer, body FROM entries WHERE customer IN (SELECT value FROM json_each(?)) ORDER BY number",
            (asked,),
        ):
            found.setdefault(customer, []).append(body)
        self._db.executemany("INSERT OR IGNORE INTO taken VALUES (?)", ((customer,) for customer in found))
        return found

    def left(self) -> Iterator[dict[str, list[bytes]]]:
        """The same of everybody who was not taken yet, some customers at a time."""
        last = ""
        while True:
            rows = self._db.execute(
                "SELECT DISTINCT customer FROM entries e WHERE customer > ? AND NOT EXISTS"
                " (SELECT 1 FROM taken t WHERE t.customer = e.customer) ORDER BY customer LIMIT ?",
                (last, _FIRST),
            ).fetchall()
            if not rows:
                return
            last = rows[-1][0]
            yield self.take(customer for (customer,) in rows)
