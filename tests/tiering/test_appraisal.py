"""The appraisal in five dimensions."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from amlrisk.policy.value_vocabulary import Dimension, Tier
from amlrisk.tiering.appraisal import appraise, region_of
from tests.tiering import scenarios as sc

FILE = sc.read("value_appraisal.yaml")
ON = FILE["on"]
INDICATORS = [(name, level, raw) for name, rows in FILE["indicators"].items() for level, raw in rows]
DIMENSIONS = [(name, level, raw) for name, rows in FILE["dimensions"].items() for level, raw in rows]


@pytest.mark.parametrize(("indicator", "level", "raw"), INDICATORS)
def test_indicator(indicator: str, level: str | None, raw: dict[str, Any]) -> None:
    found = appraise(sc.facts(raw), sc.rules(), ON)
    reasons = [reason for each in found.dimensions.values() for reason in each.reasons]
    (one,) = [reason for reason in reasons if reason.params.get("indicator") == indicator]
    assert one.params.get("level") == level
    assert (one.code == "indicator_missing") is (level is None)
    assert one.facts
    sc.explained(tuple(reasons))


def test_every_indicator_of_the_pack_is_tried_at_every_level() -> None:
    for dimension in sc.rules().appraisal.dimensions.values():
        for rule in dimension.indicators:
            tried = {level for level, _ in FILE["indicators"][rule.id]}
            wanted = {"high", "middle", "low"} if rule.at_least or rule.below or rule.any_of else {"high", "low"}
            assert wanted <= tried, rule.id


@pytest.mark.parametrize(("dimension", "level", "raw"), DIMENSIONS)
def test_dimension(dimension: str, level: str | None, raw: dict[str, Any]) -> None:
    found = appraise(sc.facts(raw), sc.rules(), ON).dimensions[Dimension(dimension)]
    assert (found.level.value if found.level else None) == level


@pytest.mark.parametrize(("contribution", "loyalty"), [*product(("high", "middle", "low", None), repeat=2)])
def test_only_both_high_are_worth_a_tier(contribution: str | None, loyalty: str | None) -> None:
    raw = {}
    for dimension, level in (("contribution", contribution), ("loyalty", loyalty)):
        raw |= FILE["tiers"][dimension][level] if level else {}
    found = appraise(sc.facts(raw), sc.rules(), ON)
    levels = {name: each.level.value if each.level else None for name, each in found.dimensions.items()}
    assert (levels[Dimension.CONTRIBUTION], levels[Dimension.LOYALTY]) == (contribution, loyalty)
    assert found.tier is (Tier.GOLD if (contribution, loyalty) == ("high", "high") else Tier.STANDARD)
    sc.explained(found.reasons)


@pytest.mark.parametrize(("code", "group"), FILE["regions"])
def test_region(code: str | None, group: str | None) -> None:
    found = region_of(code, sc.rules())
    assert (found.id if found else None) == group
    appraised = appraise(sc.facts({"region": code}), sc.rules(), ON)
    assert appraised.region == group
    assert [reason.code for reason in appraised.reasons] == (["region"] if group else [])
