"""Which listed forms are worth comparing: for each query what speaks against every form it shares any word with, at
the very least, together with what is known beside the names. Compiled; the comparison proper judges the few left.

Nothing is passed over that the comparison would make a hit, as far as words are looked up (``spelling``, ``typed``):

* A row of the plan says that words of the query and of a form may be each other's, and how alike they can be at most.
  The comparison chooses among them, each word once. The search does not choose: each word that tells, on either side,
  takes off what its best row does or what leaving it over does, whichever is less. No choice takes off less.
* Leaving over: words of weight w on both sides cost ``cost_another`` and ``cost_contradiction`` * w ÷ whole, on one
  side ``cost_extra`` * w ÷ (whole - w), hence at least ``left`` * w ÷ whole. Words that no row is about are left
  over for certain, but for as many as the other side has initials.
* A slip costs ``cost_errors`` and, but for the first part that has any, ``cost_inexact``: that of one word is spared.
* Where one side is read from characters (``reads``), another letter is another syllable: ``cost_syllable`` by what the
  words lack of being alike. Where that alone is too much for anyone but one born on the same day, as it is for most
  syllables, nobody is looked for by such a row of the plan (``_FAR``). Words written as one are always held to it.
* No more parts agree than there are words with rows on the side that has fewer: with one, ``cost_single``; with none,
  ``cost_weak_only``; where certainly something is left over.
* A form met by one word alone, where both sides have others that tell and no initials: ``cost_another`` and
  ``cost_single`` at least. Where that is always too much (``two_needed``), it need not be looked at.

No likeness is too small by itself, and no order of words decides whether a form is met: what is weighed against what
would be left over must be known of all words first.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from amlrisk.screening.arrays import F64, I32, I64, U8, U64, Facts, Forms, Words
from amlrisk.screening.context import Known, birth_standing, effect_of, findings_of
from amlrisk.screening.lookups import Asked
from amlrisk.screening.native import native, native_bare, native_inline
from amlrisk.screening.spelling import BONES, LETTERS, bits_set, find_hash, hash_on, hash_word
from amlrisk.screening.typed import NONE

_MOST_WORDS = 64
_NOTHING = 1e9
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

    ``seen`` says by which words of the query form a listed form was met, ``_TAKEN`` where it is to be looked at: a
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
        weights=np.empty(_MOST_WORDS, dtype=np.float64),
        tells=np.empty(_MOST_WORDS, dtype=np.uint8),
        mine=np.empty(_MOST_WORDS, dtype=np.float64),
        its=np.empty(longest, dtype=np.float64),
        ahead=np.empty(_BLOCK, dtype=np.int64),
        plan=np.empty((_FIRST_ROOM, _COLUMNS), dtype=np.int64),
        numbers=np.empty((_FIRST_ROOM, 3), dtype=np.float64),
    )


def with_room(scratch: Scratch, rows: int) -> Scratch:
    """The same with room for a plan of so many rows."""
    return scratch._replace(
        plan=np.empty((rows, _COLUMNS), dtype=np.int64), numbers=np.empty((rows, 3), dtype=np.float64)
    )


_MINE, _WORD, _OTHER, _THIRD, _KIND, _NEXT, _ASKER = range(7)
"""Columns of a plan's rows: the words of the query that may agree (a bit each); with which listed word, and with which
two others besides, or ``NONE``; in which way they are alike; the next row about the same listed word, or -1; a number
for these words of the query, ``_TAKEN`` where a form need agree with no others, ``_FAR`` where nobody is met by it."""
_COLUMNS = 7
_TAKEN, _FAR = 255, 0
_HALF = 0xFFFFFFFF
_BLOCK = 256
_UNLIKE, _APART, _SYLLABLE = range(3)
"""Columns of their numbers: what their likeness costs at least where they are all of the name, what besides, and what
each word of the query costs besides where another letter is another syllable."""


@native_bare
def gather(
    first: int,
    asked: Asked,
    ask: QueryForms,
    known: Known,
    words: Words,
    forms: Forms,
    facts: Facts,
    rule: Rule,
    scratch: Scratch,
    out_asking: I32,
    out_forms: I32,
) -> tuple[int, int, int]:
    """Pairs (query form, listed form) worth comparing, from query form ``first`` on, into ``out_*``.

    Returns (how many, the query form to go on from, the room its plan needs or 0): ``out_*`` may fill up, and the room
    for plans may be too small.
    """
    seen, met_forms, touched_forms, met = scratch.seen, scratch.met, scratch.touched, scratch.counts[1]
    post_starts, post_turns, post_forms = words.post_starts, words.post_turns, words.post_forms
    form_made, form_schemas, form_starts, form_words = forms.made, forms.schemas, forms.word_starts, forms.words
    form_births, leasts = forms.births, rule.leasts
    form_weights, form_tells, form_totals, form_initials = forms.weights, forms.tells, forms.totals, forms.initials
    heads, all_covered, reached = scratch.heads, scratch.covered, scratch.reached
    born_dates, born_forms = forms.born_dates, forms.born_forms
    letter_sums, letter_forms, form_lone = forms.letter_sums, forms.letter_forms, forms.lone
    # One word that agrees, and others on both sides that do not: is that never enough?
    two_needed = 1.0 - rule.another - min(rule.single, rule.weak_only) < rule.least
    weights, tells, mine, its = scratch.weights, scratch.tells, scratch.mine, scratch.its
    plan, numbers, ahead_starts, warmed = scratch.plan, scratch.numbers, scratch.ahead, 0.0
    count = 0
    for form in range(first, len(ask.made)):
        start, tokens = ask.starts[form], ask.tokens[form]
        made, query = ask.made[form], ask.queries[form]
        schema = ask.schemas[query]
        compatible = rule.compatible[schema]
        birth = known.births[query]
        worth, reads = rule.meets[made], rule.reads[made]
        total, initials = 0.0, 0
        for at in range(tokens):
            number = ask.units[start + at]
            weights[at] = asked.weights[number] * (rule.weak if ask.weak[start + at] else 1.0)
            tells[at] = ask.tells[start + at]
            total += weights[at]
            initials += asked.initials[number]
        only_initials = initials == tokens  # where there is nothing else, they are the name
        if initials and not only_initials:
            for at in range(tokens):
                if asked.initials[ask.units[start + at]]:
                    tells[at] = 0
        for at in range(met):
            seen[met_forms[at]] = 0
        met = 0
        scratch.counts[0] += 1
        serial = scratch.counts[0]
        first_born, end_born = _born_on(birth, born_dates)
        rows = _plan(form, ask, asked, words, rule, scratch, initials, only_initials, end_born > first_born)
        if rows < 0:
            scratch.counts[1] = met
            return count, form, -rows
        # Which forms have the same day of birth, or share words enough …
        touched = 0
        began = count
        # Names of the same letters may be one name run together otherwise: the comparison sees to it.
        for at in range(_place_of(ask.letter_sums[form], letter_sums), len(letter_sums)):
            other = letter_forms[at]
            if letter_sums[at] != ask.letter_sums[form]:
                break
            if form_made[other] == made and _may_hit(1.0, query, schema, other, known, forms, facts, rule):
                if seen[other] == 0:
                    met_forms[met] = other
                    met += 1
                seen[other] = _TAKEN
                if count == len(out_asking):
                    scratch.counts[1] = met
                    return began, form, 0
                out_asking[count], out_forms[count] = form, other
                count += 1
        for at in range(first_born, end_born):
            other = born_forms[at]
            if seen[other]:
                continue
            met_forms[met] = other
            met += 1
            seen[other] = _TAKEN
            if form_schemas[other] & compatible and worth[form_made[other]] > 0.0:
                touched_forms[touched] = other
                touched += 1
        born = touched
        # A form that one word of the query alone met, and that has others that tell, as the query has, is passed over.
        for row in range(rows):
            word, asker = plan[row, _WORD], plan[row, _ASKER]
            if asker == _FAR:
                continue
            if not two_needed:
                asker = _TAKEN
            begin, end = post_starts[word], post_starts[word + 1]
            if plan[row, _KIND] == BONES:
                begin, end = (begin, post_turns[word]) if made == rule.consonants else (post_turns[word], end)
            for post in range(begin, end):
                other = post_forms[post]
                by = seen[other]
                if by == 0:
                    met_forms[met] = other
                    met += 1
                    if asker != _TAKEN and not form_lone[other]:
                        seen[other] = asker
                        continue
                elif by in (_TAKEN, asker):
                    continue
                seen[other] = _TAKEN
                if form_schemas[other] & compatible and worth[form_made[other]] > 0.0:
                    touched_forms[touched] = other
                    touched += 1
        # … and what does the comparison take off at the very least, whichever words it finds to be each other's?
        for index in range(touched):
            if (
                index % _BLOCK == 0
            ):  # what is read of them comes into the cache at once, rather than one after the other
                for ahead in range(index, min(index + _BLOCK, touched)):
                    other = touched_forms[ahead]
                    ahead_starts[ahead - index] = form_starts[other]
                    warmed += form_totals[other] + form_initials[other] + form_births[other]
                for ahead in range(min(_BLOCK, touched - index)):
                    begin = ahead_starts[ahead]
                    warmed += form_words[begin] + form_weights[begin] + form_tells[begin]
            other = touched_forms[index]
            least = rule.least_born if index < born else rule.least
            if birth and form_births[other]:
                least = max(least, leasts[birth_standing(birth, form_births[other])])
            begin, end = form_starts[other], form_starts[other + 1]
            one_of_bones = (made == rule.consonants) != (form_made[other] == rule.consonants)
            by_syllables = reads[form_made[other]]
            whole = total + form_totals[other]
            # Most forms have words that no row is about: is that enough by itself?
            covered, agree_there, left_there = np.int64(0), 0, 0.0
            for place in range(begin, end):
                word = form_words[place]
                if reached[word] == serial:
                    if heads[word] >> 32 == serial:
                        covered |= all_covered[word]
                    agree_there += form_tells[place] > 0
                elif form_tells[place] == TELLING:
                    left_there += form_weights[place]
            agree, left = 0, 0.0
            for at in range(tokens):
                if covered >> at & 1:
                    agree += tells[at] > 0
                elif tells[at] == TELLING:
                    left += weights[at]
            agree = min(agree, agree_there)
            left, left_there = left - form_initials[other], left_there - initials
            cost = _for_left_over(left, left_there, whole, agree, False, rule)
            if worth[form_made[other]] - cost < least:
                continue
            for at in range(tokens):
                mine[at] = _NOTHING
            for at in range(end - begin):
                its[at] = _NOTHING
            inexact_alone = True
            for place in range(begin, end):
                head = heads[form_words[place]]
                if head >> 32 != serial:
                    continue
                row = head & 0xFFFFFFFF
                while row >= 0:
                    second = _beside(plan[row, _OTHER], form_words, begin, end, place, place)
                    third = _beside(plan[row, _THIRD], form_words, begin, end, place, second)
                    if second >= 0 and third >= 0 and (plan[row, _KIND] != BONES or one_of_bones):
                        unlike, apart = numbers[row, _UNLIKE], numbers[row, _APART]
                        if by_syllables:
                            apart += numbers[row, _SYLLABLE]
                        if one_of_bones and unlike > 0.0:
                            unlike, apart = min(unlike, rule.bones), 0.0
                        for at in (place, second, third):
                            its[at - begin] = min(its[at - begin], unlike)
                        for at in range(tokens):
                            if plan[row, _MINE] >> at & 1:
                                mine[at] = min(mine[at], unlike * weights[at] / whole + apart)
                                if apart == 0.0 and tells[at]:
                                    inexact_alone = False
                    row = plan[row, _NEXT]
            leave = min(rule.left, rule.initial) if initials or form_initials[other] else rule.left
            cost, spared, left, left_there = 0.0, 0.0, 0.0, 0.0
            agree, agree_there = 0, 0
            for at in range(tokens):
                if not tells[at]:
                    continue
                if mine[at] < _NOTHING:
                    agree += 1
                    if tells[at] == TELLING:
                        least_of = min(mine[at], leave * weights[at] / whole)
                        spared = max(spared, least_of - max(0.0, mine[at] - rule.inexact))
                        cost += least_of
                elif tells[at] == TELLING:
                    left += weights[at]
            for at in range(end - begin):
                if not form_tells[begin + at]:
                    continue
                if its[at] < _NOTHING:
                    agree_there += 1
                    if form_tells[begin + at] == TELLING:
                        cost += min(its[at], leave) * form_weights[begin + at] / whole
                elif form_tells[begin + at] == TELLING:
                    left_there += form_weights[begin + at]
            agree = min(agree, agree_there)
            left, left_there = left - form_initials[other], left_there - initials
            cost += _for_left_over(left, left_there, whole, agree, inexact_alone, rule) - spared
            score = worth[form_made[other]] - cost
            # What is known of the carriers lies all over the memory: it is asked for last.
            if score < least or not _may_hit(score, query, schema, other, known, forms, facts, rule):
                continue
            if count == len(out_asking):
                scratch.counts[1] = met
                return began, form, 0
            out_asking[count], out_forms[count] = form, other
            count += 1
    scratch.counts[1] = met
    scratch.counts[2] = np.int64(warmed)
    return count, len(ask.made), 0


@native_inline
def _for_left_over(left: float, left_there: float, whole: float, agree: int, inexact: bool, rule: Rule) -> float:
    """What words left over on either side cost at least, by their weight, where so many parts agree at most;
    ``inexact``: where it is one, it is only alike."""
    left, left_there = max(left, 0.0), max(left_there, 0.0)
    extra = max(left, left_there)
    if extra == 0.0:
        return 0.0
    cost = rule.another + rule.left * (left + left_there) / whole
    if left == 0.0 or left_there == 0.0:
        cost = min(rule.extra * extra / (whole - extra), cost)
    if agree == 0:
        cost += rule.weak_only
    elif agree == 1:
        cost += 2.0 * rule.single if inexact else rule.single
    return cost


@native_bare
def _plan(
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
        asker = _TAKEN
        if initials == 0:
            for token in range(tokens):
                if tells[token] == TELLING and not mine >> token & 1:
                    asker = min(at + 1, _TAKEN)  # the query has other words that tell
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
                about = word, NONE, NONE, asked.kinds[near], mine, _FAR if too_far else asker
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
                        about = rarest, NONE, NONE, LETTERS, mine, _FAR if too_far else asker
                        _enter(plan, numbers, rows, about, costs)
                        rows += 1
                elif (likeness >= rule.joined_from or not by_syllables) and (anyone_born or not far):
                    if _listings(rarest, words.post_starts) > _listings(other, words.post_starts):
                        rarest, other = other, rarest
                    if third != NONE and _listings(rarest, words.post_starts) > _listings(third, words.post_starts):
                        rarest, third = third, rarest
                    about = rarest, other, third, LETTERS, mine, _FAR if far else _TAKEN
                    _enter(plan, numbers, rows, about, (unlike, 0.0, syllable / covers))
                    rows += 1
        for split in range(asked.split_starts[number], asked.split_starts[number + 1]):
            rarer, other = asked.splits[split, 0], asked.splits[split, 1]
            if _listings(rarer, words.post_starts) > _listings(other, words.post_starts):
                rarer, other = other, rarer
            _enter(plan, numbers, rows, (rarer, other, NONE, LETTERS, mine, _TAKEN), (rule.unlike * joined, 0.0, 0.0))
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
                    about = word, NONE, NONE, LETTERS, mine, _TAKEN
                    _enter(plan, numbers, rows, about, (rule.unlike * joined, 0.0, 0.0))
                    rows += 1
    for row in range(rows):
        word = plan[row, _WORD]
        head = heads[word]
        again = head >> 32 == serial
        plan[row, _NEXT] = head & 0xFFFFFFFF if again else -1
        covered[word] = plan[row, _MINE] | (covered[word] if again else 0)
        heads[word] = serial << 32 | row
        reached[word] = serial
        for besides in (plan[row, _OTHER], plan[row, _THIRD]):
            if besides != NONE:
                reached[besides] = serial
    return rows


@native_bare
def _born_on(birth: int, dates: I32) -> tuple[int, int]:
    """Where a date stands among the sorted ones: (first, end)."""
    if birth % 100 == 0:
        return 0, 0
    first = _place_of(birth, dates)
    return first, _place_of(birth + 1, dates)


@native_bare
def _place_of(key: int, keys: I32 | U64) -> int:
    """The place of the first of the sorted keys that is not below ``key``."""
    first, end = 0, len(keys)
    while first < end:
        middle = (first + end) // 2
        if keys[middle] < key:
            first = middle + 1
        else:
            end = middle
    return first


@native_inline
def _enter(
    plan: I64,
    numbers: F64,
    row: int,
    about: tuple[int, int, int, int, np.int64, int],
    costs: tuple[float, float, float],
) -> None:
    """A row of the plan: the listed word, the one besides, in which way, words of the query, asker; and its numbers."""
    plan[row, _WORD], plan[row, _OTHER], plan[row, _THIRD], plan[row, _KIND], plan[row, _MINE], plan[row, _ASKER] = (
        about
    )
    numbers[row, _UNLIKE], numbers[row, _APART], numbers[row, _SYLLABLE] = costs


@native_inline
def _beside(word: int, form_words: I32, begin: int, end: int, place: int, taken: int) -> int:
    """The place of a word in a form beside two others; ``place`` where there is none to look for, -1 where it lacks."""
    if word == NONE:
        return place
    found = -1
    for at in range(begin, end):
        if form_words[at] == word and at not in (place, taken):
            found = at
    return found


@native_bare
def _listings(word: int, post_starts: I64) -> int:
    return int(post_starts[word + 1] - post_starts[word])


@native_inline
def _may_hit(
    score: float, query: int, schema: int, other: int, known: Known, forms: Forms, facts: Facts, rule: Rule
) -> bool:
    """Whether any carrier of the form can be a hit, with what is known beside the names."""
    for at in range(forms.carrier_starts[other], forms.carrier_starts[other + 1]):
        entity = forms.carrier_entities[at]
        if not rule.compatible[schema] & (1 << facts.schemas[entity]):
            continue
        standing, _, differ, nation, country = findings_of(query, known, entity, facts, rule.effects)
        effect = effect_of(standing, differ, nation, country, rule.effects)
        needed = rule.thresholds[schema, facts.schemas[entity], facts.sources[entity]]
        if score + effect + rule.slack >= needed:
            return True
    return False


@native
def still_may_hit(
    scores: F64,
    queries: I32,
    others: I32,
    schemas: U8,
    known: Known,
    forms: Forms,
    facts: Facts,
    rule: Rule,
    out: U8,
) -> None:
    """Into ``out``, for each pair (query, listed form) whose names were compared: whether it can be a hit."""
    for at in range(len(scores)):
        query = queries[at]
        out[at] = _may_hit(scores[at], query, schemas[query], others[at], known, forms, facts, rule)
