"""What the query of a page asks for, read strictly: a day that is none is said, not guessed."""

from __future__ import annotations

from datetime import date

from flask import request

from amlrisk.errors import InvalidInput, Issue

#: Beyond these the beginning or the end of a day in some zone is no moment that a computer has.
_YEARS = (1900, 2999)


def asked_text(name: str, *, longest: int = 200) -> str:
    """One text of the query or the form, without white space around it."""
    return request.values.get(name, "").strip()[:longest]


def asked_day(name: str) -> date | None:
    """A day (YYYY-MM-DD) of living memory; None where nothing was given. Raises ``InvalidInput``."""
    text = asked_text(name)
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
        if day.isoformat() != text or not _YEARS[0] <= day.year <= _YEARS[1]:
            raise ValueError(text)
        return day
    except ValueError as error:
        issue = Issue(path=name, code="not_a_date", zh=f"“{text}”不是日期", en=f"“{text}” is no date")
        raise InvalidInput((issue,)) from error


def asked_number(name: str) -> int | None:
    """A whole number from 1; None where nothing or something else was given."""
    text = asked_text(name)
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) < 2**62 else None
