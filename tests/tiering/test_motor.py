"""Motor classes, year by year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from amlrisk.tiering.motor import MotorOutcome, motor_classes
from tests.tiering import scenarios as sc

FILE = sc.read("value_motor.yaml")
YEARS = [("cn_insurer", name, each) for name, each in FILE["years"].items()]
YEARS += [("international", name, each) for name, each in FILE["international"].items()]


def one(vehicle: dict[str, Any], on: date, pack: str = "cn_insurer") -> MotorOutcome:
    (found,) = motor_classes(sc.facts({"vehicles": [{"ref": "V1", **vehicle}]}), sc.rules(pack), on)
    sc.explained((*(step.reason for step in found.steps), found.following.reason), pack)
    return found


def year(starts_on: date, claims: int, paid: Decimal, premium: int, **more: Any) -> dict[str, Any]:
    """``paid`` for all claims together, the whole of it for the last one."""
    amounts = [Decimal(0)] * (claims - 1) + [paid] if claims else []
    made = [{"on": starts_on, "paid": amount} for amount in amounts]
    return {"starts_on": starts_on, "claims": made, "commercial_premium": premium, **more}


@pytest.mark.parametrize(("before", "claims", "paid", "after"), FILE["moves"])
def test_move(before: int, claims: int, paid: Decimal, after: int) -> None:
    begun = date(2025, 9, 15)
    rows = [year(begun, claims, Decimal(paid), 3000, compulsory_premium=1000)]
    found = one({"years": rows, "first_class": before}, date(2026, 9, 15))
    assert (found.steps[0].number, found.following.number) == (before, after)
    assert found.following.reason.facts
    assert not found.provisional


def test_every_count_is_tried_under_and_over_in_the_lowest_the_middle_and_the_highest_class() -> None:
    tried = {(before, claims, paid > 2000) for before, claims, paid, _ in FILE["moves"] if claims}
    assert set(product((1, 4, 7), (2, 3, 4), (False, True))) <= tried | {(7, 3, False)}
    assert {(before, claims) for before, claims, *_ in FILE["moves"]} >= set(product((1, 4, 7), (0, 1, 2, 3, 4)))


@pytest.mark.parametrize(("number", "coefficient", "premium"), FILE["coefficients"])
def test_coefficient_and_premium(number: int, coefficient: Decimal, premium: Decimal) -> None:
    # A year with a single claim changes nothing.
    rows = [year(date(2025, 9, 15), 1, Decimal(1), 4000)]
    found = one({"years": rows, "first_class": number, "next_premium": Decimal("5000.50")}, date(2026, 9, 15))
    assert (found.following.number, found.following.coefficient, found.premium) == (number, coefficient, premium)


@pytest.mark.parametrize(("pack", "name", "scenario"), YEARS)
def test_years(pack: str, name: str, scenario: dict[str, Any]) -> None:
    rows = [year(begun, claims, Decimal(1500 * claims), 2000) for begun, claims in scenario["years"]]
    found = one({"years": rows}, scenario["on"], pack)
    assert [step.number for step in (*found.steps, found.following)] == scenario["classes"], name
    assert found.provisional is scenario.get("provisional", False)
    assert (found.following.reason.code == "motor_lapsed") is scenario.get("lapsed", False)
    assert found.premium is None


def test_what_is_not_known_changes_no_class() -> None:
    unknown_claims = one({"years": [{"starts_on": date(2025, 9, 15)}]}, date(2026, 9, 15))
    assert (unknown_claims.following.number, unknown_claims.provisional) == (4, True)
    claims = [{"on": date(2026, 1, 1), "paid": Decimal(9999)}] * 3
    unknown_premium = one({"years": [{"starts_on": date(2025, 9, 15), "claims": claims}]}, date(2026, 9, 15))
    assert unknown_premium.following.number == 4
    assert unknown_premium.following.reason.code == "motor_stays"
