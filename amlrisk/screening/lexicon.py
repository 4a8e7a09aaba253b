"""The words of all listed names: how often each occurs, and which words look or sound like a given one.

A word is looked up under hashes. Words within two typing errors share one of the hashes of their beginnings without
up to two letters (the argument of SymSpell: Garbe, 2012, "1000x faster spelling correction"); what is found there is
then measured letter by letter. Words of the same sound, the same consonants, or forms of one given name share a
relation.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Sequence, Set
from functools import cache, lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rigour.text.phonetics import metaphone

from amlrisk.names.translit import skeleton
from amlrisk.names.variants import groups
from amlrisk.policy.matching import Matching
from amlrisk.screening.arrays import F64, I32, I64, U8, U16, U32, Words, ragged, starts_of
from amlrisk.screening.spelling import BONES, NAME, SOUND, fill_buckets, fill_letters, fill_table
from amlrisk.screening.typed import Typed

_FEWEST_CONSONANTS = 2
_FEWEST_CUT = 4
_REMEMBERED = 65_536
_KIND_HASHES = {kind: crc32(kind.encode()) for kind in "bcgs"}
_64_BITS = (1 << 64) - 1


# --- what a word has in common with others --------------------------------------------------------------


def relations_of(word: str) -> list[tuple[int, int]]:
    """(hash, ``NAME`` or ``SOUND``): what a word shares with forms of the same name, and with words of its sound."""
    if not word.isascii() or not word.isalpha():
        return []
    found = [(_relation("g", str(group)), NAME) for group in groups(word)]
    if len(sound := metaphone(word)) > 1:
        found.append((_relation("s", sound), SOUND))
    return found


def bones_of(word: str) -> tuple[int, int, list[int]]:
    """Hashes of the consonants of a word: (as they are, as those of a longer word without one, each without one).

    Two words whose consonants differ by one more or one fewer meet in one of them. (0, 0, []) for few consonants.
    """
    bones = _bones(word)
    if not bones:
        return 0, 0, []
    seed = _KIND_HASHES["b"]
    return crc32(bones, seed), crc32(bones, _KIND_HASHES["c"]), [crc32(one, seed) for one in _with_one_cut(bones)]


def _bones(word: str) -> bytes:
    bones = skeleton(word).encode() if word.isascii() else b""
    return bones if len(bones) >= _FEWEST_CONSONANTS else b""


def _with_one_cut(bones: bytes) -> Set[bytes]:
    return {bones[:at] + bones[at + 1 :] for at in range(len(bones))} if len(bones) >= _FEWEST_CUT else set()


def listed_relations(word: str) -> list[int]:
    """Every hash under which a listed word is entered."""
    found = [key for key, _ in relations_of(word)]
    bones = _bones(word)
    if not bones:
        return found
    seed = _KIND_HASHES["c"]
    return [*found, crc32(bones, _KIND_HASHES["b"]), *(crc32(one, seed) for one in _with_one_cut(bones))]


def asked_relations(word: str) -> list[tuple[int, int]]:
    """(hash, in which way) under which the like of a word are looked for."""
    found = relations_of(word)
    bones, longer, cut = bones_of(word)
    if bones:
        found += [(bones, BONES), (longer, BONES), *((key, BONES) for key in cut)]
    return found


def _relation(kind: str, text: str) -> int:
    return crc32(text.encode(), _KIND_HASHES[kind])


@lru_cache(maxsize=_REMEMBERED)
def letter_sum(word: str) -> int:
    """A number for the letters of a word, the same in any order; those of words run together add up (modulo 2**64)."""
    return sum([_number_of_letter(letter) for letter in word if letter != " "]) & _64_BITS


@cache
def _number_of_letter(letter: str) -> int:
    return int.from_bytes(hashlib.blake2b(letter.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def letter_sum_of(words: Sequence[str]) -> int:
    """That of a whole form, from its words as written."""
    return sum([letter_sum(word) for word in words]) & _64_BITS


def weight_of_count(count: int, matching: Matching) -> float:
    """1 for a word of one listed entity, falling with the logarithm to ``common_weight`` at ``common_count``."""
    commonness = min(1.0, math.log(count) / math.log(matching.common_count))
    return 1.0 - (1.0 - matching.common_weight) * commonness


def codes_of(words: Iterable[str]) -> tuple[I64, U16]:
    """Words as UTF-16 units, one after the other: (starts, units)."""
    encoded = [word.encode("utf-16-le", "surrogatepass") for word in words]
    return starts_of([len(one) // 2 for one in encoded]), np.frombuffer(b"".join(encoded), dtype=np.uint16)


# --- building -------------------------------------------------------------------------------------------


class Postings(NamedTuple):
    """Which forms contain which words, as pairs in any order."""

    words: I32
    forms: I32
    consonants: NDArray[np.bool_]
    unusual: NDArray[np.bool_]


def build_words(listed: Sequence[str], weights: Sequence[float], postings: Postings, typed: Typed) -> Words:
    """The lexicon over distinct words, numbered by their position, and those that were typed for them."""
    spellings = [*listed, *typed.spellings]
    starts, codes = codes_of(spellings)
    bits = max(4, (2 * len(spellings)).bit_length())
    table_hashes = np.zeros(1 << bits, dtype=np.uint64)
    table_words = np.full(1 << bits, -1, dtype=np.int32)
    fill_table(starts, codes, bits, table_hashes, table_words)
    letters = np.zeros(len(spellings), dtype=np.uint32)
    fill_letters(starts, codes, letters)
    bucket_starts, bucket_words, bucket_marks = _buckets(starts, codes)
    relation_keys, relation_starts, relation_words = _relations(spellings, np.concatenate((weights, typed.weights)))
    post_starts, post_turns, order = _in_order(postings, len(spellings))
    return Words(
        starts=starts,
        codes=codes,
        letters=letters,
        weights=np.concatenate((np.array(weights, dtype=np.float64), typed.weights)),
        table_hashes=table_hashes,
        table_words=table_words,
        bucket_starts=bucket_starts,
        bucket_words=bucket_words,
        bucket_marks=bucket_marks,
        relation_keys=relation_keys,
        relation_starts=relation_starts,
        relation_words=relation_words,
        post_starts=post_starts,
        post_turns=post_turns,
        post_forms=postings.forms[order],
        stand_starts=typed.starts,
        stands=typed.stands,
        unusual=(np.bincount(postings.words, postings.unusual, minlength=len(spellings)) > 0).astype(np.uint8),
    )


def _buckets(starts: I64, codes: U16) -> tuple[U32, I32, U8]:
    """As many buckets as four times the words; what hashes a bucket holds beside those looked for, marks tell."""
    bits = max(4, (4 * len(starts)).bit_length())
    counted = np.zeros((1 << bits) + 1, dtype=np.uint32)
    fill_buckets(starts, codes, bits, counted, np.empty(0, dtype=np.int32), np.empty(0, dtype=np.uint8), False)
    np.cumsum(counted, out=counted)
    # one place more than there are entries: an empty bucket may be the last, and is looked into
    words, marks = np.zeros(int(counted[-1]) + 1, dtype=np.int32), np.zeros(int(counted[-1]) + 1, dtype=np.uint8)
    fill_buckets(starts, codes, bits, counted.copy(), words, marks, True)
    return counted, words, marks


def _relations(spellings: Sequence[str], weights: F64) -> tuple[U32, I64, I32]:
    found = [listed_relations(word) if weight >= 0.0 else [] for word, weight in zip(spellings, weights, strict=True)]
    starts, keys = ragged(found, np.uint32)
    owners = np.repeat(np.arange(len(spellings), dtype=np.int32), np.diff(starts))
    order = np.lexsort((owners, keys))
    distinct, first = np.unique(keys[order], return_index=True)
    return distinct, np.append(first, len(keys)).astype(np.int64), owners[order]


def _in_order(postings: Postings, words: int) -> tuple[I64, I64, I64]:
    """By word, forms of consonants last: (starts, where those begin, the order)."""
    order = np.lexsort((postings.forms, postings.consonants, postings.words))
    starts = starts_of(np.bincount(postings.words, minlength=words))
    turns = starts[:-1] + np.bincount(postings.words[~postings.consonants], minlength=words)
    return starts, turns, order
