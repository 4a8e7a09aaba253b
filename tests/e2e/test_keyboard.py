"""The whole way of a case without the pointer: every step by keys, and every control within their reach."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from amlrisk.review.authority import Role
from amlrisk.review.model import Action, State
from tests.e2e.conftest import Sit, Site
from tests.e2e.office import ALSO_SANCTIONED, PASSWORD, SANCTIONED, Office
from tests.e2e.places import places

pytestmark = pytest.mark.browser

#: What has the focus: its place in the page, and how it looks.
_FOCUS = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  return {
    number: [...document.querySelectorAll('*')].indexOf(node),
    shown: node.getBoundingClientRect().width > 0 && node.checkVisibility({ visibilityProperty: true }),
  };
}"""

#: How a control looks, of what can show that it has the focus.
_LOOK = """number => {
  const look = getComputedStyle(document.querySelectorAll('*')[number]);
  return [look.outlineStyle, look.outlineWidth, look.boxShadow, look.borderColor, look.backgroundColor].join(' ');
}"""

#: All that can be used, by number: one for each group of choices.
_CONTROLS = """() => {
  const all = [...document.querySelectorAll('*')];
  const usable = node => node.matches('a[href], button, input, select, textarea, summary')
    && !node.disabled && node.type !== 'hidden' && node.tabIndex >= 0
    && node.checkVisibility({ visibilityProperty: true }) && !node.closest('dialog:not([open])');
  const isFirst = node => {
    if (node.type !== 'radio') return true;
    const group = [...node.form.elements].filter(each => each.name === node.name);
    return node === (group.find(each => each.checked) || group.find(each => !each.disabled));
  };
  return all.flatMap((node, number) => usable(node) && isFirst(node) ? [number] : []);
}"""


