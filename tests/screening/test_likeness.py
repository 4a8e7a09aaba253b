"""One word against another: how many errors a word may have, and what sounds alike."""

from __future__ import annotations

import pytest

from amlrisk.policy.matching import Matching
from amlrisk.screening.likeness import Likenesses, Mode


@pytest.mark.parametrize(
    ("a", "b", "how"),
    [
        ("putin", "putin", "identical"),
        ("putin", "pulin", "typo"),
        ("kasimov", "kaismov", "sound"),
        ("ri", "rii", "typo"),
        ("laden", "ladin", "sound"),
        ("mohammed", "muhammad", "variant"),
        ("bill", "william", "nickname"),
        ("marta", "maria", "other_name"),
        ("karmadi", "qarmady", "sound"),
        ("n", "nursultan", "initial"),
        ("n", "sultan", "different"),
        ("abc", "xyz", "different"),
        ("maradonov", "maradona", "typo"),
        ("maradonov", "mirandola", "different"),
        ("li", "lu", "typo"),
        ("putin", "lupin", "typo"),
        ("putin", "hudon", "different"),
    ],
)
def test_letters(matching: Matching, a: str, b: str, how: str) -> None:
    compare = Likenesses(matching).by_mode[Mode.LETTERS]
    assert compare(a, b)[1] == how
    assert compare(a, b) == compare(b, a)


def test_few_errors_make_it_the_same_word_however_long_it_is(matching: Matching) -> None:
    compare = Likenesses(matching).by_mode[Mode.LETTERS]
    for letters in ("ab", "abdgk", "bdgklmn", "bdgklmnprstvzbdgklmn"):
        most = min(matching.typo_most, max(1, (len(letters) - 1) // matching.typo_letters))
        assert compare(letters, "x" * most + letters[most:]) == (1 - most / len(letters), "typo")
        assert compare(letters, "x" * (most + 1) + letters[most + 1 :])[1] == "different"


def test_another_character_is_another_name_and_another_syllable_hardly_the_same(matching: Matching) -> None:
    by_mode = Likenesses(matching).by_mode
    assert by_mode[Mode.CHARACTERS]("伟", "维")[0] == 0.0
    assert by_mode[Mode.SYLLABLES]("wei", "wen")[1] == "syllable"


def test_consonants(matching: Matching) -> None:
    compare = Likenesses(matching).by_mode[Mode.CONSONANTS]
    assert compare("slmn", "salman") == (1 - matching.consonants / 4, "consonants")
    assert compare("mhmd", "salman")[0] == 0.0
