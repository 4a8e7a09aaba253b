"""Every scheme of a customer, and the tier that follows from them: the highest of club, approved VIP, appraisal."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from amlrisk.facts.value import CustomerValue
from amlrisk.policy.value import ValueRules
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.tiering.appraisal import Appraisal, appraise
from amlrisk.tiering.bank import BankOutcome, bank_class
from amlrisk.tiering.club import ClubTier, club
from amlrisk.tiering.diamond import DiamondOutcome, diamond
from amlrisk.tiering.group import GroupValue, VipStatus, approved_tier, group_value
from amlrisk.tiering.membership import Membership
from amlrisk.tiering.model import Outcome, Part, because, combined, told
from amlrisk.tiering.motor import MotorOutcome, motor_classes


class Scheme(StrEnum):
    """What gives a tier; what gives none (bank and motor class, diamond product) stands beside it."""

    CLUB = "club"
    MEMBERSHIP = "membership"
    GROUP = "group"
    APPRAISAL = "appraisal"


class BaseTier(Part, frozen=True, kw_only=True):
    """The tier before the gate. ``parts`` are what each scheme gives, ``scheme`` the one that decided."""

    scheme: Scheme | None
    parts: dict[Scheme, Part]


class Valuation(Outcome, frozen=True, kw_only=True):
    """All schemes of one customer on one day; ``group`` and ``bank`` None where nothing of the kind is held."""

    customer: str
    on: date
    club: ClubTier
    group: GroupValue | None
    bank: BankOutcome | None
    motor: tuple[MotorOutcome, ...]
    diamond: DiamondOutcome
    appraisal: Appraisal
    base: BaseTier


def valuate(  # noqa: PLR0913, PLR0917  # the facts, what was granted before, the rules and the day
    value: CustomerValue,
    birth_on: str | None,
    membership: Membership | None,
    status: VipStatus | None,
    rules: ValueRules,
    on: date,
) -> Valuation:
    """``birth_on`` is the customer's partial date of birth; membership and status as they stand on record."""
    earned, appraisal = club(value, rules, on), appraise(value, rules, on)
    parts = {
        Scheme.CLUB: _bare(earned),
        Scheme.MEMBERSHIP: member_tier(membership, rules, on),
        Scheme.GROUP: approved_tier(status, rules, on),
        Scheme.APPRAISAL: _bare(appraisal),
    }
    return Valuation(
        customer=value.ref,
        on=on,
        club=earned,
        group=group_value(value, rules),
        bank=bank_class(value, rules, on),
        motor=motor_classes(value, rules, on),
        diamond=diamond(value, birth_on, rules, on),
        appraisal=appraisal,
        base=base_tier(parts, rules),
    )


def _bare(part: Part) -> Part:
    """The tier alone: what the scheme says beside it stands in its own place."""
    return Part(tier=part.tier, or_above=part.or_above, reasons=part.reasons)


def member_tier(membership: Membership | None, rules: ValueRules, on: date) -> Part:
    """The tier of a membership while it runs: what was earned may have sunk meanwhile."""
    if membership is None or not membership.holds(on):
        return Part(tier=Tier.STANDARD)
    rule, until = rules.club.membership_months, membership.expires_on.isoformat()
    return Part(tier=membership.tier, reasons=(because("membership", rule, tier=membership.tier.value, until=until),))


def base_tier(parts: dict[Scheme, Part], rules: ValueRules) -> BaseTier:
    """The highest, or what the pack says instead; of equal ones one that may be higher, then the first."""
    several = rules.tiers.several
    giving = {scheme: part for scheme, part in parts.items() if part.tier.rank > Tier.STANDARD.rank}
    if not giving:
        return BaseTier(tier=Tier.STANDARD, scheme=None, parts=parts, reasons=(because("base_none", several),))
    rank = combined([part.tier.rank for part in giving.values()], several.value)
    fitting = [scheme for scheme, part in giving.items() if part.tier.rank == rank]
    scheme = max(fitting, key=lambda each: giving[each].or_above)
    best = giving[scheme]
    said = because("base", several, scheme=scheme.value, tier=told(best))
    return BaseTier(tier=best.tier, or_above=best.or_above, scheme=scheme, parts=parts, reasons=(said,))
