"""How far a change of the lists moves the scores of entities that did not change: words weigh by how many have them.

A word of one entity that a second one gets is a little less telling for both. Entities with a word that moved much are
screened again as if they had changed; of the others it is known how far their scores can have moved at most, so that
only who is so near a threshold need be looked at.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from amlrisk.screening.arrays import F64, I32, Words
from amlrisk.screening.index import Index

MOVED = 0.01
"""A word whose weight has moved by more than this share of it has moved much. Larger: fewer entities are screened
again, and the margins below are used up sooner."""
MARGIN = 0.06
"""Who is so near a hit is kept at hand: enough for some changes of the lists before all must be screened anew."""
SWAY = 2.0
"""A score moves by at most this times the largest share by which a weight has moved.

Every cost that depends on weights is a share of them: of all words (``unlike``, ``contradiction``, places, trades,
particles, patronymics) or of the rest (``extra``). Where each weight moves by a share e at most, a share moves by 2e of
itself, and ``extra`` by up to e beside. What is taken off together is below one half wherever a hit is in reach:
2e · ½ + ½ · 2e bounds both.

So it is with what the search takes off at least, which is made of the same shares, or of the lesser of two: where it
decides, and not the comparison (of words it does not look up), who is passed over is as far from a hit.
"""


class Moved(NamedTuple):
    """What a change of the lists did to entities that are the same."""

    places: I32
    """Entities of the newer index with a word that moved much."""
    share: float
    """The most by which any other word moved."""


def moved(before: Index, after: Index, much: float = MOVED) -> Moved:
    """Compare the weights of the words that both indexes list; ``much`` is the share from which a word moved much."""
    old, new = before.arrays.words, after.arrays.words
    listed = len(_posted(old)), len(_posted(new))
    numbers = {word: at for at, word in enumerate(_spelled(old, listed[0]))}
    then = np.array([numbers.get(word, -1) for word in _spelled(new, listed[1])], dtype=np.int64)
    both = then >= 0
    shares = np.zeros(len(then))
    shares[both] = share_moved(old.weights[then[both]], new.weights[: len(then)][both])
    far = shares > much
    forms, entities = after.arrays.forms, after.arrays.entities
    has = np.zeros(len(forms.made), dtype=np.bool_)
    has[np.repeat(np.arange(len(forms.made)), np.diff(forms.word_starts))[far[forms.words]]] = True
    owners = np.repeat(np.arange(len(entities.carried_starts) - 1), np.diff(entities.carried_starts))
    return Moved(
        places=np.unique(owners[has[entities.carried_forms]]).astype(np.int32),
        share=float(shares[~far].max(initial=0.0)),
    )


def share_moved(before: F64, after: F64) -> F64:
    """By what share of the smaller each weight moved."""
    return np.abs(after - before) / np.minimum(before, after)


def lowered(index: Index, margin: float) -> Index:
    """The same index with every threshold lower by ``margin``: who has a hit there is that near to one."""
    matching = index.matching
    thresholds = {
        schema: {category: threshold - margin for category, threshold in each.items()}
        for schema, each in matching.thresholds.items()
    }
    return Index(index.arrays, msgspec.structs.replace(matching, thresholds=thresholds))


def _posted(words: Words) -> NDArray[np.int64]:
    """The words that are listed, without those that were, or may be, only typed for some; these come last."""
    counts = np.diff(words.post_starts)
    last = np.flatnonzero(counts)
    return counts[: int(last[-1]) + 1 if len(last) else 0]


def _spelled(words: Words, count: int) -> list[str]:
    data, starts = words.codes.tobytes(), (2 * words.starts[: count + 1]).tolist()
    return [data[a:b].decode("utf-16-le", "surrogatepass") for a, b in pairwise(starts)]
