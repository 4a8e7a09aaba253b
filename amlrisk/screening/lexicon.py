"""The words of all listed names: how often each occurs, and which words look or sound like a given one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from amlrisk.names.translit import skeleton
from amlrisk.policy.matching import Matching
from amlrisk.screening.likeness import Likenesses, Mode, sound_of

Ids = NDArray[np.int32]
Numbers = NDArray[np.float64]

_REMEMBERED = 50_000
_FEWEST_CONSONANTS = 2
_LONGEST_KEYED = 40
_KEYED_BEGINNING = 7
_TWO_ERRORS_FROM = 5
_NO_KEY = 0xFFFFFFFF


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
        self._keys, self._ends, self._key_words = _key_table(self._words, len(alone))
        self._lengths = np.array([len(word) for word in self._words], dtype=np.int32)
        self._bones = np.array([_bones_key(word) for word in alone] + [0] * (len(self._words) - len(alone)), np.uint32)
        self._sounds = np.array([_sound_key(word) for word in self._words], dtype=np.uint32)
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
            ids = np.array([] if own is None else [own], dtype=np.int32)
            likeness = np.ones(len(ids))
        else:
            ids = self._near(word)
            if not len(ids):
                likeness = np.empty(0)
            elif mode is Mode.LETTERS:
                likeness = self._letters(word, ids)
            else:
                ids = ids[self._bones[ids] == _bones_key(word)]
                compare = self._likenesses.by_mode[mode]
                likeness = np.array([compare(word, self._words[at])[0] for at in ids.tolist()])
            kept = likeness > 0.0
            ids, likeness = ids[kept], likeness[kept]
            order = np.lexsort((ids, -likeness))
            ids, likeness = ids[order], likeness[order]
        weight = next((self._weights[at] for at in ids.tolist() if at < len(self._weights)), 1.0)
        return LookAlikes(ids, likeness, weight)

    def _near(self, word: str) -> Ids:
        """Every word that shares a key with ``word``: all that may be like it, and many that are not."""
        keys = np.array(keys_of(word), dtype=np.uint32)
        places = np.searchsorted(self._keys, keys)
        places = places[self._keys[places] == keys].tolist()
        ends = self._ends
        runs = [self._key_words[ends[place] : ends[place + 1]] for place in places]
        return np.unique(np.concatenate(runs)) if runs else np.empty(0, dtype=np.int32)

    def _letters(self, word: str, near: Ids) -> Numbers:
        """``Likenesses`` in mode LETTERS, for many words at once (a test holds the two together)."""
        matching = self._matching
        words = self._words
        errors = process.cdist([word], [words[at] for at in near.tolist()], scorer=OSA.distance, dtype=np.int32)[0]
        longer = np.maximum(self._lengths[near], len(word))
        allowed = np.maximum(1, longer // matching.typo_letters)
        likeness: Numbers = np.where(errors <= allowed, 1.0 - matching.typo_cost * errors / longer, 0.0)
        sound = _sound_key(word)
        if sound:
            alike = (self._sounds[near] == sound) & (1.0 - errors / longer >= matching.sound_overlap)
            likeness[alike & (likeness < matching.sound)] = matching.sound
        compare = self._likenesses.by_mode[Mode.LETTERS]
        for at in np.flatnonzero(np.minimum(self._lengths[near], len(word)) == 1).tolist():
            likeness[at] = compare(word, words[near[at]])[0]  # initials are another matter
        return likeness


def _sound_key(word: str) -> int:
    sound = sound_of(word)
    return 0 if sound is None else crc32(sound.encode())


def _bones_key(word: str) -> int:
    bones = skeleton(word) if word.isascii() else ""
    return crc32(bones.encode()) if len(bones) >= _FEWEST_CONSONANTS else 0


def weight_of_count(count: int, matching: Matching) -> float:
    """1 for a word of one listed entity, falling with the logarithm to ``common_weight`` at ``common_count``."""
    commonness = min(1.0, math.log(count) / math.log(matching.common_count))
    return 1.0 - (1.0 - matching.common_weight) * commonness


def keys_of(word: str, *, whole: bool = True) -> list[int]:
    """Hashes under which a word meets its look-alikes.

    Itself; its beginning without any one or two letters (words within two typing errors share one of these: the
    SymSpell argument); its sound; its consonants. Not ``whole`` (joined words): itself and one letter less.
    """
    word = word[:_LONGEST_KEYED]
    keys = {word}
    if not whole:
        keys.update([word[:at] + word[at + 1 :] for at in range(len(word))])
        return [crc32(key.encode()) for key in keys]
    start = word[:_KEYED_BEGINNING]
    length = len(start)
    if length > 1:
        ones = {start[:at] + start[at + 1 :] for at in range(length)}
        if length >= _TWO_ERRORS_FROM:
            keys.update([one[:at] + one[at + 1 :] for one in ones for at in range(length - 1)])
        keys |= ones
        keys.add(start)
    if word.isascii():
        sound = sound_of(word)
        if sound is not None:
            keys.add(f"~{sound}")
        bones = skeleton(word)
        if len(bones) >= _FEWEST_CONSONANTS:
            keys.add(f"={bones}")
    return [crc32(key.encode()) for key in keys]


def _key_table(words: Sequence[str], alone: int) -> tuple[NDArray[np.uint32], NDArray[np.int64], Ids]:
    """The keys in order (and a last one that no word has), where the words of each begin, and the words."""
    keys: list[int] = []
    counts: list[int] = []
    for at, word in enumerate(words):
        mine = keys_of(word, whole=at < alone)
        keys += mine
        counts.append(len(mine))
    owners = np.repeat(np.arange(len(words), dtype=np.int32), counts)
    key_array = np.array(keys, dtype=np.uint32)
    order = np.argsort(key_array, kind="stable")
    distinct, starts = np.unique(key_array[order], return_index=True)
    ends = np.append(starts, [len(keys), len(keys)])
    return np.append(distinct, np.uint32(_NO_KEY)), ends, owners[order]
