"""The screening desk: the index over all snapshots in force, and the refusal to work without fresh lists.

The index is built once, saved, and mapped from there by every process; a restart finds it ready.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec
import structlog

from amlrisk.errors import ListMissing
from amlrisk.facts.digest import digest
from amlrisk.grading.model import ListVersion
from amlrisk.policy.matching import Matching
from amlrisk.policy.model import Rules
from amlrisk.screening.arrays import assemble, flatten
from amlrisk.screening.index import Index, build_index, key_mark, version_of
from amlrisk.store.database import Store
from amlrisk.store.index_files import IndexFiles
from amlrisk.watchlist.catalogue import Catalogue
from amlrisk.watchlist.freshness import require_fresh
from amlrisk.watchlist.model import Snapshot, SnapshotInfo

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class InForce:
    """What one screening is made against: the index, and the lists in it as an assessment records them."""

    index: Index
    lists: tuple[ListVersion, ...]


class Desk:
    """Hands out the index in force; rebuilds it when another process has put a new snapshot in force.

    Thread-safe. The index itself is immutable, so that a screening under way keeps the one it began with.
    """

    def __init__(self, store: Store, catalogue: Catalogue, key: bytes, files: IndexFiles) -> None:
        self._store = store
        self._catalogue = catalogue
        self._key = key
        self._files = files
        self._lock = threading.Lock()
        self._held: _Held | None = None
        self._last: tuple[_Held, Matching, InForce] | None = None
        self._index: _Built | None = None
        self._past: _Built | None = None

    def in_force(self, rules: Rules, now: datetime) -> InForce:
        """The index over every snapshot in force.

        Raises ``ListMissing`` or ``ListStale`` where a screening could not be trusted: the caller must fail.
        """
        held = self._holding()
        require_fresh(self._catalogue, held.infos, now)
        last = self._last
        if last is None or last[0] is not held or last[1] is not rules.matching:
            in_force = InForce(index=self._index_over(held.lists, rules.matching), lists=held.lists)
            last = self._last = (held, rules.matching, in_force)
        return last[2]

    def infos(self) -> Mapping[str, SnapshotInfo]:
        """The snapshots in force by source."""
        return self._holding().infos

    def _holding(self) -> _Held:
        """The lists in force, read again only when they changed.

        What a list *is* (its category) is the catalogue's to say now, not what it said at the import.
        """
        token = self._store.snapshots.state_token()
        held = self._held
        if held is None or held.token != token:
            infos = {name: self._as_catalogued(info) for name, info in self._store.snapshots.in_force().items()}
            lists = tuple(_version(infos[source]) for source in sorted(infos))
            held = self._held = _Held(token, infos, lists)
        return held

    def _index_over(self, lists: tuple[ListVersion, ...], matching: Matching) -> Index:
        wanted = _contents(lists, matching)
        with self._lock:
            if self._index is None or self._index.contents != wanted:
                self._index = _Built(wanted, self._saved_or_built(lists, matching))
            return self._index.index

    def past_index(self, version: str, lists: tuple[ListVersion, ...], matching: Matching) -> Index | None:
        """The index of an earlier day, built again from archived snapshots; None where one is no longer held.

        The last one built is kept, since a replay of many assessments mostly asks for the same.
        """
        with self._lock:
            for built in (self._index, self._past):
                if built is not None and built.index.version == version:
                    return built.index
            try:
                index = self._loaded(lists, matching) or self._build(lists, matching)
            except ListMissing:
                return None
            self._past = _Built(_contents(lists, matching), index)
            return index

    def _saved_or_built(self, lists: tuple[ListVersion, ...], matching: Matching) -> Index:
        found = self._loaded(lists, matching)
        if found is not None:
            return found
        with self._files.building():
            found = self._loaded(lists, matching)  # by another process, while this one waited
            if found is not None:
                return found
            built = self._build(lists, matching)
            try:
                self._files.save(built.version, flatten(built.arrays))
            except OSError as error:
                # It screens as well from memory; the next process builds its own.
                log.warning("index_not_saved", version=built.version, detail=str(error))
                return built
            return self._loaded(lists, matching) or built

    def _loaded(self, lists: tuple[ListVersion, ...], matching: Matching) -> Index | None:
        """The saved index over these lists, mapped; None where there is none to rely on."""
        version = version_of([(one.source, one.category, one.content_sha256) for one in lists], matching)
        saved = self._files.load(version)
        if saved is None:
            return None
        try:
            index = Index(assemble(saved), matching)
        except (KeyError, msgspec.DecodeError):
            return None
        return index if (index.version, index.meta.key_mark) == (version, key_mark(self._key)) else None

    def _build(self, lists: tuple[ListVersion, ...], matching: Matching) -> Index:
        # By content, not by what is in force now: another process may be putting a newer snapshot there.
        snapshots = [self._snapshot(version) for version in lists]
        return build_index(snapshots, matching, self._key, self._earlier(matching))

    def _earlier(self, matching: Matching) -> Index | None:
        """An index whose unchanged records need not be analysed again: the one at hand, or the last one saved."""
        if self._index is not None:
            return self._index.index
        for version in self._files.versions():
            saved = self._files.load(version)
            if saved is not None:
                try:
                    return Index(assemble(saved), matching)
                except (KeyError, msgspec.DecodeError):
                    continue
        return None

    def _snapshot(self, version: ListVersion) -> Snapshot:
        held = self._store.snapshots.load_by_content(version.content_sha256)
        if held is None:
            raise ListMissing(source=version.source)
        info = msgspec.structs.replace(held.info, source=version.source, category=version.category)
        return Snapshot(info=info, entities=held.entities)

    def _as_catalogued(self, info: SnapshotInfo) -> SnapshotInfo:
        source = self._catalogue.sources.get(info.source)
        return info if source is None else msgspec.structs.replace(info, category=source.category)


@dataclass(frozen=True, slots=True)
class _Held:
    """The lists in force as they were read under one state token."""

    token: str
    infos: Mapping[str, SnapshotInfo]
    lists: tuple[ListVersion, ...]


@dataclass(frozen=True, slots=True)
class _Built:
    """An index, and what it was built from."""

    contents: tuple[str, ...]
    index: Index


def _contents(lists: tuple[ListVersion, ...], matching: Matching) -> tuple[str, ...]:
    """What an index is made of. Dates do not belong to it: a list confirmed anew is the same list."""
    return (*(f"{each.source}:{each.category}:{each.content_sha256}" for each in lists), digest(matching))


def _version(info: SnapshotInfo) -> ListVersion:
    return ListVersion(
        source=info.source,
        category=info.category,
        sha256=info.sha256,
        content_sha256=info.content_sha256,
        published_on=info.published_on,
        fetched_at=info.fetched_at,
    )
