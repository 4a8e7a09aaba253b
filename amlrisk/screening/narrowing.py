"""What differs between two indexes, and an index that finds only some of its entities, each exactly as the whole does.

How telling a word is depends on all lists together, so an index over the changed records alone would score them
otherwise. A narrowed index keeps words and weights of the whole and forgets where the others are listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from amlrisk.screening.arrays import I32, I64, Arrays, body
from amlrisk.screening.index import Index
from amlrisk.screening.packing import head_decoder

Pair = tuple[str, str]
"""(source, id) of a listed entity."""


class Differing(NamedTuple):
    """Listed entities whose record, or what their list is, differs between two indexes: how, and where each stands."""

    kinds: Mapping[Pair, str]
    """``added``, ``changed`` or ``removed``."""
    before: I32
    """The removed and changed ones, by their place in the older index."""
    after: I32
    """The added and changed ones, by their place in the newer one."""


def differing(before: Index, after: Index) -> Differing:
    """Compare record by record. Of a list that has become one of another category, every record differs."""
    old, new = _records(before), _records(after)
    old_categories = dict(zip(before.meta.sources, before.meta.categories, strict=True))
    new_categories = dict(zip(after.meta.sources, after.meta.categories, strict=True))
    moved = {source for source, category in new_categories.items() if old_categories.get(source) != category}
    kinds: dict[Pair, str] = {}
    for pair, (_, record) in new.items():
        known = old.get(pair)
        if known is None:
            kinds[pair] = "added"
        elif known[1] != record or pair[0] in moved:
            kinds[pair] = "changed"
    kinds |= {pair: "removed" for pair in old if pair not in new}
    return Differing(
        kinds=kinds,
        before=np.array(sorted(old[pair][0] for pair in kinds if pair in old), dtype=np.int32),
        after=np.array(sorted(new[pair][0] for pair in kinds if pair in new), dtype=np.int32),
    )


def _records(index: Index) -> dict[Pair, tuple[int, bytes]]:
    """(place, encoded record) of every entity."""
    entities, facts = index.arrays.entities, index.arrays.facts
    heads, records = entities.heads.tobytes(), entities.records.tobytes()
    head_starts, record_starts = entities.head_starts.tolist(), entities.record_starts.tolist()
    return {
        (index.meta.sources[source], head_decoder.decode(heads[head_starts[at] : head_starts[at + 1]]).ref): (
            at,
            records[record_starts[at] : record_starts[at + 1]],
        )
        for at, source in enumerate(facts.sources.tolist())
    }


def pair_at(index: Index, place: int) -> Pair:
    """Which entity stands at a place."""
    entities = index.arrays.entities
    ref = head_decoder.decode(body(entities.head_starts, entities.heads, place)).ref
    return index.meta.sources[int(index.arrays.facts.sources[place])], ref


def narrowed(index: Index, places: Iterable[int] | I32) -> Index:
    """The same index, but only the entities at ``places`` are ever hits: the very hits they are in the whole."""
    return Index(_narrow(index.arrays, np.unique(np.fromiter(places, dtype=np.int32))), index.matching)


def _narrow(arrays: Arrays, places: I32) -> Arrays:
    entities, forms, words = arrays.entities, arrays.forms, arrays.words
    kept_entities = np.zeros(len(entities.head_starts) - 1, dtype=np.bool_)
    kept_entities[places] = True
    carriers = kept_entities[forms.carrier_entities]
    kept_carriers = _up_to(carriers)
    kept_forms = np.diff(kept_carriers[forms.carrier_starts]) > 0
    posts = kept_forms[words.post_forms]
    kept_posts = _up_to(posts)
    by_letters, born = kept_forms[forms.letter_forms], kept_forms[forms.born_forms]
    numbers = kept_entities[entities.number_entities]
    return arrays._replace(
        words=words._replace(
            post_starts=kept_posts[words.post_starts],
            post_turns=kept_posts[words.post_turns],
            post_forms=words.post_forms[posts],
        ),
        forms=forms._replace(
            carrier_starts=kept_carriers[forms.carrier_starts],
            carrier_entities=forms.carrier_entities[carriers],
            carrier_names=forms.carrier_names[carriers],
            carrier_flags=forms.carrier_flags[carriers],
            letter_sums=forms.letter_sums[by_letters],
            letter_forms=forms.letter_forms[by_letters],
            born_dates=forms.born_dates[born],
            born_forms=forms.born_forms[born],
        ),
        entities=entities._replace(
            number_digests=entities.number_digests[numbers], number_entities=entities.number_entities[numbers]
        ),
    )


def _up_to(kept: NDArray[np.bool_]) -> I64:
    """How many are kept before each place, and of all: turns ``starts`` into those of what is kept."""
    out = np.zeros(len(kept) + 1, dtype=np.int64)
    np.cumsum(kept, out=out[1:])
    return out
