"""A customer's tier as compliance sees it: from facts to the front line; what is looked at is recorded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from amlrisk.jobs.tier_run import TierScope, Whom, tier_run
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.policy.vocabulary import Grade, Trigger
from amlrisk.review.authority import ALL_BRANCHES, Role
from amlrisk.review.model import Action
from amlrisk.screening.model import DispositionKind
from amlrisk.services.check_customer import check_customer
from amlrisk.services.membership import accept, invite
from amlrisk.services.open_case import TriggerEvent, open_case
from amlrisk.services.record_due_diligence import Findings, record_due_diligence
from amlrisk.services.save_value import save_value
from amlrisk.services.system import System
from amlrisk.services.use_entitlement import use_entitlement
from amlrisk.store.audit_log import AuditFilter
from tests.cases import ANALYST, MANAGER, REVIEWER, act, case_of, hit
from tests.console.conftest import Visitor, client_of, person_of
from tests.systems import NAMESAKE, Clock, customer, put_list, system_for
from tests.tiers import rewritten, tier_now, unreadable, valued, worth

ADDRESS = "/customers/C-1/tier"
FOUND = {"funds": "工资", "wealth": "房产", "purpose": "家庭保障", "conclusion": "来源清楚"}
EVERYTHING = {
    "holdings": {
        "life": [{"institution": "jia", "annual_premium": "72000"}, {"annual_premium": "12000"}],
        "property": [
            {
                "ref": "演A00001",
                "next_premium": "4800",
                "years": [
                    {"starts_on": "2024-03-01", "claims": [], "commercial_premium": "4200"},
                    {"starts_on": "2025-03-01", "claims": [], "commercial_premium": "4200"},
                    {"starts_on": "2026-03-01", "claims": [], "commercial_premium": "4100"},
                ],
            }
        ],
        "bank": [{"month": f"2026-0{month}", "average": "450000"} for month in (4, 5, 6)],
        "trust": "650000",
    },
    "bank_standing": {"credit_record": "A", "statements": "B"},
    "contracts": [{"ref": "GP-1", "standard_premium": "800000", "years": 3, "profit_ratio": "0.12"}],
    "complaints": [],
    "region": "310101",
    "income": "450000",
    "need": True,
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[System]:
    """C-1 is general, C-2 has the name of somebody listed, C-3 has a grade and nothing else."""
    system = system_for(tmp_path, clock=Clock())
    put_list(system)
    check_customer(system, customer())
    check_customer(system, customer("C-2", subject=NAMESAKE))
    check_customer(system, customer("C-3"))
    yield system
    system.store.close()


def text(client: Visitor, address: str = ADDRESS, language: str = "en", expect: int = 200) -> str:
    response = client.get(f"{address}{'&' if '?' in address else '?'}lang={language}")
    assert response.status_code == expect
    return re.sub(r"\s+", " ", response.get_data(as_text=True))


def words(page: str) -> str:
    """What is read of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") :]))


def section(page: str, id: str) -> str:
    """A card of the page, in words."""
    found = re.search(rf'<(section|details) class="card[^"]*" id="{id}".*?</\1>', page)
    assert found is not None, id
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0]))


def rungs(page: str, line: str) -> list[str]:
    """The steps of a line of the picture."""
    found = re.search(rf'<li class="line-{line}[^"]*">.*?<span class="rail[^>]*>(.*?)</span>', page)
    assert found is not None, line
    return re.findall(r"rung-(\w+)", found[1])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_customer_whom_nobody_has_valued(office: System, language: str) -> None:
    page = text(client_of(office), language=language)
    expected = ("尚未评定价值层级", "评定中") if language == "zh" else ("has not been valued yet", "under review")
    assert expected[0] in page
    assert 'id="picture"' not in page
    assert expected[1] in section(page, "front-line")
    assert "tier-standard" in page


