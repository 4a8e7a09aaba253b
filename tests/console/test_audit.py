"""The page of the audit trail: found, verified, taken out."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

import amlrisk
from amlrisk.app import create_app
from amlrisk.console.event_words import EVENTS, event_word, told
from amlrisk.review.authority import Role
from amlrisk.services.system import System
from tests.console.conftest import Visitor, client_of

EVIL = "<script>alert(1)</script>"


@pytest.fixture
def trail(plain: System) -> System:
    for n in range(120):
        detail = {"sha256": "0" * 64, "reason": f"理由 {n}"}
        plain.store.audit.append("list_imported", "li" if n % 2 else "wang", f"L{n % 3}", detail, plain.now())
    return plain


def text(client: Visitor, address: str, expect: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == expect
    return response.get_data(as_text=True)


def numbers(page: str) -> list[int]:
    return [int(found) for found in re.findall(r'<tr id="event-(\d+)"', page)]


def tamper(system: System, statement: str) -> None:
    for name in ("no_update", "no_delete"):
        system.store.database.write(f"DROP TRIGGER IF EXISTS audit_events_{name}")
    system.store.database.write(statement)


def verified(client: Visitor, language: str) -> str:
    client.get(f"/audit?lang={language}")
    answer = client.send("/audit/verify", page="/audit")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_every_kind_of_event_has_a_name() -> None:
    """Of the code, not of a list: whoever appends a new kind is told here."""
    sources = [path.read_text(encoding="utf-8") for path in Path(amlrisk.__file__).parent.rglob("*.py")]
    found = {kind for source in sources for kind in re.findall(r'audit\.append\(\s*"(\w+)"', source)}
    assert {"viewed", "list_approved", "policy_changed"} <= found
    assert not found - EVENTS.keys()


def test_steps_of_cases_are_named_too(plain: System) -> None:
    with create_app(plain).test_request_context("/?lang=en"):
        for action in ("propose", "confirm", "differ", "settle", "approve", "return", "assign", "comment"):
            assert event_word(f"case_{action}").startswith("Case: ")
        assert event_word("unheard_of") == "unheard_of"
        names = {("grade", "high"): "high risk"}
        detail = {"grade": "high", "state": "proposed", "x": ["a", "b"], "empty": ""}
        assert told(detail, names) == [("grade", "high risk"), ("state", "Confirmation"), ("x", "a, b")]
        assert told(None, names) == []


def test_pages_of_a_filter_hold_everything_once(trail: System) -> None:
    client = client_of(trail, Role.AUDITOR)
    found, address = [], "/audit?kind=list_imported&actor=li"
    while address:
        page = text(client, address)
        found += numbers(page)
        following = re.search(r'href="(/audit\?after=[^"]+)" rel="next"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert found == sorted({event.seq for event in trail.store.audit.events(None, 999) if event.actor == "li"})[::-1]
    assert len(found) == 60


def test_words_period_and_nothing(trail: System) -> None:
    client = client_of(trail, Role.AUDITOR)
    assert len(numbers(text(client, "/audit?text=理由+77"))) == 1
    assert numbers(text(client, "/audit?since=2026-11-23&until=2026-11-23"))
    assert "没有符合条件的事件" in text(client, "/audit?until=2026-11-22&lang=zh")
    assert "is no date" in text(client, "/audit?since=soon&lang=en", expect=422)


def test_what_was_written_is_text(trail: System) -> None:
    trail.store.audit.append(EVIL, EVIL, EVIL, {EVIL: EVIL}, trail.now())
    page = text(client_of(trail, Role.AUDITOR), "/audit")
    assert EVIL not in page
    assert page.count("&lt;script&gt;") >= 4


def test_a_whole_chain(trail: System) -> None:
    client = client_of(trail, Role.AUDITOR)
    page = verified(client, "en")
    assert "The chain is whole" in page
    assert trail.store.audit.head()[1] in page


@pytest.mark.parametrize(
    ("statement", "zh", "en"),
    [
        ("UPDATE audit_events SET actor = 'x' WHERE seq = 7", "第 7 条事件的内容已被改动", "event 7 was changed"),
        ("DELETE FROM audit_events WHERE seq = 7", "第 7 条事件缺失", "event 7 is missing"),
        ("DELETE FROM audit_events WHERE seq > 99", "自第 100 条起", "from event 100 on"),
        ("UPDATE audit_events SET at = 'gone', detail = '{' WHERE seq = 100", "第 100 条", "event 100 was changed"),
    ],
)
def test_a_broken_chain_is_told_in_words_and_can_be_looked_at(trail: System, statement: str, zh: str, en: str) -> None:
    client = client_of(trail, Role.AUDITOR)
    tamper(trail, statement)
    assert zh in verified(client, "zh")
    assert en in verified(client, "en")
    assert numbers(text(client, "/audit"))


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_an_export_is_of_what_the_filter_shows(trail: System, form: str) -> None:
    client = client_of(trail, Role.AUDITOR)
    answer = client.send("/audit/export", {"format": form, "actor": "li"}, page="/audit")
    assert answer.status_code == 200
    assert f".{form}" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    data = answer.get_data()
    if form == "xlsx":
        assert load_workbook(io.BytesIO(data)).worksheets[0].max_row == 61
    elif form == "csv":
        assert data.decode("utf-8-sig").count("\r\n") == 61
    else:
        assert {json.loads(line)["actor"] for line in data.splitlines()} == {"li"}
    event = trail.store.audit.recent(1)[0]
    assert (event.kind, event.actor, event.detail["format"]) == ("audit_exported", "auditor-all", form)
    assert event.detail["events"] == 60


def test_an_export_of_nothing_known(trail: System) -> None:
    client = client_of(trail, Role.AUDITOR)
    assert client.send("/audit/export", {"format": "exe"}, page="/audit").status_code == 422
    assert client.send("/audit/export", {"format": "csv", "since": "x"}, page="/audit").status_code == 422
    assert trail.store.audit.recent(1)[0].kind != "audit_exported"


@pytest.mark.parametrize(
    ("role", "sees", "exports"),
    [
        (Role.ANALYST, False, False),
        (Role.REVIEWER, False, False),
        (Role.MANAGER, True, False),
        (Role.AUDITOR, True, True),
        (Role.ADMINISTRATOR, False, False),
    ],
)
def test_who_may(trail: System, role: Role, sees: bool, exports: bool) -> None:
    client = client_of(trail, role)
    assert client.get("/audit").status_code == (200 if sees else 403)
    page = "/audit" if sees else "/lists"
    assert client.send("/audit/export", {"format": "csv"}, page=page).status_code == (200 if exports else 403)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-W01-1", "20260101"])
def test_days_that_no_clock_has_are_told_as_wrong(plain: System, day: str) -> None:
    client = client_of(plain)
    for place in ("/audit", "/reports"):
        for name in ("since", "until"):
            assert client.get(f"{place}?{name}={day}").status_code == 422
