"""What the next months bring, by branch: every review in its month, and how much of it is for people."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.facts.dates import add_months
from amlrisk.policy.model import Rules
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.due import graded_by, working_days
from amlrisk.review.forecast import Ahead, AtWork, Forecast, Line, forecast
from tests.systems import pack_named

GENERAL, ORDINARY, HIGH, UNACCEPTABLE = Grade


def rules(on: str = "2026-07-15") -> Rules:
    return msgspec.structs.replace(pack_named("cn_insurer").on(date(2026, 7, 15)), on=date.fromisoformat(on))


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def ahead(grade: Grade, review_on: str | None, customers: int = 1, **more: object) -> Ahead:
    fields = {
        name: day(value) if isinstance(value, str) and name != "branch" else value for name, value in more.items()
    }
    return Ahead(**{"branch": "B1", "grade": grade, "review_on": day(review_on), "customers": customers, **fields})


def line(made: Forecast, month: str, branch: str | None = "B1") -> Line:
    return next(each for each in made.lines if (f"{each.month:%Y-%m}", each.branch) == (month, branch))


def reviews(made: Forecast) -> dict[str, int]:
    return {f"{each.month:%Y-%m}": each.reviews for each in made.lines if each.reviews}


@pytest.mark.parametrize(
    ("grade", "review_on", "found"),
    [
        (GENERAL, "2026-09-30", {"2026-09": 1}),  # and again after 24 months
        (ORDINARY, "2026-07-15", {"2026-07": 1, "2027-07": 1}),
        (ORDINARY, "2026-08-31", {"2026-08": 1, "2027-08": 1}),
        (ORDINARY, "2025-01-01", {"2026-07": 1, "2027-07": 1}),  # overdue: graded again at once, and a year later
        (GENERAL, "2027-11-30", {}),  # beyond the months
        (GENERAL, None, {}),
    ],
)
def test_every_review_in_its_month(grade: Grade, review_on: str | None, found: dict[str, int]) -> None:
    made = forecast([ahead(grade, review_on)], [], rules(), months=16)
    assert reviews(made) == found
    assert made.unscheduled == (review_on is None)
    assert all(each.cases == 0 for each in made.lines), "the rules alone review them"


@pytest.mark.parametrize(
    ("review_on", "looked_on", "found"),
    [
        ("2026-10-01", "2026-04-01", ["2026-10", "2027-04"]),
        # Graded again since by the rules alone: people have not looked for six months all the same.
        ("2027-01-10", "2026-02-20", ["2026-08", "2027-02"]),
        ("2027-01-10", "2025-11-30", ["2026-07", "2027-01"]),
        ("2027-01-10", None, ["2026-07", "2027-01"]),  # nobody ever looked: at once
        ("2026-08-31", "2026-07-01", ["2026-08", "2027-02"]),  # a decision ends before
        ("2027-02-28", "2026-08-31", ["2027-02"]),
    ],
)
def test_people_look_at_high_risk_every_six_months(review_on: str, looked_on: str | None, found: list[str]) -> None:
    made = forecast([ahead(HIGH, review_on, 3, looked_on=looked_on)], [], rules(), months=12)
    assert reviews(made) == dict.fromkeys(found, 3)
    assert all(each.cases == each.reviews == each.by_grade[HIGH] for each in made.lines)


def test_open_cases_are_due_in_their_month_and_their_customers_half_a_year_after() -> None:
    work = [
        AtWork(branch="B1", grade=HIGH, due_on=date(2026, 7, 1), cases=2),  # overdue
        AtWork(branch="B1", grade=HIGH, due_on=date(2026, 8, 31)),
        AtWork(branch="B2", grade=GENERAL, due_on=date(2026, 7, 20), ends_review=False),
    ]
    made = forecast([], work, rules(), months=12)
    assert (line(made, "2026-07").open_cases, line(made, "2026-08").open_cases) == (2, 1)
    assert line(made, "2026-07", "B2").open_cases == 1
    assert reviews(made) == {"2027-01": 2, "2027-02": 1}


def test_every_month_of_every_branch_and_no_branch_last() -> None:
    made = forecast([ahead(GENERAL, "2026-07-20", branch=name) for name in ("B2", None, "B1")], [], rules(), months=3)
    assert [(each.branch, f"{each.month:%Y-%m}") for each in made.lines] == [
        (branch, month) for branch in ("B1", "B2", None) for month in ("2026-07", "2026-08", "2026-09")
    ]
    assert forecast([], [], rules(), months=3).lines == ()


@pytest.mark.parametrize(
    ("on", "months", "days"),
    [
        ("2026-01-30", 2, [1, 16]),  # a Friday; February: Spring Festival 15 to 23, the 14th and the 28th are worked
        ("2026-09-01", 2, [22, 18]),  # the 20th is worked, the 25th off; October: 1 to 7 off, Saturday the 10th worked
        ("2028-02-29", 1, [1]),
        ("2026-10-31", 1, [0]),  # a Saturday, the last day
    ],
)
def test_working_days_left_on_chinas_calendar(on: str, months: int, days: list[int]) -> None:
    made = forecast([ahead(GENERAL, on)], [], rules(on), months=months)
    assert [each.working_days for each in made.lines] == days


def test_working_days_count_both_ends() -> None:
    assert working_days(date(2026, 10, 10), date(2026, 10, 10)) == 1, "a Saturday that is worked"
    assert working_days(date(2026, 10, 8), date(2026, 10, 12)) == 4
    assert working_days(date(2026, 10, 8), date(2026, 10, 7)) == 0


@pytest.mark.parametrize(
    ("start", "by"),
    [
        ("2026-02-13", "2026-03-05"),  # over the Spring Festival, with three weekends' days worked
        ("2026-09-30", "2026-10-20"),
        ("2028-02-29", "2028-03-14"),
    ],
)
def test_new_customers_are_graded_within_ten_working_days(start: str, by: str) -> None:
    assert graded_by(date.fromisoformat(start), rules(start)).isoformat() == by


_grades = st.sampled_from(list(Grade))
_days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
_people = st.builds(
    Ahead,
    branch=st.sampled_from(["B1", "B2", None]),
    grade=_grades,
    review_on=_days,
    customers=st.integers(1, 50),
    looked_on=st.one_of(st.none(), st.dates(date(2025, 1, 1), date(2026, 7, 15))),
    first_on=st.dates(date(2024, 1, 1), date(2026, 7, 15)),
)


@given(st.lists(_people, max_size=12), st.integers(1, 24))
def test_nobody_is_left_out_and_nobody_counted_more_often_than_their_interval_allows(
    people: list[Ahead], months: int
) -> None:
    it = rules()
    last = add_months(it.on.replace(day=1), months) - timedelta(days=1)
    made = forecast(people, [], it, months=months)
    total = sum(each.reviews for each in made.lines)
    assert total == sum(sum(each.by_grade.values()) for each in made.lines)
    due = [each for each in people if each.review_on is not None and each.review_on <= last]
    assert total >= sum(each.customers for each in due)
    most = 0
    for each in people:
        interval = it.grades[each.grade].review_months
        assert interval is not None
        most += each.customers * (months // interval + 1)
    assert total <= most
    longer = forecast(people, [], it, months=months + 1)
    assert [each for each in longer.lines if each.month <= last] == list(made.lines), "more months change no month"


def test_it_is_a_document_that_reads_back() -> None:
    made = forecast([ahead(HIGH, "2026-08-01", looked_on="2026-02-01")], [], rules(), months=2, ungraded=7)
    assert msgspec.json.decode(msgspec.json.encode(made), type=Forecast) == made
