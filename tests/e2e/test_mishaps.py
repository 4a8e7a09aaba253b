"""What goes wrong between people, browsers and time: no lost work, no double decision."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from amlrisk.review.authority import Role
from amlrisk.review.model import Action, State
from tests.e2e.conftest import Sit, Site
from tests.e2e.office import ALSO_SANCTIONED, SANCTIONED, Office
from tests.e2e.steps import decide, form, hit, mark, sign_in, take

pytestmark = pytest.mark.browser

#: As long as the policy lets a reason be: lines, wide characters, and such as a careless page takes for markup.
LONG = ("甲乙丙丁戊己庚辛壬癸" * 9 + "<b>&amp;\n\"'`\t")[:100].ljust(100, "终") * 50
assert len(LONG.strip()) == 5000


@pytest.fixture
def ref(office: Office) -> str:
    """A customer with two hits that nobody has looked at; people of the branch come first, so that one is given it."""
    office.hire(Role.ANALYST)
    return office.take_in(1, SANCTIONED, ALSO_SANCTIONED)


def _address(office: Office, ref: str) -> str:
    return f"/cases/{office.case(ref).id}"


def _settled(office: Office, ref: str, page: Page) -> None:
    """Decide both hits on the page and leave the case to a second person."""
    page.goto(_address(office, ref))
    decide(page, SANCTIONED["name"], "false_positive", "nationality_differs")
    decide(page, ALSO_SANCTIONED["name"], "false_positive", "birth_differs")
    take(page, "propose", "listing_settled")
    expect(form(page, "propose")).to_have_count(0)


# --- two at once --------------------------------------------------------------------------------------


def test_of_two_at_the_same_hit_the_second_sees_what_changed_and_keeps_the_text(
    sit: Sit, office: Office, ref: str
) -> None:
    one, two = office.hire(Role.ANALYST, 1), office.hire(Role.ANALYST, 2)
    early, late = sit(one), sit(two, expected=("409",))
    early.goto(_address(office, ref))
    late.goto(_address(office, ref))
    decide(early, SANCTIONED["name"], "false_positive", "nationality_differs", "护照为他国")
    decide(late, SANCTIONED["name"], "true_match", "customer_confirmed", "客户经理核实为本人")
    banner = late.get_by_role("alert").first
    expect(banner).to_contain_text("案件已有变更")
    expect(banner).to_contain_text(one.name)
    expect(banner).to_contain_text("误报")
    expect(banner).to_contain_text("护照为他国")
    banner.get_by_role("link", name="回到您的表单").click()
    own = hit(late, SANCTIONED["name"]).locator("form")
    expect(own.locator("[name=text]")).to_be_in_viewport()
    expect(own.locator("[name=text]")).to_have_value("客户经理核实为本人")
    expect(own.locator("[name=kind]:checked")).to_have_value("true_match")
    expect(own.locator("[name=reason_true_match]")).to_have_value("customer_confirmed")
    assert [event.actor for event in office.events(ref, Action.DECIDE_HIT)] == [one.id]

    # Having seen it, the second may still decide anew, and says so knowingly.
    own.locator("button:not([name])").click()
    expect(hit(late, SANCTIONED["name"]).locator(".hit-state")).to_contain_text("证实")
    assert [event.actor for event in office.events(ref, Action.DECIDE_HIT)] == [one.id, two.id]


def test_of_two_reviewers_one_confirms_and_the_other_keeps_what_was_typed(sit: Sit, office: Office, ref: str) -> None:
    first, second, third = (
        office.hire(role, n) for role, n in [(Role.ANALYST, 1), (Role.REVIEWER, 1), (Role.REVIEWER, 2)]
    )
    _settled(office, ref, sit(first))
    early, late = sit(second), sit(third, expected=("409",))
    early.goto(_address(office, ref))
    late.goto(_address(office, ref))
    late.locator("[data-step=differ] summary").click()
    form(late, "differ").locator("[name=text]").fill("资金来源未核实，不宜结案")
    take(early, "confirm", "checked_anew")
    expect(early.get_by_role("status").first).to_contain_text("案件已结案")
    form(late, "differ").locator("[name=grade][value=high]").check()
    take(late, "differ", "evidence_missing", "资金来源未核实，不宜结案")
    expect(late.get_by_role("alert").first).to_contain_text(second.name)
    expect(late.locator(".kept-text textarea")).to_have_value("资金来源未核实，不宜结案")
    assert office.case(ref).state is State.CLOSED
    assert office.events(ref, Action.DIFFER) == []


def test_a_hit_that_can_no_longer_be_decided_gives_back_what_was_typed(sit: Sit, office: Office, ref: str) -> None:
    early, late = sit(office.hire(Role.ANALYST, 1)), sit(office.hire(Role.ANALYST, 2), expected=("409",))
    late.goto(_address(office, ref))
    _settled(office, ref, early)
    decide(late, SANCTIONED["name"], "true_match", "customer_confirmed", LONG)
    expect(late.get_by_role("alert").first).to_contain_text("提交初评")
    expect(late.locator(".kept-text textarea")).to_have_value(LONG)
    assert len(office.events(ref, Action.DECIDE_HIT)) == 2


# --- the sign-in ends ---------------------------------------------------------------------------------


def test_five_thousand_characters_outlive_the_sign_in(site: Site, sit: Sit, office: Office, ref: str) -> None:
    one = office.hire(Role.ANALYST)
    page = sit(one)
    page.goto(_address(office, ref))
    own = hit(page, SANCTIONED["name"]).locator("form")
    own.locator("[name=kind][value=inconclusive]").check()
    own.locator("[name=reason_inconclusive]").select_option("awaiting_answer")
    own.locator("[name=text]").fill(LONG)
    site.clock.advance(minutes=site.system.settings.session_idle_minutes + 1)
    own.locator("button:not([name])").click()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    assert office.events(ref, Action.DECIDE_HIT) == []

    sign_in(page, one.id)
    own = hit(page, SANCTIONED["name"]).locator("form")
    expect(own.locator("[name=text]")).to_have_value(LONG)
    expect(own.locator("[name=text]")).to_be_visible()
    expect(own.locator("[name=kind]:checked")).to_have_value("inconclusive")
    expect(own.locator("[name=reason_inconclusive]")).to_have_value("awaiting_answer")
    own.locator("button:not([name])").click()
    expect(page.locator("#timeline")).to_contain_text(LONG[:80])
    (event,) = office.events(ref, Action.DECIDE_HIT)
    assert event.text == LONG.strip()
    page.reload()
    expect(page.locator(".faults")).to_have_count(0)  # what was taken is not offered again


def test_what_was_typed_is_shown_to_nobody_else(site: Site, sit: Sit, office: Office, ref: str) -> None:
    one, other = office.hire(Role.ANALYST, 1), office.hire(Role.ANALYST, 2)
    page = sit(one)
    page.goto(_address(office, ref))
    form(page, "comment").locator("[name=text]").fill("只有我知道的话")
    site.clock.advance(minutes=site.system.settings.session_idle_minutes + 1)
    form(page, "comment").locator("button").click()
    sign_in(page, other.id)
    expect(page.locator(".case-title")).to_contain_text(ref)
    assert "只有我知道的话" not in page.content()
    page.locator(".sign-out").click()
    page.goto(_address(office, ref))
    sign_in(page, one.id)
    expect(form(page, "comment").locator("[name=text]")).to_have_value("只有我知道的话")
    assert office.events(ref, Action.COMMENT) == []


# --- sent twice ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_a_double_click_counts_once(sit: Sit, office: Office, ref: str, script: bool) -> None:
    page = sit(office.hire(Role.ANALYST), script=script)
    page.goto(_address(office, ref))
    form(page, "comment").locator("[name=text]").fill("只说一遍")
    form(page, "comment").locator("button").dblclick()
    expect(page.locator("#timeline")).to_contain_text("只说一遍")
    page.goto(_address(office, ref))
    expect(page.locator("#timeline .words")).to_have_count(1)
    own = hit(page, SANCTIONED["name"]).locator("form")
    own.locator("[name=kind][value=false_positive]").check()
    own.locator("[name=reason_false_positive]").select_option("birth_differs")
    own.locator("button:not([name])").dblclick()
    expect(page.locator("#hits .heading")).to_contain_text("1 项待核实")
    assert len(office.events(ref, Action.COMMENT)) == 1
    assert len(office.events(ref, Action.DECIDE_HIT)) == 1
    assert len(office.system.store.dispositions.history(ref)) == 1


def test_the_same_form_from_four_hands_at_once_counts_once(site: Site, sit: Sit, office: Office, ref: str) -> None:
    """As if the connection broke and the browser tried again and again, all at the same moment."""
    page = sit(office.hire(Role.ANALYST))
    page.goto(_address(office, ref))
    own = hit(page, SANCTIONED["name"]).locator("form")
    fields = own.evaluate("form => Object.fromEntries(new FormData(form))")
    fields |= {"kind": "false_positive", "reason_false_positive": "birth_differs", "text": "同一张表单"}
    cookies = "; ".join(f"{each['name']}={each['value']}" for each in page.context.cookies())

    def send(_: int) -> int:
        sent = Request(f"{site.url}{_address(office, ref)}/decide_hit", urlencode(fields).encode(), {"Cookie": cookies})
        return int(urlopen(sent, timeout=30).status)

    with ThreadPoolExecutor(4) as hands:
        assert list(hands.map(send, range(4))) == [200] * 4
    assert len(office.events(ref, Action.DECIDE_HIT)) == 1
    assert len(office.system.store.dispositions.history(ref)) == 1


def test_going_back_and_sending_again_decides_nothing_twice(sit: Sit, office: Office, ref: str) -> None:
    page = sit(office.hire(Role.ANALYST))
    page.goto(_address(office, ref))
    own = hit(page, SANCTIONED["name"]).locator("form")
    as_left = own.evaluate("form => Object.fromEntries(new FormData(form))")
    decide(page, SANCTIONED["name"], "false_positive", "birth_differs", "首次")
    expect(page.locator("#hits .heading")).to_contain_text("1 项待核实")
    page.go_back()  # pages are never kept by the browser: it shows how the case stands
    expect(page.locator("#hits .heading")).to_contain_text("1 项待核实")
    assert page.evaluate("performance.getEntriesByType('navigation')[0].type") == "back_forward"

    # One that keeps them all the same sends the form as it was left, with the same or with another answer.
    as_left |= {"kind": "false_positive", "reason_false_positive": "birth_differs", "text": "首次"}
    answer = page.request.post(f"{_address(office, ref)}/decide_hit", form=as_left)
    assert answer.status == 200
    as_left |= {"kind": "true_match", "reason_true_match": "customer_confirmed", "text": "再想之后"}
    answer = page.request.post(f"{_address(office, ref)}/decide_hit", form=as_left)
    assert answer.status == 409
    assert "案件已有变更" in answer.text()
    assert "再想之后" in answer.text()
    (event,) = office.events(ref, Action.DECIDE_HIT)
    assert event.text == "首次"


def test_a_refused_form_loaded_again_is_refused_again(sit: Sit, office: Office, ref: str) -> None:
    page = sit(office.hire(Role.ANALYST), expected=("422",))
    page.goto(_address(office, ref))
    decide(page, SANCTIONED["name"], "false_positive", "other", "")
    expect(page.locator(".faults")).to_be_visible()
    page.reload()
    expect(page.locator(".faults")).to_be_visible()
    assert office.events(ref, Action.DECIDE_HIT) == []


# --- as long as it may be -----------------------------------------------------------------------------


def test_a_reason_of_five_thousand_characters_is_taken_and_one_more_is_not(sit: Sit, office: Office, ref: str) -> None:
    page = sit(office.hire(Role.ANALYST))
    page.goto(_address(office, ref))
    form(page, "comment").locator("[name=text]").fill(LONG)
    form(page, "comment").locator("button").click()
    expect(page.locator("#timeline .words")).to_have_text(LONG.strip(), use_inner_text=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    (event,) = office.events(ref, Action.COMMENT)
    assert event.text == LONG.strip()

    long = "长" * 5001  # more than the field takes; a form that is made up
    sent = {**mark(page), "version": str(office.case(ref).version), "form": "too long", "text": long}
    answer = page.request.post(f"{_address(office, ref)}/comment", form=sent)
    assert answer.status == 422
    assert long in answer.text()
    assert "5000" in answer.text()
    assert len(office.events(ref, Action.COMMENT)) == 1
