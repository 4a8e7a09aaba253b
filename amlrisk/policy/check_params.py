"""The parameters of measures and conditions: exactly those declared, each of its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from amlrisk.facts.model import TransactionKind
from amlrisk.policy.vocabulary import COUNTRY_TABLE, KYC_ELEMENTS, PARAMS, ParamKind


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _amount(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool) and value > 0


def _words(value: object, known: tuple[str, ...]) -> bool:
    if not isinstance(value, list) or not value or len(set(map(str, value))) < len(value):
        return False
    return all(isinstance(word, str) and word in known for word in value)


_KINDS: dict[ParamKind, tuple[Callable[[object], bool], str]] = {
    ParamKind.COUNT: (_whole, "a whole number of at least 1"),
    ParamKind.MONTHS: (_whole, "a whole number of months, at least 1"),
    ParamKind.CNY: (_amount, "an amount in yuan above 0"),
    ParamKind.KYC_ELEMENTS: (
        lambda value: _words(value, KYC_ELEMENTS),
        f"a list of different words out of: {', '.join(KYC_ELEMENTS)}",
    ),
    ParamKind.COUNTRY_CATEGORIES: (
        lambda value: _words(value, COUNTRY_TABLE),
        f"a list of different words out of: {', '.join(COUNTRY_TABLE)}",
    ),
    ParamKind.TRANSACTION_KINDS: (
        lambda value: _words(value, tuple(TransactionKind)),
        f"a list of different words out of: {', '.join(TransactionKind)}",
    ),
}


def fault(params: Mapping[str, object], wanted: tuple[str, ...]) -> tuple[str, str] | None:
    """The first thing wrong with ``params`` as (path below them, detail), or None."""
    for name in wanted:
        if name not in params:
            return f".{name}", "the parameter is missing"
    for name, value in params.items():
        if name not in wanted:
            return f".{name}", f"no such parameter; wanted: {', '.join(wanted) or 'none'}"
        fits, description = _KINDS[PARAMS[name]]
        if not fits(value):
            return f".{name}", f"must be {description}"
    return None
