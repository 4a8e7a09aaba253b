"""Classes A to D of the bank."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from amlrisk.policy.value_vocabulary import Criterion
from amlrisk.tiering.bank import bank_class
from tests.tiering import scenarios as sc

FILE = sc.read("value_bank.yaml")
ON = FILE["on"]
ROWS = [("cn_insurer", *row) for row in FILE["classes"]] + [("international", *row) for row in FILE["middle"]]


@pytest.mark.parametrize(("pack", "expected", "given"), ROWS)
def test_class(pack: str, expected: str | None, given: list[str | None]) -> None:
    standing = dict(zip((each.value for each in Criterion), given, strict=True))
    found = bank_class(sc.facts({"bank_standing": standing}), sc.rules(pack), ON)
    assert found is not None
    assert (found.found.value if found.found else None) == expected
    assert [each.value if each else None for each in found.criteria.values()] == given
    sc.explained(found.reasons, pack)


@pytest.mark.parametrize(("expected", "average"), FILE["assets"])
def test_assets(expected: str, average: Decimal) -> None:
    value = assets(average)
    found = bank_class(value, sc.rules(), ON)
    assert found is not None
    assert found.found is not None
    assert found.found.value == expected
    sc.explained(found.reasons)


def assets(average: Any, **standing: str) -> Any:
    others = {criterion.value: "A" for criterion in Criterion if criterion is not Criterion.ASSET_SCALE}
    months = [{"month": f"2026-0{month}", "average": average} for month in (6, 7, 8)]
    return sc.facts({"bank": months, "bank_standing": others | standing})


def test_what_a_person_found_goes_before_the_number() -> None:
    found = bank_class(assets(1, asset_scale="B"), sc.rules(), ON)
    assert found is not None
    assert found.criteria[Criterion.ASSET_SCALE] == "B"


def test_months_that_are_missing_class_nobody() -> None:
    value = sc.facts({"bank": [{"month": "2026-08", "average": 9_000_000}]})
    found = bank_class(value, sc.rules(), ON)
    assert found is not None
    assert found.found is None
    assert bank_class(sc.facts({}), sc.rules(), ON) is None
