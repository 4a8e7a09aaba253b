"""What the shipped tables cannot show: crime regions, which the institution fills in."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from amlrisk.grading.measures.region import city_of
from amlrisk.grading.outcome import assess
from amlrisk.policy.model import CodeEntry, Rules, Text
from tests.grading import scenarios as sc

TIERS = {"35": "tier_3", "350500": "tier_2", "350524": "tier_1", "4690": "tier_4", "460000": "tier_3"}


def with_tiers() -> Rules:
    rules = sc.rules()
    entries = {code: CodeEntry(name=Text(zh=code, en=code), categories=(tier,)) for code, tier in TIERS.items()}
    return msgspec.structs.replace(rules, crime_regions=msgspec.structs.replace(rules.crime_regions, entries=entries))


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        ({"address_region": "350524"}, 5),
        ({"address_region": "350521"}, 4),
        ({"address_region": "350102"}, 3),
        ({"address_region": "350000"}, 3),
        ({"address_region": "469001"}, 2),
        ({"address_region": "460100"}, 3),
        ({"address_region": "320102"}, 1),
        ({"subject": {"documents": [{"kind": "resident_id", "region": "350524"}]}}, 5),
        ({"address_region": None}, 3),
        ({"address_region": None, "subject": {"documents": [{"kind": "resident_id", "region": "320102"}]}}, 3),
        ({"address_region": None, "subject": {"documents": [{"kind": "resident_id", "region": "350524"}]}}, 5),
    ],
)
def test_the_most_specific_region_counts_and_the_worst_of_address_and_origin(facts: dict[str, Any], level: int) -> None:
    outcome = assess(sc.unremarkable("natural", facts), (), with_tiers(), on=sc.today())
    row = next(row for row in outcome.factors if row.factor == "crime_region")
    assert row.level == level
    assert row.missing == (facts.get("address_region", "") is None and level == 3)


@pytest.mark.parametrize(
    ("region", "city"),
    [
        ("110101", "11"),
        ("500243", "50"),
        ("320102", "3201"),
        ("429004", "429004"),
        ("320000", None),
        ("31", "31"),
        ("32", None),
    ],
)
def test_the_city_of_a_region(region: str, city: str | None) -> None:
    assert city_of(region) == city
