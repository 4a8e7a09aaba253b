"""A customer's tier with everything behind it, for compliance; and what it grants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from amlrisk.errors import NotFound
from amlrisk.facts.value import CustomerValue
from amlrisk.policy.value import ValueRules
from amlrisk.services.system import System
from amlrisk.store.due_diligence import DueDiligence
from amlrisk.store.memberships import MembershipEntry
from amlrisk.store.withdrawn_tiers import Withdrawn
from amlrisk.tiering.entitlements import Entitlement, entitlements
from amlrisk.tiering.evaluation import (
    CurrentTier,
    Evaluation,
    Inputs,
    Verdict,
    counting,
    inputs_of,
    replay,
)


@dataclass(frozen=True, slots=True)
class ExplainedTier:
    """An evaluation made again: ``verdict`` follows from ``inputs`` under ``rules`` and has the digest that was kept.

    ``current`` is what counts now, with the day up to which it was found to hold, None where that was withdrawn;
    ``entitlements``, ``memberships`` and ``due_diligence`` (the newest first) are as they stand now, whatever day is
    explained.
    """

    evaluation: Evaluation
    current: CurrentTier | None
    inputs: Inputs
    verdict: Verdict
    rules: ValueRules
    entitlements: tuple[Entitlement, ...]
    memberships: tuple[MembershipEntry, ...]
    due_diligence: tuple[DueDiligence, ...]

    @property
    def value(self) -> CustomerValue:
        """The facts that it rests on."""
        return self.inputs.value


def explained_tier(
    system: System, ref: str, day: date | None = None, *, evaluation_id: str | None = None
) -> ExplainedTier | None:
    """The tier that counted at the end of a day, today where none is said, or one evaluation of the customer by its id;
    None where there was no evaluation; nor is there one today of a tier that was withdrawn (``withdrawn_tier``).

    Raises ``NotFound`` for a customer or an evaluation that is not known, ``ValueUnreadable`` where its facts cannot be
    read any more, ``TierReplayDiffers`` where it does not come out as it was kept.
    """
    store = system.store
    store.customers.get(ref)
    current = store.tiers.current([ref]).get(ref)
    evaluation: Evaluation | None = current
    if evaluation_id is not None:
        evaluation = _of_customer(store.tiers.get(evaluation_id), ref)
    elif day is not None:
        evaluation = None if current is None and _is_withdrawn(system, ref, day) else store.tiers.on(ref, day)
    if evaluation is None:
        return None
    value, rules, verdict = explained(system, evaluation)
    return ExplainedTier(
        evaluation=evaluation,
        current=current,
        inputs=inputs_of(evaluation, value),
        verdict=verdict,
        rules=rules,
        entitlements=() if current is None else _entitlements(system, current),
        memberships=tuple(store.memberships.history(ref)),
        due_diligence=tuple(store.due_diligence.history(ref)),
    )


def withdrawn_tier(system: System, ref: str) -> Withdrawn | None:
    """Since when, and why, the tier of a customer does not count; None where it does, or there never was one."""
    return system.store.tiers.withdrawn([ref]).get(ref)


def _is_withdrawn(system: System, ref: str, day: date) -> bool:
    withdrawn = withdrawn_tier(system, ref)
    return withdrawn is not None and day >= system.day_of(withdrawn.at)


def _of_customer(evaluation: Evaluation, ref: str) -> Evaluation:
    if evaluation.customer != ref:
        raise NotFound(kind="tier evaluation", ref=evaluation.id)
    return evaluation


def explained(system: System, evaluation: Evaluation) -> tuple[CustomerValue, ValueRules, Verdict]:
    """Facts, rules and verdict of an evaluation, from the archive; raises ``TierReplayDiffers``."""
    value = system.store.values.facts(evaluation.value_digest)
    rules = system.value_rules_of(evaluation.policy_digest, evaluation.on)
    return value, rules, replay(evaluation, value, rules)


def entitlements_of(system: System, ref: str) -> tuple[Entitlement, ...]:
    """What the tier of a customer grants today, used and resting as well; nothing where they were never evaluated."""
    current = system.store.tiers.current([ref]).get(ref)
    return () if current is None else _entitlements(system, current)


def _entitlements(system: System, current: CurrentTier) -> tuple[Entitlement, ...]:
    on = system.today()
    rules = system.value_rules(on)
    uses = system.store.memberships.uses([current.customer]).get(current.customer, [])
    base, effective = counting(current, rules, on)
    return entitlements(base, effective, uses, current.first_on, rules, on)
