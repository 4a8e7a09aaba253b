"""Which listed forms are worth comparing: for each query the weight of words that agree, over every form it shares any
with, together with what is known beside the names. Compiled; the comparison proper then judges the few that are left.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from amlrisk.screening.arrays import F64, I32, I64, U8, U64, Facts, Forms, Words
from amlrisk.screening.context import Known, birth_standing, effect_of, findings_of
from amlrisk.screening.lookups import Asked
from amlrisk.screening.native import native, native_bare, native_inline
from amlrisk.screening.spelling import BONES, LETTERS, find_hash, hash_on, hash_word

_MOST_WORDS = 64
_MOST_PAIRS = 256
_ROUNDING = 1e-4


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
    ``thresholds`` by asked schema, listed schema and source; ``least`` the name score below which nothing known beside
    the name makes a hit, but the same day of birth, and ``least_born`` with that; ``leasts`` the same by how the only
    birth date of all carriers stands to that of the query; ``likeness`` what the most alike
    words of a pair must reach. ``unlike`` to ``weak_only`` are costs of the comparison.
    """

    weak: float
    joined: float
    slack: float
    least: float
    least_born: float
    leasts: F64
    likeness: float
    unlike: float
    another: float
    contradiction: float
    extra: float
    single: float
    weak_only: float
    meets: F64
    thresholds: F64
    effects: F64
    compatible: U8
    han: int
    consonants: int


class Scratch(NamedTuple):
    """Belongs to one thread.

    ``seen`` says by which words of the query form a listed form was met, ``_TAKEN`` where it is to be looked at: a
    byte each, so that it stays in the cache. ``met`` are those to be forgotten again. ``heads`` says in its upper half
    for which query form a listed word was last met, in its lower half the last row of the plan that is about that word.
    ``counts``: query forms so far; forms in ``met``; a sum of what was read ahead, or the compiler would not read it.
    The rest is room for what is worked out of one query form.
    """

    seen: U8
    met: I32
    heads: I64
    touched: I32
    counts: I64
    weights: F64
    tells: U8
    order: I64
    pairs: I64
    alike: F64
    ahead: I64
    plan: I64
    numbers: F64


_FIRST_ROOM = 16_384


def scratch_for(forms: int, words: int) -> Scratch:
    return Scratch(
        seen=np.zeros(forms, dtype=np.uint8),
        met=np.empty(forms, dtype=np.int32),
        heads=np.zeros(words, dtype=np.int64),
        touched=np.empty(forms, dtype=np.int32),
        counts=np.zeros(3, dtype=np.int64),
        weights=np.empty(_MOST_WORDS, dtype=np.float64),
        tells=np.empty(_MOST_WORDS, dtype=np.uint8),
        order=np.empty(_MOST_WORDS, dtype=np.int64),
        pairs=np.empty((_MOST_PAIRS, 2), dtype=np.int64),
        alike=np.empty(_MOST_PAIRS, dtype=np.float64),
        ahead=np.empty(_BLOCK, dtype=np.int64),
        plan=np.empty((_FIRST_ROOM, _COLUMNS), dtype=np.int64),
        numbers=np.empty((_FIRST_ROOM, 2), dtype=np.float64),
    )


def with_room(scratch: Scratch, rows: int) -> Scratch:
    """The same with room for a plan of so many rows."""
    return scratch._replace(
        plan=np.empty((rows, _COLUMNS), dtype=np.int64), numbers=np.empty((rows, 2), dtype=np.float64)
    )


