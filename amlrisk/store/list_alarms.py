"""Lists that somebody must look after: opened when an alarm begins, taken by a person, closed when it is over."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from amlrisk.errors import NotFound
from amlrisk.policy.model import Text
from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database, Dialect, Row
from amlrisk.watchlist.alarms import Alarm, AlarmKind

_COLUMNS = (
    "id, source, kind, since, stops_at, said_zh, said_en, opened_at, seen_at, taken_by, taken_at, note, closed_at"
)
_PG_LOCK = 0x616D6C03  # any number of our own, the same in every process


class AlarmCase(msgspec.Struct, frozen=True, kw_only=True):
    """An alarm from when it was first seen until it was over. ``alarm`` is as it was last seen, at ``seen_at``.

    ``taken_by`` is who looks after it, with a ``note``.
    """

    id: int
    alarm: Alarm
    opened_at: datetime
    seen_at: datetime
    taken_by: str | None = None
    taken_at: datetime | None = None
    note: str | None = None
    closed_at: datetime | None = None


class ListAlarms:
    def __init__(self, database: Database) -> None:
        self._db = database

    def hold(self) -> None:
        """Until the caller's transaction ends, others who hold the alarms wait."""
        if self._db.dialect is Dialect.POSTGRESQL:  # on SQLite the transaction holds the only write lock there is
            self._db.rows("SELECT pg_advisory_xact_lock(?)", (_PG_LOCK,))

    def open(self, alarm: Alarm, now: datetime) -> bool:
        """Open a case, or note what the open one says now; whether it is new."""
        told = (_stamp(alarm.since), _stamp(alarm.stops_at), alarm.text.zh, alarm.text.en, stamp(now))
        with self._db.joined():
            seen = self._db.write(
                "UPDATE list_alarms SET since = ?, stops_at = ?, said_zh = ?, said_en = ?, seen_at = ?"
                " WHERE source = ? AND kind = ? AND closed_at IS NULL",
                (*told, alarm.source, alarm.kind.value),
            )
            if seen:
                return False
            return (
                self._db.write(
                    "INSERT INTO list_alarms (source, kind, since, stops_at, said_zh, said_en, seen_at, opened_at)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    (alarm.source, alarm.kind.value, *told, stamp(now)),
                )
                == 1
            )

    def close(self, ids: Iterable[int], now: datetime) -> None:
        self._db.write_many(
            "UPDATE list_alarms SET closed_at = ? WHERE id = ? AND closed_at IS NULL", [(stamp(now), id) for id in ids]
        )

    def take(self, id: int, by: str, note: str, now: datetime) -> AlarmCase:
        """``by`` looks after an open one, which is returned; raises ``NotFound`` where it is not open."""
        changed = self._db.write(
            "UPDATE list_alarms SET taken_by = ?, taken_at = ?, note = ? WHERE id = ? AND closed_at IS NULL",
            (by, stamp(now), note, id),
        )
        if changed != 1:
            raise NotFound(kind="open list alarm", ref=str(id))
        return self._cases("WHERE id = ?", (id,))[0]

    def open_ones(self) -> list[AlarmCase]:
        """Those that are not over: the longest open first."""
        return self._cases("WHERE closed_at IS NULL ORDER BY opened_at, id")

    def page(self, before: int | None, limit: int) -> list[AlarmCase]:
        """The newest first, before number ``before``; None begins."""
        return self._cases("WHERE id < ? ORDER BY id DESC LIMIT ?", (before or 2**62, limit))

    def _cases(self, where: str, values: tuple[object, ...] = ()) -> list[AlarmCase]:
        return [_case(row) for row in self._db.rows(f"SELECT {_COLUMNS} FROM list_alarms {where}", values)]


def _case(row: Row) -> AlarmCase:
    id, source, kind, since, stops_at, zh, en, opened_at, seen_at, taken_by, taken_at, note, closed_at = row
    alarm = Alarm(
        source=source,
        kind=AlarmKind(kind),
        since=_moment(since),
        stops_at=_moment(stops_at),
        text=Text(zh=zh, en=en),
    )
    return AlarmCase(
        id=id,
        alarm=alarm,
        opened_at=moment(opened_at),
        seen_at=moment(seen_at),
        taken_by=taken_by,
        taken_at=_moment(taken_at),
        note=note,
        closed_at=_moment(closed_at),
    )


def _stamp(at: datetime | None) -> str | None:
    return None if at is None else stamp(at)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else moment(text)
