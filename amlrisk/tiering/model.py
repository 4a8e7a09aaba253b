"""What the schemes conclude, and why. Immutable values."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from amlrisk.policy.documents import Sourced
from amlrisk.policy.value_vocabulary import EARNED, Combine, Tier
from amlrisk.policy.vocabulary import Confidence


class Outcome(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """Base of what is concluded. Nothing in it can refer back to it, so that the garbage collector need not look: the
    verdicts of many customers at once cost it a third of the time.
    """


class Reason(Outcome, frozen=True, kw_only=True):
    """Why: a stable code with the numbers and words of this case, the facts that were looked at (paths into
    ``CustomerValue``), and the article, by its id in the register, with the mark of how sure we are of it.
    """

    code: str
    params: dict[str, str] = {}
    facts: tuple[str, ...] = ()
    reference: str = ""
    confidence: Confidence | None = None


class Part(Outcome, frozen=True, kw_only=True):
    """A tier with its reasons. ``or_above``: nobody says where the next tier begins, so that it may be that."""

    tier: Tier
    or_above: bool = False
    reasons: tuple[Reason, ...] = ()


def because(code: str, rule: Sourced | None = None, facts: tuple[str, ...] = (), **params: str) -> Reason:
    """A reason that follows from ``rule``, whose article and mark it carries."""
    if rule is None:
        return Reason(code=code, params=params, facts=facts)
    return Reason(code=code, params=params, facts=facts, reference=rule.reference, confidence=rule.confidence)


def reached(amount: Decimal, bounds: dict[Tier, Decimal | None]) -> tuple[Tier, bool]:
    """The tier of an amount, lower bounds in; and whether nobody says where the next one begins."""
    tier, open_above = Tier.STANDARD, False
    for each in EARNED:
        bound = bounds[each]
        if bound is None:
            return tier, tier is not Tier.STANDARD
        if amount < bound:
            return tier, False
        tier = each
    return tier, open_above


def combined(ranks: list[int], how: Combine) -> int:
    """The lowest, the highest or the middle one of at least one; of two middle ones the lower."""
    ordered = sorted(ranks)
    if how is Combine.LOWEST:
        return ordered[0]
    if how is Combine.HIGHEST:
        return ordered[-1]
    return ordered[(len(ordered) - 1) // 2]


def told(part: Part) -> str:
    """The tier as a param of a reason."""
    return f"{part.tier}_or_above" if part.or_above else part.tier.value


def shown(number: Decimal | int) -> str:
    """A number as it is, without closing zeros."""
    text = str(number)
    if "E" in text:
        text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