_MINE, _WORD, _OTHER, _KIND, _CARRIES, _NEXT, _ASKER = range(7)
"""Columns of a plan's rows: the words of the query that may agree (a bit each); with which listed word, and with which
other one besides, or -1; by letters or consonants; whether a form that has nothing else in common than this and what
follows can agree enough; the next row about the same listed word, or -1; a number for these words of the query,
``_TAKEN`` where a form need agree with no others."""
_COLUMNS = 7
_TAKEN = 255
_BLOCK = 256
_LIKENESS, _WEIGHT = range(2)
"""Columns of their numbers: how alike they are, and the weight of these words of the query."""


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
    heads, born_dates, born_forms = scratch.heads, forms.born_dates, forms.born_forms
    letter_sums, letter_forms, form_lone = forms.letter_sums, forms.letter_forms, forms.lone
    # One word that agrees, and others on both sides that do not: is that never enough?
    two_needed = 1.0 - rule.another - min(rule.single, rule.weak_only) < rule.least
    weights, tells, pairs, alike = scratch.weights, scratch.tells, scratch.pairs, scratch.alike
    plan, numbers, ahead_starts, warmed = scratch.plan, scratch.numbers, scratch.ahead, 0.0
    count = 0
    for form in range(first, len(ask.made)):
        start, tokens = ask.starts[form], ask.tokens[form]
        made, query = ask.made[form], ask.queries[form]
        schema = ask.schemas[query]
        compatible = rule.compatible[schema]
        birth = known.births[query]
        worth = rule.meets[made]
        total, initials = 0.0, 0
        for at in range(tokens):
            number = ask.units[start + at]
            weights[at] = asked.weights[number] * (rule.weak if ask.weak[start + at] else 1.0)
            tells[at] = ask.tells[start + at]
            total += weights[at]
            initials += asked.initials[number]
        if initials == tokens:  # where there is nothing else, they are the name
            initials = 0
        elif initials:
            for at in range(tokens):
                if asked.initials[ask.units[start + at]]:
                    total -= weights[at]
                    tells[at] = 0
        for at in range(met):
            seen[met_forms[at]] = 0
        met = 0
        scratch.counts[0] += 1
        serial = scratch.counts[0]
        rows = _plan(form, ask, asked, words, rule, scratch, initials)
        if rows < 0:
            scratch.counts[1] = met
            return count, form, -rows
        # Which forms have the same day of birth, or share a word that can carry a match: nothing agrees better than its
        # most alike words do …
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
        for at in range(*_born_on(known.births[query], born_dates)):
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
        # First all words that can carry a match, then the others, which only add to a form that was met already: most
        # forms share one word and have others, as the query has, and need not be looked at.
        for step in range(2 * rows):
            row = step if step < rows else step - rows
            carries = plan[row, _CARRIES] != 0 and numbers[row, _LIKENESS] >= rule.likeness
            if carries != (step < rows) or not (carries or two_needed):
                continue
            word = plan[row, _WORD]
            asker = plan[row, _ASKER] if two_needed else _TAKEN
            begin, end = post_starts[word], post_starts[word + 1]
            if plan[row, _KIND] == BONES:
                begin, end = (begin, post_turns[word]) if made == rule.consonants else (post_turns[word], end)
            for post in range(begin, end):
                other = post_forms[post]
                by = seen[other]
                if by == 0:
                    if not carries:
                        continue
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
        # … and which of their words agree with which: the most alike first, each word once, as the alignment does it.
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
            found = 0
            could, its_could, most = np.int64(0), np.int64(0), 0.0
            for place in range(begin, end):
                head = heads[form_words[place]]
                if head >> 32 != serial:
                    continue
                row = head & 0xFFFFFFFF
                while row >= 0 and found < _MOST_PAIRS:
                    if plan[row, _KIND] != BONES or one_of_bones:
                        pairs[found, 0], pairs[found, 1] = row, place - begin
                        alike[found] = numbers[row, _LIKENESS]
                        most = max(most, alike[found])
                        could |= plan[row, _MINE]
                        its_could |= np.int64(-1) if plan[row, _OTHER] >= 0 else np.int64(1) << (place - begin)
                        found += 1
                    row = plan[row, _NEXT]
            # What words tell and could find nothing, whichever is aligned with which? For most forms too many.
            left, left_there = 0.0, 0.0
            for at in range(tokens):
                if tells[at] and not could >> at & 1:
                    left += weights[at]
            for at in range(end - begin):
                if form_tells[begin + at] and not its_could >> at & 1:
                    left_there += form_weights[begin + at]
            left, left_there = max(left - form_initials[other], 0.0), max(left_there - initials, 0.0)
            whole = total + form_totals[other]
            worst = rule.unlike * (1.0 - most) / max(most, 0.1)
            if left > 0.0 and left_there > 0.0:
                worst += rule.another + rule.contradiction * 2.0 * min(left, left_there) / whole
            elif (left > 0.0 or left_there > 0.0) and could & (could - 1) == 0 and its_could >= 0:
                worst += rule.single  # one word of the query alone can agree
            most = worth[form_made[other]] - worst
            if most < least:
                continue
            mine, its = np.int64(0), np.int64(0)
            unlike, telling = 0.0, 0
            _most_alike_first(alike, pairs, found)
            for best in range(found):
                likeness, row, place = alike[best], pairs[best, 0], pairs[best, 1]
                if plan[row, _MINE] & mine or its >> place & 1:
                    continue
                there = float(form_weights[begin + place])
                says = form_tells[begin + place]
                if plan[row, _OTHER] >= 0:
                    beside = -1
                    for at in range(end - begin):
                        if form_words[begin + at] == plan[row, _OTHER] and at != place and not its >> at & 1:
                            beside = at
                    if beside < 0:
                        continue
                    its |= np.int64(1) << beside
                    there += form_weights[begin + beside]
                    says |= form_tells[begin + beside]
                mine |= plan[row, _MINE]
                its |= np.int64(1) << place
                unlike += (1.0 - likeness) / likeness * (numbers[row, _WEIGHT] + there)
                telling += says
            if mine == 0:
                continue
            # What speaks against the pair at least, as the comparison has it: an initial may stand for any word.
            left, left_there = 0.0, 0.0
            for at in range(tokens):
                if tells[at] and not mine >> at & 1:
                    left += weights[at]
            for at in range(end - begin):
                if form_tells[begin + at] and not its >> at & 1:
                    left_there += form_weights[begin + at]
            left, left_there = max(left - form_initials[other], 0.0), max(left_there - initials, 0.0)
            both, extra = min(left, left_there), abs(left - left_there)
            score = worth[form_made[other]] - rule.unlike * unlike / whole - rule.extra * extra / (whole - extra)
            if both > 0.0:
                score -= rule.another + rule.contradiction * 2.0 * both / whole
            if telling == 0 and (left > 0.0 or left_there > 0.0):
                score -= rule.weak_only
            elif telling == 1 and (left > 0.0 or left_there > 0.0):
                score -= rule.single
            # What is known of the carriers lies all over the memory: it is asked for last.
            if score < least or not _may_hit(min(most, score), query, schema, other, known, forms, facts, rule):
                continue
            if count == len(out_asking):
                scratch.counts[1] = met
                return began, form, 0
            out_asking[count], out_forms[count] = form, other
            count += 1
    scratch.counts[1] = met
    scratch.counts[2] = np.int64(warmed)
    return count, len(ask.made), 0


