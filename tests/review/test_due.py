"""Working days of mainland China: days off, and the weekends worked for them."""

from __future__ import annotations

from datetime import date

import pytest

from amlrisk.review.due import due_on, is_overdue, to_escalate
from amlrisk.review.model import State
from tests.review.people import NOW, case, rules


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-11-23", 1, "2026-11-24"),
        ("2026-11-27", 1, "2026-11-30"),  # Friday
        ("2026-11-28", 1, "2026-11-30"),  # Saturday
        ("2026-11-29", 1, "2026-11-30"),  # Sunday
        ("2026-11-23", 10, "2026-12-07"),
        ("2026-02-13", 1, "2026-02-14"),  # Saturday, worked for the Spring Festival
        ("2026-02-14", 1, "2026-02-24"),  # over the Spring Festival, 15 to 23 February
        ("2026-02-13", 10, "2026-03-05"),  # 14 (worked), 24 to 27, 28 (worked), 2 to 5 March
        ("2026-09-30", 1, "2026-10-08"),  # over the National Day
        ("2026-10-09", 1, "2026-10-10"),  # Saturday, worked for it
        ("2026-12-31", 1, "2027-01-04"),  # into another year
    ],
)
def test_working_days(start: str, days: int, due: str) -> None:
    assert due_on(date.fromisoformat(start), days).isoformat() == due


def test_another_country_has_other_days() -> None:
    assert due_on(date(2026, 9, 30), 1, "DE") == date(2026, 10, 1)


@pytest.mark.parametrize(("on", "overdue"), [("2026-11-26", False), ("2026-11-27", False), ("2026-11-28", True)])
def test_a_case_is_overdue_the_day_after(on: str, overdue: bool) -> None:
    it = case(due_on=date(2026, 11, 27))
    assert is_overdue(it, date.fromisoformat(on)) is overdue
    assert not is_overdue(case(due_on=date(2026, 11, 27), state=State.CLOSED), date.fromisoformat(on))


@pytest.mark.parametrize(
    ("on", "told"), [("2026-11-27", False), ("2026-11-30", False), ("2026-12-01", True), ("2026-12-20", True)]
)
def test_a_case_is_escalated_once_after_two_working_days(on: str, told: bool) -> None:
    """Due on a Friday: Monday and Tuesday are the two."""
    day = date.fromisoformat(on)
    assert to_escalate(case(due_on=date(2026, 11, 27)), rules(), day) is told
    assert not to_escalate(case(due_on=date(2026, 11, 27), escalated_at=NOW), rules(), day)
    assert not to_escalate(case(due_on=date(2026, 11, 27), state=State.CLOSED), rules(), day)
