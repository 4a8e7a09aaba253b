"""Numbers in names are digits, however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.names.numerals import digits_of, han_digits, roman

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def to_roman(number: int) -> str:
    out = ""
    for value, letters in _ROMAN:
        while number >= value:
            out, number = out + letters, number - value
    return out


@given(st.integers(min_value=1, max_value=39))
def test_roman_numerals_are_read_back(number: int) -> None:
    assert roman(to_roman(number)) == str(number)


@pytest.mark.parametrize("word", ["", "mix", "iiii", "vx", "civil", "xxxx"])
def test_other_words_are_no_roman_numerals(word: str) -> None:
    assert roman(word) is None


@pytest.mark.parametrize(
    ("word", "digits"),
    [
        ("7", "7"),
        ("007", "7"),
        ("2nd", "2"),
        ("3e", "3"),
        ("no5", "5"),
        ("second", "2"),
        ("forty", "40"),
        ("viii", "8"),
        ("второй", "2"),
        ("xi", None),
        ("bank", None),
        ("3com", None),
    ],
)
def test_words_for_numbers(word: str, digits: str | None) -> None:
    assert digits_of(word) == digits


@pytest.mark.parametrize(
    ("numeral", "digits"),
    [("三", "3"), ("十", "10"), ("十二", "12"), ("二十一", "21"), ("一百零八", "108"), ("二〇四", "204")],
)
def test_chinese_numerals(numeral: str, digits: str) -> None:
    assert han_digits(numeral) == digits
