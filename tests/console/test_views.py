from __future__ import annotations

import dataclasses
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from amlrisk.demo.portfolio import cases
from amlrisk.services.check_customer import check_customer
from amlrisk.services.system import System
from tests.console.conftest import client_of
from tests.demo_home import NOW, demo_system
from tests.systems import Clock, customer, desk_for

Page = Callable[[str], str]


def test_every_case_has_its_page_in_both_languages(page: Page) -> None:
    for case in cases(NOW.date())[::3]:
        for language in ("zh", "en"):
            html = page(f"/customers/{case.ref}?lang={language}")
            assert case.ref in html
            assert f"verdict-{case.grade}" in html


def test_a_hit_stands_beside_the_listed_entity_with_the_officers_reason(page: Page) -> None:
    html = page("/customers/DEMO-0016?lang=en")
    for word in ("DEMO-S003", "单鹤鸣", "cleared", "demo officer", "名单人员照片与客户不符"):
        assert word in html


def test_what_was_cleared_folds_away_behind_what_is_open(page: Page) -> None:
    html = page("/customers/DEMO-0016?lang=en")
    assert "1 cleared earlier" in html
    assert html.index("1 cleared earlier") < html.index("名单人员照片与客户不符")
    assert "No party is on any list" not in html
    assert "cleared earlier" not in page("/customers/DEMO-0018?lang=en")
    assert "No party is on any list" in page("/customers/DEMO-0001?lang=en")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("须重新核实", "误报，已排除", "客户登记的姓名或名称已变更", "DEMO-W005")),
        ("en", ("reopened", "cleared", "the name on the customer&#39;s record changed", "demo officer")),
    ],
)
def test_a_reopened_hit_says_what_was_decided_and_what_changed(
    page: Page, language: str, words: tuple[str, ...]
) -> None:
    html = page(f"/customers/DEMO-0055?lang={language}")
    for word in words:
        assert word in html, word


def test_the_assessment_before_the_change_shows_the_decision_as_it_held(page: Page, demo: System) -> None:
    now, cleared, first = demo.store.assessments.history("DEMO-0055")
    assert [each.trigger for each in (now, cleared, first)] == ["facts_changed", "disposition", "run"]
    html = page(f"/assessments/{cleared.id}?lang=en")
    assert "1 cleared earlier" in html
    assert "demo officer" in html
    assert "to be looked at again from 2027-11-23" in html
    assert "does not hold any more" not in html
    assert "demo officer" not in page(f"/assessments/{first.id}?lang=en")


def test_evidence_is_told_in_words(page: Page) -> None:
    zh, en = page("/customers/DEMO-0019?lang=zh"), page("/customers/DEMO-0019?lang=en")
    assert "读音相近" in zh
    assert "sounds alike" in en


def test_missing_input_is_marked(page: Page) -> None:
    assert page("/customers/DEMO-0048?lang=en").count('class="is-missing"') == 6
    assert 'class="is-missing"' not in page("/customers/DEMO-0001?lang=en")


def test_points_shown_add_up_to_the_score(page: Page, demo: System) -> None:
    html = page("/customers/DEMO-0045?lang=en")
    points = re.findall(r'class="num"><strong>([\d.]+)</strong>', html)
    assessment = demo.store.assessments.latest("DEMO-0045")
    assert assessment is not None
    assert sum(map(float, points)) == pytest.approx(float(assessment.outcome.score))


def test_numbers_are_masked(page: Page) -> None:
    html = page("/customers/DEMO-0013")
    assert "440121********3315" in html
    assert "440121199206063315" not in html


def test_history_leads_to_the_assessment_before_the_decision(page: Page, demo: System) -> None:
    now, before = demo.store.assessments.history("DEMO-0012")
    html = page("/customers/DEMO-0012?lang=en")
    assert f"/assessments/{before.id}" in html
    past = page(f"/assessments/{before.id}?lang=en")
    assert "A past assessment" in past
    assert "verdict-high" in past
    assert "demo officer" not in past  # nobody had decided yet
    assert "A past assessment" not in page(f"/assessments/{now.id}?lang=en")


def test_a_replay_is_identical(page: Page, demo: System) -> None:
    assessment = demo.store.assessments.latest("DEMO-0010")
    assert assessment is not None
    html = page(f"/assessments/{assessment.id}/replay?lang=en")
    assert "Bit for bit the same" in html
    assert "the same hits" in html


def test_a_replay_without_its_lists_says_so(tmp_path: Path) -> None:
    system = demo_system(tmp_path)
    assessment = system.store.assessments.latest("DEMO-0012")
    assert assessment is not None
    system.store.database.write("DELETE FROM snapshot_chunks")
    system.store.database.write("DELETE FROM snapshots")
    shutil.rmtree(system.settings.home / "indexes")
    system = dataclasses.replace(system, desk=desk_for(system.store, system.catalogue, system.settings))
    html = client_of(system).get(f"/assessments/{assessment.id}/replay?lang=en").get_data(as_text=True)
    assert "no longer held" in html
    system.store.close()


def test_what_people_typed_is_never_markup(tmp_path: Path) -> None:
    system = demo_system(tmp_path)
    evil = "<script>alert(1)</script>"
    check_customer(system, customer("EVIL-1", name=evil))
    client = client_of(system)
    for address in ("/customers/EVIL-1", "/customers?q=EVIL", "/customers?q=%3Cscript%3E", "/?lang=%22%3E%3Cscript%3E"):
        assert not re.search(r"<script(?! src=)", client.get(address).get_data(as_text=True)), address
    assert "&lt;script&gt;alert(1)" in client.get("/customers/EVIL-1").get_data(as_text=True)
    system.store.close()


def test_a_stale_list_is_told_before_anything_else(tmp_path: Path) -> None:
    clock = Clock(NOW)
    system = demo_system(tmp_path, clock)
    clock.advance(days=3651)
    html = client_of(system).get("/?lang=en").get_data(as_text=True)
    assert html.index('role="alert"') < html.index("<h1>")
    assert "was last confirmed 3651 days ago" in html
    assert client_of(system).get("/customers/DEMO-0012").status_code == 200
    system.store.close()


@pytest.mark.parametrize(
    ("language", "words"),
    [("zh", ("尚无客户", "目前不能作出任何结论")), ("en", ("No customers yet", "No decision can be made now"))],
)
def test_an_empty_installation_says_what_to_do(plain: System, language: str, words: tuple[str, ...]) -> None:
    html = client_of(plain).get(f"/?lang={language}").get_data(as_text=True)
    for word in (*words, "amlrisk lists import un consolidated.xml", "amlrisk init --demo", 'role="alert"'):
        assert word in html
