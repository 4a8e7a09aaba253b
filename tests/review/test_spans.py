"""Working days between two days, and the middle and slow end of many."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.review.due import due_on
from amlrisk.review.spans import middle_and_slow, rank, working_days

DAYS = working_days()


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2026-11-23", "2026-11-23", 0),
        ("2026-11-23", "2026-11-24", 1),
        ("2026-11-20", "2026-11-23", 1),  # over a weekend
        ("2026-11-20", "2026-11-22", 0),
        ("2026-11-24", "2026-11-20", 0),
        ("2026-09-30", "2026-10-08", 1),  # National Day
        ("2025-01-24", "2025-01-26", 1),  # a Sunday that is worked before the Spring Festival
    ],
)
def test_between(start: str, end: str, count: int) -> None:
    assert DAYS.between(date.fromisoformat(start), date.fromisoformat(end)) == count


@given(st.dates(date(2024, 1, 1), date(2026, 12, 1)), st.integers(1, 40))
def test_what_is_due_in_so_many_days_is_so_many_days_away(start: date, days: int) -> None:
    due = due_on(start, days)
    assert DAYS.between(start, due) == days
    assert DAYS.between(start, due - timedelta(days=1)) == days - 1


@pytest.mark.parametrize(
    ("numbers", "median", "slow"),
    [((), None, None), ((3,), 3, 3), ((1, 2), 1, 2), ((5, 1, 3), 3, 5), (range(1, 11), 5, 9), (range(1, 12), 6, 10)],
)
def test_middle_and_slow(numbers: tuple[int, ...], median: int | None, slow: int | None) -> None:
    assert middle_and_slow(numbers) == (median, slow)


@given(st.lists(st.integers(0, 99), min_size=1), st.integers(1, 100))
def test_rank_is_the_smallest_that_so_many_do_not_exceed(numbers: list[int], percent: int) -> None:
    ordered = sorted(numbers)
    found = rank(ordered, percent)
    assert found is not None
    assert sum(each <= found for each in ordered) * 100 >= percent * len(ordered)
    below = [each for each in ordered if each < found]
    assert len(below) * 100 < percent * len(ordered)
