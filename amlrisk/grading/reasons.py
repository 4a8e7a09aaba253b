"""Reasons in words. Codes are stable: machines read the code and the params, people one of the two sentences.

A param ``x`` is shown as ``x_zh`` or ``x_en`` where the reason carries them (names that come from the pack),
otherwise by the fixed words below, otherwise as it is.
"""

from __future__ import annotations

from typing import NamedTuple

from amlrisk.grading.model import Reason
from amlrisk.screening.reopening import FIELD_WORDS
from amlrisk.screening.reopening import SENTENCES as REOPENED


class Sentence(NamedTuple):
    """One text in both languages; in SENTENCES with the names of params in braces."""

    zh: str
    en: str


SENTENCES: dict[str, Sentence] = {
    "listing_confirmed": Sentence(
        "{roles}“{who}”被证实（{by}）在{category}名单“{source}”中：{name}（{entity}）→ {grade}",
        "The {roles} {who} is confirmed ({by}) to be on the list “{source}” ({category}): {name}, {entity} → {grade}",
    ),
    "listing_confirmed_noted": Sentence(
        "{roles}“{who}”被证实（{by}）在{category}名单“{source}”中：{name}（{entity}）；政策不直接定级",
        "The {roles} {who} is confirmed ({by}) to be on the list “{source}” ({category}): {name}, {entity}; "
        "the policy imposes no grade",
    ),
    "listing_possible": Sentence(
        "{roles}“{who}”可能在{category}名单“{source}”中：{name}（{entity}），{by}；核实之前按{grade}处理",
        "The {roles} {who} is possibly on the list “{source}” ({category}): {name}, {entity} ({by}); "
        "held at {grade} until it is settled",
    ),
    "listing_possible_noted": Sentence(
        "{roles}“{who}”可能在{category}名单“{source}”中：{name}（{entity}），{by}；政策不直接定级",
        "The {roles} {who} is possibly on the list “{source}” ({category}): {name}, {entity} ({by}); "
        "the policy imposes no grade",
    ),
    "listing_cleared": Sentence(
        "{roles}“{who}”经人工核实，并非{category}名单“{source}”中的 {name}（{entity}）",
        "An officer found that the {roles} {who} is not {name}, {entity} of the list “{source}” ({category})",
    ),
    **{
        f"reopened_{cause.value}": Sentence(
            f"{{roles}}“{{who}}”与名单“{{source}}”中 {{name}}（{{entity}}）的原结论（{{was}}）不再有效，"
            f"须重新核实：{zh}",
            f"What was decided on the {{roles}} {{who}} and {{name}}, {{entity}} of the list “{{source}}” ({{was}}) "
            f"does not hold any more and must be decided again: {en}",
        )
        for cause, (zh, en) in REOPENED.items()
    },
    "factor_lifted": Sentence(
        "因名单命中 {by}，“{factor}”升至 {level} 级",
        "The list hit {by} lifts “{factor}” to level {level}",
    ),
    "direct_grade": Sentence("{rule} → 直接定为{grade}", "{rule} → directly {grade}"),
    "directly_low": Sentence(
        "{rule} → 直接定为{grade}，不按得分定级", "{rule} → directly {grade}, instead of the grade of the score"
    ),
    "score": Sentence("加权得分 {score} → {grade}", "Weighted score {score} → {grade}"),
    "floor": Sentence(
        "“{factor}”为 {level} 级：{rule} → 至少{grade}", "“{factor}” is at level {level}: {rule} → at least {grade}"
    ),
    "missing_input": Sentence(
        "“{factor}”缺少资料，按 {level} 级计", "“{factor}” lacks input and counts as level {level}"
    ),
    "override": Sentence(
        "人工调整：由{computed}调整为{grade}，至 {until} 止；理由：{why}"
        "（申请 {author}，批准 {approver}，案件 {case}）",
        "Set by people: {grade} in place of {computed} until {until}, because: {why} "
        "(asked by {author}, approved by {approver}, case {case})",
    ),
    "override_bounded": Sentence(
        "人工调整不得低于名单命中所定的等级 → {grade}",
        "No override goes below what a list hit imposes → {grade}",
    ),
    "override_ended": Sentence(
        "人工调整（{grade}，案件 {case}）已于 {until} 到期，恢复系统评级：{computed}",
        "The override to {grade} (case {case}) ended on {until}: the computed grade counts again, {computed}",
    ),
    "held_for_review": Sentence(
        "有名单命中尚未核实，须人工审核，不得直接承保",
        "A list hit is not settled: the case is held for review and cannot be accepted",
    ),
}

