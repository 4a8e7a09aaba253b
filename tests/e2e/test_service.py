"""Customer service in a browser: from the application to the tier by keys, and on a telephone without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from amlrisk.policy.value_vocabulary import Tier
from amlrisk.review.authority import Role
from amlrisk.services.save_value import save_value
from amlrisk.tiering.vip import Stage
from tests.e2e.conftest import Sit
from tests.e2e.looking import faults, sticking_out
from tests.e2e.office import Office
from tests.e2e.test_keyboard import Keys
from tests.tiers import tier_now

pytestmark = pytest.mark.browser

_CONTRACT = {"ref": "T-9", "standard_premium": "2500000", "years": 4, "profit_ratio": "0.1"}


@pytest.fixture
def ref(office: Office) -> str:
    """A customer whose group contract is worth platinum."""
    ref = office.take_in(1)
    save_value(office.system, ref, {"contracts": [_CONTRACT]})
    return ref


def test_from_the_application_to_the_tier_without_the_pointer(sit: Sit, office: Office, ref: str) -> None:
    first, second = office.hire(Role.SERVICE), office.hire(Role.MANAGER)
    applying = Keys(sit(first))
    applying.page.goto(f"/service/{ref}")
    applying.tab_to(f"a[href='/service/{ref}/vip']")
    applying.press("Enter")
    applying.page.wait_for_url("**/vip")
    applying.tab_to("[name=tier]")
    applying.choose("platinum")
    applying.tab_to("[name=grounds]")
    applying.type("合作四年，续保稳定")
    applying.tab_to("form.form-narrow button")
    applying.press("Enter")
    expect(applying.page.get_by_role("status").first).to_contain_text("由另一人审批")
    expect(applying.page.locator("#decide")).to_have_count(0)
    assert tier_now(office.system, ref).effective is Tier.STANDARD

    deciding = Keys(sit(second))
    deciding.page.goto("/vip")
    deciding.tab_to("td a[href^='/vip/']")
    deciding.press("Enter")
    deciding.page.wait_for_url("**/vip/*")
    deciding.tab_to("[name=verdict]")
    deciding.press("Space")
    deciding.tab_to("[name=opinion]")
    deciding.type("同意")
    deciding.tab_to("#decide button")
    deciding.press("Enter")
    expect(deciding.page.get_by_role("status").first).to_contain_text("审批结果已登记")
    (filed,) = office.system.store.vip.of_customer(ref)
    assert filed.stage is Stage.DECIDED
    assert tier_now(office.system, ref).effective is Tier.PLATINUM

    applying.page.goto(f"/service/{ref}")
    expect(applying.page.locator(".tier-told")).to_contain_text("铂金")
    applying.tab_to(".use button")
    applying.press("Enter")
    expect(applying.page.get_by_role("status").first).to_contain_text("已登记权益使用")


@pytest.mark.parametrize("script", [True, False])
def test_a_record_on_a_telephone(sit: Sit, office: Office, ref: str, script: bool) -> None:
    page = sit(office.hire(Role.SERVICE), width=390, script=script, expected=("422",))
    page.goto(f"/service/{ref}")
    page.get_by_role("link", name="日常关怀服务").click()
    page.locator("[name=way]").select_option("visit")
    page.locator("[name=content]").fill("节日慰问" * 30)
    page.locator("[name=cost]").fill("?")
    page.locator("[name=handler]").fill("吴")
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("不是有效金额")
    assert page.locator("[name=content]").input_value() == "节日慰问" * 30
    page.locator("[name=cost]").fill("1,200")
    send(page)
    expect(page.get_by_role("status").first).to_contain_text("服务记录已保存")
    (record,) = office.system.store.service_records.last_of(ref, 9)
    assert record.fields["cost"] == "1200"
    for address in (f"/service/{ref}", "/service-records?kind=care", f"/service-records/{record.id}"):
        page.goto(address)
        assert sticking_out(page) == []
        assert faults(page) == []


def send(page: Page) -> None:
    page.get_by_role("button", name="保存记录").click()
