"""What changed says who is graded again: the policy, a list, a date, a failure. Nobody it concerns is missed."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from amlrisk.jobs import grade_run as grade_module
from amlrisk.jobs.grade_run import Scope, grade_run
from amlrisk.jobs.regrade_run import regrade_after_policy, regrade_all, regrade_due, rescreen, rescreen_changed
from amlrisk.jobs.take_up import resume_run
from amlrisk.screening.model import Disposition, DispositionKind
from amlrisk.services import policy_change
from amlrisk.services.assessing import Assessor
from amlrisk.services.check_customer import check_batch, check_customer
from amlrisk.services.decide_hit import decide_hit
from amlrisk.services.same_lists import ListsMoved, require_in_force
from amlrisk.services.save_customer import save_customer
from amlrisk.services.screened import unscreened
from amlrisk.services.system import System
from amlrisk.store.connection import Dialect
from amlrisk.store.runs import Run, RunStatus
from tests.jobs.test_grade_run import fill
from tests.jobs.test_run import defective, stopped
from tests.systems import LISTED, NAMESAKE, Clock, customer, put_list

LIN = "T-9,Person,林晓雨,1990-05-06,CN,"  # whoever ``customer()`` makes
#: Like T-6, told apart from it by nothing.
RUSLAN = {
    "name": "Ruslan Inventov",
    "gender": "male",
    "birth_on": "1960-01-01",
    "nationalities": ["RU"],
    "residence_country": "CN",
}
OTHERS = ("T-6,Person,Ruslan Inventov,1960-01-01,RU,", "T-7,Person,Petra Inventova,1961-01-01,CZ,")


def graded_in(system: System, run: Run | None) -> list[str]:
    assert run is not None
    rows = system.store.database.rows("SELECT customer FROM assessments WHERE run = ? ORDER BY customer", (run.id,))
    return [ref for (ref,) in rows]


def lists(system: System, clock: Clock, rows: Sequence[str]) -> None:
    """A new version, some time after whatever was before."""
    clock.advance(minutes=5)
    put_list(system, rows)
    clock.advance(minutes=5)


# --- the policy ---------------------------------------------------------------------------------------------


def test_another_pack_is_a_cause_and_asks_for_whom_it_has_not_reached(on_both: System) -> None:
    fill(on_both, 9)
    regrade_all(on_both, cause="test")
    assert regrade_after_policy(on_both) is None
    other = dataclasses.replace(on_both, pack=dataclasses.replace(on_both.pack, digest="0" * 64))
    on_both.store.packs.archive(other.pack.digest, other.pack.name, "2", other.pack.files, on_both.now())
    save_customer(other, "C-00003", customer("C-00003"))
    check_customer(other, customer("C-00003"))
    run = regrade_after_policy(other, actor="scheduler")
    assert run is not None
    assert (run.kind, run.cause, run.actor, run.status) == ("policy", "policy_changed", "scheduler", RunStatus.DONE)
    assert graded_in(other, run) == [f"C-{n:05d}" for n in range(9) if n != 3]
    assert regrade_after_policy(other) is None


def test_an_edition_that_comes_into_force_is_one_too(
    system: System, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(system, 5)
    regrade_all(system, cause="test")
    turn = date(2026, 7, 17)
    for room in (policy_change, grade_module):
        monkeypatch.setattr(
            room, "edition_in_force", lambda system: turn if system.today() >= turn else date(2026, 1, 1)
        )
    clock.advance(days=1)
    assert regrade_after_policy(system) is None
    clock.advance(hours=14)  # 16:00 in UTC: midnight in Shanghai
    assert system.today() == turn
    check_customer(system, customer("C-00003"))  # may have begun before midnight
    clock.advance(minutes=2)
    check_customer(system, customer("C-00001"))
    run = regrade_after_policy(system)
    assert graded_in(system, run) == ["C-00000", "C-00002", "C-00003", "C-00004"]
    assert regrade_after_policy(system) is None


def test_whom_the_policy_did_not_reach_is_asked_again(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(system, 5)
    regrade_all(system, cause="test")
    other = dataclasses.replace(system, pack=dataclasses.replace(system.pack, digest="0" * 64))
    system.store.packs.archive(other.pack.digest, other.pack.name, "2", other.pack.files, system.now())
    with monkeypatch.context() as patched:
        defective(patched, "C-00002")
        run = regrade_after_policy(other)
        assert run is not None
        assert (run.done, run.failed) == (4, 1)
    again = regrade_after_policy(other)
    assert graded_in(other, again) == ["C-00002"]


# --- lists --------------------------------------------------------------------------------------------------


def test_a_change_of_a_list_is_screened_once_and_by_those_it_touches(on_both: System, clock: Clock) -> None:
    refs = fill(on_both, 14)  # two namesakes of T-4
    check_customer(on_both, customer("OTHER", subject=RUSLAN))
    regrade_all(on_both, cause="test")
    assert unscreened(on_both) == []
    assert rescreen(on_both, "listed") is None
    lists(on_both, clock, [*LISTED, OTHERS[0]])
    (waiting,) = unscreened(on_both)
    assert (waiting.source, len(waiting.steps), waiting.everybody) == ("listed", 1, False)
    run = rescreen(on_both, "listed", actor="scheduler")
    assert run is not None
    assert (run.kind, run.subject, run.cause, run.status) == ("rescreen", "listed", "list_changed", RunStatus.DONE)
    assert "OTHER" in graded_in(on_both, run)
    assert set(refs[1:7]).isdisjoint(graded_in(on_both, run)), "nobody whom it does not touch"
    assert unscreened(on_both) == []
    assert rescreen(on_both, "listed") is None
    # Taken off again.
    lists(on_both, clock, LISTED)
    assert "OTHER" in graded_in(on_both, rescreen(on_both, "listed"))


def test_what_came_and_went_between_two_runs_is_not_lost(system: System, clock: Clock) -> None:
    """Whoever was checked while an entry was listed has a hit that the difference of first and last does not show."""
    fill(system, 3)
    regrade_all(system, cause="test")
    lists(system, clock, [*LISTED, OTHERS[0]])
    clock.advance(minutes=30)
    check_customer(system, customer("OTHER", subject=RUSLAN))
    hit = system.store.assessments.latest("OTHER")
    assert hit is not None
    assert hit.hits
    clock.advance(minutes=30)
    lists(system, clock, LISTED)
    (waiting,) = unscreened(system)
    assert len(waiting.steps) == 2
    assert "OTHER" in graded_in(system, rescreen(system, "listed"))
    after = system.store.assessments.latest("OTHER")
    assert after is not None
    assert not after.hits


def test_everybody_where_nobody_knows_what_was_screened(system: System, clock: Clock) -> None:
    """A list that is in force for the first time, or that is something else than it was."""
    refs = fill(system, 4)
    grade_run(system, Scope("refs", tuple(refs[:3])), cause="test")  # says nothing of everybody
    (waiting,) = unscreened(system)
    assert waiting.everybody
    assert graded_in(system, rescreen(system, "listed")) == refs[:3]
    put_list(system, LISTED, "watch")
    assert [each.source for each in unscreened(system)] == ["watch"]
    (run,) = rescreen_changed(system)
    assert graded_in(system, run) == refs[:3]
    system.store.database.write("UPDATE screened_lists SET category = 'adverse' WHERE source = 'watch'")
    (waiting,) = unscreened(system)
    assert (waiting.source, waiting.everybody) == ("watch", True)


def test_a_rescreening_that_broke_off_goes_on_and_a_later_change_waits(
    system: System, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grade_module, "_CHUNK", 2)
    for number in range(5):
        check_customer(system, customer(f"R-{number}", subject=RUSLAN))
    regrade_all(system, cause="test")
    lists(system, clock, [*LISTED, OTHERS[0]])
    with monkeypatch.context() as patched:
        break_off_rescreening(system, patched)
    (left,) = system.store.runs.all_unfinished()
    assert (left.kind, left.done, left.total) == ("rescreen", 2, 5)
    lists(system, clock, [*LISTED, *OTHERS])
    first = rescreen(system, "listed")
    assert first is not None
    assert (first.id, first.done, first.status) == (left.id, 5, RunStatus.DONE)
    (waiting,) = unscreened(system)
    assert [step.since for step in waiting.steps] == [
        system.store.list_versions.page("listed", None, 1)[0].in_force_since
    ]
    assert rescreen(system, "listed") is not None
    assert unscreened(system) == []


def break_off_rescreening(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    genuine, calls = grade_module.grade_chunk, []

    def chunk(*arguments: object) -> None:
        calls.append(arguments)
        if len(calls) == 2:
            raise KeyboardInterrupt
        genuine(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(grade_module, "grade_chunk", chunk)
    with pytest.raises(KeyboardInterrupt):
        rescreen(system, "listed")


def test_a_failure_does_not_hide_that_somebody_was_not_screened(
    system: System, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_customer(system, customer("OTHER", subject=RUSLAN))
    regrade_all(system, cause="test")
    lists(system, clock, [*LISTED, OTHERS[0]])
    with monkeypatch.context() as patched:
        defective(patched, "OTHER")
        run = rescreen(system, "listed")
        assert run is not None
        assert run.failed == 1
    assert unscreened(system) == []
    assert graded_in(system, regrade_due(system, cause="test")) == ["OTHER"]
    assert system.store.runs.unhealed() == []


def test_a_chunk_graded_against_lists_that_ended_is_graded_again(
    system: System, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Recorded late, it would hide what the run of the change has found meanwhile."""
    fill(system, 3)
    regrade_all(system, cause="test")
    genuine, calls = grade_module.graded_here, []

    def graded(*arguments: object) -> object:
        found = genuine(*arguments)  # type: ignore[arg-type]
        calls.append(arguments)
        if len(calls) == 1:  # screened, not yet recorded
            lists(system, clock, [*LISTED, LIN])
            rescreen(system, "listed")
        return found

    monkeypatch.setattr(grade_module, "graded_here", graded)
    regrade_all(system, cause="test")
    for ref in system.store.customers.all_refs():
        latest = system.store.assessments.latest(ref)
        assert latest is not None
        assert [found.hit.entity for found in latest.hits if found.hit.entity == "T-9"] or ref == "C-00000"


