"""The words of all listed names: how often each occurs, and which words look or sound like a given one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from amlrisk.names.translit import skeleton
from amlrisk.policy.matching import Matching
from amlrisk.screening.likeness import Likenesses, Mode, sound_of

Ids = NDArray[np.int32]
Numbers = NDArray[np.float64]

_REMEMBERED = 50_000
_FEWEST_CONSONANTS = 2
_LONGEST_KEYED = 40


class LookAlikes(NamedTuple):
    """Word ids of the lexicon like a given word, how like, and the weight of the given word itself."""

    ids: Ids
    likeness: Numbers
    weight: float


class Lexicon:
    """Immutable after construction. What it remembers are pure answers: safe to share among threads and forks."""

    def __init__(
        self, counts: Mapping[str, int], joined: Iterable[str], likenesses: Likenesses, matching: Matching
    ) -> None:
        """``counts``: word -> listed entities that carry it. ``joined``: neighbouring words written as one."""
        alone = sorted(counts)
        self._words = alone + sorted(set(joined) - counts.keys())
        self._ids = {word: at for at, word in enumerate(self._words)}
        self._weights = [weight_of_count(counts[word], matching) for word in alone]
        self._likenesses = likenesses
        self._matching = matching
        self._keys, self._key_words = _key_table(self._words)
        self._remembered: dict[tuple[str, Mode], LookAlikes] = {}

    def __len__(self) -> int:
        return len(self._words)

    def id_of(self, word: str) -> int | None:
        return self._ids.get(word)

    def look_alikes(self, word: str, mode: Mode) -> LookAlikes:
        """Listed words like ``word``, itself included, by falling likeness."""
        found = self._remembered.get((word, mode))
        if found is None:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered = {}
            found = self._remembered[word, mode] = self._look_alikes(word, mode)
        return found

    def weight(self, word: str, mode: Mode) -> float:
        """How telling a word is, (0, 1]: rare words 1. A word on no list weighs as the listed one most like it."""
        at = self._ids.get(word)
        if at is not None and at < len(self._weights):
            return self._weights[at]
        return self.look_alikes(word, mode).weight

    def _look_alikes(self, word: str, mode: Mode) -> LookAlikes:
        own = self._ids.get(word)
        if mode is Mode.CHARACTERS:
            pairs = [] if own is None else [(1.0, own)]
        else:
            compare = self._likenesses.by_mode[mode]
            near = self._candidates(keys_of(word))
            pairs = [(likeness, at) for at in near for likeness in (compare(word, self._words[at])[0],) if likeness]
            pairs.sort(key=lambda pair: (-pair[0], pair[1]))
        weight = 1.0
        for _, at in pairs:
            if at < len(self._weights):
                weight = self._weights[at]
                break
        ids = np.array([at for _, at in pairs], dtype=np.int32)
        return LookAlikes(ids, np.array([likeness for likeness, _ in pairs], dtype=np.float64), weight)

    def _candidates(self, keys: Sequence[int]) -> list[int]:
        wanted = np.array(keys, dtype=np.uint32)
        starts = np.searchsorted(self._keys, wanted, side="left").tolist()
        ends = np.searchsorted(self._keys, wanted, side="right").tolist()
        found: set[int] = set()
        for start, end in zip(starts, ends, strict=True):
            if end > start:
                found.update(self._key_words[start:end].tolist())
        return sorted(found)


def weight_of_count(count: int, matching: Matching) -> float:
    """1 for a word of one listed entity, falling with the logarithm to ``common_weight`` at ``common_count``."""
    commonness = min(1.0, math.log(count) / math.log(matching.common_count))
    return 1.0 - (1.0 - matching.common_weight) * commonness


def keys_of(word: str) -> list[int]:
    """Hashes under which a word meets its look-alikes: itself, itself without any one letter, sound, consonants."""
    word = word[:_LONGEST_KEYED]
    keys = {word}
    if len(word) > 2:
        keys.update(word[:at] + word[at + 1 :] for at in range(len(word)))
    if word.isascii():
        sound = sound_of(word)
        if sound is not None:
            keys.add(f"~{sound}")
        bones = skeleton(word)
        if len(bones) >= _FEWEST_CONSONANTS:
            keys.add(f"={bones}")
    return [crc32(key.encode()) for key in keys]


def _key_table(words: Sequence[str]) -> tuple[NDArray[np.uint32], Ids]:
    keys: list[int] = []
    owners: list[int] = []
    for at, word in enumerate(words):
        mine = keys_of(word)
        keys.extend(mine)
        owners.extend([at] * len(mine))
    key_array = np.array(keys, dtype=np.uint32)
    owner_array = np.array(owners, dtype=np.int32)
    order = np.lexsort((owner_array, key_array))
    return key_array[order], owner_array[order]
