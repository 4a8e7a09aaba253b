"""What is on record of a customer, as the gate is told it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from amlrisk.policy.vocabulary import Grade, Trigger
from amlrisk.review.model import Case, State
from amlrisk.tiering.gate import Standing
from amlrisk.tiering.standing import Circumstances, approved_too_early, standing_of

ON = date(2026, 9, 15)
SPELL = datetime(2026, 9, 1, 8, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)


def case(*triggers: Trigger, due_on: date = date(2026, 9, 20), state: State = State.OPEN) -> Case:
    return Case(
        id="k1",
        customer="C",
        branch=None,
        state=state,
        version=1,
        triggers=triggers,
        grade=Grade.HIGH,
        assessment="a1",
        pending_hits=0,
        opened_at=SPELL,
        due_on=due_on,
    )


def standing(**known: Any) -> Standing:
    return standing_of(Circumstances(grade=Grade.HIGH, **known), ON)


def test_of_whom_nothing_is_known() -> None:
    assert standing_of(None, ON) == standing_of(Circumstances(), ON) == Standing(grade=None)
    assert standing() == Standing(grade=Grade.HIGH)


@pytest.mark.parametrize("since", [None, SPELL])
@pytest.mark.parametrize(("at", "counts"), [(SPELL - MOMENT, False), (SPELL, True), (SPELL + MOMENT, True)])
def test_what_was_done_before_the_spell_does_not_count(since: datetime | None, at: datetime, counts: bool) -> None:
    counts = counts or since is None
    assert standing(due_diligence_at=at, grade_since=since).due_diligence_complete is counts
    assert standing(approved_at=at, due_diligence_at=at, grade_since=since).approved is counts
    assert standing(due_diligence_at=at, grade_since=since).approved is False


@pytest.mark.parametrize("since", [None, SPELL])
@pytest.mark.parametrize(
    ("first", "counts"), [(None, False), (SPELL + MOMENT, False), (SPELL, True), (SPELL - MOMENT, None)]
)
def test_who_approves_before_there_was_due_diligence_has_approved_nothing(
    since: datetime | None, first: datetime | None, counts: bool | None
) -> None:
    known = Circumstances(grade=Grade.HIGH, approved_at=SPELL, due_diligence_at=first, grade_since=since)
    counts = since is None if counts is None else counts
    assert standing_of(known, ON).approved is counts
    assert approved_too_early(known) is not counts


def test_without_an_approval_in_this_spell_none_was_too_early() -> None:
    assert not approved_too_early(None)
    assert not approved_too_early(Circumstances(grade=Grade.HIGH, due_diligence_at=SPELL))
    assert not approved_too_early(Circumstances(grade=Grade.HIGH, approved_at=SPELL - MOMENT, grade_since=SPELL))


@pytest.mark.parametrize(("review_on", "overdue"), [(date(2026, 9, 14), True), (ON, False), (None, False)])
def test_a_review_is_overdue_from_the_day_after(review_on: date | None, overdue: bool) -> None:
    assert standing(next_review_on=review_on).review_overdue is overdue


@pytest.mark.parametrize(("due_on", "overdue"), [(date(2026, 9, 14), True), (ON, False)])
def test_so_is_an_overdue_case_whatever_opened_it(due_on: date, overdue: bool) -> None:
    assert standing(case=case(Trigger.PERIODIC_REVIEW, due_on=due_on)).review_overdue is overdue


@pytest.mark.parametrize("trigger", Trigger)
def test_every_case_but_the_periodic_review_is_an_alert(trigger: Trigger) -> None:
    assert standing(case=case(trigger)).alert_open is (trigger is not Trigger.PERIODIC_REVIEW)
    assert standing(case=case(Trigger.PERIODIC_REVIEW, trigger)).alert_open is (trigger is not Trigger.PERIODIC_REVIEW)
