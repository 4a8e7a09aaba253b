"""What one thread remembers of the words it has looked up: which listed words each is like, and how."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from amlrisk.names.model import is_initial
from amlrisk.screening.arrays import F32, F64, I32, I64, U8, U16, Words, ragged
from amlrisk.screening.lexicon import asked_relations, codes_of
from amlrisk.screening.spelling import Numbers, fill_near, look_up, unpacked

BY_LETTERS = "\0"
"""Before a word that is several of a name: it is looked up by its letters alone, among the words that are one."""
LIKE_NONE = BY_LETTERS + "\1\1"
"""Looked up like a word, and like none that is listed."""
_REMEMBERED = 200_000
_MOST_ALIKE = 2_000_000
"""So many like words are remembered, of 9 bytes each: in a list of a million names a word has a thousand."""
_FIRST_ROOM = 4096
_FOUND_ROOM = 65_536


class Asked(NamedTuple):
    """Words that were looked up, by number: the listed words like each by falling likeness, pairs of listed words it is
    made of, its units, its weight, and whether it is an initial."""

    starts: I64
    words: I32
    likeness: F32
    kinds: U8
    split_starts: I64
    splits: I32
    code_starts: I64
    codes: U16
    weights: F64
    initials: U8


_T = TypeVar("_T", bound=np.generic)


class _Growing(Generic[_T]):
    """An array that is added to at its end."""

    def __init__(self, dtype: type[_T], columns: int = 0) -> None:
        shape = (_FIRST_ROOM, columns) if columns else (_FIRST_ROOM,)
        self._held: NDArray[_T] = np.empty(shape, dtype=dtype)
        self.size = 0

    def add(self, values: NDArray[_T]) -> None:
        needed = self.size + len(values)
        if needed > len(self._held):
            room = np.empty((max(needed, 2 * len(self._held)), *self._held.shape[1:]), dtype=self._held.dtype)
            room[: self.size] = self._held[: self.size]
            self._held = room
        self._held[self.size : needed] = values
        self.size = needed

    @property
    def values(self) -> NDArray[_T]:
        return self._held[: self.size]


class Lookups:
    """Belongs to one thread. What it remembers changes its speed, never an answer."""

    def __init__(self, words: Words, numbers: Numbers) -> None:
        self._words = words
        self._pack = numbers
        self._single = int(
            np.count_nonzero(words.weights >= 0.0)
        )  # those that are several have no weight, and come last
        self._seen = np.zeros(len(words.weights) + 1, dtype=np.int64)
        self._found = np.empty(_FOUND_ROOM, dtype=np.int64)
        self._splits_found = np.empty((_FOUND_ROOM, 2), dtype=np.int32)
        self._forget()

    def _forget(self) -> None:
        self._numbers: dict[str, int] = {}
        self._alike = _Growing(np.int32), _Growing(np.float32), _Growing(np.uint8)
        self._splits = _Growing(np.int32, 2)
        self._codes = _Growing(np.uint16)
        self._starts, self._split_starts, self._code_starts = (_Growing(np.int64) for _ in range(3))
        for starts in (self._starts, self._split_starts, self._code_starts):
            starts.add(np.zeros(1, dtype=np.int64))
        self._weights = _Growing(np.float64)
        self._initials = _Growing(np.uint8)

    def numbers_of(self, words: Sequence[str]) -> list[int]:
        """The number of each word in ``asked``; new ones are looked up. Numbers hold until the next call."""
        known = self._numbers
        try:
            return [known[word] for word in words]
        except KeyError:
            pass
        new = [word for word in dict.fromkeys(words) if word not in known]
        if known and (len(known) + len(new) > _REMEMBERED or self._alike[0].size > _MOST_ALIKE):
            self._forget()
            return self.numbers_of(words)
        self._look_up(new)
        known = self._numbers
        return [known[word] for word in words]

    def asked(self) -> Asked:
        alike_words, likeness, kinds = self._alike
        return Asked(
            self._starts.values,
            alike_words.values,
            likeness.values,
            kinds.values,
            self._split_starts.values,
            self._splits.values,
            self._code_starts.values,
            self._codes.values,
            self._weights.values,
            self._initials.values,
        )

    def near(self, starts: I64, codes: U16, wanted: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Whether any of the ``wanted`` listed words is like each of these words that are several (``BY_LETTERS``, the
        mark left out), or two of them are it. Nothing of it is remembered: such words hardly come again."""
        out = np.zeros(len(starts) - 1, dtype=np.uint8)
        nothing = np.empty(0, dtype=np.uint32), np.empty(0, dtype=np.uint8)
        flags = wanted.astype(np.uint8)
        fill_near(starts, codes, self._single, flags, *nothing, self._words, self._pack, self._seen, self._found, out)
        return out > 0

    def weight(self, number: int) -> float:
        return float(self._weights.values[number])

    def _look_up(self, new: Sequence[str]) -> None:
        spelled = [word.removeprefix(BY_LETTERS) for word in new]
        starts, codes = codes_of(spelled)
        related = [[] if word.startswith(BY_LETTERS) else asked_relations(word) for word in new]
        relation_starts, relations = ragged([[key for key, _ in each] for each in related], np.uint32)
        kinds = np.array([kind for each in related for _, kind in each], dtype=np.uint8)
        ends = np.array([self._single if word.startswith(BY_LETTERS) else len(self._words.weights) for word in new])
        counts, split_counts = np.zeros(len(new), np.int64), np.zeros(len(new), np.int64)
        weights = np.empty(len(new), dtype=np.float64)
        first = 0
        while first < len(new):
            reached = look_up(
                first,
                starts,
                codes,
                relation_starts,
                relations,
                kinds,
                ends,
                self._words,
                self._pack,
                self._seen,
                self._found,
                counts,
                self._splits_found,
                split_counts,
                weights,
            )
            if reached == first:  # one word alone filled the room there is
                self._found = np.empty(2 * len(self._found), dtype=np.int64)
                continue
            alike, likeness, of_kinds = unpacked(self._found[: counts[first:reached].sum()])
            self._alike[0].add(alike)
            self._alike[1].add(likeness)
            self._alike[2].add(of_kinds)
            self._splits.add(self._splits_found[: split_counts[first:reached].sum()])
            first = reached
        for growing, added in (
            (self._starts, counts),
            (self._split_starts, split_counts),
            (self._code_starts, np.diff(starts)),
        ):
            growing.add(np.cumsum(added) + growing.values[-1])
        self._weights.add(weights)
        self._codes.add(codes)
        self._initials.add(np.array([is_initial(word) for word in spelled], dtype=np.uint8))
        self._numbers |= {word: number for number, word in enumerate(new, start=len(self._numbers))}
