from __future__ import annotations

import dataclasses
from datetime import timedelta
from pathlib import Path

import pytest

from amlrisk.demo.case import Case
from amlrisk.demo.portfolio import CUSTOMERS, cases
from amlrisk.demo.values import worths
from amlrisk.errors import DemoRefused, SettingInvalid
from amlrisk.facts.model import Role
from amlrisk.grading.model import Assessment
from amlrisk.jobs.demo import OFFICER, is_demo, set_up_demo
from amlrisk.jobs.demo_people import DEMO_PEOPLE
from amlrisk.policy.vocabulary import Decision, Grade, ListCategory
from amlrisk.review.basis import undecided
from amlrisk.review.model import State
from amlrisk.screening.model import DispositionKind
from amlrisk.services.customer_schema import read_customer
from amlrisk.services.replay_assessment import Rescreening, replay_assessment
from amlrisk.services.system import System, open_system
from amlrisk.store.case_filter import CaseFilter
from tests.demo_home import NOW, demo_system, prepared, with_catalogue
from tests.systems import Clock, customer

CASES = cases(NOW.date())
WORTHS = worths(NOW.date())


@pytest.fixture(scope="module")
def current(demo: System) -> dict[str, Assessment]:
    refs = demo.store.customers.refs(None, CUSTOMERS + 1)
    found = {ref: demo.store.assessments.latest(ref) for ref in refs}
    return {ref: assessment for ref, assessment in found.items() if assessment is not None}


def test_everybody_is_graded_and_nothing_was_rejected(demo: System, current: dict[str, Assessment]) -> None:
    assert demo.store.customers.count() == CUSTOMERS == len(current)
    assert not (demo.settings.home / "demo-rejects.csv").exists()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.ref)
def test_each_case_comes_to_what_the_document_says(case: Case, current: dict[str, Assessment]) -> None:
    outcome = current[case.ref].outcome
    assert (outcome.grade.value, outcome.decision.value) == (case.grade, case.decision)
    given = {reason.code for reason in outcome.reasons}
    for reason in outcome.reasons:
        given |= {f"{reason.code}:{reason.params[what]}" for what in ("rule", "factor") if what in reason.params}
    assert set(case.because) <= given


def test_only_the_cases_meet_a_list(current: dict[str, Assessment]) -> None:
    assert {ref for ref, assessment in current.items() if assessment.hits} <= {case.ref for case in CASES}


def test_every_grade_decision_direct_grade_floor_role_and_disposition_occurs(
    demo: System, current: dict[str, Assessment]
) -> None:
    outcomes = [assessment.outcome for assessment in current.values()]
    reasons = [reason for outcome in outcomes for reason in outcome.reasons]
    hits = [hit for assessment in current.values() for hit in assessment.hits]
    rules = demo.rules()
    assert {outcome.grade for outcome in outcomes} == set(Grade)
    assert {outcome.decision for outcome in outcomes} == set(Decision)
    assert {r.params["rule"] for r in reasons if r.code == "direct_grade"} == {
        direct.id for direct in rules.direct if direct.enabled
    }
    assert {r.params["factor"] for r in reasons if r.code == "floor"} == {
        factor for floor in rules.floors for factor in floor.factors
    }
    assert {role for hit in hits for role in hit.roles} == set(Role)
    assert {hit.disposition for hit in hits} == {*DispositionKind, None}
    assert {hit.hit.category for hit in hits} >= {
        ListCategory.UN_SANCTIONS,
        ListCategory.TERRORISM,
        ListCategory.INTERNAL_REFUSE,
        ListCategory.INTERNAL_WATCH,
        ListCategory.FOREIGN_PEP,
        ListCategory.DOMESTIC_PEP,
    }


def test_the_portfolio_is_mostly_unremarkable(current: dict[str, Assessment]) -> None:
    count = dict.fromkeys(Grade, 0)
    for assessment in current.values():
        count[assessment.outcome.grade] += 1
    assert count[Grade.GENERAL] > CUSTOMERS / 2
    assert 2 <= count[Grade.UNACCEPTABLE] <= 5
    assert count[Grade.HIGH] <= CUSTOMERS / 8


def test_assessments_replay(demo: System) -> None:
    ids = demo.store.assessments.ids(None, 1000)[::12]
    replays = [replay_assessment(demo, id) for id in ids]
    assert all(replay.identical for replay in replays)
    assert {replay.rescreening for replay in replays} == {Rescreening.IDENTICAL}


