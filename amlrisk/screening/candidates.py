"""Which listed forms are worth comparing: IDF cosine over words and their look-alikes, as one sparse product."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from amlrisk.names.model import Form, Made
from amlrisk.policy.matching import Matching
from amlrisk.screening.align import Weighed
from amlrisk.screening.keys import Ids
from amlrisk.screening.lexicon import Lexicon, Numbers
from amlrisk.screening.likeness import Mode
from amlrisk.screening.records import joined_words

_ITSELF: Numbers = np.ones(1)


class Candidates:
    """The listed forms as columns of a sparse matrix over the lexicon. Immutable."""

    def __init__(self, forms: Sequence[Form], lexicon: Lexicon, matching: Matching) -> None:
        self._lexicon = lexicon
        self._matching = matching
        self.weighed = tuple(self.weigh(form) for form in forms)
        self._columns = self._matrix()
        self._every_id: Ids = np.arange(len(lexicon), dtype=np.int32)

    def prepare(self, forms: Sequence[Form]) -> None:
        """Look up the words of many forms at once; what follows then finds them known."""
        wanted: list[tuple[str, Mode]] = []
        for form in forms:
            mode = word_mode(form)
            wanted += [(token, mode) for token in form.tokens]
            if form.made is not Made.HAN:
                wanted += [(word, mode) for span, word in joined_words(form.tokens) if _often_joined(form, span)]
        self._lexicon.look_up(wanted)

    def weigh(self, form: Form) -> Weighed:
        """A form with the weights of its words in these lists."""
        mode = word_mode(form)
        weak = self._matching.weak_weight
        return Weighed(
            form,
            tuple(
                [
                    self._lexicon.weight(token, mode) * (weak if is_weak else 1.0)
                    for token, is_weak in zip(form.tokens, form.weak, strict=True)
                ]
            ),
        )

    def _matrix(self) -> sparse.csr_array:
        rows: list[int] = []
        columns: list[int] = []
        values: list[float] = []
        for column, (form, weights) in enumerate(self.weighed):
            norm = math.hypot(*weights)
            for token, weight in zip(form.tokens, weights, strict=True):
                at = self._lexicon.id_of(token)
                assert at is not None  # every listed word is in the lexicon
                rows.append(at)
                columns.append(column)
                values.append(weight / norm)
            if form.made is Made.HAN:
                continue
            for span, word in joined_words(form.tokens):
                at = self._lexicon.id_of(word)
                assert at is not None
                rows.append(at)
                columns.append(column)
                values.append(math.hypot(*[weights[at] for at in span]) / norm)
        shape = (len(self._lexicon), len(self.weighed))
        matrix = sparse.coo_array((np.array(values, dtype=np.float64), (rows, columns)), shape=shape).tocsr()
        matrix.sort_indices()
        return matrix

    def find(self, queries: Sequence[Weighed], allowed: Sequence[NDArray[np.bool_]]) -> list[list[int]]:
        """For each weighed form the listed forms to compare it with: falling cosine, ties by position.

        ``allowed`` says per query which columns may be found at all; what is not allowed uses up no place.
        """
        product = (self._queries(queries) @ self._columns).tocsr()
        good = np.flatnonzero(product.data >= self._matching.candidate_cosine)
        columns, cosines = product.indices[good], product.data[good]
        cuts = np.searchsorted(good, product.indptr)
        rows = np.repeat(np.arange(len(queries)), np.diff(cuts))
        order = np.lexsort((columns, -cosines, rows))
        columns = columns[order]
        limit = self._matching.candidate_limit
        found: list[list[int]] = []
        bounds = cuts.tolist()
        for row, permitted in enumerate(allowed):
            mine = columns[bounds[row] : bounds[row + 1]]
            found.append(mine[permitted[mine]][:limit].tolist() if len(mine) else [])
        return found

    def _queries(self, queries: Sequence[Weighed]) -> sparse.csr_array:
        parts = [self._vector(query) for query in queries]
        ids = [part_ids for part in parts for part_ids, _, _ in part]
        shape = (len(queries), len(self._lexicon))
        if not ids:
            return sparse.csr_array(shape, dtype=np.float64)
        lengths = [len(each) for each in ids]
        likeness = np.concatenate([part_likeness for part in parts for _, part_likeness, _ in part])
        shares = np.repeat([share for part in parts for _, _, share in part], lengths)
        ends = np.concatenate(([0], np.cumsum(lengths)))[np.cumsum([0, *map(len, parts)])]
        return sparse.csr_array((likeness * shares, np.concatenate(ids), ends), shape=shape)

    def _vector(self, query: Weighed) -> list[tuple[Ids, Numbers, float]]:
        """Word ids of the lexicon, how like each is to a word of the query, and that word's share of the query."""
        form, weights = query
        mode = word_mode(form)
        norm = math.hypot(*weights)
        out = []
        for token, weight in zip(form.tokens, weights, strict=True):
            alike = self._lexicon.look_alikes(token, mode)
            if len(alike.ids):
                out.append((alike.ids, alike.likeness, weight / norm))
        if form.made is Made.HAN:
            return out
        for span, word in joined_words(form.tokens):
            share = math.hypot(*[weights[at] for at in span]) / norm
            if _often_joined(form, span):
                alike = self._lexicon.look_alikes(word, mode)
                if len(alike.ids):
                    out.append((alike.ids, alike.likeness, share))
            elif (at := self._lexicon.id_of(word)) is not None:
                out.append((self._every_id[at : at + 1], _ITSELF, share))
        return out


def word_mode(form: Form) -> Mode:
    """How the words of a query form look for their like in the lexicon."""
    if form.made is Made.HAN:
        return Mode.CHARACTERS
    return Mode.CONSONANTS if form.made is Made.CONSONANTS else Mode.LETTERS


def _often_joined(form: Form, span: tuple[int, ...]) -> bool:
    """Words with a particle among them are spelled together in many ways; others join as they are or not at all."""
    return form.made is Made.CONSONANTS or any(form.weak[at] for at in span)
