"""What every table of the value files needs: words, amounts, bounds, sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from amlrisk.facts.value import InstitutionClass, Level
from amlrisk.policy.documents import Scalar, Sourced
from amlrisk.policy.model import Text
from amlrisk.policy.page import NONE, Pair, Row, Table
from amlrisk.policy.value import ClubCondition, IndicatorRule, ValueRules
from amlrisk.policy.value_vocabulary import EARNED, YEARLY, Combine, Hold, Tier
from amlrisk.policy.vocabulary import UNITS, Confidence
from amlrisk.policy.words import listed, number, pick

_CLASSES = {
    InstitutionClass.JIA: ("甲类机构", "class 甲"),
    InstitutionClass.YI: ("乙类机构", "class 乙"),
    InstitutionClass.BING: ("丙类机构", "class 丙"),
    InstitutionClass.DING: ("丁类机构", "class 丁"),
}
COMBINE = {
    Combine.LOWEST: ("取最低", "the lowest"),
    Combine.HIGHEST: ("取最高", "the highest"),
    Combine.MIDDLE: ("取中间", "the middle one"),
}
LEVELS = {Level.HIGH: ("高", "high"), Level.MIDDLE: ("中", "middle"), Level.LOW: ("低", "low")}
HOLDS = {
    Hold.REVIEW_OVERDUE: ("审核逾期", "a review is overdue"),
    Hold.ALERT_OPEN: ("有预警未处理", "an alert is open"),
    Hold.ALWAYS: ("始终", "always"),
}


def amount_in_words(amount: Decimal, unit: str, units: Mapping[str, Text], language: str) -> str:
    """Chinese in the unit of the pack, English in yuan. What is no money is named by what stands beside it."""
    if UNITS[unit].measure != "cny":
        return number(amount)
    if language == "zh":
        return f"{number(amount)} {units[unit].zh}"
    return f"{number(amount * UNITS[unit].scale)} {units['cny'].en}"


class ValuePage:
    """The value files in one language."""

    def __init__(self, rules: ValueRules, language: str) -> None:
        self.rules = rules
        self.language = language

    def say(self, zh: str, en: str) -> str:
        return pick(self.language, zh, en)

    def table(self, title: Pair, columns: Iterable[Pair], rows: Iterable[Row]) -> Table:
        return Table(title=self.say(*title), columns=tuple(self.say(*each) for each in columns), rows=tuple(rows))

    def by(self, rule: Sourced) -> Row:
        """Title and article, and how sure we are of it."""
        found = self.rules.references[rule.reference]
        words = self.rules.confidences[rule.confidence].get(self.language)
        mark = words if rule.confidence is Confidence.PROPOSED else f"{rule.confidence.value} {words}"
        return f"{found.title.get(self.language)} {found.article}".strip(), mark

    def tier(self, tier: Tier) -> str:
        return self.rules.tiers.names[tier].get(self.language)

    def tier_heads(self) -> tuple[Pair, ...]:
        names: Mapping[Tier, Text] = self.rules.tiers.names
        return tuple((names[tier].zh, names[tier].en) for tier in EARNED)

    def cap(self, tier: Tier | None) -> str:
        return self.say("不限", "free") if tier is None else self.tier(tier)

    def amount(self, amount: Decimal, unit: str) -> str:
        return amount_in_words(amount, unit, self.rules.units, self.language)

    def bound(self, bound: Decimal | None, unit: str) -> str:
        return self.say("未规定", "not given") if bound is None else f"≥ {self.amount(bound, unit)}"

    def bounds(self, bounds: Mapping[Tier, Decimal | None], unit: str) -> Row:
        return tuple(self.bound(bounds[tier], unit) for tier in EARNED)

    def condition(self, rule: ClubCondition) -> str:
        """Its name, and what else it asks for."""
        years, free, months = rule.insured_years, rule.claim_free_years, rule.months
        more = [self.say(*_CLASSES[rule.institution])] if rule.institution else []
        more += [self.say(f"第{years}年续保起", f"insured year {years} or later")] if years else []
        more += [self.say(f"此前{free}年未出险", f"{free} years without a claim before")] if free else []
        more += [self.say(f"连续{months}个月", f"each of {months} months")] if months else []
        name = rule.name.get(self.language)
        return f"{name} ({listed(more, self.language)})" if more else name

    def window(self, rule: IndicatorRule) -> str:
        if rule.window is None:
            return NONE
        if rule.indicator in YEARLY:
            return self.say(f"最近 {rule.window} 个完整年度", f"last {rule.window} whole years")
        return self.say(f"最近 {rule.window} 个月", f"last {rule.window} months")

    def level(self, rule: IndicatorRule, level: Level) -> str:
        if rule.at_least is not None:
            return f"≥ {self.amount(rule.at_least[level], rule.unit)}"
        if rule.below is not None:
            return f"< {self.amount(rule.below[level], rule.unit)}"
        if rule.any_of is not None:
            return listed(list(rule.any_of[level]), self.language)
        return self.say("由人员评定", "given by a person")

    def value(self, scalar: Scalar[object]) -> str:
        found = scalar.value
        if isinstance(found, bool):
            return self.say("是", "yes") if found else self.say("否", "no")
        if isinstance(found, Combine):
            return self.say(*COMBINE[found])
        return self.amount(found, scalar.unit) if isinstance(found, Decimal) else str(found)
