"""The facts that a tier rests on, in words: what stands at a path into ``CustomerValue``, and its name. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import singledispatch
from typing import Any, NamedTuple

from amlrisk.facts import value as worth
from amlrisk.facts.labels import label
from amlrisk.policy.model import Text
from amlrisk.policy.words import number

_STEP = re.compile(r"(\w+)(?:\[(\d+)\])?")
_UNKNOWN = Text(zh="不明", en="not known")
_NONE = Text(zh="无", en="none")
_YES, _NO = Text(zh="是", en="yes"), Text(zh="否", en="no")


class Fact(NamedTuple):
    """A fact: what it is, and what is known of it."""

    name: str
    shown: str


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


#: Fields by their names, wherever they stand; ``{n}`` is the place of what they belong to.
_FIELDS: dict[str, Text] = {
    "birth_on": _t("出生日期", "date of birth"),
    "life": _t("寿险机构{n}", "life institution {n}"),
    "annual_premium": _t("年交保费", "annual premium"),
    "single_premium": _t("趸交保费", "single premium"),
    "institution": _t("机构类别", "class of the institution"),
    "vehicles": _t("车辆{n}", "vehicle {n}"),
    "years": _t("投保年度{n}", "insured year {n}"),
    "claims": _t("出险", "claims"),
    "commercial_premium": _t("商业险保费", "commercial premium"),
    "compulsory_premium": _t("交强险保费", "compulsory premium"),
    "bank": _t("银行月日均资产", "bank assets, daily average of the month"),
    "securities": _t("证券季日均资产", "securities, daily average of the quarter"),
    "futures": _t("期货季日均权益", "futures equity, daily average of the quarter"),
    "trust": _t("信托产品", "trust products"),
    "pension": _t("养老险", "pension"),
    "net_assets": _t("年金净资产", "annuity net assets"),
    "accounts": _t("年金账户数", "annuity accounts"),
    "long_premium": _t("长期险保费", "long-term premium"),
    "short_premium": _t("短期险保费", "short-term premium"),
    "contracts": _t("团险保单{n}", "group contract {n}"),
    "bank_standing": _t("银行评定", "the bank's finding"),
    "asset_scale": _t("资产规模", "scale of assets"),
    "credit_record": _t("信用记录", "credit record"),
    "statements": _t("财务报表", "financial statements"),
    "risk_process": _t("风险评估过程", "risk-assessment process"),
    "return_and_risk": _t("收益与风险", "return and risk"),
    "figures": _t("历年保费与赔款", "premium and claims by year"),
    "surveys": _t("满意度调查", "satisfaction surveys"),
    "complaints": _t("投诉", "complaints"),
    "purchases": _t("复购", "purchases again"),
    "referrals": _t("转介绍", "referrals"),
    "personal_risk": _t("个人风险", "personal risk"),
    "occupational_risk": _t("职业风险", "occupational risk"),
    "other_risk": _t("其他风险", "other risk"),
    "study": _t("学历", "education"),
    "work": _t("职业背景", "background at work"),
    "literacy": _t("保险素养", "insurance literacy"),
    "region": _t("居住或注册地代码", "code of the residence or registration"),
    "health": _t("健康评估", "health assessment"),
    "chronic": _t("严重慢性病史", "serious chronic disease"),
    "hereditary": _t("家族遗传病史", "hereditary family history"),
    "other": _t("其他严重健康问题", "other serious health problem"),
    "income": _t("年收入", "income of a year"),
    "assets": _t("资产", "assets"),
    "need": _t("保险需求明确", "clear need"),
    "intention": _t("购买意愿", "wants to buy"),
}
#: Numbers that are no amount of money.
_COUNTS = frozenset({"accounts", "score", "profit_ratio"})


def facts_in_words(
    value: worth.CustomerValue, paths: Iterable[str], language: str, birth_on: str | None = None
) -> tuple[Fact, ...]:
    """Each path once, in order. A path that leads nowhere is not known, as what it names."""
    return tuple(_fact(value, path, language, birth_on) for path in dict.fromkeys(paths))


def _fact(value: worth.CustomerValue, path: str, language: str, birth_on: str | None) -> Fact:
    if path == "birth_on":
        return Fact(_FIELDS[path].get(language), birth_on or _UNKNOWN.get(language))
    found: Any = value
    names: list[str] = []
    field = ""
    for step in path.split("."):
        match = _STEP.fullmatch(step)
        assert match is not None, path
        field, index = match[1], match[2]
        found = getattr(found, field, None)
        if index is not None:
            found = found[int(index)] if found is not None and int(index) < len(found) else None
        names.append(_named(field, index, found, language))
    return Fact((" " if language == "zh" else ", ").join(names), _shown(field, found, language))


def _named(field: str, index: str | None, found: Any, language: str) -> str:
    """What a step is called: by its own number, month or day where it has one."""
    template = _FIELDS[field].get(language)
    if isinstance(found, worth.MonthlyAssets):
        return f"{template} {found.month}"
    if isinstance(found, worth.QuarterlyAssets):
        return f"{template} {found.quarter}"
    if isinstance(found, worth.Vehicle | worth.GroupContract):
        return template.format(n=f" {found.ref}" if language == "zh" else found.ref)
    if isinstance(found, worth.MotorYear):
        since = f"（{found.starts_on} 起）" if language == "zh" else f"from {found.starts_on}"
        return template.format(n=since)
    if index is not None:
        return template.format(n=int(index) + 1)
    return template.removesuffix("{n}").strip()


def _shown(field: str, found: Any, language: str) -> str:
    if isinstance(found, Decimal | int) and not isinstance(found, bool):
        return number(found) if field in _COUNTS else _yuan(Decimal(found), language)
    return _told(found, language)


def _yuan(amount: Decimal, language: str) -> str:
    return f"{number(amount)} {'元' if language == 'zh' else 'yuan'}"


def _part(field: str, amount: Decimal | None, language: str) -> str:
    name = _FIELDS[field].get(language)
    return f"{name} {_UNKNOWN.get(language) if amount is None else _yuan(amount, language)}"


def _joined(parts: Iterable[str], language: str) -> str:
    return ("，" if language == "zh" else ", ").join(parts)


@singledispatch
def _told(found: Any, language: str) -> str:
    return _UNKNOWN.get(language) if found is None else str(found)


@_told.register
def _(found: bool, language: str) -> str:
    return (_YES if found else _NO).get(language)


@_told.register
def _(found: StrEnum, language: str) -> str:
    return label(found).get(language)


@_told.register(tuple)
def _(found: tuple[Any, ...], language: str) -> str:
    if not found:
        return _NONE.get(language)
    if isinstance(found[0], date):
        days = ("、" if language == "zh" else ", ").join(day.isoformat() for day in sorted(found))
        times = f"{len(found)} 次" if language == "zh" else f"{len(found)} times"
        return f"{times}（{days}）" if language == "zh" else f"{times} ({days})"
    if isinstance(found[0], worth.MotorClaim):
        paid = _yuan(sum((claim.paid for claim in found), Decimal(0)), language)
        return f"{len(found)} 次，赔付 {paid}" if language == "zh" else f"{len(found)}, paid {paid}"
    return ("；" if language == "zh" else "; ").join(_told(each, language) for each in found)


@_told.register
def _(found: worth.MonthlyAssets, language: str) -> str:
    return _yuan(found.average, language)


@_told.register
def _(found: worth.QuarterlyAssets, language: str) -> str:
    return _yuan(found.cash + found.market_value + found.equity, language)


@_told.register
def _(found: worth.LifeHolding, language: str) -> str:
    return _joined(
        (
            _told(found.institution, language),
            _part("annual_premium", found.annual_premium, language),
            _part("single_premium", found.single_premium, language),
        ),
        language,
    )


@_told.register
def _(found: worth.MotorYear, language: str) -> str:
    parts = (
        _part("commercial_premium", found.commercial_premium, language),
        _part("compulsory_premium", found.compulsory_premium, language),
    )
    return _joined(parts, language)


@_told.register
def _(found: worth.GroupContract, language: str) -> str:
    unknown = _UNKNOWN.get(language)
    premium = unknown if found.standard_premium is None else _yuan(found.standard_premium, language)
    years = unknown if found.years is None else number(found.years)
    profit = unknown if found.profit_ratio is None else f"{number(found.profit_ratio * 100)}%"
    if language == "zh":
        return f"标准保费 {premium}，连续投保年数 {years}，利润率 {profit}"
    return f"standard premium {premium}, years insured {years}, profit {profit}"


@_told.register
def _(found: worth.YearFigures, language: str) -> str:
    premium, paid, other = (_yuan(each, language) for each in (found.premium, found.claims_paid, found.other_income))
    if language == "zh":
        return f"{found.year} 年保费 {premium}，赔款 {paid}，其他收入 {other}"
    return f"{found.year}: premium {premium}, claims {paid}, other income {other}"


@_told.register
def _(found: worth.Survey, language: str) -> str:
    return f"{found.on} {number(found.score)}{' 分' if language == 'zh' else ' points'}"


@_told.register
def _(found: worth.Health, language: str) -> str:
    parts = (f"{_FIELDS[name].get(language)} {_told(getattr(found, name), language)}" for name in _PROBLEMS)
    return f"{found.on} {_joined(parts, language)}"


_PROBLEMS = ("chronic", "hereditary", "other")
