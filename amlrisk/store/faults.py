"""What the drivers raise, in the words of ``amlrisk.errors``: told apart by code, never by a text for people."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import peewee
import psycopg

from amlrisk.errors import (
    AmlriskError,
    Duplicate,
    StoreFull,
    StoreLocked,
    StoreOutdated,
    StoreRefused,
    StoreUnavailable,
)

#: Everything a database call may raise.
FAULTS = (peewee.PeeweeException, sqlite3.Error, psycopg.Error)

#: What says that the database, not what is in it, is in trouble: nothing of a transaction may stand after it.
STORE_TROUBLE = (*FAULTS, StoreUnavailable, StoreLocked, StoreFull, StoreOutdated, StoreRefused, Duplicate)

_SQLITE_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_SQLITE_RULES = {
    sqlite3.SQLITE_CONSTRAINT_UNIQUE: "unique",
    sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY: "unique",
    sqlite3.SQLITE_CONSTRAINT_ROWID: "unique",
    sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY: "reference",
    sqlite3.SQLITE_CONSTRAINT_TRIGGER: "append_only",
}
_SQLITE_PRIMARY = 0xFF  # extended result codes carry the primary one in their low byte

# PostgreSQL's SQLSTATE codes (appendix A of its manual).
_PG_LOCKED = {"55P03", "57014", "40P01", "40001"}
_PG_FULL = {"53100"}
_PG_RULES = {"23505": "unique", "23503": "reference", "23000": "append_only"}

# Our own trigger (0009_append_only) speaks where SQLite would have replaced a row silently.
_EXISTS = "exists already"


def translated(error: Exception) -> AmlriskError | None:
    """The domain error for a driver's error; None where it is none of ours but a mistake in a statement."""
    original: BaseException = error
    while isinstance(original, peewee.PeeweeException) and hasattr(original, "orig"):
        original = original.orig  # the driver's own error; wrapped twice where a statement had to connect first
    if isinstance(original, sqlite3.Error):
        return _of_sqlite(original)
    if isinstance(original, psycopg.Error):
        return _of_postgresql(original)
    if isinstance(error, peewee.OperationalError | peewee.InterfaceError):
        return StoreUnavailable(detail=str(error))
    return None


@contextmanager
def translating() -> Iterator[None]:
    """Let domain errors out where the drivers raise theirs."""
    try:
        yield
    except FAULTS as error:
        known = translated(error)
        if known is None:
            raise
        raise known from error


@contextmanager
def duplicates(kind: str, ref: str) -> Iterator[None]:
    """Name what exists already, where the database only knows that some key is not unique."""
    try:
        yield
    except StoreRefused as error:
        if error.params["rule"] == "unique":
            raise Duplicate(kind=kind, ref=ref) from error
        raise


def _of_sqlite(error: sqlite3.Error) -> AmlriskError | None:
    # Errors of the Python layer (wrong number of parameters …) carry no code.
    code = getattr(error, "sqlite_errorcode", None)
    text = str(error)
    if code is None:
        return None
    primary = code & _SQLITE_PRIMARY
    if primary in _SQLITE_LOCKED:
        return StoreLocked()
    if primary == sqlite3.SQLITE_FULL:
        return StoreFull()
    if primary == sqlite3.SQLITE_CONSTRAINT:
        rule = _SQLITE_RULES.get(code)
        if rule == "append_only" and text.startswith(_EXISTS):
            rule = "unique"
        return StoreRefused(rule=rule, detail=text) if rule else None
    if isinstance(error, sqlite3.OperationalError | sqlite3.DatabaseError):
        return StoreUnavailable(detail=text)
    return None


def _of_postgresql(error: psycopg.Error) -> AmlriskError | None:
    state = error.sqlstate
    # The primary message holds no values of the row, unlike the detail line.
    text = error.diag.message_primary or str(error)
    if state in _PG_LOCKED:
        return StoreLocked()
    if state in _PG_FULL:
        return StoreFull()
    if state in _PG_RULES:
        return StoreRefused(rule=_PG_RULES[state], detail=text)
    if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError | psycopg.InternalError):
        return StoreUnavailable(detail=text)
    if isinstance(error, psycopg.errors.UndefinedTable | psycopg.errors.ReadOnlySqlTransaction):
        return StoreUnavailable(detail=text)
    return None
