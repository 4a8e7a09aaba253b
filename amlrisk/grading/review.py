"""When the next review is due."""

from __future__ import annotations

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
