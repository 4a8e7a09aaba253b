"""A customer's page: cases, grade over time, and what people report."""

from __future__ import annotations

import html as markup
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from amlrisk.policy.vocabulary import Trigger
from amlrisk.review.authority import Role
from amlrisk.services.system import System
from tests.cases import case_of, checked, cleared
from tests.console.conftest import client_of
from tests.systems import Clock, put_list, system_for


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    system = system_for(tmp_path, clock=Clock())
    put_list(system)
    checked(system)
    yield system
    system.store.close()


def test_cases_and_the_course_of_the_grade_are_shown(system: System) -> None:
    client = client_of(system, Role.ANALYST)
    assert '<svg class="chart"' not in client.get("/customers/C-1").get_data(as_text=True)
    cleared(system)
    html = client.get("/customers/C-1?lang=en").get_data(as_text=True)
    assert f"/cases/{case_of(system).id}" in html
    assert "Grade over time" in html
    assert 'class="chart"' in html


REPORT = {"trigger": "adverse_media", "text": "见《演示报》2026-07-01 <b>", "form": "f-1"}


def report(system: System, **changes: str) -> tuple[int, str]:
    client = client_of(system, Role.ANALYST)
    answer = client.send("/customers/C-1/events", REPORT | changes, page="/customers/C-1")
    return answer.status_code, answer.get_data(as_text=True)


def test_what_became_known_goes_into_the_open_case(system: System) -> None:
    before = case_of(system)
    assert report(system)[0] == report(system)[0] == 303  # the second is the same form
    after = case_of(system)
    assert after.id == before.id
    assert Trigger.ADVERSE_MEDIA in after.triggers
    said = [event.text for event in system.store.cases.events(after.id) if event.text]
    assert said == [REPORT["text"]]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " "}, "text"),
        ({"trigger": ""}, "trigger"),
        ({"trigger": "possible_match"}, "trigger"),
        ({"on": "2027-01-01"}, "on"),
        ({"on": "gestern"}, "on"),
        ({"text": "字" * 5001}, "text"),
    ],
)
def test_what_is_wrong_in_a_report_is_said_and_nothing_is_lost(
    system: System, changes: dict[str, str], field: str
) -> None:
    version = case_of(system).version
    status, html = report(system, **changes)
    assert status == 422
    assert re.search(rf'id="field-{field}"[^>]*is-invalid', html)
    assert (REPORT | changes)["text"] in markup.unescape(html)
    assert case_of(system).version == version


def test_a_past_assessment_offers_no_report(system: System) -> None:
    first = system.store.assessments.latest("C-1")
    assert first is not None
    cleared(system)
    html = client_of(system, Role.ANALYST).get(f"/assessments/{first.id}?lang=en").get_data(as_text=True)
    assert "A past assessment" in html
    assert "/events" not in html


def test_an_auditor_reports_nothing(system: System) -> None:
    assert "/events" not in client_of(system, Role.AUDITOR).get("/customers/C-1").get_data(as_text=True)
