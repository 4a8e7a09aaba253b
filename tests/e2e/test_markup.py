"""Markup and script in all that people and other systems write: shown as it was typed, and doing nothing."""

from __future__ import annotations

import csv
import dataclasses
import json
from collections.abc import Iterator
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from amlrisk.review.authority import ALL_BRANCHES, Role
from amlrisk.services.api_keys import Scope, create_key
from amlrisk.services.import_list import import_list
from amlrisk.services.system import System
from amlrisk.store.accounts import Account
from amlrisk.watchlist.catalogue import load_catalogue
from tests.e2e.conftest import Sit, Site, serving
from tests.e2e.office import Office
from tests.e2e.steps import form, take
from tests.systems import CATALOGUE, HEADER, NAMESAKE, Clock, customer, desk_for, system_for

pytestmark = pytest.mark.browser

#: Ends attributes, text fields, scripts and comments, and begins what would be heard.
EVIL = (
    """'"><img data-evil src=x onerror=alert(1)></textarea></title></option></script>"""
    """<script data-evil>alert(2)</script><svg data-evil onload=alert(3)>-->"""
    """<a data-evil href=javascript:alert(4)>{{7*7}}"""
)
REF = "C-1"
_MORE_COLUMNS = """      birth_date: birth_date
      remarks: remarks
      programme: programme
      aliases: aliases
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, browser: object) -> Iterator[Site]:
    """An installation all of whose lists, customers and people are called so."""
    clock = Clock()
    system = system_for(tmp_path_factory.mktemp("evil"), clock=clock)
    catalogue = load_catalogue(
        CATALOGUE.replace("      birth_date: birth_date\n", _MORE_COLUMNS).encode(), "sources.yaml"
    )
    system = dataclasses.replace(system, catalogue=catalogue, desk=desk_for(system.store, catalogue, system.settings))
    _put_list(system)
    with serving(system, clock) as site:
        yield site


@pytest.fixture(scope="module")
def people(site: Site) -> dict[Role, Account]:
    office = Office(site.system, "EVIL")
    return {role: office.hire(role, branches=(ALL_BRANCHES,), name=f"{role} {EVIL}"[:100]) for role in Role}


def _put_list(system: System) -> None:
    """In two versions, so that there is a difference to be shown."""
    path = system.settings.home / "listed.csv"
    rows = [
        ["T-4", "Person", "欧阳岚溪", "1983-11-02", "CN", "", EVIL, EVIL, EVIL],
        ["T-5", "Person", "单鹤鸣", "", "CN", "", EVIL, EVIL, EVIL],
        ["T-6" + EVIL[:40], "Person", EVIL[:100], "", "CN", "", EVIL, EVIL, EVIL],
    ]
    for number in (2, 3):
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([(*HEADER.split(","), "remarks", "programme", "aliases"), *rows[:number]])
        import_list(system, "listed", [path], actor="test")


def _save(site: Site) -> None:
    """The customer, over HTTP: whatever can be written freely is evil."""
    key = create_key(site.system, EVIL[:100], tuple(Scope), actor="test")
    evil = {"name": f"欧阳岚溪{EVIL}"[:150], "gender": "female", "nationalities": ["CN"]}
    raw = customer(
        REF,
        subject={**customer()["subject"], "name": EVIL[:150]},
        parties=[
            {"roles": ["beneficiary"], "kind": "natural", **each} for each in (evil, NAMESAKE, {"name": "单鹤鸣"})
        ],
        address=EVIL,
        branch=EVIL[:60],
    )
    sent = Request(
        f"{site.url}/api/v1/customers/{REF}",
        json.dumps(raw).encode(),
        {"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
        method="PUT",
    )
    assert urlopen(sent, timeout=30).status == 201


def _harmless(page: Page, *, shows: bool = True) -> None:
    """Nothing of it became part of the page; what the browser would complain of, ``sit`` hears.

    Of the whole page: a click comes back when the next one has begun, and one without content is always harmless.
    """
    page.wait_for_load_state()
    assert page.locator("[data-evil]").count() == 0, page.url
    assert "49" not in page.title()
    if shows:
        assert "<img data-evil" in str(page.evaluate("document.documentElement.innerHTML.replaceAll('&lt;', '<')"))


def test_whatever_is_written_is_shown_and_does_nothing(site: Site, sit: Sit, people: dict[Role, Account]) -> None:
    _save(site)
    page = sit(people[Role.REVIEWER], expected=("422",))
    page.goto("/queue")
    _harmless(page)
    with page.expect_navigation():
        page.locator("[data-open]").first.click()
    _harmless(page)
    case = site.system.store.cases.of_customer(REF)[0]

    # What officers type: refused first (it comes back into the field), then taken.
    for _ in range(case.pending_hits):
        own = page.locator("[data-hit]:has(> form.decide)").first
        name = own.locator("form [name=party]").input_value()
        own.locator("[name=kind][value=inconclusive]").check()
        own.locator("[name=text]").fill(EVIL)
        own.locator("form button:not([name])").click()  # without a reason
        expect(page.locator(".faults").first).to_be_visible()
        _harmless(page)
        own = (
            page.locator("[data-hit]:has(> form.decide)")
            .filter(has=page.locator(f"[name=party][value='{name}']"))
            .first
        )
        expect(own.locator("[name=text]")).to_have_value(EVIL)
        own.locator("[name=kind][value=false_positive]").check()
        own.locator("[name=reason_false_positive]").select_option("other")
        own.locator("form button:not([name])").click()
        expect(page.locator(".faults")).to_have_count(0)
        _harmless(page)
    form(page, "comment").locator("[name=text]").fill(EVIL)
    form(page, "comment").locator("button").click()
    expect(page.locator("#timeline .event-comment .words")).to_have_text(EVIL)
    take(page, "propose", "agrees_with_rules", EVIL)
    expect(form(page, "propose")).to_have_count(0)
    _harmless(page)
    page.goto(f"/customers/{REF}")
    page.locator("[name=trigger]").select_option("dispute")
    page.locator("[name=text]").fill(EVIL)
    page.locator("form[action$='/events'] button").click()
    expect(page.locator("#timeline")).to_contain_text(EVIL)

    administrator = sit(people[Role.ADMINISTRATOR], expected=("422",))
    administrator.goto("/people")
    _harmless(administrator)
    administrator.locator("[name=id]").fill("evil.person")
    administrator.locator("main [name=name]").fill(EVIL[:90])
    administrator.locator("[name=role]").select_option("analyst")
    administrator.locator("[name=branches]").fill(EVIL)
    administrator.locator("form[action='/people'] button").click()
    expect(administrator.locator(".secret")).to_be_visible()
    _harmless(administrator)
    for address in ("/people", "/people/evil.person", "/keys"):
        administrator.goto(address)
        _harmless(administrator)
    administrator.goto("/lists/listed")
    with administrator.expect_navigation():
        administrator.locator("main a[href*='/versions/']").first.click()
    _harmless(administrator)


def test_pages_that_show_it_later_are_as_harmless(site: Site, sit: Sit, people: dict[Role, Account]) -> None:
    if REF not in site.system.store.customers.all_refs():
        _save(site)
    (assessment, *_) = site.system.store.assessments.history(REF, 1)
    case = site.system.store.cases.of_customer(REF)[0]
    manager, auditor = sit(people[Role.MANAGER]), sit(people[Role.AUDITOR])
    for address in (
        "/",
        "/queue",
        "/customers",
        f"/customers/{REF}",
        f"/cases/{case.id}",
        f"/assessments/{assessment.id}",
        f"/assessments/{assessment.id}/certificate",
        f"/assessments/{assessment.id}/replay",
        "/reports",
    ):
        manager.goto(address)
        _harmless(manager)
    auditor.goto("/audit")
    _harmless(auditor)


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/queue", ("q", "grade", "trigger", "list", "branch", "assignee", "due", "state", "after")),
        ("/customers", ("q", "grade", "branch", "kind", "after")),
        ("/reports", ("since", "until", "branch", "part")),
        ("/audit", ("kind", "actor", "subject", "text", "since", "until", "after")),
        ("/policy", ("q", "pack", "on")),
        ("/policy/compare", ("from", "to", "pack", "old", "new")),
        ("/lists/listed", ("after",)),
        ("/account/password", ("next",)),
    ],
)
def test_filters_give_it_back_as_it_was_typed(
    sit: Sit, people: dict[Role, Account], address: str, fields: tuple[str, ...]
) -> None:
    page = sit(people[Role.MANAGER], expected=("400", "404", "422", "does not conform to the required format"))
    for each in (*((field,) for field in fields), fields):
        response = page.goto(f"{address}?" + "&".join(f"{field}={quote(EVIL)}" for field in each))
        assert response is not None
        assert response.status < 500, page.url
        _harmless(page, shows=False)


def test_signing_in_as_markup_leads_nowhere(sit: Sit) -> None:
    page = sit(expected=("403",))
    page.goto(f"/sign-in?next={quote('javascript:alert(1)')}&lang={quote(EVIL)}")
    page.locator("#account").fill(EVIL)
    page.locator("#password").fill(EVIL)
    page.locator("main form button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("#account")).to_have_value(EVIL)
    _harmless(page)
    assert page.locator("[name=next]").input_value() == ""
