"""Bands and the weighted score on small tables of their own."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest

from amlrisk.errors import PolicyInvalid
from amlrisk.grading.bands import Bands
from amlrisk.grading.model import Observation
from amlrisk.grading.outcome import Grader, assess
from amlrisk.policy.model import Clause, Cutoff, Factor
from amlrisk.policy.vocabulary import Grade
from tests.grading import scenarios as sc


def factor(name: str, **changes: Any) -> Factor:
    found = next(f for f in sc.rules().scorecards["natural"] if f.id == name)
    return msgspec.structs.replace(found, **changes)


def clause(low: int | None, high: int | None) -> Clause:
    return Clause(
        categories=("age",),
        at_least=None if low is None else Decimal(low),
        below=None if high is None else Decimal(high),
    )


@pytest.mark.parametrize(
    "bands",
    [
        {1: (clause(None, 10),)},
        {1: (clause(5, None),)},
        {1: (clause(None, 10),), 2: (clause(11, None),)},
        {1: (clause(None, 10),), 2: (clause(9, None),)},
        {},
    ],
)
def test_a_table_with_a_hole_or_an_overlap_cannot_grade(bands: dict[int, tuple[Clause, ...]]) -> None:
    with pytest.raises(PolicyInvalid, match="age"):
        Bands(factor("age", bands=bands), {"age": True})


@pytest.mark.parametrize(
    "seen",
    [
        Observation(category="shoe_size"),
        Observation(category="shoe_size", number=Decimal(1)),
        Observation(category="age", number=Decimal(-1)),
        Observation(category="age"),
    ],
)
def test_what_no_band_speaks_of_is_never_a_level(seen: Observation) -> None:
    with pytest.raises(PolicyInvalid):
        Bands(factor("age"), {"age": True}).level(seen)


def test_an_unknown_measure_is_refused_before_anyone_is_graded() -> None:
    rules = msgspec.structs.replace(sc.rules(), scorecards={"natural": (factor("age", measure="shoe_size"),)})
    with pytest.raises(PolicyInvalid, match="shoe_size"):
        Grader(rules)


def test_nothing_is_rounded_before_a_comparison() -> None:
    """A total of 35.99999999 is not 36, and one of exactly a cut-off with many decimals reaches it."""
    weight = Decimal("35.99999999")
    rules = msgspec.structs.replace(
        sc.rules(), scorecards={"natural": (factor("age", weight=weight),), "legal": ()}, floors=()
    )
    young = sc.unremarkable("natural", {"subject": {"birth_on": "2020"}})
    outcome = assess(young, (), rules, on=sc.today())
    assert (outcome.score, outcome.grade) == (weight, Grade.GENERAL)
    high, ordinary = rules.cutoffs
    cutoffs: tuple[Cutoff, ...] = (high, msgspec.structs.replace(ordinary, at_least=weight))
    assert assess(young, (), msgspec.structs.replace(rules, cutoffs=cutoffs), on=sc.today()).grade is Grade.ORDINARY


def test_thirds_are_compared_exactly() -> None:
    """Three levels: 3 × 36 / 3 is 36, although a third has no end."""
    rules = msgspec.structs.replace(
        sc.rules(),
        levels=3,
        missing_level=2,
        floors=(),
        scorecards={"natural": tuple(_thirds(Decimal(12)) for _ in range(3)), "legal": ()},
    )
    middle = sc.unremarkable("natural", {"adverse_media": "minor"})
    outcome = assess(middle, (), rules, on=sc.today())
    assert outcome.score == 24
    one = _thirds(Decimal(1))
    outcome = assess(
        sc.unremarkable("natural"),
        (),
        msgspec.structs.replace(rules, scorecards={"natural": (one,), "legal": ()}),
        on=sc.today(),
    )
    assert outcome.score == Decimal("0.333333333333")


def _thirds(weight: Decimal) -> Factor:
    levels = {3: ("charged", "conviction"), 2: ("minor", "credible"), 1: ("none",)}
    return factor(
        "adverse_media",
        weight=weight,
        bands={level: (Clause(categories=words),) for level, words in levels.items()},
    )


def test_changed_rules_of_the_same_digest_are_not_taken_for_each_other() -> None:
    plain = assess(sc.unremarkable("natural"), (), sc.rules(), on=sc.today())
    doubled = tuple(msgspec.structs.replace(f, weight=f.weight * 2) for f in sc.rules().scorecards["natural"])
    rules = msgspec.structs.replace(sc.rules(), scorecards=sc.rules().scorecards | {"natural": doubled})
    assert assess(sc.unremarkable("natural"), (), rules, on=sc.today()).score == plain.score * 2
