"""A run grades everyone in its scope exactly once, whatever happens on the way."""

from __future__ import annotations

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest

from amlrisk.errors import AmlriskError, ListStale, NotFound, StoreFull, StoreLocked
from amlrisk.facts.value import CustomerValue
from amlrisk.jobs import grade_run as module
from amlrisk.jobs.grade_run import Scope, grade_run
from amlrisk.policy.value import ValueRules
from amlrisk.services import retier
from amlrisk.services.assessing import Assessor
from amlrisk.services.import_customers import import_customers
from amlrisk.services.system import System
from amlrisk.store.database import open_store
from amlrisk.store.runs import RunStatus
from amlrisk.tiering.evaluation import Inputs, Verdict, evaluate
from tests.systems import NAMESAKE, Clock, customer, put_list, system_for

EVERYONE = Scope("all")


def fill(system: System, count: int) -> list[str]:
    refs = [f"C-{number:05d}" for number in range(count)]
    path = system.settings.home / "book.jsonl"
    lines = [
        json.dumps(customer(ref) if number % 7 else customer(ref, subject=NAMESAKE)) for number, ref in enumerate(refs)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    import_customers(system, path, path.with_suffix(".rejects"), actor="test")
    return refs


def once_each(system: System, run: str) -> bool:
    rows = system.store.database.rows(
        "SELECT customer, count(*) FROM assessments WHERE run = ? GROUP BY customer", (run,)
    )
    return {ref for ref, _ in rows} == set(system.store.customers.all_refs()) and all(n == 1 for _, n in rows)


def test_everyone_is_graded_once(on_both: System) -> None:
    fill(on_both, 23)
    seen: list[tuple[int, int]] = []
    run = grade_run(on_both, EVERYONE, cause="test", progress=lambda done, total: seen.append((done, total)))
    assert (run.status, run.total, run.done, run.failed) == (RunStatus.DONE, 23, 23, 0)
    assert seen[-1] == (23, 23)
    assert once_each(on_both, run.id)


def test_processes_and_one_process_reach_the_same_outcomes(tmp_path: Path) -> None:
    outcomes = []
    for processes in (1, 3):
        home = tmp_path / str(processes)
        home.mkdir()
        system = system_for(home, processes=processes)
        put_list(system)
        refs = fill(system, 1300)
        run = grade_run(system, EVERYONE, cause="test")
        assert once_each(system, run.id)
        outcomes.append([system.store.assessments.latest(ref).outcome for ref in refs[::50]])  # type: ignore[union-attr]
    assert outcomes[0] == outcomes[1]


def test_only_the_customers_named(system: System) -> None:
    fill(system, 5)
    run = grade_run(system, Scope("refs", ("C-00003", "C-00001")), cause="test")
    assert run.total == 2
    with pytest.raises(NotFound):
        grade_run(system, Scope("refs", ("C-00003", "nobody")), cause="test")


def test_only_those_whose_review_is_due(system: System, clock: Clock) -> None:
    fill(system, 8)  # two of them held at high: due after 6 months, the others after 24
    grade_run(system, EVERYONE, cause="test")
    clock.advance(days=200)
    put_list(system)
    run = grade_run(system, Scope("due"), cause="test")
    assert run.total == 2


def test_who_is_new_or_changed_is_due_as_well(on_both: System) -> None:
    """An imported change waits for no review date: until it is graded, the old grade would stand beside it."""
    fill(on_both, 4)
    assert grade_run(on_both, Scope("due"), cause="test").done == 4
    changed = [customer("C-00002", pep_link="foreign_pep"), customer("C-00009")]
    path = on_both.settings.home / "changes.jsonl"
    path.write_text("\n".join(map(json.dumps, changed)), encoding="utf-8")
    import_customers(on_both, path, path.with_suffix(".rejects"), actor="test")
    assert grade_run(on_both, Scope("due"), cause="test").done == 2
    assert on_both.store.assessments.current_of(["C-00002"])["C-00002"].grade == "high"
    assert grade_run(on_both, Scope("due"), cause="test").total == 0


def test_an_empty_book_is_a_finished_run(system: System) -> None:
    run = grade_run(system, EVERYONE, cause="test")
    assert (run.status, run.total) == (RunStatus.DONE, 0)


def test_without_fresh_lists_nobody_is_graded(system: System, clock: Clock) -> None:
    fill(system, 3)
    clock.advance(days=8)
    with pytest.raises(ListStale):
        grade_run(system, EVERYONE, cause="test")
    assert system.store.assessments.count() == 0


def test_one_customer_who_cannot_be_graded_stops_nobody(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(system, 6)
    genuine = Assessor.assess

    def assess(self: Assessor, dossier, occasion):  # type: ignore[no-untyped-def]
        if dossier.customer.ref == "C-00004":
            raise ZeroDivisionError("an invented defect")
        return genuine(self, dossier, occasion)

    monkeypatch.setattr(Assessor, "assess", assess)
    run = grade_run(system, EVERYONE, cause="test")
    assert (run.done, run.failed, run.done + run.failed) == (5, 1, run.total)
    (failure,) = system.store.runs.failures(run.id)
    assert (failure.customer, failure.code) == ("C-00004", "unexpected")


def test_whoever_cannot_be_evaluated_is_graded_all_the_same(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    """The grade is recorded; the tier is what waits."""
    refs = fill(system, 4)
    values = [CustomerValue(ref=ref, trust=Decimal(500_000)) for ref in refs[:2]]
    system.store.values.save_many(values, system.now())

    def defect(inputs: Inputs, rules: ValueRules) -> Verdict:
        if inputs.value.ref == refs[1]:
            raise ZeroDivisionError("an invented defect")
        return evaluate(inputs, rules)

    monkeypatch.setattr(retier, "evaluate", defect)
    run = grade_run(system, EVERYONE, cause="test")
    assert (run.done, run.failed) == (4, 0)
    assert system.store.assessments.current(refs).keys() == set(refs)
    assert system.store.tiers.current(refs).keys() == {refs[0]}
    assert system.store.tiers.withdrawn(refs).keys() == {refs[1]}


def test_a_run_left_behind_is_resumed_and_one_under_another_policy_is_not(system: System, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    fill(system, 10)
    monkeypatch.setattr(module, "_CHUNK", 4)
    genuine, calls = module.grade_chunk, []

    def stop_at_second(*arguments):  # type: ignore[no-untyped-def]
        calls.append(arguments)
        if len(calls) == 2:
            raise StoreLocked()
        genuine(*arguments)

    monkeypatch.setattr(module, "grade_chunk", stop_at_second)
    with pytest.raises(StoreLocked):
        grade_run(system, EVERYONE, cause="test")
    left = system.store.runs.unfinished("grade")
    assert left is not None
    assert left.done == 4

    monkeypatch.setattr(module, "grade_chunk", genuine)
    run = grade_run(system, EVERYONE, cause="test")
    assert run.id == left.id
    assert (run.status, run.done) == (RunStatus.DONE, 10)
    assert once_each(system, run.id)

    calls.clear()
    monkeypatch.setattr(module, "grade_chunk", stop_at_second)
    with pytest.raises(StoreLocked):
        grade_run(system, EVERYONE, cause="test")
    monkeypatch.setattr(module, "grade_chunk", genuine)
    broken_off = system.store.runs.unfinished("grade")
    other = dataclasses.replace(system, pack=dataclasses.replace(system.pack, digest="0" * 64))
    system.store.packs.archive(other.pack.digest, other.pack.name, "other", other.pack.files, system.now())
    fresh = grade_run(other, EVERYONE, cause="test")
    assert broken_off is not None
    assert fresh.id != broken_off.id
    assert system.store.runs.get(broken_off.id).status is RunStatus.SUPERSEDED
    assert once_each(system, fresh.id)


def test_a_full_disk_stops_the_run_and_loses_nothing(system: System) -> None:
    fill(system, 1200)
    (pages,) = system.store.database.rows("PRAGMA page_count")
    system.store.database.rows(f"PRAGMA max_page_count = {pages[0] + 40}")
    with pytest.raises(StoreFull):
        grade_run(system, EVERYONE, cause="test")
    system.store.database.rows("PRAGMA max_page_count = 1000000")
    before = system.store.assessments.count()
    run = grade_run(system, EVERYONE, cause="test")
    assert before < run.total == 1200
    assert once_each(system, run.id)


def test_a_locked_database_stops_the_run_and_loses_nothing(tmp_path: Path) -> None:
    system = system_for(tmp_path, lock_timeout_seconds=0.2)
    put_list(system)
    fill(system, 10)
    other = open_store(system.settings.database_url)
    with other.transaction(), pytest.raises(StoreLocked):
        grade_run(system, EVERYONE, cause="test")
    run = grade_run(system, EVERYONE, cause="test")
    assert once_each(system, run.id)


def test_killed_at_any_moment_it_ends_with_exactly_one_assessment_each(tmp_path: Path) -> None:
    system = system_for(tmp_path)
    put_list(system)
    fill(system, 3000)
    program = (
        "import sys; from pathlib import Path; from tests.systems import *;"
        "from amlrisk.jobs.grade_run import *;"
        "grade_run(system_for(Path(sys.argv[1]), processes=2), Scope('all'), cause='test')"
    )
    kills = 0
    for _ in range(4):
        before = system.store.assessments.count()
        process = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], start_new_session=True)
        while process.poll() is None and system.store.assessments.count() == before:
            time.sleep(0.005)
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            kills += 1
        process.wait()
    assert kills >= 2, "the run ended before it could be killed: give it more customers"
    run = grade_run(system, EVERYONE, cause="test")
    assert once_each(system, run.id)
    assert (run.done, run.failed) == (3000, 0)


def test_a_living_owner_is_not_pushed_aside(system: System) -> None:
    fill(system, 1)
    now = system.now()
    system.store.runs.begin(
        "other", kind="grade", cause="x", versions={}, total=1, owner="another-host:1", now=now, lease_seconds=60
    )
    with pytest.raises(AmlriskError) as caught:
        grade_run(system, EVERYONE, cause="test")
    assert caught.value.code == "run_in_progress"