@native_bare
def _plan(
    form: int,
    ask: QueryForms,
    asked: Asked,
    words: Words,
    rule: Rule,
    scratch: Scratch,
    initials: int,
) -> int:
    """What of a form may agree with which listed words, the weightiest words first; rows as told above.

    Returns how many rows; where there is no room for them, how many there may be at most, below 0.
    """
    start, tokens = ask.starts[form], ask.tokens[form]
    weights, tells, order, heads = scratch.weights, scratch.tells, scratch.order, scratch.heads
    plan, numbers, serial = scratch.plan, scratch.numbers, scratch.counts[0]
    units = ask.starts[form + 1] - start
    room = 3 * tokens
    for at in range(units):
        number = ask.units[start + at]
        room += asked.starts[number + 1] - asked.starts[number]
        room += asked.split_starts[number + 1] - asked.split_starts[number]
        for near in range(asked.starts[number], asked.starts[number + 1]):
            if asked.kinds[near] == LETTERS:
                room += words.stand_starts[asked.words[near] + 1] - words.stand_starts[asked.words[near]]
    if room > len(plan):
        return int(-room)
    rows = 0
    _heaviest_first(weights, tokens, order)
    passed, rest, telling = 0.0, 0.0, 0
    for at in range(tokens):
        rest += weights[at] + 1.0
        telling += tells[at]
    for place in range(units):
        at = order[place] if place < tokens else place
        number = ask.units[start + at]
        carries = 1
        if place < tokens:
            if initials and asked.initials[number]:
                continue
            mine, weight = np.int64(1) << at, weights[at]
            # A form that has nothing to do with the telling words passed: what does it lack at least?
            cost = rule.extra * passed / rest
            if passed > 0.0 and telling <= 1:
                cost += rule.single if telling else rule.weak_only
            carries = 1 if 1.0 - cost >= rule.least else 0
            passed += weight if tells[at] else 0.0
            rest -= weight + 1.0
            telling -= tells[at]
        else:
            mine, weight = np.int64(ask.covers[start + at]), 0.0
            for token in range(tokens):
                if mine >> token & 1:
                    weight += weights[token]
        asker = _TAKEN
        if initials == 0:
            for token in range(tokens):
                if tells[token] and not mine >> token & 1:
                    asker = min(place + 1, _TAKEN)  # the query has other words that tell
        for near in range(asked.starts[number], asked.starts[number + 1]):
            plan[rows, _WORD], plan[rows, _OTHER], plan[rows, _KIND] = asked.words[near], -1, asked.kinds[near]
            plan[rows, _MINE], plan[rows, _CARRIES], plan[rows, _ASKER] = mine, carries, asker
            numbers[rows, _LIKENESS], numbers[rows, _WEIGHT] = asked.likeness[near], weight
            rows += 1
            if asked.kinds[near] != LETTERS:
                continue
            word = asked.words[near]
            for stand in range(words.stand_starts[word], words.stand_starts[word + 1]):  # it was typed for these
                rarer, other = words.stands[stand, 0], words.stands[stand, 1]
                if other >= 0 and _listings(rarer, words.post_starts) > _listings(other, words.post_starts):
                    rarer, other = other, rarer
                plan[rows, _WORD], plan[rows, _OTHER], plan[rows, _KIND] = rarer, other, LETTERS
                plan[rows, _MINE], plan[rows, _CARRIES] = mine, carries
                plan[rows, _ASKER] = _TAKEN if other >= 0 else asker
                numbers[rows, _LIKENESS], numbers[rows, _WEIGHT] = asked.likeness[near], weight
                rows += 1
        for split in range(asked.split_starts[number], asked.split_starts[number + 1]):
            rarer, other = asked.splits[split, 0], asked.splits[split, 1]
            if _listings(rarer, words.post_starts) > _listings(other, words.post_starts):
                rarer, other = other, rarer
            plan[rows, _WORD], plan[rows, _OTHER], plan[rows, _KIND] = rarer, other, LETTERS
            plan[rows, _MINE], plan[rows, _CARRIES], plan[rows, _ASKER] = mine, carries, _TAKEN
            numbers[rows, _LIKENESS], numbers[rows, _WEIGHT] = rule.joined, weight
            rows += 1
    if tokens > 1 and ask.made[form] != rule.han:
        for length in (2, 3):
            for at in range(tokens - (length - 1) if length == 3 else tokens):
                key = hash_word(asked.codes, 0, 0)
                mine, weight = np.int64(0), 0.0
                for beside in range(at, at + length):
                    token = beside % tokens  # the last word and the first are neighbours too
                    number = ask.units[start + token]
                    key = hash_on(key, asked.codes, asked.code_starts[number], asked.code_starts[number + 1])
                    mine |= np.int64(1) << token
                    weight += weights[token]
                word = find_hash(key, words.table_hashes, words.table_words)
                if word >= 0:
                    plan[rows, _WORD], plan[rows, _OTHER], plan[rows, _KIND] = word, -1, LETTERS
                    plan[rows, _MINE], plan[rows, _CARRIES], plan[rows, _ASKER] = mine, 1, _TAKEN
                    numbers[rows, _LIKENESS], numbers[rows, _WEIGHT] = rule.joined, weight
                    rows += 1
    for row in range(rows):
        head = heads[plan[row, _WORD]]
        plan[row, _NEXT] = head & 0xFFFFFFFF if head >> 32 == serial else -1
        heads[plan[row, _WORD]] = serial << 32 | row
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


@native_bare
def _heaviest_first(weights: F64, count: int, order: I64) -> None:
    """The positions of the first weights, falling, into ``order``; by insertion: names are short."""
    for at in range(count):
        place = order[at] = at
        while place and weights[order[place]] > weights[order[place - 1]]:
            order[place], order[place - 1] = order[place - 1], order[place]
            place -= 1


@native_bare
def _most_alike_first(alike: F64, pairs: I64, count: int) -> None:
    """The first pairs by falling likeness, those equally alike as they stand; by insertion: they are few."""
    for at in range(1, count):
        likeness, row, word = alike[at], pairs[at, 0], pairs[at, 1]
        place = at
        while place and alike[place - 1] < likeness:
            alike[place], pairs[place, 0], pairs[place, 1] = alike[place - 1], pairs[place - 1, 0], pairs[place - 1, 1]
            place -= 1
        alike[place], pairs[place, 0], pairs[place, 1] = likeness, row, word


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
        score = scores[at] - rule.slack + _ROUNDING  # names compared leave nothing to what the search does not see
        query = queries[at]
        out[at] = _may_hit(score, query, schemas[query], others[at], known, forms, facts, rule)
