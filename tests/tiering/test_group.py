"""Group-insurance customers: coefficients at the edges of their tables, the value, the approved status."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from amlrisk.grading.numbers import quotient
from amlrisk.policy.value import scale_of
from amlrisk.policy.value_vocabulary import GroupTable, Tier
from amlrisk.tiering.group import VipStatus, approved_tier, coefficient, evaluate_again_on, group_value, row_of
from tests.tiering import scenarios as sc

FILE = sc.read("value_group.yaml")


@pytest.mark.parametrize(("table", "amount", "bound"), FILE["rows"])
def test_row(table: str, amount: Decimal, bound: Decimal | None) -> None:
    found = sc.rules().group.tables[GroupTable(table)]
    row = row_of(quotient(Decimal(amount), scale_of(found.unit)), found)
    assert row.at_least == bound
    assert row.coefficient == 1, "no source gives a number: neutral as shipped"


def test_every_row_is_tried_at_its_edge() -> None:
    tried = {(table, bound) for table, _, bound in FILE["rows"]}
    tables = sc.rules().group.tables
    assert tried == {(name.value, row.at_least) for name, table in tables.items() for row in table.rows}


@pytest.mark.parametrize(("table", "amount", "expected"), FILE["coefficients"])
def test_coefficient(table: str, amount: Decimal, expected: Decimal) -> None:
    found = sc.rules("international").group.tables[GroupTable(table)]
    assert coefficient(Decimal(amount), found) == expected
    assert coefficient(None, found) is None


@pytest.mark.parametrize("scenario", FILE["values"], ids=lambda each: f"{each['pack']}-{each['contracts']}")
def test_value(scenario: dict[str, Any]) -> None:
    contracts = [
        {"ref": f"G{index}", "standard_premium": premium, "years": years, "profit_ratio": profit}
        for index, (premium, years, profit) in enumerate(scenario["contracts"])
    ]
    found = group_value(sc.facts({"contracts": contracts}), sc.rules(scenario["pack"]))
    assert found is not None
    assert found.value == scenario["value"]
    assert found.tier.value == scenario["tier"]
    assert found.reasons
    sc.explained(found.reasons, scenario["pack"])


def test_without_a_contract_there_is_nothing_to_value() -> None:
    assert group_value(sc.facts({}), sc.rules()) is None


def status(**changes: Any) -> VipStatus:
    raw = FILE["approved"]
    given = {
        "tier": Tier(raw["tier"]),
        "applicant": "zhao",
        "applied_on": raw["applied_on"],
        "approver": "qian",
        "approved_on": raw["approved_on"],
    }
    return VipStatus(**(given | changes))


@pytest.mark.parametrize(("day", "tier"), FILE["approved"]["days"].items())
def test_an_approved_status_counts_for_a_year(day: str, tier: str) -> None:
    found = approved_tier(status(), sc.rules(), date.fromisoformat(day))
    assert found.tier.value == tier
    sc.explained(found.reasons)


def test_what_is_not_approved_counts_for_nothing() -> None:
    waiting = status(approver=None, approved_on=None)
    assert approved_tier(waiting, sc.rules(), date(2026, 6, 1)).tier is Tier.STANDARD
    assert approved_tier(None, sc.rules(), date(2026, 6, 1)).reasons == ()
    assert evaluate_again_on(waiting, sc.rules()) is None
    assert evaluate_again_on(status(approved_on=date(2028, 2, 29)), sc.rules()) == date(2029, 2, 28)


@pytest.mark.parametrize(
    "changes",
    [
        {"approver": "zhao"},
        {"approver": None},
        {"approved_on": None},
        {"approved_on": date(2026, 2, 28)},
        {"tier": Tier.STANDARD},
        {"tier": Tier.NONE},
    ],
)
def test_a_status_that_cannot_be(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        status(**changes)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(msgspec.to_builtins(status()) | msgspec.to_builtins(changes), VipStatus)
