"""The club: every bound on both sides, and what several companies give together."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from amlrisk.facts.value import Company
from amlrisk.policy.value_vocabulary import Combine, Tier
from amlrisk.tiering.club import club
from tests.tiering import scenarios as sc

FILE = sc.read("value_club.yaml")
ON = FILE["on"]
PARTS = ("together", "motor", "bank", "quarters")
NAMED: dict[str, Any] = {name: scenario for part in PARTS for name, scenario in FILE[part].items()}


@pytest.mark.parametrize(("tier", "raw"), FILE["bounds"])
def test_bound(tier: str, raw: dict[str, Any]) -> None:
    found = club(sc.facts(raw), sc.rules(), ON)
    assert sc.told(found) == tier
    (company,) = found.companies
    assert company.reasons
    for reason in company.reasons:
        assert reason.facts, "which facts were looked at"
        assert reason.reference == "vip-club-gold"
    sc.explained(company.reasons)


def test_every_condition_of_the_pack_has_its_bounds_tried_on_both_sides() -> None:
    tried: dict[str, set[str]] = {}
    for tier, raw in FILE["bounds"]:
        for company in club(sc.facts(raw), sc.rules(), ON).companies:
            for reason in company.reasons:
                tried.setdefault(reason.params["condition"], set()).add(tier)
    conditions = {each.id for company in sc.rules().club.companies.values() for each in company.conditions}
    assert {name for name, tiers in tried.items() if tiers == {"standard", "gold", "above"}} == conditions


@pytest.mark.parametrize("name", NAMED)
def test_scenario(name: str) -> None:
    scenario = NAMED[name]
    found = club(sc.facts(scenario["facts"]), sc.rules(), ON)
    assert sc.told(found) == scenario["tier"]
    assert found.promoted is scenario.get("promoted", found.promoted)
    if "codes" in scenario:
        assert [reason.code for reason in found.reasons] == scenario["codes"]
    if "why" in scenario:
        assert {reason.params["why"] for each in found.companies for reason in each.reasons} == {scenario["why"]}
    for company, codes in scenario.get("company", {}).items():
        (one,) = [each for each in found.companies if each.company is Company(company)]
        assert [reason.code for reason in one.reasons] == codes
    sc.explained((*found.reasons, *(reason for each in found.companies for reason in each.reasons)))


def test_what_nobody_has_said_is_told_plainly() -> None:
    found = club(sc.facts({"trust": 99_000_000}), sc.rules(), ON)
    assert (found.tier, found.or_above) == (Tier.PLATINUM, True)
    assert [reason.code for reason in found.companies[0].reasons] == ["club_condition_open"]


def test_a_company_that_fills_the_bounds_in_gets_a_diamond() -> None:
    rules = sc.rules("international")
    for amount, tier in ((149_999, "gold"), (150_000, "platinum"), (499_999, "platinum"), (500_000, "diamond")):
        found = club(sc.facts({"life": [{"annual_premium": amount}]}), rules, ON)
        assert (found.tier.value, found.or_above) == (tier, False)


def test_the_pack_says_which_of_several_counts() -> None:
    several = msgspec.structs.replace(sc.rules().club.several, value=Combine.LOWEST)
    rules = msgspec.structs.replace(sc.rules(), club=msgspec.structs.replace(sc.rules().club, several=several))
    mixed = sc.facts({"trust": 2_000_000, "life": [{"institution": "jia", "annual_premium": 30_000}]})
    assert club(mixed, sc.rules(), ON).tier is Tier.PLATINUM
    assert club(mixed, rules, ON).tier is Tier.GOLD


def test_an_unknown_class_is_said_once() -> None:
    found = club(sc.facts({"life": [{"annual_premium": 1, "single_premium": 1}]}), sc.rules(), ON)
    assert [reason.params["why"] for reason in found.companies[0].reasons] == ["institution_unknown"]
