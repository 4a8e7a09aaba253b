"""Labels are complete, and as words they are unambiguous."""

from __future__ import annotations

from enum import StrEnum

import pytest

from amlrisk.facts import model, value
from amlrisk.facts.labels import _LABELS, by_word, label

KINDS = [
    kind
    for room in (model, value)
    for kind in vars(room).values()
    if isinstance(kind, type) and issubclass(kind, StrEnum) and kind is not StrEnum
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_word_has_a_label_of_its_own(kind: type[StrEnum]) -> None:
    labels = [label(member) for member in kind]
    assert set(_LABELS[kind]) == set(kind)
    for language in ("zh", "en"):
        words = [its.get(language) for its in labels]
        assert all(words)
        assert len(set(words)) == len(words)
    written = by_word(kind)
    for member in kind:
        texts = (member.value, label(member).zh, label(member).en)
        assert all(written[text.lower()] == member for text in texts), member


def test_no_labels_for_words_that_are_gone() -> None:
    assert set(_LABELS) == set(KINDS)
