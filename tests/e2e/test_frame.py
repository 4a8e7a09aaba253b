"""The frame in a real browser: nothing that its own policy refuses, keys, counts."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from werkzeug.serving import make_server

from amlrisk.app import create_app
from amlrisk.review.authority import ALL_BRANCHES, Role
from amlrisk.services.accounts import add_account
from amlrisk.services.check_customer import check_customer
from amlrisk.services.system import System
from tests.systems import NAMESAKE, Clock, customer, put_list, system_for

pytestmark = pytest.mark.browser

PASSWORD = "only for this test 1"


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """A customer without a case in one branch, one with a case in another, a manager of both."""
    system = system_for(tmp_path_factory.mktemp("frame"), clock=Clock())
    put_list(system)
    check_customer(system, customer("F-1", branch="北京分公司"))
    check_customer(system, customer("F-2", branch="上海分公司", subject=NAMESAKE))
    add_account(
        system,
        id="zhou",
        name="周敏",
        role=Role.MANAGER,
        branches=(ALL_BRANCHES,),
        password=PASSWORD,
        actor="test",
        must_change=False,
    )
    yield system
    system.store.close()


@pytest.fixture(scope="module")
def address(system: System) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, create_app(system), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def manager(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page, signed in; ``request.param`` is (width, language, script)."""
    width, language, script = getattr(request, "param", (1280, "zh-CN", True))
    context: BrowserContext = browser.new_context(
        base_url=address, viewport={"width": width, "height": 850}, locale=language, java_script_enabled=script
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url))
    page.goto("/sign-in")
    page.fill("#account", "zhou")
    page.fill("#password", PASSWORD)
    page.locator("main button").click()
    expect(page.locator(".places [aria-current=page]")).to_be_visible()
    yield page
    context.close()
    assert not complaints  # a refused style or script is one
    assert all(each.startswith(address) for each in asked), asked


@pytest.mark.parametrize("manager", [(390, "zh-CN", True)], indirect=True, ids=str)
def test_a_row_is_a_block_on_a_telephone(manager: Page) -> None:
    manager.goto("/customers")
    heads = manager.locator("table.stack thead")
    assert heads.evaluate("each => getComputedStyle(each).position") == "absolute"
    cell = manager.locator("td[data-label]").first
    assert cell.evaluate("each => getComputedStyle(each, '::before').content") not in {"none", '""'}


def test_help_opens_and_closes_by_keyboard(manager: Page) -> None:
    dialog = manager.locator("#frame-keys")
    expect(dialog).to_be_hidden()
    manager.keyboard.press("?")
    expect(dialog).to_be_visible()
    manager.keyboard.press("Escape")
    expect(dialog).to_be_hidden()


def test_a_customer_is_found_by_keyboard_alone(manager: Page) -> None:
    manager.goto("/customers")
    manager.keyboard.press("/")
    manager.keyboard.type("F-2")
    manager.keyboard.press("Enter")
    expect(manager.locator("a.who")).to_have_count(1)
    assert manager.url.endswith("/customers?q=F-2")


def test_what_is_typed_into_a_field_is_no_key(manager: Page) -> None:
    manager.goto("/customers")
    manager.locator("[data-find]").fill("")
    manager.locator("[data-find]").press("?")
    expect(manager.locator("#frame-keys")).to_be_hidden()


def test_a_choice_is_sent_as_it_is_made(manager: Page) -> None:
    manager.goto("/customers")
    branch = manager.locator("#filter-branch")
    branch.dispatch_event("pointerdown")
    branch.select_option("上海分公司")
    expect(manager.locator("a.who")).to_have_count(1)
    assert "q=" not in manager.url
    manager.go_back()
    expect(manager.locator("[data-find]")).to_be_enabled()


@pytest.mark.parametrize("manager", [(1280, "zh-CN", False)], indirect=True, ids=str)
def test_without_a_script_filters_have_their_button(manager: Page) -> None:
    manager.goto("/customers")
    manager.locator("#filter-branch").select_option("上海分公司")
    manager.locator(".filters button").click()
    expect(manager.locator("a.who")).to_have_count(1)


def test_counts_follow_what_others_do(manager: Page, system: System) -> None:
    manager.goto("/")
    number = manager.locator("[data-count=open]")
    before = int(number.inner_text())
    check_customer(system, customer("F-3", branch="上海分公司", subject=NAMESAKE))
    manager.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(number).to_have_text(str(before + 1))


def test_who_moves_by_tab_sees_where_they_are(manager: Page) -> None:
    manager.goto("/customers")
    manager.keyboard.press("Tab")
    expect(manager.locator(".skip")).to_be_focused()
    for _step in range(14):
        manager.keyboard.press("Tab")
        style = manager.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.outlineWidth]; })()"
        )
        assert style == ["solid", "3px"], manager.evaluate("document.activeElement.outerHTML")
