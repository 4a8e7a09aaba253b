"""Queries in, pairs of forms worth comparing out."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from amlrisk.names.analyse import analyse
from amlrisk.names.model import Form, Kind, Made, comparable, form_of
from amlrisk.policy.matching import Matching
from amlrisk.screening.against import unlikeness
from amlrisk.screening.align import ROMANISED, Weighed, unusual_name
from amlrisk.screening.arrays import F64, I64, Arrays, sealed, starts_of
from amlrisk.screening.compare import factor_of
from amlrisk.screening.context import SCHEMAS, STANDINGS, Known, effects_of, known_of
from amlrisk.screening.gather import gather
from amlrisk.screening.lexicon import letter_sum_of
from amlrisk.screening.lookups import BY_LETTERS, Lookups
from amlrisk.screening.model import Query
from amlrisk.screening.plan import (
    ALWAYS,
    BUT_UNUSUAL,
    PATRONYMIC,
    TELLING,
    QueryForms,
    Rule,
    Scratch,
    scratch_for,
    with_room,
)
from amlrisk.screening.spelling import LONGEST, Numbers
from amlrisk.screening.typed import may_be_typed, typed_words
from amlrisk.watchlist.model import Schema

COMPATIBLE: Mapping[Schema, frozenset[Schema]] = {
    Schema.PERSON: frozenset((Schema.PERSON, Schema.UNKNOWN)),
    Schema.ORGANIZATION: frozenset((Schema.ORGANIZATION, Schema.UNKNOWN)),
    Schema.VESSEL: frozenset((Schema.VESSEL, Schema.UNKNOWN)),
    Schema.AIRCRAFT: frozenset((Schema.AIRCRAFT, Schema.UNKNOWN)),
    Schema.UNKNOWN: frozenset(Schema),
}
"""What a query of a schema may be on a list. A person is never a ship; what a list does not say may be anything."""

MADE = tuple(Made)
"""The position of a way of making forms is its number in the arrays."""
_MADE_NUMBERS = {made: at for at, made in enumerate(MADE)}
UNUSUAL = len(MADE)
"""The number of Latin words that are a kind of their own beside characters: ``align.unusual_name``."""
_KINDS = (*MADE, Made.AS_WRITTEN)
"""How forms of each number were made, ``UNUSUAL`` ones last."""
_SCHEMA_NUMBERS = {schema: at for at, schema in enumerate(SCHEMAS)}
_NUMBER, _PATRONYMIC = Kind.NUMBER, Kind.PATRONYMIC
_OTHER_SCRIPTS = (Made.TRANSLITERATED, Made.CONSONANTS)
_ROOM = 16384
_ROUNDING = 0.00005 + 1e-6
"""Scores are rounded to four decimals; the weights in an index are of seven digits."""
_MOST_RULES = 32  # callers choose thresholds

_T = TypeVar("_T", bound=np.generic)


class Asking(NamedTuple):
    """One form of one name of a query; ``place`` is which of the name's."""

    query: int
    name: str
    form: Form
    place: int


class TakenApart(NamedTuple):
    """A name as the search takes it: its forms, all their words, and the rows of ``QueryForms`` as bytes.

    ``sizes`` is how many words each form has, with those that were joined or typed.
    """

    forms: tuple[Form, ...]
    words: tuple[str, ...]
    sizes: bytes
    tokens: bytes
    covers: bytes
    weak: bytes
    tells: bytes
    made: bytes
    letter_sums: bytes


class Chunk(NamedTuple):
    """Some queries, taken apart; ``weights`` are those of all words, of form ``at`` from ``starts[at]`` on."""

    askings: tuple[Asking, ...]
    known: Known
    weights: F64
    starts: I64
    matching: Matching

    def weighed(self, at: int) -> Weighed:
        form = self.askings[at].form
        start = int(self.starts[at])
        return weigh(form, self.weights[start : start + len(form.tokens)].tolist(), self.matching)


