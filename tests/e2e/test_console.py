"""The pages without script: what a browser shows by itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Sit, Site

pytestmark = pytest.mark.browser


@pytest.fixture
def page(site: Site, sit: Sit) -> Page:
    """For a reviewer of all branches."""
    return sit(site.system.store.accounts.get("demo-reviewer"), script=False)


def test_from_the_overview_to_a_customer_and_its_replay(page: Page) -> None:
    page.goto("/")
    page.locator(".places").get_by_role("link", name="客户").click()
    page.get_by_label("编号或姓名").fill("贺云骁")
    page.get_by_role("button", name="查看").click()
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
    expect(page.get_by_role("heading", level=1, name="Customers")).to_be_visible()


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
