"""Under which hashes a word meets the words like it: spelled alike, sounding alike, of the same consonants."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from amlrisk.names.translit import skeleton
from amlrisk.screening.likeness import sound_of

Ids = NDArray[np.int32]

_FEWEST_CONSONANTS = 2
_LONGEST_KEYED = 40
_KEYED_BEGINNING = 7
_TWO_ERRORS_FROM = 5
_NO_KEY = 0xFFFFFFFF


class KeyTable:
    """Which words have a key. Immutable."""

    def __init__(self, words: Sequence[str], alone: int) -> None:
        """``words`` by number; from ``alone`` on they are joined words, which have fewer keys."""
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
        # A last key that no word has: a search may then always look at the place it ends on.
        self._keys = np.append(distinct, np.uint32(_NO_KEY))
        self._starts = np.append(starts, [len(keys), len(keys)])
        self._owners = owners[order]

    def sharing(self, words: Sequence[str]) -> tuple[Ids, Ids]:
        """Pairs (position in ``words``, word of the table) that share a key, each pair once, in order."""
        keys: list[int] = []
        counts: list[int] = []
        for word in words:
            mine = keys_of(word)
            keys += mine
            counts.append(len(mine))
        wanted = np.array(keys, dtype=np.uint32)
        asking = np.repeat(np.arange(len(words), dtype=np.int64), counts)
        places = np.searchsorted(self._keys, wanted)
        known = self._keys[places] == wanted
        places, asking = places[known], asking[known]
        starts = self._starts[places]
        lengths = self._starts[places + 1] - starts
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        owners = self._owners[np.arange(total) + np.repeat(starts - (ends - lengths), lengths)]
        pairs = np.unique((np.repeat(asking, lengths) << 32) | owners)
        return (pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32)


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


def sound_key(word: str) -> int:
    sound = sound_of(word)
    return 0 if sound is None else crc32(sound.encode())


def bones_key(word: str) -> int:
    bones = skeleton(word) if word.isascii() else ""
    return crc32(bones.encode()) if len(bones) >= _FEWEST_CONSONANTS else 0
