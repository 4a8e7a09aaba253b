"""What ours is measured against, asked the same in the same run.

rapidfuzz brute force compares a name with every listed name. logic-v2 is the matcher of nomenklatura, which scores
pairs only: whoever uses it needs candidates from elsewhere, so it is given the ones brute force ranks first.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, NamedTuple

import numpy as np
from rapidfuzz import fuzz, process, utils
from rigour.text import ascii_text

from amlrisk.screening.model import Query
from amlrisk.watchlist.model import ListedEntity, NameKind, Schema, Snapshot

LOGIC_V2_CUTOFF = 0.7
"""The threshold its makers recommend, and which yente uses."""
BRUTE_FORCE_CUTOFF = 85
CANDIDATES = 12
_AT_ONCE = 100


class Found(NamedTuple):
    """A listed entity."""

    source: str
    entity: str


class BruteForce:
    """rapidfuzz without an index: ``token_sort_ratio`` of every name with every listed name.

    Names in other scripts are first written in ASCII (ICU), as its users do, since letters that differ agree with none.
    """

    def __init__(self, snapshots: Sequence[Snapshot], schemas: frozenset[Schema] = frozenset({Schema.PERSON})) -> None:
        listed = [
            (plain(name.text), Found(snapshot.info.source, entity.id), entity)
            for snapshot in snapshots
            for entity in snapshot.entities
            if entity.schema in schemas
            for name in entity.names
        ]
        self.names = [name for name, _, _ in listed]
        self._carriers = [carrier for _, carrier, _ in listed]
        self._entities = [entity for _, _, entity in listed]

    def screen(self, queries: Sequence[Query], cutoff: int = BRUTE_FORCE_CUTOFF) -> list[set[Found]]:
        """The listed entities at or above the cutoff, for each query."""
        out: list[set[Found]] = []
        for scores in self._scores(queries, cutoff):
            out += [{self._carriers[at] for at in np.flatnonzero(row)} for row in scores]
        return out

    def candidates(self, queries: Sequence[Query], limit: int = CANDIDATES) -> list[list[tuple[Found, ListedEntity]]]:
        """The ``limit`` entities whose names are most alike, the best first."""
        out: list[list[tuple[Found, ListedEntity]]] = []
        for scores in self._scores(queries, 0):
            for row in scores:
                best: dict[Found, ListedEntity] = {}
                ahead = np.argpartition(row, -4 * limit)[-4 * limit :]
                for at in ahead[np.argsort(-row[ahead].astype(int), kind="stable")]:
                    best.setdefault(self._carriers[at], self._entities[at])
                out.append(list(best.items())[:limit])
        return out

    def _scores(self, queries: Sequence[Query], cutoff: int) -> Any:
        for start in range(0, len(queries), _AT_ONCE):
            asked = [plain(query.names[0]) for query in queries[start : start + _AT_ONCE]]
            yield process.cdist(asked, self.names, scorer=fuzz.token_sort_ratio, score_cutoff=cutoff, dtype=np.uint8)


def plain(name: str) -> str:
    """As rapidfuzz wants names: ASCII letters and digits in lower case, anything else a space."""
    return utils.default_process(name if name.isascii() else ascii_text(name) or name)


def logic_v2() -> LogicV2 | None:
    """The peer, or None with a line that says so where nomenklatura is not installed."""
    try:
        return LogicV2()
    except ImportError:
        print("nomenklatura is not installed (pip install nomenklatura): logic-v2 is left out")
        return None


class LogicV2:
    """nomenklatura's matcher with its own settings.

    Entities get an id of their own each, since it remembers a name's analysis by the id of its entity.
    """

    def __init__(self) -> None:
        from followthemoney import model  # noqa: PLC0415 -- installed for the bench alone
        from nomenklatura.matching import LogicV2 as Matcher  # noqa: PLC0415

        self._model: Any = model
        self._matcher: Any = Matcher
        self._config = Matcher.default_config()
        self._numbers = count()
        self._made: dict[int, tuple[ListedEntity, Any]] = {}
        self.score_names("Person", "Ada Muster", "Bo Beispiel")  # its tables are loaded here and not in what is timed

    def score_names(self, schema: str, a: str, b: str) -> float:
        return self.score(self._entity(schema, {"name": (a,)}), self._entity(schema, {"name": (b,)}))

    def score(self, a: Any, b: Any) -> float:
        """In [0, 1]; of two entities made by ``query`` and ``listed``."""
        return float(self._matcher.compare(a, b, self._config).score)

    def query(self, query: Query) -> Any:
        known = {"name": query.names, "birthDate": (query.birth_on,), "gender": (query.gender,)}
        if query.schema is Schema.PERSON:
            known["nationality"] = query.nationalities
        return self._entity(query.schema, known)

    def listed(self, entity: ListedEntity) -> Any:
        years = tuple(str(year) for first, last in entity.birth_years for year in range(first, last + 1))
        known: dict[str, tuple[str | None, ...]] = {
            "birthDate": entity.birth_dates + years,
            "gender": entity.genders,
            "nationality": entity.nationalities,
            "country": entity.countries,
        }
        for name in entity.names:
            prop = _PROPERTIES.get(name.kind, "alias")
            known[prop] = (*known.get(prop, ()), name.text)
        return self._entity(entity.schema, known)

    def hits(self, query: Query, candidates: Sequence[tuple[Found, ListedEntity]]) -> set[Found]:
        """Which of the candidates reach its cutoff."""
        asked = self.query(query)
        return {found for found, entity in candidates if self.score(asked, self._kept(entity)) >= LOGIC_V2_CUTOFF}

    def _kept(self, entity: ListedEntity) -> Any:
        """Made once for each listed entity, which is kept beside it so that its identity stays its own."""
        if id(entity) not in self._made:
            self._made[id(entity)] = (entity, self.listed(entity))
        return self._made[id(entity)][1]

    def _entity(self, schema: str, known: dict[str, Any]) -> Any:
        entity = self._model.make_entity(schema)
        entity.id = f"e{next(self._numbers)}"
        for prop, values in known.items():
            if prop in entity.schema.properties:
                entity.add(prop, [value for value in values if value])
        return entity


_PROPERTIES = {
    NameKind.PRIMARY: "name",
    NameKind.WEAK_ALIAS: "weakAlias",
    NameKind.FORMER: "previousName",
    NameKind.ORIGINAL_SCRIPT: "name",
}


class Took(NamedTuple):
    """Seconds on the wall, and of processor time in this process: what a busy machine does not change as much."""

    wall: float
    processor: float

    def rate(self, count: int) -> str:
        """``count`` things a second, by the wall and by the processor."""
        return f"{count / self.wall:,.0f} ({count / max(self.processor, 1e-9):,.0f})"


def took(work: Callable[[], object]) -> Took:
    """How long one call takes."""
    start, used = time.perf_counter(), time.process_time()
    work()
    return Took(time.perf_counter() - start, time.process_time() - used)
