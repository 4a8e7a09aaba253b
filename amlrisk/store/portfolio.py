"""All customers at one look, or those of some branches: how many stand where, and who moved."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import msgspec

from amlrisk.facts.model import Kind
from amlrisk.policy.vocabulary import Decision, Grade
from amlrisk.review.authority import ALL_BRANCHES
from amlrisk.store.codec import stamp
from amlrisk.store.connection import Database

_BY_GRADE = "SELECT grade, decision, count(*) FROM current_assessments GROUP BY grade, decision"

Branches = tuple[str, ...] | None


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How many customers of a kind have a grade and a decision now; None before their first assessment."""

    kind: Kind
    grade: Grade | None
    decision: Decision | None
    customers: int


class Movement(msgspec.Struct, frozen=True, kw_only=True):
    """How many customers stood at one grade and stand at another now."""

    before: Grade
    now: Grade
    customers: int


class Portfolio:
    """``branches`` are those within reach of whoever asks (``Officer.branches``); None is all of them."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def standings(self, branches: Branches) -> list[Standing]:
        if branches is not None and ALL_BRANCHES not in branches:
            return self._standings_of(f"WHERE {self._db.among('c.branch')}", [self._db.many(branches)])
        # Two readers' journeys instead of one customer by customer, which takes five times as long.
        everyone = Counter({(grade, decision): int(number) for grade, decision, number in self._db.rows(_BY_GRADE)})
        everyone[None, None] = int(self._db.value("SELECT count(*) FROM customers")) - everyone.total()
        legal = self._standings_of("WHERE c.kind = 'legal'", [])
        for each in legal:
            everyone[each.grade, each.decision] -= each.customers
        natural = [_standing(Kind.NATURAL, *of, number) for of, number in everyone.items() if number]
        return [*natural, *legal]

    def _standings_of(self, where: str, values: list[object]) -> list[Standing]:
        rows = self._db.rows(
            "SELECT c.kind, a.grade, a.decision, count(*) FROM customers c LEFT JOIN current_assessments a"
            f" ON a.customer = c.ref {where} GROUP BY c.kind, a.grade, a.decision",
            values,
        )
        return [_standing(*row) for row in rows]

    def reviews_due(self, branches: Branches, on: date) -> int:
        """How many customers' review is due on that day or earlier."""
        where, values = self._within(branches)
        return int(
            self._db.value(
                "SELECT count(*) FROM current_assessments a JOIN customers c ON c.ref = a.customer"
                f" WHERE a.next_review_on <= ? AND {where}",
                (on.isoformat(), *values),
            )
        )

    def movements(self, branches: Branches, since: datetime) -> list[Movement]:
        """Customers whose grade now is not the one they had at ``since``; who came back to it did not move."""
        where, values = self._within(branches)
        rows = self._db.rows(
            "SELECT f.from_grade, l.to_grade, count(*) FROM"
            " (SELECT customer, min(id) AS first, max(id) AS last FROM grade_changes WHERE changed_at >= ?"
            "  GROUP BY customer) span"
            " JOIN grade_changes f ON f.id = span.first JOIN grade_changes l ON l.id = span.last"
            f" JOIN customers c ON c.ref = span.customer WHERE f.from_grade <> l.to_grade AND {where}"
            " GROUP BY f.from_grade, l.to_grade",
            (stamp(since), *values),
        )
        return [Movement(before=Grade(before), now=Grade(now), customers=int(number)) for before, now, number in rows]

    def branches(self, among: Branches) -> list[str]:
        """Branches that have customers, in order."""
        where, values = self._within(among)
        rows = self._db.rows(
            f"SELECT DISTINCT c.branch FROM customers c WHERE c.branch IS NOT NULL AND {where} ORDER BY c.branch",
            values,
        )
        return [branch for (branch,) in rows]

    def _within(self, branches: Branches) -> tuple[str, list[object]]:
        if branches is None or ALL_BRANCHES in branches:
            return "1 = 1", []
        return self._db.among("c.branch"), [self._db.many(branches)]


def _standing(kind: str, grade: str | None, decision: str | None, customers: int) -> Standing:
    return Standing(
        kind=Kind(kind),
        grade=None if grade is None else Grade(grade),
        decision=None if decision is None else Decision(decision),
        customers=int(customers),
    )
