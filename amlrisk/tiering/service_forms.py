"""The forms in which the service of a group VIP customer is recorded (附件二 to 附件七).

The source gives the titles of the annexes and cuts the forms off: their columns are proposed, in the usual ones of such
forms. What a field is called stands here once, for pages, files and their readers.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec

from amlrisk.policy.model import Text
from amlrisk.tiering.model import Outcome


class Kind(StrEnum):
    """One an annex, in their order."""

    QUARTERLY = "quarterly"
    GREEN_CHANNEL = "green_channel"
    CARE = "care"
    CALL = "call"
    SURVEY = "survey"
    INVESTMENT = "investment"


class Entry(StrEnum):
    """How a field is filled in. Money is yuan, points run from 0 to 100, a quarter is ``YYYY-Qn``."""

    TEXT = "text"
    WORDS = "words"
    CHOICE = "choice"
    DAY = "day"
    QUARTER = "quarter"
    YEAR = "year"
    NUMBER = "number"
    MONEY = "money"
    POINTS = "points"


class Field(Outcome, frozen=True, kw_only=True):
    """``computed``: follows from others and is not typed in."""

    name: str
    title: Text
    entry: Entry = Entry.TEXT
    needed: bool = False
    computed: bool = False
    choices: dict[str, Text] = msgspec.field(default_factory=dict)


class Form(Outcome, frozen=True, kw_only=True):
    """``when`` names the field that says on which day, in which quarter or year it was."""

    kind: Kind
    annex: Text
    title: Text
    short: Text
    unit: Text | None = None
    when: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        return next(each for each in self.fields if each.name == name)


def _form(kind: Kind, annex: str, title: Text, short: Text, *fields: Field, unit: Text | None = None) -> Form:
    return Form(
        kind=kind,
        annex=Text(zh=f"附件{annex}", en=f"Annex {_NUMBERS.index(annex) + 1}"),
        title=title,
        short=short,
        unit=unit,
        when=fields[0].name,
        fields=fields,
    )


_NUMBERS = "一二三四五六七"


def _field(  # noqa: PLR0913  # one line for each column of a form
    name: str, zh: str, en: str, entry: Entry = Entry.TEXT, *, needed: bool = False, computed: bool = False
) -> Field:
    return Field(name=name, title=Text(zh=zh, en=en), entry=entry, needed=needed, computed=computed)


def _choice(name: str, zh: str, en: str, **choices: tuple[str, str]) -> Field:
    named = {each: Text(zh=words[0], en=words[1]) for each, words in choices.items()}
    return Field(name=name, title=Text(zh=zh, en=en), entry=Entry.CHOICE, needed=True, choices=named)


_YUAN = Text(zh="单位：元", en="Unit: yuan")
_POINTS = Text(zh="单位：分（0–100）", en="Unit: points (0–100)")
_HANDLER = _field("handler", "承办人", "Handled by", needed=True)
_FEEDBACK = _field("feedback", "客户反馈", "Customer's feedback", Entry.WORDS)

_QUARTERLY = _form(
    Kind.QUARTERLY,
    "二",
    Text(zh="VIP客户季度服务记录汇总表", en="VIP customers: quarterly summary of service records"),
    Text(zh="季度服务记录", en="Quarterly record"),
    _field("quarter", "季度", "Quarter", Entry.QUARTER, needed=True),
    _field("visits", "拜访次数", "Visits", Entry.NUMBER, needed=True),
    _field("services", "主要服务内容", "Services rendered", Entry.WORDS, needed=True),
    _field("issues", "存在问题", "Open questions", Entry.WORDS),
    _field("measures", "改进措施", "Measures", Entry.WORDS),
    _HANDLER,
)
_GREEN_CHANNEL = _form(
    Kind.GREEN_CHANNEL,
    "三",
    Text(zh="VIP客户绿色通道服务执行表", en="VIP customers: green-channel service log"),
    Text(zh="绿色通道服务", en="Green channel"),
    _field("on", "受理日期", "Received on", Entry.DAY, needed=True),
    _choice(
        "matter",
        "服务项目",
        "Matter",
        underwriting=("承保", "Underwriting"),
        policy_service=("保全", "Policy service"),
        claim=("理赔", "Claim"),
        consultation=("咨询", "Consultation"),
        other=("其他", "Other"),
    ),
    _field("policy", "保单号", "Policy number"),
    _field("content", "服务内容", "What was done", Entry.WORDS, needed=True),
    _field("done_on", "办结日期", "Completed on", Entry.DAY),
    _HANDLER,
    _FEEDBACK,
)
_CARE = _form(
    Kind.CARE,
    "四",
    Text(zh="VIP客户日常关怀服务执行表", en="VIP customers: everyday care log"),
    Text(zh="日常关怀服务", en="Everyday care"),
    _field("on", "关怀日期", "Date of care", Entry.DAY, needed=True),
    _choice(
        "way",
        "关怀形式",
        "Form of care",
        visit=("上门拜访", "Visit"),
        phone=("电话问候", "Telephone"),
        holiday=("节日慰问", "Holiday greeting"),
        anniversary=("生日或司庆祝贺", "Birthday or anniversary"),
        event=("客户活动", "Event"),
        other=("其他", "Other"),
    ),
    _field("person", "关怀对象", "Person"),
    _field("content", "关怀内容", "What was done", Entry.WORDS, needed=True),
    _field("cost", "费用", "Cost", Entry.MONEY),
    _HANDLER,
    _FEEDBACK,
    unit=_YUAN,
)
_CALL = _form(
    Kind.CALL,
    "五",
    Text(zh="VIP客户电话咨询/投诉记录", en="VIP customers: record of telephone enquiries and complaints"),
    Text(zh="电话咨询/投诉", en="Enquiries and complaints"),
    _field("on", "来电日期", "Date of the call", Entry.DAY, needed=True),
    _choice("nature", "类别", "Nature", enquiry=("咨询", "Enquiry"), complaint=("投诉", "Complaint")),
    _field("caller", "来电人", "Caller", needed=True),
    _field("phone", "联系电话", "Telephone"),
    _field("content", "咨询/投诉内容", "What it was about", Entry.WORDS, needed=True),
    _field("answer", "处理结果", "Answer or settlement", Entry.WORDS),
    _field("done_on", "办结日期", "Completed on", Entry.DAY),
    _HANDLER,
    _FEEDBACK,
)
#: What the customer gives points for; the score is their mean.
_QUESTIONS = (
    _field("attitude", "服务态度", "Attitude", Entry.POINTS, needed=True),
    _field("promptness", "服务时效", "Promptness", Entry.POINTS, needed=True),
    _field("competence", "专业水平", "Competence", Entry.POINTS, needed=True),
    _field("claims", "理赔服务", "Claims service", Entry.POINTS, needed=True),
    _field("manager", "客户经理", "Customer manager", Entry.POINTS, needed=True),
)
_SURVEY = _form(
    Kind.SURVEY,
    "六",
    Text(zh="团险VIP客户服务满意度调查表", en="Group-insurance VIP customers: service satisfaction survey"),
    Text(zh="满意度调查", en="Satisfaction survey"),
    _field("on", "调查日期", "Date of the survey", Entry.DAY, needed=True),
    *_QUESTIONS,
    _field("score", "总评分", "Score", Entry.POINTS, computed=True),
    _field("comments", "意见与建议", "Comments", Entry.WORDS),
    _field("respondent", "填表人", "Answered by", needed=True),
    unit=_POINTS,
)
#: What a year of service is expected to cost.
_ITEMS = (
    _field("staff", "人力费用", "Staff", Entry.MONEY),
    _field("visits", "拜访费用", "Visits", Entry.MONEY),
    _field("gifts", "礼品费用", "Gifts", Entry.MONEY),
    _field("events", "活动费用", "Events", Entry.MONEY),
    _field("extras", "增值服务费用", "Additional services", Entry.MONEY),
    _field("other", "其他费用", "Other", Entry.MONEY),
)
_INVESTMENT = _form(
    Kind.INVESTMENT,
    "七",
    Text(zh="VIP客户年度服务投入测算表", en="VIP customers: yearly estimate of service investment"),
    Text(zh="年度服务投入测算", en="Service investment"),
    _field("year", "年度", "Year", Entry.YEAR, needed=True),
    *_ITEMS,
    _field("total", "合计", "Total", Entry.MONEY, computed=True),
    _field("basis", "测算依据", "Basis of the estimate", Entry.WORDS),
    _HANDLER,
    unit=_YUAN,
)

FORMS: Mapping[Kind, Form] = MappingProxyType(
    {form.kind: form for form in (_QUARTERLY, _GREEN_CHANNEL, _CARE, _CALL, _SURVEY, _INVESTMENT)}
)
#: Fields that a computed one follows from: points by their mean, money by its sum.
PARTS: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {Kind.SURVEY: tuple(each.name for each in _QUESTIONS), Kind.INVESTMENT: tuple(each.name for each in _ITEMS)}
)
