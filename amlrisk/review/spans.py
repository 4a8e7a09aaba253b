"""How long decisions took: working days between two days, and the middle and the slow end of many of them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from amlrisk.review.due import MAINLAND_CHINA, due_on

_DAY = timedelta(days=1)


class WorkingDays:
    """Counts the working days of a calendar after one day up to another; each day is looked up once."""

    def __init__(self, calendar: str = MAINLAND_CHINA) -> None:
        self._is_working = lru_cache(maxsize=None)(lambda day: due_on(day - _DAY, 1, calendar) == day)
        self._between = lru_cache(maxsize=1 << 16)(self._count)

    def between(self, start: date, end: date) -> int:
        """0 for the same day and for an end before the start; the day that ``due_on(start, n)`` names is n away."""
        return self._between(start, end)

    def _count(self, start: date, end: date) -> int:
        return sum(self._is_working(start + n * _DAY) for n in range(1, (end - start).days + 1))


@lru_cache(maxsize=8)
def working_days(calendar: str = MAINLAND_CHINA) -> WorkingDays:
    """The one counter of a calendar: what it looked up once serves every report after."""
    return WorkingDays(calendar)


def rank(ordered: Sequence[int], percent: int) -> int | None:
    """The smallest number that at least ``percent`` of all do not exceed (nearest rank); None of none.

    ``ordered`` ascends; ``percent`` is 1 to 100.
    """
    return ordered[-(-percent * len(ordered) // 100) - 1] if ordered else None


def middle_and_slow(days: Iterable[int]) -> tuple[int | None, int | None]:
    """The median and the 90th percentile, by nearest rank: days that really occurred."""
    ordered = sorted(days)
    return rank(ordered, 50), rank(ordered, 90)
