"""The pages of customer service: what they do, and that they tell nothing of why."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from openpyxl import load_workbook

from amlrisk.policy.value_vocabulary import Tier
from amlrisk.review.authority import Role
from amlrisk.services.system import System
from amlrisk.services.tier_of import entitlements_of
from amlrisk.services.vip_applications import apply_for_vip, decide_vip
from amlrisk.tiering.vip import Stage, Verdict
from tests.console.conftest import Visitor, client_of
from tests.services.test_service_records import POINTS
from tests.services.test_vip_applications import ASKED, SHEN, WU, with_contract
from tests.systems import put_list, system_for

PAGE = "/service/G-1"
UNAVAILABLE = "该客户目前不能使用这项权益"
EVIL = "<script>alert(1)</script>"
B11 = ("B11",)


@pytest.fixture
def system(tmp_path: Path) -> Iterator[System]:
    """A customer of branch B11 with a group contract worth gold, graded general."""
    system = system_for(tmp_path)
    put_list(system)
    with_contract(system)
    yield system
    system.store.close()


@pytest.fixture
def wu(system: System) -> Visitor:
    return client_of(system, Role.SERVICE, branches=B11, id="wu")


@pytest.fixture
def shen(system: System) -> Visitor:
    """A manager: who applies does not decide."""
    return client_of(system, Role.MANAGER, branches=B11, id="shen")


def text(client: Visitor, address: str, expect: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == expect, address
    return response.get_data(as_text=True)


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found is not None
    return found[1]


def applied(client: Visitor) -> str:
    """File the application through the pages; its id."""
    page = f"{PAGE}/vip"
    form = {
        "tier": "gold",
        "grounds": f"合作五年 {EVIL}",
        "contact": "何先生",
        "form": hidden(text(client, page), "form"),
    }
    response = client.send(page, form, page=page)
    assert response.status_code == 303
    return response.location.rpartition("/")[2]


def test_service_lands_on_its_own_page_and_finds_customers(wu: Visitor) -> None:
    assert wu.get("/").location == "/service"
    assert "林晓雨" in text(wu, "/service")
    assert "G-1" in text(wu, "/service?q=晓雨")
    assert "没有找到" in text(wu, "/service?q=nobody") or "nobody" in text(wu, "/service?q=nobody")


def test_applied_for_by_one_decided_by_another_and_the_tier_is_there(
    system: System, wu: Visitor, shen: Visitor
) -> None:
    id = applied(wu)
    mine = text(wu, f"/vip/{id}?lang=en")
    assert "You applied for it" in mine
    assert EVIL not in mine
    own = wu.send(f"/vip/{id}/decide", {"verdict": "approved", "opinion": "x"}, page=f"/vip/{id}")
    assert own.status_code == 403
    assert id in text(shen, "/vip")
    empty = shen.send(f"/vip/{id}/decide", {"opinion": "同意，长期客户"}, page=f"/vip/{id}")
    assert empty.status_code == 422
    assert "同意，长期客户" in empty.get_data(as_text=True), "what was typed is not lost"
    done = shen.send(f"/vip/{id}/decide", {"verdict": "approved", "opinion": "同意"}, page=f"/vip/{id}")
    assert done.status_code == 303
    page = text(wu, f"{PAGE}?lang=en")
    assert "gold" in page
    assert "Dedicated manager" in page
    assert system.store.tiers.current(["G-1"])["G-1"].effective is Tier.GOLD


def test_a_second_application_waits_for_the_first(wu: Visitor, system: System) -> None:
    applied(wu)
    page = f"{PAGE}/vip"
    assert "waiting already" in text(wu, f"{page}?lang=en")
    again = wu.send(page, {"tier": "gold", "grounds": "x", "form": "other"}, page=page)
    assert again.status_code == 409
    assert len(system.store.vip.of_customer("G-1")) == 1


def test_the_applicant_takes_it_back(wu: Visitor, system: System) -> None:
    id = applied(wu)
    colleague = client_of(system, Role.SERVICE, branches=B11, id="third")
    assert colleague.send(f"/vip/{id}/withdraw", {}, page=f"/vip/{id}").status_code == 409
    assert wu.send(f"/vip/{id}/withdraw", {}, page=f"/vip/{id}").status_code == 303
    assert system.store.vip.get(id).stage is Stage.WITHDRAWN


def test_an_entitlement_is_used_until_it_is_used_up_and_the_answer_says_no_more(
    system: System, wu: Visitor, shen: Visitor
) -> None:
    id = applied(wu)
    shen.send(f"/vip/{id}/decide", {"verdict": "approved", "opinion": "同意"}, page=f"/vip/{id}")
    for n in range(2):
        sent = wu.send(f"{PAGE}/uses", {"entitlement": "health_assessment", "form": f"u{n}"}, page=PAGE)
        assert sent.status_code == 303
    assert len(system.store.memberships.uses(["G-1"])["G-1"]) == 1
    assert UNAVAILABLE in text(wu, PAGE)
    unknown = wu.send(f"{PAGE}/uses", {"entitlement": "nothing", "form": "u9"}, page=PAGE)
    assert unknown.status_code == 303
    assert UNAVAILABLE in text(wu, PAGE)


def test_membership_steps_answer_alike_for_whoever_cannot(wu: Visitor) -> None:
    told = []
    for n, step in enumerate(("invite", "accept", "decline")):
        assert wu.send(f"{PAGE}/membership", {"step": step, "form": f"m{n}"}, page=PAGE).status_code == 303
        told += re.findall(r'<div class="banner banner-danger"[^>]*><span>([^<]*)', text(wu, PAGE))
    assert told == ["该客户目前不能办理此项会员事宜"] * 3
    assert wu.send(f"{PAGE}/membership", {"step": "nothing"}, page=PAGE).status_code == 303


def test_records_are_kept_corrected_and_taken_back(system: System, wu: Visitor) -> None:
    page = f"{PAGE}/records/care"
    form = hidden(text(wu, page), "form")
    filled = {"on": "2026-07-14", "way": "visit", "content": EVIL, "cost": "1,200", "handler": "吴", "form": form}
    wrong = wu.send(page, {**filled, "on": "2026-07-16", "cost": "?"}, page=page)
    assert wrong.status_code == 422
    body = wrong.get_data(as_text=True)
    assert EVIL not in body
    assert "&lt;script&gt;" in body
    assert hidden(body, "form") == form
    assert wu.send(page, filled, page=page).status_code == 303
    assert wu.send(page, filled, page=page).status_code == 303, "sent twice"
    (record,) = system.store.service_records.last_of("G-1", 9)
    assert record.fields["cost"] == "1200"
    shown = text(wu, f"/service-records/{record.id}?lang=en")
    assert EVIL not in shown
    correct = f"{page}?corrects={record.id}"
    assert "1200" in text(wu, correct)
    changed = {**filled, "cost": "800", "reason": "金额有误", "form": "c1"}
    assert wu.send(correct, changed, page=correct).status_code == 303
    (now,) = system.store.service_records.last_of("G-1", 9)
    assert (now.fields["cost"], now.corrects) == ("800", record.id)
    listed = text(wu, "/service-records?kind=care&lang=en")
    assert "800" in listed
    assert "1200" not in listed
    gone = wu.send(
        f"/service-records/{now.id}/void", {"reason": "记错客户", "form": "v"}, page=f"/service-records/{now.id}"
    )
    assert gone.status_code == 303
    assert system.store.service_records.last_of("G-1", 9) == []
    late = wu.send(f"/service-records/{now.id}/void", {"reason": "再次", "form": "v2"}, page="/service")
    assert late.status_code == 409


@pytest.mark.parametrize("kind", ["quarterly", "green_channel", "care", "call", "survey", "investment"])
def test_every_form_opens_and_its_list_is_empty_at_first(wu: Visitor, kind: str) -> None:
    for language in ("zh", "en"):
        assert "<form" in text(wu, f"{PAGE}/records/{kind}?lang={language}")
        text(wu, f"/service-records?kind={kind}&lang={language}")
    assert wu.get(f"{PAGE}/records/nothing").status_code == 404


def test_a_survey_changes_the_facts_of_value(system: System, wu: Visitor) -> None:
    page = f"{PAGE}/records/survey"
    sent = {"on": "2026-07-10", "respondent": "何", "form": hidden(text(wu, page), "form"), **POINTS}
    assert wu.send(page, sent, page=page).status_code == 303
    kept = system.store.values.of(["G-1"])["G-1"].value
    assert [str(each.score) for each in kept.surveys or ()] == ["88.4"]


def test_pages_of_other_branches_stay_closed(system: System) -> None:
    elsewhere = client_of(system, Role.SERVICE, branches=("B99",))
    for address in (PAGE, f"{PAGE}/vip", f"{PAGE}/records/care"):
        assert "林晓雨" not in text(elsewhere, address, 403)
    assert "林晓雨" not in text(elsewhere, "/service")


def test_forms_are_taken_out_as_files(wu: Visitor, system: System) -> None:
    page = f"{PAGE}/records/care"
    filled = {"on": "2026-07-14", "way": "visit", "content": "=1+1", "handler": "吴", "form": "x1"}
    wu.send(page, filled, page=page)
    listing = "/service-records?kind=care"
    sheet = wu.send("/service-records/export", {"kind": "care", "format": "xlsx"}, page=listing)
    assert sheet.status_code == 200
    book = load_workbook(io.BytesIO(sheet.get_data()))
    assert book.active is not None
    assert book.active["A1"].value == "VIP客户日常关怀服务执行表"
    csv = wu.send("/service-records/export", {"kind": "care", "format": "csv"}, page=listing).get_data(as_text=True)
    assert "'=1+1" in csv
    assert "节日" not in csv
    assert wu.send("/service-records/export", {"kind": "care", "format": "exe"}, page=listing).status_code == 422
    id = applied(wu)
    form = wu.send(f"/vip/{id}/export", {"format": "xlsx"}, page=f"/vip/{id}")
    assert form.headers["Content-Disposition"].startswith('attachment; filename="vip-')


# --- nothing of why -----------------------------------------------------------------------------------

#: Words that would tell of a grade, a case or a reason, in either language; and classes that carry them.
_TELLING = re.compile(
    r"风险等级|不可接受|高风险|普通级|复评岗|尽职调查|名单|预警|审核逾期|暂停|"
    r"\bgrade|\bgate\b|suspend|overdue|sanction|screening|unacceptable|due.diligence|case-",
    re.IGNORECASE,
)


def test_no_page_of_service_speaks_of_grade_case_or_reason(system: System, wu: Visitor, shen: Visitor) -> None:
    id = applied(wu)
    shen.send(f"/vip/{id}/decide", {"verdict": "approved", "opinion": "同意"}, page=f"/vip/{id}")
    pages = ("/service", PAGE, f"{PAGE}/vip", "/vip", "/vip?list=due", "/vip?list=closed", f"/vip/{id}")
    for address in (*pages, f"{PAGE}/records/care", "/service-records"):
        for language in ("zh", "en"):
            html = text(wu, address + ("&" if "?" in address else "?") + f"lang={language}")
            assert not _TELLING.findall(re.sub(r"年度复评|每年复评|复评", "", html)), address


def test_an_approval_that_had_no_effect_looks_like_a_refusal_to_the_front_line(system: System) -> None:
    """Two customers of one look: one approved whom nobody has assessed yet, so that nothing follows; one refused."""
    for ref, verdict in (("G-2", Verdict.APPROVED), ("G-3", Verdict.REFUSED)):
        with_contract(system, ref, assessed=verdict is Verdict.REFUSED)
        made = apply_for_vip(system, WU, msgspec.structs.replace(ASKED, customer=ref, form=ref))
        decide_vip(system, SHEN, made.application.id, verdict, "已核")
    current = system.store.tiers.current(["G-2", "G-3"])
    assert {ref: (it.base, it.effective) for ref, it in current.items()} == {
        "G-2": (Tier.GOLD, Tier.STANDARD),
        "G-3": (Tier.STANDARD, Tier.STANDARD),
    }
    colleague, applicant = (client_of(system, Role.SERVICE, branches=B11, id=id) for id in ("third", "wu"))
    seen = {}
    for ref in ("G-2", "G-3"):
        (filed,) = system.store.vip.of_customer(ref)
        id = filed.application.id
        addresses = (f"/service/{ref}", f"/vip/{id}")
        pages = [text(each, address) for each in (colleague, applicant) for address in addresses]
        export = colleague.send(f"/vip/{id}/export", {"format": "csv"}, page=f"/vip/{id}").get_data(as_text=True)
        plain = "".join((*pages, export)).replace(ref, "REF").replace(id, "ID").replace(id[-6:], "ID")
        seen[ref] = re.sub(r'name="(csrf_token|form)" value="[^"]*"|value="[0-9a-f-]{36}[^"]*"|\d\d:\d\d', "", plain)
    assert seen["G-2"] == seen["G-3"]
    assert "同意" in text(client_of(system, Role.MANAGER, branches=B11, id="shen"), f"/vip/{id}")
    listed = text(colleague, "/vip?list=closed")
    assert listed.count("stage-decided") == 2
    assert "不同意" not in listed


def test_the_form_of_one_is_never_taken_for_that_of_another(system: System, wu: Visitor, shen: Visitor) -> None:
    """Two people who send the same id have sent two forms; the same twice is one."""
    colleague = client_of(system, Role.SERVICE, branches=B11, id="third")
    asked = {"on": "2026-07-14", "way": "visit", "content": "拜访", "handler": "吴", "form": "f-1"}
    for each in (wu, wu, colleague):
        assert each.send(f"{PAGE}/records/care", asked, page=PAGE).status_code == 303
    assert len(system.store.service_records.last_of("G-1", 9)) == 2
    id = applied(wu)
    shen.send(f"/vip/{id}/decide", {"verdict": "approved", "opinion": "同意"}, page=f"/vip/{id}")
    several = next(each.id for each in entitlements_of(system, "G-1") if each.left is None or each.left > 1)
    for each in (wu, wu, colleague):
        each.send(f"{PAGE}/uses", {"entitlement": several, "form": "u-1"}, page=PAGE)
    assert len(system.store.memberships.uses(["G-1"])["G-1"]) == 2
