"""What a tier brings (平安vip客户标准): granted, used, and resting while the gate lowers the tier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from amlrisk.facts.dates import add_months, months_between
from amlrisk.policy.value import ValueRules
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.tiering.model import Outcome

_YEAR = 12


class State(StrEnum):
    GRANTED = "granted"
    USED_UP = "used_up"
    SUSPENDED = "suspended"


class Use(Outcome, frozen=True, kw_only=True):
    """An entitlement, by its id in the pack, was made use of on a day."""

    entitlement: str
    on: date


class Entitlement(Outcome, frozen=True, kw_only=True):
    """``used`` in the present year; ``left`` of ``per_year``, both None without limit."""

    id: str
    state: State
    per_year: int | None
    used: int
    left: int | None


def entitlements(  # noqa: PLR0913, PLR0917  # both tiers, what was used, since when and until when
    base: Tier, effective: Tier, uses: Iterable[Use], since: date, rules: ValueRules, on: date
) -> tuple[Entitlement, ...]:
    """Everything that ``base`` has earned. What ``effective`` does not bring is suspended; what was used stays used.

    ``since`` is the day that the customer's years are counted from.
    """
    begin = year_of(since, on)
    used = Counter(use.entitlement for use in uses if begin <= use.on <= on)
    return tuple(
        _entitlement(rule.id, rule.per_year, used[rule.id], rule.tier.rank <= effective.rank)
        for rule in rules.tiers.entitlements
        if rule.tier.rank <= max(base.rank, effective.rank)
    )


def year_of(since: date, on: date) -> date:
    """The day that the present year began on."""
    years = max(months_between(since, on), 0) // _YEAR
    return add_months(since, years * _YEAR)


def _entitlement(id: str, per_year: int | None, used: int, granted: bool) -> Entitlement:
    left = None if per_year is None else max(per_year - used, 0)
    state = State.USED_UP if left == 0 else State.GRANTED
    return Entitlement(id=id, state=state if granted else State.SUSPENDED, per_year=per_year, used=used, left=left)
