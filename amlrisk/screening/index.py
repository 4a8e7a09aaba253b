"""The index: every listed name in force, ready to be screened against. Immutable, versioned, one way in."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from amlrisk.facts.digest import canonical
from amlrisk.names.analyse import analyse
from amlrisk.policy.matching import Matching
from amlrisk.screening.candidates import Candidates
from amlrisk.screening.context import Weigher
from amlrisk.screening.identifiers import ListedNumbers
from amlrisk.screening.judging import COMPATIBLE, Judge, Listed
from amlrisk.screening.lexicon import Lexicon
from amlrisk.screening.likeness import Likenesses
from amlrisk.screening.model import Hit, Query
from amlrisk.screening.records import Records, lay_out
from amlrisk.watchlist.model import ListedEntity, Schema, Snapshot

ENGINE = "names-1"
"""Changes whenever the same lists and numbers may give other hits, so that an index version says it all."""

_CHUNK = 256


def build_index(snapshots: Sequence[Snapshot], matching: Matching, key: bytes) -> Index:
    """Build the index over ``snapshots``, in any order. ``key`` digests listed identity numbers, as intake does."""
    return Index(snapshots, matching, key)


def index_version(snapshots: Sequence[Snapshot], matching: Matching) -> str:
    """SHA-256 (hex) over the content of the lists, the numbers of the pack and the engine: what decides a hit."""
    lists = sorted((one.info.source, one.info.category, one.info.content_sha256) for one in snapshots)
    return hashlib.sha256(canonical([ENGINE, lists, matching])).hexdigest()


class Index:
    """Screens names against the lists it was built from. Immutable: safe among threads, cheap to share by fork."""

    def __init__(self, snapshots: Sequence[Snapshot], matching: Matching, key: bytes) -> None:
        self.version = index_version(snapshots, matching)
        self.matching = matching
        likenesses = Likenesses(matching)
        records = lay_out(snapshots)
        lexicon = Lexicon(records.counts, records.joined, likenesses, matching)
        self._candidates = Candidates(records.forms, lexicon, matching)
        self._listed = Listed(
            records=records,
            weighed=self._candidates.weighed,
            numbers=ListedNumbers(records.listed, key),
            likenesses=likenesses,
            weigher=Weigher(matching),
            matching=matching,
        )
        self._columns = {schema: _columns_for(schema, records) for schema in Schema}

    def __len__(self) -> int:
        """How many listed entities there are."""
        return len(self._listed.records.entities)

    def entity(self, source: str, ref: str) -> ListedEntity | None:
        """The listed record that a hit names, as its publisher gives it; None where it is not in this index."""
        records = self._listed.records
        for entity, listed in zip(records.entities, records.listed, strict=True):
            if entity.source == source and entity.id == ref:
                return listed
        return None

    def screen(self, queries: Sequence[Query], threshold: float | None = None) -> list[tuple[Hit, ...]]:
        """The hits of each query, in order: falling score, then source and entity.

        ``threshold`` replaces the pack's. One query gets the same hits alone as in any batch.
        """
        out: list[tuple[Hit, ...]] = []
        for start in range(0, len(queries), _CHUNK):
            out.extend(self._screen(queries[start : start + _CHUNK], threshold))
        return out

    def _screen(self, queries: Sequence[Query], threshold: float | None) -> list[tuple[Hit, ...]]:
        judges = [Judge(self._listed, query, threshold) for query in queries]
        asked = [
            (judge, name, form)
            for judge, query in zip(judges, queries, strict=True)
            for name in query.names
            for form in analyse(name, query.schema).forms
        ]
        if asked:
            self._candidates.prepare([form for _, _, form in asked])
            weighed = [self._candidates.weigh(form) for _, _, form in asked]
            columns = [self._columns[judge.schema] for judge, _, _ in asked]
            found = self._candidates.find(weighed, columns)
            for (judge, name, _), form, candidates in zip(asked, weighed, found, strict=True):
                judge.consider(form, name, candidates)
        return [judge.hits() for judge in judges]


def _columns_for(schema: Schema, records: Records) -> NDArray[np.bool_]:
    """Which listed forms are carried by an entity that a query of this schema may be."""
    compatible = COMPATIBLE[schema]
    return np.array(
        [any(records.entities[one.entity].schema in compatible for one in carriers) for carriers in records.carriers],
        dtype=np.bool_,
    )
