"""Folds of labelled pairs: nothing held out is known from what is learned, and every pair is held out once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.watchlist.model import Schema
from bench.accuracy.pairs import Pair, folds, read_pairs

NAMES = st.sampled_from([f"{first} {last}" for first in ("ada", "bo", "cy", "di") for last in "vwxyz"])
PAIRS = st.lists(
    st.builds(
        Pair,
        schema=st.sampled_from([Schema.PERSON, Schema.ORGANIZATION]),
        a=NAMES,
        b=NAMES,
        same=st.booleans(),
        quality=st.sampled_from(["STRONG", "MEDIUM", "WEAK"]),
    ),
    min_size=1,
    max_size=60,
)


def pair(a: str, b: str, same: bool = True) -> Pair:
    return Pair(schema=Schema.PERSON, a=a, b=b, same=same, quality="MEDIUM")


@given(PAIRS, st.integers(2, 6), st.integers(0, 3))
def test_every_pair_is_held_out_once_and_its_names_are_not_learned(pairs: list[Pair], k: int, seed: int) -> None:
    parted = folds(pairs, k, seed)
    assert len(parted) == k
    assert Counter(each for _, held in parted for each in held) == Counter(pairs)
    for train, held in parted:
        assert Counter(train) + Counter(held) == Counter(pairs)
        assert not {name for each in train for name in (each.a, each.b)} & {
            n for each in held for n in (each.a, each.b)
        }


@given(PAIRS, st.integers(0, 3))
def test_the_same_seed_parts_alike(pairs: list[Pair], seed: int) -> None:
    assert folds(pairs, 4, seed) == folds(pairs, 4, seed)


def test_names_are_the_same_in_other_case_accents_and_order() -> None:
    pairs = [
        pair("Muster, José", "Jose Muester"),
        pair("JOSE MUSTER", "Anna Muster", same=False),
        pair("Bo Li", "Bo Lee"),
    ]
    assert [len(held) for _, held in folds(pairs, 2, 0)] == [2, 1]


def test_labels_and_schemas_are_spread_evenly() -> None:
    pairs = [
        Pair(schema=schema, a=f"{schema} {at}", b=f"{schema} {at} b", same=same, quality="MEDIUM")
        for schema in (Schema.PERSON, Schema.ORGANIZATION)
        for same in (True, False)
        for at in range(0 if same else 100, 20 if same else 120)
    ]
    for _, held in folds(pairs, 5, 1):
        assert set(Counter((each.schema, each.same) for each in held).values()) == {4}


def test_reading(tmp_path: Path) -> None:
    file = tmp_path / "pairs.csv"
    file.write_text("schema,name1,name2,is_match,quality\nCompany,Muster AG,Müster AG,true,WEAK\n", encoding="utf-8")
    assert read_pairs(file) == [
        Pair(schema=Schema.ORGANIZATION, a="Muster AG", b="Müster AG", same=True, quality="WEAK", published="Company")
    ]
    file.write_text("schema,name1,name2,is_match,quality\nPlanet,Mars,Mars,true,WEAK\n", encoding="utf-8")
    with pytest.raises(ValueError, match="Planet"):
        read_pairs(file)


@pytest.mark.shared
def test_real_pairs_are_parted_evenly(shared_dir: Path) -> None:
    pairs = read_pairs(shared_dir / "names" / "labelled_pairs.csv")
    sizes = [len(held) for _, held in folds(pairs, 5, 7)]
    assert max(sizes) - min(sizes) <= len(pairs) // 20
