"""Every scenario of tests/scenarios: from facts to levels, totals, grades and reasons."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from amlrisk.grading.outcome import assess
from amlrisk.policy.model import Rules
from tests.grading import scenarios as sc

FILES = [name for name in ("personas.yaml", "moved.yaml") if (sc.FOLDER / name).exists()]
ALL = {
    name: scenario
    for file in ("personas.yaml", "moved.yaml", "direct.yaml", "floor.yaml", "listing.yaml", "cutoffs.yaml")
    if (sc.FOLDER / file).exists()
    for name, scenario in sc.read(file)["scenarios"].items()
}


@pytest.mark.parametrize("name", ALL)
def test_scenario(name: str) -> None:
    scenario = ALL[name]
    outcome = assess(
        sc.customer(sc.facts_of(ALL, name)), sc.hits(scenario.get("hits")), sc.rules(), on=sc.today(), first_on=None
    )
    levels = {scored.factor: scored.level for scored in outcome.factors if scored.level != 1}
    assert levels == {factor: level for factor, level in sc.levels_of(ALL, name).items() if level != 1}
    expected = {"score": str(Decimal(scenario["score"])), "grade": scenario["grade"]}
    assert {"score": str(outcome.score + Decimal("0.0")), "grade": outcome.grade.value} == expected
