"""The invented value facts are accepted, always the same, and leave no scheme without work."""

from __future__ import annotations

import json
from datetime import date

from amlrisk.facts.codes import CodeSets
from amlrisk.facts.intake_value import build_value
from amlrisk.facts.value import CustomerValue
from amlrisk.tiering.overall import Valuation, valuate
from bench.values import valued_portfolio, values
from tests.tiering.scenarios import TODAY, rules

CODES = CodeSets(occupations=frozenset(), industries=frozenset(), currencies=frozenset({"CNY"}))
COUNT = 300


def facts(count: int = COUNT, today: date = TODAY) -> list[CustomerValue]:
    return [build_value(raw, today=today, codes=CODES) for raw in values(count, today)]


def valued(count: int = COUNT) -> list[Valuation]:
    return [valuate(value, "1980-02-03", None, None, rules(), TODAY) for value in facts(count)]


def test_every_scheme_has_something_to_do_for_everybody_and_something_to_find() -> None:
    found = valued()
    assert all(each.motor and each.bank is not None and each.bank.found is not None for each in found)
    companies = {company.company for each in found for company in each.club.companies if company.tier.rank > 1}
    assert companies == set(rules().club.companies)
    assert {each.group.tier for each in found if each.group is not None} >= set(rules().group.tiers.at_least)
    assert {each.diamond.eligible for each in found} == {True, False}
    assert {step.number for each in found for car in each.motor for step in car.steps} >= {1, 2, 3, 4, 5}
    assert len({each.base.tier for each in found}) == len(rules().group.tiers.at_least) + 1


def test_the_same_for_the_same_seed_and_in_the_row_of_the_customer() -> None:
    once, twice = list(values(20, TODAY)), list(values(20, TODAY))
    assert json.dumps(once) == json.dumps(twice)
    assert once != list(values(20, TODAY, seed=1))
    rows = list(valued_portfolio(20, TODAY))
    assert [row["value"] for row in rows] == [
        {name: fact for name, fact in each.items() if name != "ref"} for each in once
    ]


def test_every_day_of_a_year_can_be_the_present_one() -> None:
    for day in (date(2026, 1, 1), date(2026, 3, 31), date(2028, 2, 29), date(2026, 12, 31)):
        assert len(facts(15, day)) == 15
