"""What left a list: appended whenever a version without it comes into force, never edited."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database


class Delisting(msgspec.Struct, frozen=True, kw_only=True):
    """``content_sha256`` is that of the first version without the entity."""

    source: str
    entity: str
    removed_at: datetime
    content_sha256: str


class Delistings:
    def __init__(self, database: Database) -> None:
        self._db = database

    def append(self, source: str, entities: Iterable[str], content_sha256: str, now: datetime) -> None:
        """These entities have left ``source``: decisions made so far do not hold when one of them comes back."""
        with self._db.joined():
            last = int(self._db.value("SELECT coalesce(max(id), 0) FROM dispositions"))
            self._db.write_many(
                "INSERT INTO delistings (source, entity, removed_at, content_sha256, last_disposition)"
                " VALUES (?, ?, ?, ?, ?)",
                [(source, entity, stamp(now), content_sha256, last) for entity in entities],
            )

    def of(self, source: str, entity: str) -> list[Delisting]:
        """When an entity left its list, the earliest first."""
        rows = self._db.rows(
            "SELECT source, entity, removed_at, content_sha256 FROM delistings WHERE source = ? AND entity = ?"
            " ORDER BY id",
            (source, entity),
        )
        return [
            Delisting(source=source, entity=entity, removed_at=moment(at), content_sha256=content)
            for source, entity, at, content in rows
        ]
