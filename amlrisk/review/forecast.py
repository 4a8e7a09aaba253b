"""What the next months bring: whose review falls due when, and how much of it people must do.

Every customer is taken to keep grade and branch, and to be reviewed on the day it is due; so that who falls due twice
within the months is counted twice. New customers and what nobody can foresee (lists, reports) come on top.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import msgspec

from amlrisk.facts.dates import add_months
from amlrisk.policy.model import Rules
from amlrisk.policy.vocabulary import Grade, Trigger
from amlrisk.review.due import working_days


class _Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Ahead(_Value, frozen=True, kw_only=True):
    """So many ``customers`` of a branch and a grade whose next review is ``review_on`` (None: nothing is left to
    review). ``looked_on`` is the day their last case was closed, None where there was none; ``first_on`` that of their
    first grading. Both are asked only of grades that people review.
    """

    branch: str | None
    grade: Grade
    review_on: date | None
    customers: int = 1
    looked_on: date | None = None
    first_on: date | None = None


class AtWork(_Value, frozen=True, kw_only=True):
    """So many open ``cases`` of a branch about customers of a grade, due on a day. ``ends_review``: the customers'
    next review counts from their end, and stands nowhere else.
    """

    branch: str | None
    grade: Grade
    due_on: date
    cases: int = 1
    ends_review: bool = True


class Line(_Value, frozen=True, kw_only=True):
    """A branch in a month (its first day). What was due before it began stands in the first month.

    ``reviews`` fall due in it, ``overdue`` of them were due before today; ``cases`` of them are for people, the others
    are graded again without them. ``open_cases`` are open now and due in it. ``working_days`` are those left of it.
    """

    branch: str | None
    month: date
    reviews: int
    overdue: int
    cases: int
    open_cases: int
    by_grade: dict[Grade, int]
    working_days: int


class Forecast(_Value, frozen=True, kw_only=True):
    """As seen ``on`` a day under one policy: ``lines`` by branch (None last) and month, every month of every branch.

    ``unscheduled`` customers have no next review; ``ungraded`` have no grade yet, and are graded within days.
    """

    on: date
    months: int
    policy: str
    lines: tuple[Line, ...]
    unscheduled: int
    ungraded: int


def people_review(rules: Rules) -> frozenset[Grade]:
    """The grades whose reviews open a case."""
    return frozenset(rules.review.triggers[Trigger.PERIODIC_REVIEW].grades)


def forecast(
    ahead: Iterable[Ahead], at_work: Iterable[AtWork], rules: Rules, *, months: int, ungraded: int = 0
) -> Forecast:
    """The ``months`` from the day of ``rules`` on, the first of them what is left of the present month.

    Who has an open case stands in ``at_work`` and not in ``ahead``.
    """
    first = rules.on.replace(day=1)
    span = [add_months(first, n) for n in range(months)]
    counts: defaultdict[str | None, dict[date, _Count]] = defaultdict(lambda: {month: _Count() for month in span})
    unscheduled = 0
    for each in ahead:
        due = _due_on(each, rules)
        if due is None:
            unscheduled += each.customers
        else:
            _count(counts[each.branch], each, _days(due, each.grade, rules, span), rules)
    for case in at_work:
        month = max(case.due_on, rules.on).replace(day=1)
        of_branch = counts[case.branch]
        if month in of_branch:
            of_branch[month].open_cases += case.cases
        if case.ends_review:
            again = Ahead(branch=case.branch, grade=case.grade, review_on=None, customers=case.cases)
            _count(of_branch, again, _after(max(case.due_on, rules.on), case.grade, rules, span), rules)
    days = {month: _days_left(month, rules) for month in span}
    lines = tuple(
        _line(branch, month, count, days[month])
        for branch in sorted(counts, key=lambda name: (name is None, name or ""))
        for month, count in counts[branch].items()
    )
    return Forecast(
        on=rules.on, months=months, policy=rules.digest, lines=lines, unscheduled=unscheduled, ungraded=ungraded
    )


class _Count:
    """What gathers in one month of one branch."""

    def __init__(self) -> None:
        self.reviews = self.overdue = self.cases = self.open_cases = 0
        self.by_grade: defaultdict[Grade, int] = defaultdict(int)


def _due_on(each: Ahead, rules: Rules) -> date | None:
    """The next review; earlier where people look and have not for as long as the pack allows."""
    months = rules.grades[each.grade].review_months
    if each.grade not in people_review(rules) or months is None:
        return each.review_on
    if each.looked_on is None and each.grade in rules.review.triggers[Trigger.HIGH_GRADE].grades:
        return rules.on  # nobody ever did: their case opens with the next grading
    since = each.looked_on or each.first_on
    days = [day for day in (each.review_on, since and add_months(since, months)) if day is not None]
    return min(days, default=None)


def _days(due: date, grade: Grade, rules: Rules, span: list[date]) -> Iterator[date]:
    """The day, and those that follow from it within the months."""
    yield due
    yield from _after(max(due, rules.on), grade, rules, span)


def _after(day: date, grade: Grade, rules: Rules, span: list[date]) -> Iterator[date]:
    months = rules.grades[grade].review_months
    if months is None:
        return
    turns = 1
    while (due := add_months(day, months * turns)).replace(day=1) <= span[-1]:
        yield due
        turns += 1


def _count(of_branch: dict[date, _Count], each: Ahead, days: Iterator[date], rules: Rules) -> None:
    people = each.grade in people_review(rules)
    for day in days:
        month = max(day, rules.on).replace(day=1)
        if month not in of_branch:
            return  # later days lie later still
        count = of_branch[month]
        count.reviews += each.customers
        count.overdue += each.customers if day < rules.on else 0
        count.cases += each.customers if people else 0
        count.by_grade[each.grade] += each.customers


def _days_left(month: date, rules: Rules) -> int:
    return working_days(max(month, rules.on), add_months(month, 1) - timedelta(days=1), rules.review.calendar)


def _line(branch: str | None, month: date, count: _Count, days: int) -> Line:
    return Line(
        branch=branch,
        month=month,
        reviews=count.reviews,
        overdue=count.overdue,
        cases=count.cases,
        open_cases=count.open_cases,
        by_grade={grade: count.by_grade.get(grade, 0) for grade in Grade},
        working_days=days,
    )
