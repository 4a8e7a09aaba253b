"""Cases over HTTP: read with filters and pages, reports taken once."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from amlrisk.api.case_schemas import CaseDocument, CaseList
from amlrisk.services.api_keys import Scope
from amlrisk.services.system import System
from tests.api.conftest import Api, customer, listed_customer

REPORT = {"trigger": "suspicious_report", "text": "已上报可疑交易", "reference": "STR-1", "on": "2026-07-01"}


@pytest.fixture
def queue(api: Api) -> Api:
    """Three customers with a hit each, and one without."""
    for n in range(3):
        assert api.post("/api/v1/checks", listed_customer(ref=f"L-{n}", branch=f"B{n}")).status_code == 200
    api.post("/api/v1/checks", customer(ref="C-1"))
    return api


def found(api: Api, query: str = "") -> list[str]:
    answer = api.get(f"/api/v1/cases{query}")
    assert answer.status_code == 200, answer.get_json()
    assert CaseList().validate(answer.get_json()) == {}
    return [case["customer"] for case in answer.get_json()["cases"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["L-0", "L-1", "L-2"]),
        ("?state=open&grade=high", ["L-0", "L-1", "L-2"]),
        ("?state=closed", []),
        ("?grade=general", []),
        ("?trigger=possible_match", ["L-0", "L-1", "L-2"]),
        ("?trigger=dispute", []),
        ("?list=terror", ["L-0", "L-1", "L-2"]),
        ("?list=watch", []),
        ("?branch=B1", ["L-1"]),
        ("?assignee=", ["L-0", "L-1", "L-2"]),
        ("?assignee=li", []),
        ("?due=2020-01-01", []),
        ("?query=l-2", ["L-2"]),
    ],
)
def test_filters(queue: Api, query: str, expected: list[str]) -> None:
    assert sorted(found(queue, query)) == expected


def test_pages(queue: Api) -> None:
    seen, after = [], ""
    for _ in range(3):
        answer = queue.get(f"/api/v1/cases?limit=1{after}").get_json()
        seen += [case["customer"] for case in answer["cases"]]
        after = f"&after={answer['next']}"
    assert answer["next"] is None
    assert sorted(seen) == ["L-0", "L-1", "L-2"]


@pytest.mark.parametrize(
    ("query", "paths"),
    [
        ("?state=lost&grade=fine", ["state", "grade"]),
        ("?limit=0", ["limit"]),
        ("?limit=501", ["limit"]),
        ("?after=yesterday", ["after"]),
        ("?due=2026-13-01", ["due"]),
        ("?due=20260101", ["due"]),
        ("?states=open", ["states"]),
    ],
)
def test_what_cannot_be_meant_is_named(queue: Api, query: str, paths: list[str]) -> None:
    answer = queue.get(f"/api/v1/cases{query}")
    assert answer.status_code == 422
    assert sorted(each["path"] for each in answer.get_json()["errors"]) == sorted(paths)


def test_one_case_with_its_events(queue: Api, system: System) -> None:
    case = system.store.cases.open_of(["L-1"])["L-1"]
    answer = queue.get(f"/api/v1/cases/{case.id}")
    document = answer.get_json()
    assert answer.status_code == 200
    assert CaseDocument().validate(document) == {}
    assert (document["customer"], document["pending_hits"], document["version"]) == ("L-1", 1, case.version)
    assert [event["action"] for event in document["events"]] == ["opened", "triggered"]
    assert system.store.audit.recent(1)[0].kind == "viewed"
    assert queue.get("/api/v1/cases/none").status_code == 404


def test_a_report_opens_a_case_and_counts_once(queue: Api, system: System) -> None:
    first = queue.post("/api/v1/customers/C-1/events", REPORT)
    document = first.get_json()
    assert first.status_code == 201, document
    assert CaseDocument().validate(document) == {}
    assert [each["trigger"] for each in document["triggers"]] == ["suspicious_report"]
    assert document["events"][0]["text"] == "已上报可疑交易"
    again = queue.post("/api/v1/customers/C-1/events", REPORT)
    assert (again.status_code, again.get_json()["version"]) == (201, document["version"])
    other = queue.post("/api/v1/customers/C-1/events", {**REPORT, "reference": "STR-2"})
    assert other.get_json()["version"] > document["version"]
    assert "high_grade" in {each["trigger"] for each in other.get_json()["triggers"]}, "two reports: directly high"
    assert [event.kind for event in system.store.customers.get("C-1").events or ()] == ["str", "str"]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"trigger": "high_grade"}, "trigger"),
        ({"trigger": None}, "trigger"),
        ({"text": ""}, "text"),
        ({"on": "gestern"}, "on"),
        ({"on": "2099-01-01"}, "on"),
        ({"author": "li"}, "author"),
    ],
)
def test_a_report_that_cannot_be_taken(queue: Api, system: System, changes: dict[str, object], path: str) -> None:
    answer = queue.post("/api/v1/customers/C-1/events", {**REPORT, **changes})
    assert answer.status_code == 422
    assert path in {each["path"] for each in answer.get_json()["errors"]}
    assert system.store.cases.open_of(["C-1"]) == {}


def test_a_report_of_nobody_and_by_a_key_that_may_not(queue: Api, api_with: Callable[..., Api]) -> None:
    assert queue.post("/api/v1/customers/C-9/events", REPORT).status_code == 404
    reader = api_with(Scope.READ)
    assert reader.post("/api/v1/customers/C-1/events", REPORT).status_code == 403
    writer = api_with(Scope.WRITE)
    assert writer.get("/api/v1/cases").status_code == 403
