"""The gate, row by row and for everything that could be."""

from __future__ import annotations

from itertools import pairwise, product
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amlrisk.policy.value_vocabulary import EARNED, Tier
from amlrisk.policy.vocabulary import Grade
from amlrisk.tiering.gate import Gated, Standing, gate
from amlrisk.tiering.model import Part
from tests.tiering import scenarios as sc

FILE = sc.read("value_gate.yaml")
BASES = [Tier(tier) for tier in FILE["tiers"]]


def standing(row: dict[str, Any]) -> Standing:
    return Standing(
        grade=Grade(row["grade"]) if row["grade"] else None,
        due_diligence_complete=row.get("complete", False),
        approved=row.get("approved", False),
        review_overdue=row.get("overdue", False),
        alert_open=row.get("alert", False),
    )


@pytest.mark.parametrize("row", FILE["rows"], ids=str)
def test_row(row: dict[str, Any]) -> None:
    held = Tier(row.get("held", "standard"))
    found = [gate(Part(tier=base), held, standing(row), sc.rules()) for base in BASES]
    assert [each.tier.value for each in found] == row["effective"]
    for base, each in zip(BASES, found, strict=True):
        assert each.suspended is row.get("suspended", False)
        assert each.lowered is (each.tier is not base)
        assert each.reasons
        if each.lowered:
            assert all(reason.code != "gate_free" for reason in each.reasons)
        sc.explained(each.reasons)
        assert {reason.reference for reason in each.reasons} == {"proposed-gate"}


def test_every_grade_is_tried_with_every_circumstance() -> None:
    names = ("complete", "approved", "overdue", "alert")
    tried = {(row["grade"], name) for row in FILE["rows"] for name in names if row.get(name)}
    assert tried >= set(product((grade.value for grade in Grade), ("complete", "overdue", "alert"))) - {
        ("ordinary", "complete")
    }


bases = st.builds(Part, tier=st.sampled_from([Tier.STANDARD, *EARNED])) | st.just(
    Part(tier=Tier.PLATINUM, or_above=True)
)
tiers = st.sampled_from(Tier)
packs = st.sampled_from(["cn_insurer", "international"])
standings = st.builds(Standing, grade=st.none() | st.sampled_from(Grade), **dict.fromkeys(
    ("due_diligence_complete", "approved", "review_overdue", "alert_open"), st.booleans()
))  # fmt: skip


def higher(one: Gated, other: Gated) -> bool:
    return (one.tier.rank, one.or_above) > (other.tier.rank, other.or_above)


@settings(deadline=None)  # the first example reads the pack
@given(base=bases, held=tiers, standing=standings, pack=packs)
def test_the_gate_only_ever_lowers(base: Part, held: Tier, standing: Standing, pack: str) -> None:
    found = gate(base, held, standing, sc.rules(pack))
    assert (found.tier.rank, found.or_above) <= (base.tier.rank, base.or_above)
    assert found.suspended is (standing.grade is Grade.UNACCEPTABLE)
    if standing.grade is None:
        assert found.tier.rank <= max(held.rank, Tier.STANDARD.rank)
    # Twice is no more than once.
    again = gate(Part(tier=found.tier, or_above=found.or_above), held, standing, sc.rules(pack))
    assert (again.tier, again.or_above) == (found.tier, found.or_above)


@settings(deadline=None)  # the first example reads the pack
@given(base=bases, held=tiers, standing=standings, pack=packs)
def test_a_worse_grade_never_raises_the_tier(base: Part, held: Tier, standing: Standing, pack: str) -> None:
    found = [gate(base, held, msgspec.structs.replace(standing, grade=grade), sc.rules(pack)) for grade in Grade]
    for better, worse in pairwise(found):
        assert not higher(worse, better)


@settings(deadline=None)  # the first example reads the pack
@given(base=bases, held=tiers, standing=standings, pack=packs)
def test_nothing_that_compliance_finds_raises_it(base: Part, held: Tier, standing: Standing, pack: str) -> None:
    calm = msgspec.structs.replace(
        standing, due_diligence_complete=True, approved=True, review_overdue=False, alert_open=False
    )
    assert not higher(gate(base, held, standing, sc.rules(pack)), gate(base, held, calm, sc.rules(pack)))


@settings(deadline=None)  # the first example reads the pack
@given(low=bases, high=bases, held=tiers, standing=standings, pack=packs)
def test_who_has_earned_more_never_has_less(low: Part, high: Part, held: Tier, standing: Standing, pack: str) -> None:
    if (low.tier.rank, low.or_above) > (high.tier.rank, high.or_above):
        low, high = high, low
    rules = sc.rules(pack)
    assert not higher(gate(low, held, standing, rules), gate(high, held, standing, rules))


def test_a_lifted_grade_restores_what_is_still_earned() -> None:
    rules, base = sc.rules(), Part(tier=Tier.PLATINUM, or_above=True)
    suspended = gate(base, Tier.PLATINUM, Standing(grade=Grade.UNACCEPTABLE), rules)
    assert (suspended.tier, suspended.suspended) == (Tier.NONE, True)
    lifted = gate(base, suspended.tier, Standing(grade=Grade.GENERAL), rules)
    assert (lifted.tier, lifted.or_above, lifted.suspended) == (Tier.PLATINUM, True, False)
    sunk = gate(Part(tier=Tier.GOLD), suspended.tier, Standing(grade=Grade.GENERAL), rules)
    assert sunk.tier is Tier.GOLD


@pytest.mark.parametrize(
    ("standing", "held", "expected"),
    [
        (Standing(grade=Grade.ORDINARY, alert_open=True), Tier.PLATINUM, (Tier.PLATINUM, False)),
        (Standing(grade=Grade.ORDINARY, alert_open=True), Tier.DIAMOND, (Tier.PLATINUM, True)),
        (Standing(grade=Grade.ORDINARY), Tier.GOLD, (Tier.PLATINUM, True)),
        (Standing(grade=None), Tier.PLATINUM, (Tier.PLATINUM, False)),
    ],
)
def test_platinum_or_above_is_no_more_than_platinum_where_platinum_is_the_limit(
    standing: Standing, held: Tier, expected: tuple[Tier, bool]
) -> None:
    found = gate(Part(tier=Tier.PLATINUM, or_above=True), held, standing, sc.rules())
    assert (found.tier, found.or_above) == expected
    assert (found.reasons[0].code == "gate_free") is expected[1]
