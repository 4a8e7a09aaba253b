"""The value tier in a browser: from the matrix to the customer, the picture at any width, due diligence by keys."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from amlrisk.policy.value_vocabulary import Tier
from amlrisk.review.authority import Role
from tests.e2e.conftest import Sit
from tests.e2e.looking import faults, sticking_out
from tests.e2e.office import Office
from tests.tiers import tier_now, valued

pytestmark = pytest.mark.browser

_FOUND = {
    "funds": "经营收入，已核对完税证明",
    "wealth": "多年经营积累",
    "purpose": "家庭保障",
    "conclusion": "来源清楚，与职业相符",
}


def rungs(page: Page, line: str) -> list[tuple[str, float, float]]:
    """(what became of it, width, height) of the steps of a line of the picture, as they are drawn."""
    found: list[tuple[str, float, float]] = page.locator(f".ladder .line-{line} .rung").evaluate_all(
        "all => all.map(each => [each.className.split('rung-')[1], each.getBoundingClientRect().width,"
        " each.getBoundingClientRect().height])"
    )
    return found


@pytest.mark.parametrize(("width", "script"), [(1280, True), (390, True), (390, False)])
def test_the_picture_is_drawn_at_any_width(sit: Sit, office: Office, width: int, script: bool) -> None:
    ref = office.take_in(1, pep_link="foreign_pep")
    valued(office.system, Tier.PLATINUM, ref)
    page = sit(office.hire(Role.ANALYST), width=width, script=script)
    page.goto(f"/customers/{ref}/tier")
    assert [what for what, _, _ in rungs(page, "base")] == ["reached", "reached", "reached", "maybe"]
    assert [what for what, _, _ in rungs(page, "gate")[:4]] == ["free", "barred", "barred", "barred"]
    assert [what for what, _, _ in rungs(page, "effective")] == ["reached", "lost", "lost", "empty"]
    widths = {round(wide) for line in ("base", "gate", "effective") for _, wide, _ in rungs(page, line)}
    assert max(widths) - min(widths) <= 1, "the steps stand under each other"
    assert min(widths) > 60
    assert all(high >= 12 for line in ("base", "gate", "effective") for _, _, high in rungs(page, line))
    assert sticking_out(page) == []
    assert faults(page) == []


def test_from_the_matrix_to_a_customer(sit: Sit, office: Office) -> None:
    for number, tier in enumerate((Tier.GOLD, Tier.GOLD, Tier.DIAMOND), 1):
        valued(office.system, tier, office.take_in(number))
    page = sit(office.hire(Role.REVIEWER), language="en")
    page.goto("/tiers?lang=en")
    page.locator(".tier-matrix").get_by_role("link", name="2", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_label("Before the gate").select_option(Tier.DIAMOND.value)
    page.wait_for_url(re.compile("base=diamond"))
    expect(page.locator(".nothing-title")).to_have_text("No customer meets this filter.")
    page.get_by_label("After the gate").select_option("")
    page.locator("td .who").click()
    expect(page.locator("h1")).to_have_text("Value tier")
    expect(page.locator("#picture .line-base .tier")).to_have_text("diamond", ignore_case=True)


def test_due_diligence_by_keys(sit: Sit, office: Office) -> None:
    ref = office.take_in(1, pep_link="foreign_pep")
    valued(office.system, Tier.GOLD, ref)
    page = sit(office.hire(Role.ANALYST))
    page.goto(f"/customers/{ref}")
    page.get_by_role("link", name="价值层级").last.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    summary = page.locator("#due-diligence summary", has_text="登记强化尽职调查")
    summary.focus()
    page.keyboard.press("Enter")
    for text in _FOUND.values():
        page.keyboard.press("Tab")
        page.keyboard.insert_text(text)
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".banner-success")).to_contain_text("尽职调查已登记")
    for text in _FOUND.values():
        expect(page.locator("#due-diligence .records")).to_contain_text(text)
    assert tier_now(office.system, ref).standing.due_diligence_complete


def test_what_was_typed_outlives_the_sign_in(sit: Sit, office: Office) -> None:
    ref = office.take_in(1)
    account = office.hire(Role.ANALYST)
    page = sit(account)
    page.goto(f"/customers/{ref}/tier")
    page.locator("#due-diligence summary").click()
    for name, text in _FOUND.items():
        page.locator(f"#field-{name}").fill(text)
    office.system.store.sessions.end_all(account.id, "test", office.system.now())
    with page.expect_navigation():
        page.locator("#due-diligence button").click()
    assert "/sign-in" in page.url
    assert office.system.store.due_diligence.history(ref) == []
    page.locator("input[type=password]").fill("seven-herons-by-the-lake")
    page.locator("input[name=account]").fill(account.id)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for name, text in _FOUND.items():
        expect(page.locator(f"#field-{name}")).to_have_value(text)
        expect(page.locator(f"#field-{name}")).to_be_visible()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_whole_matrix_fits_a_telephone(sit: Sit, office: Office, language: str) -> None:
    """What the gate took stands in its last columns: nobody must scroll to see that there is anything."""
    valued(office.system, Tier.GOLD, office.take_in(1))
    page = sit(office.hire(Role.ANALYST), language=language, width=390)
    page.goto("/tiers")
    box = page.locator(".tier-matrix").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 390
