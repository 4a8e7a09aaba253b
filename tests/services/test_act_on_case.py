"""Two people decide a case: each step recorded once, with everything it brings, or not at all."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from amlrisk.errors import (
    CaseChanged,
    FourEyes,
    HitChanged,
    InvalidInput,
    ListStale,
    NotAllowed,
    NotFound,
    NotNow,
    OtherBranch,
)
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.authority import Role
from amlrisk.review.model import Action, Case, State, Trigger
from amlrisk.screening.model import DispositionKind
from amlrisk.services.act_on_case import CaseMove, HitDecision, act_on_case
from amlrisk.services.decide_hit import decide_hit
from amlrisk.services.system import System
from tests.cases import (
    ANALYST,
    MANAGER,
    REVIEWER,
    act,
    asked,
    case_of,
    checked,
    cleared,
    hired,
    hit,
    officer,
    proposed,
)
from tests.services.test_decide_hit import decision
from tests.systems import LISTED, Clock, put_list

UNTIL = date(2026, 9, 1)
HIT = hit()


@pytest.fixture
def held(on_both: System) -> System:
    """A customer with one undecided hit, and their case."""
    checked(on_both)
    return on_both


def actions(system: System, case: Case) -> list[str]:
    """What happened since the case was opened (for a possible match and a first grading)."""
    opening, *others = [event.action.value for event in system.store.cases.events(case.id)]
    assert (opening, others[0]) == ("opened", "triggered")
    return others[1:]


def audited(system: System) -> list[tuple[str, str]]:
    return [(event.kind, event.actor) for event in system.store.audit.recent(50)][::-1]


def test_from_the_hit_to_the_end(held: System, clock: Clock) -> None:
    case = cleared(held)
    assert (case.state, case.grade, case.pending_hits) == (State.OPEN, Grade.GENERAL, 0)
    case = act(held, ANALYST, case, Action.PROPOSE, grade=Grade.GENERAL)
    assert (case.state, case.proposer, case.proposed_grade) == (State.PROPOSED, "analyst", Grade.GENERAL)
    clock.advance(days=3)
    before = held.store.assessments.latest("C-1")
    case = act(held, REVIEWER, case, Action.CONFIRM)
    assert (case.state, case.confirmer, case.closed_at) == (State.CLOSED, "reviewer", clock.now)
    after = held.store.assessments.latest("C-1")
    assert before is not None
    assert after is not None
    assert (after.id, after.supersedes, after.trigger) == (case.assessment, before.id, "case_closed")
    assert after.outcome.next_review_on is not None
    assert before.outcome.next_review_on is not None
    assert after.outcome.next_review_on - before.outcome.next_review_on >= timedelta(0)
    assert held.store.cases.get(case.id) == case
    assert held.store.cases.open_of(["C-1"]) == {}
    assert actions(held, case) == ["decide_hit", "propose", "confirm"]
    decided = held.store.cases.events(case.id)[2]
    (recorded,) = held.store.dispositions.history("C-1")
    assert (decided.disposition, decided.grade, decided.reason) == (recorded.id, Grade.GENERAL, "birth_differs")
    assert recorded.disposition.reason == "出生日期不符：已核对证件"
    assert audited(held)[-3:] == [("disposition", "analyst"), ("case_propose", "analyst"), ("case_confirm", "reviewer")]
    assert held.store.audit.verify() is None


def test_confirming_one_hit_decides_no_other(on_both: System) -> None:
    put_list(on_both, [*LISTED, "T-8,Person,欧阳岚溪,1983-11-05,CN,"])
    checked(on_both)
    case = case_of(on_both)
    assert case.pending_hits == 2
    case = act(on_both, ANALYST, case, Action.DECIDE_HIT, hit=hit(DispositionKind.TRUE_MATCH))
    assert (case.pending_hits, case.grade) == (1, Grade.UNACCEPTABLE)
    with pytest.raises(NotNow):
        act(on_both, ANALYST, case, Action.PROPOSE, grade=Grade.UNACCEPTABLE)
    case = act(on_both, ANALYST, case, Action.DECIDE_HIT, hit=hit(DispositionKind.FALSE_POSITIVE, "T-8"))
    assert act(on_both, ANALYST, case, Action.PROPOSE, grade=Grade.UNACCEPTABLE).state is State.PROPOSED


def test_an_override_is_approved_applied_and_ends(held: System, clock: Clock) -> None:
    case = proposed(held, Grade.ORDINARY, override_until=UNTIL, reason="mitigated")
    case = act(held, REVIEWER, case, Action.CONFIRM)
    assert case.state is State.APPROVAL
    case = act(held, MANAGER, case, Action.APPROVE)
    assert (case.state, case.grade) == (State.CLOSED, Grade.ORDINARY)
    (override,) = held.store.overrides.history("C-1")
    assert (override.author, override.approver, override.reason, override.expires_on) == (
        "analyst",
        "manager",
        "mitigated",
        UNTIL,
    )
    latest = held.store.assessments.latest("C-1")
    assert latest is not None
    assert (latest.outcome.grade, latest.outcome.computed_grade) == (Grade.ORDINARY, Grade.GENERAL)
    assert latest.outcome.next_review_on == UNTIL
    clock.now += timedelta(days=(UNTIL - clock.now.date()).days)
    put_list(held)
    checked(held)
    assert Trigger.OVERRIDE_EXPIRED in case_of(held).triggers
    assert case_of(held).grade is Grade.GENERAL


def test_a_case_that_comes_to_the_computed_grade_ends_an_override(held: System) -> None:
    case = proposed(held, Grade.ORDINARY, override_until=UNTIL, reason="mitigated")
    case = act(held, MANAGER, act(held, REVIEWER, case, Action.CONFIRM), Action.APPROVE)
    put_list(held, [*LISTED, "T-8,Person,欧阳岚溪,1983-11-05,CN,"])
    checked(held)
    case = act(held, ANALYST, case_of(held), Action.DECIDE_HIT, hit=hit(entity="T-8"))
    case = act(held, ANALYST, case, Action.PROPOSE, grade=Grade.GENERAL)
    case = act(held, REVIEWER, case, Action.CONFIRM)
    assert (case.state, case.grade) == (State.CLOSED, Grade.GENERAL)
    assert held.store.overrides.in_force(["C-1"], held.today()) == {}


def test_two_who_differ_are_settled_by_a_third(held: System) -> None:
    case = proposed(held)
    case = act(held, REVIEWER, case, Action.DIFFER, grade=Grade.HIGH, override_until=UNTIL)
    assert (case.state, case.confirmer, case.proposed_grade) == (State.DISPUTED, "reviewer", Grade.HIGH)
    with pytest.raises(NotAllowed):
        act(held, REVIEWER, case, Action.SETTLE, grade=Grade.GENERAL)
    case = act(held, MANAGER, case, Action.SETTLE, grade=Grade.GENERAL)
    assert (case.state, case.settler, case.grade) == (State.CLOSED, "manager", Grade.GENERAL)


@pytest.mark.parametrize("who", [ANALYST, officer(Role.MANAGER, "analyst")])
def test_nobody_confirms_their_own_grading(held: System, who: object) -> None:
    case = proposed(held)
    before = held.store.audit.head()
    with pytest.raises((FourEyes, NotAllowed)):
        act(held, who, case, Action.CONFIRM)  # type: ignore[arg-type]  # an officer
    assert held.store.cases.get(case.id) == case
    assert held.store.audit.head() == before


def test_other_branches_and_readers_keep_out(held: System) -> None:
    case = case_of(held)
    for who, refusal in (
        (officer(Role.ANALYST, "far", "B12"), OtherBranch),
        (officer(Role.AUDITOR), NotAllowed),
        (officer(Role.ADMINISTRATOR), NotAllowed),
    ):
        for action in (Action.COMMENT, Action.ASSIGN):
            with pytest.raises(refusal):
                act(held, who, case, action)
    assert held.store.cases.get(case.id) == case
    with pytest.raises(NotFound):
        act_on_case(held, ANALYST, CaseMove(case="none", move=asked(case, Action.COMMENT).move))


def test_a_form_sent_twice_counts_once(held: System) -> None:
    form = asked(case_of(held), Action.DECIDE_HIT, hit=hit())
    first = act_on_case(held, ANALYST, form)
    later = act(held, ANALYST, first, Action.PROPOSE, grade=Grade.GENERAL)
    assert act_on_case(held, ANALYST, form) == first, "as it then was"
    assert held.store.cases.get(first.id) == later
    assert actions(held, first) == ["decide_hit", "propose"]
    assert len(held.store.dispositions.history("C-1")) == 1
    checked(held, "C-2")
    stolen = CaseMove(case=case_of(held, "C-2").id, move=form.move, hit=form.hit)
    with pytest.raises(InvalidInput):
        act_on_case(held, ANALYST, stolen)


@pytest.mark.parametrize(
    ("hit", "changes"),
    [
        (HIT, {"reason": "name_differs"}),
        (HIT, {"text": "another"}),
        (hit(DispositionKind.TRUE_MATCH), {"reason": "identity_number"}),
        (None, {"action": Action.COMMENT, "text": "a comment"}),
    ],
)
def test_a_form_sent_again_with_something_else_in_it_is_told_what_it_did_before(
    held: System, hit: HitDecision | None, changes: dict[str, Any]
) -> None:
    form = asked(case_of(held), Action.DECIDE_HIT, hit=HIT)
    after = act_on_case(held, ANALYST, form)
    again = CaseMove(case=form.case, move=msgspec.structs.replace(form.move, **changes), hit=hit)
    for who, second in ((ANALYST, again), (REVIEWER, form)):
        with pytest.raises(CaseChanged) as caught:
            act_on_case(held, who, second)
        assert [event.action for event in caught.value.events] == [Action.DECIDE_HIT]
    assert held.store.cases.get(after.id) == after


def test_who_comes_second_sees_what_happened(held: System) -> None:
    seen = proposed(held)
    act(held, REVIEWER, seen, Action.RETURN)
    with pytest.raises(CaseChanged) as caught:
        act(held, officer(Role.REVIEWER, "second"), seen, Action.CONFIRM)
    assert [event.action for event in caught.value.events] == [Action.RETURN]  # type: ignore[attr-defined]
    assert case_of(held).state is State.OPEN


def test_a_comment_and_an_assignment_are_taken_whatever_happened(held: System) -> None:
    seen = case_of(held)
    hired(held, ANALYST)
    act(held, ANALYST, seen, Action.COMMENT, text="<script>alert(1)</script>")
    case = act(held, REVIEWER, seen, Action.COMMENT, text="看过")
    case = act(held, REVIEWER, seen, Action.ASSIGN, assignee="analyst")
    assert (case.version, case.assignee) == (seen.version + 3, "analyst")
    assert held.store.cases.events(case.id)[2].text == "<script>alert(1)</script>"


def test_a_case_is_given_to_nobody_with_whom_it_would_wait_for_ever(held: System) -> None:
    case = case_of(held)
    hired(held, officer(Role.AUDITOR))
    hired(held, officer(Role.ANALYST, "gone"), disabled=True)
    hired(held, officer(Role.ANALYST, "far", "B12"))
    for assignee in ("auditor", "gone", "far", "nobody at all"):
        with pytest.raises(InvalidInput):
            act(held, MANAGER, case, Action.ASSIGN, assignee=assignee)
    assert held.store.cases.get(case.id) == case


@pytest.mark.parametrize(
    ("missing", "path"), [({"hit": None}, "hit"), ({"reason": ""}, "reason"), ({"reason": "agrees"}, "reason")]
)
def test_a_decision_says_on_what_and_why(held: System, missing: dict[str, object], path: str) -> None:
    form = asked(case_of(held), Action.DECIDE_HIT, **{"hit": hit(), "reason": "birth_differs", **missing})  # type: ignore[arg-type]  # as a form is
    with pytest.raises(InvalidInput) as caught:
        act_on_case(held, ANALYST, form)
    assert path in {issue.path for issue in caught.value.issues} | ({"hit"} if form.hit is None else set())
    assert held.store.dispositions.history("C-1") == []


def test_a_hit_that_changed_is_not_decided_unseen(held: System) -> None:
    case = case_of(held)
    put_list(held, [row.replace("1983-11-02", "1985-12-03") for row in LISTED])
    with pytest.raises(HitChanged):
        act(held, ANALYST, case, Action.DECIDE_HIT, hit=hit())
    assert held.store.cases.get(case.id) == case


def test_a_decision_from_elsewhere_is_an_event_of_the_case(held: System) -> None:
    case = proposed(held)
    decide_hit(held, decision(DispositionKind.TRUE_MATCH))
    after = case_of(held)
    assert (after.id, after.state, after.grade, after.proposer) == (case.id, State.OPEN, Grade.UNACCEPTABLE, None)
    assert actions(held, case) == ["decide_hit", "propose", "decide_hit", "reassessed", "triggered"]
    events = held.store.cases.events(case.id)
    assert (events[4].actor, events[4].reason) == ("li", "看过证件")
    with pytest.raises(CaseChanged):
        act(held, REVIEWER, case, Action.CONFIRM)


def test_nothing_closes_on_something_unseen(held: System) -> None:
    """A list gained a second namesake after the proposal: the confirmation finds it, and decides nothing."""
    case = proposed(held)
    put_list(held, [*LISTED, "T-8,Person,欧阳岚溪,1983-11-05,CN,"])
    with pytest.raises(CaseChanged) as caught:
        act(held, REVIEWER, case, Action.CONFIRM)
    after = case_of(held)
    assert (after.id, after.state, after.pending_hits, after.grade) == (case.id, State.OPEN, 1, Grade.HIGH)
    assert Action.REASSESSED in {event.action for event in caught.value.events}  # type: ignore[attr-defined]
    assert held.store.assessments.current(["C-1"]) == {"C-1": after.assessment}


def test_facts_that_nobody_graded_yet_send_a_closing_back(held: System) -> None:
    case = proposed(held)
    changed = held.store.customers.get("C-1")
    held.store.customers.save(
        type(changed)(**{f: getattr(changed, f) for f in changed.__struct_fields__} | {"address": "别处"}), held.now()
    )
    with pytest.raises(CaseChanged):
        act(held, REVIEWER, case, Action.CONFIRM)
    after = case_of(held)
    assert (after.state, after.proposer) == (State.OPEN, None)
    assert act(held, ANALYST, after, Action.PROPOSE, grade=Grade.GENERAL).state is State.PROPOSED


def test_nothing_is_closed_on_stale_lists(held: System, clock: Clock) -> None:
    case = proposed(held)
    clock.advance(days=8)
    with pytest.raises(ListStale):
        act(held, REVIEWER, case, Action.CONFIRM)
    assert held.store.cases.get(case.id) == case
    act(held, REVIEWER, case, Action.COMMENT)


@pytest.mark.parametrize("write", range(12))
def test_a_step_that_is_cut_off_leaves_nothing(on_both: System, write: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database goes away at each write in turn, of the step with the most of them: closing with an override."""
    checked(on_both)
    case = proposed(on_both, Grade.ORDINARY, override_until=UNTIL, reason="mitigated")
    case = act(on_both, REVIEWER, case, Action.CONFIRM)
    tables = (
        "cases",
        "case_events",
        "overrides",
        "override_ends",
        "assessments",
        "current_assessments",
        "audit_events",
    )
    before = [on_both.store.database.rows(f"SELECT * FROM {table} ORDER BY 1") for table in tables]
    database = type(on_both.store.database)
    plain, many, made = database.write, database.write_many, []

    def cut(wanted: object) -> object:
        def write_or_die(*given: object) -> object:
            made.append(given)
            if len(made) > write:
                raise KeyboardInterrupt
            return wanted(*given)  # type: ignore[operator]  # a method

        return write_or_die

    with monkeypatch.context() as patch:
        patch.setattr(database, "write", cut(plain))
        patch.setattr(database, "write_many", cut(many))
        try:
            act(on_both, MANAGER, case, Action.APPROVE)
        except KeyboardInterrupt:
            pass
        else:
            assert write >= 5, "the step has more writes than this"
            return
    assert [on_both.store.database.rows(f"SELECT * FROM {table} ORDER BY 1") for table in tables] == before
    assert act(on_both, MANAGER, case, Action.APPROVE).state is State.CLOSED


def test_two_who_decide_at_once(held: System) -> None:
    case = proposed(held)
    begin = threading.Barrier(2)
    results: list[Case | CaseChanged] = []

    def confirm(id: str) -> None:
        begin.wait()
        try:
            results.append(act(held, officer(Role.REVIEWER, id), case, Action.CONFIRM))
        except CaseChanged as error:
            results.append(error)
        finally:
            held.store.close()

    threads = [threading.Thread(target=confirm, args=(id,)) for id in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (won,) = [each for each in results if isinstance(each, Case)]
    (lost,) = [each for each in results if isinstance(each, CaseChanged)]
    assert held.store.cases.get(case.id) == won
    assert [event.actor for event in lost.events] == [won.confirmer]  # type: ignore[attr-defined]
    assert actions(held, case).count("confirm") == 1


def test_the_same_form_at_once_counts_once(held: System) -> None:
    form = asked(case_of(held), Action.DECIDE_HIT, hit=hit())
    begin, results = threading.Barrier(2), []

    def send() -> None:
        begin.wait()
        results.append(act_on_case(held, ANALYST, form))
        held.store.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 2
    assert results[0] == results[1]
    assert actions(held, results[0]) == ["decide_hit"]
