"""Folding: what disappears, what parts words, and that it can be done twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.names.text import MAX_CHARACTERS, MAX_TOKENS, fold, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  John   SMITH ", "john smith"),
        ("Ｊｏｈｎ　Ｓｍｉｔｈ", "john smith"),
        ("Al-Qa'ida", "al qaida"),
        ("Al Qa’ida", "al qaida"),
        ("A.B.C. Company", "abc company"),
        ("N.A.", "na"),
        ("J. Smith", "j smith"),
        ("H&M", "h and m"),
        ("王\u200b伟\u200f\u202e", "王伟"),
        ("a\x00b\x07c", "abc"),
        ("tab\tnew\nline", "tab new line"),
        ("Straße", "strasse"),
        ("Pеtrа Muster", "petra muster"),
        ("PЕТRА МUSТЕR", "petra muster"),
        ("ΡΕΤRΑ ΗANSEN", "petra hansen"),
        ("Петрa Мустеp", "петра мустер"),
        ("Petra-Иванова", "petra иванова"),
        ("𝓟𝓮𝓽𝓻𝓪 Ⓜⓤⓢⓣⓔⓡ", "petra muster"),
        ("Pe\u00adtr\u200da\ufe0f M\u034fuster", "petra muster"),
        ("الفرع ٣", "الفرع 3"),
        ("e\u0301mile", "émile"),
        ("!!! — …", ""),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=60))
def test_folding_leaves_only_words_and_single_spaces(text: str) -> None:
    folded = fold(text)
    assert folded == folded.strip()
    assert "  " not in folded
    assert all(char == " " or char.isalnum() or not char.isascii() for char in folded)


def test_endless_names_are_read_to_a_bound() -> None:
    assert len(fold("x" * 10_000)) == MAX_CHARACTERS
    assert len(words(fold("ab " * 10_000))) == MAX_TOKENS
