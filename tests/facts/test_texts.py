"""What is taken off a text and what is refused in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.facts.texts import refused_character, trim


@pytest.mark.parametrize(
    ("text", "trimmed"),
    [
        ("  张伟\u3000", "张伟"),
        ("\ufeff张伟", "张伟"),
        ("محمد\u200f", "محمد"),
        ("\u202bمحمد\u202c", "محمد"),
        ("\u2067محمد\u2069 ", "محمد"),
        ("张\u200b伟", "张\u200b伟"),
        ("\x00张伟", "\x00张伟"),
        ("\u200f\u200b \n", ""),
        ("  Ann \t", "Ann"),
    ],
)
def test_trim(text: str, trimmed: str) -> None:
    assert trim(text) == trimmed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("张\x00伟", "U+0000"),
        ("Ann\x07", "U+0007"),
        ("Ann\x85", "U+0085"),
        ("Ann\nLee", "U+000A"),
        ("张\u202e伟", "U+202E"),
        ("张\u2066伟", "U+2066"),
        ("张\u200b伟", "U+200B"),
        ("a\u00adb", "U+00AD"),
        ("a\ufeffb", "U+FEFF"),
        ("a\ud800b", "U+D800"),
        ("a\U000e0041b", "U+E0041"),
        # what writing needs
        ("علی\u200cرضا", None),
        ("क्\u200dष", None),
        ("محمد\u200f (علي)", None),
        ("王𬀩 O’Brien-Núñez", None),
        ("\ue000", None),
    ],
)
def test_refused_character(text: str, found: str | None) -> None:
    assert refused_character(text) == found


def test_lines_are_for_addresses_and_notes() -> None:
    assert refused_character("文三路\r\n1 号\t2 室", lines=True) is None
    assert refused_character("文三路\x0b", lines=True) == "U+000B"


@given(st.text())
def test_trimming_twice_changes_nothing(text: str) -> None:
    assert trim(trim(text)) == trim(text)


@given(st.text(alphabet=st.characters(min_codepoint=0, max_codepoint=0x10FFFF)))
def test_what_is_let_through_can_be_written(text: str) -> None:
    if refused_character(text) is None:
        assert text.encode("utf-8").decode("utf-8") == text
        assert "\x00" not in text
