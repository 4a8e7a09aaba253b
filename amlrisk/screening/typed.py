"""Names as they were typed, where analysis folds words: a slip of ``abderrahmane`` is found although it is listed as
``abdul rahmane``, and a listed ``zeynezdin`` though one asks for ``zeyneddin``, which is folded to ``zeynuddin``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import numpy as np

from amlrisk.names.model import Form, Kind, Made
from amlrisk.screening.arrays import F64, I32, I64, starts_of

NONE = -1
_MAY_BE = -1.0
_SAID_ALREADY = frozenset((Kind.PARTICLE, Kind.TITLE, Kind.SUFFIX, Kind.PATRONYMIC, Kind.NUMBER))
_SERVANT = "abdul"
_AS_TYPED = (Made.TRANSLITERATED, Made.CONSONANTS)
_FEWEST_LETTERS = 3
_FEWEST_OF_MANY = 4


Stand = tuple[int, int, int]


class Typed(NamedTuple):
    """Words that nobody is listed by, but that were typed for listed ones, or may be typed for several of them.

    ``spellings`` come after the listed words, with their ``weights``; word ``w`` of all was typed for each row of
    ``stands`` from ``starts[w]`` on: a listed word, and those beside it that it was typed with, up to three in all;
    ``NONE`` for the rest. A weight below 0: nobody typed that word, but somebody may.
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


def may_be_typed(form: Form) -> list[tuple[str, tuple[int, ...]]]:
    """What may be typed for words of a form by one who then slips, and for which of them.

    Two or three neighbours written as one; the last and the first are two too. With fewer letters than
    ``_FEWEST_OF_MANY`` they are compared as they are, or not at all. And what ``typed_words`` leaves out: titles that
    are folded, and words of other scripts, of which the comparison reads the letters they were written in.
    """
    found: list[tuple[str, tuple[int, ...]]] = []
    if form.made is Made.HAN:
        return found
    tokens = form.tokens
    plain = tuple([word.replace(" ", "") for word in form.written])
    _joined(tokens, found)
    if plain != tokens:
        for at, word in enumerate(plain):
            left_out = form.made in _AS_TYPED or form.kinds[at] in _SAID_ALREADY
            if word != tokens[at] and left_out and form.kinds[at] is not Kind.NUMBER and len(word) > 1:
                found.append((word, (at,)))
        _joined(plain, found)
    return found


def _joined(tokens: Sequence[str], found: list[tuple[str, tuple[int, ...]]]) -> None:
    """Two or three neighbours written as one, added to ``found``."""
    count = len(tokens)
    if count == 1:
        return
    before = count - 1
    for at, word in enumerate(tokens):
        if len(two := tokens[before] + word) >= _FEWEST_OF_MANY:
            found.append((two, (before, at)))
        before = at
    for at in range(count - 2):
        if len(three := tokens[at] + tokens[at + 1] + tokens[at + 2]) >= _FEWEST_OF_MANY:
            found.append((three, (at, at + 1, at + 2)))


def typed_of(
    words: Mapping[str, int],
    weights: F64,
    typed: Mapping[str, AbstractSet[Stand]],
    may_be: Mapping[str, AbstractSet[Stand]],
) -> Typed:
    """The words that were ``typed`` for those listed words (by number), and those that ``may_be``, beside ``words``.

    How telling a word is that was typed is known; one that may be typed has no weight.
    """
    found = {word: typed.get(word, set()) | may_be.get(word, set()) for word in {**typed, **may_be}}
    new = tuple([word for word in found if word not in words])
    numbers = {word: number for number, word in enumerate(new, start=len(words))}
    counts = np.zeros(len(words) + len(new), dtype=np.int64)
    rows: list[tuple[int, int, int, int]] = sorted(
        (words.get(word, numbers.get(word, 0)), *pair) for word, pairs in found.items() for pair in pairs
    )
    for number, *_ in rows:
        counts[number] += 1
    return Typed(
        spellings=new,
        weights=np.array(
            [
                max((weights[one] for pair in typed.get(word, ()) for one in pair if one >= 0), default=_MAY_BE)
                for word in new
            ],
            dtype=np.float64,
        ),
        starts=starts_of(counts),
        stands=np.array([pair for _, *pair in rows], dtype=np.int32).reshape(-1, 3),
    )
