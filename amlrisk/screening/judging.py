"""One query on its way through the index: candidates to hits, with all that speaks for and against each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from amlrisk.policy.matching import Matching
from amlrisk.screening.align import Weighed
from amlrisk.screening.compare import Compared, Want, compare_forms, name_evidence
from amlrisk.screening.context import Finding, Weigher, context_of_query, evidence_of
from amlrisk.screening.dispositions import fingerprint
from amlrisk.screening.identifiers import ListedNumbers, NumberMatch
from amlrisk.screening.likeness import Likenesses
from amlrisk.screening.model import Evidence, Hit, Query
from amlrisk.screening.records import Carrier, Entity, Records
from amlrisk.watchlist.model import Schema

COMPATIBLE: Mapping[Schema, frozenset[Schema]] = {
    Schema.PERSON: frozenset((Schema.PERSON, Schema.UNKNOWN)),
    Schema.ORGANIZATION: frozenset((Schema.ORGANIZATION, Schema.UNKNOWN)),
    Schema.VESSEL: frozenset((Schema.VESSEL, Schema.UNKNOWN)),
    Schema.AIRCRAFT: frozenset((Schema.AIRCRAFT, Schema.UNKNOWN)),
    Schema.UNKNOWN: frozenset(Schema),
}
"""What a query of a schema may be on a list. A person is never a ship; what a list does not say may be anything."""

_HALF_A_DIGIT = 0.00005
_OUT_OF_REACH = 2.0


class Listed(NamedTuple):
    """The listed side, as the index holds it."""

    records: Records
    weighed: Sequence[Weighed]
    numbers: ListedNumbers
    likenesses: Likenesses
    weigher: Weigher
    matching: Matching


class _Known(NamedTuple):
    """What is known of a pair beside the names.

    ``needed``: the name score from which the entity is then a hit; above 1 where it cannot be one.
    """

    needed: float
    effect: float
    strong: bool
    findings: Sequence[Finding]
    numbers: NumberMatch | None


class _Named(NamedTuple):
    """The best pair of names of one entity so far; ``score`` before anything else is weighed."""

    score: float
    compared: Compared
    query_name: str
    carrier: Carrier


class Judge:
    """Judges one query. Lives for one call and belongs to it alone."""

    def __init__(self, listed: Listed, query: Query, threshold: float | None) -> None:
        self._listed = listed
        self._query = query
        self.schema = query.schema
        self._given = threshold
        self._context = context_of_query(query)
        self._known: dict[int, _Known] = {}
        self._named: dict[int, _Named] = {}
        self._numbered = listed.numbers.entities_with(query.identifiers) if query.identifiers else []

    def consider(self, form: Weighed, name: str, candidates: Sequence[int]) -> None:
        """Compare one form of the query with its candidates, and keep each entity's best pair of names.

        What is known beside the name is weighed first: it tells which name score an entity needs to be a hit, and a
        comparison that cannot come so far is broken off. That saves most of the work and changes no hit.
        """
        for candidate in candidates:
            self._compare(form, name, candidate)

    def _compare(self, form: Weighed, name: str, at: int) -> None:
        listed = self._listed
        reachable: list[tuple[Carrier, float]] = []
        for carrier in listed.records.carriers[at]:
            known = self._known.get(carrier.entity) or self._about(carrier.entity)
            if known.needed <= 1.0:
                reachable.append((carrier, known.needed))
        if not reachable:
            return
        at_least = min([needed for _, needed in reachable])
        compared: dict[bool, Compared | None] = {}
        for carrier, _ in reachable:
            homophone = carrier.written_in_han and form.form.chinese
            if homophone not in compared:
                compared[homophone] = compare_forms(
                    form, listed.weighed[at], listed.likenesses, listed.matching, Want(at_least, homophone)
                )
            found = compared[homophone]
            if found is None:
                continue
            score = found.score * (listed.matching.weak_alias if carrier.weak_alias else 1.0)
            best = self._named.get(carrier.entity)
            if best is None or score > best.score:
                self._named[carrier.entity] = _Named(score, found, name, carrier)

    def _needed(self, record: Entity, effect: float, *, strong: bool) -> float:
        threshold = self._threshold(record)
        if threshold is None:
            return _OUT_OF_REACH
        return 0.0 if strong else threshold - effect - _HALF_A_DIGIT

    def _threshold(self, record: Entity) -> float | None:
        """The score that makes a hit with this entity; None where a query of this schema cannot be it."""
        asked = self._query.schema
        if record.schema not in COMPATIBLE[asked]:
            return None
        if self._given is not None:
            return self._given
        return self._listed.matching.threshold(record.schema if asked is Schema.UNKNOWN else asked, record.category)

    def _about(self, entity: int) -> _Known:
        known = self._known.get(entity)
        if known is None:
            listed = self._listed
            record = listed.records.entities[entity]
            findings = listed.weigher.findings(self._context, record.context, record.schema)
            effect = sum([one.effect for one in findings])
            identifiers = self._query.identifiers
            numbers = listed.numbers.weigh(identifiers, entity, listed.matching) if identifiers else None
            if numbers is not None:
                effect += numbers.effect
            strong = numbers is not None and numbers.strong
            known = _Known(self._needed(record, effect, strong=strong), effect, strong, findings, numbers)
            self._known[entity] = known
        return known

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
        record = self._listed.records.entities[entity]
        named = self._named.get(entity)
        known = self._about(entity)
        if known.strong:
            score = 1.0
        elif named is None:
            return None
        else:
            score = round(max(0.0, min(1.0, named.score + known.effect)), 4)
            if score < (self._threshold(record) or 0.0):
                return None
        query_name = named.query_name if named else next(iter(self._query.names), "")
        listed_name = record.names[named.carrier.name] if named else next(iter(record.names), "")
        return Hit(
            source=record.source,
            category=record.category,
            entity=record.id,
            schema=record.schema,
            score=score,
            name=listed_name,
            query_name=query_name,
            evidence=self._evidence(named, known, query_name, listed_name),
            strong_identifier=known.strong,
            fingerprint=fingerprint(self._query, self._listed.records.listed[entity]),
        )

    def _evidence(self, named: _Named | None, known: _Known, query_name: str, listed_name: str) -> tuple[Evidence, ...]:
        if named is None:
            names: tuple[Evidence, ...] = (
                Evidence(feature="name", detail="different", effect=0.0, query=query_name, listed=listed_name),
            )
        else:
            names = name_evidence(named.compared, round(named.score, 4), query_name, listed_name)
            if named.carrier.weak_alias:
                names += (Evidence(feature="name", detail="weak_alias", effect=0.0, listed=listed_name),)
        numbers = known.numbers.evidence if known.numbers else ()
        rest = evidence_of(known.findings, self._context)
        return (*numbers, *names, *rest) if known.strong else (*names, *numbers, *rest)