def test_the_picture_and_every_scheme(office: System) -> None:
    save_value(office, "C-1", EVERYTHING)
    page = text(client_of(office))
    assert rungs(page, "base") == ["reached", "reached", "reached", "maybe"]
    assert rungs(page, "gate") == ["free"] * 4
    assert rungs(page, "effective") == ["reached", "reached", "reached", "maybe"]
    read = words(page)
    for each in ("Annual premium", "Personal financial assets", "演A00001", "GP-1", "municipalities", "not eligible"):
        assert each in read
    for id in ("club", "appraisal", "group", "bank", "motor-1", "diamond", "membership", "entitlements", "history"):
        assert section(page, id)
    assert "no class: a criterion is missing" in section(page, "bank")
    assert "Rules of the VIP club" in section(page, "club")
    assert "in the source documents" in section(page, "club")
    assert re.search(r'<details class="card scheme" id="club" open', page), "the scheme that decides is open"
    assert re.search(r'<details class="card scheme" id="motor-1">', page)


def test_a_confirmed_customer_is_told_why_and_the_front_line_nothing(office: System) -> None:
    valued(office, Tier.PLATINUM, "C-2")
    found = tier_now(office, "C-2")
    assert (found.base, found.effective) == (Tier.PLATINUM, Tier.STANDARD), "a possible match holds the tier"
    page = text(client_of(office), "/customers/C-2/tier")
    assert rungs(page, "effective")[:3] != ["reached"] * 3
    assert "lost" in rungs(page, "effective")
    assert "Lowered by the gate" in words(page)
    assert "yes" in section(page, "standing")
    front = section(page, "front-line").partition("Customers and the front line")[0]
    assert "standard" in front.lower()
    for secret in ("risk", "grade", "alert", "match", "held", "lowered", "suspended"):
        assert secret not in front.lower()


def test_who_may_look(office: System) -> None:
    valued(office, Tier.GOLD)
    for role in (Role.ANALYST, Role.REVIEWER, Role.MANAGER, Role.AUDITOR):
        text(client_of(office, role))
        text(client_of(office, role, branches=("B99",)), expect=403)
    for role in (Role.SERVICE, Role.ADMINISTRATOR):
        page = text(client_of(office, role), expect=403)
        assert "gold" not in page.lower()
    text(client_of(office), "/customers/nobody/tier", expect=404)


def test_every_look_is_recorded(office: System) -> None:
    valued(office, Tier.GOLD)
    text(client_of(office, Role.AUDITOR))
    text(client_of(office, Role.AUDITOR), "/customers/C-3/tier")
    looked = office.store.audit_log.page(AuditFilter(kind="viewed"), None, 9).lines
    seen = [(line.subject, line.detail) for line in looked if line.detail and line.detail["kind"] == "tier"]
    evaluation = tier_now(office).id
    assert seen == [
        ("C-3", {"kind": "tier"}),
        ("C-1", {"kind": "tier", "evaluation": evaluation, "base": "gold", "tier": "gold"}),
    ]


def test_membership_and_entitlements(office: System) -> None:
    valued(office, Tier.GOLD)
    host = person_of(office, Role.SERVICE).officer
    invite(office, host, "C-1")
    accept(office, host, "C-1")
    once = next(
        each for each in office.value_rules().tiers.entitlements if each.tier is Tier.GOLD and each.per_year == 1
    )
    use_entitlement(office, host, "C-1", once.id)
    page = text(client_of(office))
    membership = section(page, "membership")
    assert "2026-07-15 to 2027-07-15" in membership
    assert re.search(r"Joined.*Invited", membership)
    assert "测试 service-all" in membership
    told = section(page, "entitlements")
    assert re.search(rf"{re.escape(once.name.en)} used up 1 0", told)
    assert re.search(r"granted 0 no limit", told)
    assert "suspended" not in told.lower()


def test_past_evaluations_can_be_looked_at(office: System) -> None:
    valued(office, Tier.GOLD)
    clock = office.clock
    assert isinstance(clock, Clock)
    clock.advance(days=3)
    valued(office, Tier.DIAMOND)
    client = client_of(office)
    now = text(client)
    assert now.count("value facts changed") == 2
    assert 'role="img" aria-label="Tier over time"' in now
    assert "A past evaluation" not in now
    then = text(client, f"{ADDRESS}?on=2026-07-16")
    assert "A past evaluation, of 2026-07-15" in then
    assert rungs(then, "base") == ["reached", "reached", "empty", "empty"]
    assert "<form" not in then[then.index("<main") : then.index("</main")]
    before = text(client, f"{ADDRESS}?on=2026-07-01")
    assert "There was no evaluation yet on 2026-07-01" in before
    text(client, f"{ADDRESS}?on=soon", expect=422)


