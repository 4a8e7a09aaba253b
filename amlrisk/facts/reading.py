"""Reading one object of raw input field by field, noting every fault and going on.

Nothing here raises: a field that cannot be read gives None and leaves an issue, so that one answer names all
that is wrong. The caller looks at ``Intake.issues`` before it believes any value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

import msgspec

from amlrisk.errors import Issue
from amlrisk.facts.amounts import tidy_amount
from amlrisk.facts.codes import CodeSets, country_code, currency_code, region_code
from amlrisk.facts.dates import EARLIEST_YEAR, check_past_partial, span
from amlrisk.facts.issues import issue
from amlrisk.facts.model import Money
from amlrisk.facts.texts import refused_character, trim

E = TypeVar("E", bound=StrEnum)

_HOME_CURRENCY = Money(amount=Decimal(0)).currency
LONG_TERM = date(9999, 12, 31)
_LONG_TERM_WORDS = frozenset({"long_term", "长期", "长期有效"})
_MOST_ENTRIES = 10_000
_TEXT_LIMIT = 500
_REFERENCE = re.compile(r"[\w.:\-]{1,64}")


class Intake(msgspec.Struct):
    """What one reading needs and collects. ``key`` seals personal numbers."""

    key: bytes
    today: date
    codes: CodeSets
    issues: list[Issue]


class Section:
    """One object of the input at ``path`` (``""`` for the whole, else ``policies[0].``)."""

    __slots__ = ("intake", "path", "raw")

    def __init__(self, raw: Mapping[str, object], path: str, intake: Intake) -> None:
        self.raw = raw
        self.path = path
        self.intake = intake

    def fault(self, field: str, code: str, **params: object) -> None:
        self.intake.issues.append(issue(self.path + field, code, **params))

    def given(self, field: str) -> bool:
        return self.raw.get(field) is not None

    def required(self, field: str) -> bool:
        """Whether the field is there; notes that it is missing."""
        if self.raw.get(field) is None:
            self.fault(field, "missing")
            return False
        return True

    # --- text -----------------------------------------------------------------------------------------

    def text(self, field: str, *, limit: int = _TEXT_LIMIT, lines: bool = False) -> str | None:
        value = self.raw.get(field)
        return None if value is None else self.check_text(field, value, limit=limit, lines=lines)

    def check_text(self, field: str, value: object, *, limit: int = _TEXT_LIMIT, lines: bool = False) -> str | None:
        """The trimmed text, or None with an issue. Long text is refused before anything looks at it."""
        if not isinstance(value, str):
            self.fault(field, "wrong_type", expected="text", expected_zh="文本")
            return None
        if len(value) > limit:
            self.fault(field, "too_long", limit=limit)
            return None
        plain = trim(value)
        if not plain:
            self.fault(field, "empty")
            return None
        character = refused_character(plain, lines=lines)
        if character is not None:
            self.fault(field, "control_character", character=character)
            return None
        return plain

    def reference(self, field: str) -> str | None:
        """A short name for machines: letters and digits of any script, and ``. _ : -``."""
        plain = self.text(field)
        if plain is not None and not _REFERENCE.fullmatch(plain):
            self.fault(field, "bad_reference")
            return None
        return plain

    def texts(self, field: str, *, limit: int = _TEXT_LIMIT) -> tuple[str, ...] | None:
        """A list of texts without repetition."""
        found: dict[str, None] = {}
        entries = self.entries(field)
        if entries is None:
            return None
        for index, entry in enumerate(entries):
            plain = self.check_text(f"{field}[{index}]", entry, limit=limit)
            if plain is not None:
                found[plain] = None
        return tuple(found)

    def choice(self, field: str, kinds: type[E]) -> E | None:
        value = self.raw.get(field)
        return None if value is None else self.check_choice(field, value, kinds)

    def check_choice(self, field: str, value: object, kinds: type[E]) -> E | None:
        if isinstance(value, str):
            try:
                return kinds(value)
            except ValueError:
                pass
        shown = value if isinstance(value, str) else type(value).__name__
        self.fault(field, "not_one_of", value=shown, allowed=", ".join(kinds))
        return None

    def choices(self, field: str, kinds: type[E]) -> tuple[E, ...] | None:
        entries = self.entries(field)
        if entries is None:
            return None
        found = []
        for index, entry in enumerate(entries):
            chosen = self.check_choice(f"{field}[{index}]", entry, kinds)
            if chosen is not None and chosen in found:
                self.fault(f"{field}[{index}]", "duplicate_value", value=chosen)
            elif chosen is not None:
                found.append(chosen)
        return tuple(found)

    def flag(self, field: str) -> bool | None:
        value = self.raw.get(field)
        if value is None or isinstance(value, bool):
            return value
        self.fault(field, "wrong_type", expected="true or false", expected_zh="true 或 false")
        return None

    def count(self, field: str, *, limit: int) -> int | None:
        value = self.raw.get(field)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= limit):
            return value
        self.fault(field, "bad_count", limit=limit)
        return None

    # --- dates ----------------------------------------------------------------------------------------

    def day(
        self, field: str, *, past: bool = False, earliest: int = EARLIEST_YEAR, long_term: bool = False
    ) -> date | None:
        """A full date; ``past`` allows none after today, ``long_term`` the word for a document without end."""
        value = self.raw.get(field)
        if value is None:
            return None
        if long_term and isinstance(value, str) and value in _LONG_TERM_WORDS:
            return LONG_TERM
        on = _full_date(value)
        if on is None:
            self.fault(field, "bad_date")
        elif past and on > self.intake.today:
            self.fault(field, "date_in_future")
        elif on.year < earliest:
            self.fault(field, "date_too_early", limit=earliest)
        else:
            return on
        return None

    def past_partial(self, field: str) -> str | None:
        """A partial date whose first possible day is not in the future."""
        value = self.raw.get(field)
        if value is None:
            return None
        if isinstance(value, date):
            value = value.isoformat()[:10]
        if not isinstance(value, str):
            self.fault(field, "bad_partial_date")
            return None
        problem = check_past_partial(value, self.path + field, self.intake.today)
        if problem is not None:
            self.intake.issues.append(problem)
            return None
        return value

    # --- codes and money ------------------------------------------------------------------------------

    def country(self, field: str) -> str | None:
        value = self.text(field)
        return None if value is None else self.check_country(field, value)

    def check_country(self, field: str, value: str) -> str | None:
        code = country_code(value)
        if code is None:
            self.fault(field, "unknown_country", value=value)
        return code

    def countries(self, field: str) -> tuple[str, ...]:
        entries = self.entries(field) or ()
        found: dict[str, None] = {}
        for index, entry in enumerate(entries):
            path = f"{field}[{index}]"
            value = self.check_text(path, entry)
            code = None if value is None else self.check_country(path, value)
            if code is not None:
                found[code] = None
        return tuple(found)

    def region(self, field: str) -> str | None:
        value = self.text(field)
        if value is None:
            return None
        code = region_code(value)
        if code is None:
            self.fault(field, "unknown_region", value=value)
        return code

    def money(self, field: str) -> Money | None:
        """``"80000"``, ``80000`` or ``{"amount": "80000", "currency": "CNY"}``; whole currency units, not negative."""
        value = self.raw.get(field)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            amount = self.check_amount(field, value)
            return None if amount is None else Money(amount=amount)
        inner = self.inner(field, value)
        if not inner.required("amount"):
            return None
        amount = inner.check_amount("amount", value["amount"])
        currency = inner.currency("currency")
        if amount is None or currency is None:
            return None
        # The default itself, not an equal text: msgspec leaves defaults out by identity, and the digest would differ.
        return Money(amount=amount) if currency == _HOME_CURRENCY else Money(amount=amount, currency=currency)

    def currency(self, field: str) -> str | None:
        value = self.text(field) if self.given(field) else _HOME_CURRENCY
        if value is None:
            return None
        code = currency_code(value)
        if code is None or code not in self.intake.codes.currencies:
            self.fault(field, "unknown_currency", value=value)
            return None
        return code

    def check_amount(self, field: str, value: object) -> Decimal | None:
        amount = tidy_amount(value)
        if amount is None:
            self.fault(field, "bad_amount")
        elif amount < 0:
            self.fault(field, "negative")
        else:
            return amount
        return None

    # --- nesting --------------------------------------------------------------------------------------

    def inner(self, field: str, raw: Mapping[str, object]) -> Section:
        return Section(raw, f"{self.path}{field}.", self.intake)

    def section(self, field: str) -> Section | None:
        value = self.raw.get(field)
        if value is None:
            return None
        if not isinstance(value, Mapping):
            self.fault(field, "wrong_type", expected="an object", expected_zh="对象")
            return None
        return self.inner(field, value)

    def entries(self, field: str) -> list[object] | None:
        value = self.raw.get(field)
        if value is None:
            return None
        if not isinstance(value, list | tuple):
            self.fault(field, "wrong_type", expected="a list", expected_zh="列表")
            return []
        if len(value) > _MOST_ENTRIES:
            self.fault(field, "too_many", limit=_MOST_ENTRIES)
            return []
        return list(value)

    def sections(self, field: str) -> list[Section] | None:
        """The objects of a list; None when the field is not given."""
        entries = self.entries(field)
        if entries is None:
            return None
        found = []
        for index, entry in enumerate(entries):
            if isinstance(entry, Mapping):
                found.append(self.inner(f"{field}[{index}]", entry))
            else:
                self.fault(f"{field}[{index}]", "wrong_type", expected="an object", expected_zh="对象")
        return found


def _full_date(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or len(value) != len("YYYY-MM-DD"):
        return None
    try:
        first, last = span(value)
    except ValueError:
        return None
    return first if first == last else None
