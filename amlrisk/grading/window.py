"""The last months before a day; no clock."""

from __future__ import annotations

from datetime import date

from amlrisk.facts.dates import add_months


def within(day: date, today: date, months: int) -> bool:
    """Whether ``day`` lies in the last ``months`` months; the same day of the month still counts."""
    return add_months(today, -months) <= day <= today
