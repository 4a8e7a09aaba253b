"""The appraisal in five dimensions (中国平安保险客户分级标准): contribution, loyalty, risk, education, region."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from amlrisk.facts.value import CustomerValue, Level
from amlrisk.grading.numbers import quotient
from amlrisk.policy.value import AppraisalTier, IndicatorRule, RegionGroup, ValueRules, scale_of
from amlrisk.policy.value_vocabulary import Dimension, Tier
from amlrisk.tiering.indicators import Seen, facts_of, see
from amlrisk.tiering.model import Outcome, Part, Reason, because, combined, shown

_BY_RANK = {level.rank: level for level in Level}


class DimensionLevel(Outcome, frozen=True, kw_only=True):
    """None where an indicator is missing. ``service`` is the level whose service the customer is due, if any."""

    level: Level | None
    reasons: tuple[Reason, ...]


class Appraisal(Part, frozen=True, kw_only=True):
    """``region`` is the id of the regional group, None where the region is not known."""

    dimensions: dict[Dimension, DimensionLevel]
    region: str | None


def appraise(value: CustomerValue, rules: ValueRules, on: date) -> Appraisal:
    """All five dimensions, and the tier that they are worth."""
    dimensions = {dimension: _dimension(dimension, value, rules, on) for dimension in Dimension}
    group = region_of(value.region, rules)
    reasons: tuple[Reason, ...] = ()
    tier = Tier.STANDARD
    for rule in rules.tiers.appraisal:
        if rule.tier.rank > tier.rank and _worth(rule, dimensions):
            tier = rule.tier
            said = ",".join(f"{name}={level}" for name, level in rule.levels.items())
            reasons = (because("appraisal_worth", rule, dimensions=said, tier=tier.value),)
    where = () if group is None else (because("region", group, ("region",), region=group.id),)
    return Appraisal(tier=tier, dimensions=dimensions, region=group.id if group else None, reasons=(*reasons, *where))


def region_of(code: str | None, rules: ValueRules) -> RegionGroup | None:
    """The group of the longest beginning of a code; everywhere else the one without codes."""
    if code is None:
        return None
    groups = rules.appraisal.regions
    fitting = [(len(start), group) for group in groups for start in group.codes if code.startswith(start)]
    if fitting:
        return max(fitting, key=lambda it: it[0])[1]
    return next(group for group in groups if not group.codes)


def _worth(rule: AppraisalTier, dimensions: dict[Dimension, DimensionLevel]) -> bool:
    return all(
        (level := dimensions[name].level) is not None and level.rank >= wanted.rank
        for name, wanted in rule.levels.items()
    )


def _dimension(dimension: Dimension, value: CustomerValue, rules: ValueRules, on: date) -> DimensionLevel:
    rule = rules.appraisal.dimensions[dimension]
    ranks: list[int] = []
    reasons: list[Reason] = []
    for indicator in rule.indicators:
        level, reason = _indicator(indicator, value, on)
        reasons.append(reason)
        if level is not None:
            ranks.append(level.rank)
    if len(ranks) < len(rule.indicators):
        return DimensionLevel(level=None, reasons=tuple(reasons))
    level = _BY_RANK[combined(ranks, rule.combine)]
    said = because("dimension", rule, dimension=dimension.value, how=rule.combine.value, level=level.value)
    return DimensionLevel(level=level, reasons=(*reasons, said))


def _indicator(rule: IndicatorRule, value: CustomerValue, on: date) -> tuple[Level | None, Reason]:
    seen, facts = see(value, rule, on), facts_of(rule.indicator)
    if seen is None:
        return None, because("indicator_missing", rule, facts, indicator=rule.id)
    if not isinstance(seen, Decimal):
        if rule.any_of is None:
            level = Level(seen)
            return level, because("indicator_given", rule, facts, indicator=rule.id, level=level.value)
        level = _level_of_word(seen, rule)
        return level, because("indicator_word", rule, facts, indicator=rule.id, word=seen.value, level=level.value)
    amount = quotient(seen, scale_of(rule.unit))
    level = _level_of_number(amount, rule)
    return level, because(
        "indicator_number", rule, facts, indicator=rule.id, seen=shown(amount), unit=rule.unit, level=level.value
    )


def _level_of_number(amount: Decimal, rule: IndicatorRule) -> Level:
    for level in (Level.HIGH, Level.MIDDLE):
        if rule.at_least is not None and amount >= rule.at_least[level]:
            return level
        if rule.below is not None and amount < rule.below[level]:
            return level
    return Level.LOW


def _level_of_word(word: Seen, rule: IndicatorRule) -> Level:
    for level in (Level.HIGH, Level.MIDDLE):
        if rule.any_of is not None and word in rule.any_of[level]:
            return level
    return Level.LOW
