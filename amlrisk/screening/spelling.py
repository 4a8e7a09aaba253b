"""Words in compiled code: their hashes, the typing errors between two, and the listed words like a given one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from amlrisk.screening.arrays import F32, F64, I32, I64, U8, U16, U32, U64, Words
from amlrisk.screening.native import native, native_bare, native_inline

BEGINNING = 7
"""So many letters of a word are hashed with letters left out."""
LONGEST = 40
"""So many letters of a word are compared; the rest of a longer one decides in the comparison of names."""
LETTERS, BONES, NAME, SOUND = 0, 1, 2, 3
"""In which way a listed word is like one that is looked up: by its letters, by its consonants (all or all but one), as
a form of the same given name, or by its sound (and then, as far as its letters bear that out, by these)."""
_TWO_ERRORS_FROM = 4
_MOST_KEYS = 1 + BEGINNING + BEGINNING * (BEGINNING - 1) // 2
_SHORTEST_PIECE = 2
MOST_SPLITS = 8
"""So many ways of parting a word are looked at."""
_FIRST_HAN = 0x2E80
_ASCII = 128
_OFFSET = 14695981039346656037  # FNV-1a, 64 bit
_PRIME = 1099511628211
_SPREAD = 0x9E3779B97F4A7C15


@native_bare
def hash_on(state: np.uint64, codes: U16, start: int, end: int) -> np.uint64:
    """FNV-1a over units, going on from ``state``: words written as one have the hash of one word."""
    for at in range(start, end):
        state = (state ^ np.uint64(codes[at])) * np.uint64(_PRIME)
    return state


@native_bare
def hash_word(codes: U16, start: int, end: int) -> np.uint64:
    return hash_on(np.uint64(_OFFSET), codes, start, end)


@native_bare
def letter_keys(codes: U16, start: int, end: int, out: U64) -> int:
    """The hashes of a word's beginning as it is and without any one or two letters, into ``out``; how many."""
    length = end - start
    last = start + min(length, BEGINNING)
    out[0] = hash_word(codes, start, last)
    count = 1
    if length > 1:
        for skip in range(start, last):
            out[count] = hash_on(hash_word(codes, start, skip), codes, skip + 1, last)
            count += 1
    if length >= _TWO_ERRORS_FROM - 1:
        for skip in range(start, last):
            state = hash_word(codes, start, skip)
            for other in range(skip + 1, last):
                out[count] = hash_on(hash_on(state, codes, skip + 1, other), codes, other + 1, last)
                count += 1
    return count


@native_bare
def _spread(key: np.uint64, bits: int) -> int:
    return np.int64((key * np.uint64(_SPREAD)) >> np.uint64(64 - bits))  # type: ignore[return-value]  # an int, compiled


@native_bare
def _mark(key: np.uint64) -> np.uint8:
    """What tells most hashes of one bucket from each other: bits that ``_spread`` hardly depends on."""
    return np.uint8((key * np.uint64(_SPREAD)) >> np.uint64(16) & np.uint64(255))


@native
def fill_table(starts: I64, codes: U16, bits: int, hashes: U64, words: I32) -> None:
    """Open addressing: the number of each word at the place of its hash."""
    mask = (1 << bits) - 1
    for word in range(len(starts) - 1):
        key = hash_word(codes, starts[word], starts[word + 1])
        place = _spread(key, bits)
        while words[place] >= 0:
            place = (place + 1) & mask
        words[place] = word
        hashes[place] = key


@native_bare
def find_hash(key: np.uint64, hashes: U64, words: I32) -> int:
    """The word of that hash; -1 where there is none."""
    bits = _bits_of(len(words))
    mask = len(words) - 1
    place = _spread(key, bits)
    while words[place] >= 0:
        if hashes[place] == key:
            return int(words[place])
        place = (place + 1) & mask
    return -1


@native_bare
def _bits_of(size: int) -> int:
    bits = 0
    while (1 << bits) < size:
        bits += 1
    return bits


@native
def fill_buckets(
    starts: I64, codes: U16, bits: int, bucket_starts: U32, bucket_words: I32, bucket_marks: U8, fill: bool
) -> None:
    """Count (then, with ``fill``, enter) each word under each of its hashes, with the mark of the hash.

    ``bucket_starts`` has one more place than there are buckets: after counting, bucket ``b`` is counted in
    ``b + 1``; while filling, ``b`` is where the next word of the bucket goes.
    """
    keys = np.empty(_MOST_KEYS, dtype=np.uint64)
    for word in range(len(starts) - 1):
        start, end = starts[word], starts[word + 1]
        if end - start < 2 or codes[start] >= _FIRST_HAN:
            continue
        count = letter_keys(codes, start, end, keys)
        for at in range(count):
            bucket = _spread(keys[at], bits)
            again = False
            for before in range(at):
                again = again or keys[before] == keys[at]
            if again:
                continue
            if fill:
                bucket_words[bucket_starts[bucket]] = word
                bucket_marks[bucket_starts[bucket]] = _mark(keys[at])
                bucket_starts[bucket] += np.uint32(1)
            else:
                bucket_starts[bucket + 1] += np.uint32(1)


