"""From listed entities to the customers they may be: a whole book held against the few records that changed.

The book is analysed already (``screening.book``), every distinct name once. Each name is held against the narrowed
index with the best that could be known beside it; whoever has such a name, or was born on the day of one of the
entities, is held against it once more with what is known. Who is left may be a hit and is screened as ever. What is
compared, and how, is the search of a screening itself (``gather``), so that nobody whom a screening finds is missing.
"""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from amlrisk.policy.matching import Matching
from amlrisk.screening.arrays import F64, I32, I64, U16, body, sealed, starts_of
from amlrisk.screening.book import Book, Names, forms_of, words_of
from amlrisk.screening.candidates import Candidates, search_of, weigh
from amlrisk.screening.compare import Want, compare_forms
from amlrisk.screening.context import Known
from amlrisk.screening.gather import gather, still_may_hit
from amlrisk.screening.index import Index
from amlrisk.screening.judging import Listed
from amlrisk.screening.lookups import BY_LETTERS, LIKE_NONE, Asked
from amlrisk.screening.packing import decode_form
from amlrisk.screening.plan import QueryForms, Rule, with_room
from amlrisk.screening.typed import NONE

_ROOM = 65_536


class Net:
    """Finds in books those whom a (narrowed) index may find. Belongs to one thread: it remembers the words it met."""

    def __init__(self, index: Index) -> None:
        matching = index.matching
        self._arrays = index.arrays
        candidates = Candidates(index.arrays, index.meta.categories, matching)
        self._listed = Listed(index.arrays, index.meta, candidates, matching)
        self._rule = candidates.rule(None)
        most = best_beside(matching) + max(0.0, matching.birth_exact)
        self._want = Want(max(0.0, float(self._rule.thresholds.min(initial=1.0)) - most - self._rule.slack))
        self._hopeful = self._rule._replace(thresholds=self._rule.thresholds - best_beside(matching))
        self._lookups, self._scratch = search_of(index.arrays, matching)
        posts = np.diff(self._arrays.words.post_starts) > 0
        self._listed_words = _with_stands(posts, self._arrays.words.stand_starts, self._arrays.words.stands)

    def customers(self, book: Book) -> I32:
        """The places in ``book`` of the customers who may have a hit, in order; nobody who has one is missing."""
        names, parties = book.names, book.parties
        asked, units = self._look_up(names)
        every = forms_of(names, units)
        found_names = np.zeros(len(names.schemas), dtype=np.bool_)
        asking, _ = self._search(every, asked, _unknown(len(names.schemas)), self._hopeful)
        found_names[every.queries[asking]] = True
        has_name = _any_of(found_names[parties.names], parties.name_starts)
        whole = (parties.births % 100 > 0) & np.isin(parties.births, self._arrays.forms.born_dates)
        numbered = np.isin(parties.number_digests, self._arrays.entities.number_digests)
        met = self._met(book, np.flatnonzero(has_name | whole).astype(np.int32), asked, units)
        return np.unique(np.concatenate((met, parties.number_customers[numbered])))

    def customers_with(self, book: Book, words: NDArray[np.bool_]) -> I32:
        """The same among those who have one of these words (a flag for each of the book's) in one of their names."""
        names, parties = book.names, book.parties
        asked, units = self._look_up(names)
        of_forms = _any_of(words[names.units], names.starts)
        of_names = _any_of(of_forms, names.form_starts)
        who = np.flatnonzero(_any_of(of_names[parties.names], parties.name_starts)).astype(np.int32)
        return self._met(book, who, asked, units)

    def weights(self, book: Book) -> F64:
        """How telling each word of the book is, as this index has it; 1 for those that are several of a name, which
        only lead to others."""
        names = book.names
        alone = np.zeros(len(names.word_starts) - 1, dtype=np.bool_)
        alone[names.units[names.covers == 0]] = True
        numbers = self._lookups.numbers_of(words_of(names, alone))
        weights = np.ones(len(alone))
        weights[alone] = self._lookups.asked().weights[np.array(numbers, dtype=np.int64)]
        return weights

    def _look_up(self, names: Names) -> tuple[Asked, I32]:
        """The words of a book looked up, and the number of each unit among them.

        Most words are several of a name written as one, and like none that is wanted here: they all stand as one.
        """
        several = names.word_codes[names.word_starts[:-1]] == ord(BY_LETTERS)
        kept = ~several
        kept[several] = self._lookups.near(*_without_mark(names, several), self._listed_words)
        *found, nothing = self._lookups.numbers_of([*words_of(names, kept), LIKE_NONE])
        numbers = np.full(len(kept), nothing, dtype=np.int32)
        numbers[kept] = found
        return self._only_listed(self._lookups.asked()), numbers[names.units]

    def _met(self, book: Book, who: I32, asked: Asked, units: I32) -> I32:
        """The customers of those of these parties that may have a hit, with what is known of them.

        Most of what the search finds falls away once the names are compared; namesakes are compared once.
        """
        theirs, forms, known = _of_parties(book, who, units)
        asking, others = self._search(theirs, asked, known, self._rule)
        pairs, which = np.unique(forms[asking].astype(np.int64) << 32 | others, return_inverse=True)
        scores = np.fromiter(
            (self._score(book.names, pair >> 32, pair & 0xFFFFFFFF, asked, units) for pair in pairs.tolist()),
            dtype=np.float64,
            count=len(pairs),
        )[which.reshape(-1)]
        may = np.zeros(len(asking), dtype=np.uint8)
        arrays, queries = self._arrays, theirs.queries[asking]
        still_may_hit(scores, queries, others, theirs.schemas, known, arrays.forms, arrays.facts, self._rule, may)
        return np.unique(book.parties.customers[who[queries[may > 0]]])

    def _score(self, names: Names, form: int, other: int, asked: Asked, units: I32) -> float:
        """How alike a form of the book and a listed one are, at best; below 0 where they cannot meet."""
        own = decode_form(body(names.body_starts, names.bodies, form))
        start = int(names.starts[form])
        weights = asked.weights[units[start : start + len(own.tokens)]].tolist()
        listed = self._listed
        found = compare_forms(
            weigh(own, weights, listed.matching), listed.form(other), listed.likenesses, listed.matching, self._want
        )
        return -1.0 if found is None else found.score

    def _search(self, ask: QueryForms, asked: Asked, known: Known, rule: Rule) -> tuple[I32, I32]:
        """The pairs (form of ``ask``, listed form) that are worth comparing."""
        found: list[tuple[I32, I32]] = []
        ask = sealed(ask)
        first, room = 0, _ROOM
        arrays = self._arrays
        while first < len(ask.made):
            asking, forms = np.empty(room, np.int32), np.empty(room, np.int32)
            count, reached, more = gather(
                first, asked, ask, known, arrays.words, arrays.forms, arrays.facts, rule, self._scratch, asking, forms
            )
            found.append((asking[:count], forms[:count]))
            if more:
                self._scratch = with_room(self._scratch, more)
            elif reached == first:  # one form alone filled it
                room *= 2
            first = reached
        if not found:
            return np.empty(0, np.int32), np.empty(0, np.int32)
        return np.concatenate([each for each, _ in found]), np.concatenate([each for _, each in found])

    def _only_listed(self, asked: Asked) -> Asked:
        """Without the like words that none of the entities has: the search would go through them for nothing."""
        kept = self._listed_words[asked.words]
        kept_splits = self._listed_words[asked.splits[:, 0]] & self._listed_words[asked.splits[:, 1]]
        return asked._replace(
            starts=_up_to(kept)[asked.starts],
            words=asked.words[kept],
            likeness=asked.likeness[kept],
            kinds=asked.kinds[kept],
            split_starts=_up_to(kept_splits)[asked.split_starts],
            splits=asked.splits[kept_splits],
        )


