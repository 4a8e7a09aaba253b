"""Every way on which something could be graded past the people who must look at it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from amlrisk.facts.model import Customer
from amlrisk.jobs.grade_run import Scope, grade_chunk, grade_run
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.model import Action, Case, State, Trigger
from amlrisk.screening.model import DispositionKind, Hit
from amlrisk.services.assessing import Assessor
from amlrisk.services.check_customer import check_customer
from amlrisk.services.open_case import TriggerEvent, open_case
from amlrisk.services.save_customer import save_customer
from amlrisk.services.system import System
from tests.cases import ANALYST, MANAGER, REVIEWER, act, case_of, checked, hit
from tests.systems import LISTED, Clock, customer, put_list

UNTIL = date(2026, 12, 1)
FOREIGN_PEP = {"pep_link": "foreign_pep"}


def overridden(system: System, grade: Grade = Grade.ORDINARY) -> Case:
    """A closed case of an unremarkable customer (general), who was set to another grade."""
    check_customer(system, customer())
    asked = TriggerEvent(customer="C-1", trigger=Trigger.OVERRIDE_REQUESTED, text="客户申请")
    case = open_case(system, ANALYST, asked)
    case = act(system, ANALYST, case, Action.PROPOSE, grade=grade, override_until=UNTIL, reason="mitigated")
    return act(system, MANAGER, act(system, REVIEWER, case, Action.CONFIRM), Action.APPROVE)


def confirmed(system: System) -> Case:
    """A closed case of a customer whom two people found to be the one on the list."""
    checked(system)
    case = act(system, ANALYST, case_of(system), Action.DECIDE_HIT, hit=hit(DispositionKind.TRUE_MATCH))
    case = act(system, ANALYST, case, Action.PROPOSE, grade=Grade.UNACCEPTABLE)
    return act(system, REVIEWER, case, Action.CONFIRM)


def test_an_override_does_not_hide_that_the_customer_became_high(system: System) -> None:
    assert overridden(system).grade is Grade.ORDINARY
    save_customer(system, "C-1", customer(**FOREIGN_PEP))
    case = case_of(system)
    assert (case.grade, case.triggers) == (Grade.ORDINARY, (Trigger.HIGH_GRADE, Trigger.KEY_DATA_CHANGE))


def test_what_was_proposed_of_another_computed_grade_goes_back(system: System) -> None:
    """Behind the override the rules now say high: a senior manager must approve that, and nobody has graded it."""
    overridden(system)
    case = open_case(system, ANALYST, TriggerEvent(customer="C-1", trigger=Trigger.DISPUTE, text="客户有异议"))
    case = act(system, ANALYST, case, Action.PROPOSE, grade=Grade.GENERAL)
    assert case.state is State.PROPOSED
    save_customer(system, "C-1", customer(**FOREIGN_PEP))
    after = case_of(system)
    assert (after.id, after.state, after.proposer, after.grade) == (case.id, State.OPEN, None, Grade.ORDINARY)


@pytest.mark.parametrize("scope", ["all", "due"])
def test_grading_again_and_again_does_not_put_off_the_review_by_people(
    on_both: System, clock: Clock, scope: str
) -> None:
    """With --due only a check each month moves the day of the next review."""
    closed = confirmed(on_both)
    for _ in range(5):
        clock.advance(days=30)
        put_list(on_both)
        checked(on_both)
        grade_run(on_both, Scope(scope), cause="test")
        assert on_both.store.cases.open_of(["C-1"]) == {}
    assert closed.closed_at is not None
    clock.now = closed.closed_at + timedelta(days=184)
    put_list(on_both)
    grade_run(on_both, Scope(scope), cause="test")
    assert case_of(on_both).triggers == (Trigger.PERIODIC_REVIEW,)


def test_a_second_listing_of_who_is_unacceptable_already_is_seen(system: System) -> None:
    """The identity number agrees, so that there is nothing to decide, and the grade cannot grow worse."""
    number = "110101199005060028"
    check_customer(system, customer())
    put_list(system, [*LISTED, f"T-8,Person,林晓雨,1990-05-06,CN,{number}"])
    check_customer(system, customer())
    case = act(system, ANALYST, case_of(system), Action.PROPOSE, grade=Grade.UNACCEPTABLE)
    assert act(system, REVIEWER, case, Action.CONFIRM).state is State.CLOSED
    check_customer(system, customer())
    assert system.store.cases.open_of(["C-1"]) == {}, "seen and settled"
    put_list(system, [f"W-1,Person,林晓雨,1990-05-06,CN,{number}"], source="watch")
    assert json.loads(check_customer(system, customer()))["grade"] == "unacceptable"
    assert case_of(system).triggers == (Trigger.POSSIBLE_MATCH,)


@pytest.mark.parametrize("seconds", [1, 0, -1])
def test_a_run_does_not_put_the_past_over_what_was_found_meanwhile(on_both: System, clock: Clock, seconds: int) -> None:
    """A check had begun when the run took its time, and was committed after the run had read what was known."""
    check_customer(on_both, customer())

    class Slow(Assessor):
        def screen(self, customers: Sequence[Customer]) -> list[list[tuple[Hit, ...]]]:
            found = super().screen(customers)
            clock.advance(seconds=-seconds)
            checked(on_both)
            clock.advance(seconds=seconds)
            return found

    plain = Assessor.of(on_both)
    grade_chunk(on_both, Slow(plain.rules, plain.in_force), new_run(on_both), ["C-1"])
    latest = on_both.store.assessments.latest("C-1")
    assert latest is not None
    assert latest.facts_digest == on_both.store.customers.digests(["C-1"])["C-1"]
    assert (latest.outcome.grade, case_of(on_both).pending_hits, case_of(on_both).grade) == (Grade.HIGH, 1, Grade.HIGH)


def new_run(system: System) -> str:
    system.store.runs.begin(
        "run-1", kind="grade", cause="test", versions={}, total=1, owner="test", now=system.now(), lease_seconds=60
    )
    return "run-1"
