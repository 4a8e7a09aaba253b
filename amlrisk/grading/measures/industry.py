"""What the customer does for a living, and how much cash passes there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from amlrisk.facts.model import Customer
from amlrisk.grading.measures.base import distinct, seen
from amlrisk.grading.model import Observation
from amlrisk.policy.model import CodeEntry, CodeTable, Rules
from amlrisk.policy.vocabulary import MEASURES

_OCCUPATIONS = frozenset(MEASURES["occupation"].categories)
_INDUSTRIES = frozenset(MEASURES["industry"].categories)
_CASH = frozenset(MEASURES["cash_intensity"].categories)


def entry_of(code: str | None, table: CodeTable) -> CodeEntry | None:
    """The entry of the longest prefix of ``code`` that the table has (F5246, F524, F52, F)."""
    while code:
        entry = table.entries.get(code)
        if entry is not None:
            return entry
        code = code[:-1]
    return None


def _words(entry: CodeEntry, vocabulary: frozenset[str], otherwise: str) -> list[str]:
    return [word for word in entry.categories if word in vocabulary] or [otherwise]


def occupation(customer: Customer, rules: Rules, params: Mapping[str, Any], today: date) -> tuple[Observation, ...]:
    """The categories of the occupation code; a code the table does not know is missing input."""
    entry = entry_of(customer.occupation, rules.occupations)
    if entry is None:
        return ()
    return tuple(seen(word, "occupation") for word in _words(entry, _OCCUPATIONS, "other"))


def industry(customer: Customer, rules: Rules, params: Mapping[str, Any], today: date) -> tuple[Observation, ...]:
    """The categories of the industry code (GB/T 4754, most specific prefix); *shell* where it is known to be one."""
    shell = (seen("shell", "shell"),) if customer.shell else ()
    entry = entry_of(customer.industry, rules.industries)
    if entry is None:
        return shell
    return (*shell, *(seen(word, "industry") for word in _words(entry, _INDUSTRIES, "other")))


def cash_intensity(customer: Customer, rules: Rules, params: Mapping[str, Any], today: date) -> tuple[Observation, ...]:
    """What was declared of the business, and what occupation and industry imply; missing when none is known."""
    observations = []
    if customer.cash_business is not None:
        observations.append(seen(customer.cash_business.value, "cash_business"))
    for path, code, table in (
        ("occupation", customer.occupation, rules.occupations),
        ("industry", customer.industry, rules.industries),
    ):
        entry = entry_of(code, table)
        if entry is not None:
            observations.extend(seen(word, path) for word in _words(entry, _CASH, "none"))
    return distinct(observations)
