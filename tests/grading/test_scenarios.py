"""Every scenario of tests/scenarios: from facts and hits to levels, total, grade, decision and reasons."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from amlrisk.grading.outcome import assess
from amlrisk.grading.reasons import render
from amlrisk.policy.model import Rules
from amlrisk.policy.vocabulary import ListCategory
from tests.grading import scenarios as sc

FILES = ("personas", "moved", "cutoffs", "direct", "floor", "listing")
BY_FILE = {file: sc.read(f"{file}.yaml")["scenarios"] for file in FILES}
ALL: dict[str, Any] = {name: scenario for file in BY_FILE.values() for name, scenario in file.items()}


def rules_of(scenario: dict[str, Any]) -> Rules:
    enabled = scenario.get("enable", [])
    rules = sc.rules()
    direct = tuple(msgspec.structs.replace(rule, enabled=rule.enabled or rule.id in enabled) for rule in rules.direct)
    return msgspec.structs.replace(rules, direct=direct) if enabled else rules


def test_no_name_hides_another() -> None:
    assert len(ALL) == sum(len(file) for file in BY_FILE.values())


@pytest.mark.parametrize("name", ALL)
def test_scenario(name: str) -> None:
    scenario = ALL[name]
    rules = rules_of(scenario)
    outcome = assess(sc.customer(sc.facts_of(ALL, name)), sc.hits(scenario.get("hits")), rules, on=sc.today())
    levels = {row.factor: row.level for row in outcome.factors if row.level != 1}
    assert levels == {factor: level for factor, level in sc.levels_of(ALL, name).items() if level != 1}
    found = {
        "score": outcome.score,
        "grade": outcome.grade.value,
        "scored_grade": outcome.scored_grade.value,
        "decision": outcome.decision.value,
        "due_diligence": outcome.due_diligence.value,
        "next_review_on": outcome.next_review_on,
        "missing": [row.factor for row in outcome.factors if row.missing],
        "reasons": [reason.code for reason in outcome.reasons],
    }
    wanted = {key: scenario[key] for key in found if key in scenario} | {"score": Decimal(scenario["score"])}
    assert {key: found[key] for key in wanted} == wanted
    assert outcome.score == sum(row.contribution for row in outcome.factors)
    for reason in outcome.reasons:
        assert render(reason, "zh") != render(reason, "en")
        assert not reason.reference or reason.reference in rules.references


def test_every_persona_is_there_and_every_one_but_the_plainest_is_moved() -> None:
    assert {f"N{n}" for n in range(1, 7)} | {f"L{n}" for n in range(1, 5)} <= set(BY_FILE["personas"])
    moved = {scenario["over"] for scenario in BY_FILE["moved"].values()}
    assert {f"N{n}" for n in range(2, 7)} | {f"L{n}" for n in range(2, 5)} <= moved


def test_every_category_of_list_is_weighed_possible_and_confirmed() -> None:
    seen = {
        (hit.hit.category, hit.disposition is not None)
        for scenario in BY_FILE["listing"].values()
        for hit in sc.hits(scenario.get("hits"))
    }
    assert seen >= {(category, decided) for category in ListCategory for decided in (False, True)}
