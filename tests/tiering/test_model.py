"""Bounds, the combining of levels, and numbers as they are shown."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.policy.value_vocabulary import Combine, Tier
from amlrisk.tiering.model import combined, reached, shown

D = Decimal
KNOWN: dict[Tier, Decimal | None] = {Tier.GOLD: D(1), Tier.PLATINUM: D(2), Tier.DIAMOND: D(3)}


@pytest.mark.parametrize(
    ("bounds", "amount", "expected"),
    [
        (KNOWN, "0.99", (Tier.STANDARD, False)),
        (KNOWN, "1", (Tier.GOLD, False)),
        (KNOWN, "1.99", (Tier.GOLD, False)),
        (KNOWN, "2", (Tier.PLATINUM, False)),
        (KNOWN, "3", (Tier.DIAMOND, False)),
        (KNOWN, "99", (Tier.DIAMOND, False)),
        (KNOWN | {Tier.DIAMOND: None}, "0.99", (Tier.STANDARD, False)),
        (KNOWN | {Tier.DIAMOND: None}, "1.99", (Tier.GOLD, False)),
        (KNOWN | {Tier.DIAMOND: None}, "2", (Tier.PLATINUM, True)),
        (KNOWN | {Tier.PLATINUM: None, Tier.DIAMOND: None}, "1", (Tier.GOLD, True)),
        (KNOWN | {Tier.PLATINUM: None, Tier.DIAMOND: None}, "0", (Tier.STANDARD, False)),
    ],
)
def test_reached(bounds: dict[Tier, Decimal | None], amount: str, expected: tuple[Tier, bool]) -> None:
    assert reached(D(amount), bounds) == expected


@pytest.mark.parametrize(
    ("ranks", "lowest", "middle", "highest"),
    [([1], 1, 1, 1), ([2, 0], 0, 0, 2), ([2, 0, 1], 0, 1, 2), ([2, 2, 0, 1], 0, 1, 2), ([0, 2, 2], 0, 2, 2)],
)
def test_combined(ranks: list[int], lowest: int, middle: int, highest: int) -> None:
    found = [combined(ranks, how) for how in (Combine.LOWEST, Combine.MIDDLE, Combine.HIGHEST)]
    assert found == [lowest, middle, highest]


@given(st.lists(st.integers(0, 9), min_size=1), st.sampled_from(Combine))
def test_the_combined_level_is_one_of_them_whatever_their_order(ranks: list[int], how: Combine) -> None:
    assert combined(ranks, how) in ranks
    assert combined(ranks[::-1], how) == combined(ranks, how)


@pytest.mark.parametrize(
    ("number", "text"), [(D("1.50"), "1.5"), (D("100"), "100"), (D("1E+3"), "1000"), (D("0.0"), "0"), (500, "500")]
)
def test_numbers_are_plain(number: Decimal | int, text: str) -> None:
    assert shown(number) == text
