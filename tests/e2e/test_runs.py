"""Runs and receivers in a browser: numbers follow a run without a click, a dead letter is sent again by keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from amlrisk.review.authority import ALL_BRANCHES, Role
from amlrisk.services.check_customer import check_customer
from amlrisk.store.runs import Closing, RunStatus
from amlrisk.store.webhook_rows import DeliveryState, ReceiverState, Settled
from tests.e2e.conftest import Sit, Site
from tests.e2e.looking import faults, sticking_out
from tests.e2e.office import Office
from tests.systems import customer

pytestmark = pytest.mark.browser


@pytest.fixture
def run(site: Site) -> Iterator[str]:
    """At work elsewhere: 100 of 400 are done."""
    id = f"seen-{len(site.system.store.runs.recent(999))}"
    runs = site.system.store.runs
    runs.begin(
        id, kind="tiers", cause="schedule", versions={}, total=400, owner="x", now=site.clock(), lease_seconds=600
    )
    runs.progress(id, 100, 0)
    yield id
    if runs.get(id).finished_at is None:
        runs.finish(id, RunStatus.CANCELLED, site.clock())


@pytest.mark.parametrize("width", [1280, 390])
def test_the_numbers_follow_a_run_to_its_end(site: Site, sit: Sit, office: Office, run: str, width: int) -> None:
    page = sit(office.hire(Role.ANALYST), language="en", width=width)
    page.goto(f"/runs/{run}")
    done, part = page.locator("[data-run-number=done]"), page.locator(".progress-line .part")
    expect(done).to_have_text("100")
    assert sticking_out(page) == []
    assert faults(page) == []
    before = part.bounding_box()
    site.system.store.runs.progress(run, 198, 2)
    expect(done).to_have_text("298")
    expect(page.locator("[data-run-number=failed]")).to_have_text("2")
    expect(page.locator("[data-run-number=share]")).to_have_text("75")
    after = part.bounding_box()
    assert before is not None
    assert after is not None
    assert after["width"] == pytest.approx(3 * before["width"], rel=0.02)
    closing = Closing(scope=400, done=398, failed=2, left=0, beyond=0, counted=(398, 2))
    site.system.store.runs.finish(run, RunStatus.DONE, site.clock(), closing)
    expect(page.locator(".run-head .state")).to_have_text("completed")
    expect(page.locator(".sum")).to_have_text("done 398 + failed 2 = in scope 400")


def test_without_a_script_the_page_comes_again_by_itself(sit: Sit, office: Office, run: str) -> None:
    page = sit(office.hire(Role.ANALYST), script=False)
    page.goto(f"/runs/{run}")
    assert page.locator("meta[http-equiv=refresh]").get_attribute("content") == "10"


def test_cancelled_and_taken_up_again_by_keys(site: Site, sit: Sit, office: Office, run: str) -> None:
    page = sit(office.hire(Role.MANAGER, 9, branches=(ALL_BRANCHES,)))
    page.goto(f"/runs/{run}")
    page.locator(".confirm summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".banner-success")).to_be_visible()
    expect(page.locator(".run-head .state")).to_have_text("正在取消")
    runs = site.system.store.runs
    assert runs.get(run).cancel_at is not None
    # Whoever works on it ends after the customers under way: the page shows so by itself.
    closing = Closing(scope=400, done=150, failed=0, left=250, beyond=0, counted=(150, 0))
    runs.finish(run, RunStatus.CANCELLED, site.clock(), closing)
    expect(page.locator(".run-head .state")).to_have_text("已取消")
    page.get_by_role("button", name="续跑批次").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".run-head .state")).to_have_text("等待续跑")
    assert runs.get(run).status is RunStatus.WAITING


def test_a_receiver_is_added_and_its_dead_letter_sent_again(site: Site, sit: Sit, office: Office) -> None:
    system = site.system
    page = sit(office.hire(Role.ADMINISTRATOR))
    page.goto("/people")
    page.get_by_role("link", name="事件接收方").click()
    page.get_by_label("接收方名称").focus()
    for key in ("核心系统", "Tab", "https://core.example.com/aml", "Tab", "ArrowDown", "Tab", "Enter"):
        (page.keyboard.press if key in ("Tab", "ArrowDown", "Enter") else page.keyboard.insert_text)(key)
    expect(page.locator("code.secret")).to_contain_text("whsec_")
    assert faults(page) == []
    receiver = next(each for each in system.store.webhooks.all() if each.name == "核心系统")
    assert (receiver.scope, receiver.url) == ("read", "https://core.example.com/aml")
    ref = f"{office.branch}-1"
    check_customer(system, customer(ref, branch=office.branch))
    now = system.now()
    due = {"attempts": 9, "due_at": now, "tried_at": now, "status": 503, "outcome": "failed"}
    waiting = [each.seq for each in system.store.webhooks.deliveries(receiver.id, None, 0, 99)]
    dead = [Settled(event=seq, state=DeliveryState.DEAD, **due) for seq in waiting]  # type: ignore[arg-type]
    system.store.webhooks.settle(receiver.id, dead)
    try:
        page.get_by_role("link", name="事件接收方").first.click()
        page.get_by_role("link", name="核心系统").click()
        expect(page.locator("#deliveries tbody tr")).to_have_count(1)
        expect(page.locator("#deliveries tbody")).to_contain_text("对方系统错误（5xx）")
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert sticking_out(page) == []
            assert faults(page) == []
        page.locator("#deliveries tbody button").focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator(".banner-success")).to_have_text("已安排重发 1 个事件。")
        expect(page.locator("#deliveries .nothing")).to_have_text("没有已放弃的事件。")
        assert [each.customer for each in system.store.webhooks.due(receiver.id, system.now(), 9)] == [ref]
    finally:
        system.store.webhooks.set_state(receiver.id, ReceiverState.REMOVED)
