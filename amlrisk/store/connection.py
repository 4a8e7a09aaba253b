"""One way to speak to either database: statements with ``?``, rows as tuples, transactions that nest.

peewee keeps a connection per thread, opens and nests transactions and hides two drivers. Its models are not
used: one statement text serves both databases, reads are six times faster, and no row object can walk out.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from enum import StrEnum
from functools import lru_cache
from typing import Any

import peewee

from amlrisk.store.faults import translating
from amlrisk.store.turns import Turns

Row = tuple[Any, ...]


class Dialect(StrEnum):
    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


# Connections inherited through a fork belong to the parent: to close them here would tell its server goodbye.
# Held for ever, so that nothing collects (and thereby closes) them.
_INHERITED: list[peewee.Database] = []


class Database:
    """Connections of one process to one database. Thread-safe; usable on both sides of a fork.

    ``connect`` makes peewee's database object, ``take_turns`` the queue of writers where the database has but one
    writer at a time; both are made anew after a fork.
    """

    def __init__(
        self,
        connect: Callable[[], peewee.Database],
        dialect: Dialect,
        take_turns: Callable[[], Turns] | None = None,
    ) -> None:
        self.dialect = dialect
        self._connect = connect
        self._take_turns = take_turns
        self._renewing = threading.Lock()
        self._start()

    def _start(self) -> None:
        self._engine = self._connect()
        self._turns = self._take_turns() if self._take_turns else None
        self._pid = os.getpid()

    # --- statements -----------------------------------------------------------------------------------

    def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[Row]:
        with translating():
            found: list[Row] = self._live().execute_sql(self._spoken(statement), parameters).fetchall()
        return found

    def row(self, statement: str, parameters: Sequence[object] = ()) -> Row | None:
        found = self.rows(statement, parameters)
        return found[0] if found else None

    def value(self, statement: str, parameters: Sequence[object] = ()) -> Any:
        """The first column of the first row; None where there is no row."""
        found = self.rows(statement, parameters)
        return found[0][0] if found else None

    def write(self, statement: str, parameters: Sequence[object] = ()) -> int:
        """Execute in the caller's transaction, or in one of its own; how many rows changed."""
        with self.joined(), translating():
            return int(self._live().execute_sql(self._spoken(statement), parameters).rowcount)

    def write_many(self, statement: str, rows: Iterable[Sequence[object]]) -> None:
        """The same statement for many rows; far faster than one at a time."""
        with self.joined(), translating():
            self._live().cursor().executemany(self._spoken(statement), list(rows))

    def among(self, column: str) -> str:
        """A condition for ``column`` being one of many values, given as one parameter: ``many(values)``."""
        if self.dialect is Dialect.SQLITE:
            return f"{column} IN (SELECT value FROM json_each(?))"
        return f"{column} = ANY(?)"

    def many(self, values: Iterable[str]) -> object:
        return json.dumps(list(values)) if self.dialect is Dialect.SQLITE else list(values)

    def _spoken(self, statement: str) -> str:
        return statement if self.dialect is Dialect.SQLITE else _for_psycopg(statement)

    # --- transactions ---------------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Within another transaction it is a savepoint: it can fail alone."""
        engine = self._live()
        queue = nullcontext() if self._turns is None or engine.in_transaction() else self._turns.take()
        with queue, translating(), engine.atomic():
            yield

    @contextmanager
    def joined(self) -> Iterator[None]:
        """The caller's transaction where there is one, otherwise one of its own."""
        if self._live().in_transaction():
            yield
        else:
            with self.transaction():
                yield

    @property
    def in_transaction(self) -> bool:
        return bool(self._live().in_transaction())

    # --- connections ----------------------------------------------------------------------------------

    def close(self) -> None:
        """Close this thread's connection; the next statement opens another."""
        with translating():
            self._live().close()

    def reopen(self) -> None:
        """Begin with fresh connections, leaving alone those that a parent process opened."""
        if self._pid == os.getpid():
            self.close()
        else:
            self._live()

    def _live(self) -> Any:  # peewee.Database, whose cursors are untyped
        if self._pid != os.getpid():
            with self._renewing:
                if self._pid != os.getpid():
                    _INHERITED.append(self._engine)
                    self._start()
        engine = self._engine
        if self.dialect is Dialect.POSTGRESQL and _is_dead(engine):
            engine.close()  # the next statement opens another
        return engine


def _is_dead(engine: Any) -> bool:
    """Whether the server has gone away since this thread's last transaction (psycopg's connections only)."""
    return not engine.is_closed() and not engine.in_transaction() and bool(engine.connection().closed)


@lru_cache(maxsize=512)
def _for_psycopg(statement: str) -> str:
    return statement.replace("%", "%%").replace("?", "%s")
