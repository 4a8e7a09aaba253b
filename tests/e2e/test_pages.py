"""Every page, in Chinese and in English, at a desk and on a telephone; and that what is looked for would be found."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from amlrisk.console.catalogues import areas
from amlrisk.review.authority import Role
from tests.e2e.conftest import Sit, Site
from tests.e2e.looking import Complaints, chinese_words, faults, foreign_words, sticking_out
from tests.e2e.office import Office
from tests.e2e.places import places, proper_names

pytestmark = pytest.mark.browser

#: Pages that answer with an error, which is what they are opened for.
_ERRORS = {"/customers/none": 404, "/nowhere": 404, "/people": 403}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("who", [None, *(role for role in Role if role is not Role.REVIEWER)])
def test_every_page(site: Site, sit: Sit, who: Role | None, language: str) -> None:
    account = None if who is None else site.system.store.accounts.get(f"demo-{who}")
    page = sit(account, language=language, expected=("403", "404"))
    known, translations = proper_names(site.system), _translations()
    found, seen = [], 0
    for role, address in places(site.system):
        if role is not who:
            continue
        seen += 1
        page.set_viewport_size({"width": 1280, "height": 900})
        response = page.goto(address)
        assert response is not None
        wanted = _ERRORS.get(address, 200) if who is Role.MANAGER else 200
        wrong = [] if response.status == wanted else [str(response.status)]
        wrong += faults(page) + sticking_out(page)
        wrong += foreign_words(page, known) if language == "zh" else chinese_words(page, translations)
        page.set_viewport_size({"width": 390, "height": 850})
        wrong += [f"on a telephone: {each}" for each in sticking_out(page)]
        found += [f"{address}: {each}" for each in wrong]
    assert not found, "\n".join(found)
    assert seen > 0


def _translations() -> frozenset[str]:
    """What the catalogues say in Chinese, where it is a whole text."""
    texts = (message.string for catalogue in areas("zh").values() for message in catalogue)
    return frozenset(text for text in texts if isinstance(text, str) and len(text) > 1 and not text.isascii())


# --- that what is looked for would be found -----------------------------------------------------------

_ADD = "markup => document.querySelector('main').insertAdjacentHTML('beforeend', `<div id=added>${markup}</div>`)"
_REMOVE = "document.getElementById('added').remove()"
_KNOWN = {"amlrisk", "FATF"}

#: (what is looked for, markup that has it, how the finding begins)
_AMISS: list[tuple[Callable[[Page], list[str]], str, str]] = [
    (faults, "<h1>Another</h1>", "2 h1"),
    (faults, "<input name=nameless>", "no name: <input name="),
    (faults, "<label>It <select></select></label><textarea></textarea>", "no name: <textarea>"),
    (faults, "<label for=nobody>It</label>", "label of nothing"),
    (faults, "<button><svg></svg></button>", "no name: <button>"),
    (faults, "<p id=main></p>", "twice: #main"),
    (faults, "<details><summary>It</summary><input name=within></details>", "no name: <input name="),
    (sticking_out, "<svg width=1500 height=9></svg>", "scrolls sideways"),
    (lambda page: foreign_words(page, _KNOWN), "<p>Not translated</p>", "Not translated"),
    (lambda page: foreign_words(page, _KNOWN), "<p title='A hint'>提示</p>", "A hint"),
    (lambda page: foreign_words(page, _KNOWN), "<select aria-label=选><option>Any</option></select>", "Any"),
    (lambda page: foreign_words(page, _KNOWN), "<p>case_closed</p>", "case_closed"),
    (lambda page: foreign_words(page, _KNOWN), "<details><summary>更多</summary>folded</details>", "folded"),
    (lambda page: chinese_words(page, frozenset({"从未如此"})), "<p>从未如此</p>", "从未如此"),
]


@pytest.fixture
def page(sit: Sit, office: Office) -> Page:
    """A page with nothing amiss, of somebody who hears what is done to it."""
    page = sit(office.hire(Role.MANAGER), expected=("Content Security Policy", "dialog: one", "script: two"))
    page.goto("/queue")
    return page


def test_each_look_finds_what_it_is_for(page: Page) -> None:
    for look, markup, finding in _AMISS:
        assert [each for each in look(page) if each.startswith(finding)] == [], markup
        page.evaluate(_ADD, markup)
        assert [each for each in look(page) if each.startswith(finding)] != [], markup
        page.evaluate(_REMOVE)


@pytest.mark.parametrize("markup", ["<p style='color:red'>x</p>", "<img src='data:,' onerror='alert(1)'>"])
def test_what_the_browser_refuses_is_heard(page: Page, markup: str) -> None:
    heard = Complaints(page)
    page.evaluate(_ADD, markup)
    page.wait_for_timeout(100)
    assert [each for each in heard.unexpected() if "Content Security Policy" in each]


def test_a_dialog_and_a_script_that_fails_are_heard(page: Page) -> None:
    heard = Complaints(page)
    page.evaluate("alert('one'); setTimeout(() => { throw new Error('two'); })")
    page.wait_for_timeout(100)
    assert heard.unexpected() == ["dialog: one", "script: two"]
