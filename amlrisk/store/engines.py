"""From a URL to peewee's database object, with what each database needs to be safe and quick."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import peewee

from amlrisk.errors import SettingInvalid
from amlrisk.store.connection import Database, Dialect
from amlrisk.store.turns import Turns

_SETTING = "AMLRISK_DATABASE_URL"
_SYNCHRONOUS = ("full", "normal")
_CACHE_KIB = 16_000
_WAL_LIMIT_BYTES = 64 * 2**20


class _Sqlite(peewee.SqliteDatabase):
    def rollback(self) -> None:
        # SQLite may have rolled back by itself (disk full, I/O error); to ask again would hide the reason.
        connection: sqlite3.Connection = self.connection()  # type: ignore[no-untyped-call]  # peewee's stubs
        if connection.in_transaction:
            super().rollback()


class _Postgresql(peewee.PostgresqlDatabase):
    lock_timeout_ms = 5000

    def _initialize_connection(self, conn: Any) -> None:
        conn.execute(f"SET lock_timeout = {int(self.lock_timeout_ms)}")


def database_at(url: str, timeout_seconds: float) -> Database:
    """``sqlite:///relative``, ``sqlite:////absolute`` or ``postgresql://…``; raises ``SettingInvalid``.

    ``?synchronous=normal`` after a SQLite path trades the last commits before a power failure for speed.
    """
    if url.startswith(("postgresql://", "postgres://")):
        return Database(lambda: _postgresql(url, timeout_seconds), Dialect.POSTGRESQL)
    if url.startswith("sqlite:///"):
        path, synchronous = _sqlite_parts(url)
        return Database(
            lambda: _sqlite(path, synchronous, timeout_seconds),
            Dialect.SQLITE,
            lambda: Turns(Path(path), timeout_seconds),
        )
    raise SettingInvalid(name=_SETTING, detail="expected sqlite:///PATH or postgresql://…")


def _sqlite_parts(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    path = unquote(parts.path[1:])
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    synchronous = options.pop("synchronous", _SYNCHRONOUS[0])
    if not path or path == ":memory:":
        # Every thread would have an empty database of its own.
        raise SettingInvalid(name=_SETTING, detail="a SQLite database needs a file")
    if options or synchronous not in _SYNCHRONOUS or parts.fragment:
        raise SettingInvalid(name=_SETTING, detail="only ?synchronous=full or ?synchronous=normal may follow the path")
    return path, synchronous


def _sqlite(path: str, synchronous: str, timeout_seconds: float) -> peewee.Database:
    return _Sqlite(
        path,
        timeout=timeout_seconds,
        # A transaction that reads and then writes must hold the write lock from the start: a deferred one that
        # finds another writer in between fails at once, whatever the timeout.
        lock_type="IMMEDIATE",
        pragmas={
            "journal_mode": "WAL",
            # An answer given must survive a power failure. FULL costs one fsync a commit.
            "synchronous": synchronous.upper(),
            "foreign_keys": 1,
            "cache_size": -_CACHE_KIB,
            "temp_store": "MEMORY",
            "journal_size_limit": _WAL_LIMIT_BYTES,
        },
    )


def _postgresql(url: str, timeout_seconds: float) -> peewee.Database:
    # libpq reads the whole URL itself: sockets, several hosts, TLS. peewee hands it on when it begins like this.
    url = "postgresql://" + url.partition("://")[2]
    engine = _Postgresql(url, prefer_psycopg3=True, connect_timeout=max(2, int(timeout_seconds)))
    engine.lock_timeout_ms = int(timeout_seconds * 1000)
    return engine
