"""Compute a past assessment again, from what was archived with it, and say what differs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from amlrisk.facts.model import Customer
from amlrisk.grading.engine import ENGINE
from amlrisk.grading.model import Assessment, Outcome
from amlrisk.grading.replay import Difference, differences, recompute
from amlrisk.policy.model import Rules
from amlrisk.screening.query import query_of
from amlrisk.services.system import System


class Rescreening(StrEnum):
    """Whether the screening itself was repeated against the lists of that day."""

    IDENTICAL = "identical"
    DIFFERS = "differs"
    LISTS_NOT_HELD = "lists_not_held"


@dataclass(frozen=True, slots=True)
class Replay:
    """``identical`` is about the outcome: grade, score, every factor, reasons, decision, review date."""

    assessment: Assessment
    outcome: Outcome
    identical: bool
    differences: tuple[Difference, ...]
    rescreening: Rescreening
    engine_then: str
    engine_now: str


def replay_assessment(system: System, assessment_id: str) -> Replay:
    """Recompute one assessment; raises ``NotFound``, or ``ReplayImpossible`` where an archive is gone."""
    store = system.store
    assessment = store.assessments.get(assessment_id)
    customer = store.customers.facts(assessment.facts_digest)
    rules = system.rules_of(assessment)
    outcome = recompute(assessment, customer, rules)
    found = differences(assessment.outcome, outcome)
    return Replay(
        assessment=assessment,
        outcome=outcome,
        identical=not found,
        differences=found,
        rescreening=_rescreen(system, assessment, customer, rules),
        engine_then=assessment.engine,
        engine_now=ENGINE,
    )


def _rescreen(system: System, assessment: Assessment, customer: Customer, rules: Rules) -> Rescreening:
    index = system.desk.past_index(assessment.index, assessment.lists, rules.matching)
    if index is None:
        return Rescreening.LISTS_NOT_HELD
    everyone = customer.everyone()
    found = index.screen([query_of(party) for party in everyone])
    now = [(party.id, hit) for party, hits in zip(everyone, found, strict=True) for hit in hits]
    then = [(each.party, each.hit) for each in assessment.hits]
    return Rescreening.IDENTICAL if now == then else Rescreening.DIFFERS
