"""What a tier brings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from amlrisk.policy.value_vocabulary import Tier
from amlrisk.tiering.entitlements import State, Use, entitlements, year_of
from tests.tiering import scenarios as sc

FILE = sc.read("value_entitlements.yaml")
SINCE, ON = FILE["since"], FILE["on"]


@pytest.mark.parametrize(("tier", "wanted"), FILE["granted"].items())
def test_granted(tier: str, wanted: list[str]) -> None:
    found = entitlements(Tier(tier), Tier(tier), (), SINCE, sc.rules(), ON)
    assert [each.id for each in found] == wanted
    assert {each.state for each in found} <= {State.GRANTED}


@pytest.mark.parametrize("scenario", FILE["used"], ids=str)
def test_used(scenario: dict[str, Any]) -> None:
    uses = [Use(entitlement=scenario["entitlement"], on=day) for day in scenario["uses"]]
    found = entitlements(Tier.GOLD, Tier.GOLD, uses, SINCE, sc.rules(), ON)
    (one,) = [each for each in found if each.id == scenario["entitlement"]]
    assert (one.left, one.state.value) == (scenario["left"], scenario["state"])
    assert {each.used for each in found if each is not one} == {0}


def test_what_the_gate_takes_rests_and_what_was_used_stays_used() -> None:
    uses = [Use(entitlement="gifts", on=ON)]
    states = {each.id: each.state for each in entitlements(Tier.PLATINUM, Tier.GOLD, uses, SINCE, sc.rules(), ON)}
    assert states["gifts"] is states["wealth_plan"] is State.SUSPENDED
    assert states["dedicated_manager"] is State.GRANTED
    everything = entitlements(Tier.PLATINUM, Tier.NONE, uses, SINCE, sc.rules(), ON)
    assert {each.state for each in everything} == {State.SUSPENDED}
    (gifts,) = [
        each for each in entitlements(Tier.PLATINUM, Tier.PLATINUM, uses, SINCE, sc.rules(), ON) if each.id == "gifts"
    ]
    assert (gifts.state, gifts.left) == (State.USED_UP, 0)


@pytest.mark.parametrize(("since", "on", "begins"), FILE["years"])
def test_years_are_counted_from_the_day_it_began(since: date, on: date, begins: date) -> None:
    assert year_of(since, on) == begins
