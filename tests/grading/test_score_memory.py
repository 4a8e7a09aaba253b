"""What a factor remembers of earlier customers changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from amlrisk.facts.digest import canonical
from amlrisk.facts.model import Customer
from amlrisk.grading import score as module
from amlrisk.grading.measures import MEASURES
from amlrisk.grading.measures.base import distinct, numbered, seen
from amlrisk.grading.model import Observation
from amlrisk.grading.score import Row
from amlrisk.policy.loader import read_pack
from amlrisk.policy.model import Rules

TODAY = date(2026, 7, 15)
RULES = read_pack("cn_insurer").on(TODAY)
NOBODY: Any = None


def _row(monkeypatch: pytest.MonkeyPatch, told: list[tuple[Observation, ...]], category: str) -> Row:
    """The first factor whose bands know the category, with a measure that says what it is told to."""
    factor = next(
        factor
        for factors in RULES.scorecards.values()
        for factor in factors
        if any(category in clause.categories for clauses in factor.bands.values() for clause in clauses)
    )

    def measure(customer: Customer, rules: Rules, params: Mapping[str, Any], today: date) -> tuple[Observation, ...]:
        return told.pop(0)

    monkeypatch.setitem(MEASURES, factor.measure, measure)
    return Row(factor, RULES.levels, RULES.missing_level)


def _scores(row: Row, count: int) -> list[bytes]:
    return [canonical(row.score(NOBODY, RULES, TODAY, None)) for _ in range(count)]


def test_the_same_seen_again_is_the_same_score(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = (seen("domestic", "a"),), (seen("domestic", "b"),)
    first, second, third = _scores(_row(monkeypatch, [one, other, one], "domestic"), 3)
    assert first == third
    assert first != second


def test_equal_numbers_written_otherwise_stay_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    category = next(
        name
        for factor in RULES.scorecards["natural"]
        for clauses in factor.bands.values()
        for clause in clauses
        if clause.at_least is not None
        for name in clause.categories
    )
    plain, longer = (numbered(category, Decimal("1.0")),), (numbered(category, Decimal("1.00")),)
    first, second = _scores(_row(monkeypatch, [plain, longer], category), 2)
    assert b'"1.0"' in first
    assert b'"1.00"' in second


def test_it_forgets_before_it_grows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_KEPT", 2)
    told = [(seen("domestic", path),) for path in "abcab"]
    row = _row(monkeypatch, list(told), "domestic")
    assert len({*_scores(row, 5)}) == 3
    assert len(row._known) <= 2


def test_what_was_seen_twice_is_one_observation_with_both_facts() -> None:
    assert distinct([seen("domestic", "a")]) == (seen("domestic", "a"),)
    assert distinct([seen("domestic", "a"), seen("foreign", "b"), seen("domestic", "c")]) == (
        seen("domestic", "a", "c"),
        seen("foreign", "b"),
    )
    assert distinct(seen("domestic", path) for path in ()) == ()
