"""Every band of every factor, from facts on both sides of its bounds; and proof that no bound is left out."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from amlrisk.grading.measures import MISSING
from amlrisk.grading.model import FactorScore
from amlrisk.grading.outcome import assess
from tests.grading import scenarios as sc

#: How far below a bound the nearest scenario may lie, by the measure's unit.
NEAR = {
    "cny_10k": Decimal("0.01"),
    "ratio": Decimal("0.0001"),
    "years": Decimal(1),
    "months": Decimal(1),
    "count": Decimal(1),
    "layers": Decimal(1),
}

#: The pack's table of crime regions is empty (the institution fills it in), so no facts can reach its tiers.
UNREACHABLE = {("crime_region", f"tier_{tier}") for tier in (1, 2, 3, 4)}

KINDS = ("natural", "legal")


def cases(kind: str) -> Iterator[tuple[str, object, dict[str, Any]]]:
    for factor, rows in sc.read(f"bands_{kind}.yaml")["factors"].items():
        for level, facts in rows:
            yield factor, level, facts


def scored(kind: str, factor: str, facts: dict[str, Any]) -> FactorScore:
    outcome = assess(sc.unremarkable(kind, facts), (), sc.rules(), on=sc.today())
    return next(row for row in outcome.factors if row.factor == factor)


@pytest.mark.parametrize(
    ("kind", "factor", "level", "facts"),
    [(kind, *case) for kind in KINDS for case in cases(kind)],
    ids=lambda value: str(value) if not isinstance(value, dict) else ",".join(value),
)
def test_band(kind: str, factor: str, level: object, facts: dict[str, Any]) -> None:
    row = scored(kind, factor, facts)
    rules = sc.rules()
    if level == "missing":
        assert (row.level, row.missing, row.deciding) == (rules.missing_level, True, None)
    else:
        assert (row.level, row.missing) == (level, False)
        assert row.deciding in row.observations
    assert row.contribution * rules.levels == row.weight * row.level


@pytest.mark.parametrize("kind", KINDS)
def test_every_bound_and_every_category_is_covered(kind: str) -> None:
    seen: dict[str, set[tuple[str, Decimal | None]]] = {}
    for name, _, facts in cases(kind):
        for row in assess(sc.unremarkable(kind, facts), (), sc.rules(), on=sc.today()).factors:
            if row.factor == name:
                seen.setdefault(name, set()).update((o.category, o.number) for o in row.observations)
    gaps = []
    for factor in sc.rules().scorecards[kind]:
        found = seen.get(factor.id, set())
        for clause in (clause for clauses in factor.bands.values() for clause in clauses):
            for category in clause.categories:
                if (factor.id, category) not in UNREACHABLE and category not in {c for c, _ in found}:
                    gaps.append(f"{factor.id}: {category} never observed")
                numbers = {number for c, number in found if c == category and number is not None}
                for bound in (clause.at_least, clause.below):
                    if bound is None:
                        continue
                    exact = bound * factor.scale
                    if exact not in numbers:
                        gaps.append(f"{factor.id}: {category} never exactly {exact}")
                    if not any(exact - NEAR[factor.unit] <= number < exact for number in numbers):
                        gaps.append(f"{factor.id}: {category} never just below {exact}")
    assert gaps == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_factor_of_the_pack_has_cases_for_missing_input(kind: str) -> None:
    asked = {factor for factor, level, _ in cases(kind) if level == "missing"}
    named = {f.id for f in sc.rules().scorecards[kind]} - asked
    # The bands of locality name *unknown* themselves; an empty table of crime regions needs no input.
    assert named == {"locality", "crime_region"}


def test_a_part_that_is_missing_is_shown_where_another_part_decides() -> None:
    row = scored("natural", "payment", {"transactions": [{"payer": None}, {"payer": "third_party_unexplained"}]})
    assert (row.level, row.missing) == (4, False)
    assert MISSING in {observation.category for observation in row.observations}