def _without_mark(names: Names, several: NDArray[np.bool_]) -> tuple[I64, U16]:
    """The words of a book that are several, without ``BY_LETTERS``: (starts, units)."""
    lengths = np.diff(names.word_starts)
    kept = np.repeat(several, lengths)
    kept[names.word_starts[:-1]] = False
    return starts_of(lengths[several] - len(BY_LETTERS)), names.word_codes[kept]


def best_beside(matching: Matching) -> float:
    """The most that what is known beside a name can add, but for a day of birth: who has the same is met by that."""
    return max(0.0, matching.nationality_same) + max(0.0, matching.birth_partial)


def _with_stands(posts: NDArray[np.bool_], stand_starts: I64, stands: I32) -> NDArray[np.bool_]:
    """Words that are listed, and those that were, or may be, typed for some that all are."""
    typed_for = (posts[stands] | (stands == NONE)).all(axis=1)
    return posts | _any_of(typed_for, stand_starts)


def _any_of(flags: NDArray[np.bool_], starts: I64) -> NDArray[np.bool_]:
    """For each row of a ragged table whether any of its flags is set."""
    return np.diff(_up_to(flags)[starts]) > 0


def _up_to(flags: NDArray[np.bool_]) -> I64:
    out = np.zeros(len(flags) + 1, dtype=np.int64)
    np.cumsum(flags, out=out[1:])
    return out


def _unknown(count: int) -> Known:
    """Nothing is known of so many queries."""
    return Known(
        births=np.zeros(count, np.int32),
        genders=np.zeros(count, np.uint8),
        nation_starts=np.zeros(count + 1, np.int64),
        nations=np.empty(0, np.uint16),
        country_starts=np.zeros(count + 1, np.int64),
        countries=np.empty(0, np.uint16),
    )


def _of_parties(book: Book, who: I32, units: I32) -> tuple[QueryForms, I32, Known]:
    """The forms of all names of these parties, a query a party; which forms of the book they are; what is known."""
    names, parties = book.names, book.parties
    name_starts, its_names = _rows(parties.name_starts, parties.names, who)
    form_starts, forms = _rows(names.form_starts, np.arange(len(names.made), dtype=np.int32), its_names)
    starts, at = _rows(names.starts, np.arange(len(names.units), dtype=np.int64), forms)
    per_party = np.diff(form_starts[name_starts])
    nation_starts, nations = _rows(parties.nation_starts, parties.nations, who)
    country_starts, countries = _rows(parties.country_starts, parties.countries, who)
    known = Known(
        births=parties.births[who],
        genders=parties.genders[who],
        nation_starts=nation_starts,
        nations=nations,
        country_starts=country_starts,
        countries=countries,
    )
    asking = QueryForms(
        starts=starts,
        tokens=names.tokens[forms],
        units=units[at],
        covers=names.covers[at],
        weak=names.weak[at],
        tells=names.tells[at],
        made=names.made[forms],
        letter_sums=names.letter_sums[forms],
        queries=np.repeat(np.arange(len(who), dtype=np.int32), per_party),
        schemas=parties.schemas[who],
    )
    return asking, forms, known


_T = TypeVar("_T", bound=np.generic)


def _rows(starts: I64, values: NDArray[_T], rows: NDArray[np.int32]) -> tuple[I64, NDArray[_T]]:
    """Some rows of a ragged table, in the order asked for."""
    lengths = starts[rows + 1] - starts[rows]
    out = starts_of(lengths)
    at = np.repeat(starts[rows] - out[:-1], lengths) + np.arange(out[-1])
    return out, values[at]
