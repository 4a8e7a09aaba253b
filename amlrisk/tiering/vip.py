"""VIP status of a group customer: applied for by one person, decided by another, evaluated again every year (附件一).

That a status was approved does not say that a tier follows: the gate stands in between. Whoever knows both an approval
and the tier that the front line is told could infer from the two that compliance holds the customer. So a manager
decides, and the outcome is told to those who see tiers with their reasons (``may_see_outcome``); to everybody else,
the applicant too, an application is *decided*, whatever it was.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from amlrisk.facts.dates import add_months
from amlrisk.policy.value import ValueRules
from amlrisk.policy.value_vocabulary import EARNED, Tier
from amlrisk.review.authority import Officer, Permission
from amlrisk.tiering.group import GroupValue, VipStatus
from amlrisk.tiering.model import Outcome


class Verdict(StrEnum):
    """``withdrawn`` by the applicant, before anybody decided."""

    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Stage(StrEnum):
    """What anybody may know of an application."""

    WAITING = "waiting"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


class Application(Outcome, frozen=True, kw_only=True):
    """What was asked for, and what the customer was worth then, by facts and a pack that the archive holds."""

    id: str
    customer: str
    tier: Tier
    valued: GroupValue
    value_digest: str
    policy_digest: str
    grounds: str
    contact: str
    phone: str
    applicant: str
    applied_on: date
    applied_at: datetime
    form: str = ""


class Decision(Outcome, frozen=True, kw_only=True):
    verdict: Verdict
    author: str
    opinion: str
    decided_on: date
    decided_at: datetime


class Filed(Outcome, frozen=True, kw_only=True):
    """An application with what became of it."""

    application: Application
    decision: Decision | None = None

    @property
    def stage(self) -> Stage:
        if self.decision is None:
            return Stage.WAITING
        return Stage.WITHDRAWN if self.decision.verdict is Verdict.WITHDRAWN else Stage.DECIDED

    @property
    def status(self) -> VipStatus | None:
        """What it gives, if anything: a refused or withdrawn one gives nothing."""
        asked, decided = self.application, self.decision
        if decided is not None and decided.verdict is not Verdict.APPROVED:
            return None
        return VipStatus(
            tier=asked.tier,
            applicant=asked.applicant,
            applied_on=asked.applied_on,
            approver=None if decided is None else decided.author,
            approved_on=None if decided is None else decided.decided_on,
        )


def may_apply_for(valued: GroupValue | None) -> tuple[Tier, ...]:
    """The tiers that the value allows to apply for, the highest first; none without a value."""
    if valued is None:
        return ()
    return tuple(tier for tier in reversed(EARNED) if tier.rank <= valued.tier.rank)


def is_another_person(application: Application, actor: str) -> bool:
    """Whether ``actor`` may decide: nobody decides what they applied for, however they write their name."""
    return application.applicant.strip().casefold() != actor.strip().casefold()


def may_see_outcome(filed: Filed, who: Officer) -> bool:
    """Those who see tiers with their reasons, and what was decided with the words for it; to others it is decided."""
    return filed.stage is not Stage.DECIDED or who.may(Permission.SEE_TIERS)


def again_on(decided_on: date, rules: ValueRules) -> date:
    """The day from which the customer is to be evaluated again: a year after any decision, whichever it was."""
    return add_months(decided_on, rules.group.valid_months.value)


def decided_so_that_due(on: date, rules: ValueRules) -> date:
    """The last day of a decision that is to be evaluated again by ``on``: the inverse of ``again_on``."""
    day = add_months(on, -rules.group.valid_months.value)
    while again_on(day + timedelta(days=1), rules) <= on:
        day += timedelta(days=1)  # where months end sooner, several days lead to one
    return day
