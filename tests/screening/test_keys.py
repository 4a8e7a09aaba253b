"""Words that are alike meet under a key: what shares none is never compared, and would be missed in silence."""

from __future__ import annotations

import string

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.screening.keys import KeyTable, keys_of

WORDS = st.text(string.ascii_lowercase, min_size=2, max_size=12)
LETTER = st.sampled_from(string.ascii_lowercase)


@st.composite
def with_a_slip(draw: st.DrawFn, words: st.SearchStrategy[str] = WORDS) -> tuple[str, str]:
    """A word, and the word with one letter dropped, added, replaced or exchanged with its neighbour."""
    word = draw(words)
    at = draw(st.integers(0, len(word) - 1))
    letter = draw(LETTER)
    slips = [word[:at] + letter + word[at + 1 :], word[:at] + letter + word[at:]]
    if len(word) > 2:
        slips.append(word[:at] + word[at + 1 :])
    if at:
        slips.append(word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :])
    return word, draw(st.sampled_from(slips))


def share(a: str, b: str) -> bool:
    keys, owners = keys_of([a, b])
    return not set(keys[owners == 0].tolist()).isdisjoint(keys[owners == 1].tolist())


@given(with_a_slip())
def test_a_word_meets_itself_with_a_slip(pair: tuple[str, str]) -> None:
    assert share(*pair)


@given(st.data())
def test_a_long_word_meets_itself_with_two_slips(data: st.DataObject) -> None:
    word, once = data.draw(with_a_slip(st.text(string.ascii_lowercase, min_size=7, max_size=12)))
    _, twice = data.draw(with_a_slip(st.just(once)))
    assert share(word, twice)


@given(st.lists(WORDS, min_size=1, max_size=20, unique=True), st.lists(WORDS, min_size=1, max_size=5))
def test_a_batch_finds_what_each_word_finds_alone(listed: list[str], asked: list[str]) -> None:
    table = KeyTable(listed, len(listed))
    asking, found = table.sharing(asked)
    for at, word in enumerate(asked):
        _, alone = table.sharing([word])
        assert np.array_equal(found[asking == at], alone)
        assert word not in listed or listed.index(word) in alone


def test_words_in_any_script_and_none_at_all() -> None:
    table = KeyTable(["иван", "ماري", "王伟"], 3)
    assert table.sharing(["王伟"])[1].tolist() == [2]
    assert table.sharing([])[1].tolist() == []
    assert KeyTable([], 0).sharing(["word"])[1].tolist() == []
