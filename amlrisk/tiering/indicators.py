"""What an indicator of the appraisal sees of a customer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum

from amlrisk.facts.dates import add_months
from amlrisk.facts.value import CustomerValue, Level, YearFigures
from amlrisk.grading.numbers import quotient, total
from amlrisk.policy.value import IndicatorRule
from amlrisk.policy.value_vocabulary import Indicator

#: A number (yuan, a ratio, points, a count), a word of a list, or a level that a person gave; None where not known.
Seen = Decimal | StrEnum | None
Seeing = Callable[[CustomerValue, IndicatorRule, date], Seen]


def see(value: CustomerValue, rule: IndicatorRule, on: date) -> Seen:
    """What stands on record of the indicator on a day."""
    return _INDICATORS[rule.indicator](value, rule, on)


def facts_of(indicator: Indicator) -> tuple[str, ...]:
    """Where in ``CustomerValue`` it looks."""
    return _FACTS[indicator]


def _years(value: CustomerValue, rule: IndicatorRule, on: date) -> list[YearFigures] | None:
    """The last whole calendar years; None where one of them is missing."""
    wanted = range(on.year - (rule.window or 1), on.year)
    found = {figures.year: figures for figures in value.figures or () if figures.year in wanted}
    return [found[year] for year in wanted] if len(found) == len(wanted) else None


def _a_year(field: str) -> Seeing:
    def average(value: CustomerValue, rule: IndicatorRule, on: date) -> Seen:
        years = _years(value, rule, on)
        if years is None:
            return None
        return quotient(total(getattr(year, field) for year in years), Decimal(len(years)))

    return average


def _claims_ratio(value: CustomerValue, rule: IndicatorRule, on: date) -> Seen:
    years = _years(value, rule, on)
    if years is None:
        return None
    premium = total(year.premium for year in years)
    return quotient(total(year.claims_paid for year in years), premium) if premium else None


def _satisfaction(value: CustomerValue, rule: IndicatorRule, on: date) -> Seen:
    """The score of the last survey, unless it is too old."""
    begin = _begin(rule, on)
    recent = [survey for survey in value.surveys or () if begin < survey.on <= on]
    return max(recent, key=lambda survey: survey.on).score if recent else None


def _counted(*fields: str) -> Seeing:
    def count(value: CustomerValue, rule: IndicatorRule, on: date) -> Seen:
        days = [getattr(value, field) for field in fields]
        if any(each is None for each in days):
            return None
        begin = _begin(rule, on)
        return Decimal(sum(begin < day <= on for each in days for day in each))

    return count


def _begin(rule: IndicatorRule, on: date) -> date:
    return add_months(on, -(rule.window or 1))


def _given(field: str) -> Seeing:
    def given(value: CustomerValue, rule: IndicatorRule, on: date) -> Seen:
        found: Level | None = getattr(value, field)
        return found

    return given


_INDICATORS: dict[Indicator, Seeing] = {
    Indicator.PREMIUM_INCOME: _a_year("premium"),
    Indicator.CLAIMS_RATIO: _claims_ratio,
    Indicator.OTHER_INCOME: _a_year("other_income"),
    Indicator.SATISFACTION: _satisfaction,
    Indicator.COMPLAINTS: _counted("complaints"),
    Indicator.REPURCHASE_AND_REFERRAL: _counted("purchases", "referrals"),
    Indicator.PERSONAL_RISK: _given("personal_risk"),
    Indicator.OCCUPATIONAL_RISK: _given("occupational_risk"),
    Indicator.OTHER_RISK: _given("other_risk"),
    Indicator.STUDY: _given("study"),
    Indicator.WORK: _given("work"),
    Indicator.LITERACY: _given("literacy"),
}
_FACTS = {indicator: (indicator.value,) for indicator in Indicator} | {
    Indicator.PREMIUM_INCOME: ("figures",),
    Indicator.CLAIMS_RATIO: ("figures",),
    Indicator.OTHER_INCOME: ("figures",),
    Indicator.SATISFACTION: ("surveys",),
    Indicator.REPURCHASE_AND_REFERRAL: ("purchases", "referrals"),
}
