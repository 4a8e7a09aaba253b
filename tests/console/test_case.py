"""The page of a case: what it shows, what its forms do, and that nothing typed into them is lost or done twice."""

from __future__ import annotations

import html as markup
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import TestResponse

from amlrisk.policy.vocabulary import Grade
from amlrisk.review.authority import Role
from amlrisk.review.model import Action, Case, State
from amlrisk.services.system import System
from tests.cases import ANALYST, act, case_of, checked, cleared, officer, proposed
from tests.console.conftest import Visitor, client_of
from tests.systems import LISTED, Clock, put_list, system_for

SCRIPT = "<script>alert(1)</script>\"'&"
#: Two listed people of one name: two hits on one party.
TWINS = (*LISTED, "T-9,Person,欧阳岚溪,1960-01-05,CN,")
ADDRESS = re.compile(r'action="(/cases/[^"]+)"')


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    system = system_for(tmp_path, clock=Clock())
    put_list(system)
    checked(system)
    yield system
    system.store.close()


def page(client: Visitor, case: Case, language: str = "en") -> str:
    return client.get(f"/cases/{case.id}?lang={language}").get_data(as_text=True)


def fields_of(html: str, action: str, **changes: str) -> dict[str, str]:
    """What a browser would send of the first form of an action, with these changes."""
    form = re.search(rf'action="[^"]*/{action}"[^>]*>(.*?)</form>', html, re.S)
    assert form is not None, f"no form: {action}"
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[1])
    chosen = re.findall(r'<input type="radio" name="([^"]+)" value="([^"]+)"[^>]* checked', form[1])
    return {name: markup.unescape(value) for name, value in (*hidden, *chosen)} | changes


def send(client: Visitor, case: Case, action: str, **changes: str) -> TestResponse:
    fields = fields_of(page(client, case), action, **changes)
    return client.post(f"/cases/{case.id}/{action}", data=fields)


def of(system: System, case: Case) -> Case:
    return system.store.cases.get(case.id)


DECISION = {"kind": "false_positive", "reason_false_positive": "birth_differs", "text": "已核对"}


def test_the_whole_way_through_the_pages(system: System) -> None:
    case = case_of(system)
    analyst, reviewer = client_of(system, Role.ANALYST), client_of(system, Role.REVIEWER)
    assert send(analyst, case, "decide_hit", **DECISION).status_code == 303
    assert send(analyst, case, "propose", reason_propose="listing_settled").status_code == 303
    answer = send(reviewer, case, "confirm", reason_confirm="agrees", then="next")
    assert answer.status_code == 303
    assert answer.location == f"/queue/next?after={case.id}"
    after = of(system, case)
    assert (after.state, after.grade, after.proposer, after.confirmer) == (
        State.CLOSED,
        Grade.GENERAL,
        "analyst-all",
        "reviewer-all",
    )
    assert "The case is closed" in page(reviewer, case)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("T-4", "Test list", "Date of birth", "one side says nothing", "First grading", "Possible match")),
        ("zh", ("T-4", "测试名单", "出生日期", "一方未载明", "待初评", "疑似名单命中", "该命中是否为本人")),
    ],
)
def test_a_hit_stands_beside_its_entry(system: System, language: str, words: tuple[str, ...]) -> None:
    html = page(client_of(system, Role.ANALYST), case_of(system), language)
    for each in words:
        assert each in html, each


def test_what_would_follow_is_said_before_it_is_decided(system: System) -> None:
    html = page(client_of(system, Role.ANALYST), case_of(system))
    then = [re.sub(r"<[^>]+>|\s+", " ", each) for each in re.findall(r'<p class="follow">(.*?)</p>', html, re.S)]
    assert len(then) == 3
    assert "Unacceptable" in then[0].title()  # a true match
    assert "General" in then[1].title()  # a false positive
    assert "High" in then[2].title()  # inconclusive


def test_one_hit_decided_leaves_its_sibling(tmp_path: Path) -> None:
    system = system_for(tmp_path, clock=Clock())
    put_list(system, TWINS)
    checked(system)
    case, client = case_of(system), client_of(system, Role.ANALYST)
    assert case.pending_hits == 2
    send(client, case, "decide_hit", **DECISION)
    (made,) = system.store.dispositions.history("C-1")
    assert of(system, case).pending_hits == 1
    html = page(client, case)
    assert html.count('name="kind" value="true_match"') == 2  # the one left, and the one that can be decided anew
    assert 'id="next-hit"' in html
    assert "/propose" not in html
    fields = fields_of(html, "decide_hit")
    assert fields["entity"] != made.disposition.entity
    system.store.close()


