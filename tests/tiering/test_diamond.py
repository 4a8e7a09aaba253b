"""Who may buy the product “diamond”."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from amlrisk.tiering.diamond import Standing, diamond
from tests.tiering import scenarios as sc

FILE = sc.read("value_diamond.yaml")
CHECKS = ("age", "health", "means", "need", "intention")


def check(raw: dict[str, Any], rules: Any = None) -> Any:
    facts = FILE["eligible"] | raw
    birth_on = facts.pop("birth_on")
    birth = birth_on.isoformat() if isinstance(birth_on, date) else birth_on
    return diamond(sc.facts(facts), birth, rules or sc.rules(), FILE["on"])


@pytest.mark.parametrize("scenario", FILE["scenarios"], ids=lambda each: str(each["facts"]))
def test_scenario(scenario: dict[str, Any]) -> None:
    found = check(scenario["facts"])
    wanted = dict.fromkeys(CHECKS, "met")
    for standing in ("failed", "missing"):
        wanted |= dict.fromkeys(scenario.get(standing, []), standing)
    codes = [f"diamond_{name}_{standing}" for name, standing in wanted.items()]
    assert [each.reason.code for each in found.checks] == codes
    assert found.eligible is (set(wanted.values()) == {"met"})
    assert len(found.of(Standing.FAILED)) == len(scenario.get("failed", []))
    assert len(found.of(Standing.MISSING)) == len(scenario.get("missing", []))
    sc.explained(tuple(each.reason for each in found.checks))


def test_what_the_pack_does_not_ask_for_is_not_looked_at() -> None:
    edition = sc.rules().diamond
    off = msgspec.structs.replace(edition.health, value=False)
    edition = msgspec.structs.replace(edition, health=off, need=msgspec.structs.replace(edition.need, value=False))
    rules = msgspec.structs.replace(sc.rules(), diamond=edition)
    found = check({"health": None, "need": None, "intention": None}, rules)
    assert found.eligible
    assert len(found.checks) == 2
