"""A run is begun, cancelled, taken up, taken over and closed; nobody in scope is missed or done twice."""

from __future__ import annotations

import dataclasses
import os
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from amlrisk.errors import NotFound, PolicyReplaced, RunClosed, RunInProgress, StoreLocked, StoreUnavailable
from amlrisk.jobs import crew as crew_module
from amlrisk.jobs import grade_run as module
from amlrisk.jobs import run as run_module
from amlrisk.jobs.grade_run import Scope, grade_run
from amlrisk.jobs.run import Refs
from amlrisk.jobs.take_up import ask_to_resume, cancel_run, resume_run
from amlrisk.services.assessing import Assessor
from amlrisk.services.lease import new_owner
from amlrisk.services.system import System
from amlrisk.store.runs import Run, RunStatus
from tests.jobs.test_grade_run import fill, once_each
from tests.systems import LISTED, Clock, put_list, system_for

EVERYONE = Scope("all")


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CHUNK", 4)


def at_chunk(monkeypatch: pytest.MonkeyPatch, number: int, happens: Callable[[], None]) -> None:
    """Before chunk ``number`` (from 1), once, something happens."""
    genuine, calls = module.grade_chunk, []

    def chunk(*arguments: Any) -> None:
        calls.append(arguments)
        if len(calls) == number:
            happens()
        genuine(*arguments)

    monkeypatch.setattr(module, "grade_chunk", chunk)


def stopped(system: System, monkeypatch: pytest.MonkeyPatch, after: int = 1) -> Run:
    """A run that an error stopped after so many chunks."""

    def locked() -> None:
        raise StoreLocked()

    with monkeypatch.context() as patched:
        at_chunk(patched, after + 1, locked)
        with pytest.raises(StoreLocked):
            grade_run(system, EVERYONE, cause="test")
    left = system.store.runs.unfinished("grade")
    assert left is not None
    return left


def defective(monkeypatch: pytest.MonkeyPatch, *refs: str) -> None:
    """Grading one of ``refs`` raises."""
    genuine = Assessor.assess

    def assess(self: Assessor, dossier: Any, occasion: Any) -> Any:
        if dossier.customer.ref in refs:
            raise ZeroDivisionError("an invented defect")
        return genuine(self, dossier, occasion)

    monkeypatch.setattr(Assessor, "assess", assess)


# --- the end ------------------------------------------------------------------------------------------------


def test_it_adds_up_by_the_customers_themselves(on_both: System) -> None:
    fill(on_both, 11)
    run = grade_run(on_both, EVERYONE, cause="test", actor="wang")
    closing = run.closing
    assert closing is not None
    assert closing.adds_up
    assert (closing.scope, closing.done, closing.counted) == (11, 11, (11, 0))
    assert (run.kind, run.actor, run.scope["whom"], run.resumed) == ("grade", "wang", "all", 0)
    ((version, _, customers),) = on_both.store.runs.lists_of(run.id)
    assert (len(version) > 0, customers) == (True, 11)


