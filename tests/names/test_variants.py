"""Nicknames, and one name in several languages."""

from __future__ import annotations

from collections import Counter

import pytest

from amlrisk.names.given import GIVEN_NAMES, SPELLINGS
from amlrisk.names.variants import NICKNAME, SPELLING, groups, relation

LINES = [line for table in (GIVEN_NAMES, SPELLINGS) for line in table.strip().replace("\n  ", " ").splitlines()]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("bill", "william", NICKNAME),
        ("bob", "robert", NICKNAME),
        ("sasha", "alexander", NICKNAME),
        ("sasha", "alexandra", NICKNAME),
        ("ivan", "john", NICKNAME),
        ("yusuf", "joseph", NICKNAME),
        ("catherine", "katharina", SPELLING),
        ("yevgeny", "evgeniy", SPELLING),
        ("mohammed", "muhammad", SPELLING),
        ("mohd", "muhammad", SPELLING),
        ("hussein", "husayn", SPELLING),
        ("alexander", "alexandra", None),
        ("john", "william", None),
        ("hassan", "hussein", None),
        ("vladimir", "vladislav", None),
        ("putin", "putin", None),
        ("putin", "bill", None),
    ],
)
def test_relation(a: str, b: str, expected: str | None) -> None:
    assert relation(a, b) == relation(b, a) == expected
    if a != b:
        assert bool(set(groups(a)) & set(groups(b))) == (expected is not None)


def test_most_words_are_forms_of_nothing_else() -> None:
    assert groups("zarkanda") == ()
    assert groups("") == ()


def test_the_table_is_folded_and_says_nothing_twice() -> None:
    for line in LINES:
        words = line.replace("|", " ").split()
        assert len(words) > 1, line
        assert all(word.isascii() and word.isalpha() and word.islower() and len(word) > 1 for word in words), line


def test_no_word_belongs_to_so_many_names_that_it_says_nothing() -> None:
    counts = Counter(word for line in LINES for word in set(line.replace("|", " ").split()))
    assert max(counts.values()) <= 5, counts.most_common(5)


def test_a_man_is_not_named_like_a_woman() -> None:
    assert relation("maria", "mario") is None
    assert relation("mario", "marius") == NICKNAME
    assert groups("mario")
