"""Whom a run is about is looked up customer by customer, however many there are."""

from __future__ import annotations

import pytest

from amlrisk.store import run_scopes as module
from amlrisk.store.database import Store
from amlrisk.store.run_scopes import Tally
from amlrisk.store.runs import Closing, RunStatus
from tests.store.examples import NOW, assessment, saved
from tests.store.test_runs import begin_run


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PART", 2)


def test_kept_in_order_and_added_to(store: Store) -> None:
    begin_run(store)
    store.run_scopes.put("r1", ["C-3", "C-1", "客户", "C-2"])
    store.run_scopes.put("r1", [])
    store.run_scopes.put("r1", ["A-9"])
    assert store.run_scopes.refs("r1") == ["C-1", "C-2", "C-3", "客户", "A-9"]
    assert [len(part) for part in store.run_scopes.parts("r1")] == [2, 2, 1]
    begin_run(store, "s1", kind="due")
    assert store.run_scopes.refs("s1") == []


def test_everybody_is_done_failed_or_left(store: Store) -> None:
    saved(store, *(refs := [f"C{number}" for number in range(1, 7)]))
    begin_run(store)
    store.run_scopes.put("r1", refs[:5])
    store.assessments.append(assessment("a1", "C1", run="r1"))
    store.assessments.append(assessment("a3", "C3", run="r1"))
    store.assessments.append(assessment("a4", "C4", run="another"))
    store.runs.fail_customer("r1", "C3", "unexpected", "healed since", NOW)
    store.runs.fail_customer("r1", "C5", "unexpected", "why", NOW)
    assert store.run_scopes.tally("r1", noted=False) == Tally(5, 2, 1, 2, 0, ("C2", "C4"))
    assert store.run_scopes.left("r1", noted=False) == ["C2", "C4", "C5"]
    assert store.run_scopes.not_done("r1", ["C4", "C3"], noted=False) == ["C4"]
    # Somebody who was not to be done, done; and one who failed.
    store.assessments.append(assessment("a6", "C6", run="r1"))
    store.runs.fail_customer("r1", "nobody", "unexpected", "why", NOW)
    assert store.run_scopes.tally("r1", noted=False).beyond == 2


def test_those_who_were_noted(store: Store) -> None:
    begin_run(store, kind="tiers")
    store.run_scopes.put("r1", ["C-1", "C-2", "C-3"])
    store.runs.been_through("r1", ["C-2"])
    assert store.run_scopes.tally("r1", noted=True)[:5] == (3, 1, 0, 2, 0)
    assert store.run_scopes.left("r1", noted=True) == ["C-1", "C-3"]


@pytest.mark.parametrize(
    ("status", "failed", "kept"),
    [
        (RunStatus.DONE, 0, False),
        (RunStatus.DONE, 1, True),
        (RunStatus.CANCELLED, 0, True),
        (RunStatus.FAILED, 0, True),
        (RunStatus.SUPERSEDED, 1, False),
    ],
)
def test_kept_while_something_may_be_taken_up(store: Store, status: RunStatus, failed: int, kept: bool) -> None:
    begin_run(store, kind="tiers")
    store.run_scopes.put("r1", ["C-1"])
    closing = Closing(scope=1, done=1 - failed, failed=failed, left=0, beyond=0, counted=(0, 0))
    store.runs.been_through("r1", ["C-1"])
    store.runs.finish("r1", status, NOW, None if status is RunStatus.SUPERSEDED else closing)
    assert bool(store.run_scopes.refs("r1")) is kept
    assert (store.run_scopes.not_done("r1", ["C-1"], noted=True) == []) is kept
