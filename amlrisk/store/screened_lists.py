"""Up to which version of each list everybody has been screened, and which came into force since."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database


class ScreenedList(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a list that everybody was screened against by ``run``, which read it at ``begun_at`` or before."""

    source: str
    category: str
    content_sha256: str
    run: str
    begun_at: datetime


class ScreenedLists:
    def __init__(self, database: Database) -> None:
        self._db = database

    def append(self, screened: Iterable[ScreenedList], now: datetime) -> None:
        self._db.write_many(
            "INSERT INTO screened_lists (source, category, content_sha256, run, begun_at, at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [
                (each.source, each.category, each.content_sha256, each.run, stamp(each.begun_at), stamp(now))
                for each in screened
            ],
        )

    def latest(self) -> dict[str, ScreenedList]:
        """Of each list the one read last, by source."""
        rows = self._db.rows(
            "SELECT source, category, content_sha256, run, begun_at FROM screened_lists ORDER BY begun_at, id"
        )
        return {
            source: ScreenedList(
                source=source, category=category, content_sha256=content, run=run, begun_at=moment(begun_at)
            )
            for source, category, content, run, begun_at in rows
        }

    def contents_since(self, screened: ScreenedList) -> list[tuple[str, datetime]]:
        """The contents that came into force after that version, and when, the oldest first; none twice in a row.

        Two versions of one content, or a content that came back, are told apart by when they came into force.
        """
        rows = self._db.rows(
            "SELECT content_sha256, in_force_since FROM snapshots WHERE source = ? AND in_force_since IS NOT NULL"
            " AND content_sha256 IS NOT NULL ORDER BY in_force_since, id",
            (screened.source,),
        )
        begun_at = stamp(screened.begun_at)
        known = [
            place
            for place, (content, since) in enumerate(rows)
            if content == screened.content_sha256 and since <= begun_at
        ]
        steps, before = list[tuple[str, datetime]](), screened.content_sha256
        for content, since in rows[known[-1] + 1 :] if known else rows:
            if content != before:
                steps.append((content, moment(since)))
            before = content
        return steps
