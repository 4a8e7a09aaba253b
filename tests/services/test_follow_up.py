"""Whatever grades a customer sees to their case: opened once, triggered, sent back, and quiet where nothing moved."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from amlrisk.jobs.grade_run import Scope, grade_run
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.authority import Role
from amlrisk.review.model import Action, State, Trigger
from amlrisk.screening.model import DispositionKind
from amlrisk.services.check_customer import check_batch, check_customer
from amlrisk.services.decide_hit import decide_hit
from amlrisk.services.follow_up import follow_up
from amlrisk.services.import_customers import import_customers
from amlrisk.services.save_customer import save_customer
from amlrisk.services.system import System
from amlrisk.store.case_filter import CaseFilter
from tests.cases import ANALYST, REVIEWER, act, case_of, checked, cleared, hired, officer, proposed
from tests.services.test_decide_hit import decision
from tests.systems import LISTED, NAMESAKE, Clock, customer, put_list, system_for

T = Trigger


def cases_in(system: System) -> dict[str, int]:
    """How many open cases each customer has."""
    found: dict[str, int] = {}
    for row in system.store.cases.page(CaseFilter(), None, 10_000):
        found[row.case.customer] = found.get(row.case.customer, 0) + 1
    return found


def imported(system: System, *raws: dict[str, object]) -> None:
    path = system.settings.home / "book.jsonl"
    path.write_text("\n".join(map(json.dumps, raws)), encoding="utf-8")
    import_customers(system, path, path.with_suffix(".rejects"), actor="test")


# --- what opens a case ----------------------------------------------------------------------------------


def test_nobody_unremarkable_has_a_case(on_both: System) -> None:
    check_customer(on_both, customer())
    save_customer(on_both, "C-2", customer("C-2"))
    imported(on_both, customer("C-3"))
    grade_run(on_both, Scope("all"), cause="test")
    assert cases_in(on_both) == {}


@pytest.mark.parametrize("way", ["check", "batch", "put", "run"])
def test_every_way_of_grading_opens_the_same_case(on_both: System, way: str) -> None:
    raw = customer(subject=NAMESAKE)
    match way:
        case "check":
            check_customer(on_both, raw)
        case "batch":
            check_batch(on_both, [raw, customer("C-2")])
        case "put":
            save_customer(on_both, "C-1", raw)
        case "run":
            imported(on_both, raw, customer("C-2"))
            grade_run(on_both, Scope("all"), cause="test")
    case = case_of(on_both)
    assert case.triggers == (T.POSSIBLE_MATCH, T.FIRST_GRADING)
    assert (case.state, case.version, case.branch, case.pending_hits) == (State.OPEN, 2, "B11", 1)
    assert case.due_on == date(2026, 7, 16), "the next working day"
    assert case.assessment == on_both.store.assessments.current(["C-1"])["C-1"]
    events = on_both.store.cases.events(case.id)
    assert [(event.actor, event.action, event.trigger) for event in events] == [
        ("system", Action.OPENED, T.POSSIBLE_MATCH),
        ("system", Action.TRIGGERED, T.FIRST_GRADING),
    ]
    assert on_both.store.cases.page(CaseFilter(source="listed"), None, 9)[0].case == case
    assert cases_in(on_both) == {"C-1": 1}


def test_the_same_customer_twice_in_a_batch_has_one_case(on_both: System) -> None:
    check_batch(on_both, [customer(subject=NAMESAKE), customer(subject=NAMESAKE, annual_income="300000")])
    assert case_of(on_both).triggers == (T.POSSIBLE_MATCH, T.FIRST_GRADING)
    assert cases_in(on_both) == {"C-1": 1}


def test_a_high_grade_without_any_hit(system: System) -> None:
    check_customer(system, customer(pep_link="foreign_pep"))
    assert case_of(system).triggers == (T.HIGH_GRADE, T.FIRST_GRADING)


def test_a_list_change_reaches_who_was_graded_before(on_both: System) -> None:
    check_customer(on_both, customer())
    put_list(on_both, [*LISTED, "T-9,Person,林晓雨,1990-05-06,CN,"])
    grade_run(on_both, Scope("all"), cause="lists")
    assert case_of(on_both).triggers == (T.POSSIBLE_MATCH, T.LIST_CHANGE)


def test_key_data_that_changed_and_reports_in_the_data(system: System) -> None:
    check_customer(system, customer(pep_link="foreign_pep"))
    case = case_of(system)
    save_customer(system, "C-1", customer(pep_link="foreign_pep", name="林晓雪"))
    after = case_of(system)
    assert after.triggers == (*case.triggers, T.KEY_DATA_CHANGE)
    save_customer(
        system, "C-1", customer(pep_link="foreign_pep", name="林晓雪", events=[{"on": "2026-07-10", "kind": "str"}])
    )
    assert T.SUSPICIOUS_REPORT in case_of(system).triggers
    assert case_of(system).due_on < after.due_on or case_of(system).due_on == after.due_on


def test_a_review_that_is_due(on_both: System, clock: Clock) -> None:
    check_customer(on_both, customer(pep_link="foreign_pep"))
    case = case_of(on_both)
    case = act(on_both, ANALYST, case, Action.PROPOSE, grade=Grade.HIGH)
    case = act(on_both, REVIEWER, case, Action.CONFIRM)
    case = act(on_both, officer(Role.MANAGER), case, Action.APPROVE)
    assert case.state is State.CLOSED
    clock.advance(days=190)
    put_list(on_both)
    grade_run(on_both, Scope("due"), cause="due")
    again = case_of(on_both)
    assert (again.triggers, again.id == case.id) == ((T.PERIODIC_REVIEW,), False)


# --- what an open case gathers --------------------------------------------------------------------------


def test_a_grading_that_finds_the_same_is_no_event(on_both: System) -> None:
    checked(on_both)
    before = case_of(on_both)
    answer = checked(on_both, annual_income="210000")
    after = case_of(on_both)
    assert (after.version, after.assessment) == (before.version, answer["assessment_id"])


def test_a_proposal_falls_with_what_it_was_of(on_both: System) -> None:
    case = proposed(on_both) if checked(on_both) else None
    assert case is not None
    put_list(on_both, [*LISTED, "T-8,Person,欧阳岚溪,1983-11-05,CN,"])
    grade_run(on_both, Scope("all"), cause="lists")
    after = case_of(on_both)
    assert (after.id, after.state, after.proposer, after.proposed_grade) == (case.id, State.OPEN, None, None)
    assert (after.grade, after.pending_hits) == (Grade.HIGH, 1)
    last = on_both.store.cases.events(case.id, after=case.version)
    assert [(event.action, event.trigger) for event in last] == [
        (Action.REASSESSED, None),
        (Action.TRIGGERED, T.LIST_CHANGE),
    ]


def test_a_decision_through_the_other_edges_lands_in_the_case(on_both: System) -> None:
    checked(on_both)
    case = case_of(on_both)
    decide_hit(on_both, decision(DispositionKind.FALSE_POSITIVE))
    (event,) = on_both.store.cases.events(case.id, after=case.version)
    (recorded,) = on_both.store.dispositions.history("C-1")
    assert (event.action, event.actor, event.disposition, event.grade) == (
        Action.DECIDE_HIT,
        "li",
        recorded.id,
        Grade.GENERAL,
    )


def test_a_case_follows_its_customer_to_another_branch(on_both: System) -> None:
    hired(on_both, officer(Role.ANALYST, "here", "B11"))
    hired(on_both, officer(Role.ANALYST, "there", "B12"))
    checked(on_both)
    assert case_of(on_both).assignee == "here"
    checked(on_both, branch="B12")
    case = case_of(on_both)
    assert (case.branch, case.assignee) == ("B12", "there")
    assert on_both.store.cases.events(case.id)[-1].assignee == "there"


def test_new_cases_go_to_the_analyst_who_has_the_fewest(on_both: System) -> None:
    for person in ("a", "b", "far"):
        hired(on_both, officer(Role.ANALYST, person, "B12" if person == "far" else "B11"))
    hired(on_both, officer(Role.ANALYST, "gone", "B11"), disabled=True)
    hired(on_both, officer(Role.REVIEWER, "reviewer", "B11"))
    check_batch(on_both, [customer(f"C-{n}", subject=NAMESAKE) for n in range(5)])
    assert on_both.store.cases.workload(["a", "b", "far", "gone", "reviewer"]) == {"a": 3, "b": 2}
    checked(on_both, "C-9", branch="B77")
    assert case_of(on_both, "C-9").assignee is None
    (first, *_) = on_both.store.cases.events(case_of(on_both, "C-0").id)
    assert first.assignee == "a"


# --- at once, and cut off -------------------------------------------------------------------------------


def at_once(system: System, *works: Callable[[], object]) -> None:
    begin = threading.Barrier(len(works))
    failed: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        try:
            begin.wait()
            work()
        except BaseException as error:
            failed.append(error)
        finally:
            system.store.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_a_check_and_a_run_that_meet_open_one_case(on_both: System) -> None:
    refs = [f"C-{n:03}" for n in range(60)]
    imported(on_both, *(customer(ref, subject=NAMESAKE) for ref in refs))

    def checks() -> None:
        for ref in reversed(refs):
            check_customer(on_both, customer(ref, subject=NAMESAKE))

    at_once(on_both, lambda: grade_run(on_both, Scope("all"), cause="test"), checks, checks)
    assert cases_in(on_both) == dict.fromkeys(refs, 1)
    current = on_both.store.assessments.current(refs)
    assert {case.customer: case.assessment for case in on_both.store.cases.open_of(refs).values()} == current


@pytest.mark.postgres
def test_runs_and_officers_do_not_kill_each_other(
    tmp_path: Path, new_postgres_url: Callable[[], str], clock: Clock
) -> None:
    """Two processes grade while officers clear hits of, and write about, the same customers: all wait, nobody dies."""
    system = system_for(tmp_path, new_postgres_url(), clock, processes=2)
    put_list(system)
    refs = [f"C-{n:04}" for n in range(1200)]
    imported(system, *(customer(ref, subject=NAMESAKE) for ref in refs))
    grade_run(system, Scope("all"), cause="first")
    decided, over, written = refs[::40], threading.Event(), []
    failed: list[BaseException] = []

    def officers(work: Callable[[], None]) -> threading.Thread:
        def run() -> None:
            try:
                work()
            except BaseException as error:
                failed.append(error)
            finally:
                system.store.close()

        return threading.Thread(target=run, daemon=True)

    def decide() -> None:
        for ref in decided:
            decide_hit(system, decision(DispositionKind.FALSE_POSITIVE, customer=ref))

    def write() -> None:
        while not over.is_set():
            for ref in refs[::7]:
                written.append(act(system, ANALYST, case_of(system, ref), Action.COMMENT))

    threads = [officers(decide), officers(write), officers(write)]
    put_list(system, [*LISTED, "T-7,Person,Nobody Atall,1950-01-01,AQ,"])

    def begin(done: int, total: int) -> None:
        # Told when the processes have been forked: a fork beside threads at work could copy a lock that is held.
        for thread in threads:
            if thread.ident is None:
                thread.start()

    try:
        run = grade_run(system, Scope("all"), cause="second", progress=begin)
    finally:
        over.set()
    for thread in threads:
        thread.join()
    assert failed == []
    assert (run.done, run.failed) == (len(refs), 0)
    assert cases_in(system) == dict.fromkeys(refs, 1)
    assert {ref for ref in decided if len(system.store.dispositions.history(ref)) == 1} == set(decided)
    current = system.store.assessments.current_of(refs)
    for case in system.store.cases.open_of(refs).values():
        assert (case.assessment, case.grade) == (current[case.customer].assessment, current[case.customer].grade)
    comments = sum(
        event.action is Action.COMMENT
        for ref in refs[::7]
        for event in system.store.cases.events(case_of(system, ref).id)
    )
    assert comments == len(written) > 0, "nothing written is lost"
    system.store.close()


@pytest.mark.postgres
def test_who_writes_about_a_customer_waits_for_the_run_that_has_them(
    tmp_path: Path, new_postgres_url: Callable[[], str], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the run would find the case at another version than it read, and stop."""
    system = system_for(tmp_path, new_postgres_url(), clock)
    put_list(system)
    checked(system)
    before = case_of(system)
    inside, written = threading.Event(), threading.Event()

    def slowly(*given: Any, **named: Any) -> object:
        inside.set()
        assert not written.wait(0.5)
        return follow_up(*given, **named)

    def write() -> None:
        inside.wait()
        act(system, ANALYST, before, Action.COMMENT)
        written.set()
        system.store.close()

    monkeypatch.setattr("amlrisk.jobs.grade_run.follow_up", slowly)
    thread = threading.Thread(target=write, daemon=True)
    thread.start()
    assert grade_run(system, Scope("all"), cause="test").done == 1
    thread.join(10)
    assert written.is_set()
    after = case_of(system)
    assert (after.version, after.assessment != before.assessment) == (before.version + 1, True)
    system.store.close()


@pytest.mark.parametrize("write", range(9))
def test_a_check_that_is_cut_off_leaves_neither_grade_nor_case(
    on_both: System, write: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = type(on_both.store.database)
    plain, many, made = database.write, database.write_many, []

    def cut(wanted: Callable[..., object]) -> Callable[..., object]:
        def write_or_die(*given: object) -> object:
            made.append(given)
            if len(made) > write:
                raise KeyboardInterrupt
            return wanted(*given)

        return write_or_die

    with monkeypatch.context() as patch:
        patch.setattr(database, "write", cut(plain))
        patch.setattr(database, "write_many", cut(many))
        try:
            checked(on_both)
        except KeyboardInterrupt:
            pass
        else:
            assert write >= 6, "a check that opens a case has more writes than this"
            return
    assert on_both.store.assessments.count() == on_both.store.customers.count() == 0
    assert cases_in(on_both) == {}
    checked(on_both)
    assert cases_in(on_both) == {"C-1": 1}


def test_a_cleared_case_waits_for_two_people(system: System) -> None:
    checked(system)
    case = cleared(system)
    assert (case.state, case.pending_hits) == (State.OPEN, 0)
    assert timedelta(0) <= case.due_on - system.today() <= timedelta(days=4)
