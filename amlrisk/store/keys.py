"""API keys: only their digests are known here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from amlrisk.errors import NotFound
from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database, Row
from amlrisk.store.faults import duplicates

_COLUMNS = "id, name, digest, scopes, created_at, revoked_at"


class ApiKey(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    name: str
    digest: str
    scopes: tuple[str, ...]
    created_at: datetime
    revoked_at: datetime | None


class Keys:
    def __init__(self, database: Database) -> None:
        self._db = database

    def add(self, id: str, name: str, digest: str, scopes: Sequence[str], now: datetime) -> None:
        """``id`` is no secret. Raises ``Duplicate`` where the id or the key itself exists."""
        words = msgspec.json.encode(sorted(set(scopes))).decode()
        with duplicates("API key", name):
            self._db.write(
                f"INSERT INTO api_keys ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, NULL)", (id, name, digest, words, stamp(now))
            )

    def find(self, digest: str) -> ApiKey | None:
        """The key with that digest, unless it is unknown or has been revoked."""
        row = self._db.row(f"SELECT {_COLUMNS} FROM api_keys WHERE digest = ? AND revoked_at IS NULL", (digest,))
        return None if row is None else _key(row)

    def revoke(self, id: str, now: datetime) -> None:
        """From now on it opens nothing; revoking twice keeps the first time. Raises ``NotFound``."""
        with self._db.joined():
            if self._db.row("SELECT 1 FROM api_keys WHERE id = ?", (id,)) is None:
                raise NotFound(kind="API key", ref=id)
            self._db.write("UPDATE api_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", (stamp(now), id))

    def all(self) -> list[ApiKey]:
        """Every key there ever was, the oldest first."""
        return [_key(row) for row in self._db.rows(f"SELECT {_COLUMNS} FROM api_keys ORDER BY created_at, id")]


def _key(row: Row) -> ApiKey:
    id, name, digest, scopes, created_at, revoked_at = row
    return ApiKey(
        id=id,
        name=name,
        digest=digest,
        scopes=tuple(msgspec.json.decode(scopes, type=list[str])),
        created_at=moment(created_at),
        revoked_at=None if revoked_at is None else moment(revoked_at),
    )
