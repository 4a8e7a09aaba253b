from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

ADDRESSES = ("/", "/customers", "/customers/DEMO-0010", "/customers/DEMO-0018", "/customers/DEMO-0055")


def test_from_the_overview_to_a_customer_and_its_replay(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", name="需要处理的客户")).to_be_visible()
    page.get_by_role("link", name="贺云骁").click()
    expect(page.locator(".verdict .grade")).to_have_text("不可接受")
    expect(page.get_by_text("演示制裁名单 · DEMO-S001")).to_be_visible()
    page.get_by_role("link", name="重算").click()
    expect(page.get_by_role("status")).to_contain_text("逐字一致")


def test_the_language_is_switched_and_stays(page: Page) -> None:
    page.goto("/customers/DEMO-0001")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Why this grade")).to_be_visible()
    page.get_by_role("link", name="Customers").click()
    expect(page.get_by_role("heading", name="All customers")).to_be_visible()


def test_a_customer_is_found_by_name(page: Page) -> None:
    page.goto("/customers?lang=en")
    page.get_by_label("Reference or name").fill("Demeraude")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Lucien Demeraude").click()
    expect(page.locator(".verdict .grade")).to_have_text("high risk")


def test_what_is_at_the_lowest_level_unfolds_without_script(page: Page) -> None:
    page.goto("/customers/DEMO-0002?lang=en")
    hidden = page.get_by_role("cell", name="Adverse media identity")
    expect(hidden).to_be_hidden()
    page.get_by_text("more at the lowest level").click()
    expect(hidden).to_be_visible()


def test_what_was_cleared_unfolds_without_script(page: Page) -> None:
    page.goto("/customers/DEMO-0016?lang=en")
    hidden = page.get_by_text("名单人员照片与客户不符")
    expect(hidden).to_be_hidden()
    page.get_by_text("1 cleared earlier").click()
    expect(hidden).to_be_visible()


def test_a_reopened_hit_stands_open_with_the_reason(page: Page) -> None:
    page.goto("/customers/DEMO-0055?lang=en")
    expect(page.locator(".hit .reopened")).to_contain_text("the name on the customer's record changed")
    expect(page.locator(".hit-state")).to_have_text("reopened")


@pytest.mark.parametrize("page", [390, 1280], indirect=True)
@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_sticks_out_sideways(page: Page, address: str) -> None:
    page.goto(address)
    assert page.viewport_size is not None
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
