"""What monitoring asks of the store, every few seconds: counts that an index serves, none of one customer."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from amlrisk.store.codec import moment
from amlrisk.store.connection import Database

_LAST_OF_KIND = """
    SELECT r.kind, r.status, r.total, r.done, r.failed, r.started_at, r.finished_at
    FROM (SELECT DISTINCT kind FROM runs) k
    JOIN runs r ON r.id = (SELECT l.id FROM runs l WHERE l.kind = k.kind ORDER BY l.started_at DESC, l.id DESC LIMIT 1)
    ORDER BY r.kind
"""
_LAST_TURNS = """
    SELECT t.job, t.at, t.since, t.until, t.missed, t.finished_at, t.outcome, t.again
    FROM (SELECT job, max(at) AS at FROM turns GROUP BY job) l JOIN turns t ON t.job = l.job AND t.at = l.at
    ORDER BY t.job
"""


class LastRun(msgspec.Struct, frozen=True, kw_only=True):
    """The run of a kind that began last."""

    kind: str
    status: str
    total: int
    done: int
    failed: int
    started_at: datetime
    finished_at: datetime | None


class LastTurn(msgspec.Struct, frozen=True, kw_only=True):
    """A job's last time. ``again``: it failed, and is tried anew; ``missed`` times passed unused before it."""

    job: str
    at: datetime
    since: datetime
    until: datetime
    missed: int
    finished_at: datetime | None
    outcome: str | None
    again: bool


class Figures:
    def __init__(self, database: Database) -> None:
        self._db = database

    def last_runs(self) -> list[LastRun]:
        """Of each kind of which there was one."""
        return [
            LastRun(
                kind=kind,
                status=status,
                total=total,
                done=done,
                failed=failed,
                started_at=moment(started_at),
                finished_at=None if finished_at is None else moment(finished_at),
            )
            for kind, status, total, done, failed, started_at, finished_at in self._db.rows(_LAST_OF_KIND)
        ]

    def runs_ended(self) -> dict[tuple[str, str], int]:
        """How many runs of a kind ended in a status."""
        rows = self._db.rows(
            "SELECT kind, status, count(*) FROM runs WHERE finished_at IS NOT NULL GROUP BY kind, status"
        )
        return {(kind, status): int(number) for kind, status, number in rows}

    def runs_under_way(self) -> list[tuple[str, str, datetime]]:
        """Kind, status and end of the lease of each run that is not finished."""
        rows = self._db.rows("SELECT kind, status, lease_until FROM runs WHERE finished_at IS NULL")
        return [(kind, status, moment(until)) for kind, status, until in rows]

    def refreshes(self) -> dict[tuple[str, str], int]:
        """How many attempts to refresh a source ended in an outcome."""
        rows = self._db.rows("SELECT source, outcome, count(*) FROM list_attempts GROUP BY source, outcome")
        return {(source, outcome): int(number) for source, outcome, number in rows}

    def customers(self) -> tuple[int, int]:
        """How many customers there are, and how many of them were never graded."""
        everyone = int(self._db.value("SELECT count(*) FROM customers"))
        return everyone, everyone - int(self._db.value("SELECT count(*) FROM current_assessments"))

    def reviews_overdue(self, on: date) -> int:
        """How many customers' review was due before that day."""
        return int(
            self._db.value("SELECT count(*) FROM current_assessments WHERE next_review_on < ?", (on.isoformat(),))
        )

    def cases_escalated(self) -> int:
        """How many open cases were escalated."""
        return int(self._db.value("SELECT count(*) FROM cases WHERE state <> 'closed' AND escalated_at IS NOT NULL"))

    def last_turns(self) -> list[LastTurn]:
        """Of each job that ever had one."""
        return [
            LastTurn(
                job=job,
                at=moment(at),
                since=moment(since),
                until=moment(until),
                missed=missed,
                finished_at=None if finished_at is None else moment(finished_at),
                outcome=outcome,
                again=bool(again),
            )
            for job, at, since, until, missed, finished_at, outcome, again in self._db.rows(_LAST_TURNS)
        ]
