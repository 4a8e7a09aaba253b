"""Facts in words: every path that a reason can name leads to a name and to what is known of it, in both languages."""

from __future__ import annotations

import itertools
import re
from datetime import date
from typing import Any, get_args

import msgspec
import pytest

from amlrisk.console.tier_facts import facts_in_words
from amlrisk.facts.value import CustomerValue
from tests.tiering.scenarios import facts

VALUE = facts(
    {
        "life": [{"institution": "jia", "annual_premium": 30000, "single_premium": None}],
        "vehicles": [
            {
                "ref": "演A00001",
                "years": [
                    {"starts_on": date(2025, 3, 1), "claims": [{"on": date(2025, 5, 1), "paid": 1800}]},
                    {"starts_on": date(2026, 3, 1), "commercial_premium": 4200, "claims": []},
                ],
            }
        ],
        "bank": [{"month": "2026-06", "average": 400000}],
        "securities": [{"quarter": "2026-Q1", "cash": 100, "market_value": 900}],
        "futures": [{"quarter": "2026-Q2", "equity": 1}],
        "trust": 650000,
        "pension": {"accounts": 20, "net_assets": 3000000},
        "contracts": [{"ref": "GP-1", "standard_premium": 800000, "years": 3, "profit_ratio": 0.125}],
        "figures": [{"year": 2025, "premium": 90000, "claims_paid": 12000}],
        "surveys": [{"on": date(2026, 3, 1), "score": 92}],
        "complaints": [],
        "purchases": [date(2026, 2, 1), date(2025, 10, 1)],
        "personal_risk": "low",
        "study": "bachelor",
        "need": True,
        "health": {"on": date(2026, 2, 1), "chronic": False, "hereditary": True},
    }
)

CASES = [
    ("life[0].annual_premium", "寿险机构1 年交保费", "30,000 元", "life institution 1, annual premium", "30,000 yuan"),
    ("life[0].single_premium", "寿险机构1 趸交保费", "不明", "life institution 1, single premium", "not known"),
    ("life[0].institution", "寿险机构1 机构类别", "甲", "life institution 1, class of the institution", "class 甲"),
    (
        "vehicles[0].years[0].claims",
        "车辆 演A00001 投保年度（2025-03-01 起） 出险",
        "1 次，赔付 1,800 元",
        "vehicle 演A00001, insured year from 2025-03-01, claims",
        "1, paid 1,800 yuan",
    ),
    (
        "vehicles[0].years[1].claims",
        "车辆 演A00001 投保年度（2026-03-01 起） 出险",
        "无",
        "vehicle 演A00001, insured year from 2026-03-01, claims",
        "none",
    ),
    (
        "vehicles[0].years[1]",
        "车辆 演A00001 投保年度（2026-03-01 起）",
        "商业险保费 4,200 元，交强险保费 不明",
        "vehicle 演A00001, insured year from 2026-03-01",
        "commercial premium 4,200 yuan, compulsory premium not known",
    ),
    (
        "bank[0]",
        "银行月日均资产 2026-06",
        "400,000 元",
        "bank assets, daily average of the month 2026-06",
        "400,000 yuan",
    ),
    (
        "securities[0]",
        "证券季日均资产 2026-Q1",
        "1,000 元",
        "securities, daily average of the quarter 2026-Q1",
        "1,000 yuan",
    ),
    ("trust", "信托产品", "650,000 元", "trust products", "650,000 yuan"),
    ("pension.accounts", "养老险 年金账户数", "20", "pension, annuity accounts", "20"),
    ("pension.long_premium", "养老险 长期险保费", "不明", "pension, long-term premium", "not known"),
    (
        "contracts[0]",
        "团险保单 GP-1",
        "标准保费 800,000 元，连续投保年数 3，利润率 12.5%",
        "group contract GP-1",
        "standard premium 800,000 yuan, years insured 3, profit 12.5%",
    ),
    (
        "figures",
        "历年保费与赔款",
        "2025 年保费 90,000 元，赔款 12,000 元，其他收入 0 元",
        "premium and claims by year",
        "2025: premium 90,000 yuan, claims 12,000 yuan, other income 0 yuan",
    ),
    ("surveys", "满意度调查", "2026-03-01 92 分", "satisfaction surveys", "2026-03-01 92 points"),
    ("complaints", "投诉", "无", "complaints", "none"),
    ("referrals", "转介绍", "不明", "referrals", "not known"),
    (
        "purchases",
        "复购",
        "2 次（2025-10-01、2026-02-01）",
        "purchases again",
        "2 times (2025-10-01, 2026-02-01)",
    ),
    ("personal_risk", "个人风险", "低", "personal risk", "low"),
    ("study", "学历", "本科", "education", "bachelor"),
    ("need", "保险需求明确", "是", "clear need", "yes"),
    ("health.hereditary", "健康评估 家族遗传病史", "是", "health assessment, hereditary family history", "yes"),
    (
        "health",
        "健康评估",
        "2026-02-01 严重慢性病史 否，家族遗传病史 是，其他严重健康问题 不明",
        "health assessment",
        "2026-02-01 serious chronic disease no, hereditary family history yes, other serious health problem not known",
    ),
    ("birth_on", "出生日期", "1990-05", "date of birth", "1990-05"),
]