_WORDS: dict[str, Sentence] = {
    "general": Sentence("一般", "general"),
    "ordinary": Sentence("普通级", "ordinary"),
    "high": Sentence("高风险", "high"),
    "unacceptable": Sentence("不可接受", "unacceptable"),
    "policyholder": Sentence("投保人", "policyholder"),
    "insured": Sentence("被保险人", "insured"),
    "beneficiary": Sentence("受益人", "beneficiary"),
    "agent": Sentence("代办人", "agent"),
    "beneficial_owner": Sentence("受益所有人", "beneficial owner"),
    "controller": Sentence("实际控制人", "controller"),
    "legal_representative": Sentence("法定代表人", "legal representative"),
    "terrorism": Sentence("涉恐", "terrorism"),
    "un_sanctions": Sentence("联合国制裁", "UN sanctions"),
    "state_special_measures": Sentence("国家特别预防措施", "state special measures"),
    "internal_refuse": Sentence("内部拒绝", "internal refuse list"),
    "other_sanctions": Sentence("其他制裁", "other sanctions"),
    "foreign_pep": Sentence("外国政要", "foreign PEP"),
    "domestic_pep": Sentence("国内政要", "domestic PEP"),
    "adverse": Sentence("负面信息", "adverse information"),
    "internal_watch": Sentence("内部关注", "internal watch list"),
    "true_match": Sentence("人工确认", "by an officer"),
    "false_positive": Sentence("人工排除", "cleared by an officer"),
    "inconclusive": Sentence("人工核实未得出结论", "inconclusive"),
    "strong_identifier": Sentence("证件号码相同", "same identity number"),
    "confirmed_before": Sentence("人工确认，待重新核实", "by an officer, to be decided again"),
    "pending": Sentence("待核实", "pending"),
    "reopened": Sentence("待重新核实", "to be decided again"),
    "was.true_match": Sentence("证实为本人", "true match"),
    "was.false_positive": Sentence("误报", "false positive"),
    "was.inconclusive": Sentence("未得出结论", "inconclusive"),
    **{f"fields.{field}": Sentence(zh, en) for field, (zh, en) in FIELD_WORDS.items()},
    "": Sentence("当事人", "party"),
}

#: Params whose values are looked up in the fixed words (``param.value`` before ``value``); several values are
#: separated by commas.
_WORDED = frozenset({"grade", "computed", "roles", "category", "by", "was", "fields"})


def render(reason: Reason, language: str) -> str:
    """The reason as a sentence in ``zh`` or ``en``; a code without a sentence raises ``KeyError``."""
    sentence = SENTENCES[reason.code]
    template = sentence.zh if language == "zh" else sentence.en
    shown = {name: _shown(name, value, reason.params, language) for name, value in reason.params.items()}
    return template.format(**shown)


def _shown(name: str, value: str, params: dict[str, str], language: str) -> str:
    local = params.get(f"{name}_{'zh' if language == 'zh' else 'en'}")
    if local is not None:
        return local
    if name not in _WORDED:
        return value
    words = [_WORDS.get(f"{name}.{word}") or _WORDS.get(word, Sentence(word, word)) for word in value.split(",")]
    return "、".join(word.zh for word in words) if language == "zh" else ", ".join(word.en for word in words)
