"""Answers already given, so that a call repeated with the same key is answered alike and done once."""

from __future__ import annotations

import hashlib
from datetime import datetime

import msgspec

from amlrisk.store.codec import moment, packed, stamp, unpacked
from amlrisk.store.connection import Database, Dialect
from amlrisk.store.faults import duplicates


class GivenAnswer(msgspec.Struct, frozen=True, kw_only=True):
    body_sha256: str
    status: int
    response: bytes
    created_at: datetime


class Idempotency:
    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, key_id: str, key: str) -> GivenAnswer | None:
        """The answer given to this key of this caller.

        Asked within a transaction, nobody else can answer the same key until that transaction ends.
        """
        if self._db.in_transaction and self._db.dialect is Dialect.POSTGRESQL:
            # On SQLite the transaction holds the only write lock there is.
            self._db.rows("SELECT pg_advisory_xact_lock(?)", (_lock_number(key_id, key),))
        row = self._db.row(
            "SELECT body_sha256, status, response, created_at FROM idempotency WHERE key_id = ? AND key = ?",
            (key_id, key),
        )
        if row is None:
            return None
        body_sha256, status, response, created_at = row
        return GivenAnswer(
            body_sha256=body_sha256, status=status, response=unpacked(response), created_at=moment(created_at)
        )

    def put(  # noqa: PLR0913 - the columns of an answer
        self, key_id: str, key: str, body_sha256: str, response: bytes, now: datetime, *, status: int = 200
    ) -> None:
        """Remember a JSON answer. Raises ``Duplicate`` where one was given meanwhile."""
        with duplicates("idempotency key", key):
            self._db.write(
                "INSERT INTO idempotency (key_id, key, body_sha256, status, response, created_at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (key_id, key, body_sha256, status, packed(response), stamp(now)),
            )

    def forget(self, before: datetime) -> int:
        """Drop answers given before a time; how many."""
        return self._db.write("DELETE FROM idempotency WHERE created_at < ?", (stamp(before),))


def _lock_number(key_id: str, key: str) -> int:
    digest = hashlib.sha256(f"{key_id}\n{key}".encode()).digest()
    return int.from_bytes(digest[:8], signed=True)
