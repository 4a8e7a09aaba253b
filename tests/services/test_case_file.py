"""What a page says would follow is what follows."""

from __future__ import annotations

import pytest

from amlrisk.grading.model import Assessment
from amlrisk.policy.vocabulary import Decision, Grade
from amlrisk.review.model import Action, Case
from amlrisk.screening.model import DispositionKind
from amlrisk.services.case_file import Follows, follows
from amlrisk.services.system import System
from tests.cases import ANALYST, MANAGER, REVIEWER, act, case_of, checked, cleared, hit

PAIR = ("subject", "listed", "T-4")


def ahead(system: System, case: Case) -> Follows:
    return follows(system, case, system.store.assessments.get(case.assessment))


def latest(system: System) -> Assessment:
    found = system.store.assessments.latest("C-1")
    assert found is not None
    return found


@pytest.mark.parametrize("kind", DispositionKind)
def test_deciding_a_hit_brings_what_was_said(system: System, kind: DispositionKind) -> None:
    checked(system)
    case = case_of(system)
    said = ahead(system, case).hits[PAIR][kind]
    case = act(system, ANALYST, case, Action.DECIDE_HIT, hit=hit(kind))
    outcome = latest(system).outcome
    assert (said.grade, said.decision, said.next_review_on, said.pending_hits) == (
        outcome.grade,
        outcome.decision,
        outcome.next_review_on,
        case.pending_hits,
    )
    assert said.due_diligence is outcome.due_diligence
    assert said.measures == system.rules().grades[outcome.grade].measures


@pytest.mark.parametrize("grade", [Grade.GENERAL, Grade.ORDINARY, Grade.HIGH])
def test_ending_with_a_grade_brings_what_was_said(system: System, grade: Grade) -> None:
    checked(system)
    case = cleared(system)
    said = ahead(system, case).grades[grade]
    override = {"override_until": said.until, "reason": "mitigated"} if said.override else {}
    case = act(system, ANALYST, case, Action.PROPOSE, grade=grade, **override)
    case = act(system, REVIEWER, case, Action.CONFIRM)
    assert said.approval == (case.closed_at is None) == (grade is not Grade.GENERAL)
    if said.approval:
        act(system, MANAGER, case, Action.APPROVE)
    outcome = latest(system).outcome
    assert said.then is not None
    assert (said.then.grade, said.then.decision, said.then.next_review_on) == (
        grade,
        outcome.decision,
        outcome.next_review_on,
    )


def test_what_nobody_may_give_says_why(system: System) -> None:
    checked(system)
    case = act(system, ANALYST, case_of(system), Action.DECIDE_HIT, hit=hit(DispositionKind.TRUE_MATCH))
    grades = ahead(system, case).grades
    assert [grade for grade, each in grades.items() if each.why_not is None] == [Grade.UNACCEPTABLE]
    assert grades[Grade.UNACCEPTABLE].then is not None
    assert grades[Grade.UNACCEPTABLE].then.decision is Decision.REJECT
    assert grades[Grade.HIGH].why_not is not None
    assert "名单" in grades[Grade.HIGH].why_not.zh
    checked(system, "C-2")
    assert ahead(system, cleared(system, "C-2")).grades[Grade.UNACCEPTABLE].then is None


def test_looking_ahead_records_nothing(system: System) -> None:
    checked(system)
    before = (system.store.assessments.count(), system.store.audit.head())
    ahead(system, case_of(system))
    assert (system.store.assessments.count(), system.store.audit.head()) == before