def test_a_customer_who_was_passed_over_is_found_out(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counters that lie, and an engine that forgets somebody: the row says so, and taking it up heals it."""
    fill(system, 10)
    genuine = module.grade_chunk

    def forgetful(system: System, assessor: Assessor, run: str, refs: list[str]) -> None:
        some = [ref for ref in refs if ref != "C-00006"]
        genuine(system, assessor, run, some)
        system.store.runs.progress(run, done=len(refs) - len(some), failed=0)

    with monkeypatch.context() as patched:
        patched.setattr(module, "grade_chunk", forgetful)
        run = grade_run(system, EVERYONE, cause="test")
    assert run.status is RunStatus.FAILED
    assert run.closing is not None
    assert (run.closing.left, run.closing.examples, run.closing.counted) == (1, ("C-00006",), (10, 0))
    assert not run.closing.adds_up
    assert run.done == 9
    assert system.store.screened_lists.latest() == {}, "nobody may believe that everybody was screened"
    again = resume_run(system, run.id)
    assert (again.id, again.status, again.done) == (run.id, RunStatus.DONE, 10)
    assert once_each(system, run.id)


def test_an_empty_book_adds_up(system: System) -> None:
    run = grade_run(system, EVERYONE, cause="test")
    assert run.closing is not None
    assert run.closing.adds_up
    assert run.closing.scope == 0


# --- failures -----------------------------------------------------------------------------------------------


def test_who_fails_is_tried_once_more(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(system, 6)
    genuine, tries = Assessor.assess, []

    def assess(self: Assessor, dossier: Any, occasion: Any) -> Any:
        if dossier.customer.ref == "C-00004":
            tries.append(1)
            if len(tries) == 1:
                raise ZeroDivisionError("only once")
        return genuine(self, dossier, occasion)

    monkeypatch.setattr(Assessor, "assess", assess)
    run = grade_run(system, EVERYONE, cause="test")
    assert (run.done, run.failed) == (6, 0)
    assert run.closing is not None
    assert run.closing.retried == 1
    assert once_each(system, run.id)


def test_whoever_makes_screening_raise_is_found_by_halves(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not only the grading of one: what a whole chunk shares, down to the tables."""
    fill(system, 9)
    genuine = Assessor.screen

    def screen(self: Assessor, customers: Any) -> Any:
        if any(each.ref in ("C-00002", "C-00003") for each in customers):
            raise RuntimeError("an invented defect")
        return genuine(self, customers)

    with monkeypatch.context() as patched:
        patched.setattr(Assessor, "screen", screen)
        run = grade_run(system, EVERYONE, cause="test")
    assert (run.status, run.done, run.failed) == (RunStatus.DONE, 7, 2)
    assert run.closing is not None
    assert run.closing.adds_up
    found = system.store.runs.failures(run.id)
    assert [(each.customer, each.code) for each in found] == [("C-00002", "unexpected"), ("C-00003", "unexpected")]
    assert system.store.runs.unhealed() == ["C-00002", "C-00003"]
    # The daily run takes them up whatever their review date says.
    due = grade_run(system, Scope("due"), cause="test")
    assert (due.kind, due.total, due.failed) == ("due", 2, 0)
    assert system.store.runs.unhealed() == []


def test_a_document_that_cannot_be_read_stops_nobody(system: System) -> None:
    refs = fill(system, 5)
    digest = system.store.customers.digests(refs)["C-00001"]
    system.store.database.write("DROP TRIGGER IF EXISTS facts_no_update")
    system.store.database.write("UPDATE facts SET document = ? WHERE digest = ?", (b"{broken", digest))
    others = set(refs) - {ref for ref, its in system.store.customers.digests(refs).items() if its == digest}
    run = grade_run(system, EVERYONE, cause="test")
    assert (run.done, run.failed) == (len(others), 5 - len(others))
    assert run.closing is not None
    assert run.closing.adds_up


def test_failures_are_tried_again_when_somebody_asks(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(system, 6)
    with monkeypatch.context() as patched:
        defective(patched, "C-00003")
        run = grade_run(system, EVERYONE, cause="test")
        assert (run.status, run.failed) == (RunStatus.DONE, 1)
        still = resume_run(system, run.id)
        assert (still.id, still.failed, still.resumed) == (run.id, 1, 1)
    healed = resume_run(system, run.id, actor="wang")
    assert (healed.id, healed.done, healed.failed, healed.resumed) == (run.id, 6, 0, 2)
    assert once_each(system, run.id)
    assert system.store.audit.recent(1)[0].kind in ("graded", "run_resumed")
    with pytest.raises(RunClosed):
        resume_run(system, run.id)
    with pytest.raises(NotFound):
        resume_run(system, "no such run")


def test_failures_that_were_not_tried_again_stay_on_record(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    """Taken up, and cancelled before their turn came: they must not be forgotten for that."""
    fill(system, 6)
    with monkeypatch.context() as patched:
        defective(patched, "C-00003")
        run = grade_run(system, EVERYONE, cause="test")

    def cancelled(refs: Refs, size: int) -> list[Refs]:
        cancel_run(system, run.id, actor="li")
        return [refs]

    with monkeypatch.context() as patched:
        patched.setattr(run_module, "_chunks", cancelled)
        again = resume_run(system, run.id)
    assert (again.id, again.status, again.done, again.failed) == (run.id, RunStatus.CANCELLED, 5, 1)
    assert system.store.runs.unhealed() == ["C-00003"]
    assert resume_run(system, run.id).done == 6
    assert system.store.runs.unhealed() == []


# --- a process is killed ------------------------------------------------------------------------------------


def killing(monkeypatch: pytest.MonkeyPatch, doomed: Callable[[str], bool], folder: Path | None = None) -> None:
    """Whoever grades one of the doomed is killed, as by a machine that is out of memory: once, where there is a folder
    to take note in.
    """
    genuine = module.graded_here

    def graded(system: System, assessor: Assessor, run: str, refs: list[str]) -> Any:
        if any(map(doomed, refs)) and not (folder and (folder / "killed").exists()):
            if folder:
                (folder / "killed").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return genuine(system, assessor, run, refs)

    monkeypatch.setattr(module, "graded_here", graded)


@pytest.fixture
def two_processes(tmp_path: Path) -> System:
    system = system_for(tmp_path, processes=2)
    put_list(system)
    return system


def test_a_process_that_is_killed_takes_nobody_along(
    two_processes: System, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = two_processes
    fill(system, 30)
    killing(monkeypatch, lambda ref: ref == "C-00013", tmp_path)
    run = grade_run(system, EVERYONE, cause="test")
    assert (run.status, run.done, run.failed, run.resumed) == (RunStatus.DONE, 30, 0, 0)
    assert once_each(system, run.id)


def test_whoever_no_process_survives_is_one_failure(two_processes: System, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found by halves, tried again, reported; the others are done, and it adds up."""
    system = two_processes
    fill(system, 30)
    with monkeypatch.context() as patched:
        killing(patched, lambda ref: ref == "C-00013")
        run = grade_run(system, EVERYONE, cause="test")
        assert (run.status, run.done, run.failed) == (RunStatus.DONE, 29, 1)
        assert run.closing is not None
        assert run.closing.adds_up
        assert run.closing.retried == 1
        (failure,) = system.store.runs.failures(run.id)
        assert (failure.customer, "killed" in failure.text) == ("C-00013", True)
        assert resume_run(system, run.id).failed == 1, "also as the only one left"
    assert system.store.runs.unhealed() == ["C-00013"]
    assert resume_run(system, run.id).done == 30
    assert once_each(system, run.id)


def test_a_machine_that_kills_every_process_stops_the_run(
    two_processes: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not the customers then, and none of them is blamed."""
    system = two_processes
    fill(system, 300)
    with monkeypatch.context() as patched:
        patched.setattr(module, "_CHUNK", 50)
        patched.setattr(crew_module, "_DEATHS", 4)
        killing(patched, lambda ref: True)
        with pytest.raises(StoreUnavailable, match="out of memory"):
            grade_run(system, EVERYONE, cause="test")
    (left,) = system.store.runs.all_unfinished()
    assert (left.status, left.done, left.failed) == (RunStatus.STOPPED, 0, 0)
    assert resume_run(system, left.id).done == 300


# --- one chunk takes long -----------------------------------------------------------------------------------


def test_the_lease_is_kept_while_one_chunk_takes_its_time(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list from a slow publisher: nobody takes the run over as if nobody worked on it."""
    fill(system, 3)
    kept = threading.Event()
    take = system.store.runs.take_lease

    def take_lease(*arguments: Any, **named: Any) -> bool:
        kept.set()
        return take(*arguments, **named)

    def long() -> None:
        kept.clear()
        assert kept.wait(10)

    monkeypatch.setattr(crew_module, "LEASE_SECONDS", 0.1)
    monkeypatch.setattr(system.store.runs, "take_lease", take_lease)
    at_chunk(monkeypatch, 1, long)
    assert grade_run(system, EVERYONE, cause="test").done == 3


# --- cancelled ----------------------------------------------------------------------------------------------


def test_cancelled_between_two_chunks_and_taken_up_again(on_both: System, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(on_both, 11)

    def cancel() -> None:
        (run,) = on_both.store.runs.all_unfinished()
        asked = cancel_run(on_both, run.id, actor="li")
        assert asked.status is RunStatus.RUNNING, "the chunk under way is finished first"
        cancel_run(on_both, run.id, actor="another")

    with monkeypatch.context() as patched:
        at_chunk(patched, 2, cancel)
        run = grade_run(on_both, EVERYONE, cause="test")
    assert (run.status, run.done, run.cancel_by) == (RunStatus.CANCELLED, 8, "li")
    assert run.closing is not None
    assert (run.closing.left, run.closing.adds_up, run.closing.examples) == (3, False, ())
    assert on_both.store.screened_lists.latest() == {}
    assert [event.actor for event in on_both.store.audit.recent(5) if event.kind == "run_cancelled"] == ["li"]
    with pytest.raises(RunClosed):
        cancel_run(on_both, run.id, actor="li")

    waiting = ask_to_resume(on_both, run.id, actor="li")
    assert (waiting.status, waiting.finished_at, waiting.cancel_by) == (RunStatus.WAITING, None, None)
    done = resume_run(on_both, run.id)
    assert (done.id, done.status, done.done) == (run.id, RunStatus.DONE, 11)
    assert done.closing is not None
    assert done.closing.adds_up
    assert once_each(on_both, run.id)


def test_processes_stop_when_the_run_is_cancelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system = system_for(tmp_path, processes=2)
    put_list(system)
    fill(system, 200)

    def watch(done: int, total: int) -> None:
        (run,) = system.store.runs.recent(1)
        if run.finished_at is None and run.cancel_at is None:
            cancel_run(system, run.id, actor="li")

    genuine = module.grade_chunk

    def slow(*arguments: Any) -> None:
        time.sleep(0.05)
        genuine(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(module, "grade_chunk", slow)
        run = grade_run(system, EVERYONE, cause="test", progress=watch)
    assert run.status is RunStatus.CANCELLED
    assert run.closing is not None
    assert 0 < run.closing.left == 200 - run.done
    assert resume_run(system, run.id).done == 200
    assert once_each(system, run.id)


def test_one_that_nobody_works_on_is_cancelled_at_once(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(system, 10)
    left = stopped(system, monkeypatch)
    assert (left.status, left.stopped_by, left.done) == (RunStatus.STOPPED, "store_locked", 4)
    run = cancel_run(system, left.id, actor="li")
    assert (run.status, run.done) == (RunStatus.CANCELLED, 4)
    assert run.closing is not None
    assert run.closing.left == 6
    fresh = grade_run(system, EVERYONE, cause="test")
    assert fresh.id != run.id
    assert fresh.done == 10


def test_cancelled_and_killed_before_it_saw_it(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(system, 10)
    left = stopped(system, monkeypatch)
    system.store.runs.ask_to_cancel(left.id, "li", system.now())
    fresh = grade_run(system, EVERYONE, cause="test")
    assert system.store.runs.get(left.id).status is RunStatus.CANCELLED
    assert (fresh.status, fresh.done) == (RunStatus.DONE, 10)


# --- taken up, taken over -----------------------------------------------------------------------------------


def test_who_came_meanwhile_is_taken_along(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(system, 6)
    left = stopped(system, monkeypatch)
    fill(system, 9)
    run = grade_run(system, EVERYONE, cause="test")
    assert (run.id, run.total, run.done, run.resumed) == (left.id, 9, 9, 1)
    assert once_each(system, run.id)


def test_the_same_thread_of_work_is_never_done_by_two(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also not by two threads of one process, which have the same process id."""
    fill(system, 6)

    def another() -> None:
        with pytest.raises(RunInProgress):
            grade_run(system, EVERYONE, cause="other")
        (run,) = system.store.runs.all_unfinished()
        for ask in (resume_run, lambda *asked: ask_to_resume(*asked, actor="x")):
            with pytest.raises(RunInProgress):
                ask(system, run.id)

    at_chunk(monkeypatch, 2, another)
    assert grade_run(system, EVERYONE, cause="test").done == 6


def test_whoever_lost_the_run_lets_go(system: System, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """Held up for longer than its lease: another one has taken over, and the first does not go on beside it."""
    fill(system, 10)

    def taken_over() -> None:
        (run,) = system.store.runs.all_unfinished()
        clock.advance(seconds=61)
        assert system.store.runs.take_lease(run.id, "another-host:1:ab", system.now(), 60)

    with monkeypatch.context() as patched:
        at_chunk(patched, 2, taken_over)
        with pytest.raises(RunInProgress):
            grade_run(system, EVERYONE, cause="test")
    (left,) = system.store.runs.all_unfinished()
    assert (left.status, left.lease_owner, left.done) == (RunStatus.RUNNING, "another-host:1:ab", 8)
    with pytest.raises(RunInProgress):
        grade_run(system, EVERYONE, cause="test")
    clock.advance(seconds=61)
    assert grade_run(system, EVERYONE, cause="test").id == left.id
    assert once_each(system, left.id)


def test_a_lease_of_a_clock_that_was_ahead_is_not_waited_for(
    system: System, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(system, 10)
    left = stopped(system, monkeypatch)
    clock.advance(days=2)
    system.store.runs.reopen(left.id, RunStatus.RUNNING, "another-host:1:ab", system.now() + timedelta(seconds=60))
    with pytest.raises(RunInProgress):
        resume_run(system, left.id)
    clock.advance(days=-2)
    assert resume_run(system, left.id).done == 10


def test_an_orphan_that_writes_on_does_nobody_twice(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(system, 10)

    def orphan() -> None:
        (run,) = system.store.runs.all_unfinished()
        genuine(system, Assessor.of(system), run.id, ["C-00005", "C-00006"])

    genuine = module.grade_chunk
    at_chunk(monkeypatch, 2, orphan)
    run = grade_run(system, EVERYONE, cause="test")
    assert (run.status, run.done, run.failed) == (RunStatus.DONE, 10, 0)
    assert once_each(system, run.id)


def test_a_lease_is_of_one_piece_of_work() -> None:
    mine, dead = new_owner(), "somewhere-else:1:ab"
    assert run_module._is_dead(mine), "a thread of this process that does not hold it any more"
    run_module._held.add(mine)
    assert not run_module._is_dead(mine)
    run_module._held.discard(mine)
    assert not run_module._is_dead(dead)


# --- what changes meanwhile ---------------------------------------------------------------------------------


def test_lists_that_change_are_worked_with_from_then_on_and_the_run_says_so(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(system, 12)
    at_chunk(monkeypatch, 2, lambda: put_list(system, [*LISTED, "T-9,Person,林晓雨,1990-05-06,CN,"]))
    run = grade_run(system, EVERYONE, cause="test")
    assert (run.status, run.done) == (RunStatus.DONE, 12)
    used = system.store.runs.lists_of(run.id)
    assert [customers for _, _, customers in used] == [4, 8]
    latest = [system.store.assessments.latest(ref) for ref in system.store.customers.all_refs()]
    assert [each.index for each in latest if each] == [used[0][0]] * 4 + [used[1][0]] * 8
    # What everybody was screened against is what it began with: the change has a run of its own.
    (listed,) = system.store.screened_lists.latest().values()
    assert latest[0] is not None
    assert listed.content_sha256 == latest[0].lists[0].content_sha256


def test_rules_that_end_at_midnight_begin_it_anew(
    system: System, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(system, 10)
    turn = min(day for day in system.pack.turning_days())
    monkeypatch.setattr(module, "edition_in_force", lambda system: turn if system.today().day == 15 else system.today())
    with monkeypatch.context() as patched:
        at_chunk(patched, 2, lambda: clock.advance(days=1))
        # The chunk under way ends under the rules it began with.
        run = grade_run(system, EVERYONE, cause="test")
    before = system.store.runs.page(limit=5)[-1]
    assert (before.status, before.done) == (RunStatus.SUPERSEDED, 8)
    assert (run.status, run.done, run.versions["edition"]) == (RunStatus.DONE, 10, system.today().isoformat())
    assert once_each(system, run.id)


def test_another_pack_stops_a_process_that_does_not_know_it(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(system, 10)
    other = dataclasses.replace(system.pack, digest="0" * 64)

    def adopted() -> None:
        system.store.packs.archive(other.digest, other.name, "2", other.files, system.now())
        system.store.packs.activate(other.digest, "system", system.now())

    with monkeypatch.context() as patched:
        at_chunk(patched, 2, adopted)
        with pytest.raises(PolicyReplaced):
            grade_run(system, EVERYONE, cause="test")
    (left,) = system.store.runs.all_unfinished()
    assert (left.status, left.stopped_by) == (RunStatus.STOPPED, "policy_replaced")
    restarted = dataclasses.replace(system, pack=other)
    run = resume_run(restarted, left.id)
    assert run.id != left.id
    assert (run.done, system.store.runs.get(left.id).status) == (10, RunStatus.SUPERSEDED)
