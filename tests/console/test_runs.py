"""The pages of batch runs: seen live, reconciled, failures by branch, cancelled and put in line again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from amlrisk.errors import ListHttpStatus
from amlrisk.jobs import grade_run as module
from amlrisk.jobs.grade_run import Scope, grade_run
from amlrisk.jobs.take_up import resume_run
from amlrisk.review.authority import Role
from amlrisk.services.save_customer import save_customer
from amlrisk.services.system import System
from amlrisk.store.runs import Closing, RunStatus
from tests.console.conftest import client_of
from tests.jobs.test_run import at_chunk, defective
from tests.systems import Clock, customer, put_list, system_for


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def system(tmp_path: Path, clock: Clock) -> Iterator[System]:
    """Four customers, one of them of another branch than the others."""
    system = system_for(tmp_path, clock=clock)
    put_list(system)
    for number, branch in enumerate(("B11", "B11", "B11", "B22")):
        ref = f"C-{number}"
        save_customer(system, ref, customer(ref, branch=branch))
    yield system
    system.store.close()


def graded(system: System) -> str:
    return grade_run(system, Scope("all"), cause="command", actor="wang").id


def put_by_hand(system: System, id: str = "r1", **changes: object) -> None:
    """A run that is at work elsewhere."""
    told = {"kind": "grade", "cause": "test", "versions": {"policy": "p1"}, "total": 400, "owner": "elsewhere:1"}
    system.store.runs.begin(id, **{**told, "now": system.now(), "lease_seconds": 60, **changes})  # type: ignore[arg-type]


def test_a_run_that_ended_says_how_it_adds_up(system: System) -> None:
    run = graded(system)
    client = client_of(system)
    listed = client.get("/runs?lang=en").get_data(as_text=True)
    assert f'href="/runs/{run}"' in listed
    assert "completed" in listed
    html = client.get(f"/runs/{run}?lang=en").get_data(as_text=True)
    assert "It adds up, one by one: nobody was missed." in html
    assert re.search(r"done <b>4</b> \+ failed <b>0</b> = in scope <b>4</b>", html)
    assert "Nobody failed in this run." in html
    assert "by command" in html
    assert "wang" in html
    assert "data-reload" not in html
    assert "http-equiv" not in html
    assert f"/runs/{run}/cancel" not in html
    assert f"/runs/{run}/resume" not in html


def test_a_run_is_seen_while_it_goes_on(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CHUNK", 2)
    client, seen = client_of(system), []

    def look() -> None:
        (run,) = system.store.runs.all_unfinished()
        seen.append(client.get(f"/runs/{run.id}/progress"))
        seen.append(client.get(f"/runs/{run.id}?lang=en"))

    at_chunk(monkeypatch, 2, look)
    run = graded(system)
    assert seen[0].get_json() == {"state": "running", "done": 2, "failed": 0, "total": 4, "share": 50.0}
    assert seen[0].headers["Cache-Control"] == "no-store"
    html = seen[1].get_data(as_text=True)
    assert 'width="50.0"' in html
    assert f'data-run="/runs/{run}/progress" data-state="running" data-reload' in html
    assert '<noscript><meta http-equiv="refresh"' in html
    assert not re.search(r"<script(?! src=)", html)
    assert "At its end the run is reconciled" in html


def test_asking_for_progress_is_not_being_at_work(system: System, clock: Clock) -> None:
    """A page left open must not keep somebody signed in."""
    put_by_hand(system)
    client = client_of(system)
    for _ in range(7):
        assert client.get("/runs/r1/progress").status_code == 200
        clock.advance(seconds=4 * 60)
    clock.advance(seconds=4 * 60)
    assert client.get("/runs/r1/progress").status_code == 303


@pytest.mark.parametrize(
    ("reach", "named", "kept_back"),
    [
        ((Role.MANAGER, ("*",)), {"C-1", "C-3"}, 0),
        ((Role.ANALYST, ("B11",)), {"C-1"}, 1),
        ((Role.AUDITOR, ("B22",)), {"C-3"}, 1),
        ((Role.REVIEWER, ("B33",)), set(), 2),
        ((Role.ADMINISTRATOR, ("*",)), set(), 2),
    ],
)
def test_whoever_failed_is_named_to_those_within_reach(
    system: System,
    monkeypatch: pytest.MonkeyPatch,
    reach: tuple[Role, tuple[str, ...]],
    named: set[str],
    kept_back: int,
) -> None:
    defective(monkeypatch, "C-1", "C-3")
    run = graded(system)
    html = client_of(system, reach[0], branches=reach[1]).get(f"/runs/{run}?lang=en").get_data(as_text=True)
    assert set(re.findall(r"C-\d", html)) == named
    assert "defect of the program <b>2</b>" in html
    assert (f"{kept_back} more are not within your reach" in html) is bool(named and kept_back)
    assert (f"Who they are ({kept_back}) is not within your reach" in html) is (not named)
    viewed = [event for event in system.store.audit.recent(3) if event.kind == "viewed"]
    assert [set(event.detail["customers"]) for event in viewed] == ([named] if named else [])


def test_those_who_failed_come_page_by_page_and_by_name(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amlrisk.console.runs._FAILURES", 2)
    put_by_hand(system, total=4)
    client, store = client_of(system), system.store
    for number in range(3):
        store.runs.fail_customer("r1", f"C-{number}", "unexpected", "'<b>' is not callable", system.now())
    # What answers a form has another address than the page it shows.
    store.runs.finish("r1", RunStatus.SUPERSEDED, system.now())
    first = client.send("/runs/r1/resume", page="/runs")
    assert first.status_code == 409
    html = first.get_data(as_text=True)
    assert re.findall(r'href="/customers/(C-\d)"', html) == ["C-0", "C-1"]
    assert f"<bdi>{store.customers.summaries(['C-0'])['C-0'].name}</bdi>" in html
    assert "程序出错" in html
    assert "&#39;&lt;b&gt;&#39; is not callable" in html
    following = re.search(r'class="next" rel="next" href="([^"]+)"', html)
    assert following is not None
    last = client.get(following[1].replace("&amp;", "&")).get_data(as_text=True)
    assert re.findall(r'href="/customers/(C-\d)"', last) == ["C-2"]
    assert 'class="next"' not in last


def test_what_failed_is_told_in_the_language_of_the_page(system: System) -> None:
    put_by_hand(system, kind="sync", total=1)
    text = str(ListHttpStatus(source="test_sanctions", status=503))
    system.store.runs.fail_customer("r1", "gone_list", "list_http_status", text, system.now())
    client = client_of(system)
    assert "的服务器返回 HTTP 503" in client.get("/runs/r1").get_data(as_text=True)
    assert "answered HTTP 503" in client.get("/runs/r1?lang=en").get_data(as_text=True)


def test_examples_of_those_left_stay_within_reach(system: System) -> None:
    put_by_hand(system, total=4)
    closing = Closing(scope=4, done=2, failed=0, left=2, beyond=0, counted=(2, 0), examples=("C-0", "C-3"))
    system.store.runs.finish("r1", RunStatus.FAILED, system.now(), closing)
    for branch, own in (("B11", {"C-0"}), ("B22", {"C-3"}), ("*", {"C-0", "C-3"})):
        html = client_of(system, Role.ANALYST, branches=(branch,)).get("/runs/r1").get_data(as_text=True)
        assert set(re.findall(r"C-\d", html)) == own


def test_cancelled_and_put_in_line_again(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CHUNK", 2)
    boss = client_of(system, Role.ADMINISTRATOR)

    def cancel() -> None:
        (run,) = system.store.runs.all_unfinished()
        answer = boss.send(f"/runs/{run.id}/cancel", page=f"/runs/{run.id}")
        assert (answer.status_code, answer.location) == (303, f"/runs/{run.id}")
        html = boss.get(f"/runs/{run.id}?lang=en").get_data(as_text=True)
        assert "being cancelled" in html
        assert "The run ends after the customers under way" in html
        assert f"/runs/{run.id}/cancel" not in html

    at_chunk(monkeypatch, 1, cancel)
    run = graded(system)
    assert system.store.runs.get(run).status is RunStatus.CANCELLED
    html = boss.get(f"/runs/{run}?lang=en").get_data(as_text=True)
    assert "2 left: the run ended before its end." in html
    assert "administrator-all" in html
    assert boss.send(f"/runs/{run}/resume", page=f"/runs/{run}").status_code == 303
    assert system.store.runs.get(run).status is RunStatus.WAITING
    assert f"amlrisk runs resume {run}" in boss.get(f"/runs/{run}").get_data(as_text=True)
    again = boss.send(f"/runs/{run}/resume", page="/runs")
    resumed = resume_run(system, run)
    assert (resumed.status, resumed.done) == (RunStatus.DONE, 4)
    assert again.status_code in (303, 409)
    answer = boss.send(f"/runs/{run}/cancel", page=f"/runs/{run}")
    assert answer.status_code == 409
    assert 'role="alert"' in answer.get_data(as_text=True)
    kinds = [event.kind for event in system.store.audit.recent(30)]
    assert kinds.count("run_cancelled") == 1


def test_somebody_at_work_elsewhere_is_not_disturbed(system: System) -> None:
    put_by_hand(system)
    answer = client_of(system).send("/runs/r1/resume", page="/runs/r1")
    assert answer.status_code == 409
    assert system.store.runs.get("r1").status is RunStatus.RUNNING


@pytest.mark.parametrize(
    ("role", "branches", "may"),
    [
        (Role.MANAGER, ("*",), True),
        (Role.ADMINISTRATOR, ("*",), True),
        (Role.MANAGER, ("B11",), False),
        (Role.REVIEWER, ("*",), False),
        (Role.AUDITOR, ("*",), False),
    ],
)
def test_a_run_of_all_branches_is_stopped_by_those_who_answer_for_all(
    system: System, role: Role, branches: tuple[str, ...], may: bool
) -> None:
    put_by_hand(system)
    client = client_of(system, role, branches=branches)
    assert ('action="/runs/r1/cancel"' in client.get("/runs/r1").get_data(as_text=True)) is may
    assert client.send("/runs/r1/cancel", page="/runs/r1").status_code == (303 if may else 403)
    assert (system.store.runs.get("r1").cancel_at is not None) is may


def test_whoever_is_gone_is_told_and_taken_up(system: System, clock: Clock) -> None:
    put_by_hand(system)
    clock.advance(seconds=61)
    client = client_of(system)
    html = client.get("/runs/r1?lang=en").get_data(as_text=True)
    assert "interrupted" in html
    assert "Whoever worked on it is gone" in html
    assert client.send("/runs/r1/resume", page="/runs/r1").status_code == 303
    assert system.store.runs.get("r1").status is RunStatus.WAITING


def test_pages_and_kinds(system: System, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amlrisk.console.runs._RUNS", 2)
    for number, kind in enumerate(("grade", "due", "tiers", "sync", "policy")):
        put_by_hand(system, f"r{number}", kind=kind)
        system.store.runs.finish(f"r{number}", RunStatus.DONE, system.now())
        clock.advance(seconds=1)
    client = client_of(system, Role.ADMINISTRATOR)
    seen, address = [], "/runs"
    while True:
        html = client.get(address).get_data(as_text=True)
        seen.append(re.findall(r'href="/runs/(r\d)"', html))
        following = re.search(r'class="next" rel="next" href="([^"]+)"', html)
        if following is None:
            break
        address = following[1].replace("&amp;", "&")
    assert seen == [["r4", "r3"], ["r2", "r1"], ["r0"]]
    assert re.findall(r'href="/runs/(r\d)"', client.get("/runs?kind=due").get_data(as_text=True)) == ["r1"]
    assert client.get("/runs?kind=nothing").status_code == 200
    assert client.get("/runs?after=nothing").status_code == 404
    assert client.get("/runs/nothing").status_code == 404
    assert client.get("/runs/nothing/progress").status_code == 404


def test_a_run_that_does_not_add_up_says_so(system: System) -> None:
    put_by_hand(system, total=4)
    closing = Closing(scope=4, done=2, failed=0, left=2, beyond=0, counted=(4, 0), examples=("C-0",))
    system.store.runs.finish("r1", RunStatus.FAILED, system.now(), closing)
    client = client_of(system)
    html = client.get("/runs/r1?lang=en").get_data(as_text=True)
    assert "It does not add up" in html
    assert "The running counters said 4 and 0" in html
    assert 'action="/runs/r1/resume"' in html
    assert "does not add up" in client.get("/runs?lang=en").get_data(as_text=True)


def test_what_runs_is_on_the_first_page_and_leads_here(system: System) -> None:
    put_by_hand(system)
    html = client_of(system).get("/").get_data(as_text=True)
    assert 'href="/runs/r1"' in html
    assert 'data-run="/runs/r1/progress" data-state="running" data-reload' in html


def test_an_installation_without_runs(plain: System) -> None:
    html = client_of(plain).get("/runs?lang=en").get_data(as_text=True)
    assert "No run yet." in html
    assert 'role="alert"' in html  # the lists that are missing