def test_a_stale_form_comes_back_with_its_text_and_what_changed(system: System) -> None:
    case, client = case_of(system), client_of(system, Role.ANALYST)
    fields = fields_of(page(client, case), "decide_hit", **DECISION | {"text": f"我的文字 {SCRIPT}"})
    act(system, ANALYST, case, Action.COMMENT, text="同事的备注")
    answer = client.post(f"/cases/{case.id}/decide_hit", data=fields)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "同事的备注" in html
    assert f"我的文字 {markup.escape(SCRIPT).replace('&#x27;', '&#39;').replace('&quot;', '&#34;')}" in html
    assert re.search(r'value="false_positive"[^>]* checked', html)
    assert re.search(r'value="birth_differs" selected', html)
    assert system.store.dispositions.history("C-1") == []
    # What came back can be sent as it is: it carries the version that is shown now.
    again = fields_of(html, "decide_hit", text=fields["text"], reason_false_positive="birth_differs")
    assert client.post(f"/cases/{case.id}/decide_hit", data=again).status_code == 303
    assert len(system.store.dispositions.history("C-1")) == 1


def test_a_form_sent_twice_is_one_decision(system: System) -> None:
    case, client = case_of(system), client_of(system, Role.ANALYST)
    fields = fields_of(page(client, case), "decide_hit", **DECISION)
    first, second = (client.post(f"/cases/{case.id}/decide_hit", data=fields) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert len(system.store.dispositions.history("C-1")) == 1


def test_a_form_sent_again_by_the_back_button_after_more_has_happened_is_one_decision(system: System) -> None:
    case, client = case_of(system), client_of(system, Role.ANALYST)
    send(client, case, "decide_hit", **DECISION)
    fields = fields_of(page(client, case), "propose", reason_propose="listing_settled")
    assert client.post(f"/cases/{case.id}/propose", data=fields).status_code == 303
    send(client_of(system, Role.REVIEWER), case, "return", reason_return="evidence_missing", text="请补充")
    assert client.post(f"/cases/{case.id}/propose", data=fields).status_code == 303
    assert of(system, case).state is State.OPEN


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason_false_positive": ""}, "Reason"),
        ({"kind": ""}, "What is this hit?"),
        ({"reason_false_positive": "other", "text": ""}, "In your own words"),
        ({"until": "2026-07-01"}, "Look again on"),
        ({"until": "soon"}, "End"),
        ({"text": "字" * 5001}, "In your own words"),
    ],
)
def test_what_is_wrong_is_said_beside_the_form_and_the_text_stays(
    system: System, changes: dict[str, str], field: str
) -> None:
    case = case_of(system)
    answer = send(client_of(system, Role.ANALYST), case, "decide_hit", **DECISION | changes)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    faults = re.search(r'<div class="faults"[^>]*role="alert">(.*?)</div>', html, re.S)
    assert faults is not None
    assert f"<li>{field}" in faults[1]
    assert (DECISION | changes)["text"] in html
    assert of(system, case).pending_hits == 1


def test_a_reason_of_5000_characters_is_kept_whole(system: System) -> None:
    case, client = case_of(system), client_of(system, Role.ANALYST)
    text = ("字" * 99 + "\n") * 50
    text = text[:4999] + "完"
    assert send(client, case, "decide_hit", **DECISION | {"text": text.replace("\n", "\r\n")}).status_code == 303
    assert system.store.cases.events(case.id)[-1].text == text
    assert text in markup.unescape(page(client, case))


@pytest.mark.parametrize("action", ["comment", "decide_hit"])
def test_nothing_typed_becomes_markup(system: System, action: str) -> None:
    case, client = case_of(system), client_of(system, Role.ANALYST)
    changes = {"text": SCRIPT} | (DECISION | {"text": SCRIPT} if action == "decide_hit" else {})
    assert send(client, case, action, **changes).status_code == 303
    html = page(client, case)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in client.get("/customers/C-1").get_data(as_text=True)


def test_the_person_who_graded_first_cannot_confirm(system: System) -> None:
    manager = client_of(system, Role.MANAGER)
    case = cleared(system)
    send(manager, case, "propose", reason_propose="listing_settled")
    html = page(manager, case)
    assert "/confirm" not in html
    assert "You took the first grading" in html
    fields = fields_of(html, "return") | {"reason_confirm": "agrees", "text": "我的理由"}
    answer = manager.post(f"/cases/{case.id}/confirm", data=fields)
    assert answer.status_code == 403
    assert "我的理由" in answer.get_data(as_text=True)
    assert of(system, case).state is State.PROPOSED


def test_a_case_of_another_branch_is_neither_shown_nor_touched(system: System) -> None:
    case = case_of(system)
    fields = fields_of(page(client_of(system, Role.ANALYST), case), "comment", text="x")
    other = client_of(system, Role.ANALYST, branches=("B99",))
    assert other.get(f"/cases/{case.id}").status_code == 403
    del fields["csrf_token"], fields["page"]
    assert other.send(f"/cases/{case.id}/comment", fields, page="/queue").status_code == 403
    assert of(system, case).version == case.version


