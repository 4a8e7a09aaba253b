"""Signing in and administering in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from amlrisk.jobs.demo_people import demo_password
from tests.e2e.conftest import Sit, Site

pytestmark = pytest.mark.browser


def sign_in(page: Page, site: Site, account: str) -> None:
    """As a person does, with the password that ``init --demo`` prints; ``account`` is ``demo-analyst`` …"""
    page.goto("/sign-in")
    page.locator("#account").fill(account)
    page.locator("#password").fill(demo_password(site.system.settings))
    page.locator("main form button").click()
    page.wait_for_url(lambda address: "/sign-in" not in address)


def test_by_keyboard_alone_to_the_page_that_was_asked_for_and_out(sit: Sit, site: Site) -> None:
    stranger = sit(expected=("403",))
    stranger.goto("/customers?q=DEMO-0012")
    expect(stranger.get_by_role("heading", name="登录")).to_be_visible()
    expect(stranger.locator("#account")).to_be_focused()
    stranger.keyboard.type("demo-analyst")
    stranger.keyboard.press("Tab")
    stranger.keyboard.type("wrong")
    stranger.keyboard.press("Enter")
    expect(stranger.get_by_role("alert")).to_contain_text("账号或密码不正确")
    expect(stranger.locator("#password")).to_be_focused()
    sign_in(stranger, site, "demo-analyst")
    stranger.goto("/customers?q=DEMO-0012")
    expect(stranger).to_have_url(f"{site.url}/customers?q=DEMO-0012")
    stranger.get_by_role("button", name="退出").click()
    expect(stranger.get_by_role("heading", name="登录")).to_be_visible()
    stranger.go_back()
    expect(stranger.get_by_text("贺云骁")).to_have_count(0)


def test_a_person_is_added_signs_in_and_sets_a_password(sit: Sit, site: Site) -> None:
    stranger = sit()
    sign_in(stranger, site, "demo-administrator")
    expect(stranger.get_by_role("heading", name="人员", exact=True)).to_be_visible()
    stranger.get_by_label("账号").fill("wang.fang")
    stranger.get_by_label("姓名").fill('王芳<img src="x" onerror="document.title=1">')
    stranger.get_by_label("角色").select_option("reviewer")
    stranger.get_by_label("机构范围").fill("上海分公司")
    stranger.get_by_role("button", name="新增").click()
    password = stranger.locator(".secret").inner_text()
    stranger.goto("/people")
    expect(stranger.get_by_role("row", name=re.compile("wang.fang"))).to_contain_text("初始密码未修改")
    stranger.get_by_role("button", name="退出").click()

    stranger.locator("#account").fill("wang.fang")
    stranger.locator("#password").fill(password)
    stranger.locator("main form button").click()
    expect(stranger.get_by_role("heading", name="修改密码")).to_be_visible()
    stranger.locator("#old_password").fill(password)
    for name in ("#new_password", "#new_password_again"):
        stranger.locator(name).fill("four plain words here")
    stranger.locator("main form button").click()
    expect(stranger.get_by_role("status").first).to_contain_text("密码已修改")
    assert stranger.title() != "1"


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_sticks_out_sideways(sit: Sit, site: Site, width: int) -> None:
    stranger = sit(width=width)

    def wide() -> bool:
        return bool(stranger.evaluate("document.documentElement.scrollWidth") > width)

    stranger.goto("/sign-in")
    assert not wide()
    sign_in(stranger, site, "demo-administrator")
    for address in ("/people", "/people/demo-analyst", "/keys", "/account/password"):
        stranger.goto(address)
        assert not wide(), address
