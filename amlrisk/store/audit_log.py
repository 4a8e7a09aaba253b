"""Looking through the audit trail: by kind, person, subject, period and words, also where it has been tampered with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from amlrisk.store.case_filter import containing
from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database, Row

_COLUMNS = "seq, at, kind, actor, subject, detail, previous_hash, hash"
_CHUNK = 2000
#: Searching for words reads every event: so many are read for one page, which then says where to go on.
READ_AT_ONCE = 50_000
# The smallest kind, then the smallest after it, and so on: as many steps as there are kinds, whatever the events.
_DISTINCT = """
    WITH RECURSIVE found(word) AS (
        SELECT min({column}) FROM audit_events
        UNION ALL SELECT (SELECT min({column}) FROM audit_events WHERE {column} > found.word) FROM found
        WHERE found.word IS NOT NULL
    ) SELECT word FROM found WHERE word IS NOT NULL
"""


class AuditFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which events: an empty field asks nothing. ``since`` is included, ``until`` is not; ``words`` stand in the
    subject or in the detail, in any case of Latin letters."""

    kind: str = ""
    actor: str = ""
    subject: str = ""
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def condition(self) -> tuple[str, list[object]]:
        asked: list[tuple[str, list[object]]] = [
            (f"{name} = ?", [getattr(self, name)]) for name in ("kind", "actor", "subject") if getattr(self, name)
        ]
        if self.since is not None:
            asked.append(("at >= ?", [stamp(self.since)]))
        if self.until is not None:
            asked.append(("at < ?", [stamp(self.until)]))
        if self.words:
            like = "(lower(detail) LIKE lower(?) ESCAPE '!' OR lower(subject) LIKE lower(?) ESCAPE '!')"
            asked.append((like, [containing(self.words)] * 2))
        return " AND ".join(["1 = 1", *(text for text, _ in asked)]), [each for _, given in asked for each in given]


class AuditLine(msgspec.Struct, frozen=True, kw_only=True):
    """An event as it stands in the table. What cannot be read any more is None here and in its own words beside."""

    seq: int
    at: datetime | None
    written_at: str
    kind: str
    actor: str
    subject: str
    detail: dict[str, Any] | None
    written_detail: str
    previous_hash: str
    hash: str


class AuditPage(msgspec.Struct, frozen=True, kw_only=True):
    """``further`` is the number of the event to go on after; None where there are no more."""

    lines: tuple[AuditLine, ...]
    further: int | None


class AuditLog:
    def __init__(self, database: Database) -> None:
        self._db = database

    def page(self, wanted: AuditFilter, after: int | None, limit: int, *, read: int = READ_AT_ONCE) -> AuditPage:
        """Up to ``limit`` events, the newest first, that come after event ``after`` in that order; None begins.

        With words to look for no more than ``read`` events are read: the page may then be short, and go further.
        """
        where, values = wanted.condition()
        place = self._place(after)
        if place is not None:
            where, values = f"{where} AND (at, seq) < (?, ?)", [*values, *place]
        end = self._end_of_reading(wanted, after, read)
        if end is not None:
            where, values = f"{where} AND (at, seq) >= (?, ?)", [*values, *end]
        rows = self._db.rows(
            f"SELECT {_COLUMNS} FROM audit_events WHERE {where} ORDER BY at DESC, seq DESC LIMIT ?",
            (*values, limit + 1),
        )
        further = rows[limit - 1][0] if len(rows) > limit else None if end is None else end[1]
        return AuditPage(lines=tuple(_line(row) for row in rows[:limit]), further=further)

    def count(self, wanted: AuditFilter, upto: int) -> int:
        """How many events up to number ``upto``."""
        where, values = wanted.condition()
        return int(self._db.value(f"SELECT count(*) FROM audit_events WHERE {where} AND seq <= ?", (*values, upto)))

    def walk(self, wanted: AuditFilter, upto: int) -> Iterator[AuditLine]:
        """All of them up to number ``upto``, in order of number; read in portions, so that none is held for long."""
        where, values = wanted.condition()
        statement = (
            f"SELECT {_COLUMNS} FROM audit_events WHERE {where} AND seq > ? AND seq <= ? ORDER BY seq LIMIT {_CHUNK}"
        )
        after = 0
        while rows := self._db.rows(statement, (*values, after, upto)):
            yield from map(_line, rows)
            after = rows[-1][0]

    def kinds(self) -> list[str]:
        """Every kind of event there is."""
        return [word for (word,) in self._db.rows(_DISTINCT.format(column="kind"))]

    def actors(self) -> list[str]:
        """Everyone who appears in the trail."""
        return [word for (word,) in self._db.rows(_DISTINCT.format(column="actor"))]

    def _place(self, seq: int | None) -> Row | None:
        return None if seq is None else self._db.row("SELECT at, seq FROM audit_events WHERE seq = ?", (seq,))

    def _end_of_reading(self, wanted: AuditFilter, after: int | None, read: int) -> Row | None:
        """The last event to be read for this page; None where all may be."""
        if not wanted.words:
            return None
        where, values = msgspec.structs.replace(wanted, words="").condition()
        place = self._place(after)
        if place is not None:
            where, values = f"{where} AND (at, seq) < (?, ?)", [*values, *place]
        return self._db.row(
            f"SELECT at, seq FROM audit_events WHERE {where} ORDER BY at DESC, seq DESC LIMIT 1 OFFSET ?",
            (*values, read - 1),
        )


def _line(row: Row) -> AuditLine:
    seq, at, kind, actor, subject, detail, previous_hash, its_hash = row
    return AuditLine(
        seq=seq,
        at=_moment(at),
        written_at=at,
        kind=kind,
        actor=actor,
        subject=subject,
        detail=_detail(detail),
        written_detail=detail,
        previous_hash=previous_hash,
        hash=its_hash,
    )


def _moment(text: str) -> datetime | None:
    try:
        at = moment(text)
    except ValueError:
        return None
    return None if at.tzinfo is None else at


def _detail(text: str) -> dict[str, Any] | None:
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except msgspec.DecodeError:
        return None
