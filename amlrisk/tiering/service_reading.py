"""What was typed into a form of service, read strictly: every fault with its field, or the whole record."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from amlrisk.errors import InvalidInput, Issue
from amlrisk.facts.amounts import tidy_amount
from amlrisk.facts.issues import issue
from amlrisk.facts.texts import refused_character, trim
from amlrisk.facts.value import Survey, month_number, number_of_month, quarter_number
from amlrisk.grading.numbers import quotient, total
from amlrisk.tiering.model import shown
from amlrisk.tiering.service_forms import FORMS, PARTS, Entry, Field, Form, Kind

#: A filled form: the fields that were filled in, each in one spelling, in the order of the form.
Filled = Mapping[str, str]

_LONGEST_TEXT = 200
_EARLIEST_YEAR = 1949
_MOST_POINTS = 100
_MOST_NUMBER = 9999
_MONTHS_OF_QUARTER = 3
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")


def read_form(kind: Kind, raw: Mapping[str, str], today: date, *, longest: int) -> Filled:
    """The fields of a form, checked, with what follows from them. ``longest`` is how long words may be.

    Raises ``InvalidInput`` with every fault; ``path`` is the field's name.
    """
    form, issues, filled = FORMS[kind], [], {}
    for field in form.fields:
        if field.computed:
            continue
        text = trim(raw.get(field.name, "").replace("\r\n", "\n"))
        if text:
            read = _READERS[field.entry](field, text, today, longest)
            if isinstance(read, Issue):
                issues.append(read)
            else:
                filled[field.name] = read
        elif field.needed:
            issues.append(issue(field.name, "missing"))
    issues += [] if issues else _contradictions(form, filled)
    if issues:
        raise InvalidInput(tuple(issues))
    return _with_computed(form, filled)


def falls_on(kind: Kind, filled: Filled) -> date:
    """The day that a record stands under: its own, or the last of its quarter or year."""
    form = FORMS[kind]
    said, entry = filled[form.when], form.field(form.when).entry
    if entry is Entry.YEAR:
        return date(int(said), 12, 31)
    if entry is Entry.QUARTER:
        return end_of_quarter(said)
    return date.fromisoformat(said)


def end_of_quarter(quarter: str) -> date:
    """The last day of ``YYYY-Qn``."""
    after = (quarter_number(quarter) or 0) + 1
    return date.fromordinal(date(after // 12, after % 12 + 1, 1).toordinal() - 1)


def quarter_of(day: date) -> str:
    return f"{day.year}-Q{(day.month - 1) // _MONTHS_OF_QUARTER + 1}"


def survey_of(filled: Filled) -> Survey:
    """A satisfaction survey as a fact of the customer's value."""
    return Survey(on=date.fromisoformat(filled["on"]), score=Decimal(filled["score"]))


def _contradictions(form: Form, filled: Filled) -> list[Issue]:
    on, done_on = filled.get("on"), filled.get("done_on")
    if on is not None and done_on is not None and done_on < on:
        return [Issue(path="done_on", code="done_before", zh="办结日期早于受理日期", en="completed before it began")]
    parts = PARTS.get(form.kind, ())
    if parts and not any(name in filled for name in parts):
        return [issue(parts[0], "missing")]
    return []


def _with_computed(form: Form, filled: dict[str, str]) -> Filled:
    found = [Decimal(filled[name]) for name in PARTS.get(form.kind, ()) if name in filled]
    for field in form.fields:
        if field.computed:
            amount = total(found)
            filled[field.name] = shown(quotient(amount, Decimal(len(found))) if field.entry is Entry.POINTS else amount)
    return {field.name: filled[field.name] for field in form.fields if field.name in filled}


# --- one field ----------------------------------------------------------------------------------------

Reader = Callable[[Field, str, date, int], "str | Issue"]


def _text(field: Field, text: str, _: date, __: int) -> str | Issue:
    return _written(field, text, _LONGEST_TEXT, lines=False)


def _words(field: Field, text: str, _: date, longest: int) -> str | Issue:
    return _written(field, text, longest, lines=True)


def _written(field: Field, text: str, longest: int, *, lines: bool) -> str | Issue:
    if len(text) > longest:
        return issue(field.name, "too_long", limit=longest)
    refused = refused_character(text, lines=lines)
    return text if refused is None else issue(field.name, "control_character", character=refused)


def _choice(field: Field, text: str, _: date, __: int) -> str | Issue:
    return (
        text if text in field.choices else issue(field.name, "not_one_of", value=text, allowed=", ".join(field.choices))
    )


def _day(field: Field, text: str, today: date, _: int) -> str | Issue:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return issue(field.name, "bad_date")
    if day.isoformat() != text:
        return issue(field.name, "bad_date")
    return _in_time(field, day.year, day > today) or text


def _quarter(field: Field, text: str, today: date, _: int) -> str | Issue:
    end = quarter_number(text)
    if end is None:
        return issue(field.name, "bad_quarter")
    begun = end - _MONTHS_OF_QUARTER + 1
    return _in_time(field, int(text.partition("-")[0]), begun > number_of_month(today)) or text


def _year(field: Field, text: str, today: date, _: int) -> str | Issue:
    """The next year may be estimated as well."""
    if month_number(f"{text}-01") is None:
        return Issue(path=field.name, code="bad_year", zh="不是年份，应为 YYYY", en="is not a year, written YYYY")
    return _in_time(field, int(text), int(text) > today.year + 1) or text


def _in_time(field: Field, year: int, ahead: bool) -> Issue | None:
    if ahead:
        return issue(field.name, "date_in_future")
    return issue(field.name, "date_too_early", limit=_EARLIEST_YEAR) if year < _EARLIEST_YEAR else None


def _number(field: Field, text: str, _: date, __: int) -> str | Issue:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(_MOST_NUMBER))):
        return issue(field.name, "bad_count", limit=_MOST_NUMBER)
    return str(int(text))


def _money(field: Field, text: str, _: date, __: int) -> str | Issue:
    amount = tidy_amount(text.replace(",", "") if _GROUPED.fullmatch(text) else text)
    if amount is None:
        return issue(field.name, "bad_amount")
    return issue(field.name, "negative") if amount < 0 else shown(amount)


def _points(field: Field, text: str, today: date, longest: int) -> str | Issue:
    points = _money(field, text, today, longest)
    if isinstance(points, str) and Decimal(points) > _MOST_POINTS:
        return issue(field.name, "too_many_points", limit=_MOST_POINTS)
    return points


_READERS: Mapping[Entry, Reader] = {
    Entry.TEXT: _text,
    Entry.WORDS: _words,
    Entry.CHOICE: _choice,
    Entry.DAY: _day,
    Entry.QUARTER: _quarter,
    Entry.YEAR: _year,
    Entry.NUMBER: _number,
    Entry.MONEY: _money,
    Entry.POINTS: _points,
}
