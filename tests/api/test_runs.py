"""Runs over HTTP: seen live, cancelled, put in line again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from amlrisk.jobs import grade_run as module
from amlrisk.jobs.grade_run import Scope as Whom
from amlrisk.jobs.grade_run import grade_run
from amlrisk.jobs.take_up import resume_run
from amlrisk.services.api_keys import Scope
from amlrisk.services.system import System
from amlrisk.store.runs import RunStatus
from tests.api.conftest import Api, Home
from tests.jobs.test_grade_run import fill
from tests.jobs.test_run import at_chunk, defective


@pytest.fixture
def reader(api_with: Callable[..., Api]) -> Api:
    return api_with(Scope.READ)


@pytest.fixture
def operator(api_with: Callable[..., Api]) -> Api:
    return api_with(Scope.OPERATE)


def test_a_run_is_seen_while_it_goes_on(system: System, reader: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(system, 6)
    monkeypatch.setattr(module, "_CHUNK", 4)
    seen = []

    def look() -> None:
        (run,) = reader.get("/api/v1/runs").get_json()["runs"]
        seen.append((run["status"], run["done"], run["total"], run["closing"]))

    at_chunk(monkeypatch, 2, look)
    done = grade_run(system, Whom("all"), cause="command", actor="wang")
    assert seen == [("running", 4, 6, None)]
    document = reader.get(f"/api/v1/runs/{done.id}").get_json()
    assert (document["status"], document["kind"], document["actor"]) == ("done", "grade", "wang")
    assert document["closing"] == {
        "scope": 6, "done": 6, "failed": 0, "left": 0, "beyond": 0, "adds_up": True, "retried": 0, "examples": [],
    }  # fmt: skip
    assert [each["customers"] for each in document["lists"]] == [6]
    assert document["lists_changed"] is False


def test_whoever_failed_is_named(system: System, reader: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(system, 3)
    defective(monkeypatch, "C-00001")
    run = grade_run(system, Whom("all"), cause="test")
    document = reader.get(f"/api/v1/runs/{run.id}").get_json()
    assert (document["failed"], document["closing"]["retried"], document["closing"]["adds_up"]) == (1, 1, True)
    assert [(each["customer"], each["code"]) for each in document["failures"]] == [("C-00001", "unexpected")]


def test_pages(home: Home, system: System, reader: Api) -> None:
    fill(system, 1)
    runs = []
    for kind in ("all", "due", "all"):
        home.clock.advance(seconds=1)
        runs.append(grade_run(system, Whom(kind), cause="test").id)
    first = reader.get("/api/v1/runs?limit=2").get_json()
    assert [run["id"] for run in first["runs"]] == [runs[2], runs[1]]
    rest = reader.get(f"/api/v1/runs?limit=2&before={first['next']}").get_json()
    assert ([run["id"] for run in rest["runs"]], rest["next"]) == ([runs[0]], None)
    due = reader.get("/api/v1/runs?kind=due").get_json()["runs"]
    assert [run["kind"] for run in due] == ["due"]
    for wrong in ("limit=0", "limit=201", "limit=x", "limit=²", "kind=nothing"):
        assert reader.get(f"/api/v1/runs?{wrong}").status_code == 422
    assert reader.get("/api/v1/runs?before=nothing").status_code == 404
    assert reader.get("/api/v1/runs/nothing").status_code == 404


def test_cancelled_and_put_in_line_again(system: System, operator: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(system, 10)
    monkeypatch.setattr(module, "_CHUNK", 4)

    def cancel() -> None:
        (run,) = system.store.runs.recent(1)
        answer = operator.post(f"/api/v1/runs/{run.id}/cancel")
        assert (answer.status_code, answer.get_json()["status"]) == (202, "cancelling")
        assert operator.post(f"/api/v1/runs/{run.id}/resume").status_code == 409

    with monkeypatch.context() as patched:
        at_chunk(patched, 2, cancel)
        run = grade_run(system, Whom("all"), cause="test")
    assert (run.status, run.done) == (RunStatus.CANCELLED, 8)
    assert operator.post(f"/api/v1/runs/{run.id}/cancel").status_code == 409
    answer = operator.post(f"/api/v1/runs/{run.id}/resume")
    assert (answer.status_code, answer.get_json()["status"]) == (202, "waiting")
    done = resume_run(system, run.id)
    assert (done.status, done.done) == (RunStatus.DONE, 10)
    refused = operator.post(f"/api/v1/runs/{run.id}/resume")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "run_closed")
    kinds = [event.kind for event in system.store.audit.recent(20)]
    assert kinds.count("run_cancelled") == kinds.count("run_resumed") == 1


def test_one_run_waits_for_the_other_of_its_kind(system: System, operator: Api) -> None:
    fill(system, 2)
    run = grade_run(system, Whom("all"), cause="test")
    system.store.runs.finish(run.id, RunStatus.CANCELLED, system.now())
    system.store.runs.begin(
        "other", kind="grade", cause="x", versions={}, total=1, owner="h:1:a", now=system.now(), lease_seconds=60
    )
    refused = operator.post(f"/api/v1/runs/{run.id}/resume")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "run_in_progress")
