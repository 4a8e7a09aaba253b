from __future__ import annotations

import pytest

from amlrisk.errors import NotFound, RunInProgress, StoreRefused
from amlrisk.store.database import Store
from amlrisk.store.runs import RunFailure, RunStatus
from tests.store.examples import NOW, assessment, at, saved


def begin_run(store: Store, id: str = "r1", *, kind: str = "grade", minutes: int = 0) -> None:
    store.runs.begin(
        id,
        kind=kind,
        cause="test",
        versions={"policy": "p1"},
        total=10,
        owner="host:1",
        now=at(minutes),
        lease_seconds=60,
    )


def test_from_beginning_to_end(store: Store) -> None:
    begin_run(store)
    store.runs.progress("r1", 3, 1)
    store.runs.progress("r1", done=2, failed=0)
    run = store.runs.unfinished("grade")
    assert run is not None
    assert (run.id, run.status, run.total, run.done, run.failed) == ("r1", RunStatus.RUNNING, 10, 5, 1)
    assert (run.versions, run.lease_owner, run.lease_until, run.started_at) == ({"policy": "p1"}, "host:1", at(1), NOW)
    store.runs.finish("r1", RunStatus.DONE, at(5))
    assert store.runs.unfinished("grade") is None
    finished = store.runs.get("r1")
    assert (finished.status, finished.finished_at) == (RunStatus.DONE, at(5))


def test_one_unfinished_run_of_a_kind(store: Store) -> None:
    begin_run(store)
    begin_run(store, "s1", kind="screen")
    with pytest.raises(RunInProgress) as caught:
        begin_run(store, "r2")
    assert caught.value.params == {"run": "r1"}
    store.runs.finish("r1", "superseded", NOW)
    begin_run(store, "r2", minutes=1)
    assert {run.id for run in store.runs.recent(1)} == {"r2"}
    with pytest.raises(RunInProgress), store.transaction():
        begin_run(store, "r3")


@pytest.mark.parametrize(
    ("owner", "minutes", "force", "taken"),
    [
        ("host:1", 0, False, True),  # its own: renewed
        ("host:2", 0, False, False),
        ("host:2", 0, True, True),
        ("host:2", 1, False, True),  # run out, to the second
    ],
)
def test_lease(store: Store, owner: str, minutes: int, force: bool, taken: bool) -> None:
    begin_run(store)
    assert store.runs.take_lease("r1", owner, at(minutes), 120, force=force) is taken
    run = store.runs.get("r1")
    assert (run.lease_owner, run.lease_until) == ((owner, at(minutes + 2)) if taken else ("host:1", at(1)))


def test_a_finished_run_has_no_lease_to_take(store: Store) -> None:
    begin_run(store)
    store.runs.finish("r1", RunStatus.FAILED, NOW)
    assert not store.runs.take_lease("r1", "host:1", at(9), 60, force=True)


def test_failures(store: Store) -> None:
    begin_run(store)
    store.runs.fail_customer("r1", "C2", "unexpected", "first", NOW)
    store.runs.fail_customer("r1", "C1", "policy_not_in_force", "why", NOW)
    store.runs.fail_customer("r1", "C2", "unexpected", "second", at(1))
    assert store.runs.failures("r1") == [
        RunFailure(customer="C1", code="policy_not_in_force", text="why"),
        RunFailure(customer="C2", code="unexpected", text="second"),
    ]


def test_a_failure_is_healed_by_a_later_success(store: Store) -> None:
    saved(store, "C1")
    begin_run(store)
    store.runs.fail_customer("r1", "C1", "unexpected", "first", NOW)
    store.assessments.append(assessment("a1", run="r2"))
    assert len(store.runs.failures("r1")) == 1
    store.assessments.append(assessment("a2", run="r1"))
    assert store.runs.failures("r1") == []


def test_unknown_runs(store: Store) -> None:
    for call in (
        lambda: store.runs.get("r9"),
        lambda: store.runs.progress("r9", 1, 0),
        lambda: store.runs.finish("r9", RunStatus.DONE, NOW),
    ):
        with pytest.raises(NotFound):
            call()


def test_whom_a_run_has_been_through_is_kept_until_it_ends_and_never_twice(store: Store) -> None:
    begin_run(store)
    begin_run(store, "s1", kind="tiers")
    store.runs.been_through("s1", ["C-2", "C-1"])
    assert store.runs.not_been_through("s1", ["C-3", "C-2", "C-1", "C-0"]) == ["C-3", "C-0"]
    assert store.runs.not_been_through("r1", ["C-2"]) == ["C-2"]
    with pytest.raises(StoreRefused), store.transaction():
        store.runs.been_through("s1", ["C-3", "C-1"])
    assert store.runs.not_been_through("s1", ["C-3"]) == ["C-3"]
    store.runs.finish("s1", RunStatus.DONE, NOW)
    assert store.runs.not_been_through("s1", ["C-1"]) == ["C-1"]


def test_those_who_failed_are_tried_again(store: Store) -> None:
    begin_run(store)
    begin_run(store, "s1", kind="tiers")
    for run in ("r1", "s1"):
        store.runs.fail_customer(run, "C-9", "unexpected", "what it was", NOW)
    store.runs.go_on("s1", 1)
    assert [failure.customer for failure in store.runs.failures("s1")] == ["C-9"], "until it is done"
    store.runs.been_through("s1", ["C-9"])
    assert not store.runs.failures("s1")
    store.runs.finish("s1", RunStatus.DONE, NOW)
    assert not store.runs.failures("s1")
    assert [failure.customer for failure in store.runs.failures("r1")] == ["C-9"]