class Candidates:
    """Finds pairs worth comparing in the arrays of an index. Safe among threads: each has a scratch of its own."""

    def __init__(self, arrays: Arrays, categories: Sequence[str], matching: Matching) -> None:
        self._arrays = arrays
        self._categories = categories
        self._matching = matching
        self._mine = threading.local()
        self._rules: dict[float | None, Rule] = {}

    def find(self, queries: Sequence[Query], threshold: float | None) -> tuple[Chunk, list[tuple[int, int]]]:
        """The queries taken apart, and the pairs (which of their forms, which listed form), in order."""
        names = [(at, name, _taken_apart(name, one.schema)) for at, one in enumerate(queries) for name in one.names]
        askings = tuple(
            Asking(at, name, form, place) for at, name, parts in names for place, form in enumerate(parts.forms)
        )
        known = known_of(queries)
        if not askings:
            return Chunk((), known, np.empty(0), np.zeros(1, np.int64), self._matching), []
        lookups, scratch = self._own()
        ask, words = query_forms([(at, parts) for at, _, parts in names], [query.schema for query in queries])
        ask = sealed(ask._replace(units=np.array(lookups.numbers_of(words), dtype=np.int32)))
        asked = lookups.asked()
        rule = self.rule(threshold)
        found: list[tuple[int, int]] = []
        first = 0
        room = _ROOM
        arrays = self._arrays
        while first < len(askings):
            asking, forms = np.empty(room, np.int32), np.empty(room, np.int32)
            count, reached, more = gather(
                first, asked, ask, known, arrays.words, arrays.forms, arrays.facts, rule, scratch, asking, forms
            )
            found += zip(asking[:count].tolist(), forms[:count].tolist(), strict=True)
            if more:
                scratch = with_room(scratch, more)
                self._mine.own = (lookups, scratch)
            elif reached == first:  # one query form alone filled it
                room *= 2
            first = reached
        found.sort()
        return Chunk(askings, known, asked.weights[ask.units], ask.starts, self._matching), found

    def weigh(self, form: Form) -> Weighed:
        """A form by itself, with the weights of its words."""
        lookups, _ = self._own()
        numbers = lookups.numbers_of(form.tokens)
        return weigh(form, [lookups.weight(number) for number in numbers], self._matching)

    def _own(self) -> tuple[Lookups, Scratch]:
        own: tuple[Lookups, Scratch] | None = getattr(self._mine, "own", None)
        if own is None:
            own = search_of(self._arrays, self._matching)
            self._mine.own = own
        return own

    def rule(self, threshold: float | None) -> Rule:
        """The numbers of the search, for the pack's thresholds or for one given."""
        rule = self._rules.get(threshold)
        if rule is None:
            if (
                len(self._rules) > len(SCHEMAS) ** 2
            ):  # callers choose thresholds; what they chose before is not kept for ever
                self._rules.clear()
            rule = self._rules[threshold] = self._new_rule(threshold)
        return rule

    def _new_rule(self, threshold: float | None) -> Rule:
        matching = self._matching
        thresholds = thresholds_of(self._categories, matching, threshold)
        effects = effects_of(matching)
        least = float(thresholds.min(initial=1.0)) - matching.nationality_same - _ROUNDING
        return Rule(
            weak=matching.weak_weight,
            joined=matching.joined,
            joined_from=matching.joined_from - _ROUNDING,
            slack=_ROUNDING,
            least=max(0.0, least - max(0.0, matching.birth_partial)),
            least_born=max(0.0, least - max(0.0, matching.birth_exact)),
            leasts=least - effects[: len(STANDINGS)],
            unlike=matching.cost_unlike,
            errors=matching.cost_errors,
            inexact=matching.cost_inexact,
            syllable=matching.cost_syllable,
            another=matching.cost_another,
            left=min(matching.cost_contradiction, matching.cost_extra),
            extra=matching.cost_extra,
            initial=matching.cost_unlike * unlikeness(matching.initial),
            single=matching.cost_single,
            weak_only=matching.cost_weak_only,
            bones=matching.cost_unlike * unlikeness(1.0 - matching.consonants / LONGEST),
            meets=np.array([[_worth(a, b, matching) for b in _KINDS] for a in _KINDS]),
            reads=np.array([[_reads(a, b) for b in range(len(_KINDS))] for a in range(len(_KINDS))], dtype=np.uint8),
            by_syllables=np.array([_by_syllables(made) for made in _KINDS], dtype=np.uint8),
            thresholds=thresholds,
            effects=effects,
            compatible=np.array(
                [sum(1 << SCHEMAS.index(one) for one in COMPATIBLE[schema]) for schema in SCHEMAS], dtype=np.uint8
            ),
            han=MADE.index(Made.HAN),
            consonants=MADE.index(Made.CONSONANTS),
        )


def search_of(arrays: Arrays, matching: Matching) -> tuple[Lookups, Scratch]:
    """What one thread needs to search an index: its look-ups of words, and room to work in."""
    related = max(matching.spelling, matching.nickname, 1.0 - matching.consonants / LONGEST)
    lookups = Lookups(arrays.words, Numbers(related, matching.sound, matching.sound_overlap))
    longest = int(np.diff(arrays.forms.word_starts).max(initial=1))
    return lookups, scratch_for(len(arrays.forms.made), len(arrays.words.weights), longest)


def tells(form: Form) -> list[int]:
    """What each word of a form says by itself: ``TELLING``, ``PATRONYMIC``, or 0; a number says nothing."""
    return [
        0 if weak or kind is _NUMBER else PATRONYMIC if kind is _PATRONYMIC else TELLING
        for kind, weak in zip(form.kinds, form.weak, strict=True)
    ]


def made_number(form: Form) -> int:
    """How a form was made, as the index has it: its place in ``MADE``, or ``UNUSUAL``."""
    return UNUSUAL if unusual_name(form) else _MADE_NUMBERS[form.made]