def test_each_evaluation_of_a_day_can_be_looked_at(office: System) -> None:
    first = valued(office, Tier.GOLD)
    valued(office, Tier.DIAMOND)
    valued(office, Tier.STANDARD, "C-3")
    client = client_of(office)
    page = text(client)
    assert f"evaluation={first.id}" in page
    assert 'class="chart"' not in page, "a single day is no course"
    assert rungs(text(client, f"{ADDRESS}?evaluation={first.id}"), "base") == ["reached", "reached", "empty", "empty"]
    text(client, f"/customers/C-3/tier?evaluation={first.id}", expect=404)
    text(client, f"{ADDRESS}?evaluation=none", expect=404)


# --- due diligence ------------------------------------------------------------------------------------


def test_due_diligence_is_recorded_and_shown(office: System) -> None:
    valued(office, Tier.GOLD)
    client = client_of(office, Role.ANALYST)
    assert not tier_now(office).standing.due_diligence_complete
    sent = client.send(f"{ADDRESS}/due-diligence", {**FOUND, "form": "f-1"}, page=ADDRESS)
    assert (sent.status_code, sent.headers["Location"]) == (303, f"{ADDRESS}#due-diligence")
    again = client.send(f"{ADDRESS}/due-diligence", {**FOUND, "form": "f-1"}, page=ADDRESS)
    assert again.status_code == 303
    assert len(office.store.due_diligence.history("C-1")) == 1, "a form counts once"
    assert tier_now(office).standing.due_diligence_complete
    page = text(client)
    assert "Enhanced due diligence complete yes" in section(page, "standing")
    standing = section(page, "due-diligence")
    for each in (*FOUND.values(), "测试 analyst-all"):
        assert each in standing


def test_a_form_with_gaps_comes_back_as_it_was(office: System) -> None:
    client = client_of(office, Role.REVIEWER)
    sent = client.send(f"{ADDRESS}/due-diligence?lang=en", {**FOUND, "wealth": " ", "form": "f-2"}, page=ADDRESS)
    page = sent.get_data(as_text=True)
    assert sent.status_code == 422
    assert "来源清楚</textarea>" in page
    assert 'value="f-2"' in page
    assert 'href="#field-wealth"' in page
    assert re.search(r'<details class="more" open>', page), "what is wrong is not folded away"
    assert office.store.due_diligence.history("C-1") == []


def test_the_same_form_with_other_words_is_refused(office: System) -> None:
    client = client_of(office, Role.ANALYST)
    client.send(f"{ADDRESS}/due-diligence", {**FOUND, "form": "f-1"}, page=ADDRESS)
    other = client.send(f"{ADDRESS}/due-diligence", {**FOUND, "funds": "彩票", "form": "f-1"}, page=ADDRESS)
    assert other.status_code == 409
    colleague = client_of(office, Role.REVIEWER)
    assert colleague.send(f"{ADDRESS}/due-diligence", {**FOUND, "form": "f-1"}, page=ADDRESS).status_code == 303
    assert len(office.store.due_diligence.history("C-1")) == 2, "another's form is another form"


def test_who_may_record(office: System) -> None:
    for role in (Role.MANAGER, Role.AUDITOR):
        assert "due-diligence" not in re.findall(r'action="([^"]+)"', text(client_of(office, role)))
        sent = client_of(office, role).send(f"{ADDRESS}/due-diligence", FOUND, page=ADDRESS)
        assert sent.status_code == 403
    far = client_of(office, Role.ANALYST, branches=("B99",))
    assert far.send(f"{ADDRESS}/due-diligence", FOUND, page="/customers").status_code == 403
    assert office.store.due_diligence.history("C-1") == []