def test_cases_wait_at_every_step_and_one_is_closed(demo: System) -> None:
    counts = demo.store.cases.counts(CaseFilter(), demo.today())
    waiting = {state: number for state, number in counts.by_state.items() if state is not State.OPEN}
    assert waiting == {State.PROPOSED: 2, State.DISPUTED: 1, State.APPROVAL: 1, State.CLOSED: 0}
    assert counts.by_state[State.OPEN] > 20
    assert 0 < counts.unassigned < counts.total, "the analyst has some branches, the others have nobody yet"
    closed = {row.case.customer: row.case for row in demo.store.cases.page(CaseFilter(state=State.CLOSED), None, 10)}
    assert closed.keys() == {"DEMO-0015", "DEMO-0034"}
    assert {(case.proposer, case.confirmer) for case in closed.values()} == {("demo-analyst", "demo-reviewer")}
    reported = [row.case for row in demo.store.cases.page(CaseFilter(), None, 1000)]
    for case in reported:
        actors = {event.actor for event in demo.store.cases.events(case.id)}
        assert actors <= {"system", OFFICER, *(person.id for person in DEMO_PEOPLE)}


def test_whoever_must_be_looked_at_has_a_case(demo: System, current: dict[str, Assessment]) -> None:
    undecided_now = {ref for ref, each in current.items() if undecided(each)}
    unconfirmed = {ref for ref, each in current.items() if each.outcome.grade in (Grade.HIGH, Grade.UNACCEPTABLE)}
    cases = demo.store.cases.open_of(current)
    closed = {row.case.customer for row in demo.store.cases.page(CaseFilter(state=State.CLOSED), None, 10)}
    assert undecided_now | unconfirmed <= cases.keys() | closed


def test_again_and_later_changes_nothing(tmp_path: Path) -> None:
    clock = Clock(NOW)
    system = demo_system(tmp_path, clock)
    system.store.close()

    def state() -> tuple[object, ...]:
        store = system.store
        decided = [case for case in CASES if case.decided is not None]
        return (
            store.assessments.ids(None, 1000),
            [store.dispositions.history(case.ref) for case in decided],
            store.snapshots.state_token(),
            store.customers.digests(case.ref for case in CASES),
            (tmp_path / "demo").read_text(),
            store.cases.page(CaseFilter(), None, 1000),
            store.cases.page(CaseFilter(state=State.CLOSED), None, 1000),
            store.values.digests(store.values.refs()),
            [store.tiers.history(worth.ref) for worth in WORTHS],
            [store.memberships.history(worth.ref) for worth in WORTHS],
            [store.vip.of_customer(worth.ref) for worth in WORTHS],
            store.due_diligence.history("DEMO-0033"),
        )

    before = state()
    clock.now += timedelta(days=40)
    done = set_up_demo(with_catalogue(system.settings), clock=clock)
    assert done.customers == CUSTOMERS
    assert state() == before
    system.store.close()


def test_an_interrupted_set_up_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = prepared(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr("amlrisk.jobs.demo.grade_run", _pull_the_plug)
        with pytest.raises(KeyboardInterrupt):
            set_up_demo(settings, clock=Clock(NOW))
    set_up_demo(settings, clock=Clock(NOW))
    system = open_system(with_catalogue(settings), clock=Clock(NOW))
    assert len(system.store.assessments.current(system.store.customers.all_refs())) == CUSTOMERS
    system.store.close()


def _pull_the_plug(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_decisions_are_the_demo_officers_with_a_reason(demo: System) -> None:
    for case in CASES:
        recorded = demo.store.dispositions.history(case.ref)
        assert len(recorded) == (case.decided is not None)
        assert all(each.disposition.author == OFFICER and each.disposition.reason for each in recorded)


def test_real_lists_stay_in_the_catalogue_but_only_the_demo_lists_are_required(demo: System) -> None:
    sources = demo.catalogue.sources
    assert "un" in sources
    assert not sources["un"].required
    assert {name for name, source in sources.items() if source.required} == set(demo.store.snapshots.in_force())


def test_a_home_with_customers_of_its_own_is_refused(tmp_path: Path) -> None:
    settings = prepared(tmp_path)
    system = open_system(settings, clock=Clock(NOW))
    raw = customer()
    read = read_customer(raw, key=settings.secret, today=system.today(), codes=system.code_sets())
    with system.store.transaction():
        system.store.customers.save(read, NOW)
    system.store.close()
    with pytest.raises(DemoRefused):
        set_up_demo(settings, clock=Clock(NOW))
    assert not is_demo(settings)
    assert not (tmp_path / "watchlists").exists()


def test_another_catalogue_is_refused(tmp_path: Path) -> None:
    settings = dataclasses.replace(prepared(tmp_path), watchlists=tmp_path / "elsewhere")
    with pytest.raises(SettingInvalid):
        set_up_demo(settings, clock=Clock(NOW))