@native_bare
def letters_of(codes: U16, start: int, end: int) -> int:
    """The letters a word has, a bit each (of those that share a bit, one)."""
    letters = 0
    for at in range(start, end):
        letters |= 1 << (codes[at] & 31)
    return letters


@native
def fill_letters(starts: I64, codes: U16, letters: U32) -> None:
    for word in range(len(starts) - 1):
        letters[word] = letters_of(codes, starts[word], starts[word + 1])


@native_bare
def _letters_apart(a: int, b: int) -> int:
    """So many typing errors at least: each puts at most one letter in the place of another."""
    return max(bits_set(a & ~b), bits_set(b & ~a))


@native_inline
def bits_set(bits: int) -> int:
    """How many of 32 bits are set: by pairs, by fours, by bytes, and these added up by a multiplication."""
    bits -= (bits >> 1) & 0x55555555
    bits = (bits & 0x33333333) + ((bits >> 2) & 0x33333333)
    return ((((bits + (bits >> 4)) & 0x0F0F0F0F) * 0x01010101) & 0xFFFFFFFF) >> 24


@native_bare
def errors_between(a: U16, a_start: int, a_end: int, b: U16, b_start: int, b_end: int, most: int, rows: I32) -> int:
    """Typing errors between two words (optimal string alignment: exchanged neighbours are one error).

    Above ``most`` any number above it.
    """
    a_length, b_length = min(a_end - a_start, LONGEST), min(b_end - b_start, LONGEST)
    while a_length and b_length and a[a_start + a_length - 1] == b[b_start + b_length - 1]:
        a_length, b_length = a_length - 1, b_length - 1
    while a_length and b_length and a[a_start] == b[b_start]:
        a_start, b_start, a_length, b_length = a_start + 1, b_start + 1, a_length - 1, b_length - 1
    if abs(a_length - b_length) > most:
        return most + 1
    if a_length == 0 or b_length == 0:
        return a_length + b_length
    # What is farther from the diagonal than ``most`` is more than that, and need not be known.
    for j in range(min(b_length, most) + 1):
        rows[0, j] = j
    if most < b_length:
        rows[0, most + 1] = most + 1
    for i in range(1, a_length + 1):
        now, before, two_before = i % 3, (i - 1) % 3, (i - 2) % 3
        first, last = max(1, i - most), min(b_length, i + most)
        rows[now, first - 1] = i if first == 1 else most + 1
        mine = a[a_start + i - 1]
        least = rows[now, first - 1]
        for j in range(first, last + 1):
            theirs = b[b_start + j - 1]
            best = rows[before, j - 1] + (0 if mine == theirs else 1)
            best = min(best, rows[before, j] + 1, rows[now, j - 1] + 1)
            if i > 1 and j > 1 and mine == b[b_start + j - 2] and a[a_start + i - 2] == theirs:
                best = min(best, rows[two_before, j - 2] + 1)
            rows[now, j] = best
            least = min(least, best)
        if last < b_length:
            rows[now, last + 1] = most + 1
        if least > most + 1:  # an exchange looks back two rows, and costs one
            return most + 1
    return int(rows[a_length % 3, b_length])


@native_bare
def fill_places(codes: U16, start: int, end: int, places: U64) -> bool:
    """In ``places`` a bit for each place of a letter in a word, by letter; False where it is not of ASCII, or long."""
    if end - start > LONGEST:
        return False
    for at in range(start, end):
        if codes[at] >= len(places):
            return False
    places[:] = 0
    for at in range(start, end):
        places[codes[at]] |= np.uint64(1) << np.uint64(at - start)
    return True


@native_bare
def errors_at_once(places: U64, length: int, codes: U16, start: int, end: int) -> int:
    """``errors_between``, for a word by its ``places``: a whole column in one number.

    Hyyrö, 2003, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances".
    """
    one, last = np.uint64(1), np.uint64(1) << np.uint64(length - 1)
    more, less, same, before = ~np.uint64(0), np.uint64(0), np.uint64(0), np.uint64(0)
    errors = length
    for at in range(start, min(end, start + LONGEST)):
        here = places[codes[at]] if codes[at] < len(places) else np.uint64(0)
        same = (((here & more) + more) ^ more) | here | less | (((~same & here) << one) & before)
        up, down = less | ~(same | more), same & more
        if up & last:
            errors += 1
        elif down & last:
            errors -= 1
        up = (up << one) | one
        more, less, before = (down << one) | ~(same | up), up & same, here
    return errors


