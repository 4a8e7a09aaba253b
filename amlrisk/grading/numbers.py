"""Exact arithmetic. Nothing here depends on the thread's decimal context.

Sums and products are exact or raise. A quotient that does not end is cut (never rounded up) at ``PLACES``
decimals: as every bound of a pack has fewer decimals, ``cut(q) >= bound`` holds exactly when ``q >= bound``.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_DOWN, Context, Decimal, Inexact, InvalidOperation
from functools import reduce

from amlrisk.errors import InvalidInput, Issue
from amlrisk.facts.model import Money
from amlrisk.policy.model import Rules

#: Wide enough for any sum of money at any rate; what does not fit raises instead of being rounded.
_EXACT = Context(prec=80, traps=[Inexact, InvalidOperation])
_CUT = Context(prec=200, rounding=ROUND_DOWN, traps=[InvalidOperation])

PLACES = 12
_UNIT = Decimal(1).scaleb(-PLACES)

ZERO = Decimal(0)
ONE = Decimal(1)


def product(left: Decimal, right: Decimal) -> Decimal:
    """Exactly; ``decimal.Inexact`` where the digits do not suffice."""

    return _EXACT.multiply(left, right)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Exactly, 0 of nothing; ``decimal.Inexact`` where the digits do not suffice."""

    return reduce(_EXACT.add, amounts, ZERO)


def quotient(dividend: Decimal, divisor: Decimal) -> Decimal:
    """``dividend / divisor``: as it is where it ends within ``PLACES`` decimals, otherwise cut there."""
    raw = _CUT.divide(dividend, divisor)
    short = raw.quantize(_UNIT, context=_CUT)
    return raw if raw == short else short


def plain(number: Decimal, places: int) -> str:
    """``number`` for people: cut (never rounded up) at ``places`` decimals, no exponent, no closing zeros."""
    short = number.quantize(Decimal(1).scaleb(-places), context=_CUT)
    return format(short.normalize(_CUT), "f")


def yuan(money: Money, rules: Rules, path: str) -> Decimal:
    """The amount in yuan at the pack's rate; ``InvalidInput`` naming ``path`` where the pack has no rate."""
    if money.currency == "CNY":
        return money.amount
    rate = rules.currencies.get(money.currency)
    if rate is None:
        raise InvalidInput(
            (
                Issue(
                    path=path,
                    code="unknown_currency",
                    zh=f"政策包没有货币“{money.currency}”的汇率",
                    en=f"the policy pack has no rate for the currency “{money.currency}”",
                ),
            )
        )
    return product(money.amount, rate)
