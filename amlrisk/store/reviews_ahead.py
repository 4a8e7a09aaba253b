"""Whose review is due when, counted; and who was never graded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, tzinfo

import msgspec

from amlrisk.policy.vocabulary import Grade
from amlrisk.review.forecast import Ahead, AtWork
from amlrisk.store.codec import moment, unpacked
from amlrisk.store.connection import Database

_PAGE = 2000
# By month: a forecast asks no more of those whom the rules alone review. What is overdue counts as one month.
_BY_RULES = """
    SELECT c.branch, n.grade, CASE WHEN n.next_review_on < ? THEN '' ELSE substr(n.next_review_on, 1, 7) END AS month,
        count(*)
    FROM current_assessments n JOIN customers c ON c.ref = n.customer
    WHERE NOT {reviewed} GROUP BY 1, 2, 3
"""
# By the hour in which their last case was closed: the day that it was depends on the time zone.
_BY_PEOPLE = """
    SELECT branch, grade, review_on, looked_at, first_on, count(*) FROM (
        SELECT c.branch AS branch, n.grade AS grade, n.next_review_on AS review_on, n.first_on AS first_on,
            (SELECT substr(max(k.closed_at), 1, 13) FROM cases k
             WHERE k.customer = n.customer AND k.state = 'closed') AS looked_at
        FROM current_assessments n JOIN customers c ON c.ref = n.customer
        WHERE {reviewed} AND NOT EXISTS
            (SELECT 1 FROM cases o WHERE o.customer = n.customer AND o.state <> 'closed')
    ) people GROUP BY 1, 2, 3, 4, 5
"""


class _Begun(msgspec.Struct):
    """All that is read of a customer's facts here."""

    relationship_on: date | None = None


_begun = msgspec.json.Decoder(_Begun)


class Ungraded(msgspec.Struct, frozen=True, kw_only=True):
    """A customer without a grade. ``relationship_on`` is None where the facts do not say when it began."""

    ref: str
    branch: str | None
    recorded_at: datetime
    relationship_on: date | None


class ReviewsAhead:
    def __init__(self, database: Database) -> None:
        self._db = database

    def ahead(self, on: date, people: Iterable[Grade], zone: tzinfo) -> list[Ahead]:
        """Everyone graded who has no open case where people review the grade; the days of the others are those of
        their month, the first of 1970 for whatever is before ``on``.
        """
        reviewed, values = self._db.among("n.grade"), self._db.many([grade.value for grade in people])
        by_rules = self._db.rows(_BY_RULES.format(reviewed=reviewed), (on.isoformat(), values))
        found = [
            Ahead(branch=branch, grade=Grade(grade), review_on=_of_month(month, on), customers=int(number))
            for branch, grade, month, number in by_rules
        ]
        for branch, grade, review_on, looked_at, first_on, number in self._db.rows(
            _BY_PEOPLE.format(reviewed=reviewed), (values,)
        ):
            looked_on = None if looked_at is None else moment(f"{looked_at}:00:00+00:00").astimezone(zone).date()
            found.append(
                Ahead(
                    branch=branch,
                    grade=Grade(grade),
                    review_on=_day(review_on),
                    customers=int(number),
                    looked_on=looked_on,
                    first_on=_day(first_on),
                )
            )
        return found

    def at_work(self, people: Iterable[Grade]) -> list[AtWork]:
        """The open cases of customers of these grades, by branch and day; of the others too, under their grade."""
        rows = self._db.rows(
            "SELECT k.branch, k.grade, k.due_on, count(*) FROM cases k WHERE k.state <> 'closed' GROUP BY 1, 2, 3"
        )
        wanted = frozenset(people)
        return [
            AtWork(
                branch=branch,
                grade=Grade(grade),
                due_on=date.fromisoformat(due_on),
                cases=int(number),
                ends_review=Grade(grade) in wanted,
            )
            for branch, grade, due_on, number in rows
        ]

    def count_ungraded(self) -> int:
        return int(
            self._db.value(
                "SELECT count(*) FROM customers c WHERE NOT EXISTS"
                " (SELECT 1 FROM current_assessments n WHERE n.customer = c.ref)"
            )
        )

    def ungraded(self) -> Iterator[Ungraded]:
        """Who was never graded, in order of ref, read page by page."""
        after = ""
        while True:
            rows = self._db.rows(
                "SELECT c.ref, c.branch, c.updated_at, f.document FROM customers c JOIN facts f ON f.digest = c.digest"
                " WHERE c.ref > ? AND NOT EXISTS (SELECT 1 FROM current_assessments n WHERE n.customer = c.ref)"
                " ORDER BY c.ref LIMIT ?",
                (after, _PAGE),
            )
            for ref, branch, updated_at, document in rows:
                begun = _begun.decode(unpacked(document)).relationship_on
                yield Ungraded(ref=ref, branch=branch, recorded_at=moment(updated_at), relationship_on=begun)
            if len(rows) < _PAGE:
                return
            after = rows[-1][0]


def _of_month(month: str | None, on: date) -> date | None:
    """A day that stands for the month: not before ``on``, but where the month is ''."""
    if month is None:
        return None
    return date(1970, 1, 1) if not month else max(on, date.fromisoformat(f"{month}-01"))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
