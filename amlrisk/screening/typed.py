"""Names as they were typed, where analysis folds words: a slip of ``abderrahmane`` is found although it is listed as
``abdul rahmane``, and a listed ``zeynezdin`` though one asks for ``zeyneddin``, which is folded to ``zeynuddin``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import numpy as np

from amlrisk.names.model import Form, Kind, Made
from amlrisk.screening.arrays import F64, I32, I64, starts_of

_SAID_ALREADY = frozenset((Kind.PARTICLE, Kind.TITLE, Kind.SUFFIX, Kind.PATRONYMIC, Kind.NUMBER))
_SERVANT = "abdul"
_FEWEST_LETTERS = 3
_FEWEST_OF_MANY = 4


class Typed(NamedTuple):
    """Words that nobody is listed by, but that were typed for listed ones.

    ``spellings`` come after the listed words, with their ``weights``; word ``w`` of all was typed for each row of
    ``stands`` from ``starts[w]`` on: a listed word, and the one beside it that it was typed with, or -1.
    """

    spellings: tuple[str, ...]
    weights: F64
    starts: I64
    stands: I32


def typed_words(form: Form) -> Iterator[tuple[str, tuple[int, ...]]]:
    """What was typed for words of a form where that is another word, and for which of them.

    The parts of an Arabic name of servanthood, and those of a word of several, are mostly joined otherwise elsewhere.
    """
    if form.made is not Made.AS_WRITTEN or (form.written == form.tokens and _SERVANT not in form.tokens):
        return
    tokens, written, kinds = form.tokens, form.written, form.kinds
    for at, token in enumerate(tokens):
        pieces = written[at].split(" ")
        if kinds[at] not in _SAID_ALREADY:
            if (word := "".join(pieces)) != token and len(word) >= _FEWEST_LETTERS:
                yield word, (at,)
            if len(pieces) > 1:
                for piece in pieces:
                    if len(piece) >= _FEWEST_OF_MANY and piece != token:
                        yield piece, (at,)
        if token == _SERVANT and at + 1 < len(tokens):
            yield "".join(pieces) + written[at + 1].replace(" ", ""), (at, at + 1)


def typed_of(words: Mapping[str, int], weights: F64, found: Mapping[str, AbstractSet[tuple[int, int]]]) -> Typed:
    """The words of ``found``, typed for those listed words (by number), beside the listed ``words``."""
    new = tuple([word for word in found if word not in words])
    numbers = {word: number for number, word in enumerate(new, start=len(words))}
    counts = np.zeros(len(words) + len(new), dtype=np.int64)
    rows = sorted((words.get(word, numbers.get(word, 0)), *pair) for word, pairs in found.items() for pair in pairs)
    for number, _, _ in rows:
        counts[number] += 1
    return Typed(
        spellings=new,
        weights=np.array([max(weights[one] for pair in found[word] for one in pair if one >= 0) for word in new]),
        starts=starts_of(counts),
        stands=np.array([pair for _, *pair in rows], dtype=np.int32).reshape(-1, 2),
    )
