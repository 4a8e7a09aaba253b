"""Partial dates, ages, months."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.facts.dates import add_months, age_span, check_partial, months_between, span, tidy_partial

DAYS = st.dates(min_value=date(1800, 1, 1), max_value=date(2200, 12, 31))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021-02", date(2021, 2, 1), date(2021, 2, 28)),
        ("2020-12", date(2020, 12, 1), date(2020, 12, 31)),
        ("2020-02-29", date(2020, 2, 29), date(2020, 2, 29)),
        ("9999", date(9999, 1, 1), date(9999, 12, 31)),
    ],
)
def test_span(text: str, first: date, last: date) -> None:
    assert span(text) == (first, last)
    assert check_partial(text, "birth_on") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "20",
        "2020-",
        "2020-13",
        "2020-00",
        "2021-02-29",
        "2020-1-5",
        "0000",
        "2020-01-05T00:00",
        "２０２０",
        " 2020",
    ],
)
def test_what_is_not_a_partial_date(text: str) -> None:
    problem = check_partial(text, "birth_on")
    assert problem is not None
    assert (problem.path, problem.code) == ("birth_on", "bad_partial_date")
    with pytest.raises(ValueError, match=r".+"):
        span(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020/1/5", "2020-01-05"),
        ("2020.01.05", "2020-01-05"),
        ("2020年1月5日", "2020-01-05"),
        ("2020年1月", "2020-01"),
        ("2020年", "2020"),
        ("20200105", "2020-01-05"),
        ("2020-01-05 00:00:00", "2020-01-05"),
        (" 2020 ", "2020"),
        ("2020-02-30", None),
        ("20201301", None),
        ("5/1/2020", None),
        ("2020-01-05 13:00:00", None),
        ("", None),
    ],
)
def test_dates_as_spreadsheets_write_them(text: str, expected: str | None) -> None:
    assert tidy_partial(text) == expected


@given(st.text(alphabet="0123456789-/.年月日 T:", max_size=24) | st.text())
def test_any_text_is_a_partial_date_or_none(text: str) -> None:
    tidy = tidy_partial(text)
    if tidy is not None:
        assert tidy_partial(tidy) == tidy
        assert span(tidy)[0] <= span(tidy)[1]


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2020, 1, 15), date(2020, 2, 14), 0),
        (date(2020, 1, 15), date(2020, 2, 15), 1),
        (date(2020, 1, 31), date(2020, 2, 28), 0),
        (date(2020, 1, 31), date(2020, 2, 29), 1),
        (date(2020, 2, 29), date(2021, 2, 27), 11),
        (date(2020, 2, 29), date(2021, 2, 28), 12),
        (date(2020, 2, 15), date(2020, 1, 15), -1),
        (date(2020, 2, 15), date(2020, 1, 16), 0),
    ],
)
def test_months_between(start: date, end: date, months: int) -> None:
    assert months_between(start, end) == months


@given(DAYS, st.integers(min_value=0, max_value=600))
def test_adding_months_and_counting_them_agree(on: date, months: int) -> None:
    assert months_between(on, add_months(on, months)) == months


@given(DAYS, DAYS, DAYS)
def test_more_time_is_never_fewer_months(start: date, one: date, other: date) -> None:
    early, late = sorted((one, other))
    assert months_between(start, early) <= months_between(start, late)


@pytest.mark.parametrize(
    ("birth", "today", "ages"),
    [
        ("2008-06-15", date(2026, 6, 14), (17, 17)),
        ("2008-06-15", date(2026, 6, 15), (18, 18)),
        ("2008-02-29", date(2026, 2, 27), (17, 17)),
        ("2008-02-29", date(2026, 2, 28), (18, 18)),
        ("2008", date(2026, 6, 15), (17, 18)),
        ("2008-06", date(2026, 6, 1), (17, 18)),
        ("2026", date(2026, 6, 1), (0, 0)),
    ],
)
def test_age_span(birth: str, today: date, ages: tuple[int, int]) -> None:
    assert age_span(birth, today) == ages
