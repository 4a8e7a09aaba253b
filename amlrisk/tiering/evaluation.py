"""One evaluation of a customer's tier: schemes, base, gate; as it is kept, and as it is made again when somebody looks.

Kept are the inputs, the outcome and the digest of the whole explanation. The explanation itself is made again from
them, and must have that digest.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from amlrisk.errors import TierReplayDiffers
from amlrisk.facts.digest import digest
from amlrisk.facts.value import CustomerValue
from amlrisk.policy.value import ValueRules
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.tiering.gate import Gated, Standing, gate
from amlrisk.tiering.group import VipStatus, approved_tier
from amlrisk.tiering.membership import Entry, Membership, invited, join
from amlrisk.tiering.membership import evaluate as evaluate_membership
from amlrisk.tiering.model import Outcome
from amlrisk.tiering.overall import Scheme, Valuation, valuate

_NO_DAY = date.min


class Inputs(Outcome, frozen=True, kw_only=True):
    """All that a verdict follows from, beside the rules. ``held`` is the effective tier up to now, standard for a new
    customer; ``status`` the last application for a VIP status, decided or not.
    """

    value: CustomerValue
    birth_on: str | None = None
    membership: Membership | None = None
    status: VipStatus | None = None
    held: Tier = Tier.STANDARD
    standing: Standing
    on: date


class Verdict(Outcome, frozen=True, kw_only=True):
    """Every scheme with its reasons, and what the gate leaves of the base tier."""

    valuation: Valuation
    gated: Gated


class Evaluation(Outcome, frozen=True, kw_only=True):
    """A verdict as it is kept. ``value_digest`` and ``policy_digest`` name the facts and the pack in the archive,
    ``cause`` is what set it off; ``sha256`` is the fingerprint of the verdict.
    """

    id: str
    customer: str
    at: datetime
    on: date
    cause: str
    value_digest: str
    policy_digest: str
    birth_on: str | None = None
    held: Tier
    standing: Standing
    membership: Membership | None = None
    status: VipStatus | None = None
    base: Tier
    base_or_above: bool = False
    scheme: Scheme | None = None
    effective: Tier
    effective_or_above: bool = False
    suspended: bool = False
    sha256: str


class CurrentTier(Evaluation, frozen=True, kw_only=True):
    """The evaluation that counts: up to ``evaluated_on`` it was found to hold; ``first_on`` is the customer's first.

    The years of entitlements are counted from ``first_on``, whatever was joined, renewed, approved or held since:
    otherwise an approval would grant all of them anew, and a renewal that came late would tell who was not held.
    """

    evaluated_on: date
    first_on: date


def evaluate(inputs: Inputs, rules: ValueRules) -> Verdict:
    """Schemes, base tier and gate of one customer on one day."""
    valuation = valuate(inputs.value, inputs.birth_on, inputs.membership, inputs.status, rules, inputs.on)
    return at_the_gate(inputs, valuation, rules)


def at_the_gate(inputs: Inputs, valuation: Valuation, rules: ValueRules) -> Verdict:
    """The verdict where the schemes were valued already: the standing is nothing to them, only to the gate."""
    return Verdict(valuation=valuation, gated=gate(valuation.base, inputs.held, inputs.standing, rules))


def fingerprint(verdict: Verdict) -> str:
    """SHA-256 of the verdict but for its day, which stands beside it: a day alone is no other verdict."""
    valuation = msgspec.structs.replace(verdict.valuation, on=_NO_DAY)
    return digest(msgspec.structs.replace(verdict, valuation=valuation))


def evaluation_of(  # noqa: PLR0913  # the verdict, what it was made from, and what it is filed under
    verdict: Verdict, inputs: Inputs, *, id: str, at: datetime, cause: str, value_digest: str, policy_digest: str
) -> Evaluation:
    """The verdict as it is kept."""
    base, gated = verdict.valuation.base, verdict.gated
    return Evaluation(
        id=id,
        customer=inputs.value.ref,
        at=at,
        on=inputs.on,
        cause=cause,
        value_digest=value_digest,
        policy_digest=policy_digest,
        birth_on=inputs.birth_on,
        held=inputs.held,
        standing=inputs.standing,
        membership=inputs.membership,
        status=inputs.status,
        base=base.tier,
        base_or_above=base.or_above,
        scheme=base.scheme,
        effective=gated.tier,
        effective_or_above=gated.or_above,
        suspended=gated.suspended,
        sha256=fingerprint(verdict),
    )


def differs(before: Evaluation, now: Evaluation) -> bool:
    """Whether there is something new to keep: another input than the day, or another verdict.

    The tier held until now alone is nothing new: it follows from the evaluation before.
    """
    return _known(before) != _known(now)


def _known(it: Evaluation) -> tuple[object, ...]:
    return (
        it.value_digest,
        it.policy_digest,
        it.birth_on,
        it.standing,
        it.membership,
        it.status,
        it.sha256,
    )


def replay(kept: Evaluation, value: CustomerValue, rules: ValueRules) -> Verdict:
    """The verdict again, from what was kept of it.

    Raises ``TierReplayDiffers`` where facts or rules are not those it was made of, or it comes out otherwise.
    """
    for what, wanted, given in (
        ("facts", kept.value_digest, digest(value)),
        ("pack", kept.policy_digest, rules.digest),
        ("day of the rules", kept.on.isoformat(), rules.on.isoformat()),
    ):
        if wanted != given:
            raise TierReplayDiffers(evaluation=kept.id, detail=f"{what}: needs {wanted}, was given {given}")
    verdict = evaluate(inputs_of(kept, value), rules)
    found = fingerprint(verdict)
    if found != kept.sha256:
        raise TierReplayDiffers(evaluation=kept.id, detail=f"verdict: was {kept.sha256}, is {found}")
    return verdict


def inputs_of(kept: Evaluation, value: CustomerValue) -> Inputs:
    """What an evaluation was made from."""
    return Inputs(
        value=value,
        birth_on=kept.birth_on,
        membership=kept.membership,
        status=kept.status,
        held=kept.held,
        standing=kept.standing,
        on=kept.on,
    )


# --- membership -----------------------------------------------------------------------------------------


def follows(inputs: Inputs, verdict: Verdict, rules: ValueRules) -> Entry | None:
    """What the verdict does to a membership: raised at once, renewed, lowered or ended when its year is over.

    Nothing while the gate leaves less than the club gives: then nothing is granted, and what ends ends by itself; once
    the grade is lifted it is evaluated by what is still earned.
    """
    earned = verdict.valuation.club.tier
    if inputs.membership is None or verdict.gated.suspended or verdict.gated.tier.rank < earned.rank:
        return None
    return evaluate_membership(inputs.membership, earned, inputs.on, rules.club)


def joined(inputs: Inputs, verdict: Verdict, rules: ValueRules) -> Entry | None:
    """The membership that may be offered: of what the club gives, as far as the gate lets it pass; None where none.

    A year that is over but not evaluated yet is settled by the next evaluation (``follows``). Until then nothing is
    offered: whoever could be invited again instead of being renewed would be known to be held back.
    """
    earned = min(verdict.valuation.club.tier, verdict.gated.tier, key=lambda tier: tier.rank)
    if inputs.membership is not None or not invited(None, earned, inputs.on):
        return None
    return join(earned, inputs.on, rules.club)


def counting(current: CurrentTier, rules: ValueRules, on: date) -> tuple[Tier, Tier]:
    """Base and effective tier as they may be told and used on a day: standard where what decided, a membership or a
    VIP status, ended since it was evaluated. What is earned beside it counts from the next evaluation.

    It looks at nothing that compliance knows: whoever is held loses it on the same day.
    """
    if current.scheme is Scheme.MEMBERSHIP:
        ended = current.membership is None or not current.membership.holds(on)
    else:
        ended = current.scheme is Scheme.GROUP and approved_tier(current.status, rules, on).tier is Tier.STANDARD
    if not ended:
        return current.base, current.effective
    return Tier.STANDARD, min(current.effective, Tier.STANDARD, key=lambda tier: tier.rank)
