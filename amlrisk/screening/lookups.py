"""What one thread remembers of the words it has looked up: which listed words each is like, and how."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from amlrisk.screening.arrays import F32, F64, I32, I64, U8, U16, U32, Words
from amlrisk.screening.lexicon import asked_relations, codes_of
from amlrisk.screening.spelling import LETTERS, Numbers, look_alikes, splits_of, unpacked

_REMEMBERED = 200_000
_FIRST_ROOM = 4096
_MOST_SPLITS = 8


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
        self._numbers_of_pack = numbers
        self._seen = np.zeros(len(words.weights) + 1, dtype=np.int64)
        self._out = np.empty(_FIRST_ROOM, dtype=np.int64)
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
        if len(known) + len(new) > _REMEMBERED and known:
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

    def weight(self, number: int) -> float:
        return float(self._weights.values[number])

    def _look_up(self, new: Sequence[str]) -> None:
        starts, codes = codes_of(new)
        lengths, split_lengths = [], []
        splits = np.empty((_MOST_SPLITS, 2), dtype=np.int32)
        for at, word in enumerate(new):
            relations = asked_relations(word)
            keys = np.array([key for key, _ in relations], dtype=np.uint32)
            kinds = np.array([kind for _, kind in relations], dtype=np.uint8)
            found = self._like(starts, codes, at, keys, kinds)
            self._alike[0].add(found[0])
            self._alike[1].add(found[1])
            self._alike[2].add(found[2])
            self._weights.add(np.array([self._weight(*found)]))
            lengths.append(len(found[0]))
            pairs = splits_of(starts, codes, at, self._words, splits)
            self._splits.add(splits[:pairs])
            split_lengths.append(pairs)
            self._numbers[word] = len(self._numbers)
        for growing, added in (
            (self._starts, np.array(lengths)),
            (self._split_starts, np.array(split_lengths)),
            (self._code_starts, np.diff(starts)),
        ):
            growing.add(np.cumsum(added) + growing.values[-1])
        self._codes.add(codes)
        self._initials.add(np.array([len(word) == 1 and word.isascii() for word in new], dtype=np.uint8))

    def _like(self, starts: I64, codes: U16, word: int, relations: U32, kinds: U8) -> tuple[I32, F32, U8]:
        while True:
            count = look_alikes(
                starts, codes, word, relations, kinds, self._words, self._numbers_of_pack, self._seen, self._out
            )
            if count >= 0:
                return unpacked(self._out[:count])
            self._out = np.empty(2 * len(self._out), dtype=np.int64)

    def _weight(self, words: I32, _: F32, kinds: U8) -> float:
        """How telling a word is: as the listed one most like it by its letters; one like no listed word, wholly."""
        letters = np.flatnonzero(kinds == LETTERS)
        return float(self._words.weights[words[letters[0]]]) if len(letters) else 1.0
