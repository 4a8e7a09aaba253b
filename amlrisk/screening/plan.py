"""What of a query form may agree with which listed words, before any listed form is looked at. Compiled.

A row of the plan says that words of the query and of a form may be each other's, in which way, and what that takes off
at the least; ``gather`` argues what follows from it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from amlrisk.screening.arrays import F64, I32, I64, U8, U64, Words
from amlrisk.screening.lookups import Asked
from amlrisk.screening.native import native_bare, native_inline
from amlrisk.screening.spelling import BONES, LETTERS, bits_set, find_hash, hash_on, hash_word
from amlrisk.screening.typed import NONE

MOST_WORDS = 64
BUT_UNUSUAL, ALWAYS = 1, 2
"""Of ``Rule.by_syllables``."""
TELLING, PATRONYMIC = 1, 2
"""What a word says by itself: it tells, or is a patronymic, which may agree but is not missed as others are."""


class QueryForms(NamedTuple):
    """The forms of a chunk of queries.

    ``units`` are the numbers of their words in ``Asked``, then of words joined, each with a bit for every word it
    covers; ``tokens`` how many units are single words; ``tells`` which of them say something by themselves.
    """

    starts: I64
    tokens: I32
    units: I32
    covers: U64
    weak: U8
    tells: U8
    made: U8
    letter_sums: U64
    queries: I32
    schemas: U8


class Rule(NamedTuple):
    """The numbers of the search.

    ``meets`` is what agreement between forms made in two ways is worth at most, 0 where they are never compared;
    ``thresholds`` by asked schema, listed schema and source; ``slack`` what rounding may add; ``least`` the name score
    below which nothing known beside the name makes a hit, but the same day of birth, and ``least_born`` with that;
    ``leasts`` the same by how the only birth date of all carriers stands to that of the query.
    ``unlike`` to ``weak_only`` are costs of the comparison: ``left`` at least for words left over, for all of the name;
    ``initial`` where all of it is initials, ``bones`` consonants alone. ``reads``: whether words of forms made in two
    ways are held against each other by syllables; ``by_syllables``: whether those of forms made in one way are, against
    none (0), all but unusual names (``BUT_UNUSUAL``), or all they are compared with (``ALWAYS``).
    """

    weak: float
    joined: float
    joined_from: float
    slack: float
    least: float
    least_born: float
    leasts: F64
    unlike: float
    errors: float
    inexact: float
    syllable: float
    another: float
    left: float
    extra: float
    initial: float
    bones: float
    single: float
    weak_only: float
    meets: F64
    reads: U8
    by_syllables: U8
    thresholds: F64
    effects: F64
    compatible: U8
    han: int
    consonants: int


class Scratch(NamedTuple):
    """Belongs to one thread.

    ``seen`` says by which words of the query form a listed form was met, ``TAKEN`` where it is to be looked at: a
    byte each, so that it stays in the cache. ``met`` are those to be forgotten again. ``heads`` says in its upper half
    for which query form a listed word was last met, in its lower half the last row of the plan that is about that word;
    ``covered`` which words of the query such rows are about, and ``reached`` for which query form any row was last
    about that word, be it as one of several. ``counts``: query forms so far; forms in ``met``; a sum of what was read
    ahead, or the compiler would not read it. The rest is room for what is worked out of one query form.
    """

    seen: U8
    met: I32
    heads: I64
    covered: I64
    reached: I64
    touched: I32
    counts: I64
    weights: F64
    tells: U8
    mine: F64
    its: F64
    ahead: I64
    plan: I64
    numbers: F64


_FIRST_ROOM = 16_384


def scratch_for(forms: int, words: int, longest: int) -> Scratch:
    return Scratch(
        seen=np.zeros(forms, dtype=np.uint8),
        met=np.empty(forms, dtype=np.int32),
        heads=np.zeros(words, dtype=np.int64),
        covered=np.empty(words, dtype=np.int64),
        reached=np.zeros(words, dtype=np.int64),
        touched=np.empty(forms, dtype=np.int32),
        counts=np.zeros(3, dtype=np.int64),
        weights=np.empty(MOST_WORDS, dtype=np.float64),
        tells=np.empty(MOST_WORDS, dtype=np.uint8),
        mine=np.empty(MOST_WORDS, dtype=np.float64),
        its=np.empty(longest, dtype=np.float64),
        ahead=np.empty(BLOCK, dtype=np.int64),
        plan=np.empty((_FIRST_ROOM, _COLUMNS), dtype=np.int64),
        numbers=np.empty((_FIRST_ROOM, 3), dtype=np.float64),
    )


def with_room(scratch: Scratch, rows: int) -> Scratch:
    """The same with room for a plan of so many rows."""
    return scratch._replace(
        plan=np.empty((rows, _COLUMNS), dtype=np.int64), numbers=np.empty((rows, 3), dtype=np.float64)
    )


MINE, WORD, OTHER, THIRD, KIND, NEXT, ASKER = range(7)
"""Columns of a plan's rows: the words of the query that may agree (a bit each); with which listed word, and with which
two others besides, or ``NONE``; in which way they are alike; the next row about the same listed word, or -1; a number
for these words of the query, ``TAKEN`` where a form need agree with no others, ``FAR`` where nobody is met by it."""
_COLUMNS = 7
TAKEN, FAR = 255, 0
_HALF = 0xFFFFFFFF
BLOCK = 256
UNLIKE, APART, SYLLABLE = range(3)
"""Columns of their numbers: what their likeness costs at least where they are all of the name, what besides, and what
each word of the query costs besides where another letter is another syllable."""


@native_bare
def make_plan(
    form: int,
    ask: QueryForms,
    asked: Asked,
    words: Words,
    rule: Rule,
    scratch: Scratch,
    initials: int,
    only_initials: bool,
    anyone_born: bool,
) -> int:
    """What of a form may agree with which listed words; rows as told above. ``anyone_born``: on the same day.

    Returns how many rows; where there is no room for them, how many there may be at most, below 0.
    """
    start, tokens = ask.starts[form], ask.tokens[form]
    tells, heads, covered, reached = scratch.tells, scratch.heads, scratch.covered, scratch.reached
    plan, numbers, serial = scratch.plan, scratch.numbers, scratch.counts[0]
    units = ask.starts[form + 1] - start
    room = 3 * tokens
    for at in range(units):
        number = ask.units[start + at]
        room += asked.starts[number + 1] - asked.starts[number]
        room += asked.split_starts[number + 1] - asked.split_starts[number]
        for near in range(asked.starts[number], asked.starts[number + 1]):
            if asked.kinds[near] != BONES:
                room += words.stand_starts[asked.words[near] + 1] - words.stand_starts[asked.words[near]]
    if room > len(plan):
        return int(-room)
    rows, joined, of_bones = 0, (1.0 - rule.joined) / rule.joined, ask.made[form] == rule.consonants
    by_syllables, most = rule.by_syllables[ask.made[form]], 0.0
    for worth in rule.meets[ask.made[form]]:
        most = max(most, worth - rule.least)
    for at in range(units):
        number = ask.units[start + at]
        if at < tokens:
            if asked.initials[number] and not only_initials:
                continue
            mine = np.int64(1) << at
        else:
            mine = np.int64(ask.covers[start + at])
        covers = bits_set(int(mine & _HALF)) + bits_set(int(mine >> 32))
        several = covers > 1
        asker = TAKEN
        if initials == 0:
            for token in range(tokens):
                if tells[token] == TELLING and not mine >> token & 1:
                    asker = min(at + 1, TAKEN)  # the query has other words that tell
        for near in range(asked.starts[number], asked.starts[number + 1]):
            word, likeness = asked.words[near], np.float64(asked.likeness[near])
            if several and by_syllables and likeness < rule.joined_from:
                continue
            slips = likeness < 1.0 and asked.kinds[near] == LETTERS
            unlike = rule.unlike * (1.0 - likeness) / likeness
            apart = rule.errors + rule.inexact if slips and at < tokens else 0.0
            syllable = float(rule.syllable * (1.0 - likeness)) if slips else 0.0
            far = bool(slips and by_syllables and rule.errors + syllable > most)
            costs = unlike, apart, syllable / covers
            if asked.kinds[near] == BONES:
                post = words.post_turns[word]
                listed = post > words.post_starts[word] if of_bones else words.post_starts[word + 1] > post
            else:
                listed = words.post_starts[word + 1] > words.post_starts[word]
            too_far = far and (several or by_syllables == ALWAYS or not words.unusual[word])
            if listed and (anyone_born or not too_far):  # what was only typed for others is in no form
                about = word, NONE, NONE, asked.kinds[near], mine, FAR if too_far else asker
                _enter(plan, numbers, rows, about, costs)
                rows += 1
            if asked.kinds[near] == BONES:
                continue
            for stand in range(words.stand_starts[word], words.stand_starts[word + 1]):  # it was typed for these
                stands = words.stands[stand]
                rarest, other, third = stands[0], stands[1], stands[2]
                if other == NONE:
                    too_far = far and (several or by_syllables == ALWAYS or not words.unusual[rarest])
                    if anyone_born or not too_far:
                        about = rarest, NONE, NONE, LETTERS, mine, FAR if too_far else asker
                        _enter(plan, numbers, rows, about, costs)
                        rows += 1
                elif (likeness >= rule.joined_from or not by_syllables) and (anyone_born or not far):
                    if _listings(rarest, words.post_starts) > _listings(other, words.post_starts):
                        rarest, other = other, rarest
                    if third != NONE and _listings(rarest, words.post_starts) > _listings(third, words.post_starts):
                        rarest, third = third, rarest
                    about = rarest, other, third, LETTERS, mine, FAR if far else TAKEN
                    _enter(plan, numbers, rows, about, (unlike, 0.0, syllable / covers))
                    rows += 1
        for split in range(asked.split_starts[number], asked.split_starts[number + 1]):
            rarer, other = asked.splits[split, 0], asked.splits[split, 1]
            if _listings(rarer, words.post_starts) > _listings(other, words.post_starts):
                rarer, other = other, rarer
            _enter(plan, numbers, rows, (rarer, other, NONE, LETTERS, mine, TAKEN), (rule.unlike * joined, 0.0, 0.0))
            rows += 1
    if tokens > 1 and ask.made[form] != rule.han:
        for length in (2, 3):
            for at in range(tokens - (length - 1) if length == 3 else tokens):
                key = hash_word(asked.codes, 0, 0)
                mine = np.int64(0)
                for beside in range(at, at + length):
                    token = beside % tokens  # the last word and the first are neighbours too
                    number = ask.units[start + token]
                    key = hash_on(key, asked.codes, asked.code_starts[number], asked.code_starts[number + 1])
                    mine |= np.int64(1) << token
                word = find_hash(key, words.table_hashes, words.table_words)
                if word >= 0:
                    about = word, NONE, NONE, LETTERS, mine, TAKEN
                    _enter(plan, numbers, rows, about, (rule.unlike * joined, 0.0, 0.0))
                    rows += 1
    for row in range(rows):
        word = plan[row, WORD]
        head = heads[word]
        again = head >> 32 == serial
        plan[row, NEXT] = head & 0xFFFFFFFF if again else -1
        covered[word] = plan[row, MINE] | (covered[word] if again else 0)
        heads[word] = serial << 32 | row
        reached[word] = serial
        for besides in (plan[row, OTHER], plan[row, THIRD]):
            if besides != NONE:
                reached[besides] = serial
    return rows


@native_inline
def _enter(
    plan: I64,
    numbers: F64,
    row: int,
    about: tuple[int, int, int, int, np.int64, int],
    costs: tuple[float, float, float],
) -> None:
    """A row of the plan: the listed word, the one besides, in which way, words of the query, asker; and its numbers."""
    plan[row, WORD], plan[row, OTHER], plan[row, THIRD], plan[row, KIND], plan[row, MINE], plan[row, ASKER] = about
    numbers[row, UNLIKE], numbers[row, APART], numbers[row, SYLLABLE] = costs


@native_bare
def _listings(word: int, post_starts: I64) -> int:
    return int(post_starts[word + 1] - post_starts[word])