class Numbers(NamedTuple):
    """How like related words are at most; what is left of the errors between words of one sound, and
    the share of letters that must agree for that."""

    related: float
    sound: float
    sound_overlap: float


@native_bare
def look_alikes(
    starts: I64,
    codes: U16,
    word: int,
    relations: U32,
    kinds: U8,
    words: Words,
    numbers: Numbers,
    seen: I64,
    rows: I32,
    keys: U64,
    places: U64,
    end_of_words: int,
    out: I64,
) -> int:
    """The listed words like word number ``word`` of ``codes``, as ``packed``; how many.

    Likeness is 1 - errors / letters of the longer, or the most that what is related otherwise can have. Words from
    ``end_of_words`` on are left out. ``seen`` belongs to the caller's thread, ``rows``, ``keys`` and ``places`` are
    room to work in. -1 where ``out`` is too short.
    """
    start, end = starts[word], starts[word + 1]
    length = end - start
    seen[-1] += 1  # the last place counts the calls
    call = seen[-1]
    count = 0
    own = find_hash(hash_word(codes, start, end), words.table_hashes, words.table_words)
    if 0 <= own < end_of_words:
        if len(out) == 0:
            return -1
        seen[own] = call
        out[0] = packed(own, 1.0, LETTERS)
        count = 1
    if codes[start] >= _FIRST_HAN:
        return count
    letters = letters_of(codes, start, end)
    bits = _bits_of(len(words.bucket_starts) - 1)
    bucket_starts, bucket_words, bucket_marks = words.bucket_starts, words.bucket_words, words.bucket_marks
    all_letters, warmed = words.letters, np.int64(0)
    by_places = fill_places(codes, start, end, places)
    many = letter_keys(codes, start, end, keys) if length > 1 else 0
    for key in range(many):  # what is read comes into the cache at once, rather than one after the other
        warmed += bucket_starts[_spread(keys[key], bits)]
    for key in range(many):
        warmed += bucket_marks[bucket_starts[_spread(keys[key], bits)]]
    rows[0, 0] = warmed  # or the compiler would not read it
    for key in range(many):
        bucket, mark = _spread(keys[key], bits), _mark(keys[key])
        for at in range(bucket_starts[bucket], bucket_starts[bucket + 1]):
            if bucket_marks[at] != mark:
                continue
            other = bucket_words[at]
            if other >= end_of_words:
                break
            if _letters_apart(letters, all_letters[other]) > 2 or seen[other] == call:
                continue
            seen[other] = call
            first, last = words.starts[other], words.starts[other + 1]
            longer = max(length, last - first)
            allowed = 2 if longer >= _TWO_ERRORS_FROM else 1
            if abs(last - first - length) > allowed:
                continue
            if by_places:
                errors = errors_at_once(places, length, words.codes, first, last)
            else:
                errors = errors_between(codes, start, end, words.codes, first, last, allowed, rows)
            if errors > allowed:
                continue
            if count == len(out):
                return -1
            out[count] = packed(other, 1.0 - errors / longer, LETTERS)
            count += 1
    for at in range(len(relations)):
        place = _find_key(relations[at], words.relation_keys)
        if place < 0:
            continue
        kind, likeness = kinds[at], numbers.related
        for owner in range(words.relation_starts[place], words.relation_starts[place + 1]):
            other = words.relation_words[owner]
            if other == own:
                continue
            if kinds[at] == SOUND:
                first, last = words.starts[other], words.starts[other + 1]
                longer = max(length, last - first)
                errors = errors_between(codes, start, end, words.codes, first, last, longer, rows)
                if 1.0 - errors / longer < numbers.sound_overlap:
                    continue
                kind, likeness = LETTERS, 1.0 - numbers.sound * errors / longer
            if count == len(out):
                return -1
            out[count] = packed(other, likeness, kind)
            count += 1
    return count


_SHADES = 1 << 20


@native_bare
def packed(word: int, likeness: float, kind: int) -> int:
    """A listed word, how like it is and in which way, as one number that sorts by falling likeness, then by word."""
    return (np.int64(_SHADES * (1.0 - likeness)) << 34) | (np.int64(word) << 2) | kind  # type: ignore[return-value]  # an int, compiled


