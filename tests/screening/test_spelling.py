"""Words that are alike find each other: what is not found here is never compared, and would be missed in silence."""

from __future__ import annotations

import string
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from amlrisk.screening.arrays import Words
from amlrisk.screening.lexicon import Postings, build_words, codes_of
from amlrisk.screening.lookups import BY_LETTERS, Lookups
from amlrisk.screening.spelling import BONES, LETTERS, Numbers, errors_at_once, errors_between, fill_places
from amlrisk.screening.typed import typed_of

WORDS = st.text(string.ascii_lowercase, min_size=3, max_size=14)
LETTER = st.sampled_from(string.ascii_lowercase)
NUMBERS = Numbers(related=0.9, sound=0.5, sound_overlap=0.5)


def lexicon(*words: str) -> Words:
    nothing = np.empty(0, dtype=np.int32)
    postings = Postings(nothing, nothing, np.empty(0, dtype=np.bool_), np.empty(0, dtype=np.bool_))
    built = build_words(words, [1.0] * len(words), postings, typed_of({}, np.empty(0), {}, {}))
    for array in built:
        array.flags.writeable = False  # as in an index
    return built


def like(words: Words, *asked: str, kind: int = LETTERS) -> list[list[tuple[int, float]]]:
    """For each asked word the listed ones like it, with how like they are."""
    lookups = Lookups(words, NUMBERS)
    numbers = lookups.numbers_of(asked)
    found = lookups.asked()
    spans = [slice(found.starts[number], found.starts[number + 1]) for number in numbers]
    return [
        [
            (int(word), float(likeness))
            for word, likeness, its in zip(found.words[span], found.likeness[span], found.kinds[span], strict=True)
            if (its == BONES) == (kind == BONES)
        ]
        for span in spans
    ]


@st.composite
def with_a_slip(draw: st.DrawFn, words: st.SearchStrategy[str] = WORDS) -> tuple[str, str]:
    """A word, and the word with one letter dropped, added, replaced or exchanged with its neighbour."""
    word = draw(words)
    at = draw(st.integers(0, len(word) - 1))
    letter = draw(LETTER)
    slips = [word[:at] + letter + word[at + 1 :], word[:at] + letter + word[at:]]
    if len(word) > 3:
        slips.append(word[:at] + word[at + 1 :])
    if at:
        slips.append(word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :])
    return word, draw(st.sampled_from(slips))


@given(with_a_slip())
@settings(max_examples=300, deadline=None)
def test_a_word_finds_itself_with_a_slip(pair: tuple[str, str]) -> None:
    word, slip = pair
    ((found, likeness), *_) = like(lexicon("elsewhere", word), slip)[0]
    assert found == 1
    by_letters = 1 - OSA.distance(word, slip) / max(len(word), len(slip))
    by_sound = 1 - 0.5 * (1 - by_letters)
    assert likeness in (pytest.approx(by_letters, abs=1e-5), pytest.approx(by_sound, abs=1e-5))


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_a_longer_word_finds_itself_with_two_slips(data: st.DataObject) -> None:
    word, once = data.draw(with_a_slip(st.text(string.ascii_lowercase, min_size=6, max_size=12)))
    _, twice = data.draw(with_a_slip(st.just(once)))
    if OSA.distance(word, twice) <= 2:  # a letter exchanged and then changed again can be further off
        assert 0 in dict(like(lexicon(word), twice)[0])


