"""What officers do on the pages, with the pointer."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.office import PASSWORD


def sign_in(page: Page, id: str) -> None:
    """From wherever the sign-in page stands."""
    page.locator("[name=account]").fill(id)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").click()
    expect(page.locator(".person")).to_be_visible()


def hit(page: Page, name: str) -> Locator:
    """The hit of the party of this name."""
    return page.locator("[data-hit]").filter(has=page.get_by_text(name, exact=True))


def form(page: Page, action: str) -> Locator:
    return page.locator(f"form[data-form={action}]")


def decide(page: Page, name: str, kind: str, reason: str, text: str = "") -> None:
    """Say what the hit of the party ``name`` is."""
    own = hit(page, name).locator("form")
    own.locator(f"[name=kind][value={kind}]").check()
    own.locator(f"[name=reason_{kind}]").select_option(reason)
    own.locator("[name=text]").fill(text)
    own.locator("button:not([name])").click()


def take(page: Page, action: str, reason: str, text: str = "") -> None:
    """Take a step, with the grade that the form proposes."""
    own = form(page, action)
    own.locator(f"[name=reason_{action}]").select_option(reason)
    own.locator("[name=text]").fill(text)
    own.locator("button:not([name])").click()


def mark(page: Page) -> dict[str, str]:
    """What every form of this page carries."""
    return {"csrf_token": page.locator("[name=csrf_token]").first.input_value()}


def case_of(page: Page) -> str:
    """The id of the case whose page this is."""
    found = re.search(r"/cases/([\w-]+)", page.url)
    assert found is not None, page.url
    return found[1]
