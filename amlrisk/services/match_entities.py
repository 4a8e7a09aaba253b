"""Match entities against the lists in force, as other tools ask for it (the contract of yente)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

import msgspec

from amlrisk.grading.model import ListVersion
from amlrisk.policy.matching import Matching
from amlrisk.screening.index import Index
from amlrisk.screening.model import Hit
from amlrisk.services.datasets import DEFAULT, carries, datasets_over, scope_of
from amlrisk.services.desk import InForce
from amlrisk.services.match_answer import Dates, entity_id, query_result, scored_entity
from amlrisk.services.match_input import Asked, read_asked
from amlrisk.services.policy_change import require_policy
from amlrisk.services.system import System
from amlrisk.services.wording import Document
from amlrisk.store.list_history import ListHistory
from amlrisk.watchlist.model import ListedEntity, Schema

ALGORITHM = "amlrisk"
"""The one algorithm; the version of the index says with which numbers and on which lists."""


class MatchOptions(msgspec.Struct, frozen=True, kw_only=True):
    """How to match. ``threshold`` None: the pack's, by schema and list category. Results reach down to ``cutoff``
    where that is lower. ``changed_since`` is aware."""

    dataset: str = DEFAULT
    limit: int = 5
    threshold: float | None = None
    cutoff: float | None = None
    include_datasets: tuple[str, ...] = ()
    exclude_datasets: tuple[str, ...] = ()
    exclude_schemata: frozenset[str] = frozenset()
    exclude_entities: frozenset[str] = frozenset()
    topics: tuple[str, ...] = ()
    changed_since: datetime | None = None


def match_entities(
    system: System, body: Mapping[str, object], options: MatchOptions, *, language: str = "en"
) -> Document:
    """The answer to every entity asked for, by its key.

    Raises ``InvalidInput``, ``UnknownDataset``, and ``PolicyReplaced``, ``ListMissing`` or ``ListStale`` as every
    screening does. Nothing is stored.
    """
    require_policy(system)
    asked = read_asked(body, key=system.settings.secret, today=system.today())
    in_force = system.desk.in_force(system.rules(), system.now())
    datasets = datasets_over({each.source: each.category for each in in_force.lists}, system.catalogue)
    scope = scope_of(
        datasets,
        options.dataset,
        include=options.include_datasets,
        exclude=options.exclude_datasets,
        catalogue=system.catalogue,
    )
    match = _Match(system, in_force, scope, options, language)
    return {"responses": match.answers(asked), "limit": options.limit}


class _Match:
    """One call at work."""

    def __init__(
        self, system: System, in_force: InForce, scope: frozenset[str], options: MatchOptions, language: str
    ) -> None:
        self._index: Index = in_force.index
        self._lists: dict[str, ListVersion] = {each.source: each for each in in_force.lists if each.source in scope}
        self._history = ListHistory(system.store.database)
        self._options = options
        self._language = language
        self._dates: dict[str, Dates] = {}

    def answers(self, asked: Sequence[Asked]) -> dict[str, Document]:
        queries = [query for one in asked for query in one.queries]
        found = iter(self._index.screen(queries, self._lowest()))
        hits = [self._merged(islice(found, len(one.queries))) for one in asked]
        if self._options.changed_since is not None:
            unchanged = self._unchanged(hits, self._options.changed_since)
            hits = [[hit for hit in of_one if (hit.source, hit.entity) not in unchanged] for of_one in hits]
        return {one.key: self._answer(one, of_one) for one, of_one in zip(asked, hits, strict=True)}

    # --- which hits -----------------------------------------------------------------------------------

    def _merged(self, found: Iterable[Sequence[Hit]]) -> list[Hit]:
        """The hits of all readings of one entity that are asked for: of each listed entity the best one."""
        best: dict[tuple[str, str], Hit] = {}
        for hit in (hit for hits in found for hit in hits if self._wanted(hit)):
            known = best.get((hit.source, hit.entity))
            if known is None or hit.score > known.score:
                best[hit.source, hit.entity] = hit
        return sorted(best.values(), key=lambda hit: (-hit.score, hit.source, hit.entity))

    def _wanted(self, hit: Hit) -> bool:
        options = self._options
        return (
            hit.source in self._lists
            and hit.schema not in options.exclude_schemata
            and entity_id(hit.source, hit.entity) not in options.exclude_entities
            and (not options.topics or carries(hit.category, options.topics))
        )

    def _unchanged(self, hits: Iterable[Sequence[Hit]], since: datetime) -> set[tuple[str, str]]:
        """Those whose record stood word for word in the version of their list that was in force at ``since``.

        Where no version of that day is held nothing can be called unchanged.
        """
        records: dict[str, dict[str, ListedEntity]] = {}
        for hit in (hit for of_one in hits for hit in of_one):
            records.setdefault(hit.source, {})[hit.entity] = self._record(hit)
        unchanged: set[tuple[str, str]] = set()
        for source, of_source in records.items():
            then = self._history.content_at(source, since)
            if then == self._lists[source].content_sha256:
                unchanged.update((source, ref) for ref in of_source)
            elif then is not None:
                unchanged.update((source, ref) for ref in self._history.also_in(then, of_source.values()))
        return unchanged

    def _record(self, hit: Hit) -> ListedEntity:
        entity = self._index.entity(hit.source, hit.entity)
        assert entity is not None, "a hit names an entity of its own index"
        return entity

    # --- which of them count --------------------------------------------------------------------------

    def _lowest(self) -> float | None:
        """The score from which hits are needed; None for the pack's thresholds."""
        threshold, cutoff = self._options.threshold, self._options.cutoff
        if threshold is None and cutoff is None:
            return None
        if threshold is None:
            threshold = min(score for by_list in self._index.matching.thresholds.values() for score in by_list.values())
        return threshold if cutoff is None else min(threshold, cutoff)

    def _answer(self, asked: Asked, hits: Sequence[Hit]) -> Document:
        schema = asked.queries[0].schema
        results = islice(self._results(schema, hits), self._options.limit)
        total = sum(hit.score >= self._threshold(schema, hit) for hit in hits)
        return query_result(asked.echo, list(results), total)

    def _results(self, schema: Schema, hits: Sequence[Hit]) -> Iterator[Document]:
        for hit in hits:
            threshold, cutoff = self._threshold(schema, hit), self._options.cutoff
            if hit.score >= (threshold if cutoff is None else min(threshold, cutoff)):
                yield scored_entity(
                    hit,
                    self._record(hit),
                    match=hit.score >= threshold,
                    dates=self._dates_of(hit.source),
                    language=self._language,
                )

    def _threshold(self, schema: Schema, hit: Hit) -> float:
        given = self._options.threshold
        return _pack_threshold(self._index.matching, schema, hit) if given is None else given

    def _dates_of(self, source: str) -> Dates:
        dates = self._dates.get(source)
        if dates is None:
            version = self._lists[source]
            since = self._history.since(source, version.content_sha256)
            dates = self._dates[source] = Dates(confirmed_at=version.fetched_at, since=since)
        return dates


def _pack_threshold(matching: Matching, schema: Schema, hit: Hit) -> float:
    """The score from which the pack calls this a hit: that of the schema asked for, or of what is listed where the
    caller did not know."""
    return matching.threshold(hit.schema if schema is Schema.UNKNOWN else schema, hit.category)