def weigh(form: Form, weights: Sequence[float], matching: Matching) -> Weighed:
    """A form with the weights of its words; weak ones keep a part of theirs."""
    weak = matching.weak_weight
    pairs = zip(weights, form.weak, strict=True)
    return Weighed(form, tuple([weight * weak if is_weak else weight for weight, is_weak in pairs]))


def _worth(a: Made, b: Made, matching: Matching) -> float:
    if not comparable(a, b):
        return 0.0
    return factor_of(form_of((), a), form_of((), b), matching, homophone=False)[0]


def _reads(a: int, b: int) -> bool:
    """Whether words of forms of these numbers are always held against each other by syllables: ``align.mode_of``."""
    made_a, made_b = _KINDS[a], _KINDS[b]
    if not comparable(made_a, made_b) or made_a is made_b:
        return False
    always = _by_syllables(made_a), _by_syllables(made_b)
    return ALWAYS in always or (BUT_UNUSUAL in always and UNUSUAL not in (a, b))


def _by_syllables(made: Made) -> int:
    """``Rule.by_syllables`` of forms made in this way."""
    return ALWAYS if made in ROMANISED else BUT_UNUSUAL if made is Made.PINYIN else 0


def thresholds_of(categories: Sequence[str], matching: Matching, given: float | None) -> F64:
    """The score from which there is a hit: [schema asked, schema listed, source], the sources by their categories."""
    return np.array(
        [
            [
                [
                    given
                    if given is not None
                    else matching.threshold(there if asked is Schema.UNKNOWN else asked, category)
                    for category in categories
                ]
                for there in SCHEMAS
            ]
            for asked in SCHEMAS
        ],
        dtype=np.float64,
    ).reshape(len(SCHEMAS), len(SCHEMAS), len(categories))


def taken_apart(name: str, schema: Schema) -> TakenApart:
    """The forms of a name, and the words that are looked for: its own, those joined loosely, those typed for others."""
    forms = analyse(name, schema).forms
    words: list[str] = []
    covers: list[int] = []
    weak: list[bool] = []
    telling: list[int] = []
    sizes: list[int] = []
    for form in forms:
        tokens, before = form.tokens, len(words)
        words += tokens
        weak += form.weak
        telling += tells(form)
        covers += [0] * len(tokens)
        units = list(typed_words(form))
        other_script, any_weak = form.made in _OTHER_SCRIPTS, True in form.weak
        for word, span in may_be_typed(form):
            related = other_script or (any_weak and any(form.weak[at] for at in span))
            units.append((word if related else BY_LETTERS + word, span))
        words += [word for word, _ in units]
        weak += [False] * len(units)
        telling += [TELLING] * len(units)
        for _, span in units:
            cover = 0
            for at in span:
                cover |= 1 << at
            covers.append(cover)
        sizes.append(len(words) - before)
    return TakenApart(
        forms=forms,
        words=tuple(words),
        sizes=array("q", sizes).tobytes(),
        tokens=array("i", [len(form.tokens) for form in forms]).tobytes(),
        covers=array("Q", covers).tobytes(),
        weak=bytes(weak),
        tells=bytes(telling),
        made=bytes([made_number(form) for form in forms]),
        letter_sums=array("Q", [letter_sum_of(form.written) for form in forms]).tobytes(),
    )


# Many people share a name, and to take one apart is a third of its screening. Some 3 KB each.
_taken_apart = lru_cache(maxsize=65_536)(taken_apart)


def query_forms(names: Sequence[tuple[int, TakenApart]], schemas: Sequence[Schema]) -> tuple[QueryForms, list[str]]:
    """The forms of names (each with the number of its query) as arrays, and the words whose numbers are still to be
    filled in as ``units``; ``schemas`` by query.
    """
    parts = [each for _, each in names]
    forms = [len(each.forms) for each in parts]
    return QueryForms(
        starts=starts_of(_joined([each.sizes for each in parts], np.int64)),
        tokens=_joined([each.tokens for each in parts], np.int32),
        units=np.empty(0, dtype=np.int32),
        covers=_joined([each.covers for each in parts], np.uint64),
        weak=_joined([each.weak for each in parts], np.uint8),
        tells=_joined([each.tells for each in parts], np.uint8),
        made=_joined([each.made for each in parts], np.uint8),
        letter_sums=_joined([each.letter_sums for each in parts], np.uint64),
        queries=np.repeat(np.array([query for query, _ in names], dtype=np.int32), forms),
        schemas=np.array([_SCHEMA_NUMBERS[schema] for schema in schemas], dtype=np.uint8),
    ), list(chain.from_iterable([each.words for each in parts]))


def _joined(rows: Sequence[bytes], dtype: type[_T]) -> NDArray[_T]:
    """One after the other."""
    return np.frombuffer(b"".join(rows), dtype=dtype)
