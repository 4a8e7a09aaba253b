"""The columns in which value facts come: what there is once stands in the customer's row or in a table of its own, what
repeats in a table a kind.

``docs/customers.md`` describes every table and column; a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from amlrisk.facts import value
from amlrisk.facts.amounts import tidy_amount
from amlrisk.facts.dates import tidy_partial
from amlrisk.services.columns import (
    Cell,
    Column,
    Level,
    Place,
    amount,
    count,
    day,
    flag,
    header_key,
    text,
    word,
)


class ValueTable(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of table: a sheet or a file is known by its columns. ``needed`` are those it cannot do without."""

    name: str
    columns: tuple[Column, ...]
    needed: tuple[str, ...]

    @property
    def by_key(self) -> dict[str, Column]:
        return {header_key(name): column for column in self.columns for name in (column.name, *column.aliases)}


# --- cells --------------------------------------------------------------------------------------------


def ratio(cell: str) -> object:
    """``0.12`` or ``12%``."""
    number = tidy_amount(cell.removesuffix("%").strip())
    return cell if number is None else str(number.scaleb(-2) if cell.endswith("%") else number)


def year(cell: str) -> object:
    return count(cell.removesuffix("年"))


def day_after(cell: str) -> object:
    """The day after the last insured one, as which a year of insurance ends."""
    try:
        return (date.fromisoformat(str(day(cell))) + timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return cell


_QUARTER = re.compile(
    r"([0-9]{4})\s*[-年]?\s*(?:Q|第?(?=[1-4一二三四]\s*季))([1-4一二三四])\s*(?:季度?)?", re.IGNORECASE
)
_ORDINALS = {"一": "1", "二": "2", "三": "3", "四": "4"}


def period(cell: str) -> object:
    """A month (``2026-03``, ``2026年3月``, or its first day, as spreadsheets keep months) or a quarter (``2026Q1``)."""
    if found := _QUARTER.fullmatch(cell):
        return f"{found[1]}-Q{_ORDINALS.get(found[2], found[2])}"
    tidy = tidy_partial(cell) or cell
    return tidy.removesuffix("-01") if len(tidy) == len("YYYY-MM-DD") else tidy


#: The words for what customers did besides paying, and the list of days that each belongs to.
DEALING_WORDS = {
    "complaint": "complaints",
    "投诉": "complaints",
    "purchase": "purchases",
    "再次购买": "purchases",
    "referral": "referrals",
    "转介绍": "referrals",
}


def dealing(cell: str) -> object:
    """The list of ``CustomerValue`` to which the day belongs."""
    return DEALING_WORDS.get(cell.lower(), cell)


# --- what there is once -------------------------------------------------------------------------------

#: Counts of what stands in other tables: 0 is known to be none, and a table that lost rows is noticed.
COUNTS = "counts"
COUNTED = ("figures", "surveys", *dict.fromkeys(DEALING_WORDS.values()))

_ONCE: tuple[tuple[str, str, Place, Cell], ...] = (
    ("trust_products", "信托产品 信托资产", ("holdings", "trust"), amount),
    ("pension_net_assets", "年金净资产", ("holdings", "pension", "net_assets"), amount),
    ("pension_accounts", "年金账户数", ("holdings", "pension", "accounts"), count),
    ("pension_long_premium", "养老险长期险保费", ("holdings", "pension", "long_premium"), amount),
    ("pension_short_premium", "养老险短期险保费", ("holdings", "pension", "short_premium"), amount),
    ("bank_asset_scale", "资产规模等级", ("bank_standing", "asset_scale"), word(value.BankClass)),
    ("bank_credit_record", "信用记录等级", ("bank_standing", "credit_record"), word(value.BankClass)),
    ("bank_statements", "财务报表等级", ("bank_standing", "statements"), word(value.BankClass)),
    ("bank_risk_process", "风险评估流程等级", ("bank_standing", "risk_process"), word(value.BankClass)),
    ("bank_return_and_risk", "收益与风险等级", ("bank_standing", "return_and_risk"), word(value.BankClass)),
    ("personal_risk", "个人风险程度", ("personal_risk",), word(value.Level)),
    ("occupational_risk", "职业风险程度", ("occupational_risk",), word(value.Level)),
    ("other_risk", "其他风险程度", ("other_risk",), word(value.Level)),
    ("study", "学历", ("study",), word(value.Study)),
    ("work", "职业背景", ("work",), word(value.Work)),
    ("literacy", "保险知识水平", ("literacy",), word(value.Level)),
    ("region", "服务地区 居住或注册地区", ("region",), text),
    ("health_on", "健康评估日期", ("health", "on"), day),
    ("health_chronic", "严重慢性疾病", ("health", "chronic"), flag),
    ("health_hereditary", "家族遗传病史", ("health", "hereditary"), flag),
    ("health_other", "其他严重健康问题", ("health", "other"), flag),
    ("means_income", "财力年收入", ("income",), amount),
    ("means_assets", "财力资产", ("assets",), amount),
    ("need", "保障需求", ("need",), flag),
    ("intention", "投保意向", ("intention",), flag),
    ("figures_count", "年度贡献年数", (COUNTS, "figures"), count),
    ("surveys_count", "满意度调查次数", (COUNTS, "surveys"), count),
    ("complaints_count", "投诉次数", (COUNTS, "complaints"), count),
    ("purchases_count", "再次购买次数", (COUNTS, "purchases"), count),
    ("referrals_count", "转介绍次数", (COUNTS, "referrals"), count),
)


def _column(name: str, aliases: str, place: Place, cell: Cell) -> Column:
    return Column(
        name=name, aliases=tuple(aliases.split()), level=Level.CUSTOMER, place=place, cell=cell, money=cell is amount
    )


_REF = _column("ref", "客户编号 客户号", ("ref",), text)
_CURRENCY = Column(name="currency", aliases=("币种",), level=Level.CUSTOMER, place=(), cell=text)

#: The same in the customer's row, where the value stands apart from the facts that are graded.
FLAT = tuple(_column(name, aliases, ("value", *place), cell) for name, aliases, place, cell in _ONCE)
ONCE = ValueTable(name="values", columns=(_REF, *(_column(*each) for each in _ONCE), _CURRENCY), needed=("ref",))


# --- what repeats -------------------------------------------------------------------------------------


def _table(name: str, needed: str, rows: Iterable[tuple[str, str, str, Cell]]) -> ValueTable:
    """``rows`` are (name, aliases, field of the entry, cell)."""
    made = tuple(_column(column, aliases, (field,), cell) for column, aliases, field, cell in rows)
    money = (_CURRENCY,) if any(column.money for column in made) else ()
    return ValueTable(name=name, columns=(_REF, *made, *money), needed=("ref", *needed.split()))


LIFE = _table(
    "life", "institution", (
        ("institution", "机构类别", "institution", word(value.InstitutionClass)),
        ("annual_premium", "年交保费 年缴保费", "annual_premium", amount),
        ("single_premium", "趸交保费 趸缴保费", "single_premium", amount),
    ),
)  # fmt: skip
ASSETS = _table(
    "assets", "company period", (
        ("company", "公司 集团公司", "company", word(value.Company)),
        ("period", "期间 月份 季度", "period", period),
        ("average", "月日均资产 日均资产", "average", amount),
        ("cash", "现金 资金", "cash", amount),
        ("market_value", "市值 证券市值", "market_value", amount),
        ("equity", "权益 客户权益", "equity", amount),
    ),
)  # fmt: skip
VEHICLES = _table(
    "vehicles", "vehicle year_starts_on", (
        ("vehicle", "车辆 车牌号", "vehicle", text),
        ("year_starts_on", "保险起期", "starts_on", day),
        ("last_insured_on", "保险止期", "ends_on", day_after),
        ("commercial_premium", "商业险保费", "commercial_premium", amount),
        ("compulsory_premium", "交强险保费", "compulsory_premium", amount),
        ("claims_count", "理赔次数", COUNTS, count),
        ("first_class", "首年等级", "first_class", count),
        ("next_premium", "下年度基准保费", "next_premium", amount),
    ),
)  # fmt: skip
CLAIMS = _table(
    "claims", "vehicle claim_on claim_paid", (
        ("vehicle", "车辆 车牌号", "vehicle", text),
        ("claim_on", "出险日期", "on", day),
        ("claim_paid", "赔款 赔付金额", "paid", amount),
    ),
)  # fmt: skip
CONTRACTS = _table(
    "contracts", "contract", (
        ("contract", "团险合同号 合同号", "ref", text),
        ("standard_premium", "标准保费", "standard_premium", amount),
        ("years", "连续承保年数", "years", count),
        ("profit_ratio", "利润率", "profit_ratio", ratio),
    ),
)  # fmt: skip
FIGURES = _table(
    "figures", "year income", (
        ("year", "年度", "year", year),
        ("income", "保费收入", "premium", amount),
        ("claims_expense", "赔款支出", "claims_paid", amount),
        ("other_income", "其他服务收入", "other_income", amount),
    ),
)  # fmt: skip
SURVEYS = _table(
    "surveys", "survey_on score", (
        ("survey_on", "调查日期", "on", day),
        ("score", "满意度得分 得分", "score", amount),
    ),
)  # fmt: skip
DEALINGS = _table(
    "dealings", "dealing happened_on", (
        ("dealing", "往来类型", "dealing", dealing),
        ("happened_on", "发生日期", "on", day),
    ),
)  # fmt: skip

TABLES = (ONCE, LIFE, ASSETS, VEHICLES, CLAIMS, CONTRACTS, FIGURES, SURVEYS, DEALINGS)
#: Whose assets come by which period; the other companies have columns or tables of their own.
PERIODS = {
    value.Company.BANK: "month",
    value.Company.SECURITIES: "quarter",
    value.Company.FUTURES: "quarter",
}
