"""What a version of a list changed, entity by entity, with names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from amlrisk.services.system import System
from amlrisk.store.database import Store
from amlrisk.store.list_deltas import DeltaCounts, ListChange
from amlrisk.store.list_versions import Version
from amlrisk.watchlist.delta import Delta, delta
from amlrisk.watchlist.model import ListedEntity, Snapshot


def record_changes(store: Store, before: Snapshot, after: Snapshot, today: date) -> Delta:
    """Compare two versions and keep what differs for the pages; the difference.

    ``today`` is when the second came: of what left, it tells what had ended by then.
    """
    found = delta(before.entities, after.entities)
    changes = _named(found, before.entities, after.entities, today)
    store.list_deltas.put(before.info.content_sha256, after.info.content_sha256, changes)
    return found


def changes_of(system: System, version: Version) -> DeltaCounts | None:
    """How much ``version`` differs from what was in force when it arrived.

    None for the first version of a list, for files that could not be read, and where the content before is not kept
    any more. Versions imported by an earlier program are compared now, once.
    """
    if version.info is None or version.before is None:
        return None
    deltas, after = system.store.list_deltas, version.info.content_sha256
    counts = deltas.counts(version.before, after)
    if counts is None:
        old, new = (system.store.snapshots.load_by_content(content) for content in (version.before, after))
        if old is None or new is None:
            return None
        record_changes(system.store, old, new, system.day_of(version.in_force_since or version.at))
        counts = deltas.counts(version.before, after)
    return counts


def _named(
    found: Delta, old: tuple[ListedEntity, ...], new: tuple[ListedEntity, ...], today: date
) -> Iterator[ListChange]:
    """What left comes first: it is what matters most when a version is doubted."""
    gone = {entity.id: entity for entity in old} if found.removed else {}
    here = {entity.id: _name(entity) for entity in new} if found.added or found.changed else {}
    for id in found.removed:
        ended = ("last_on",) if gone[id].has_expired(today) else ()
        yield ListChange(kind="removed", entity=id, name=_name(gone[id]), fields=ended)
    for id in found.added:
        yield ListChange(kind="added", entity=id, name=here[id])
    for change in found.changed:
        yield ListChange(kind="changed", entity=change.id, name=here[change.id], fields=change.fields)


def _name(entity: ListedEntity) -> str:
    return entity.names[0].text if entity.names else ""
