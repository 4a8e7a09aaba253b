"""What all measures share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from amlrisk.errors import PolicyInvalid
from amlrisk.facts.model import Customer
from amlrisk.grading.model import Observation
from amlrisk.policy.model import Rules

#: (customer, rules, the factor's params, today) -> what was seen. Empty: the input is missing.
Measure = Callable[[Customer, Rules, Mapping[str, Any], date], tuple[Observation, ...]]

#: The category of an observation that says *a part of the input is missing*: it counts as the pack's level for
#: missing input, beside what the other parts say. No pack speaks of it.
MISSING = "missing"


def seen(category: str, *facts: str) -> Observation:
    """An observation without a number; ``facts`` are the paths it was seen at."""

    return Observation(category=category, facts=facts)


def numbered(category: str, number: Decimal | int, *facts: str) -> Observation:
    """An observation with a number, in the measure's own unit (yuan, years, months, a count)."""

    return Observation(category=category, number=Decimal(number), facts=facts)


def absent(*facts: str) -> Observation:
    """A part of the input that is not known."""
    return Observation(category=MISSING, facts=facts)


def distinct(observations: Iterable[Observation]) -> tuple[Observation, ...]:
    """One observation a category, with all its facts, in the order first seen. Only for those without number."""
    found = tuple(observations)
    if len(found) < 2:  # nearly always
        return found
    facts: dict[str, tuple[str, ...]] = {}
    for observation in found:
        facts[observation.category] = facts.get(observation.category, ()) + observation.facts
    return tuple(Observation(category=category, facts=paths) for category, paths in facts.items())


def param_int(params: Mapping[str, Any], name: str) -> int:
    """The factor's parameter ``name``, a whole number; PolicyInvalid where it is none."""

    value = params.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise PolicyInvalid(file="", path=f"params.{name}", detail="a whole number is needed")
    return value


def param_words(params: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """The factor's parameter ``name``, a list of words; PolicyInvalid where it is none."""

    value = params.get(name)
    if not isinstance(value, list | tuple) or not all(isinstance(word, str) for word in value):
        raise PolicyInvalid(file="", path=f"params.{name}", detail="a list of words is needed")
    return tuple(value)
