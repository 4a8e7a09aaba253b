"""Dates as people know them: full, or only the year and month, or only the year.

A partial date is text, ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; what it may mean is the span from its first to
its last possible day. Where a month has no corresponding day (29 February, the 31st) its last day counts, as in
art. 202 of the Civil Code: who was born on 29 February is a year older on 28 February.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

from amlrisk.errors import Issue
from amlrisk.facts.issues import issue

EARLIEST_YEAR = 1880

_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_LOOSE = re.compile(r"([0-9]{4})(?:\s*[-/.年]\s*([0-9]{1,2})(?:\s*[-/.月]\s*([0-9]{1,2}))?)?\s*[日月年]?")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_TIME = re.compile(r"[ T]00:00(?::00(?:\.0+)?)?$")


def check_partial(text: str, path: str) -> Issue | None:
    """The issue with a text that is no partial date of the calendar; None when it is one."""
    try:
        span(text)
    except ValueError:
        return issue(path, "bad_partial_date")
    return None


def check_past_partial(text: str, path: str, today: date) -> Issue | None:
    """As ``check_partial``; nor may it lie in the future or before anybody alive or listed was born."""
    if problem := check_partial(text, path):
        return problem
    first, last = span(text)
    if first > today:
        return issue(path, "date_in_future")
    return issue(path, "date_too_early", limit=EARLIEST_YEAR) if last.year < EARLIEST_YEAR else None


def span(text: str) -> tuple[date, date]:
    """The first and the last day a partial date may mean; ValueError when it is none."""
    match = _PARTIAL.fullmatch(text)
    if match is None:
        raise ValueError(f"not a partial date: {text[:40]!r}")
    year, month, day = match.groups()
    if day is not None:
        on = date(int(year), int(month), int(day))
        return on, on
    if month is not None:
        first = date(int(year), int(month), 1)
        return first, first.replace(day=monthrange(first.year, first.month)[1])
    return date(int(year), 1, 1), date(int(year), 12, 31)


def tidy_partial(text: str) -> str | None:
    """The partial date that ``2020/1/5``, ``2020年1月``, ``20200105`` or ``2020-01-05 00:00:00`` stand for, or None."""
    plain = _TIME.sub("", text.strip())
    match = _COMPACT.fullmatch(plain) or _LOOSE.fullmatch(plain)
    if match is None:
        return None
    tidy = "-".join(part.zfill(2) for part in match.groups() if part is not None)
    return tidy if check_partial(tidy, "") is None else None


@lru_cache(maxsize=4096)  # every customer of a run asks for the same few windows
def add_months(on: date, months: int) -> date:
    """The corresponding day ``months`` later (earlier when negative), or the last day of that month."""
    count = on.year * 12 + on.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


def months_between(start: date, end: date) -> int:
    """Whole months from ``start`` to ``end``; negative when ``end`` is earlier."""
    if end < start:
        return -months_between(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    reached = min(start.day, monthrange(end.year, end.month)[1])
    return months if end.day >= reached else months - 1


def age_span(birth: str, today: date) -> tuple[int, int]:
    """The youngest and the oldest age in whole years that a partial birth date allows on ``today``.

    Never below zero: a birth date that may still lie ahead within its span counts as age 0.
    """
    first, last = span(birth)
    return max(0, months_between(last, today) // 12), max(0, months_between(first, today) // 12)