@given(st.lists(WORDS, min_size=1, max_size=30, unique=True), st.lists(WORDS, min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_a_batch_finds_what_each_word_finds_alone(listed: list[str], asked: list[str]) -> None:
    words = lexicon(*listed)
    together = like(words, *asked)
    assert together == [like(words, one)[0] for one in asked]
    for one, found in zip(asked, together, strict=True):
        assert [likeness for _, likeness in found] == sorted((likeness for _, likeness in found), reverse=True)
        if one in listed:
            assert found[0] == (listed.index(one), 1.0)


@given(st.text("abcd", max_size=12), st.text("abcdé", max_size=12))
@settings(max_examples=300, deadline=None)
def test_errors_are_counted_as_rapidfuzz_counts_them(a: str, b: str) -> None:
    starts, codes = codes_of([a, b])
    rows = np.empty((3, 41), dtype=np.int32)
    assert errors_between(codes, starts[0], starts[1], codes, starts[1], starts[2], 40, rows) == OSA.distance(a, b)
    places = np.full(128, 77, dtype=np.uint64)
    assert fill_places(codes, starts[0], starts[1], places)
    if a:
        assert errors_at_once(places, len(a), codes, starts[1], starts[2]) == OSA.distance(a, b)
    for most in (0, 1, 2):
        found = errors_between(codes, starts[0], starts[1], codes, starts[1], starts[2], most, rows)
        assert min(found, most + 1) == min(OSA.distance(a, b), most + 1)


def test_words_of_the_same_sound_or_name_are_related() -> None:
    words = lexicon("krasnik", "philippe", "william")
    assert like(words, "crasnik")[0][0] == (0, pytest.approx(1 - 0.5 / 7, abs=1e-5))
    assert dict(like(words, "filip")[0]).keys() == {1}
    assert dict(like(words, "bill")[0]).keys() == {2}


def test_consonants_find_their_word_and_nearly_so() -> None:
    words = lexicon("mohammed", "rahman", "salman")
    exact, nearly, none = like(words, "mhmd", "slmn", "krt", kind=BONES)
    assert exact == [(0, pytest.approx(0.9))]
    assert nearly == [(2, pytest.approx(0.9))]
    assert none == []
    assert dict(like(words, "slman", "mhmmd", kind=BONES)[1]).keys() == {0}


def test_chinese_characters_are_the_same_or_not() -> None:
    words = lexicon("小伟", "小维", "иван")
    assert like(words, "小伟", "小")[0] == [(0, 1.0)]
    assert like(words, "小")[0] == []


def test_a_word_is_found_as_two_written_as_one() -> None:
    lookups = Lookups(lexicon("abdul", "rahman", "ab"), NUMBERS)
    (number,) = lookups.numbers_of(["abdulrahman"])
    found = lookups.asked()
    assert found.splits[found.split_starts[number] : found.split_starts[number + 1]].tolist() == [[0, 1]]


def test_nothing_listed_is_like_nothing() -> None:
    assert like(lexicon(), "anything", "任何") == [[], []]


def test_what_was_forgotten_is_found_again(monkeypatch: pytest.MonkeyPatch) -> None:
    words = lexicon("oravel", "oraval", "tesmin")
    asked = [("oravel",), ("tesmin", "oraval"), ("oravel", "tesmib")]
    lookups = Lookups(words, NUMBERS)
    remembered = [answers(lookups, each) for each in asked]
    monkeypatch.setattr("amlrisk.screening.lookups._MOST_ALIKE", 1)
    lookups = Lookups(words, NUMBERS)
    assert [answers(lookups, each) for each in asked] == remembered
    assert len(lookups.asked().weights) == 2, "only the words asked last are held"


def answers(lookups: Lookups, words: Sequence[str]) -> list[list[int]]:
    numbers = lookups.numbers_of(words)
    found = lookups.asked()
    return [found.words[found.starts[number] : found.starts[number + 1]].tolist() for number in numbers]


def test_the_room_for_what_is_found_may_be_filled_to_the_last_place(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = [7 * letter for letter in string.ascii_lowercase]  # most are like themselves alone
    words = lexicon(*listed)
    plenty = answers(Lookups(words, NUMBERS), listed)
    for room in range(8, 30):
        monkeypatch.setattr("amlrisk.screening.lookups._FOUND_ROOM", room)
        assert answers(Lookups(words, NUMBERS), listed) == plenty


@settings(deadline=None, max_examples=60)
@given(st.lists(WORDS, min_size=3, max_size=8, unique=True), st.data())
def test_words_near_wanted_ones_are_those_that_a_look_up_finds(listed: list[str], data: st.DataObject) -> None:
    words = lexicon(*listed)
    slips = [data.draw(with_a_slip(st.sampled_from(listed)))[1] for _ in range(3)]
    asked = [BY_LETTERS + word for word in {*slips, listed[0] + listed[1], *data.draw(st.lists(WORDS, max_size=3))}]
    wanted = np.array(data.draw(st.lists(st.booleans(), min_size=len(listed), max_size=len(listed))))
    lookups = Lookups(words, NUMBERS)
    near = lookups.near(*codes_of([word.removeprefix(BY_LETTERS) for word in asked]), wanted)
    numbers = lookups.numbers_of(asked)
    found = lookups.asked()
    for number, is_near in zip(numbers, near, strict=True):
        alike = found.words[found.starts[number] : found.starts[number + 1]]
        splits = found.splits[found.split_starts[number] : found.split_starts[number + 1]]
        assert is_near == (wanted[alike].any() or wanted[splits].all(axis=1).any())
