from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.watchlist.formats.dates import CIRCA_YEARS, Birth, birth, day, partial


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1978-04-28", "1978-04-28"),
        ("1978/4/8", "1978-04-08"),
        ("1978.04.28", "1978-04-28"),
        ("19780428", "1978-04-28"),
        ("1978-04", "1978-04"),
        ("1978", "1978"),
        ("1978年4月28日", "1978-04-28"),
        ("1978年4月", "1978-04"),
        ("1978年", "1978"),
        ("10 Dec 1948", "1948-12-10"),
        ("Dec 1948", "1948-12"),
        ("5 Sept. 1970", "1970-09-05"),
        ("28/04/1978", "1978-04-28"),
        ("dd/04/1978", "1978-04"),
        ("dd/mm/1978", "1978"),
        ("00/00/1978", "1978"),
        ("1978-00-00", "1978"),
        ("2026-02-27T00:00:09.554Z", "2026-02-27"),
        ("31 Feb 1970", None),
        ("1978-13-01", None),
        ("24/06/1402 (Hijri Calendar)", None),
        ("30-35 years old", None),
        ("", None),
    ],
)
def test_one_date(text: str, expected: str | None) -> None:
    assert partial(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("08 Sep 1966", Birth(dates=("1966-09-08",))),
        ("circa 1951", Birth(years=((1951 - CIRCA_YEARS, 1951 + CIRCA_YEARS),))),
        ("circa 01 Jan 1961", Birth(years=((1961 - CIRCA_YEARS, 1961 + CIRCA_YEARS),))),
        ("circa 1979-1982", Birth(years=((1979 - CIRCA_YEARS, 1982 + CIRCA_YEARS),))),
        ("约1951年", Birth(years=((1951 - CIRCA_YEARS, 1951 + CIRCA_YEARS),))),
        ("1981 to 1983", Birth(years=((1981, 1983),))),
        ("01 Jan 1947 to 01 Jan 1949", Birth(years=((1947, 1949),))),
        ("Mar 1962 to Feb 1963", Birth(years=((1962, 1963),))),
        ("Between Aug. and Sep. 1977", Birth(years=((1977, 1977),))),
        ("1970-1975", Birth(years=((1970, 1975),))),
        ("1970至1975", Birth(years=((1970, 1975),))),
        ("1975 to 1970", None),
        ("unknown", None),
        ("", None),
    ],
)
def test_births(text: str, expected: Birth | None) -> None:
    assert birth(text) == expected


@given(st.dates(min_value=date(1000, 1, 1)))
def test_every_day_is_read_back_in_every_writing(born: date) -> None:
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    writings = (
        born.isoformat(),
        born.strftime("%d/%m/%Y"),
        f"{born.day:02d} {months[born.month - 1]} {born.year:04d}",
        f"{born.year:04d}年{born.month}月{born.day}日",
    )
    assert {partial(text) for text in writings} == {born.isoformat()}
    assert {day(text) for text in writings} == {born}


@given(st.text())
def test_no_text_is_a_crash(text: str) -> None:
    found = birth(text)
    assert found is None or found.dates or found.years
