"""Spoilers spoil: what comes back differs in the way it says, and two errors are two."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein, Levenshtein

from bench.accuracy.spoilers import SPOILERS, dropped, joined, split, surname_moved, swapped, two_errors

SEEDS = st.integers(0, 10_000)
NAMES = st.sampled_from(
    ["VICTOR MARADONOW", "de la Cruz, Juana Ines", "Li Na", "Ana", "O", "Aaaa Aaaa", "Zarkanda Ltd."]
)
ERRORS = ["a letter replaced", "a letter dropped", "a letter doubled", "a letter inserted", "two letters transposed"]


@pytest.mark.parametrize("kind", [*ERRORS, "one error of any kind"])
@given(NAMES, SEEDS)
def test_one_error_is_one(kind: str, name: str, seed: int) -> None:
    spoiled = SPOILERS[kind](name, random.Random(seed))
    assert spoiled is None or DamerauLevenshtein.distance(name, spoiled) == 1


@given(NAMES, SEEDS)
def test_two_errors_never_take_each_other_back(name: str, seed: int) -> None:
    spoiled = two_errors(name, random.Random(seed))
    assert spoiled is None or Levenshtein.distance(name, spoiled) in {1, 2}
    assert spoiled != name


def test_two_errors_are_two() -> None:
    spoiled = [two_errors("VICTOR MARADONOW", random.Random(seed)) for seed in range(300)]
    assert {Levenshtein.distance("VICTOR MARADONOW", each) for each in spoiled if each} == {2}


@given(NAMES, SEEDS)
def test_parts_change_places_and_nothing_else(name: str, seed: int) -> None:
    parts = name.replace(",", " ").split()
    for spoil in (swapped, surname_moved):
        spoiled = spoil(name, random.Random(seed))
        assert spoiled is None or (sorted(spoiled.split()) == sorted(parts) and spoiled.split() != parts)


@given(NAMES, SEEDS)
def test_joining_and_splitting_keep_the_letters(name: str, seed: int) -> None:
    parts = name.replace(",", " ").split()
    for spoil, more in ((joined, -1), (split, 1)):
        spoiled = spoil(name, random.Random(seed))
        assert spoiled is None or "".join(spoiled.split()) == "".join(parts)
        assert spoiled is None or len(spoiled.split()) == len(parts) + more


def test_what_cannot_be_spoiled_is_left_out() -> None:
    assert swapped("Ana", random.Random(1)) is None
    assert swapped("Ana ANA", random.Random(1)) is None
    assert joined("Ana", random.Random(1)) is None
    assert split("Ana Maria", random.Random(1)) is None
    assert dropped("Li Na", random.Random(1)) is None


def test_the_same_seed_spoils_alike() -> None:
    for spoil in SPOILERS.values():
        assert spoil("Victor Maradonow", random.Random(5)) == spoil("Victor Maradonow", random.Random(5))