@pytest.mark.parametrize("many", [False, True])
def test_a_check_under_way_when_a_list_came_is_made_again(
    on_both: System, clock: Clock, monkeypatch: pytest.MonkeyPatch, many: bool
) -> None:
    """Screened before the list came, and recorded when its run had named everybody: nobody would have seen it."""
    regrade_all(on_both, cause="test")
    genuine, screened = Assessor.screen, []

    def screen(self: Assessor, customers: Any) -> Any:
        found = genuine(self, customers)
        screened.append(customers)
        if len(screened) == 1:
            lists(on_both, clock, [*LISTED, OTHERS[0]])
            assert graded_in(on_both, rescreen(on_both, "listed")) == []
        return found

    monkeypatch.setattr(Assessor, "screen", screen)
    raw = customer("OTHER", subject=RUSLAN)
    check_batch(on_both, [raw]) if many else check_customer(on_both, raw)
    (only,) = on_both.store.assessments.history("OTHER")
    after = on_both.store.assessments.get(only.id)
    assert [found.hit.entity for found in after.hits] == ["T-6"]
    assert unscreened(on_both) == []


def test_no_list_comes_between_a_check_and_its_record(on_both: System, clock: Clock) -> None:
    """Whoever records holds the lists where they are until it is written, and never another who records."""
    put, both = threading.Event(), threading.Barrier(2)

    def bring() -> None:
        put_list(on_both, [*LISTED, OTHERS[0]])
        put.set()
        on_both.store.close()

    def record() -> None:
        with on_both.store.transaction():
            require_in_force(on_both, before)
            both.wait(10)
        on_both.store.close()

    before = Assessor.of(on_both).in_force.lists
    others = [threading.Thread(target=bring)]
    with on_both.store.transaction():
        require_in_force(on_both, before)
        if on_both.store.database.dialect is Dialect.POSTGRESQL:  # on SQLite one writes at a time
            others.append(threading.Thread(target=record))
            others[1].start()
            both.wait(10)
        others[0].start()
        assert not put.wait(0.3)
    for other in others:
        other.join()
    with pytest.raises(ListsMoved), on_both.store.transaction():
        require_in_force(on_both, before)


