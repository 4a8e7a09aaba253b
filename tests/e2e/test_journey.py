"""From the morning's first case to its audit trail, as an officer goes: in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from amlrisk.policy.vocabulary import Trigger
from amlrisk.review.authority import ALL_BRANCHES, Role
from amlrisk.review.model import State
from amlrisk.screening.model import DispositionKind
from amlrisk.services.open_case import TriggerEvent, open_case
from tests.e2e.conftest import Sit, Site
from tests.e2e.office import ALSO_SANCTIONED, BANKER, MINISTER, SANCTIONED, Office
from tests.e2e.steps import decide, form, hit, mark, sign_in, take

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Way:
    """A language, two people on lists of whom the second is found to be the listed one, and what then follows."""

    language: str
    cleared: dict[str, Any]
    confirmed: dict[str, Any]
    grade: str
    approved: bool
    words: dict[str, str]


ZH = Way(
    "zh",
    SANCTIONED,
    ALSO_SANCTIONED,
    "不可接受",
    approved=False,
    words={
        "queue": "待办",
        "pending": "待核实",
        "left": "1 项待核实",
        "four eyes": "您已作初评，须由另一人处理",
        "closed": "案件已结案",
        "review": "2027-05-23",
        "due diligence": "强化尽职调查",
        "measure": "立即采取特别预防措施，限制存续业务，不得事先告知",
        "finding": "已证实命中",
        "audit": "审计",
        "whole": "审计链完整",
        "decided": "核实命中",
        "certificate": "筛查证明",
    },
)
EN = Way(
    "en",
    BANKER,
    MINISTER,
    "high risk",
    approved=True,
    words={
        "queue": "Queue",
        "pending": "pending",
        "left": "1 to be decided",
        "four eyes": "You took the first grading: another person must do this",
        "closed": "The case is closed.",
        "review": "2027-05-23",
        "due diligence": "enhanced",
        "measure": "A senior manager approves the start or continuation of the relationship",
        "finding": "A match is confirmed",
        "audit": "Audit",
        "whole": "The chain is whole",
        "decided": "Hit decided",
        "certificate": "Screening certificate",
    },
)


@pytest.mark.parametrize("way", [ZH, EN], ids=["zh", "en"])
def test_the_most_urgent_case_from_sign_in_to_audit_trail(site: Site, sit: Sit, office: Office, way: Way) -> None:
    first, second = office.hire(Role.REVIEWER, 1), office.hire(Role.REVIEWER, 2)
    manager, auditor = office.hire(Role.MANAGER), office.hire(Role.AUDITOR, branches=(ALL_BRANCHES,))
    patient, ref = office.take_in(1), office.take_in(2, way.cleared, way.confirmed)
    disputed = TriggerEvent(customer=patient, trigger=Trigger.DISPUTE, text="异议", form=f"{patient}/dispute")
    open_case(site.system, first.officer, disputed)
    assert office.case(patient).due_on > office.case(ref).due_on

    page = sit(language=way.language)
    _takes_the_most_urgent(page, first.id, ref, way)
    _clears_one_and_confirms_the_other(page, office, ref, way)
    _proposes(page, office, ref)
    _is_refused_the_confirmation(page, office, ref, way)

    page = sit(second, language=way.language)
    page.goto("/queue?state=proposed")
    page.locator("[data-open]").click()
    expect(page.locator("#form-confirm")).to_contain_text(way.grade)
    take(page, "confirm", "checked_anew")
    if way.approved:
        assert office.case(ref).state is State.APPROVAL
        expect(form(page, "approve")).to_have_count(0)
        page = sit(manager, language=way.language)
        page.goto("/queue?state=approval")
        page.locator("[data-open]").click()
        take(page, "approve", "approved_with_conditions", "半年内复核资金来源")
    expect(page.get_by_role("status").first).to_contain_text(way.words["closed"])
    case = office.case(ref)
    assert (case.state, case.proposer, case.confirmer) == (State.CLOSED, first.id, second.id)

    _the_customer_stands_as_decided(page, ref, way)
    _the_trail_tells_it_all(sit(auditor, language=way.language), ref, way)


def _takes_the_most_urgent(page: Page, id: str, ref: str, way: Way) -> None:
    page.goto("/")
    sign_in(page, id)
    page.locator(".places").get_by_role("link", name=way.words["queue"]).click()
    expect(page.locator("[data-row]")).to_have_count(2)
    expect(page.locator("[data-row]").first).to_contain_text(ref)
    page.locator("[data-key=n]").click()
    expect(page.locator(".case-title")).to_contain_text(ref)


def _clears_one_and_confirms_the_other(page: Page, office: Office, ref: str, way: Way) -> None:
    cleared, confirmed = way.cleared["name"], way.confirmed["name"]
    expect(form(page, "propose")).to_have_count(0)
    decide(page, cleared, "false_positive", "nationality_differs", "已核对护照")
    expect(page.locator("#hits .heading")).to_contain_text(way.words["left"])
    expect(hit(page, confirmed).locator(".hit-state")).to_have_text(way.words["pending"])
    assert office.case(ref).pending_hits == 1

    hit(page, confirmed).locator("[name=kind][value=true_match]").check()
    expect(hit(page, confirmed).locator(".when-true_match .grade")).to_have_text(way.grade)
    decide(page, confirmed, "true_match", "name_and_birth")
    expect(page.locator(".verdict .grade")).to_have_text(way.grade)
    history = office.system.store.dispositions.history(ref)
    assert {each.disposition.kind for each in history} == {DispositionKind.FALSE_POSITIVE, DispositionKind.TRUE_MATCH}


def _proposes(page: Page, office: Office, ref: str) -> None:
    take(page, "propose", "listing_settled", "两项命中均已核实")
    expect(page.locator(".way [aria-current=step]")).to_be_visible()
    expect(form(page, "propose")).to_have_count(0)
    assert office.case(ref).state is State.PROPOSED


def _is_refused_the_confirmation(page: Page, office: Office, ref: str, way: Way) -> None:
    """The page offers no form for it and says why; one that is made up is refused with the same words."""
    expect(form(page, "confirm")).to_have_count(0)
    expect(page.locator(".decision-card")).to_contain_text(way.words["four eyes"])
    case = office.case(ref)
    made_up = {**mark(page), "version": str(case.version), "form": "made up", "reason_confirm": "agrees"}
    language = {"Accept-Language": way.language}
    answer = page.request.post(f"/cases/{case.id}/confirm", form=made_up, headers=language)
    assert answer.status == 403
    assert way.words["four eyes"] in answer.text()
    assert office.case(ref) == case


def _the_customer_stands_as_decided(page: Page, ref: str, way: Way) -> None:
    page.goto(f"/customers/{ref}")
    expect(page.locator(".verdict .grade")).to_have_text(way.grade)
    expect(page.locator(".verdict .facts")).to_contain_text(way.words["review"])
    expect(page.locator(".verdict .facts")).to_contain_text(way.words["due diligence"])
    expect(page.locator(".measures")).to_contain_text(way.words["measure"])
    page.get_by_role("link", name=way.words["certificate"]).click()
    expect(page.locator(".finding")).to_contain_text(way.words["finding"])
    for name in (way.cleared["name"], way.confirmed["name"]):
        expect(page.locator(".certificate")).to_contain_text(name)
    expect(page.locator(".certificate")).not_to_contain_text(way.grade)  # it is shown to others
    page.get_by_role("link", name=f" {ref}").click()
    page.locator(".replay a").last.click()
    expect(page.get_by_role("status")).to_be_visible()


def _the_trail_tells_it_all(page: Page, ref: str, way: Way) -> None:
    page.goto("/")
    page.locator(".places").get_by_role("link", name=way.words["audit"]).click()
    page.locator("#subject").fill(ref)
    page.locator("form.asking button").click()
    rows = page.locator(".trail tbody tr")
    expect(rows.filter(has_text=way.words["decided"])).not_to_have_count(0)
    kinds = page.locator(".trail tbody a[href*='kind=']").evaluate_all(
        "links => links.map(link => new URL(link.href).searchParams.get('kind'))"
    )
    assert {"viewed", "graded"} < set(kinds)
    told = [kind for kind in reversed(kinds) if kind not in {"viewed", "graded"}]
    assert told == [
        "disposition",
        *([] if way.approved else ["look_back"]),  # a list that forbids dealings: an approver's consent is not enough
        "disposition",
        "case_propose",
        "case_confirm",
        *(["case_approve"] if way.approved else []),
    ]
    page.locator("form[action='/audit/verify'] button").click()
    expect(page.get_by_role("status")).to_contain_text(way.words["whole"])
