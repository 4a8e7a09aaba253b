"""Whether a check could be trusted now: everything that would have to go well is tried."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from amlrisk.errors import ScreeningUntrusted
from amlrisk.grading.model import ListVersion
from amlrisk.policy.model import Rules
from amlrisk.screening.index import Index
from amlrisk.screening.model import Query
from amlrisk.services.desk import InForce
from amlrisk.services.policy_change import require_policy
from amlrisk.services.system import System
from amlrisk.watchlist.model import ListedEntity, NameKind

_SAMPLES = 5
"""So many records of each list are looked up by their own names."""

_WRITE_SECONDS = 5.0
"""Anybody may ask, and a write costs the disk: within so long, that the lock can be had is enough."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What a check would be made with."""

    rules: Rules
    lists: tuple[ListVersion, ...]


class Readiness:
    """Asks one system, again and again. Thread-safe; cheap as long as nothing changes."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._lock = threading.Lock()
        self._written: float | None = None
        self._tried: Index | None = None

    def ask(self) -> Ready:
        """Raises the error that a check would meet, or that makes one worthless.

        ``StoreOutdated``: another program has changed the tables. ``PolicyReplaced``: the installation has gone over to
        another policy than this process works with. ``PolicyNotInForce``, ``ListMissing``, ``ListStale``.
        ``ScreeningUntrusted``: the index does not find what is listed. ``Store…``: nothing can be recorded.
        """
        system = self._system
        system.store.check_level()
        require_policy(system)
        rules = system.rules()
        in_force = system.desk.in_force(rules, system.now())
        self._try(in_force)
        self._write()
        return Ready(rules=rules, lists=in_force.lists)

    def _try(self, in_force: InForce) -> None:
        """Once for every index, which is immutable."""
        if self._tried is not in_force.index:
            require_finds_listed(in_force.index, in_force.lists, self._system)
            self._tried = in_force.index

    def _write(self) -> None:
        with self._lock:
            now = time.monotonic()
            if self._written is None or now - self._written >= _WRITE_SECONDS:
                self._written = None
                self._system.store.try_writing()
                self._written = now
                return
        self._system.store.ping()


def require_finds_listed(index: Index, lists: tuple[ListVersion, ...], system: System) -> None:
    """Raises ``ScreeningUntrusted`` where a list is not whole in the index, or none of its samples finds itself."""
    infos = system.desk.infos()
    for each in lists:
        places, info = index.places(each.source), infos.get(each.source)
        if info is not None and info.content_sha256 == each.content_sha256 and len(places) != info.entities:
            raise ScreeningUntrusted(source=each.source)
        step = max(1, len(places) // _SAMPLES)
        samples = [index.record(at) for at in places[::step][:_SAMPLES]]
        if samples and not _any_found(index, each.source, samples):
            raise ScreeningUntrusted(source=each.source)


def _any_found(index: Index, source: str, samples: list[ListedEntity]) -> bool:
    found = index.screen([Query(schema=each.schema, names=_names(each)) for each in samples])
    return any(
        (hit.source, hit.entity) == (source, entity.id)
        for entity, hits in zip(samples, found, strict=True)
        for hit in hits
    )


def _names(entity: ListedEntity) -> tuple[str, ...]:
    """A weak alias alone is no reason for a hit, unless there is nothing else."""
    strong = tuple(name.text for name in entity.names if name.kind is not NameKind.WEAK_ALIAS)
    return strong or tuple(name.text for name in entity.names)