# --- due ----------------------------------------------------------------------------------------------------


def test_due_takes_along_who_fell_due_meanwhile(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(system, 4)
    run = regrade_due(system, cause="schedule", actor="scheduler")
    assert (run.kind, run.total, run.actor) == ("due", 4, "scheduler")
    assert regrade_due(system, cause="schedule").total == 0


def test_a_decision_that_ends_brings_its_customer_back(system: System, clock: Clock) -> None:
    """Also long before the review: what it settled is open again from that day on."""
    check_customer(system, customer(subject=NAMESAKE))
    ends = system.today() + timedelta(days=10)
    decide_hit(
        system,
        Disposition(
            customer="C-1",
            party="subject",
            source="listed",
            entity="T-4",
            kind=DispositionKind.FALSE_POSITIVE,
            reason="看过证件",
            author="li",
            expires_on=ends,
        ),
    )
    assert regrade_due(system, cause="schedule").total == 0
    clock.advance(days=9)
    put_list(system)
    assert regrade_due(system, cause="schedule").total == 0
    clock.advance(days=1)
    assert graded_in(system, regrade_due(system, cause="schedule")) == ["C-1"]
    assert system.store.assessments.current_of(["C-1"])["C-1"].pending_hits == 1


def test_a_failure_is_over_when_somebody_was_graded_since_whatever_the_clock_says(
    system: System, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock that was ahead for an hour: what was graded then has not seen what came after it was put right."""
    clock.advance(hours=1)
    fill(system, 3)
    regrade_all(system, cause="test")
    clock.advance(hours=-1)
    with monkeypatch.context() as patched:
        defective(patched, "C-00001")
        regrade_all(system, cause="test")
    assert system.store.runs.unhealed() == ["C-00001"]
    assert graded_in(system, regrade_due(system, cause="test")) == ["C-00001"]
    assert system.store.runs.unhealed() == []


def test_runs_of_different_kinds_go_on_side_by_side(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(system, 8)
    monkeypatch.setattr(grade_module, "_CHUNK", 4)
    left = stopped(system, monkeypatch)
    assert regrade_due(system, cause="test").total == 4
    run = resume_run(system, left.id)
    assert (run.id, run.done, run.status) == (left.id, 8, RunStatus.DONE)


def test_two_runs_at_once_leave_one_chain(on_both: System, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody done once by each; of each customer every assessment supersedes the one before, and the last counts."""
    refs = fill(on_both, 60)
    monkeypatch.setattr(grade_module, "_CHUNK", 3)
    begun = threading.Barrier(2)
    runs = dict[str, Run]()

    def conduct(kind: str) -> None:
        begun.wait()
        runs[kind] = grade_run(on_both, Scope(kind), cause="test")
        on_both.store.close()

    threads = [threading.Thread(target=conduct, args=(kind,)) for kind in ("all", "due")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for run in runs.values():
        assert run.status is RunStatus.DONE
        assert run.closing is not None
        assert run.closing.adds_up
        assert run.failed == 0
    assert runs["all"].done == 60
    for ref in refs:
        history = on_both.store.assessments.history(ref)
        assert [each.supersedes for each in history] == [*(each.id for each in history[1:]), None]
        assert on_both.store.assessments.current([ref]) == {ref: history[0].id}
    assert on_both.store.audit.verify() is None
