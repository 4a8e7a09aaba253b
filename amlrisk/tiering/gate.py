"""The gate: what the AML grade leaves of a tier. It only ever lowers, and gives nothing back to the grade."""

from __future__ import annotations

from amlrisk.policy.value import GateRule, ValueRules
from amlrisk.policy.value_vocabulary import Hold, Tier
from amlrisk.policy.vocabulary import Grade
from amlrisk.tiering.model import Outcome, Part, Reason


class Standing(Outcome, frozen=True, kw_only=True):
    """What compliance knows. ``grade`` is None without a valid assessment; ``approved`` is by a senior manager."""

    grade: Grade | None
    due_diligence_complete: bool = False
    approved: bool = False
    review_overdue: bool = False
    alert_open: bool = False


class Gated(Part, frozen=True, kw_only=True):
    """The effective tier. ``suspended``: membership and entitlements rest until the grade is lifted."""

    base: Tier
    suspended: bool = False

    @property
    def lowered(self) -> bool:
        return self.tier is not self.base


def gate(base: Part, held: Tier, standing: Standing, rules: ValueRules) -> Gated:
    """What is left of ``base``. ``held`` is the effective tier up to now (standard for a new customer): while a hold
    lasts nothing above it is given.
    """
    rule = _rule(standing, rules)
    limits = [*_caps(rule, standing), *_holds(rule, held, standing)]
    tier, open_above = base.tier, base.or_above
    reasons: list[Reason] = []
    for limit, reason in limits:
        if limit.rank < base.tier.rank or (limit is base.tier and open_above):
            reasons.append(reason)
            open_above = False
        if limit.rank < tier.rank:
            tier = limit
    if rule.suspends:
        reasons.append(_because("gate_suspended", rule, standing))
    return Gated(
        tier=tier,
        or_above=open_above,
        base=base.tier,
        suspended=rule.suspends,
        reasons=tuple(reasons) or (_because("gate_free", rule, standing),),
    )


def _rule(standing: Standing, rules: ValueRules) -> GateRule:
    return rules.tiers.unassessed if standing.grade is None else rules.tiers.gate[standing.grade]


def _caps(rule: GateRule, standing: Standing) -> list[tuple[Tier, Reason]]:
    limits = []
    if rule.until_approved is not None and not (standing.due_diligence_complete and standing.approved):
        code = "gate_due_diligence" if not standing.due_diligence_complete else "gate_approval"
        limits.append((rule.until_approved, _because(code, rule, standing, tier=rule.until_approved)))
    if rule.cap is not None:
        limits.append((rule.cap, _because("gate_cap", rule, standing, tier=rule.cap)))
    return limits


def _holds(rule: GateRule, held: Tier, standing: Standing) -> list[tuple[Tier, Reason]]:
    """Standard is no tier that could be granted: who has none may have that."""
    lasting = {
        Hold.REVIEW_OVERDUE: standing.review_overdue,
        Hold.ALERT_OPEN: standing.alert_open,
        Hold.ALWAYS: True,
    }
    limit = max(held, Tier.STANDARD, key=lambda tier: tier.rank)
    return [
        (limit, _because("gate_hold", rule, standing, hold=hold, tier=limit)) for hold in rule.holds if lasting[hold]
    ]


def _because(
    code: str, rule: GateRule, standing: Standing, tier: Tier | None = None, hold: Hold | None = None
) -> Reason:
    params = {"grade": "unassessed" if standing.grade is None else standing.grade.value}
    params |= {"tier": tier.value} if tier is not None else {}
    params |= {"hold": hold.value} if hold is not None else {}
    return Reason(code=code, params=params, reference=rule.reference, confidence=rule.confidence)
