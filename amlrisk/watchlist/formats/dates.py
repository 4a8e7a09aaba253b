"""Birth dates as publishers write them, to partial dates (``YYYY[-MM[-DD]]``) and spans of years."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

CIRCA_YEARS = 2
"""How far "circa" reaches on both sides. No publisher says; erring wide can only keep a hit alive."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip

_ISO = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_HAN = re.compile(r"(\d{4})\s*年(?:\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?)?")
_WORDS = re.compile(r"(?:(\d{1,2})\.?\s+)?([A-Za-z]{3,9})\.?,?\s+(\d{4})")
_DAY_FIRST = re.compile(r"(dd|\d{1,2})[/.-](mm|\d{1,2})[/.-](\d{4})", re.IGNORECASE)
_RANGE = re.compile(r"(?:between\s+)?(.+?)\s*(?:\bto\b|\band\b|[-–—~至])\s*(.+)", re.IGNORECASE)
_CIRCA = re.compile(
    r"^(?:circa|approximately|approx\.?|about|around|c\.|ca\.|约)\s*|\s*(?:\(approximately\)|左右)$", re.I
)


class Birth(NamedTuple):
    """What a text says of a birth: partial dates, and inclusive spans of years."""

    dates: tuple[str, ...] = ()
    years: tuple[tuple[int, int], ...] = ()


def partial(text: str) -> str | None:
    """One date as a partial date, or None where the text is none (``31 Feb 1970`` is none).

    Reads ISO and compact, ``1970/1/5``, ``1970年1月5日``, ``5 Jan 1970``, ``Jan 1970``, and, day first as in the
    United Kingdom, ``05/01/1970`` (``dd/mm/1970`` where the day is not known).
    """
    text = " ".join(text.split())
    for pattern in (_ISO, _COMPACT, _HAN):
        if found := pattern.fullmatch(text):
            year, month, day = found.groups()
            return _checked(year, month, day)
    if found := _WORDS.fullmatch(text):
        day, name, year = found.groups()
        month_number = _MONTHS.get(name.lower())
        return None if month_number is None else _checked(year, str(month_number), day)
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
        if month.isalpha():
            return _checked(year, None, None)
        return _checked(year, month, None if day.isalpha() or day in ("0", "00") else day)
    return None


def _checked(year: str, month: str | None, day: str | None) -> str | None:
    month = None if month is not None and int(month) == 0 else month
    day = None if month is None or (day is not None and int(day) == 0) else day
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if month is None:
        return f"{int(year):04d}"
    return f"{int(year):04d}-{int(month):02d}" + ("" if day is None else f"-{int(day):02d}")


def birth(text: str, *, circa: bool = False) -> Birth | None:
    """A birth date, an approximate one or a range of them; None where the text cannot be read.

    >>> birth("circa 1951")
    Birth(dates=(), years=((1949, 1953),))
    >>> birth("01 Jan 1947 to 01 Jan 1949")
    Birth(dates=(), years=((1947, 1949),))
    """
    text = " ".join(text.split()).strip(" .;")
    bare = _CIRCA.sub("", text)
    circa = circa or bare != text
    if (exact := partial(bare)) is not None:
        return Birth(years=(span(int(exact[:4]), int(exact[:4]), circa=True),)) if circa else Birth(dates=(exact,))
    if found := _RANGE.fullmatch(bare):
        last = partial(found[2])
        first = partial(found[1]) or (partial(f"{found[1]} {last[:4]}") if last else None)
        if first and last and first[:4] <= last[:4]:
            return Birth(years=(span(int(first[:4]), int(last[:4]), circa=circa),))
    return None


def span(first: int, last: int, *, circa: bool = False) -> tuple[int, int]:
    """An inclusive span of years, in order, wider where it is approximate."""
    reach = CIRCA_YEARS if circa else 0
    return min(first, last) - reach, max(first, last) + reach


def day(text: str) -> date | None:
    """A full calendar day, or None."""
    found = partial(text.strip())
    return date.fromisoformat(found) if found is not None and len(found) == len("YYYY-MM-DD") else None
