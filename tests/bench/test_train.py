"""Costs are learned the same way each time, and never stray from what they may be."""

from __future__ import annotations

import msgspec

from amlrisk.screening.pairs import compare_names
from amlrisk.watchlist.model import Schema
from bench.accuracy.pairs import Pair
from bench.accuracy.train import EXPECTED, FIXED, fit

SAME = [
    ("Viktor Maradonov", "Viktor Maradnov"),
    ("Ramiro Castell", "Castell Ramiro"),
    ("Anton Kulakin", "Anton Kulikin"),
]
OTHER = [
    ("Viktor Maradonov", "Viktor Pelmanski"),
    ("Ramiro Castell", "Ramiro Quirell"),
    ("Anton Kulakin", "Oleg Kulakin"),
]
PAIRS = [
    Pair(schema=Schema.PERSON, a=a, b=b, same=same, quality="MEDIUM")
    for same, pairs in ((True, SAME), (False, OTHER))
    for a, b in pairs
]


def test_the_same_pairs_teach_the_same_costs() -> None:
    assert fit(PAIRS) == fit(PAIRS)


def test_costs_stay_near_what_is_expected() -> None:
    learned = fit(PAIRS)
    span = 1.0 - learned.threshold("default")
    for name, expected in EXPECTED.items():
        assert expected / 3 - 0.001 <= getattr(learned, f"cost_{name}") / span <= 3 * expected + 0.001


def test_what_pairs_cannot_teach_is_left_alone() -> None:
    learned, other = fit(PAIRS), fit(PAIRS[:2])
    taught = {f"cost_{name}" for name in EXPECTED}
    assert taught.isdisjoint(f"cost_{name}" for name in FIXED)
    for field in msgspec.structs.fields(type(learned)):
        if field.name not in taught:
            assert getattr(learned, field.name) == getattr(other, field.name)


def test_what_was_learned_tells_the_pairs_apart() -> None:
    learned = fit(PAIRS)
    for pair in PAIRS:
        score, _ = compare_names(pair.schema, pair.a, pair.b, learned)
        assert (score >= learned.threshold(pair.schema)) is pair.same
