"""Under which hashes a word meets the words like it: spelled alike, sounding alike, of the same consonants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from amlrisk.names.translit import skeleton
from amlrisk.screening.likeness import sound_of

Ids = NDArray[np.int32]
Hashes = NDArray[np.uint64]
_Places = NDArray[np.int64]

_FEWEST_CONSONANTS = 2
_LONGEST_KEYED = 40
_KEYED_BEGINNING = 7
_TWO_ERRORS_FROM = 5
_NO_KEY = np.uint64(0xFFFFFFFFFFFFFFFF)

# A word's hash is the sum of its code points, each times a power of an odd number, modulo 2**64: what is left
# after a letter is taken out then costs one multiplication by the inverse, for a whole batch of words at once.
_FACTOR = 0x9E3779B97F4A7C15
_POWERS = np.array([pow(_FACTOR, at, 1 << 64) for at in range(_LONGEST_KEYED)], dtype=np.uint64)
_BACK_ONE = np.uint64(pow(_FACTOR, -1, 1 << 64))
_BACK_TWO = np.uint64(pow(_FACTOR, -2, 1 << 64))
_TWO_OF_BEGINNING = np.array(list(combinations(range(_KEYED_BEGINNING), 2)), dtype=np.int64)
_SOUND = 1 << 40
_BONES = 2 << 40


class KeyTable:
    """Which words have a key. Immutable."""

    def __init__(self, words: Sequence[str], alone: int) -> None:
        """``words`` by number; from ``alone`` on they are joined words, which have fewer keys."""
        keys, owners = keys_of(words[:alone])
        joined_keys, joined_owners = _keys_of_joined(words[alone:])
        keys = np.concatenate([keys, joined_keys])
        owners = np.concatenate([owners, joined_owners + alone])
        order = np.lexsort((owners, keys))
        keys, owners = keys[order], owners[order]
        new = np.ones(len(keys), dtype=np.bool_)
        new[1:] = (keys[1:] != keys[:-1]) | (owners[1:] != owners[:-1])
        keys, owners = keys[new], owners[new]
        distinct, starts = np.unique(keys, return_index=True)
        # A last key that no word has: a search may then always look at the place it ends on.
        self._keys = np.append(distinct, _NO_KEY)
        self._starts = np.append(starts, [len(keys), len(keys)])
        self._owners = owners.astype(np.int32)

    def sharing(
        self, words: Sequence[str], only: Callable[[Ids, Ids], NDArray[np.bool_]] | None = None
    ) -> tuple[Ids, Ids]:
        """Pairs (position in ``words``, word of the table) that share a key, each pair once, in order.

        ``only`` tells of many pairs at once which are worth keeping; asked early, it saves the sorting of the rest.
        """
        wanted, asking = keys_of(words)
        order = np.argsort(wanted)  # neighbours in the table are found side by side, while it is still in the cache
        wanted, asking = wanted[order], asking[order]
        places = np.searchsorted(self._keys, wanted)
        known = self._keys[places] == wanted
        places, asking = places[known], asking[known]
        starts = self._starts[places]
        lengths = self._starts[places + 1] - starts
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        owners = self._owners[np.arange(total) + np.repeat(starts - (ends - lengths), lengths)]
        asking = np.repeat(asking, lengths)
        if only is not None:
            kept = only(asking.astype(np.int32), owners)
            asking, owners = asking[kept], owners[kept]
        pairs = (asking << 32) | owners
        pairs.sort()
        once = np.ones(len(pairs), dtype=np.bool_)
        once[1:] = pairs[1:] != pairs[:-1]
        pairs = pairs[once]
        return (pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32)


def keys_of(words: Sequence[str]) -> tuple[Hashes, _Places]:
    """Hashes under which words meet their look-alikes, and for each whose it is (position in ``words``).

    Itself; its beginning without any one or two letters (words within two typing errors share one of these: the
    SymSpell argument); its sound; its consonants. A word may have the same key twice.
    """
    sums, lengths = _sums(words)
    lengths = np.minimum(lengths, _KEYED_BEGINNING)[:, None]
    start = sums[:, : _KEYED_BEGINNING + 1]
    one = np.arange(_KEYED_BEGINNING)
    first, second = _TWO_OF_BEGINNING.T
    until_end = start[:, -1:]
    without_two = (
        start[:, first]
        + (start[:, second] - start[:, first + 1]) * _BACK_ONE
        + (until_end - start[:, second + 1]) * _BACK_TWO
    )
    cut = [word[:_LONGEST_KEYED] for word in words]
    sounds = np.array([sound_key(word) for word in cut], dtype=np.uint64)[:, None]
    bones = np.array([bones_key(word) for word in cut], dtype=np.uint64)[:, None]
    keys = np.hstack((sums[:, -1:], until_end, _without_one(start), without_two, sounds + _SOUND, bones + _BONES))
    several = lengths > 1
    has = np.hstack(
        (
            np.ones_like(several),
            several,
            several & (one < lengths),
            (lengths >= _TWO_ERRORS_FROM) & (second < lengths),
            sounds != 0,
            bones != 0,
        )
    )
    return keys[has], np.nonzero(has)[0]


def _keys_of_joined(words: Sequence[str]) -> tuple[Hashes, _Places]:
    """Joined words have few keys, since they are many: itself, and itself without any one letter."""
    sums, lengths = _sums(words)
    keys = np.hstack((sums[:, -1:], _without_one(sums)))
    has = np.hstack((np.ones((len(words), 1), dtype=np.bool_), np.arange(_LONGEST_KEYED) < lengths[:, None]))
    return keys[has], np.nonzero(has)[0]


def _sums(words: Sequence[str]) -> tuple[Hashes, _Places]:
    """The hash of each word's first 0, 1, 2 … letters (a row a word; its last is that of the word), and its length."""
    codes = np.array(words, dtype=f"U{_LONGEST_KEYED}").view(np.uint32).reshape(len(words), _LONGEST_KEYED)
    sums = np.zeros((len(words), _LONGEST_KEYED + 1), dtype=np.uint64)
    np.cumsum(codes * _POWERS, axis=1, out=sums[:, 1:])
    return sums, np.count_nonzero(codes, axis=1)


def _without_one(sums: Hashes) -> Hashes:
    """The hashes of a word without its first, its second … letter."""
    return sums[:, :-1] + (sums[:, -1:] - sums[:, 1:]) * _BACK_ONE


def sound_key(word: str) -> int:
    sound = sound_of(word)
    return 0 if sound is None else crc32(sound.encode())


def bones_key(word: str) -> int:
    bones = skeleton(word) if word.isascii() else ""
    return crc32(bones.encode()) if len(bones) >= _FEWEST_CONSONANTS else 0
