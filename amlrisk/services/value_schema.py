"""The raw shape of a customer's value facts, described for the OpenAPI document.

``facts.intake_value`` reads and checks them; a test holds the two together.
"""

from __future__ import annotations

from marshmallow import fields

from amlrisk.facts.value import BankClass, InstitutionClass, Level, Study, Work
from amlrisk.services.schema_fields import Strict, amount, choice, day, flag, listing, one, some, text, whole_number


def _number(description: str, example: str, *, required: bool = False) -> fields.Raw:
    """An exact number as text, or a JSON number."""
    shapes = [{"type": "string", "example": example}, {"type": "number"}]
    return fields.Raw(
        required=required, allow_none=not required, metadata={"description": description, "oneOf": shapes}
    )


class LifeSchema(Strict):
    """Policies in force at one institution of the life company."""

    institution = choice(InstitutionClass, "机构类别 甲乙丙丁 / class of the institution")
    annual_premium = amount("期缴年保费（元）/ regular premiums of a year")
    single_premium = amount("趸缴保费（元）/ single premiums")


class MotorClaimSchema(Strict):
    on = day("出险日期 / day of the claim", required=True)
    paid = amount("赔付（元）/ paid", required=True)


class MotorYearSchema(Strict):
    starts_on = day("起保日期 / first day", "2026-03-01", required=True)
    ends_on = day("终保日期，省略则为满一年 / the day after the last; a whole year when left out", "2027-03-01")
    commercial_premium = amount("商业险保费（元）/ commercial premium")
    compulsory_premium = amount("交强险保费（元）/ compulsory premium")
    claims = some(MotorClaimSchema, "理赔；省略表示未知，[] 表示没有 / claims; [] for none")


class VehicleSchema(Strict):
    ref = text("车辆编号 / reference of the car", "V-1", required=True)
    years = some(MotorYearSchema, "投保年度 / insured years")
    first_class = whole_number("首个年度的等级，新客户省略 / class of the first year; left out for a new customer")
    next_premium = amount("下一年度的基准保费（元）/ what the next year costs before the coefficient")


class MonthSchema(Strict):
    month = text("月份 / month", "2026-08", required=True)
    average = amount("个人金融资产月日均（元）/ daily average of personal financial assets", required=True)


class SecuritiesQuarterSchema(Strict):
    quarter = text("季度 / quarter", "2026-Q2", required=True)
    cash = amount("资金（元）/ cash")
    market_value = amount("市值（元）/ market value")


class FuturesQuarterSchema(Strict):
    quarter = text("季度 / quarter", "2026-Q2", required=True)
    equity = amount("客户权益（元）/ equity")


class PensionSchema(Strict):
    net_assets = amount("年金净资产（元）/ annuity net assets")
    accounts = whole_number("年金账户数 / annuity accounts")
    long_premium = amount("长期险保费（元）/ long-term premium")
    short_premium = amount("短期险保费（元）/ short-term premium")


class HoldingsSchema(Strict):
    """By company of the group; one that is left out: nothing held."""

    life = some(LifeSchema, "寿险 / life")
    property = some(VehicleSchema, "产险：个人车险 / motor insurance, car by car")
    bank = some(MonthSchema, "银行：逐月，不得缺月 / bank, month by month, none missing in between")
    securities = some(SecuritiesQuarterSchema, "证券 / securities")
    trust = amount("信托：个人产品（元）/ personal trust products")
    futures = some(FuturesQuarterSchema, "期货 / futures")
    pension = one(PensionSchema, "养老险 / pension")


class BankStandingSchema(Strict):
    asset_scale = choice(BankClass, "资产规模 / scale of assets")
    credit_record = choice(BankClass, "信用记录 / credit record")
    statements = choice(BankClass, "财务报表 / financial statements")
    risk_process = choice(BankClass, "风险评估过程 / process of risk assessment")
    return_and_risk = choice(BankClass, "收益与风险 / return and risk")


class ContractSchema(Strict):
    ref = text("团险保单号 / number of the contract", "G-1", required=True)
    standard_premium = amount("标准保费（元）/ standard premium")
    years = whole_number("连续投保年数 / years insured without a break")
    profit_ratio = _number("利润率，可为负 / profit ÷ premium; may be negative", "0.12")


class FiguresSchema(Strict):
    year = whole_number("年度，必填 / calendar year, must be given")
    premium = amount("保费收入（元）/ premium income", required=True)
    claims_paid = amount("赔付（元）/ claims paid")
    other_income = amount("其他服务收入（元）/ other income from services")


class SurveySchema(Strict):
    on = day("调查日期 / day of the survey", required=True)
    score = _number("0 至 100 分 / 0 to 100 points", "88", required=True)


class HealthAssessmentSchema(Strict):
    on = day("评估日期 / day of the assessment", required=True)
    chronic = flag("严重慢性病史 / serious chronic disease found")
    hereditary = flag("家族遗传病史 / hereditary family history found")
    other = flag("其他严重健康问题 / other serious problem found")


class CustomerValueSchema(Strict):
    """What is known of a customer's worth, as handed in. Amounts are yuan."""

    ref = text("客户编号，与地址中相同 / the customer's reference, as in the address", "C-0001", required=True)
    holdings = one(HoldingsSchema, "在集团各公司的持有情况 / holdings, by company of the group")
    bank_standing = one(BankStandingSchema, "银行各项标准的评定 / what a person found, by the bank's criteria")
    contracts = some(ContractSchema, "有效团险保单 / group contracts in force")
    figures = some(FiguresSchema, "逐年收支 / figures by year; [] for none")
    surveys = some(SurveySchema, "满意度调查 / satisfaction surveys; [] for none")
    complaints = listing(day("日期 / day"), "投诉日期 / days of complaints; [] for none")
    purchases = listing(day("日期 / day"), "再次购买日期 / days of purchases after the first; [] for none")
    referrals = listing(day("日期 / day"), "转介绍日期 / days of referrals; [] for none")
    personal_risk = choice(Level, "人身保障需求 / personal cover needed")
    occupational_risk = choice(Level, "职业保障需求 / occupational cover needed")
    other_risk = choice(Level, "其他保障需求 / other cover needed")
    study = choice(Study, "学历 / study")
    work = choice(Work, "职业背景 / background at work")
    literacy = choice(Level, "保险知识 / insurance literacy")
    region = text("居住地或注册地 GB/T 2260 / region of residence or registration", "330106")
    health = one(HealthAssessmentSchema, "健康评估 / health assessment")
    income = amount("年收入（元）/ yearly income")
    assets = amount("资产（元）/ assets")
    need = flag("保险需求明确 / the need is clear")
    intention = flag("有购买意愿 / wants to buy")
