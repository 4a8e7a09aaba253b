"""A run appraises everybody in its scope exactly once, whatever happens on the way."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from amlrisk.errors import NotFound, RunInProgress, StoreLocked
from amlrisk.facts.value import CustomerValue, MonthlyAssets
from amlrisk.jobs import tier_run as module
from amlrisk.jobs.tier_run import TierScope, Whom, tier_run
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.services import retier
from amlrisk.services.retier import evaluate_ahead
from amlrisk.services.system import System
from amlrisk.store.database import open_store
from amlrisk.store.memberships import MembershipEntry
from amlrisk.store.runs import Run, RunStatus
from amlrisk.tiering.evaluation import evaluate
from amlrisk.tiering.membership import Change, Entry, Membership
from tests.store.examples import customer
from tests.systems import NOW, Clock, system_for

EVERYBODY = TierScope(Whom.ALL)
GOLD, PLATINUM = Decimal(500_000), Decimal(2_000_000)


def fill(system: System, count: int) -> list[str]:
    """Customers whose value is known; every fifth of them earns gold. One more of whom nothing is known."""
    refs = [f"C-{number:05d}" for number in range(count)]
    store = system.store
    with store.transaction():
        store.customers.save_many([customer(ref) for ref in (*refs, "unvalued")], NOW)
        store.values.save_many(
            [CustomerValue(ref=ref, trust=Decimal(0) if number % 5 else GOLD) for number, ref in enumerate(refs)], NOW
        )
    return refs


def run_on(system: System, scope: TierScope = EVERYBODY, **more: Any) -> Run:
    return tier_run(system, scope, cause="test", **more)


def evaluated(system: System) -> dict[str, int]:
    """How many evaluations there are of each customer."""
    rows = system.store.database.rows("SELECT customer, count(*) FROM tier_evaluations GROUP BY customer")
    return {ref: int(number) for ref, number in rows}


def tiers(system: System, refs: list[str]) -> dict[str, tuple[Tier, Tier, str]]:
    return {ref: (it.base, it.effective, it.sha256) for ref, it in system.store.tiers.current(refs).items()}


def test_everybody_whose_value_is_known_is_evaluated_once(on_both: System) -> None:
    refs = fill(on_both, 23)
    seen: list[tuple[int, int]] = []
    run = run_on(on_both, progress=lambda done, total: seen.append((done, total)))
    assert (run.kind, run.status, run.total, run.done, run.failed) == ("tiers", RunStatus.DONE, 23, 23, 0)
    assert seen[-1] == (23, 23)
    assert evaluated(on_both) == dict.fromkeys(refs, 1)
    current = on_both.store.tiers.current(refs)
    assert {it.cause for it in current.values()} == {"appraisal"}
    assert [ref for ref in refs if current[ref].base is Tier.GOLD] == refs[::5]
    assert on_both.store.audit.verify() is None


def test_the_same_again_the_next_day_adds_nothing(on_both: System, clock: Clock) -> None:
    refs = fill(on_both, 7)
    run_on(on_both)
    clock.advance(days=1)
    assert run_on(on_both).done == 7
    assert evaluated(on_both) == dict.fromkeys(refs, 1)
    assert {it.evaluated_on for it in on_both.store.tiers.current(refs).values()} == {on_both.today()}


def test_figures_that_have_grown_old_count_no_more(system: System, clock: Clock) -> None:
    """Nobody handed anything in: the day alone takes a tier away, and a run is what notices."""
    fill(system, 0)
    months = tuple(MonthlyAssets(month=f"2026-{month:02d}", average=Decimal(900_000)) for month in (4, 5, 6))
    system.store.customers.save_many([customer("B")], NOW)
    system.store.values.save_many([CustomerValue(ref="B", bank=months)], NOW)
    run_on(system)
    assert tiers(system, ["B"])["B"][0] is Tier.GOLD
    clock.advance(days=270)
    run_on(system)
    assert tiers(system, ["B"])["B"][0] is Tier.STANDARD
    assert evaluated(system) == {"B": 2}


def test_processes_and_one_process_reach_the_same_outcomes(tmp_path: Path) -> None:
    outcomes = []
    for processes in (1, 3):
        home = tmp_path / str(processes)
        home.mkdir()
        system = system_for(home, processes=processes)
        refs = fill(system, 1300)
        run = run_on(system)
        assert run.done == 1300
        assert evaluated(system) == dict.fromkeys(refs, 1)
        outcomes.append(tiers(system, refs))
    assert outcomes[0] == outcomes[1]


def test_only_those_named(system: System) -> None:
    fill(system, 5)
    assert run_on(system, TierScope(Whom.NAMED, ("C-00003", "C-00001"))).total == 2
    assert evaluated(system) == {"C-00001": 1, "C-00003": 1}
    for nobody in ("unvalued", "nobody"):
        with pytest.raises(NotFound):
            run_on(system, TierScope(Whom.NAMED, ("C-00003", nobody)))


def member(system: System, ref: str, until: date, tier: Tier = Tier.GOLD) -> None:
    membership = Membership(tier=tier, effective_on=date(until.year - 1, until.month, until.day), expires_on=until)
    entry = Entry(on=membership.effective_on, change=Change.JOINED, membership=membership)
    system.store.memberships.append([MembershipEntry(customer=ref, entry=entry, tier=tier, actor="test", at=NOW)])


def test_members_whose_year_is_over(on_both: System) -> None:
    """Nobody here was assessed: who earns nothing is a member no more, who earned gold waits for the gate."""
    refs, today = fill(on_both, 12), on_both.today()
    for ref, until in ((refs[0], today), (refs[1], today), (refs[2], today + timedelta(days=1))):
        member(on_both, ref, until)
    run = run_on(on_both, TierScope(Whom.ENDING))
    assert (run.total, run.done) == (2, 2)
    assert evaluated(on_both) == {refs[0]: 1, refs[1]: 1}
    changes = [[each.entry.change for each in on_both.store.memberships.history(ref)] for ref in refs[:3]]
    assert changes == [[Change.JOINED], [Change.ENDED, Change.JOINED], [Change.JOINED]]
    assert run_on(on_both, TierScope(Whom.ENDING)).total == 1


def test_an_empty_book_is_a_finished_run(system: System) -> None:
    for scope in (EVERYBODY, TierScope(Whom.ENDING), TierScope(Whom.NAMED)):
        run = run_on(system, scope)
        assert (run.status, run.total) == (RunStatus.DONE, 0)


def test_what_changes_before_a_customer_is_held_counts(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    refs = fill(system, 3)

    def overtaken(*arguments: Any, **more: Any) -> Any:
        ready = evaluate_ahead(*arguments, **more)
        system.store.values.save_many([CustomerValue(ref=refs[1], trust=PLATINUM)], NOW)
        return ready

    monkeypatch.setattr(module, "evaluate_ahead", overtaken)
    assert run_on(system).done == 3
    assert [tiers(system, refs)[ref][0] for ref in refs] == [Tier.GOLD, Tier.PLATINUM, Tier.STANDARD]


def test_somebody_who_cannot_be_evaluated_stops_nobody_and_is_tried_again(
    system: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    refs = fill(system, 6)

    def defect(inputs: Any, rules: Any) -> Any:
        if inputs.value.ref == "C-00004":
            raise ZeroDivisionError("an invented defect")
        return evaluate(inputs, rules)

    monkeypatch.setattr(retier, "evaluate", defect)
    run = run_on(system)
    assert (run.done, run.failed, run.status) == (5, 1, RunStatus.DONE)
    (failure,) = system.store.runs.failures(run.id)
    assert (failure.customer, failure.code) == ("C-00004", "unexpected")
    assert system.store.tiers.withdrawn(refs).keys() == {"C-00004"}
    monkeypatch.setattr(retier, "evaluate", evaluate)
    assert run_on(system).failed == 0
    assert system.store.tiers.withdrawn(refs) == {}
    assert evaluated(system) == dict.fromkeys(refs, 1)


def stopping(monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    genuine, calls = module.appraise_chunk, []

    def stop(*arguments: Any) -> None:
        calls.append(arguments)
        if len(calls) == at:
            raise StoreLocked()
        genuine(*arguments)

    monkeypatch.setattr(module, "appraise_chunk", stop)


def test_a_run_left_behind_is_resumed_and_one_of_another_day_is_not(
    system: System, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    refs = fill(system, 10)
    monkeypatch.setattr(module, "_CHUNK", 4)
    with monkeypatch.context() as patched:
        stopping(patched, 2)
        with pytest.raises(StoreLocked):
            run_on(system)
    left = system.store.runs.unfinished("tiers")
    assert left is not None
    assert left.done == 4
    run = run_on(system)
    assert (run.id, run.status, run.done) == (left.id, RunStatus.DONE, 10)
    assert evaluated(system) == dict.fromkeys(refs, 1)

    with monkeypatch.context() as patched:
        stopping(patched, 2)
        with pytest.raises(StoreLocked):
            run_on(system)
    broken_off = system.store.runs.unfinished("tiers")
    assert broken_off is not None
    clock.advance(days=1)
    fresh = run_on(system)
    assert fresh.id != broken_off.id
    assert fresh.done == 10
    assert system.store.runs.get(broken_off.id).status is RunStatus.SUPERSEDED


def test_a_locked_database_stops_the_run_and_loses_nothing(tmp_path: Path) -> None:
    system = system_for(tmp_path, lock_timeout_seconds=0.2)
    refs = fill(system, 10)
    other = open_store(system.settings.database_url)
    with other.transaction(), pytest.raises(StoreLocked):
        run_on(system)
    assert run_on(system).done == 10
    assert evaluated(system) == dict.fromkeys(refs, 1)


def test_a_living_owner_is_not_pushed_aside(system: System) -> None:
    fill(system, 1)
    system.store.runs.begin(
        "other", kind="tiers", cause="x", versions={}, total=1, owner="another-host:1", now=NOW, lease_seconds=60
    )
    with pytest.raises(RunInProgress):
        run_on(system)


def test_killed_at_any_moment_everybody_is_evaluated_exactly_once(tmp_path: Path) -> None:
    system = system_for(tmp_path)
    refs = fill(system, 3000)
    program = (
        "import sys; from pathlib import Path; from tests.systems import system_for;"
        "from amlrisk.jobs import tier_run as job; job._CHUNK = 25;"
        "job.tier_run(system_for(Path(sys.argv[1]), processes=2), job.TierScope(job.Whom.ALL), cause='test')"
    )
    chance, kills = random.Random(7), 0
    for _ in range(4):
        before = sum(evaluated(system).values())
        process = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], start_new_session=True)
        while process.poll() is None and sum(evaluated(system).values()) == before:
            time.sleep(0.005)
        time.sleep(chance.uniform(0, 0.05))
        if process.poll() is None:
            os.kill(process.pid, signal.SIGKILL)
            kills += 1
        process.wait()
    assert kills >= 2, "the run ended before it could be killed: give it more customers"
    left = system.store.runs.unfinished("tiers")
    assert left is not None
    run = run_on(system)
    assert run.id == left.id
    assert (run.done, run.failed, run.total) == (3000, 0, 3000)
    assert evaluated(system) == dict.fromkeys(refs, 1)
    assert system.store.audit.verify() is None
