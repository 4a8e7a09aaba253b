"""Working days: when a case is due, and when it is late enough to be escalated."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from holidays import HolidayBase, country_holidays

from amlrisk.policy.model import ReviewRules, Rules
from amlrisk.review.model import Case, State

MAINLAND_CHINA = "CN"


def due_on(start: date, working_days: int, calendar: str = MAINLAND_CHINA) -> date:
    """The ``working_days``-th working day after ``start`` (an ISO country's, with the weekends that are worked).

    What is not yet announced for a year counts as the law has it: public holidays off, weekends not worked.
    """
    return _days(calendar).get_nth_working_day(start, working_days)


def working_days(first: date, last: date, calendar: str = MAINLAND_CHINA) -> int:
    """How many working days there are from ``first`` to ``last``, both counted; none where ``last`` is earlier."""
    days = _days(calendar)
    return sum(days.is_working_day(first + timedelta(days=n)) for n in range((last - first).days + 1))


def graded_by(start: date, rules: Rules) -> date:
    """The last day on which a customer whose relationship began on ``start`` may be graded for the first time."""
    return due_on(start, rules.clock.new_customer_working_days, rules.review.calendar)


def is_overdue(case: Case, on: date) -> bool:
    """Whether the day that the case was due has passed."""
    return case.state is not State.CLOSED and case.due_on < on


def to_escalate(case: Case, rules: ReviewRules, on: date) -> bool:
    """Whether the case is overdue for as many working days as the pack lets pass, and nobody was told yet."""
    if case.state is State.CLOSED or case.escalated_at is not None:
        return False
    return due_on(case.due_on, rules.escalate_after, rules.calendar) <= on


@lru_cache(maxsize=8)
def _days(calendar: str) -> HolidayBase:
    return country_holidays(calendar)
