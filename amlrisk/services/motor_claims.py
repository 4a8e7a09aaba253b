"""To which year of motor insurance a claim belongs that came in a table of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from amlrisk.facts.dates import add_months

_YEAR = 12


def year_of(years: Sequence[Mapping[str, object]], on: object) -> int:
    """The place of the year that holds the day. The last one where none does: the intake then says what is wrong."""
    day = _day(on)
    for place, year in enumerate(years):
        start = _day(year.get("starts_on"))
        if day is None or start is None:
            continue
        try:
            end = _day(year.get("ends_on")) or add_months(start, _YEAR)
        except ValueError:  # after the last year of the calendar
            continue
        if start <= day < end:
            return place
    return len(years) - 1


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