def test_an_auditor_reads_and_is_offered_nothing(system: System) -> None:
    html = page(client_of(system, Role.AUDITOR), case_of(system))
    assert "T-4" in html
    assert not ADDRESS.findall(html)


def test_looking_is_recorded(system: System) -> None:
    case = case_of(system)
    page(client_of(system, Role.AUDITOR), case)
    (event,) = [each for each in system.store.audit.recent(5) if each.kind == "viewed"]
    assert (event.actor, event.subject) == ("auditor-all", "C-1")
    assert event.detail["case"] == case.id


def test_an_override_asks_for_an_end_and_goes_to_a_senior_manager(system: System) -> None:
    case, client = cleared(system), client_of(system, Role.ANALYST)
    grading = {"grade": "ordinary", "reason_override": "not_in_data", "text": "补充情况"}
    refused = send(client, case, "propose", **grading)
    assert refused.status_code == 422
    assert "The override ends on" in refused.get_data(as_text=True)
    assert send(client, case, "propose", **grading, until="2026-09-01").status_code == 303
    assert send(client_of(system, Role.REVIEWER), case, "confirm", reason_confirm="agrees").status_code == 303
    assert of(system, case).state is State.APPROVAL
    html = page(client_of(system, Role.MANAGER), case)
    assert "override until 2026-09-01" in html
    assert "/approve" in html


def test_lists_gone_stale_do_not_lose_the_text(tmp_path: Path) -> None:
    clock = Clock()
    system = system_for(tmp_path, clock=clock)
    put_list(system)
    checked(system)
    case, client = case_of(system), client_of(system, Role.ANALYST)
    fields = fields_of(page(client, case), "decide_hit", **DECISION | {"text": "不可丢失"})
    clock.advance(days=8)
    client = client_of(system, Role.ANALYST)
    fields |= {"csrf_token": fields_of(page(client, case), "decide_hit")["csrf_token"]}
    answer = client.post(f"/cases/{case.id}/decide_hit", data=fields)
    assert answer.status_code == 503
    assert "不可丢失" in answer.get_data(as_text=True)
    system.store.close()


def test_what_was_typed_when_the_sign_in_ended_is_in_its_form_again(system: System) -> None:
    case, client = case_of(system), client_of(system, Role.ANALYST)
    fields = fields_of(page(client, case), "decide_hit", **DECISION | {"text": "离开前写的"})
    system.clock.advance(hours=23)  # type: ignore[attr-defined]  # the clock of a test
    assert client.post(f"/cases/{case.id}/decide_hit", data=fields).status_code == 303
    html = page(client_of(system, Role.ANALYST), case)
    assert "离开前写的" in html
    assert "You had typed this before your sign-in ended" in html
    assert re.search(r'value="false_positive"[^>]* checked', html)
    assert system.store.dispositions.history("C-1") == []


def test_a_differing_opinion_is_settled_by_a_third(system: System) -> None:
    case = proposed(system)
    reviewer, manager = client_of(system, Role.REVIEWER), client_of(system, Role.MANAGER)
    differed = {"grade": "ordinary", "until": "2026-09-01", "reason_differ": "weighs_otherwise", "text": "不同意见"}
    assert send(reviewer, case, "differ", **differed).status_code == 303
    assert of(system, case).state is State.DISPUTED
    settled = {"grade": "general", "reason_settle": "first_right", "text": "采纳初评"}
    assert send(manager, case, "settle", **settled).status_code == 303
    assert of(system, case).state is State.CLOSED
    html = page(manager, case)
    for words in ("不同意见", "采纳初评", "Weighs the risk otherwise"):
        assert words in html


def test_a_closed_case_is_read_where_its_customer_is_now(system: System) -> None:
    case = act(system, officer(Role.REVIEWER), proposed(system), Action.CONFIRM)
    assert case.state is State.CLOSED
    before = client_of(system, Role.ANALYST, branches=("B11",))
    assert before.get(f"/cases/{case.id}").status_code == 200
    checked(system, branch="B12")
    assert before.get(f"/cases/{case.id}").status_code == 403
    assert client_of(system, Role.ANALYST, branches=("B11", "B12")).get(f"/cases/{case.id}").status_code == 200


def test_a_form_with_a_nul_is_refused(system: System) -> None:
    client, case = client_of(system), case_of(system)
    for name in ("text", "form"):
        answer = send(client, case, "comment", **{"text": "x", name: "a\0b"})
        assert answer.status_code == 400
    assert case_of(system) == case
