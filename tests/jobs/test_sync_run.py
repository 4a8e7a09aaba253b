"""Refreshing lists is a run as well: which, why, what came of each."""

from __future__ import annotations

import pytest

from amlrisk.errors import ListByHand, ListUnreachable, UnknownSource
from amlrisk.jobs import sync_run as module
from amlrisk.jobs.sync_run import sync_run
from amlrisk.jobs.take_up import resume_run
from amlrisk.services.sync_lists import Synced
from amlrisk.services.system import System
from amlrisk.store.runs import RunStatus


@pytest.fixture
def published(system: System, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """Both lists have a publisher: that of ``watch`` does not answer at first. How often each was asked."""
    asked = {"listed": 0, "watch": 0}

    def sync_lists(system: System, names: list[str], *, actor: str, progress: object) -> list[Synced]:
        (name,) = names
        asked[name] += 1
        if name == "watch" and asked[name] == 1:
            error = ListUnreachable(source=name, why_zh="没有回应", why_en="no answer")
            return [Synced(source=name, outcome=error.code, error=error)]
        return [Synced(source=name, outcome="confirmed")]

    monkeypatch.setattr(module, "sync_lists", sync_lists)
    monkeypatch.setattr(module, "_require_addresses", lambda system, names: None)
    monkeypatch.setattr(module, "kept_current", lambda system: ["listed", "watch"])
    return asked


def test_every_list_is_done_or_failed(system: System, published: dict[str, int]) -> None:
    run = sync_run(system, cause="schedule", actor="scheduler")
    assert (run.kind, run.status, run.total, run.done, run.failed) == ("sync", RunStatus.DONE, 2, 1, 1)
    assert run.closing is not None
    assert run.closing.adds_up
    (failure,) = system.store.runs.failures(run.id)
    assert (failure.customer, failure.code) == ("watch", "list_unreachable")
    assert published == {"listed": 1, "watch": 1}, "how often to try is the catalogue's to say"
    assert system.store.runs.unhealed() == [], "a list is no customer"
    again = resume_run(system, run.id)
    assert (again.id, again.done, again.failed) == (run.id, 2, 0)
    assert published == {"listed": 1, "watch": 2}


def test_one_list_does_not_wait_for_another(system: System, published: dict[str, int]) -> None:
    run = sync_run(system, ["listed"], cause="schedule")
    assert (run.subject, run.total, run.done) == ("listed", 1, 1)


def test_what_cannot_be_fetched_is_told_before(system: System) -> None:
    with pytest.raises(ListByHand):
        sync_run(system, ["listed"], cause="test")
    with pytest.raises(UnknownSource):
        sync_run(system, ["nowhere"], cause="test")
    assert system.store.runs.recent(1) == []
