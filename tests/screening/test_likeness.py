"""One word against another: how many errors a word may have, and what sounds alike."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amlrisk.policy.matching import Matching
from amlrisk.screening.lexicon import Lexicon
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


@given(st.sets(WORDS, min_size=1, max_size=12), WORDS)
@settings(max_examples=200, deadline=None)
def test_the_lexicon_judges_words_as_the_comparison_does(matching: Matching, listed: set[str], word: str) -> None:
    likenesses = Likenesses(matching)
    lexicon = Lexicon(dict.fromkeys(listed, 1), (), likenesses, matching)
    found = lexicon.look_alikes(word, Mode.LETTERS)
    names = sorted(listed)
    compare = likenesses.by_mode[Mode.LETTERS]
    for at, likeness in zip(found.ids.tolist(), found.likeness.tolist(), strict=True):
        assert compare(word, names[at])[0] == likeness


@given(WORDS.filter(lambda word: len(word) > 2), st.data())
@settings(max_examples=200, deadline=None)
def test_one_typing_error_is_never_missed(matching: Matching, word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    wrong = data.draw(
        st.sampled_from(
            [word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:], word[:at] + "q" + word[at + 1 :]]
        )
    )
    lexicon = Lexicon({word: 1, "elsewhere": 1}, (), Likenesses(matching), matching)
    assert lexicon.id_of(word) in lexicon.look_alikes(wrong, Mode.LETTERS).ids
