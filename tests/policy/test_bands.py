from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.policy.bands import faults
from amlrisk.policy.model import Clause
from amlrisk.policy.vocabulary import MeasureWords

WORDS = MeasureWords(categories={"cash": True, "kin": False, "own": False}, unit="cny")
LEVELS = 5

Cut = tuple[int | None, int | None]


def bands(cuts: list[Cut]) -> dict[int, tuple[Clause, ...]]:
    """One clause of cash per cut, spread over the levels; the plain categories in their places."""
    result: dict[int, tuple[Clause, ...]] = {1: (Clause(categories=("own", "kin")),)}
    for index, (low, high) in enumerate(cuts):
        clause = Clause(
            categories=("cash",),
            at_least=None if low is None else Decimal(low),
            below=None if high is None else Decimal(high),
        )
        level = index % LEVELS + 1
        result[level] = (*result.get(level, ()), clause)
    return result


def places(cuts: list[Cut], number: int) -> int:
    """In how many of the intervals a number lies."""
    return sum((low or 0) <= number and (high is None or number < high) for low, high in cuts)


bounds = st.one_of(st.none(), st.integers(0, 8))


@given(st.lists(st.tuples(bounds, bounds).filter(lambda c: c[1] is None or c[1] > (c[0] or 0)), max_size=5))
def test_accepted_exactly_when_every_number_has_one_place(cuts: list[Cut]) -> None:
    once = all(places(cuts, number) == 1 for number in range(10))
    assert (not list(faults(bands(cuts), WORDS, LEVELS))) == once


@given(st.lists(st.integers(1, 1000), min_size=0, max_size=6, unique=True), st.randoms(use_true_random=False))
def test_any_partition_is_accepted_in_any_order(edges: list[int], random: object) -> None:
    edges = sorted(edges)
    cuts: list[Cut] = list(zip([None, *edges], [*edges, None], strict=True))
    random.shuffle(cuts)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert not list(faults(bands(cuts), WORDS, LEVELS))


@pytest.mark.parametrize(
    ("cuts", "path", "detail"),
    [
        ([(None, 2), (3, None)], "", "hole from 2 to below 3"),
        ([(1, None)], "", "hole from 0 to below 1"),
        ([(None, 5)], "", "no band from 5 on"),
        ([(None, 3), (2, None)], ".2[0]", "overlaps"),
        ([(None, None), (None, None)], ".2[0]", "overlaps"),
        ([], "", "“cash” is in no band"),
        ([(2, 2)], ".1[1]", "empty"),
    ],
)
def test_a_fault_says_where_and_what(cuts: list[Cut], path: str, detail: str) -> None:
    found = list(faults(bands(cuts), WORDS, LEVELS))
    assert [fault.path for fault in found] == [path]
    assert detail in found[0].detail