@pytest.mark.parametrize(("path", "zh_name", "zh", "en_name", "en"), CASES, ids=[case[0] for case in CASES])
def test_a_fact_is_named_and_told(path: str, zh_name: str, zh: str, en_name: str, en: str) -> None:
    assert facts_in_words(VALUE, [path], "zh", "1990-05") == ((zh_name, zh),)
    assert facts_in_words(VALUE, [path], "en", "1990-05") == ((en_name, en),)


def test_each_fact_once_and_in_order() -> None:
    told = facts_in_words(VALUE, ["trust", "need", "trust"], "zh")
    assert [fact.name for fact in told] == ["信托产品", "保险需求明确"]


def test_what_is_not_there_is_not_known() -> None:
    for path in ("life[7].annual_premium", "vehicles[3].years[1].claims", "bank[9]", "contracts[1]", "birth_on"):
        (fact,) = facts_in_words(CustomerValue(ref="C"), [path], "zh")
        assert fact.shown == "不明"
        assert "{" not in fact.name


def _paths(kind: Any, before: str = "") -> list[str]:
    """Every path into a struct: its fields, and into those of what they hold."""
    found = []
    for field in msgspec.structs.fields(kind):
        if field.name in {"ref", "month", "quarter", "on", "starts_on", "ends_on"} and before:
            continue
        path = f"{before}{field.name}"
        found.append(path)
        for each in itertools.chain.from_iterable(
            get_args(part) or (part,) for part in (field.type, *get_args(field.type))
        ):
            if isinstance(each, type) and issubclass(each, msgspec.Struct):
                step = f"{path}[0]." if "tuple" in str(field.type) else f"{path}."
                found += _paths(each, step)
    return found


#: What no reason names: parts of figures, claims and vehicles that only count within what they belong to.
_WITHIN = re.compile(r"figures\[|surveys\[|claims\[|bank\[0\]\.|securities\[0\]\.|futures\[0\]\.|contracts\[0\]\.")
_APART = {"ref", "vehicles[0].first_class", "vehicles[0].next_premium"}


_NAMED = [each for each in _paths(CustomerValue) if not _WITHIN.search(each) and each not in _APART]


@pytest.mark.parametrize("path", _NAMED)
def test_every_fact_has_a_name(path: str) -> None:
    for language in ("zh", "en"):
        (fact,) = facts_in_words(VALUE, [path], language)
        assert fact.name
        assert fact.shown
        assert language == "en" or not re.search(r"[a-z_]", fact.name.replace("GP-1", ""))
