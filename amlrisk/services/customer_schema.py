"""The raw shape of a customer, for HTTP, terminal and import alike.

The schemas say which fields there are, and describe them for the OpenAPI document. ``read_customer`` takes the
names of the fields from them and leaves every value to ``facts.intake``, which checks types as it reads: walking
the input twice through marshmallow would double the time of a check. A test holds schemas and intake together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from marshmallow import RAISE, Schema, fields

from amlrisk.errors import InvalidInput, Issue
from amlrisk.facts import model
from amlrisk.facts.intake import CodeSets, build_customer
from amlrisk.facts.issues import issue
from amlrisk.facts.model import Customer
from amlrisk.services.schema_fields import (
    AmountField,
    Strict,
    amount,
    choice,
    day,
    flag,
    issues_from,
    listing,
    one,
    some,
    text,
    whole_number,
)

__all__ = ["CustomerSchema", "issues_from", "read_customer"]


class DocumentSchema(Strict):
    kind = choice(model.DocumentKind, "证件类型 / kind of document", required=True)
    number = text("证件号码（明文，入库前密封）/ number in clear; sealed before it is stored", required=True)
    country = text("签发国家或地区 / issuing country or region", "CN")
    expires_on = day("有效期至，长期填 long_term / last valid day, or long_term", "2035-01-01")


class PartySchema(Strict):
    id = text("当事人编号，省略则为 p1、p2… / stable id within the customer; p1, p2 … when left out", "p1")
    roles = listing(choice(model.Role, "角色 / role"), "角色 / roles", required=True)
    kind = choice(model.Kind, "自然人或法人 / natural or legal person")
    name = text("姓名或名称 / name, at most 500 characters", "张伟", required=True)
    other_names = listing(text("曾用名、外文名 / other name"), "其他名称 / other names")
    gender = choice(model.Gender, "性别 / gender")
    birth_on = text("出生日期，可只写到年或月 / birth date: YYYY, YYYY-MM or YYYY-MM-DD", "1980-05-01")
    birth_place = text("出生地 / place of birth")
    nationalities = listing(text("国籍 / country", "CN"), "国籍 / nationalities")
    residence_country = text("居住国家或地区 / country of residence", "CN")
    registration_country = text("注册国家或地区（法人）/ country of registration (legal persons)", "CN")
    documents = some(DocumentSchema, "身份证件 / identity documents")


class SubjectSchema(PartySchema):
    """The customer itself: a party whose id is ``subject``."""

    class Meta:
        unknown = RAISE
        exclude = ("id",)

    roles = listing(choice(model.Role, "角色 / role"), "角色，省略则为投保人 / roles; policyholder when left out")


class PolicySchema(Strict):
    ref = text("保单号 / policy number", "P-2020-0001", required=True)
    product = choice(model.Product, "产品 / product", required=True)
    channel = choice(model.Channel, "渠道 / sales channel", required=True)
    mode = choice(model.PaymentMode, "缴费方式 / regular or single premium", required=True)
    premium = amount("年缴或趸缴保费（元）/ yearly or single premium in yuan", required=True)
    paid = amount("累计已缴（元）/ paid so far in yuan", required=True)
    starts_on = day("起保日期 / first day of cover", required=True)
    status = choice(model.PolicyStatus, "状态，省略则为 in_force / status; in_force when left out")


class TransactionSchema(Strict):
    on = day("日期 / date, not in the future", required=True)
    kind = choice(model.TransactionKind, "类型 / kind", required=True)
    policy = text("保单号 / policy it belongs to", "P-2020-0001")
    amount = amount("金额（保费和追加必填）/ amount; must be given for premium and top_up")
    method = choice(model.PaymentMethod, "支付方式 / means of payment")
    payer = choice(model.Payer, "付款人 / who pays")
    country = text("对方国家或地区 / country of the other side", "CN")


class EventSchema(Strict):
    on = day("日期 / date, not in the future", required=True)
    kind = choice(model.EventKind, "类型 / kind", required=True)
    note = text("说明 / note")


class OwnershipSchema(Strict):
    layers = whole_number("控股层数 / layers up to the last natural owner")
    features = listing(choice(model.OwnershipFeature, "特征 / feature"), "隐藏所有人的特征 / what hides the owner")


class CustomerSchema(Strict):
    """A customer as handed in."""

    ref = text("客户编号 / your reference: letters, digits and . _ : -", "C-0001", required=True)
    kind = choice(model.Kind, "自然人或法人 / natural or legal person", required=True)
    subject = one(SubjectSchema, "客户本人 / the customer itself", required=True)
    parties = some(PartySchema, "其他当事人 / other parties; every one is screened")
    branch = text("承保机构 / branch")
    branch_region = text("机构所在地区 GB/T 2260 / region of the branch", "330100")
    relationship_on = day("建立业务关系日期 / start of the relationship")
    address = text("地址 / address")
    address_region = text("住所地区 GB/T 2260 / region of residence or seat", "330106")
    local_link = flag("在机构所在省有工作、房产等联系 / has a tie to the branch's province")
    phone = text("电话（密封）/ telephone; sealed", "13800138000")
    email = text("电子邮箱（密封）/ e-mail; sealed", "name@example.com")
    verification = choice(model.Verification, "身份核实结果 / outcome of identity verification")
    document_gaps = listing(text("缺少的资料 / missing paper"), "缺少的资料，空列表表示齐全 / gaps; [] for none")
    conflicts = listing(text("矛盾 / contradiction"), "资料之间的矛盾 / contradictions between papers")
    adverse_media = choice(model.AdverseMedia, "负面报道 / adverse media")
    cross_border = choice(model.CrossBorder, "跨境往来 / cross-border activity")
    cross_border_countries = listing(text("国家 / country", "VN"), "往来国家或地区 / countries dealt with")
    pep_link = choice(model.PepLink, "公职联系 / tie to public office")
    cash_business = choice(model.CashBusiness, "现金密集行业 / cash business")
    occupation = text("职业代码（自然人）/ occupation code of the policy pack")
    annual_income = amount("年收入（自然人，元）/ yearly income in yuan")
    industry = text("行业代码（法人）/ industry code of the policy pack")
    shell = flag("空壳公司 / shell company")
    openness = choice(model.Openness, "信息公开程度 / how much is public")
    registration_status = choice(model.RegistrationStatus, "登记证照状态 / state of the registration papers")
    ownership = one(OwnershipSchema, "股权结构 / ownership")
    established_on = day("成立日期 / date of foundation")
    annual_revenue = amount("年营业收入（元）/ yearly revenue in yuan")
    policies = some(PolicySchema, "保单；省略表示未知，[] 表示没有 / policies; [] for none")
    transactions = some(TransactionSchema, "交易；省略表示未知 / transactions; left out: not known")
    events = some(EventSchema, "可疑报告、预警、冻结等 / reports, alerts, freezes")


# --- which fields there are ---------------------------------------------------------------------------


def _names(schema: Schema) -> dict[str, Any]:
    """Per field the names below it; None where nothing is nested."""
    return {name: _below(field) for name, field in schema.fields.items()}


def _below(field: Any) -> Mapping[str, Any] | None:
    if isinstance(field, fields.List):
        return _below(field.inner)
    if isinstance(field, fields.Nested):
        return _names(field.schema)
    return AmountField.NAMES if isinstance(field, AmountField) else None


_NAMES = _names(CustomerSchema())


def _unknown(raw: Mapping[str, Any], names: Mapping[str, Any], path: str) -> Iterator[Issue]:
    for name, value in raw.items():
        if name not in names:
            yield issue(f"{path}{str(name)[:100]}", "unknown_field")
        elif names[name] is None:
            continue
        elif isinstance(value, Mapping):
            yield from _unknown(value, names[name], f"{path}{name}.")
        elif isinstance(value, list):
            for place, item in enumerate(value):
                if isinstance(item, Mapping):
                    yield from _unknown(item, names[name], f"{path}{name}[{place}].")


def read_customer(raw: Mapping[str, Any], *, key: bytes, today: date, codes: CodeSets) -> Customer:
    """The facts of a customer from its raw shape (JSON already parsed).

    Raises InvalidInput with every issue: unknown fields, and all that ``build_customer`` finds.
    """
    if not isinstance(raw, Mapping):
        raise InvalidInput((issue("", "wrong_type", expected="an object", expected_zh="对象"),))
    unknown = tuple(_unknown(raw, _NAMES, ""))
    try:
        customer = build_customer(raw, key=key, today=today, codes=codes)
    except InvalidInput as error:
        raise InvalidInput(unknown + error.issues) from None
    if unknown:
        raise InvalidInput(unknown)
    return customer
