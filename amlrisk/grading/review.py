"""When the next review is due, and when somebody must look before that."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from amlrisk.facts.dates import add_months

_MONTHS_A_YEAR = 12


def next_review_on(
    *, on: date, months: int | None, first_on: date | None, relationship_on: date | None, first_review_years: int
) -> date | None:
    """``months`` after ``on``, but not after the latest day for the first review while that is still ahead.

    The first review is due ``first_review_years`` after the relationship began or was first assessed, whichever
    is earlier. None where the pack gives the grade no cycle (nothing is left to review).
    """
    if months is None:
        return None
    due = add_months(on, months)
    start = min(day for day in (on, first_on, relationship_on) if day is not None)
    latest = add_months(start, first_review_years * _MONTHS_A_YEAR)
    return latest if on < latest < due else due


def next_look_on(review_on: date | None, decisions_end_on: Iterable[date]) -> date | None:
    """The review, or before it the first day on which a decision that the grade rests on does not hold any more."""
    days = [*decisions_end_on] if review_on is None else [review_on, *decisions_end_on]
    return min(days, default=None)
