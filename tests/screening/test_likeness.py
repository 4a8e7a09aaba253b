"""One word against another: how many errors a word may have, and what sounds alike."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from amlrisk.policy.matching import Matching
from amlrisk.screening.likeness import Likenesses, Mode

WORDS = st.text("abdehikmnoprstuwz", min_size=1, max_size=9)


@pytest.mark.parametrize(
    ("a", "b", "how"),
    [
        ("putin", "putin", "identical"),
        ("putin", "pulin", "typo"),
        ("kasimov", "kaismov", "sound"),
        ("ri", "rii", "typo"),
        ("laden", "ladin", "sound"),
        ("mohammed", "muhamad", "sound"),
        ("n", "nursultan", "initial"),
        ("n", "sultan", "different"),
        ("abc", "xyz", "different"),
        ("maradonov", "maradona", "typo"),
        ("maradonov", "mirandola", "different"),
    ],
)
def test_letters(matching: Matching, a: str, b: str, how: str) -> None:
    compare = Likenesses(matching).by_mode[Mode.LETTERS]
    assert compare(a, b)[1] == how
    assert compare(a, b) == compare(b, a)


def test_one_error_is_allowed_each_so_many_letters(matching: Matching) -> None:
    compare = Likenesses(matching).by_mode[Mode.LETTERS]
    letters = "bdgklmnprstvz"[: matching.typo_letters * 2]
    two = "xx" + letters[2:]
    three = "xxx" + letters[3:]
    assert compare(letters, two)[1] == "typo"
    assert compare(letters, three)[1] == "different"


def test_another_syllable_or_character_is_another_name(matching: Matching) -> None:
    for mode, a, b in ((Mode.SYLLABLES, "wei", "wen"), (Mode.CHARACTERS, "伟", "维")):
        assert Likenesses(matching).by_mode[mode](a, b)[0] == 0.0


def test_consonants(matching: Matching) -> None:
    compare = Likenesses(matching).by_mode[Mode.CONSONANTS]
    assert compare("mhmd", "mohammed") == (matching.consonants, "consonants")
    assert compare("mhmd", "salman")[0] == 0.0
