"""Counts for monitoring, on both databases."""

from __future__ import annotations

from datetime import timedelta

from amlrisk.store.database import Store
from amlrisk.store.list_syncs import Attempt
from amlrisk.store.runs import RunStatus
from tests.store.examples import NOW


def begin(store: Store, id: str, kind: str, minutes: int) -> None:
    store.runs.begin(
        id,
        kind=kind,
        cause="test",
        versions={},
        total=10,
        owner="a:1",
        now=NOW + timedelta(minutes=minutes),
        lease_seconds=60,
    )


def test_an_empty_store(store: Store) -> None:
    figures = store.figures
    assert (figures.last_runs(), figures.runs_ended(), figures.runs_under_way()) == ([], {}, [])
    assert (figures.refreshes(), figures.last_turns()) == ({}, [])
    assert (figures.customers(), figures.reviews_overdue(NOW.date()), figures.cases_escalated()) == ((0, 0), 0, 0)
    assert store.webhooks.backlog() == []


def test_runs(store: Store) -> None:
    begin(store, "1", "grade", 0)
    store.runs.finish("1", RunStatus.DONE, NOW + timedelta(minutes=1))
    begin(store, "2", "grade", 2)
    store.runs.progress("2", done=3, failed=1)
    begin(store, "3", "tiers", 1)
    store.runs.finish("3", RunStatus.FAILED, NOW + timedelta(minutes=3))
    last = {each.kind: each for each in store.figures.last_runs()}
    assert list(last) == ["grade", "tiers"]
    grade = last["grade"]
    assert (grade.status, grade.total, grade.done, grade.failed, grade.finished_at) == ("running", 10, 3, 1, None)
    assert (last["tiers"].status, last["tiers"].finished_at) == ("failed", NOW + timedelta(minutes=3))
    assert store.figures.runs_ended() == {("grade", "done"): 1, ("tiers", "failed"): 1}
    assert store.figures.runs_under_way() == [("grade", "running", NOW + timedelta(minutes=3))]


def test_attempts_to_refresh(store: Store) -> None:
    for source, outcome in (("un", "imported"), ("un", "list_timeout"), ("un", "list_timeout"), ("eu", "imported")):
        good = outcome == "imported"
        store.list_syncs.append(
            Attempt(source=source, at=NOW, good=good, outcome=outcome, zh="甲", en="a", actor="test")
        )
    assert store.figures.refreshes() == {("un", "imported"): 1, ("un", "list_timeout"): 2, ("eu", "imported"): 1}


def test_the_last_turn_of_a_job(store: Store) -> None:
    turns = (("alarms", 0, "done", 0), ("alarms", 1, None, 2), ("due", 0, "list_stale", 0))
    for job, hours, outcome, missed in turns:
        at = (NOW + timedelta(hours=hours)).isoformat()
        store.database.write(
            "INSERT INTO turns (job, at, owner, since, until, tries, missed, finished_at, outcome, again, said_zh,"
            " said_en) VALUES (?, ?, 'a', ?, ?, 1, ?, ?, ?, ?, '', '')",
            (job, at, at, at, missed, None if outcome is None else at, outcome, int(outcome == "list_stale")),
        )
    alarms, due = store.figures.last_turns()
    assert (alarms.job, alarms.at, alarms.missed, alarms.finished_at) == ("alarms", NOW + timedelta(hours=1), 2, None)
    assert (due.job, due.outcome, due.again) == ("due", "list_stale", True)


def test_something_can_be_written_and_leaves_nothing(store: Store) -> None:
    before = store.database.rows("SELECT name, value FROM installation ORDER BY name")
    for _ in range(3):
        store.try_writing()
    assert store.database.rows("SELECT name, value FROM installation ORDER BY name") == before
