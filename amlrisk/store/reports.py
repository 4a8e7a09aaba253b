"""What the reports count: sums over cases and decisions, made in the database, limited to some branches."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from amlrisk.policy.vocabulary import Grade
from amlrisk.review.model import Trigger
from amlrisk.screening.model import DispositionKind
from amlrisk.store.case_rows import words
from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database

# Of one grade, branch and set of triggers: those opened in the period, those closed in it, those open now and late.
_CASES = """
    SELECT k.grade, k.branch, k.triggers,
        sum(CASE WHEN k.opened_at >= ? AND k.opened_at < ? THEN 1 ELSE 0 END),
        sum(CASE WHEN k.closed_at >= ? AND k.closed_at < ? THEN 1 ELSE 0 END),
        sum(CASE WHEN k.state <> 'closed' THEN 1 ELSE 0 END),
        sum(CASE WHEN k.state <> 'closed' AND k.due_on < ? THEN 1 ELSE 0 END),
        sum(CASE WHEN k.state <> 'closed' AND k.escalated_at IS NOT NULL THEN 1 ELSE 0 END)
    FROM cases k WHERE {where} GROUP BY k.grade, k.branch, k.triggers
"""
_CLOSED = """
    SELECT k.grade, k.branch, k.triggers, k.opened_at, k.closed_at, k.due_on FROM cases k
    WHERE k.closed_at >= ? AND k.closed_at < ? AND {where}
"""
# The last word on each pair in the period: who changed their mind is counted once.
_DECIDED = """
    SELECT d.source, d.kind, count(*) FROM dispositions d {join}
    WHERE d.decided_at >= ? AND d.decided_at < ? AND {where} AND NOT EXISTS (
        SELECT 1 FROM dispositions l WHERE l.customer = d.customer AND l.id > d.id AND l.party = d.party
            AND l.source = d.source AND l.entity = d.entity AND l.decided_at < ?)
    GROUP BY d.source, d.kind ORDER BY d.source
"""


class CaseSum(msgspec.Struct, frozen=True, kw_only=True):
    """How many cases of one grade, branch and set of triggers; ``late`` and ``escalated`` are among the ``open``."""

    grade: Grade
    branch: str | None
    triggers: tuple[Trigger, ...]
    opened: int
    closed: int
    open: int
    late: int
    escalated: int


class ClosedCase(msgspec.Struct, frozen=True):
    """A case that was closed in the period."""

    grade: Grade
    branch: str | None
    triggers: tuple[Trigger, ...]
    opened_at: datetime
    closed_at: datetime
    due_on: date


class Reports:
    def __init__(self, database: Database) -> None:
        self._db = database

    def cases(self, since: datetime, until: datetime, on: date, branches: tuple[str, ...] | None) -> list[CaseSum]:
        """Cases opened and closed from ``since`` up to ``until`` (not included), and those open on day ``on``.

        ``branches`` None are all of them, and cases without one.
        """
        where, values = self._within("k.branch", branches)
        times = (stamp(since), stamp(until)) * 2
        return [
            CaseSum(
                grade=Grade(grade),
                branch=branch,
                triggers=_triggers(triggers),
                opened=int(opened),
                closed=int(closed),
                open=int(still),
                late=int(late),
                escalated=int(escalated),
            )
            for grade, branch, triggers, opened, closed, still, late, escalated in self._db.rows(
                _CASES.format(where=where), (*times, on.isoformat(), *values)
            )
        ]

    def closed(self, since: datetime, until: datetime, branches: tuple[str, ...] | None) -> list[ClosedCase]:
        """Every case closed in that time."""
        where, values = self._within("k.branch", branches)
        rows = self._db.rows(_CLOSED.format(where=where), (stamp(since), stamp(until), *values))
        kinds = {triggers: _triggers(triggers) for triggers in {row[2] for row in rows}}
        grades = {grade: Grade(grade) for grade in {row[0] for row in rows}}
        return [
            ClosedCase(grades[grade], branch, kinds[triggers], moment(opened), moment(closed), date.fromisoformat(due))
            for grade, branch, triggers, opened, closed, due in rows
        ]

    def decided(
        self, since: datetime, until: datetime, branches: tuple[str, ...] | None
    ) -> dict[str, dict[DispositionKind, int]]:
        """How the hits of each list were decided in that time: the last word on each pair."""
        join = "" if branches is None else "JOIN customers c ON c.ref = d.customer"
        where, values = self._within("c.branch", branches)
        statement = _DECIDED.format(join=join, where=where)
        found: dict[str, dict[DispositionKind, int]] = {}
        for source, kind, number in self._db.rows(statement, (stamp(since), stamp(until), *values, stamp(until))):
            found.setdefault(source, {})[DispositionKind(kind)] = int(number)
        return found

    def branches(self) -> list[str]:
        """Every branch that has cases."""
        rows = self._db.rows("SELECT DISTINCT branch FROM cases WHERE branch IS NOT NULL ORDER BY branch")
        return [name for (name,) in rows]

    def _within(self, column: str, branches: tuple[str, ...] | None) -> tuple[str, tuple[object, ...]]:
        return ("1 = 1", ()) if branches is None else (self._db.among(column), (self._db.many(branches),))


def _triggers(text: str) -> tuple[Trigger, ...]:
    return tuple(map(Trigger, words(text)))
