"""The audit trail: every event carries the hash of the one before, so that none can be changed or taken out unseen.

The hash covers the columns as they are stored. The trail protects against whoever edits rows, not against
whoever recomputes the whole chain: for that, note ``head()`` somewhere else from time to time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from amlrisk.errors import StoreUnavailable
from amlrisk.facts.digest import canonical
from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database, Dialect, Row

_BROKEN = {
    "missing": ("第 {seq} 条事件缺失：已被删除", "event {seq} is missing: it was deleted"),
    "changed": ("第 {seq} 条事件的内容已被改动", "event {seq} was changed"),
    "unlinked": (
        "第 {seq} 条事件与前一条不衔接：次序被调换，或前一条被改写",
        "event {seq} does not follow the one before: they changed places, or the one before was rewritten",
    ),
    "cut_off": ("自第 {seq} 条起，链尾的事件已被截去", "the last events were cut off, from event {seq} on"),
    "unanchored": (
        "自第 {seq} 条起的事件不在链尾登记之内：登记被改回，或事件系另行添加",
        "events from {seq} on are beyond the recorded end: that was set back, or they were added by other means",
    ),
}
_COLUMNS = "seq, at, kind, actor, subject, detail, previous_hash, hash"
_PAGE = 5000
_PG_LOCK = 0x616D6C02  # any number of our own, the same in every process that appends


class AuditEvent(msgspec.Struct, frozen=True, kw_only=True):
    seq: int
    at: datetime
    kind: str
    actor: str
    subject: str
    detail: dict[str, Any]
    previous_hash: str
    hash: str


class BrokenEvent(msgspec.Struct, frozen=True, kw_only=True):
    """The first place where the trail does not hold.

    ``reason`` is ``missing`` (an event), ``changed`` (its content), ``unlinked`` (does not follow the one before),
    ``cut_off`` (the last events) or ``unanchored`` (more events than were ever appended here).
    """

    seq: int
    reason: str

    def text(self, language: str = "en") -> str:
        zh, en = _BROKEN[self.reason]
        return (zh if language == "zh" else en).format(seq=self.seq)


class Audit:
    def __init__(self, database: Database) -> None:
        self._db = database

    def append(self, kind: str, actor: str, subject: str, detail: Mapping[str, object], now: datetime) -> AuditEvent:
        """Record an event in the caller's transaction: it is there if, and only if, what it tells of is.

        On PostgreSQL appending transactions wait for one another from here to their end; append last.
        """
        with self._db.joined():
            if self._db.dialect is Dialect.POSTGRESQL:
                self._db.rows("SELECT pg_advisory_xact_lock(?)", (_PG_LOCK,))
            seq, previous = self.head()
            row = (seq + 1, stamp(now), kind, actor, subject, canonical(dict(detail)).decode(), previous)
            chained = (*row, _hash(row))
            self._db.write(f"INSERT INTO audit_events ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", chained)
            self._db.write("UPDATE audit_head SET seq = ?, hash = ?", (seq + 1, chained[-1]))
        return _event(chained)

    def head(self) -> tuple[int, str]:
        """Number and hash of the last event; (0, "") before the first. Raises ``StoreUnavailable`` if it is gone."""
        row = self._db.row("SELECT seq, hash FROM audit_head")
        if row is None:
            raise StoreUnavailable(detail="the audit trail has lost its end")
        return int(row[0]), str(row[1])

    def events(self, after: int | None, limit: int) -> list[AuditEvent]:
        """Up to ``limit`` events following number ``after``, the oldest first; None begins."""
        return [_event(row) for row in self._page(after or 0, limit)]

    def recent(self, limit: int) -> list[AuditEvent]:
        """The last ``limit`` events, the newest first."""
        rows = self._db.rows(f"SELECT {_COLUMNS} FROM audit_events ORDER BY seq DESC LIMIT ?", (limit,))
        return [_event(row) for row in rows]

    def verify(self) -> BrokenEvent | None:
        """Walk the whole trail; the first event that does not hold, None where all do.

        Events appended while it walks are part of the next verification.
        """
        # One statement, hence one moment: the end as it should be, and as it is.
        end = self._db.row("SELECT seq, hash, (SELECT coalesce(max(seq), 0) FROM audit_events) FROM audit_head")
        if end is None:
            return BrokenEvent(seq=1, reason="cut_off")
        last_seq, last_hash, highest = end
        seq, previous = 0, ""
        for row in self._walk(last_seq):
            seq += 1
            if row[0] != seq:
                return BrokenEvent(seq=seq, reason="missing")
            if row[6] != previous:
                return BrokenEvent(seq=seq, reason="unlinked")
            if row[7] != _hash(row[:7]):
                return BrokenEvent(seq=seq, reason="changed")
            previous = row[7]
        if (seq, previous) != (last_seq, last_hash):
            return BrokenEvent(seq=seq + 1, reason="cut_off")
        return BrokenEvent(seq=seq + 1, reason="unanchored") if highest > last_seq else None

    def _walk(self, upto: int) -> Iterator[Row]:
        after = 0
        while page := [row for row in self._page(after, _PAGE) if row[0] <= upto]:
            yield from page
            after = page[-1][0]

    def _page(self, after: int, limit: int) -> list[Row]:
        return self._db.rows(f"SELECT {_COLUMNS} FROM audit_events WHERE seq > ? ORDER BY seq LIMIT ?", (after, limit))


def _hash(row: Row) -> str:
    """Of everything but the hash itself, in the order of the columns."""
    return hashlib.sha256(canonical(list(row))).hexdigest()


def _event(row: Row) -> AuditEvent:
    seq, at, kind, actor, subject, detail, previous_hash, its_hash = row
    return AuditEvent(
        seq=seq,
        at=moment(at),
        kind=kind,
        actor=actor,
        subject=subject,
        detail=msgspec.json.decode(detail, type=dict[str, Any]),
        previous_hash=previous_hash,
        hash=its_hash,
    )