def test_records_beyond_the_third_fold_away(office: System) -> None:
    client = client_of(office, Role.ANALYST)
    for number in range(5):
        fields = {**FOUND, "conclusion": f"结论 {number}", "form": f"f-{number}"}
        assert client.send(f"{ADDRESS}/due-diligence", fields, page=ADDRESS).status_code == 303
    page = text(client)
    assert "2 earlier records" in page
    assert page.index("结论 4") < page.index("2 earlier records") < page.index("结论 0")


def test_what_is_typed_is_text(office: System) -> None:
    evil = "<script>alert(1)</script>"
    client = client_of(office, Role.ANALYST)
    client.send(f"{ADDRESS}/due-diligence", {**FOUND, "funds": evil, "form": "f"}, page=ADDRESS)
    save_value(office, "C-1", worth(Tier.GOLD, contracts=[{"ref": "<b>1</b>", "years": 1}]))
    page = client.get(ADDRESS).get_data(as_text=True)
    assert evil not in page
    assert "<b>1</b>" not in page


def test_the_customer_and_the_overview_lead_there(office: System) -> None:
    client = client_of(office, Role.ANALYST)
    assert f'href="{ADDRESS}"' in text(client, "/customers/C-1")
    assert 'href="/tiers"' in text(client, "/")
    assert ALL_BRANCHES in person_of(office, Role.ANALYST).officer.branches


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", ("was withdrawn", "cannot be read", "gives the tier back")), ("zh", ("撤下", "无法读取", "即恢复"))],
)
def test_a_tier_that_was_withdrawn_is_said_to_be(office: System, language: str, said: tuple[str, ...]) -> None:
    before = valued(office, Tier.GOLD)
    document = unreadable(office)
    tier_run(office, TierScope(Whom.ALL), cause="test")
    client = client_of(office)
    page = text(client, language=language)
    assert all(each in words(page) for each in (*said, "value_unreadable"))
    assert f"evaluation={before.id}" in section_html(page, "history"), "history stays"
    front = section(page, "front-line")
    assert ("under review" in front.lower()) or "评定中" in front
    overview = words(text(client, "/tiers", language=language))
    assert ("1 tiers are withdrawn" in overview) or "1 名客户的层级因无法评定已撤下" in overview
    past = client.get(f"{ADDRESS}?evaluation={before.id}")
    assert past.status_code == 503, "what it was made from cannot be read"
    rewritten(office, "C-1", document)
    past_page = words(text(client, f"{ADDRESS}?evaluation={before.id}", language=language))
    assert all(each in past_page for each in said)
    tier_run(office, TierScope(Whom.ALL), cause="test")
    assert not any(each in words(text(client, language=language)) for each in said)


def section_html(page: str, id: str) -> str:
    found = re.search(rf'<section class="card" id="{id}".*?</section>', page)
    assert found is not None, id
    return found[0]


def test_an_approval_that_came_before_due_diligence_is_said_not_to_count(office: System) -> None:
    valued(office, Tier.PLATINUM, "C-2")
    act(office, ANALYST, case_of(office, "C-2"), Action.DECIDE_HIT, hit=hit(DispositionKind.INCONCLUSIVE))
    address, client = "/customers/C-2/tier", client_of(office)
    early = ("before enhanced due diligence was recorded: that does not count", "opens once a case is approved again")
    assert early[0] not in text(client, address)
    for who, action in ((ANALYST, Action.PROPOSE), (REVIEWER, Action.CONFIRM), (MANAGER, Action.APPROVE)):
        grade = {"grade": Grade.HIGH} if action is Action.PROPOSE else {}
        act(office, who, case_of(office, "C-2"), action, **grade)
    assert isinstance(office.clock, Clock)
    office.clock.advance(minutes=1)
    record_due_diligence(office, ANALYST, Findings(customer="C-2", **FOUND))
    page = section(text(client, address), "standing")
    assert all(each in page for each in early)
    assert "override requested" in page
    chinese = section(text(client, address, "zh"), "standing")
    assert "不作数" in chinese
    assert "申请人工调级" in chinese
    told = TriggerEvent(customer="C-2", trigger=Trigger.OVERRIDE_REQUESTED, text="提请重新批准")
    open_case(office, ANALYST, told)
    assert "The open case will do." in section(text(client, address), "standing")
