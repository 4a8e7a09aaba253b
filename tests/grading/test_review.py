from __future__ import annotations

from datetime import date

import pytest

from amlrisk.grading.review import next_look_on, next_review_on


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("on", "months", "due"),
    [
        ("2026-01-31", 6, "2026-07-31"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2027-08-31", 6, "2028-02-29"),
        ("2026-03-31", 6, "2026-09-30"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-11-02", 24, "2028-11-02"),
    ],
)
def test_months_on_the_calendar(on: str, months: int, due: str) -> None:
    found = next_review_on(on=day(on), months=months, first_on=None, relationship_on=None, first_review_years=3)
    assert found == day(due)


@pytest.mark.parametrize(
    ("on", "first_on", "relationship_on", "months", "due"),
    [
        # A cycle longer than the first review allows is cut.
        ("2026-11-02", None, None, 48, "2029-11-02"),
        ("2026-11-02", "2024-01-15", None, 48, "2027-01-15"),
        ("2026-11-02", "2024-01-15", "2024-01-01", 24, "2027-01-01"),
        # The first assessment given as such is the same as none given.
        ("2026-11-02", "2026-11-02", None, 48, "2029-11-02"),
        # A relationship that is to start later counts from today.
        ("2026-11-02", None, "2027-01-01", 48, "2029-11-02"),
        # Once the latest day for the first review is past, the cycle alone counts.
        ("2026-11-02", "2023-11-02", None, 24, "2028-11-02"),
        ("2026-11-02", "2023-11-03", None, 24, "2026-11-03"),
        ("2026-11-02", None, "2011-05-01", 24, "2028-11-02"),
    ],
)
def test_the_first_review_is_never_later_than_the_pack_allows(
    on: str, first_on: str | None, relationship_on: str | None, months: int, due: str
) -> None:
    found = next_review_on(
        on=day(on),
        months=months,
        first_on=None if first_on is None else day(first_on),
        relationship_on=None if relationship_on is None else day(relationship_on),
        first_review_years=3,
    )
    assert found == day(due)


def test_a_grade_without_a_cycle_has_no_next_review() -> None:
    on = day("2026-11-02")
    assert next_review_on(on=on, months=None, first_on=on, relationship_on=on, first_review_years=3) is None


@pytest.mark.parametrize(
    ("review", "ends", "look"),
    [
        ("2027-11-02", [], "2027-11-02"),
        ("2027-11-02", ["2027-11-01", "2027-06-01"], "2027-06-01"),
        ("2027-11-02", ["2027-11-03"], "2027-11-02"),
        (None, ["2027-11-03"], "2027-11-03"),
        (None, [], None),
    ],
)
def test_the_next_look_is_not_later_than_the_end_of_a_decision(
    review: str | None, ends: list[str], look: str | None
) -> None:
    found = next_look_on(None if review is None else day(review), map(day, ends))
    assert found == (None if look is None else day(look))
