"""Which listed forms are worth comparing: IDF cosine over words and their look-alikes, as one sparse product."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]  # scipy ships no types

from amlrisk.names.model import Form, Made
from amlrisk.policy.matching import Matching
from amlrisk.screening.align import Weighed
from amlrisk.screening.lexicon import Ids, Lexicon, Numbers
from amlrisk.screening.likeness import Mode
from amlrisk.screening.records import joined_words

_SHORT_WORD = 4


class Candidate(NamedTuple):
    """A listed form worth comparing with a form of the query, and its cosine."""

    form: int
    cosine: float


class Candidates:
    """The listed forms as columns of a sparse matrix over the lexicon. Immutable."""

    def __init__(self, forms: Sequence[Form], lexicon: Lexicon, matching: Matching) -> None:
        self._lexicon = lexicon
        self._matching = matching
        self.weighed = tuple(self.weigh(form) for form in forms)
        self._columns = self._matrix()

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
            for first, count, word in joined_words(form.tokens):
                at = self._lexicon.id_of(word)
                assert at is not None
                rows.append(at)
                columns.append(column)
                values.append(math.hypot(*weights[first : first + count]) / norm)
        shape = (len(self._lexicon), len(self.weighed))
        matrix = sparse.coo_array((np.array(values, dtype=np.float64), (rows, columns)), shape=shape).tocsr()
        matrix.sort_indices()
        return matrix

    def find(self, queries: Sequence[Weighed], allowed: Sequence[NDArray[np.bool_]]) -> list[list[Candidate]]:
        """For each weighed form its candidates among the ``allowed`` columns: falling cosine, ties by position."""
        product = (self._queries(queries) @ self._columns).tocsr()
        starts = product.indptr.tolist()
        good = product.data >= self._matching.candidate_cosine
        places = np.flatnonzero(good)
        columns, cosines = product.indices[places], product.data[places]
        cuts = np.searchsorted(places, np.asarray(starts)).tolist()
        found: list[list[Candidate]] = []
        for row, permitted in enumerate(allowed):
            mine, scores = columns[cuts[row] : cuts[row + 1]], cosines[cuts[row] : cuts[row + 1]]
            if not len(mine):
                found.append([])
                continue
            keep = permitted[mine]
            mine, scores = mine[keep], scores[keep]
            order = np.lexsort((mine, -scores))[: self._matching.candidate_limit]
            found.append(list(map(Candidate, mine[order].tolist(), scores[order].tolist())))
        return found

    def _queries(self, queries: Sequence[Weighed]) -> sparse.csr_array:
        ids: list[Ids] = []
        values: list[Numbers] = []
        indptr = [0]
        total = 0
        for query in queries:
            for part_ids, part_values in self._vector(query):
                ids.append(part_ids)
                values.append(part_values)
                total += len(part_ids)
            indptr.append(total)
        shape = (len(queries), len(self._lexicon))
        if not ids:
            return sparse.csr_array(shape, dtype=np.float64)
        return sparse.csr_array((np.concatenate(values), np.concatenate(ids), np.array(indptr)), shape=shape)

    def _vector(self, query: Weighed) -> list[tuple[Ids, Numbers]]:
        form, weights = query
        mode = word_mode(form)
        norm = math.hypot(*weights)
        out = []
        for token, weight in zip(form.tokens, weights, strict=True):
            alike = self._lexicon.look_alikes(token, mode)
            if len(alike.ids):
                out.append((alike.ids, alike.likeness * (weight / norm)))
        if form.made is Made.HAN:
            return out
        for first, count, word in joined_words(form.tokens):
            share = math.hypot(*weights[first : first + count]) / norm
            if min(map(len, form.tokens[first : first + count])) <= _SHORT_WORD or any(
                form.weak[first : first + count]
            ):
                alike = self._lexicon.look_alikes(word, mode)
                if len(alike.ids):
                    out.append((alike.ids, alike.likeness * share))
            elif (at := self._lexicon.id_of(word)) is not None:
                out.append((np.array([at], dtype=np.int32), np.array([share])))
        return out


def word_mode(form: Form) -> Mode:
    """How the words of a query form look for their like in the lexicon."""
    if form.made is Made.HAN:
        return Mode.CHARACTERS
    return Mode.CONSONANTS if form.made is Made.CONSONANTS else Mode.LETTERS
