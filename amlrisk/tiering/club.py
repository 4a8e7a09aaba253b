"""The VIP club (平安VIP俱乐部会员制度): the tier that the group's companies give together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from amlrisk.facts.value import Company, CustomerValue
from amlrisk.grading.numbers import quotient
from amlrisk.policy.value import ClubCondition, ValueRules, scale_of
from amlrisk.policy.value_vocabulary import EARNED, Tier
from amlrisk.tiering.holdings import Seen, observe
from amlrisk.tiering.model import Part, Reason, because, combined, reached, shown, told


class CompanyTier(Part, frozen=True, kw_only=True):
    """What one company gives; any one of its conditions is enough, the best counts."""

    company: Company


class ClubTier(Part, frozen=True, kw_only=True):
    """What the companies give together. ``promoted``: one tier up, because several companies give the same."""

    companies: tuple[CompanyTier, ...]
    promoted: bool = False


class _Tried(NamedTuple):
    """Explained only where it decides: most are not."""

    tier: Tier
    or_above: bool
    amount: Decimal | None
    condition: ClubCondition
    seen: Seen


def club(value: CustomerValue, rules: ValueRules, on: date) -> ClubTier:
    """The tier as of ``on``, standard where no company gives one. Companies of which nothing is held are left out."""
    companies = tuple(
        found
        for company, rule in rules.club.companies.items()
        if (found := _company(company, rule.conditions, value, rules, on)) is not None
    )
    giving = [found for found in companies if found.tier is not Tier.STANDARD]
    if not giving:
        return ClubTier(tier=Tier.STANDARD, companies=companies, reasons=(because("club_none", rules.club.several),))
    rank = combined([found.tier.rank for found in giving], rules.club.several.value)
    highest = next(found.tier for found in giving if found.tier.rank == rank)
    promoted, reason = _promoted(giving, rules)
    if promoted is not None and promoted.rank > highest.rank:
        reasons = (reason,) if reason else ()
        return ClubTier(tier=promoted, companies=companies, promoted=True, reasons=reasons)
    open_above = any(found.or_above for found in giving if found.tier is highest)
    said = because("club_several", rules.club.several, tier=told(Part(tier=highest, or_above=open_above)))
    return ClubTier(tier=highest, or_above=open_above, companies=companies, reasons=(said,) if len(giving) > 1 else ())


def _promoted(giving: Iterable[CompanyTier], rules: ValueRules) -> tuple[Tier | None, Reason | None]:
    """One up from the highest tier that enough companies give exactly: each counts once, the highest tier is the end.

    Of a company that gives *platinum or above* nothing else can follow: were it diamond, the highest would be diamond.
    """
    given = list(giving)
    count = Counter(found.tier for found in given)
    for index in range(len(EARNED) - 1, -1, -1):
        if count[EARNED[index]] >= rules.club.promotion.value:
            next_one = EARNED[min(index + 1, len(EARNED) - 1)]
            same = ",".join(found.company for found in given if found.tier is EARNED[index])
            said = because(
                "club_promoted", rules.club.promotion, companies=same, same=EARNED[index].value, tier=next_one.value
            )
            return next_one, said
    return None, None


def _company(
    company: Company, conditions: tuple[ClubCondition, ...], value: CustomerValue, rules: ValueRules, on: date
) -> CompanyTier | None:
    tried = [_try(condition, seen) for condition in conditions for seen in observe(value, condition, rules, on)]
    if not tried:
        return None
    best = max(tried, key=lambda it: (it.tier.rank, it.or_above))
    reasons = (_reason(best),) if best.tier is not Tier.STANDARD else _once(tried)
    return CompanyTier(company=company, tier=best.tier, or_above=best.or_above, reasons=reasons)


def _try(condition: ClubCondition, seen: Seen) -> _Tried:
    if seen.amount is None:
        return _Tried(Tier.STANDARD, False, None, condition, seen)
    amount = quotient(seen.amount, scale_of(condition.unit))
    tier, open_above = reached(amount, condition.at_least)
    return _Tried(tier, open_above, amount, condition, seen)


def _reason(tried: _Tried) -> Reason:
    tier, open_above, amount, condition, seen = tried
    if amount is None:
        return because("club_condition_unmet", condition, seen.facts, condition=condition.id, why=seen.why)
    bound = condition.at_least[tier if tier is not Tier.STANDARD else EARNED[0]]
    code = "club_condition_below" if tier is Tier.STANDARD else "club_condition_met"
    return because(
        "club_condition_open" if open_above else code,
        condition,
        seen.facts,
        condition=condition.id,
        seen=shown(amount),
        unit=condition.unit,
        bound=shown(bound or 0),
        tier=tier.value,
    )


def _once(tried: Iterable[_Tried]) -> tuple[Reason, ...]:
    """Every reason, but only once that the class of an institution is not known."""
    said: list[Reason] = []
    unknown = False
    for each in tried:
        if each.seen.why == "institution_unknown":
            if unknown:
                continue
            unknown = True
        said.append(_reason(each))
    return tuple(said)