class Keys:
    """Hands on the keyboard of a page; there is no pointer."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.insert_text(text)

    def focus(self) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.page.evaluate(_FOCUS)
        return found

    def tab_to(self, selector: str, *, most: int = 80) -> None:
        """Tab on until what ``selector`` names has the focus."""
        for _ in range(most):
            self.press("Tab")
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"no way to {selector} by {most} tabs")

    def choose(self, value: str) -> None:
        """Walk through the list that has the focus until ``value`` is chosen."""
        for _ in range(20):
            if self.page.evaluate("document.activeElement.value") == value:
                return
            self.press("ArrowDown")
        raise AssertionError(f"no {value} in this list")

    def sign_in(self, id: str) -> None:
        expect(self.page.locator("[name=account]")).to_be_focused()
        self.type(id)
        self.press("Tab")
        self.type(PASSWORD)
        self.press("Enter")
        expect(self.page.locator(".person")).to_be_visible()
        self.page.wait_for_load_state()


def test_a_case_from_sign_in_to_sign_out_without_the_pointer(sit: Sit, office: Office) -> None:
    first, second = office.hire(Role.REVIEWER, 1), office.hire(Role.REVIEWER, 2)
    ref = office.take_in(1, SANCTIONED, ALSO_SANCTIONED)
    page = sit()
    keys = Keys(page)
    page.goto("/queue")
    keys.sign_in(first.id)
    _opens_the_first_case(keys, ref)
    _decides_both_hits(keys)
    assert [event.actor for event in office.events(ref, Action.DECIDE_HIT)] == [first.id, first.id]

    # Proposes; the same person gets no further, and is told why.
    keys.press("p")
    expect(page.locator("#form-propose [name=grade]:checked")).to_be_focused()
    keys.tab_to("[name=reason_propose]")
    keys.choose("listing_settled")
    keys.press("Control+Enter")
    expect(page.locator(".decision-card")).to_contain_text("您已作初评，须由另一人处理")
    keys.press("c", "Control+Enter")
    assert office.case(ref).state is State.PROPOSED

    # The other signs in on the same browser, and confirms.
    keys.tab_to(".sign-out")
    keys.press("Enter")
    keys.sign_in(second.id)
    keys.tab_to(".places a[href='/queue']")
    keys.press("Enter")
    page.wait_for_url("**/queue")
    keys.press("n")
    page.wait_for_url("**/cases/**")
    keys.press("c")
    expect(page.locator("[name=reason_confirm]")).to_be_focused()
    keys.choose("checked_anew")
    keys.press("Control+Enter")
    expect(page.get_by_role("status").first).to_contain_text("案件已结案")
    page.wait_for_load_state()
    case = office.case(ref)
    assert (case.state, case.proposer, case.confirmer) == (State.CLOSED, first.id, second.id)
    keys.press("u")
    page.wait_for_url("**/queue**")
    expect(page.locator("[data-row]")).to_have_count(0)


def _opens_the_first_case(keys: Keys, ref: str) -> None:
    """The queue: its keys are told, the first case is reached and opened."""
    page = keys.page
    keys.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    keys.press("Escape")
    expect(page.locator("dialog#keys")).to_be_hidden()
    keys.press("j")
    expect(page.locator("[data-row].is-here")).to_contain_text(ref)
    keys.press("Enter")
    page.wait_for_url("**/cases/**")


def _decides_both_hits(keys: Keys) -> None:
    """The first is cleared, the second confirmed: each is reached by h and answered by a number."""
    page = keys.page
    keys.press("h")
    expect(page.locator("[data-hit]").first).to_be_focused()
    keys.press("2")
    expect(page.locator("[name=reason_false_positive]").first).to_be_focused()
    keys.choose("nationality_differs")
    keys.press("Tab")
    keys.type("护照为他国")
    keys.press("Control+Enter")
    expect(page.locator("#hits .heading")).to_contain_text("1 项待核实")
    page.wait_for_load_state()
    keys.press("h", "1")
    keys.choose("name_and_birth")
    keys.press("Control+Enter")
    expect(page.locator("#hits .heading")).to_contain_text("已全部核实")
    page.wait_for_load_state()


def test_the_first_tab_leads_past_the_navigation(site: Site, sit: Sit) -> None:
    page = sit(site.system.store.accounts.get("demo-manager"))
    for address in ("/", "/queue", "/customers", "/policy"):
        page.goto(address)
        page.keyboard.press("Tab")
        skip = page.locator(".skip")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport(ratio=1)
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)"), address


@pytest.mark.parametrize("width", [1280, 390])
def test_every_control_is_reached_by_tab_and_shows_that_it_is(site: Site, sit: Sit, width: int) -> None:
    page = sit(site.system.store.accounts.get("demo-manager"), width=width)
    found = []
    for address in _some_pages(site):
        page.goto(address)
        found += [f"{address}: {each}" for each in _tabbed_through(Keys(page))]
    assert not found, "\n".join(found)


def test_a_control_that_is_not_reached_or_not_seen_is_found(sit: Sit, office: Office) -> None:
    page = sit(office.hire(Role.MANAGER))
    page.goto("/queue")
    assert _tabbed_through(Keys(page)) == []
    page.evaluate("""() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('footer a:focus { outline: none !important; box-shadow: none !important; }');
      document.adoptedStyleSheets = [sheet];
      const [chinese, english] = document.querySelectorAll('.languages a');
      chinese.addEventListener('focus', () => english.focus());
      document.activeElement.blur();
    }""")
    unreached, unseen = _tabbed_through(Keys(page))
    assert (unreached[:11], "中文" in unreached) == ("not reached", True)
    assert (unseen[:8], "/api/v1/docs" in unseen) == ("not seen", True)


def _tabbed_through(keys: Keys) -> list[str]:
    """What of the page is not reached by the tab key, or does not show that it was."""
    page = keys.page
    wanted: list[int] = page.evaluate(_CONTROLS)
    assert len(wanted) > 5, page.url
    looks = {number: page.evaluate(_LOOK, number) for number in wanted}
    reached, seen = set(), set()
    for _ in range(len(wanted) + 20):
        keys.press("Tab")
        focus = keys.focus()
        if focus is None:
            break
        number = focus["number"]
        reached.add(number)
        # A field of several parts is a stop for each of them: the last, a button, shows it by itself.
        if focus["shown"] and looks.get(number) != page.evaluate(_LOOK, number):
            seen.add(number)
    told = {n: page.evaluate("n => document.querySelectorAll('*')[n].outerHTML", n) for n in {*wanted, *reached} - seen}
    return [
        *(f"not reached: {told[n][:120]}" for n in wanted if n not in reached),
        *(f"not seen: {told[n][:120]}" for n in sorted(reached - seen)),
    ]


def _some_pages(site: Site) -> list[str]:
    """One of each kind, with the fewest rows that it can have; a case that waits for the first, and the second."""
    cases = [address for _, address in places(site.system) if address.startswith("/cases/")][:2]
    return ["/queue?q=DEMO-0012", "/customers?q=DEMO-0012", "/customers/DEMO-0018", "/audit?kind=key_created", *cases]
