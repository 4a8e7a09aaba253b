from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from amlrisk.errors import NotNow
from amlrisk.policy.vocabulary import Grade, Trigger
from amlrisk.review.model import Action, Case, State
from amlrisk.review.opening import escalated, follow, opened, reassess, triggered
from tests.review.assessments import assessment
from tests.review.people import NOW, case, rules

T = Trigger
#: 2026-11-02 is a Monday.
ONE, FIVE, TEN = date(2026, 11, 3), date(2026, 11, 9), date(2026, 11, 16)
HIT = [{"category": "terrorism"}]
BEYOND = {"proposer": "ana", "confirmer": "rev", "proposed_grade": Grade.GENERAL, "override_until": date(2027, 1, 1)}


def begun(*triggers: Trigger, **given: Any) -> Case:
    happened = opened(assessment(**given), triggers, rules(), id="K-1", branch="320100", now=NOW)
    return happened[-1].case


def test_a_case_is_opened_with_every_trigger_an_event() -> None:
    made = assessment(hits=HIT)
    happened = opened(made, (T.FIRST_GRADING, T.POSSIBLE_MATCH), rules(), id="K-1", branch=None, now=NOW)
    assert [(each.action, each.trigger, each.case.version) for each in happened] == [
        (Action.OPENED, T.FIRST_GRADING, 1),
        (Action.TRIGGERED, T.POSSIBLE_MATCH, 2),
    ]
    assert [each.case.due_on for each in happened] == [TEN, ONE]
    end = happened[-1].case
    assert end == Case(
        id="K-1",
        customer="N",
        branch=None,
        state=State.OPEN,
        version=2,
        triggers=(T.FIRST_GRADING, T.POSSIBLE_MATCH),
        grade=Grade.HIGH,
        assessment="A-2",
        pending_hits=1,
        opened_at=NOW,
        due_on=ONE,
    )


def test_the_most_urgent_trigger_decides_when_it_is_due() -> None:
    assert begun(T.PERIODIC_REVIEW).due_on == TEN
    assert begun(T.PERIODIC_REVIEW, T.HIGH_GRADE).due_on == FIVE
    assert begun(T.HIGH_GRADE, T.PERIODIC_REVIEW).due_on == FIVE


def test_a_trigger_counts_once_and_never_puts_off() -> None:
    it = begun(T.HIGH_GRADE)
    assert triggered(it, T.HIGH_GRADE, rules(), date(2026, 12, 1)) is it
    later = triggered(it, T.POSSIBLE_MATCH, rules(), date(2026, 12, 1))
    assert (later.version, later.due_on, later.triggers) == (2, FIVE, (T.HIGH_GRADE, T.POSSIBLE_MATCH))


@pytest.mark.parametrize("state", [State.OPEN, State.PROPOSED, State.DISPUTED, State.APPROVAL])
def test_the_same_again_changes_nothing_but_what_the_case_rests_on(state: State) -> None:
    it = case(state=state, grade=Grade.GENERAL, **(BEYOND if state is not State.OPEN else {}))
    made = assessment(id="A-9")
    assert follow(it, made, (), rules()) == ()
    assert reassess(it, made, (), rules()) == msgspec.structs.replace(it, assessment="A-9")


@pytest.mark.parametrize("state", [State.PROPOSED, State.DISPUTED, State.APPROVAL])
@pytest.mark.parametrize(
    ("grade", "hits", "back"),
    [
        (Grade.GENERAL, None, False),
        (Grade.HIGH, None, True),  # the grade is another
        (Grade.GENERAL, [{"category": "adverse"}], True),  # a hit without a grade
        (Grade.HIGH, HIT, True),  # a hit, and the grade the same
        (Grade.GENERAL, [{"category": "terrorism", "disposition": "false_positive"}], False),
    ],
)
def test_another_grade_or_an_undecided_hit_sends_it_back(state: State, grade: Grade, hits: Any, back: bool) -> None:
    it = case(state=state, grade=grade, settler="man", **BEYOND)
    happened = follow(it, assessment(hits=hits), (), rules())
    assert [each.action for each in happened] == [Action.REASSESSED] * back
    after = reassess(it, assessment(hits=hits), (), rules())
    assert (after.state is State.OPEN) is back
    if back:
        fields = (after.proposer, after.confirmer, after.settler, after.proposed_grade, after.override_until)
        assert fields == (None,) * 5
        assert after.version == it.version + 1


def test_an_open_case_notes_the_change_and_stays() -> None:
    it = case(grade=Grade.HIGH, pending_hits=2)
    (happened,) = follow(it, assessment(hits=HIT), (), rules())
    assert (happened.action, happened.case.state, happened.case.pending_hits) == (Action.REASSESSED, State.OPEN, 1)


def test_what_it_gathers_follows_the_change() -> None:
    it = case(grade=Grade.GENERAL)
    happened = follow(it, assessment(hits=HIT), (T.POSSIBLE_MATCH, T.FIRST_GRADING, T.LIST_CHANGE), rules())
    assert [(each.action, each.trigger, each.case.version) for each in happened] == [
        (Action.REASSESSED, None, 2),
        (Action.TRIGGERED, T.POSSIBLE_MATCH, 3),
        (Action.TRIGGERED, T.LIST_CHANGE, 4),
    ]
    assert reassess(it, assessment(hits=HIT), (T.POSSIBLE_MATCH, T.LIST_CHANGE), rules()) == happened[-1].case


def test_nothing_happens_to_a_closed_case() -> None:
    it = case(state=State.CLOSED)
    for attempt in (
        lambda: follow(it, assessment(), (), rules()),
        lambda: triggered(it, T.DISPUTE, rules(), ONE),
        lambda: escalated(it, NOW),
    ):
        with pytest.raises(NotNow):
            attempt()


def test_an_escalation_is_an_event() -> None:
    after = escalated(case(version=4), NOW)
    assert (after.version, after.escalated_at, after.state) == (5, NOW, State.OPEN)
