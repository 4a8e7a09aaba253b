from __future__ import annotations

from decimal import Context, Decimal, Inexact, localcontext
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amlrisk.grading.numbers import PLACES, plain, product, quotient, total

amounts = st.decimals(min_value=0, max_value=10**15, places=2, allow_nan=False)
bounds = st.decimals(min_value=0, max_value=1000, places=6, allow_nan=False)


@settings(deadline=None)
@given(amounts, amounts.filter(bool), bounds)
def test_a_cut_quotient_stands_to_every_bound_as_the_true_one(left: Decimal, right: Decimal, bound: Decimal) -> None:
    true = Fraction(left) / Fraction(right)
    assert (quotient(left, right) >= bound) == (true >= Fraction(bound))
    assert 0 <= true - Fraction(quotient(left, right)) < Fraction(1, 10**PLACES)


@settings(deadline=None)
@given(st.lists(amounts, max_size=20), amounts)
def test_sums_and_products_are_exact_whatever_the_context_of_the_thread(many: list[Decimal], one: Decimal) -> None:
    with localcontext(Context(prec=2)):
        assert Fraction(total(many)) == sum(map(Fraction, many))
        assert Fraction(product(one, one)) == Fraction(one) ** 2
        assert quotient(Decimal(80000), Decimal(320000)) == Decimal("0.25")


def test_what_does_not_fit_raises() -> None:
    with pytest.raises(Inexact):
        total([Decimal(10) ** 70, Decimal(10) ** -70])


@pytest.mark.parametrize(
    ("number", "shown"),
    [("0.59999999", "0.5999"), ("100", "100"), ("80000.00", "80000"), ("0", "0"), ("0.00004", "0"), ("12.50", "12.5")],
)
def test_numbers_for_people_are_cut_and_plain(number: str, shown: str) -> None:
    assert plain(Decimal(number), 4) == shown
