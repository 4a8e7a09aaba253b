"""Whole policy packs by digest, so that every assessment can be recomputed; and which one is active."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from amlrisk.errors import NotFound
from amlrisk.facts.digest import canonical
from amlrisk.store.codec import moment, packed, stamp, unpacked
from amlrisk.store.connection import Database, Dialect

_PG_LOCK = 0x616D6C03  # any number of our own, the same in every process that activates


class ArchivedPack(msgspec.Struct, frozen=True, kw_only=True):
    digest: str
    name: str
    version: str
    archived_at: datetime


class Activation(msgspec.Struct, frozen=True, kw_only=True):
    digest: str
    activated_at: datetime
    author: str


class Packs:
    def __init__(self, database: Database) -> None:
        self._db = database

    def hold(self) -> None:
        """Until the caller's transaction ends, others who activate a pack wait."""
        if self._db.dialect is Dialect.POSTGRESQL:
            # On SQLite the transaction holds the only write lock there is.
            self._db.rows("SELECT pg_advisory_xact_lock(?)", (_PG_LOCK,))

    def archive(self, digest: str, name: str, version: str, files: Mapping[str, bytes], now: datetime) -> None:
        """Keep the files of a pack, by their names within it; a pack that is kept already stays as it is."""
        # Bytes become base64 in JSON: a file comes back exactly as it was, whatever its encoding.
        document = packed(canonical(dict(files)))
        self._db.write(
            "INSERT INTO packs (digest, name, version, files, archived_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (digest, name, version, document, stamp(now)),
        )

    def files(self, digest: str) -> dict[str, bytes]:
        """Raises ``NotFound``."""
        document = self._db.value("SELECT files FROM packs WHERE digest = ?", (digest,))
        if document is None:
            raise NotFound(kind="policy pack", ref=digest)
        return msgspec.json.decode(unpacked(document), type=dict[str, bytes])

    def archived(self) -> list[ArchivedPack]:
        """Every pack that was ever archived, the oldest first."""
        rows = self._db.rows("SELECT digest, name, version, archived_at FROM packs ORDER BY archived_at, digest")
        return [
            ArchivedPack(digest=digest, name=name, version=version, archived_at=moment(at))
            for digest, name, version, at in rows
        ]

    def activate(self, digest: str, author: str, now: datetime) -> None:
        """From now on this pack is the active one; raises ``NotFound`` where it was not archived."""
        with self._db.joined():
            if self._db.row("SELECT 1 FROM packs WHERE digest = ?", (digest,)) is None:
                raise NotFound(kind="policy pack", ref=digest)
            self._db.write(
                "INSERT INTO active_policy (digest, activated_at, author) VALUES (?, ?, ?)",
                (digest, stamp(now), author),
            )

    def active(self) -> str | None:
        """The digest of the pack activated last; None before the first activation."""
        digest: str | None = self._db.value("SELECT digest FROM active_policy ORDER BY seq DESC LIMIT 1")
        return digest

    def activations(self) -> list[Activation]:
        """Every activation, the newest first."""
        rows = self._db.rows("SELECT digest, activated_at, author FROM active_policy ORDER BY seq DESC")
        return [Activation(digest=digest, activated_at=moment(at), author=author) for digest, at, author in rows]
