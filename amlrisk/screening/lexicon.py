"""The words of all listed names: how often each occurs, and which words look or sound like a given one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from amlrisk.policy.matching import Matching
from amlrisk.screening.keys import Ids, KeyTable, bones_key, sound_key
from amlrisk.screening.likeness import Likenesses, Mode

Numbers = NDArray[np.float64]

_REMEMBERED = 50_000


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
        self._keys = KeyTable(self._words, len(alone))
        # A second copy beside each other: to touch ten thousand scattered strings would copy their pages after a fork.
        self._spelled = np.array(self._words, dtype=np.dtypes.StringDType())
        self._lengths = np.array([len(word) for word in self._words], dtype=np.int32)
        self._bones = np.array([bones_key(word) for word in self._words], dtype=np.uint32)
        self._sounds = np.array([sound_key(word) for word in self._words], dtype=np.uint32)
        self._remembered: dict[Mode, dict[str, LookAlikes]] = {mode: {} for mode in Mode}

    def __len__(self) -> int:
        return len(self._words)

    def id_of(self, word: str) -> int | None:
        return self._ids.get(word)

    def look_alikes(self, word: str, mode: Mode) -> LookAlikes:
        """Listed words like ``word``, itself included, by falling likeness."""
        found = self._remembered[mode].get(word)
        return found if found is not None else self._find([word], mode)[0]

    def look_up(self, words: Iterable[tuple[str, Mode]]) -> None:
        """Find the look-alikes of many words at once, to be remembered. Changes speed, never an answer."""
        new = dict.fromkeys(words)
        for mode in Mode:
            known = self._remembered[mode]
            wanted = [word for word, its in new if its is mode and word not in known]
            if wanted:
                self._find(wanted, mode)

    def weight(self, word: str, mode: Mode) -> float:
        """How telling a word is, (0, 1]: rare words 1. A word on no list weighs as the listed one most like it."""
        at = self._ids.get(word)
        if at is not None and at < len(self._weights):
            return self._weights[at]
        return self.look_alikes(word, mode).weight

    def _find(self, words: Sequence[str], mode: Mode) -> list[LookAlikes]:
        if mode is Mode.CHARACTERS:
            known = [(at, self._ids[word]) for at, word in enumerate(words) if word in self._ids]
            asking = np.array([at for at, _ in known], dtype=np.int32)
            ids = np.array([at for _, at in known], dtype=np.int32)
            likeness = np.ones(len(ids))
        else:
            if mode is Mode.LETTERS:
                asking, ids = self._keys.sharing(words)
                likeness = self._letters(words, asking, ids)
            else:
                asking, ids, likeness = self._consonants(words)
            kept = likeness > 0.0
            asking, ids, likeness = asking[kept], ids[kept], likeness[kept]
            order = np.lexsort((ids, -likeness, asking))
            asking, ids, likeness = asking[order], ids[order], likeness[order]
        cuts = np.searchsorted(asking, np.arange(len(words) + 1)).tolist()
        found = [
            LookAlikes(ids[start:end], likeness[start:end], weight)
            for (start, end), weight in zip(pairwise(cuts), self._weights_of_first(ids, cuts), strict=True)
        ]
        if len(self._remembered[mode]) + len(words) > _REMEMBERED:
            self._remembered[mode] = {}
        self._remembered[mode].update(zip(words, found, strict=True))
        return found

    def _weights_of_first(self, ids: Ids, cuts: Sequence[int]) -> list[float]:
        """The weight of the first word between each two cuts that occurs by itself; 1 where none does."""
        alone = ids[(is_alone := ids < len(self._weights))]
        before = np.concatenate(([0], np.cumsum(is_alone)))[cuts].tolist()
        return [self._weights[alone[at]] if at < until else 1.0 for at, until in pairwise(before)]

    def _letters(self, words: Sequence[str], asking: Ids, ids: Ids) -> Numbers:
        """``Likenesses`` in mode LETTERS, for many pairs at once (a test holds the two together)."""
        matching = self._matching
        mine = [words[at] for at in asking.tolist()]
        others = self._spelled[ids].tolist()
        errors = process.cpdist(mine, others, scorer=OSA.distance, dtype=np.int32)
        lengths = np.array([len(word) for word in words], dtype=np.int32)[asking]
        longer = np.maximum(self._lengths[ids], lengths)
        allowed = np.maximum(1, longer // matching.typo_letters)
        likeness: Numbers = np.where(errors <= allowed, 1.0 - matching.typo_cost * errors / longer, 0.0)
        sounds = np.array([sound_key(word) for word in words], dtype=np.uint32)[asking]
        alike = (self._sounds[ids] == sounds) & (sounds != 0) & (1.0 - errors / longer >= matching.sound_overlap)
        likeness[alike & (likeness < matching.sound)] = matching.sound
        compare = self._likenesses.by_mode[Mode.LETTERS]
        for at in np.flatnonzero(np.minimum(self._lengths[ids], lengths) == 1).tolist():
            likeness[at] = compare(mine[at], others[at])[0]  # initials are another matter
        return likeness

    def _consonants(self, words: Sequence[str]) -> tuple[Ids, Ids, Numbers]:
        bones = np.array([bones_key(word) for word in words], dtype=np.uint32)

        def same_bones(asking: Ids, ids: Ids) -> NDArray[np.bool_]:
            mine = bones[asking]
            same: NDArray[np.bool_] = (self._bones[ids] == mine) & (mine != 0)
            return same

        asking, ids = self._keys.sharing(words, same_bones)
        compare = self._likenesses.by_mode[Mode.CONSONANTS]
        pairs = zip(asking.tolist(), ids.tolist(), strict=True)
        return asking, ids, np.array([compare(words[at], self._words[other])[0] for at, other in pairs], dtype=float)


def weight_of_count(count: int, matching: Matching) -> float:
    """1 for a word of one listed entity, falling with the logarithm to ``common_weight`` at ``common_count``."""
    commonness = min(1.0, math.log(count) / math.log(matching.common_count))
    return 1.0 - (1.0 - matching.common_weight) * commonness
