"""Bands, parameters and sources of a pack in words, zh or en."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from amlrisk.policy.model import Clause, Factor, Rules
from amlrisk.policy.vocabulary import MEASURES, PARAMS, UNITS, Confidence, ParamKind

# Units whose numbers are whole: [2, 4) reads "2–3".
_WHOLE_UNITS = frozenset({"count", "layers"})

_PARAM_WORDS = {
    "window_months": ("最近 {} 个月", "last {} months"),
    "at_least": ("至少 {} 次", "at least {}"),
    "required": ("必填：{}", "required: {}"),
    "high_risk": ("高风险地区：{}", "high-risk places: {}"),
    "kinds": ("计入：{}", "counted: {}"),
    "total_assets_natural": ("自然人资产总额不超过 {} 元", "total assets of a natural person up to {} yuan"),
    "total_assets_legal": ("法人资产总额不超过 {} 元", "total assets of a legal person up to {} yuan"),
    "life_annual_premium": ("寿险年交保费不超过 {} 元", "life annual premium up to {} yuan"),
    "non_cash_single_premium": ("非现金趸交保费不超过 {} 元", "non-cash single premium up to {} yuan"),
}

_PARAM_LABELS = {
    ParamKind.KYC_ELEMENTS: "kyc_element",
    ParamKind.COUNTRY_CATEGORIES: "country",
    ParamKind.TRANSACTION_KINDS: "transaction_kind",
}


def pick(language: str, zh: str, en: str) -> str:
    """The Chinese words for ``zh``, else the English ones."""
    return zh if language == "zh" else en


def label(rules: Rules, key: str, language: str) -> str:
    """The pack's word for ``key`` (``<measure>.<category>``, ``grade.high`` …); a pack without it does not load."""
    return rules.labels[key].get(language)


def listed(words: list[str], language: str) -> str:
    """The words one after another, as the language separates them."""
    return pick(language, "、", ", ").join(words)


def number(value: Decimal | int) -> str:
    """Plain digits with thousands separated, no trailing zeros after the point."""
    text = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def band(rules: Rules, factor: Factor, level: int, language: str) -> str:
    """What stands at ``level`` of ``factor``: ``≥ 100 万元``, ``现金 2–5 万元；亲属代付`` … ; – where nothing does."""
    clauses = factor.bands.get(level, ())
    return pick(language, "；", "; ").join(_clause(rules, factor, clause, language) for clause in clauses) or "–"


def _clause(rules: Rules, factor: Factor, clause: Clause, language: str) -> str:
    names = listed([label(rules, f"{factor.measure}.{c}", language) for c in clause.categories], language)
    if clause.at_least is None and clause.below is None:
        return names
    cut = _interval(clause, factor, language)
    unit = factor.unit if language == "zh" else UNITS[factor.unit].measure
    after = label(rules, f"unit.{unit}", language) if unit else ""
    # A measure of one category alone need not repeat it: "≥ 100 万元" says all.
    before = "" if len(MEASURES[factor.measure].categories) == 1 else names
    return " ".join(part for part in (before, cut, after) if part)


def _interval(clause: Clause, factor: Factor, language: str) -> str:
    """[at_least, below): the lower bound in, the upper out. English reads in yuan, Chinese in the unit of the band."""
    scale = Decimal(1) if language == "zh" else factor.scale
    low = (clause.at_least or Decimal(0)) * scale
    if clause.below is None:
        return f"≥ {number(low)}"
    high = clause.below * scale
    if factor.unit in _WHOLE_UNITS:
        last = high.to_integral_value(rounding="ROUND_CEILING") - 1
        return number(low) if last <= low else f"{number(low)}–{number(last)}"
    return f"< {number(high)}" if low == 0 else f"{number(low)}–{number(high)}"


def params(rules: Rules, given: Mapping[str, object], language: str) -> str:
    """The parameters of a factor or a direct grade."""
    return pick(language, "；", "; ").join(
        pick(language, *_PARAM_WORDS[name]).format(_param(rules, name, value, language))
        for name, value in given.items()
    )


def _param(rules: Rules, name: str, value: object, language: str) -> str:
    if isinstance(value, list):
        section = _PARAM_LABELS[PARAMS[name]]
        return listed([label(rules, f"{section}.{word}", language) for word in value], language)
    assert isinstance(value, int | Decimal)
    return number(value)


def source(rules: Rules, reference: str, language: str) -> str:
    """Title and article of a reference."""
    entry = rules.references[reference]
    return f"{entry.title.get(language)} {entry.article}".strip()


def mark(rules: Rules, confidence: Confidence, language: str) -> str:
    """The confidence mark with its meaning: ``V 见于原文副本``, ``proposed`` …"""
    words = label(rules, f"confidence.{confidence}", language)
    return words if words == confidence or confidence is Confidence.PROPOSED else f"{confidence.value} {words}"
