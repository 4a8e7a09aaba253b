"""Tiers follow at once whatever they follow from: grades, cases, reviews, value facts, due diligence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from amlrisk.facts.digest import digest
from amlrisk.facts.value import CustomerValue
from amlrisk.jobs.grade_run import Scope, grade_run
from amlrisk.policy.value_vocabulary import EARNED, Tier
from amlrisk.policy.vocabulary import Grade, Trigger
from amlrisk.review.model import Action, State
from amlrisk.screening.model import DispositionKind
from amlrisk.services.check_customer import check_batch, check_customer
from amlrisk.services.decide_hit import decide_hit
from amlrisk.services.escalate_cases import escalate_cases
from amlrisk.services.import_customers import import_customers
from amlrisk.services.open_case import TriggerEvent, open_case
from amlrisk.services.record_due_diligence import Findings, record_due_diligence
from amlrisk.services.retier import evaluate_ahead, retier
from amlrisk.services.save_customer import save_customer
from amlrisk.services.save_value import save_value, take_in_value
from amlrisk.services.system import System
from tests.cases import ANALYST, MANAGER, REVIEWER, act, case_of, checked, hit
from tests.services.test_decide_hit import decision
from tests.systems import LISTED, NAMESAKE, Clock, customer, put_list
from tests.tiers import tier_now, valued, worth


def tiers(system: System) -> list[tuple[str, Tier]]:
    """What set off each evaluation of C-1, and what was left, the earliest first."""
    return [(it.cause, it.effective) for it in system.store.tiers.history("C-1")][::-1]


def due_diligence(system: System, ref: str = "C-1") -> None:
    words = {"funds": "工资", "wealth": "经商所得", "purpose": "养老", "conclusion": "未见异常"}
    record_due_diligence(system, ANALYST, Findings(customer=ref, **words))


def settled(system: System, grade: Grade) -> None:
    """The open case, decided and closed by two people, or three where a senior manager approves."""
    case = act(system, ANALYST, case_of(system), Action.PROPOSE, grade=grade)
    case = act(system, REVIEWER, case, Action.CONFIRM)
    if case.state is State.APPROVAL:
        case = act(system, MANAGER, case, Action.APPROVE)
    assert case.state is State.CLOSED


# --- what sets it off ---------------------------------------------------------------------------------------


def test_whoever_is_general_has_what_they_earned(on_both: System) -> None:
    check_customer(on_both, customer())
    for tier in (Tier.STANDARD, *EARNED):
        found = valued(on_both, tier)
        assert (found.base, found.effective, found.suspended) == (tier, tier, False)
        assert found.standing.grade is Grade.GENERAL


def test_of_whom_no_value_is_known_nothing_is_evaluated(on_both: System) -> None:
    check_customer(on_both, customer(subject=NAMESAKE))
    decide_hit(on_both, decision(DispositionKind.TRUE_MATCH))
    grade_run(on_both, Scope("all"), cause="test")
    assert on_both.store.tiers.current(["C-1"]) == {}
    assert "tiered" not in {event.kind for event in on_both.store.audit.recent(50)}


def test_before_the_first_grade_nothing_is_granted(on_both: System) -> None:
    path = on_both.settings.home / "book.jsonl"
    path.write_text(json.dumps(customer()), encoding="utf-8")
    import_customers(on_both, path, path.with_suffix(".rejects"), actor="test")
    assert valued(on_both, Tier.PLATINUM).effective is Tier.STANDARD
    grade_run(on_both, Scope("all"), cause="test")
    assert tiers(on_both) == [("value_changed", Tier.STANDARD), ("run", Tier.PLATINUM)]


def by_check(system: System) -> None:
    check_customer(system, customer(subject=NAMESAKE))


def by_batch(system: System) -> None:
    check_batch(system, [customer(subject=NAMESAKE), customer("C-2")])


def by_put(system: System) -> None:
    save_customer(system, "C-1", customer(subject=NAMESAKE))


def by_run(system: System) -> None:
    put_list(system, [*LISTED, "T-9,Person,林晓雨,,CN,"])
    grade_run(system, Scope("all"), cause="test")


@pytest.mark.parametrize(
    ("grading", "cause"),
    [(by_check, "check"), (by_batch, "check"), (by_put, "facts_changed"), (by_run, "run")],
)
def test_every_way_of_grading_lowers_the_tier_at_once(
    on_both: System, grading: Callable[[System], None], cause: str
) -> None:
    check_customer(on_both, customer())
    valued(on_both, Tier.PLATINUM)
    grading(on_both)
    found = tier_now(on_both)
    assessment = on_both.store.assessments.latest("C-1")
    assert assessment is not None
    assert (found.cause, found.at) == (cause, assessment.assessed_at)
    assert (found.standing.grade, found.standing.alert_open) == (Grade.HIGH, True)
    assert (found.base, found.effective, found.suspended) == (Tier.PLATINUM, Tier.STANDARD, False)
    assert on_both.store.audit.verify() is None


def test_what_somebody_reports_is_an_alert_at_once(on_both: System) -> None:
    check_customer(on_both, customer())
    valued(on_both, Tier.PLATINUM)
    told = TriggerEvent(customer="C-1", trigger=Trigger.SUSPICIOUS_REPORT, text="已报送可疑交易报告")
    open_case(on_both, ANALYST, told)
    found = tier_now(on_both)
    assert (found.cause, found.standing.alert_open) == ("event", True)
    assert (found.standing.grade, found.effective) == (Grade.GENERAL, Tier.PLATINUM), "which holds nobody at this grade"


def test_a_confirmed_hit_suspends_and_its_withdrawal_gives_back(on_both: System) -> None:
    checked(on_both)
    valued(on_both, Tier.DIAMOND)
    case = act(on_both, ANALYST, case_of(on_both), Action.DECIDE_HIT, hit=hit(DispositionKind.TRUE_MATCH))
    found = tier_now(on_both)
    assert (found.effective, found.suspended, found.standing.grade) == (Tier.NONE, True, Grade.UNACCEPTABLE)
    events = [event.kind for event in on_both.store.audit.recent(2)]
    assert events == ["disposition", "tiered"]
    act(on_both, ANALYST, case, Action.DECIDE_HIT, hit=hit())
    found = tier_now(on_both)
    assert (found.base, found.effective, found.suspended) == (Tier.DIAMOND, Tier.DIAMOND, False)


def test_so_does_a_decision_that_comes_by_key(on_both: System) -> None:
    checked(on_both)
    valued(on_both, Tier.GOLD)
    decide_hit(on_both, decision(DispositionKind.TRUE_MATCH), key="key-1")
    assert tier_now(on_both).suspended
    decide_hit(on_both, decision(DispositionKind.FALSE_POSITIVE), key="key-1")
    assert tier_now(on_both).effective is Tier.GOLD


def test_what_was_earned_less_meanwhile_is_not_given_back(on_both: System) -> None:
    checked(on_both)
    valued(on_both, Tier.DIAMOND)
    decide_hit(on_both, decision(DispositionKind.TRUE_MATCH))
    assert valued(on_both, Tier.GOLD).suspended
    decide_hit(on_both, decision(DispositionKind.FALSE_POSITIVE))
    assert tier_now(on_both).effective is Tier.GOLD


# --- high: due diligence and approval, each in the present spell --------------------------------------------


@pytest.fixture
def high(on_both: System) -> System:
    """High for an undecided namesake, worth platinum; the hit was looked at and says nothing."""
    checked(on_both)
    valued(on_both, Tier.PLATINUM)
    act(on_both, ANALYST, case_of(on_both), Action.DECIDE_HIT, hit=hit(DispositionKind.INCONCLUSIVE))
    return on_both


def test_gold_at_most_once_complete_and_approved(high: System) -> None:
    assert tier_now(high).effective is Tier.STANDARD
    due_diligence(high)
    found = tier_now(high)
    assert (found.cause, found.standing.due_diligence_complete, found.standing.approved) == (
        "due_diligence",
        True,
        False,
    )
    assert found.effective is Tier.STANDARD
    settled(high, Grade.HIGH)
    found = tier_now(high)
    assert (found.cause, found.standing.approved, found.standing.alert_open) == ("case_closed", True, False)
    assert (found.base, found.effective) == (Tier.PLATINUM, Tier.GOLD)


def test_in_the_other_order_not_before_it_is_approved_again(high: System, clock: Clock) -> None:
    """A closed case is taken up by a new one: somebody asks for the grade to be looked at, and it is approved anew."""
    clock.advance(hours=1)
    settled(high, Grade.HIGH)
    assert (tier_now(high).standing.approved, tier_now(high).effective) == (False, Tier.STANDARD)
    clock.advance(days=30)
    put_list(high)
    due_diligence(high)
    found = tier_now(high)
    assert (found.standing.due_diligence_complete, found.standing.approved) == (True, False)
    assert found.effective is Tier.STANDARD, "an analyst alone opens nothing"
    told = TriggerEvent(customer="C-1", trigger=Trigger.OVERRIDE_REQUESTED, text="尽职调查已补录，提请重新批准")
    open_case(high, ANALYST, told)
    assert tier_now(high).effective is Tier.STANDARD
    act(high, ANALYST, case_of(high), Action.DECIDE_HIT, hit=hit(DispositionKind.INCONCLUSIVE))
    settled(high, Grade.HIGH)
    assert (tier_now(high).standing.approved, tier_now(high).effective) == (True, Tier.GOLD)


def test_a_later_record_does_not_undo_the_approval(high: System, clock: Clock) -> None:
    due_diligence(high)
    clock.advance(hours=1)
    settled(high, Grade.HIGH)
    clock.advance(days=1)
    due_diligence(high)
    assert (tier_now(high).standing.approved, tier_now(high).effective) == (True, Tier.GOLD)


def test_a_new_spell_begins_without_either(high: System, clock: Clock) -> None:
    due_diligence(high)
    settled(high, Grade.HIGH)
    clock.advance(days=1)
    decide_hit(high, decision(DispositionKind.FALSE_POSITIVE))
    assert tier_now(high).effective is Tier.PLATINUM
    clock.advance(days=1)
    decide_hit(high, decision(DispositionKind.INCONCLUSIVE))
    found = tier_now(high)
    assert (found.standing.due_diligence_complete, found.standing.approved) == (False, False)
    assert found.effective is Tier.STANDARD


def test_an_overdue_case_is_told_when_it_is_escalated(high: System, clock: Clock) -> None:
    clock.advance(days=30)
    put_list(high)
    assert not tier_now(high).standing.review_overdue
    assert escalate_cases(high, actor="schedule")
    assert (tier_now(high).cause, tier_now(high).standing.review_overdue) == ("case_escalated", True)


# --- what is recorded ---------------------------------------------------------------------------------------


def test_the_same_again_is_one_evaluation_that_holds_longer(on_both: System, clock: Clock) -> None:
    check_customer(on_both, customer())
    first = valued(on_both, Tier.GOLD)
    for _ in range(3):
        clock.advance(days=1)
        grade_run(on_both, Scope("all"), cause="test")
    found = tier_now(on_both)
    assert (found.id, found.on, found.evaluated_on) == (first.id, date(2026, 7, 15), date(2026, 7, 18))
    assert [event.kind for event in on_both.store.audit.recent(50)].count("tiered") == 1


def test_the_trail_binds_what_was_recorded(on_both: System) -> None:
    check_batch(on_both, [customer(f"C-{n}") for n in range(3)])
    for n in range(3):
        valued(on_both, Tier.GOLD, f"C-{n}")
    one = tier_now(on_both)
    (event,) = [event for event in on_both.store.audit.recent(50) if event.kind == "tiered" and event.subject == "C-1"]
    kept = on_both.store.tiers.get(one.id)
    assert event.detail == {
        "evaluation": one.id,
        "occasion": "value_changed",
        "base": "gold",
        "tier": "gold",
        "suspended": "",
        "sha256": digest(kept),
    }
    put_list(on_both, [*LISTED, "T-9,Person,林晓雨,,CN,"])
    grade_run(on_both, Scope("all"), cause="test")
    graded, many = on_both.store.audit.recent(2)
    assert (graded.kind, many.kind, many.subject, many.detail["evaluated"]) == ("graded", "tiered", "run", "3")
    found = sorted(on_both.store.tiers.current([f"C-{n}" for n in range(3)]))
    ids = sorted(tier_now(on_both, ref).id for ref in found)
    assert many.detail["sha256"] == digest([digest(on_both.store.tiers.get(id)) for id in ids])


@contextmanager
def statements(system: System) -> Iterator[list[str]]:
    """What is said to the database, as SQLite heard it."""
    heard: list[str] = []
    connection = system.store.database._live().connection()
    connection.set_trace_callback(heard.append)
    try:
        yield heard
    finally:
        connection.set_trace_callback(None)


def test_many_take_as_many_statements_as_a_few_and_nobody_one(system: System) -> None:
    refs = [f"C-{n}" for n in range(60)]
    check_batch(system, [customer(ref) for ref in refs])
    with system.store.transaction(), statements(system) as nobody:
        retier(system, refs, "test", system.now())
    assert len(nobody) == 1
    told = []
    for few in (refs[:2], refs[2:]):
        with system.store.transaction():
            for ref in few:
                save_value(system, ref, worth(Tier.GOLD))
        with system.store.transaction(), statements(system) as heard:
            retier(system, few, "test", system.now())
        told.append(len([each for each in heard if each.startswith("SELECT")]))
    assert told[0] == told[1]


def test_evaluated_ahead_counts_where_nothing_moved_meanwhile(on_both: System) -> None:
    check_batch(on_both, [customer("C-1"), customer("C-2", subject=NAMESAKE)])
    store = on_both.store
    for ref in ("C-1", "C-2"):
        store.values.save_many([_kept(on_both, ref)], on_both.now())
    ahead = evaluate_ahead(on_both, ["C-1", "C-2", "C-9"], "test")
    assert {ref: each.evaluation.effective for ref, each in ahead.items()} == {
        "C-1": Tier.GOLD,
        "C-2": Tier.STANDARD,
    }
    decide_hit(on_both, decision(DispositionKind.TRUE_MATCH, customer="C-2"))
    assert tier_now(on_both, "C-2").suspended
    with store.transaction():
        done = retier(on_both, ["C-1", "C-2"], "appraisal", on_both.now(), ahead=ahead)
    assert (done.evaluated, [it.customer for it in done.changed]) == (2, ["C-1"])
    assert tier_now(on_both, "C-1").id == ahead["C-1"].evaluation.id
    assert tier_now(on_both, "C-2").suspended, "what was found before must not hide what came to light"


def test_evaluated_on_another_day_does_not_count(on_both: System, clock: Clock) -> None:
    check_customer(on_both, customer())
    on_both.store.values.save_many([_kept(on_both, "C-1")], on_both.now())
    ahead = evaluate_ahead(on_both, ["C-1"], "test")
    clock.advance(days=1)
    with on_both.store.transaction():
        retier(on_both, ["C-1"], "test", on_both.now(), ahead=ahead)
    assert tier_now(on_both).on - ahead["C-1"].evaluation.on == timedelta(days=1)


def _kept(system: System, ref: str) -> CustomerValue:
    return take_in_value(system, {"ref": ref, **worth(Tier.GOLD)})
