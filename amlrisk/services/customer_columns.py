"""The columns of a customer table: their names in English and Chinese, and where each value belongs.

``docs/customers.md`` describes every column; a test holds the two together.
"""

from __future__ import annotations

from amlrisk.facts import model
from amlrisk.facts.labels import label
from amlrisk.facts.model import Role
from amlrisk.services.columns import (
    Cell,
    Column,
    Level,
    Place,
    amount,
    columns,
    count,
    day,
    flag,
    header_key,
    several,
    text,
    word,
    words,
)
from amlrisk.services.value_columns import FLAT

__all__ = ["BY_KEY", "COLUMNS", "OTHER_ROLES", "header_key"]

_PERSON: tuple[tuple[str, str, Place, Cell], ...] = (
    ("name", "姓名 名称", ("name",), text),
    ("other_names", "其他名称 曾用名", ("other_names",), several),
    ("gender", "性别", ("gender",), word(model.Gender)),
    ("birth_on", "出生日期", ("birth_on",), day),
    ("birth_place", "出生地", ("birth_place",), text),
    ("nationalities", "国籍", ("nationalities",), several),
    ("residence_country", "居住国家", ("residence_country",), text),
    ("registration_country", "注册国家", ("registration_country",), text),
    ("id_kind", "证件类型", ("documents", 0, "kind"), word(model.DocumentKind)),
    ("id_number", "证件号码 证件号", ("documents", 0, "number"), text),
    ("id_country", "证件签发国", ("documents", 0, "country"), text),
    ("id_expires_on", "证件有效期", ("documents", 0, "expires_on"), day),
)


def _subject() -> list[Column]:
    more = {"name": ("客户姓名", "客户名称"), "nationalities": ("nationality",)}
    return [
        Column(
            name=name,
            aliases=(*aliases.split(), *more.get(name, ())),
            level=Level.CUSTOMER,
            place=("subject", *place),
            cell=cell,
            secret=name == "id_number",
        )
        for name, aliases, place, cell in _PERSON
    ]


def _party(role: Role) -> list[Column]:
    def column(name: str, aliases: str, place: Place, cell: Cell) -> Column:
        return Column(
            name=f"{role.value}_{name}",
            aliases=tuple(label(role).zh + alias for alias in aliases.split()),
            level=Level.PARTY,
            place=place,
            cell=cell,
            role=role,
            secret=name == "id_number",
        )

    kind = column("kind", "类型", ("kind",), word(model.Kind))
    return [kind, *(column(*row) for row in _PERSON)]


_CUSTOMER = columns(
    Level.CUSTOMER,
    (
        ("ref", "客户编号 客户号", text),
        ("kind", "客户类型", word(model.Kind)),
        ("branch", "机构 承保机构", text),
        ("branch_region", "机构地区", text),
        ("relationship_on", "建立关系日期", day),
        ("address", "地址", text),
        ("address_region", "住所地区", text),
        ("local_link", "本地联系", flag),
        ("phone", "电话 手机号", text),
        ("email", "邮箱 电子邮箱", text),
        ("verification", "身份核实", word(model.Verification)),
        ("document_gaps", "缺失资料", several),
        ("conflicts", "资料矛盾", several),
        ("adverse_media", "负面报道", word(model.AdverseMedia)),
        ("cross_border", "跨境往来", word(model.CrossBorder)),
        ("cross_border_countries", "跨境国家", several),
        ("pep_link", "公职联系", word(model.PepLink)),
        ("cash_business", "现金行业", word(model.CashBusiness)),
        ("occupation", "职业代码 职业", text),
        ("annual_income", "年收入", amount),
        ("industry", "行业代码 行业", text),
        ("shell", "空壳公司", flag),
        ("openness", "信息公开程度", word(model.Openness)),
        ("registration_status", "登记证照状态", word(model.RegistrationStatus)),
        ("established_on", "成立日期", day),
        ("annual_revenue", "年营业收入", amount),
    ),
)
_OWNERSHIP = [
    Column(
        name="ownership_layers", aliases=("控股层数",), level=Level.CUSTOMER, place=("ownership", "layers"), cell=count
    ),
    Column(
        name="ownership_features",
        aliases=("股权特征",),
        level=Level.CUSTOMER,
        place=("ownership", "features"),
        cell=words(model.OwnershipFeature),
    ),
]
_ROLES = [Column(name="roles", aliases=("角色",), level=Level.CUSTOMER, place=("subject", "roles"), cell=words(Role))]
_SUMMARY = columns(
    Level.SUMMARY,
    (
        ("as_of", "数据日期", day),
        ("alerts_36m", "近36个月预警次数", count),
        ("strs_36m", "近36个月可疑报告次数", count),
        ("surrenders_12m", "近12个月退保次数", count),
        ("loans_12m", "近12个月贷款次数", count),
        ("changes_12m", "近12个月变更次数", count),
        ("paid_12m", "近12个月转账缴费", amount),
        ("cash_paid_12m", "近12个月现金缴费", amount),
        ("payer", "付款人", word(model.Payer)),
    ),
)
_POLICY = [
    Column(name="policy_ref", aliases=("保单号",), level=Level.POLICY, place=("ref",), cell=text),
    *columns(
        Level.POLICY,
        (
            ("product", "产品", word(model.Product)),
            ("channel", "渠道", word(model.Channel)),
            ("mode", "缴费方式", word(model.PaymentMode)),
            ("premium", "保费", amount),
            ("paid", "累计已缴", amount),
            ("starts_on", "起保日期", day),
        ),
    ),
    Column(
        name="policy_status",
        aliases=("保单状态",),
        level=Level.POLICY,
        place=("status",),
        cell=word(model.PolicyStatus),
    ),
    # Of every amount in its row; taken up when the amounts are read.
    Column(name="currency", aliases=("币种",), level=Level.POLICY, place=(), cell=text),
]

OTHER_ROLES = tuple(role for role in Role if role is not Role.POLICYHOLDER)
COLUMNS: tuple[Column, ...] = (
    *_CUSTOMER[:2],
    *_ROLES,
    *_subject(),
    *_CUSTOMER[2:],
    *_OWNERSHIP,
    *_POLICY,
    *_SUMMARY,
    *FLAT,
    *(column for role in OTHER_ROLES for column in _party(role)),
)

BY_KEY: dict[str, Column] = {header_key(name): column for column in COLUMNS for name in (column.name, *column.aliases)}
