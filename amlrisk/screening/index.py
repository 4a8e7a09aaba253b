"""The index: every listed name in force, ready to be screened against. Immutable, versioned, one way in."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from amlrisk.facts.digest import canonical, keyed_digest
from amlrisk.policy.matching import Matching
from amlrisk.screening.arrays import Arrays, body, sealed
from amlrisk.screening.candidates import Candidates
from amlrisk.screening.judging import Judge, Listed
from amlrisk.screening.model import Hit, Query
from amlrisk.screening.packing import Meta, meta_decoder, pack, record_decoder
from amlrisk.watchlist.model import ListedEntity, Snapshot

ENGINE = "names-3"
"""Changes whenever the same lists and numbers may give other hits, so that an index version says it all."""

_CHUNK = 256


def build_index(snapshots: Sequence[Snapshot], matching: Matching, key: bytes, earlier: Index | None = None) -> Index:
    """Build the index over ``snapshots``, in any order. ``key`` digests listed identity numbers, as intake does.

    What ``earlier`` knows of records that have not changed is taken over from it; the index comes out the same.
    """
    in_order = sorted(snapshots, key=lambda one: (one.info.source, one.info.content_sha256))
    meta = Meta(
        engine=ENGINE,
        version=index_version(snapshots, matching),
        key_mark=key_mark(key),
        sources=tuple(one.info.source for one in in_order),
        categories=tuple(one.info.category.value for one in in_order),
    )
    usable = earlier is not None and (earlier.meta.engine, earlier.meta.key_mark) == (ENGINE, meta.key_mark)
    return Index(pack(in_order, matching, key, meta, earlier.arrays if earlier and usable else None), matching)


def index_version(snapshots: Sequence[Snapshot], matching: Matching) -> str:
    """SHA-256 (hex) over the content of the lists, the numbers of the pack and the engine: what decides a hit."""
    lists = sorted((one.info.source, one.info.category, one.info.content_sha256) for one in snapshots)
    return version_of(lists, matching)


def version_of(lists: Sequence[tuple[str, str, str]], matching: Matching) -> str:
    """The same from (source, category, content digest) of each list."""
    return hashlib.sha256(canonical([ENGINE, sorted(lists), matching])).hexdigest()


def key_mark(key: bytes) -> str:
    """Tells one key from another without giving it away."""
    return keyed_digest(key, "index")[:16]


class Index:
    """Screens names against the lists it was built from. Immutable: safe among threads, cheap to share by fork.

    ``arrays`` are all there is of it; they may be mapped from a file that other processes map too.
    """

    def __init__(self, arrays: Arrays, matching: Matching) -> None:
        self.arrays = arrays = sealed(arrays)
        self.meta: Meta = meta_decoder.decode(arrays.meta.tobytes())
        self.version = self.meta.version
        self.matching = matching
        self._candidates = Candidates(arrays, self.meta.categories, matching)
        self._listed = Listed(arrays, self.meta, self._candidates, matching)

    def __len__(self) -> int:
        """How many listed entities there are."""
        return len(self.arrays.facts.schemas)

    def entity(self, source: str, ref: str) -> ListedEntity | None:
        """The listed record that a hit names, as its publisher gives it; None where it is not in this index."""
        places = self.places(source)
        at = bisect_left(range(places.stop), ref, lo=places.start, key=lambda entity: self._listed.head(entity).ref)
        return None if at == places.stop or self._listed.head(at).ref != ref else self.record(at)

    def places(self, source: str) -> range:
        """Where the entities of a list stand in this index; empty for a list that is not in it."""
        if source not in self.meta.sources:
            return range(0)
        number = self.meta.sources.index(source)
        first = int(np.searchsorted(self.arrays.facts.sources, number))
        return range(first, int(np.searchsorted(self.arrays.facts.sources, number, side="right")))

    def record(self, place: int) -> ListedEntity:
        """The listed record at one of ``places``, as its publisher gives it."""
        entities = self.arrays.entities
        return record_decoder.decode(body(entities.record_starts, entities.records, place))

    def screen(self, queries: Sequence[Query], threshold: float | None = None) -> list[tuple[Hit, ...]]:
        """The hits of each query, in order: falling score, then source and entity.

        ``threshold`` replaces the pack's. One query gets the same hits alone as in any batch.
        """
        out: list[tuple[Hit, ...]] = []
        for start in range(0, len(queries), _CHUNK):
            out.extend(self._screen(queries[start : start + _CHUNK], threshold))
        return out

    def _screen(self, queries: Sequence[Query], threshold: float | None) -> list[tuple[Hit, ...]]:
        chunk, pairs = self._candidates.find(queries, threshold)
        judges: dict[int, Judge] = {}

        def judge_of(at: int) -> Judge:
            if at not in judges:
                judges[at] = Judge(self._listed, queries[at], at, chunk, threshold)
            return judges[at]

        for asking, form in pairs:
            judge_of(chunk.askings[asking].query).consider(asking, form)
        for at in self._listed.with_listed_numbers(queries):
            judge_of(at).consider_numbered()
        return [judges[at].hits() if at in judges else () for at in range(len(queries))]
