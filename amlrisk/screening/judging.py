"""Pairs worth comparing -> hits, with all that speaks for and against each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from amlrisk.names.analyse import analyse
from amlrisk.policy.matching import Matching
from amlrisk.policy.vocabulary import ListCategory
from amlrisk.screening.align import Weighed
from amlrisk.screening.arrays import Arrays, body
from amlrisk.screening.candidates import COMPATIBLE, Candidates, Chunk, weigh
from amlrisk.screening.compare import Compared, Want, compare_forms, name_evidence
from amlrisk.screening.context import SCHEMAS, context_evidence, effect_of, effects_of, findings_of
from amlrisk.screening.dispositions import query_fingerprint
from amlrisk.screening.identifiers import NumberMatch, weigh_numbers
from amlrisk.screening.likeness import Likenesses
from amlrisk.screening.model import Evidence, Hit, Query
from amlrisk.screening.packing import WEAK_ALIAS, WRITTEN_IN_HAN, Head, Meta, decode_form, head_decoder
from amlrisk.watchlist.model import Schema

_HALF_A_DIGIT = 0.00005
_OUT_OF_REACH = 2.0
_REMEMBERED = 16_384
_PAIRS_REMEMBERED = 262_144

_PairKey = tuple[Schema, str, int, int, bool]
"""Which form of which name, which listed form, and ``Want.homophone``."""


class Listed:
    """The listed side as comparisons need it, decoded from the arrays as it is asked for. Safe among threads."""

    def __init__(self, arrays: Arrays, meta: Meta, candidates: Candidates, matching: Matching) -> None:
        self.arrays = arrays
        self.candidates = candidates
        self.matching = matching
        self.likenesses = Likenesses(matching)
        self.effects = effects_of(matching)
        self.sources = meta.sources
        self.categories = tuple(ListCategory(category) for category in meta.categories)
        self.form = lru_cache(maxsize=_REMEMBERED)(self._form)
        self.head = lru_cache(maxsize=_REMEMBERED)(self._head)
        self._unreached: dict[_PairKey, float] = {}

    def compare(self, pair: _PairKey, asking: Weighed, other: Weighed, want: Want) -> Compared | None:
        """The two forms of ``pair`` compared; None also where the score is below what is wanted.

        Namesakes are compared with the same names again and again, mostly in vain: which score a pair does not reach
        is remembered.
        """
        if self._unreached.get(pair, _OUT_OF_REACH) <= want.at_least:
            return None
        found = compare_forms(asking, other, self.likenesses, self.matching, want)
        if found is None or found.score < want.at_least:
            if len(self._unreached) >= _PAIRS_REMEMBERED:
                self._unreached.clear()
            self._unreached[pair] = want.at_least
            return None
        return found

    def _form(self, at: int) -> Weighed:
        forms, words = self.arrays.forms, self.arrays.words
        form = decode_form(body(forms.body_starts, forms.bodies, at))
        weights = words.weights[forms.words[forms.word_starts[at] : forms.word_starts[at + 1]]].tolist()
        return weigh(form, weights, self.matching)

    def _head(self, entity: int) -> Head:
        entities = self.arrays.entities
        return head_decoder.decode(body(entities.head_starts, entities.heads, entity))

    def schema(self, entity: int) -> Schema:
        return SCHEMAS[int(self.arrays.facts.schemas[entity])]

    def source(self, entity: int) -> int:
        return int(self.arrays.facts.sources[entity])

    def with_listed_numbers(self, queries: Sequence[Query]) -> list[int]:
        """Which of the queries (their places) have a number that is listed, in order."""
        listed = self.arrays.entities.number_digests
        owners = [at for at, query in enumerate(queries) for _ in query.identifiers]
        if not owners or not len(listed):
            return []
        digests = [one.digest.encode() for query in queries for one in query.identifiers]
        asked = np.array(digests, dtype=listed.dtype)
        found = listed[np.minimum(listed.searchsorted(asked), len(listed) - 1)] == asked
        return sorted({owners[at] for at in np.flatnonzero(found).tolist()})

    def entities_with(self, digest: str) -> list[int]:
        """Entities that list the number of this digest, whatever its kind."""
        entities = self.arrays.entities
        sealed = digest.encode()
        first = entities.number_digests.searchsorted(sealed)
        last = entities.number_digests.searchsorted(sealed, side="right")
        return [int(entity) for entity in entities.number_entities[first:last]]


class Carrier(NamedTuple):
    """That an entity carries a form: by which of its names, and what must be known of it to judge."""

    entity: int
    name: int
    weak_alias: bool
    written_in_han: bool


class _Known(NamedTuple):
    """What is known of a pair beside the names.

    ``needed``: the name score from which the entity is then a hit; above 1 where it cannot be one.
    """

    needed: float
    effect: float
    strong: bool
    numbers: NumberMatch | None


class _Named(NamedTuple):
    """The best pair of names of one entity so far; ``score`` before anything else is weighed."""

    score: float
    compared: Compared
    query_name: str
    carrier: Carrier


class Judge:
    """Judges one query of a chunk, the one at place ``at``. Lives for one call and belongs to it alone."""

    def __init__(self, listed: Listed, query: Query, at: int, chunk: Chunk, threshold: float | None) -> None:
        self._listed = listed
        self._query = query
        self._at = at
        self._chunk = chunk
        self._thresholds = listed.candidates.rule(threshold).thresholds[SCHEMAS.index(query.schema)]
        self._about: dict[int, _Known] = {}
        self._named: dict[int, _Named] = {}
        self._numbered = sorted({entity for one in query.identifiers for entity in listed.entities_with(one.digest)})

    def consider(self, asking: int, form: int) -> None:
        """Compare one form of the query with one listed form, and keep each entity's best pair of names.

        What is known beside the name is weighed first: it tells which name score an entity needs to be a hit, and a
        comparison that cannot come so far is broken off. That saves work and changes no hit.
        """
        forms = self._listed.arrays.forms
        carriers = [
            Carrier(
                int(forms.carrier_entities[at]),
                int(forms.carrier_names[at]),
                bool(forms.carrier_flags[at] & WEAK_ALIAS),
                bool(forms.carrier_flags[at] & WRITTEN_IN_HAN),
            )
            for at in range(forms.carrier_starts[form], forms.carrier_starts[form + 1])
        ]
        asked = self._chunk.askings[asking]
        self._compare(self._chunk.weighed(asking), (asked.name, asked.place), form, carriers)

    def consider_numbered(self) -> None:
        """Compare every name with the entities that have a number of the query, however unlike these are."""
        entities = self._listed.arrays.entities
        for name in self._query.names:
            for place, form in enumerate(analyse(name, self._query.schema).forms):
                asking = self._listed.candidates.weigh(form)
                for entity in self._numbered:
                    for at in range(entities.carried_starts[entity], entities.carried_starts[entity + 1]):
                        flags = entities.carried_flags[at]
                        carrier = Carrier(
                            entity,
                            int(entities.carried_names[at]),
                            bool(flags & WEAK_ALIAS),
                            bool(flags & WRITTEN_IN_HAN),
                        )
                        self._compare(asking, (name, place), int(entities.carried_forms[at]), [carrier])

    def _compare(self, asking: Weighed, named: tuple[str, int], form: int, carriers: Sequence[Carrier]) -> None:
        """``named``: a name of the query, and which of its forms ``asking`` is; ``form``: a listed one."""
        listed = self._listed
        reachable: list[tuple[Carrier, float]] = []
        for carrier in carriers:
            needed = self._know(carrier.entity).needed
            if needed <= 1.0:
                reachable.append((carrier, needed))
        if not reachable:
            return
        at_least = min([needed for _, needed in reachable])
        compared: dict[bool, Compared | None] = {}
        for carrier, _ in reachable:
            homophone = carrier.written_in_han and asking.form.chinese
            if homophone not in compared:
                pair = (self._query.schema, *named, form, homophone)
                compared[homophone] = listed.compare(pair, asking, listed.form(form), Want(at_least, homophone))
            found = compared[homophone]
            if found is None:
                continue
            score = found.score * (listed.matching.weak_alias if carrier.weak_alias else 1.0)
            best = self._named.get(carrier.entity)
            if best is None or score > best.score:
                self._named[carrier.entity] = _Named(score, found, named[0], carrier)

    def _know(self, entity: int) -> _Known:
        known = self._about.get(entity)
        if known is None:
            listed = self._listed
            schema = listed.schema(entity)
            found = findings_of(self._at, self._chunk.known, entity, listed.arrays.facts, listed.effects)
            standing, _, differ, nation, country = found
            effect = float(effect_of(standing, differ, nation, country, listed.effects))
            identifiers = self._query.identifiers
            numbers = weigh_numbers(identifiers, listed.head(entity).numbers, listed.matching) if identifiers else None
            if numbers is not None:
                effect += numbers.effect
            strong = numbers is not None and numbers.strong
            needed = 0.0 if strong else self._threshold(entity) - effect - _HALF_A_DIGIT
            if schema not in COMPATIBLE[self._query.schema]:
                needed = _OUT_OF_REACH
            known = self._about[entity] = _Known(needed, effect, strong, numbers)
        return known

    def _threshold(self, entity: int) -> float:
        facts = self._listed.arrays.facts
        return float(self._thresholds[facts.schemas[entity], facts.sources[entity]])

    def hits(self) -> tuple[Hit, ...]:
        """The hits by falling score, then source and entity."""
        found = []
        for entity in sorted(self._named.keys() | set(self._numbered)):
            hit = self._hit(entity)
            if hit is not None:
                found.append(hit)
        found.sort(key=lambda hit: (-hit.score, hit.source, hit.entity))
        return tuple(found)

    def _hit(self, entity: int) -> Hit | None:
        listed = self._listed
        named = self._named.get(entity)
        known = self._know(entity)
        if known.strong:
            score = 1.0
        elif named is None:
            return None
        else:
            score = round(max(0.0, min(1.0, named.score + known.effect)), 4)
            if score < self._threshold(entity):
                return None
        head = listed.head(entity)
        query_name = named.query_name if named else next(iter(self._query.names), "")
        listed_name = head.names[named.carrier.name] if named else next(iter(head.names), "")
        source = listed.source(entity)
        return Hit(
            source=listed.sources[source],
            category=listed.categories[source],
            entity=head.ref,
            schema=listed.schema(entity),
            score=score,
            name=listed_name,
            query_name=query_name,
            evidence=self._evidence(entity, named, known, (query_name, listed_name)),
            strong_identifier=known.strong,
            fingerprint=f"{query_fingerprint(self._query)}.{head.fingerprint}",
        )

    def _evidence(
        self, entity: int, named: _Named | None, known: _Known, sides: tuple[str, str]
    ) -> tuple[Evidence, ...]:
        query_name, listed_name = sides
        if named is None:
            names: tuple[Evidence, ...] = (
                Evidence(feature="name", detail="different", effect=0.0, query=query_name, listed=listed_name),
            )
        else:
            names = name_evidence(named.compared, round(named.score, 4), query_name, listed_name)
            if named.carrier.weak_alias:
                names += (Evidence(feature="name", detail="weak_alias", effect=0.0, listed=listed_name),)
        numbers = known.numbers.evidence if known.numbers else ()
        listed = self._listed
        rest = context_evidence(self._query, self._at, self._chunk.known, entity, listed.arrays.facts, listed.effects)
        return (*numbers, *names, *rest) if known.strong else (*names, *numbers, *rest)
