"""Amounts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.facts.amounts import tidy_amount


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("80000", "80000"),
        ("80000.00", "80000"),
        ("8e4", "80000"),
        (80000, "80000"),
        (80000.0, "80000"),
        (0.1, "0.1"),
        (" 12.50 ", "12.5"),
        (Decimal("0.000001"), "0.000001"),
        ("-3", "-3"),
        ("-0", "0"),
        ("0E+30", None),
        ("999999999999999", "999999999999999"),
        ("999999999999999.999999", "999999999999999.999999"),
        ("1000000000000000", None),
        (10**15, None),
        ("1E+999999999", None),
        (Decimal("1E+999999999"), None),
        ("0.0000001", None),
        ("NaN", None),
        ("Infinity", None),
        (float("nan"), None),
        (float("inf"), None),
        ("1,000", None),
        ("1_000", None),
        ("１２", None),
        ("", None),
        (True, None),
        (None, None),
        ([], None),
    ],
)
def test_tidy_amount(value: object, text: str | None) -> None:
    amount = tidy_amount(value)
    assert (None if amount is None else str(amount)) == text


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**14), max_value=10**14, places=6))
def test_an_amount_keeps_its_value_and_has_one_spelling(number: Decimal) -> None:
    amount = tidy_amount(number)
    assert amount == number
    assert str(amount) == str(tidy_amount(str(number))) == str(tidy_amount(f"{number:E}"))


@given(st.text())
def test_any_text_is_an_amount_or_none(text: str) -> None:
    amount = tidy_amount(text)
    assert amount is None or len(str(amount)) < 30


def test_a_number_too_long_to_be_written_is_no_amount() -> None:
    assert tidy_amount(10**5000) is None
