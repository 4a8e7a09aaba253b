"""The screening desk: the index over all snapshots in force, and the refusal to work without fresh lists."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime

from amlrisk.facts.digest import digest
from amlrisk.grading.model import ListVersion
from amlrisk.policy.matching import Matching
from amlrisk.policy.model import Rules
from amlrisk.screening.index import Index, build_index
from amlrisk.store.database import Store
from amlrisk.watchlist.catalogue import Catalogue
from amlrisk.watchlist.freshness import require_fresh
from amlrisk.watchlist.model import SnapshotInfo


@dataclass(frozen=True, slots=True)
class InForce:
    """What one screening is made against: the index, and the lists in it as an assessment records them."""

    index: Index
    lists: tuple[ListVersion, ...]


class Desk:
    """Hands out the index in force; rebuilds it when another process has put a new snapshot in force.

    Thread-safe. The index itself is immutable, so that a screening under way keeps the one it began with.
    """

    def __init__(self, store: Store, catalogue: Catalogue, key: bytes) -> None:
        self._store = store
        self._catalogue = catalogue
        self._key = key
        self._lock = threading.Lock()
        self._infos: tuple[str, dict[str, SnapshotInfo]] | None = None
        self._index: tuple[tuple[str, ...], Index] | None = None
        self._past: tuple[tuple[str, tuple[str, ...]], Index | None] | None = None

    def in_force(self, rules: Rules, now: datetime) -> InForce:
        """The index over every snapshot in force.

        Raises ``ListMissing`` or ``ListStale`` where a screening could not be trusted: the caller must fail.
        """
        infos = self.infos()
        require_fresh(self._catalogue, infos, now)
        ordered = [infos[source] for source in sorted(infos)]
        return InForce(index=self._index_over(ordered, rules.matching), lists=tuple(map(_version, ordered)))

    def infos(self) -> dict[str, SnapshotInfo]:
        """The snapshots in force by source, read again only when they changed."""
        token = self._store.snapshots.state_token()
        cached = self._infos
        if cached is None or cached[0] != token:
            cached = (token, self._store.snapshots.in_force())
            self._infos = cached
        return cached[1]

    def past_index(self, version: str, contents: tuple[str, ...], matching: Matching) -> Index | None:
        """The index of an earlier day, built again from archived snapshots; None where one is no longer held.

        The last one built is kept, since a replay of many assessments mostly asks for the same.
        """
        with self._lock:
            if self._index is not None and self._index[1].version == version:
                return self._index[1]
            if self._past is None or self._past[0] != (version, contents):
                snapshots = [self._store.snapshots.load_by_content(content) for content in contents]
                held = [snapshot for snapshot in snapshots if snapshot is not None]
                index = build_index(held, matching, self._key) if len(held) == len(contents) else None
                self._past = ((version, contents), index)
            return self._past[1]

    def _index_over(self, infos: list[SnapshotInfo], matching: Matching) -> Index:
        key = (*(f"{info.source}:{info.content_sha256}" for info in infos), digest(matching))
        cached = self._index
        if cached is not None and cached[0] == key:
            return cached[1]
        with self._lock:
            if self._index is None or self._index[0] != key:
                snapshots = [self._store.snapshots.load(info.source) for info in infos]
                self._index = (key, build_index(snapshots, matching, self._key))
            return self._index[1]


def _version(info: SnapshotInfo) -> ListVersion:
    return ListVersion(
        source=info.source,
        category=info.category,
        sha256=info.sha256,
        content_sha256=info.content_sha256,
        published_on=info.published_on,
        fetched_at=info.fetched_at,
    )
