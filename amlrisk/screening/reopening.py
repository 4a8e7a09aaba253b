"""Why a decision does not hold any more, in words: the code is for machines, the sentence for the officer."""

from __future__ import annotations

from amlrisk.screening.model import Cause, Reopening

#: What can change of either side, in Chinese and English.
FIELD_WORDS: dict[str, tuple[str, str]] = {
    "schema": ("类型（个人、机构等）", "kind (person, organisation …)"),
    "names": ("姓名或名称", "name"),
    "birth_dates": ("出生日期", "birth date"),
    "birth_places": ("出生地", "place of birth"),
    "genders": ("性别", "gender"),
    "nationalities": ("国籍", "nationality"),
    "countries": ("国家或地区", "country"),
    "identifiers": ("证件号码", "identity number"),
}

#: ``{fields}``, ``{on}`` and ``{at}`` stand for the params of the same name.
SENTENCES: dict[Cause, tuple[str, str]] = {
    Cause.EXPIRED: ("已于 {on} 到期", "it expired on {on}"),
    Cause.CUSTOMER_CHANGED: ("客户登记的{fields}已变更", "the {fields} on the customer's record changed"),
    Cause.LISTED_CHANGED: ("名单所载的{fields}已变更", "the listed {fields} changed"),
    Cause.RELISTED: (
        "该条目曾移出名单（{at}），现又列入",
        "the entry was taken off the list ({at}) and is listed again",
    ),
    Cause.OLDER_VERSION: (
        "作出时双方资料尚未逐项留存，无法核对有无变更",
        "it was decided before both sides were kept field by field, so that a change could not be told",
    ),
}


def params_of(reopening: Reopening) -> dict[str, str]:
    """What fills the sentence, for machines: field names by commas, days as ISO 8601, moments in UTC."""
    params = {}
    if reopening.fields:
        params["fields"] = ",".join(reopening.fields)
    if reopening.on is not None:
        params["on"] = reopening.on.isoformat()
    if reopening.at is not None:
        params["at"] = f"{reopening.at:%Y-%m-%d %H:%M} UTC"
    return params


def describe_reopening(reopening: Reopening, language: str) -> str:
    """The reason as a sentence without its subject, in ``zh`` or ``en``."""
    zh, en = SENTENCES[reopening.cause]
    params = params_of(reopening)
    if reopening.fields:
        params["fields"] = words_of_fields(reopening.fields, language)
    return (zh if language == "zh" else en).format(**params)


def words_of_fields(fields: tuple[str, ...], language: str) -> str:
    words = [FIELD_WORDS.get(field, (field, field)) for field in fields]
    return "、".join(zh for zh, _ in words) if language == "zh" else ", ".join(en for _, en in words)
