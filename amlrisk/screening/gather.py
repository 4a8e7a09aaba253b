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
  syllables, nobody is looked for by such a row of the plan (``FAR``). Words written as one are always held to it.
* No more parts agree than there are words with rows on the side that has fewer: with one, ``cost_single``; with none,
  ``cost_weak_only``; where certainly something is left over.
* A form met by one word alone, where both sides have others that tell and no initials: ``cost_another`` and
  ``cost_single`` at least. Where that is always too much (``two_needed``), it need not be looked at.

No likeness is too small by itself, and no order of words decides whether a form is met: what is weighed against what
would be left over must be known of all words first.
"""

from __future__ import annotations

import numpy as np

from amlrisk.screening.arrays import F64, I32, U8, U64, Facts, Forms, Words
from amlrisk.screening.context import Known, birth_standing, effect_of, findings_of
from amlrisk.screening.lookups import Asked
from amlrisk.screening.native import native, native_bare, native_inline
from amlrisk.screening.plan import (
    APART,
    ASKER,
    BLOCK,
    FAR,
    KIND,
    MINE,
    NEXT,
    OTHER,
    SYLLABLE,
    TAKEN,
    TELLING,
    THIRD,
    UNLIKE,
    WORD,
    QueryForms,
    Rule,
    Scratch,
    make_plan,
)
from amlrisk.screening.spelling import BONES
from amlrisk.screening.typed import NONE

_NOTHING = 1e9


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
        rows = make_plan(form, ask, asked, words, rule, scratch, initials, only_initials, end_born > first_born)
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
                seen[other] = TAKEN
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
            seen[other] = TAKEN
            if form_schemas[other] & compatible and worth[form_made[other]] > 0.0:
                touched_forms[touched] = other
                touched += 1
        born = touched
        # A form that one word of the query alone met, and that has others that tell, as the query has, is passed over.
        for row in range(rows):
            word, asker = plan[row, WORD], plan[row, ASKER]
            if asker == FAR:
                continue
            if not two_needed:
                asker = TAKEN
            begin, end = post_starts[word], post_starts[word + 1]
            if plan[row, KIND] == BONES:
                begin, end = (begin, post_turns[word]) if made == rule.consonants else (post_turns[word], end)
            for post in range(begin, end):
                other = post_forms[post]
                by = seen[other]
                if by == 0:
                    met_forms[met] = other
                    met += 1
                    if asker != TAKEN and not form_lone[other]:
                        seen[other] = asker
                        continue
                elif by in (TAKEN, asker):
                    continue
                seen[other] = TAKEN
                if form_schemas[other] & compatible and worth[form_made[other]] > 0.0:
                    touched_forms[touched] = other
                    touched += 1
        # … and what does the comparison take off at the very least, whichever words it finds to be each other's?
        for index in range(touched):
            if index % BLOCK == 0:  # what is read of them comes into the cache at once, rather than one after the other
                for ahead in range(index, min(index + BLOCK, touched)):
                    other = touched_forms[ahead]
                    ahead_starts[ahead - index] = form_starts[other]
                    warmed += form_totals[other] + form_initials[other] + form_births[other]
                for ahead in range(min(BLOCK, touched - index)):
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
                    second = _beside(plan[row, OTHER], form_words, begin, end, place, place)
                    third = _beside(plan[row, THIRD], form_words, begin, end, place, second)
                    if second >= 0 and third >= 0 and (plan[row, KIND] != BONES or one_of_bones):
                        unlike, apart = numbers[row, UNLIKE], numbers[row, APART]
                        if by_syllables:
                            apart += numbers[row, SYLLABLE]
                        if one_of_bones and unlike > 0.0:
                            unlike, apart = min(unlike, rule.bones), 0.0
                        for at in (place, second, third):
                            its[at - begin] = min(its[at - begin], unlike)
                        for at in range(tokens):
                            if plan[row, MINE] >> at & 1:
                                mine[at] = min(mine[at], unlike * weights[at] / whole + apart)
                                if apart == 0.0 and tells[at]:
                                    inexact_alone = False
                    row = plan[row, NEXT]
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
def _beside(word: int, form_words: I32, begin: int, end: int, place: int, taken: int) -> int:
    """The place of a word in a form beside two others; ``place`` where there is none to look for, -1 where it lacks."""
    if word == NONE:
        return place
    found = -1
    for at in range(begin, end):
        if form_words[at] == word and at not in (place, taken):
            found = at
    return found


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
