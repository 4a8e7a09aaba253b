"""The queue: filtered, counted, given to people, and what comes next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from amlrisk.review.authority import Role
from amlrisk.review.model import Action
from amlrisk.services.accounts import disable_account
from amlrisk.services.system import System
from tests.cases import ANALYST, MANAGER, act, case_of, checked, cleared, proposed
from tests.console.conftest import Visitor, client_of, person_of
from tests.systems import Clock, put_list, system_for

REFS = ("C-1", "C-2", "C-3")


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    system = system_for(tmp_path, clock=Clock())
    put_list(system)
    for ref in REFS:
        checked(system, ref, branch="B12" if ref == "C-3" else "B11")
    yield system
    system.store.close()


def listed(client: Visitor, query: str = "") -> list[str]:
    html = client.get(f"/queue?lang=en{query}").get_data(as_text=True)
    return re.findall(r'<span class="sub">(C-\d)', html)


def counts(client: Visitor, query: str = "") -> dict[str, int]:
    answer = client.get(f"/queue/counts?{query}")
    assert answer.headers["Cache-Control"] == "no-store"
    found: dict[str, int] = answer.get_json()
    return found


def test_cases_within_reach_are_listed(system: System) -> None:
    assert sorted(listed(client_of(system, Role.ANALYST))) == list(REFS)
    assert listed(client_of(system, Role.ANALYST, branches=("B12",))) == ["C-3"]
    # What the address asks for reaches no further.
    assert listed(client_of(system, Role.ANALYST, branches=("B12",)), "&branch=B11") == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("&branch=B11", ["C-1", "C-2"]),
        ("&state=proposed", ["C-2"]),
        ("&grade=high", ["C-1", "C-3"]),
        ("&grade=general", ["C-2"]),
        ("&trigger=possible_match", list(REFS)),
        ("&trigger=dispute", []),
        ("&list=listed", list(REFS)),
        ("&list=watch", []),
        ("&assignee=nobody", list(REFS)),
        ("&assignee=me", []),
        ("&due=overdue", []),
        ("&due=week", list(REFS)),
        ("&q=c-3", ["C-3"]),
        ("&state=nonsense", list(REFS)),
    ],
)
def test_filters(system: System, query: str, expected: list[str]) -> None:
    proposed(system, ref="C-2")
    assert sorted(listed(client_of(system, Role.ANALYST), query)) == expected


def test_an_empty_queue_says_so(system: System) -> None:
    html = client_of(system, Role.ANALYST).get("/queue?q=nobody&lang=en").get_data(as_text=True)
    assert "No case meets this filter" in html


def test_counts_follow_what_others_do(system: System) -> None:
    mine, other = client_of(system, Role.ANALYST), client_of(system, Role.REVIEWER)
    before = counts(mine)
    assert (before["all"], before["open"], before["proposed"], before["nobody"]) == (3, 3, 0, 3)
    proposed(system, ref="C-2")
    other.send("/queue/assign", {"case": [case_of(system).id], "assignee": "reviewer-all", "form": "f"}, page="/queue")
    after = counts(mine)
    assert (after["all"], after["open"], after["proposed"], after["nobody"], after["me"]) == (3, 2, 1, 2, 0)
    assert counts(other)["me"] == 1
    assert counts(mine, "state=proposed")["listed"] == 1
    assert counts(mine, "grade=high")["all"] == 2


def test_counts_are_those_of_the_list(system: System) -> None:
    client = client_of(system, Role.ANALYST)
    system.clock.advance(days=20)  # type: ignore[attr-defined]  # the clock of a test
    client = client_of(system, Role.ANALYST)
    for name, query in (("overdue", "due=overdue"), ("nobody", "assignee=nobody"), ("open", "state=open"), ("all", "")):
        assert counts(client)[name] == counts(client, query)["listed"] == len(listed(client, f"&{query}")) == 3, name


def test_many_are_given_to_somebody_at_once(system: System) -> None:
    client = client_of(system, Role.ANALYST)
    client.get("/queue?lang=en")
    person_of(system, Role.REVIEWER, branches=("B11",))
    ids = [case_of(system, ref).id for ref in REFS]
    fields = {"case": ids, "assignee": "reviewer-b11", "form": "f-1"}
    answer = client.send("/queue/assign?state=open", fields, page="/queue?state=open")
    assert (answer.status_code, answer.location) == (303, "/queue?state=open")
    html = client.get("/queue?lang=en").get_data(as_text=True)
    assert "2 cases assigned." in html
    assert "1 case not: " in html  # of another branch
    assert [case_of(system, ref).assignee for ref in REFS] == ["reviewer-b11", "reviewer-b11", None]


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"assignee": "nobody-knows"}, "is no active account"), ({"case": [], "assignee": ""}, "No case is selected")],
)
def test_what_cannot_be_assigned_is_said(system: System, fields: dict[str, object], words: str) -> None:
    client = client_of(system, Role.ANALYST)
    client.get("/queue?lang=en")
    client.send("/queue/assign", {"case": [case_of(system).id], "form": "f"} | fields, page="/queue")
    assert words in client.get("/queue?lang=en").get_data(as_text=True)
    assert case_of(system).assignee is None


def test_the_next_case_is_one_that_can_be_worked_on(system: System) -> None:
    analyst, reviewer = client_of(system, Role.ANALYST), client_of(system, Role.REVIEWER)
    first, second, third = (case_of(system, ref) for ref in REFS)
    proposed(system, ref="C-2")  # by another; only to be confirmed, which an analyst cannot
    act(
        system,
        ANALYST,
        cleared(system, "C-3"),
        Action.ASSIGN,
        assignee=person_of(system, Role.ANALYST, id="someone-else").id,
    )
    assert analyst.get("/queue/next").location == f"/cases/{first.id}"
    assert analyst.get(f"/queue/next?after={first.id}").location == "/queue"
    assert reviewer.get(f"/queue/next?after={first.id}").location == f"/cases/{second.id}"
    assert third.id not in (reviewer.get(f"/queue/next?after={second.id}").location or "")


def test_the_next_case_is_of_the_queue_that_was_looked_through(system: System) -> None:
    client = client_of(system, Role.ANALYST)
    client.get("/queue?branch=B12")
    assert client.get("/queue/next").location == f"/cases/{case_of(system, 'C-3').id}"


def test_an_auditor_assigns_nothing(system: System) -> None:
    client = client_of(system, Role.AUDITOR)
    html = client.get("/queue").get_data(as_text=True)
    assert 'name="case"' not in html
    fields = {"case": [case_of(system).id], "assignee": "", "form": "f"}
    assert client.send("/queue/assign", fields, page="/queue").status_code == 403


def test_the_next_case_may_be_one_of_somebody_who_is_gone(system: System) -> None:
    analyst = person_of(system, Role.ANALYST, id="leaving")
    cases = [case_of(system, ref) for ref in ("C-1", "C-2", "C-3")]
    for case in cases:
        act(system, MANAGER, case, Action.ASSIGN, assignee=analyst.id)
    client = client_of(system, Role.ANALYST)
    assert client.get("/queue/next").headers["Location"].startswith("/queue")
    disable_account(system, analyst.id, actor="test")
    assert client.get("/queue/next").headers["Location"].startswith("/cases/")