def unpacked(values: I64) -> tuple[I32, F32, U8]:
    """The opposite for many: (words, likeness, kinds)."""
    likeness = 1.0 - (values >> 34) / _SHADES
    return (values >> 2 & 0xFFFFFFFF).astype(np.int32), likeness.astype(np.float32), (values & 3).astype(np.uint8)


@native_bare
def _find_key(key: int, keys: U32) -> int:
    first, last = 0, len(keys)
    while first < last:
        middle = (first + last) // 2
        if keys[middle] < key:
            first = middle + 1
        else:
            last = middle
    return first if first < len(keys) and keys[first] == key else -1


@native_bare
def splits_of(starts: I64, codes: U16, word: int, words: Words, out: I32) -> int:
    """Pairs of listed words that written as one are word number ``word``, into rows of ``out``; how many."""
    start, end = starts[word], min(starts[word + 1], starts[word] + LONGEST)
    count = 0
    if codes[start] >= _FIRST_HAN:
        return 0
    for cut in range(start + _SHORTEST_PIECE, end - _SHORTEST_PIECE + 1):
        left = find_hash(hash_word(codes, start, cut), words.table_hashes, words.table_words)
        if left < 0:
            continue
        right = find_hash(hash_word(codes, cut, end), words.table_hashes, words.table_words)
        if right >= 0 and count < len(out):
            out[count, 0], out[count, 1] = left, right
            count += 1
    return count


@native
def look_up(
    first: int,
    starts: I64,
    codes: U16,
    relation_starts: I64,
    relations: U32,
    kinds: U8,
    ends: I64,
    words: Words,
    numbers: Numbers,
    seen: I64,
    found: I64,
    found_counts: I64,
    splits: I32,
    split_counts: I64,
    weights: F64,
) -> int:
    """Look up the words from ``first`` on: what each is like one after the other into ``found``, the pairs of words it
    is made of into ``splits``, how many of each, and how telling it is: as the listed word most like it by its letters;
    1 for one like none. ``ends`` says for each before which listed word its like must stand. Returns the word to go on
    from: ``found`` and ``splits`` may fill up.
    """
    used, split = 0, 0
    rows = np.empty((3, LONGEST + 1), dtype=np.int32)
    keys = np.empty(_MOST_KEYS, dtype=np.uint64)
    places = np.empty(_ASCII, dtype=np.uint64)
    for word in range(first, len(starts) - 1):
        begin, end = relation_starts[word], relation_starts[word + 1]
        room = splits[split : split + MOST_SPLITS]
        count = look_alikes(
            starts,
            codes,
            word,
            relations[begin:end],
            kinds[begin:end],
            words,
            numbers,
            seen,
            rows,
            keys,
            places,
            ends[word],
            found[used:],
        )
        if count < 0 or len(room) < MOST_SPLITS:
            return word
        found[used : used + count].sort()
        found_counts[word] = count
        weights[word] = 1.0
        for at in range(used, used + count):
            weight = words.weights[found[at] >> 2 & 0xFFFFFFFF]
            if found[at] & 3 != BONES and weight >= 0.0:
                weights[word] = weight
                break
        used += count
        split_counts[word] = splits_of(starts, codes, word, words, room)
        split += split_counts[word]
    return len(starts) - 1


@native
def fill_near(
    starts: I64,
    codes: U16,
    end_of_words: int,
    wanted: U8,
    relations: U32,
    kinds: U8,
    words: Words,
    numbers: Numbers,
    seen: I64,
    found: I64,
    out: U8,
) -> None:
    """Into ``out``, for each word of ``codes``: whether a wanted listed word is like it by its letters, or it is two
    wanted ones written as one. ``relations`` and ``kinds`` are empty, ``found`` is room to work in.
    """
    rows = np.empty((3, LONGEST + 1), dtype=np.int32)
    keys = np.empty(_MOST_KEYS, dtype=np.uint64)
    places = np.empty(_ASCII, dtype=np.uint64)
    splits = np.empty((MOST_SPLITS, 2), dtype=np.int32)
    for word in range(len(starts) - 1):
        count = look_alikes(
            starts, codes, word, relations, kinds, words, numbers, seen, rows, keys, places, end_of_words, found
        )
        near = count < 0  # more than there is room for
        for at in range(count):
            near = near or wanted[found[at] >> 2 & 0xFFFFFFFF] > 0
        for at in range(0 if near else splits_of(starts, codes, word, words, splits)):
            near = near or (wanted[splits[at, 0]] > 0 and wanted[splits[at, 1]] > 0)
        out[word] = near
