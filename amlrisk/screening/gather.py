"""Which listed forms are worth comparing: for each query the weight of words that agree, over every form it shares any
with, together with what is known beside the names. Compiled; the comparison proper then judges the few that are left.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from amlrisk.screening.arrays import F32, F64, I32, I64, U8, U64, Facts, Forms, Words
from amlrisk.screening.context import Known, effect_of, findings_of
from amlrisk.screening.lookups import Asked
from amlrisk.screening.native import native
from amlrisk.screening.spelling import BONES, find_hash, hash_on, hash_word

_MOST_UNITS = 64


class QueryForms(NamedTuple):
    """The forms of a chunk of queries.

    ``units`` are the numbers of their words in ``Asked``, then of words joined, each with a bit for every word it
    covers; ``tokens`` how many units are single words.
    """

    starts: I64
    tokens: I32
    units: I32
    covers: U64
    weak: U8
    made: U8
    chinese: U8
    queries: I32
    schemas: U8


class Rule(NamedTuple):
    """The numbers of the search. ``meets`` is what agreement between forms made in two ways is worth at most, 0 where
    they are never compared; ``thresholds`` by asked schema, listed schema and source; ``least`` the agreement below
    which nothing known beside the name can make a hit."""

    weak: float
    extra: float
    joined: float
    slack: float
    least: float
    meets: F64
    thresholds: F64
    effects: F64
    compatible: U8
    han: int
    consonants: int


class Scratch(NamedTuple):
    """Belongs to one thread. A row a listed form: the weight that agrees on both sides by its likeness, on the query's
    side, and on the listed side; ``marks`` say for which unit of which query form it was last written."""

    sums: F32
    marks: I64
    touched: I32
    serial: I64


def scratch_for(forms: int) -> Scratch:
    return Scratch(
        sums=np.zeros((forms, 3), dtype=np.float32),
        marks=np.full(forms, -1, dtype=np.int64),
        touched=np.empty(forms, dtype=np.int32),
        serial=np.zeros(1, dtype=np.int64),
    )


@native
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
) -> tuple[int, int]:
    """Pairs (query form, listed form) worth comparing, from query form ``first`` on, into ``out_*``.

    Returns (how many, the query form to go on from): ``out_*`` may fill up.
    """
    # Arrays are taken out of their tuples once: handing tuples on counts a reference to each of their arrays.
    marks, touched_forms, sums = scratch.marks, scratch.touched, scratch.sums
    post_forms, post_weights = words.post_forms, words.post_weights
    form_made, form_schemas, form_totals, form_initials = forms.made, forms.schemas, forms.totals, forms.initials
    weights = np.empty(_MOST_UNITS, dtype=np.float64)
    count = 0
    for form in range(first, len(ask.made)):
        start, tokens = ask.starts[form], ask.tokens[form]
        made, query = ask.made[form], ask.queries[form]
        schema = ask.schemas[query]
        compatible = rule.compatible[schema]
        worth = rule.meets[made]
        total, initials = 0.0, 0
        for at in range(tokens):
            number = ask.units[start + at]
            weights[at] = asked.weights[number] * (rule.weak if ask.weak[start + at] else 1.0)
            total += weights[at]
            initials += asked.initials[number]
        if initials == tokens:  # where there is nothing else, they are the name
            initials = 0
        elif initials:
            for at in range(tokens):
                if asked.initials[ask.units[start + at]]:
                    total -= weights[at]
        spans, values = _plan(form, ask, asked, words, forms, rule, weights[:tokens], total, initials)
        scratch.serial[0] += _MOST_UNITS
        base = scratch.serial[0]
        touched = 0
        for at in range(len(spans)):
            mark, fresh = base + spans[at, 0], spans[at, 3]
            likeness, weight, besides = values[at, 0], values[at, 1], values[at, 2]
            for post in range(spans[at, 1], spans[at, 2]):
                other = post_forms[post]
                last = marks[other]
                if last == mark:
                    continue  # the first, most alike word of a form counts
                if last < base:
                    if fresh == 0 or not form_schemas[other] & compatible or worth[form_made[other]] == 0.0:
                        continue
                    sums[other, 0] = sums[other, 1] = sums[other, 2] = 0.0
                    touched_forms[touched] = other
                    touched += 1
                marks[other] = mark
                there = post_weights[post] + besides
                sums[other, 0] += likeness * (weight + there)
                sums[other, 1] += weight
                sums[other, 2] += there
        began = count
        for index in range(touched):
            other = touched_forms[index]
            # The weight that agrees over all that counts, as the alignment has it, or more: an initial may be any word.
            mine, theirs = min(sums[other, 1], total), min(sums[other, 2], form_totals[other])
            left = max(total - mine - form_initials[other], 0.0)
            left_there = max(form_totals[other] - theirs - initials, 0.0)
            against = min(left, left_there)
            agreeing = min(sums[other, 0], mine + theirs)
            agreement = agreeing / (mine + theirs + 2.0 * against + rule.extra * (max(left, left_there) - against))
            agreement *= worth[form_made[other]]
            if agreement < rule.least or not _may_hit(agreement, query, schema, other, known, forms, facts, rule):
                continue
            if count == len(out_asking):
                return began, form
            out_asking[count], out_forms[count] = form, other
            count += 1
    return count, len(ask.made)


@native
def _plan(
    form: int,
    ask: QueryForms,
    asked: Asked,
    words: Words,
    forms: Forms,
    rule: Rule,
    weights: F64,
    total: float,
    initials: int,
) -> tuple[NDArray[np.int64], F64]:
    """What to add up for one form, unit by unit, the weightiest first.

    Rows of (unit, first posting, end of postings, whether forms may be touched that were not), and of (likeness, weight
    of the unit, weight of other words of the listed form that agree with it besides the one that is posted).
    """
    start, tokens = ask.starts[form], len(weights)
    units = ask.starts[form + 1] - start
    room = 3 * tokens
    for at in range(units):
        number = ask.units[start + at]
        room += asked.starts[number + 1] - asked.starts[number]
        for split in range(asked.split_starts[number], asked.split_starts[number + 1]):
            room += min(
                _listings(asked.splits[split, 0], words.post_starts),
                _listings(asked.splits[split, 1], words.post_starts),
            )
    spans, values = np.empty((room, 4), dtype=np.int64), np.empty((room, 3), dtype=np.float64)
    consonants = ask.made[form] == rule.consonants
    row = 0
    passed = 0.0
    order = _heaviest_first(weights)
    for place in range(units):
        at = order[place] if place < tokens else place
        number = ask.units[start + at]
        fresh = 1
        if place < tokens:
            if initials and asked.initials[number]:
                continue
            weight = weights[at]
            # A form that shares none of the words passed can agree in the rest at most: is that still enough?
            rest = max(total - passed, 0.0)
            fresh = 1 if 2.0 * rest >= rule.least * (2.0 * rest + rule.extra * passed) else 0
            passed += weight
        else:
            weight = 0.0
            for token in range(tokens):
                if (ask.covers[start + at] >> np.uint64(token)) & np.uint64(1):
                    weight += weights[token]
        for alike in range(asked.starts[number], asked.starts[number + 1]):
            word = asked.words[alike]
            begin, end = words.post_starts[word], words.post_starts[word + 1]
            if asked.kinds[alike] == BONES:
                if consonants:
                    end = words.post_turns[word]
                else:
                    begin = words.post_turns[word]
            if begin < end:
                spans[row, 0], spans[row, 1], spans[row, 2], spans[row, 3] = min(at, _MOST_UNITS - 2), begin, end, fresh
                values[row, 0], values[row, 1], values[row, 2] = asked.likeness[alike], weight, 0.0
                row += 1
        for split in range(asked.split_starts[number], asked.split_starts[number + 1]):
            rarer, other = asked.splits[split, 0], asked.splits[split, 1]
            if _listings(rarer, words.post_starts) > _listings(other, words.post_starts):
                rarer, other = other, rarer
            for post in range(words.post_starts[rarer], words.post_starts[rarer + 1]):
                listed = words.post_forms[post]
                for beside in range(forms.word_starts[listed], forms.word_starts[listed + 1]):
                    if forms.words[beside] == other:
                        spans[row, 0], spans[row, 1], spans[row, 2], spans[row, 3] = (
                            min(at, _MOST_UNITS - 2),
                            post,
                            post + 1,
                            fresh,
                        )
                        values[row, 0], values[row, 1], values[row, 2] = rule.joined, weight, forms.weights[beside]
                        row += 1
                        break
    if tokens > 1 and ask.made[form] != rule.han:
        for length in (2, 3):
            for at in range(tokens - (length - 1) if length == 3 else tokens):
                key = hash_word(asked.codes, 0, 0)
                weight = 0.0
                for token in range(at, at + length):
                    number = ask.units[start + token % tokens]  # the last word and the first are neighbours too
                    key = hash_on(key, asked.codes, asked.code_starts[number], asked.code_starts[number + 1])
                    weight += weights[token % tokens]
                word = find_hash(key, words.table_hashes, words.table_words)
                if word >= 0:
                    spans[row, 0], spans[row, 1], spans[row, 2], spans[row, 3] = (
                        _MOST_UNITS - 1,
                        words.post_starts[word],
                        words.post_starts[word + 1],
                        1,
                    )
                    values[row, 0], values[row, 1], values[row, 2] = rule.joined, weight, 0.0
                    row += 1
    return spans[:row], values[:row]


@native
def _heaviest_first(weights: F64) -> I64:
    """The positions of weights, falling; insertion sort: names are short, and numpy's takes a second to compile."""
    order = np.arange(len(weights))
    for at in range(1, len(order)):
        place = at
        while place and weights[order[place]] > weights[order[place - 1]]:
            order[place], order[place - 1] = order[place - 1], order[place]
            place -= 1
    return order


@native
def _listings(word: int, post_starts: I64) -> int:
    return int(post_starts[word + 1] - post_starts[word])


@native
def _may_hit(
    agreement: float, query: int, schema: int, other: int, known: Known, forms: Forms, facts: Facts, rule: Rule
) -> bool:
    """Whether any carrier of the form can be a hit, with what is known beside the names."""
    for at in range(forms.carrier_starts[other], forms.carrier_starts[other + 1]):
        entity = forms.carrier_entities[at]
        if not rule.compatible[schema] & (1 << facts.schemas[entity]):
            continue
        standing, _, differ, nation, country = findings_of(query, known, entity, facts, rule.effects)
        effect = effect_of(standing, differ, nation, country, rule.effects)
        needed = rule.thresholds[schema, facts.schemas[entity], facts.sources[entity]]
        if agreement + effect + rule.slack >= needed:
            return True
    return False
