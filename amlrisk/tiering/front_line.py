"""What front-line systems may know: the tier, a neutral status, the entitlements. Nothing of why.

The function below does not get to see a grade, a hold or a reason: it cannot tell what it does not know. Whoever has no
tier looks the same, whether they never earned one, their membership ended, they are evaluated anew, or compliance
holds it; whoever has a lower tier than they earned looks like those who earned that one. Only a customer who was never
evaluated is *under review*, which is decided before the gate is asked.
"""

from __future__ import annotations

from collections.abc import Iterable

from amlrisk.policy.model import Text
from amlrisk.policy.value import ValueRules
from amlrisk.policy.value_vocabulary import Status, Tier
from amlrisk.tiering.entitlements import Entitlement, State
from amlrisk.tiering.model import Outcome


class Service(Outcome, frozen=True, kw_only=True, omit_defaults=False):
    """An entitlement as the front line sees it; ``left`` None without limit."""

    id: str
    name: Text
    left: int | None


class FrontLine(Outcome, frozen=True, kw_only=True, omit_defaults=False):
    """Always of the same shape: no field is left out for anybody."""

    ref: str
    tier: Tier
    tier_name: Text
    status: Status
    status_name: Text
    entitlements: tuple[Service, ...]


def front_line(ref: str, effective: Tier | None, granted: Iterable[Entitlement], rules: ValueRules) -> FrontLine:
    """``effective`` is the tier after the gate, None where the customer was never evaluated."""
    known = Tier.STANDARD if effective is None else effective
    tier = max(known, Tier.STANDARD, key=lambda each: each.rank)
    status = Status.ACTIVE if tier is not Tier.STANDARD else Status.NOT_AVAILABLE
    if effective is None:
        status = Status.UNDER_REVIEW
    names = {rule.id: rule.name for rule in rules.tiers.entitlements}
    return FrontLine(
        ref=ref,
        tier=tier,
        tier_name=rules.tiers.names[tier],
        status=status,
        status_name=rules.tiers.statuses[status],
        entitlements=tuple(
            Service(id=each.id, name=names[each.id], left=each.left)
            for each in granted
            if each.state is not State.SUSPENDED and status is Status.ACTIVE
        ),
    )
