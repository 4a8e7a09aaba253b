"""Put a new version of a list in force, or keep it out and say why."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from amlrisk.errors import ListRejected, MalformedInput
from amlrisk.services.list_changes import record_changes
from amlrisk.services.system import System
from amlrisk.watchlist.catalogue import Source
from amlrisk.watchlist.delta import Delta
from amlrisk.watchlist.formats import ListFile
from amlrisk.watchlist.model import Snapshot, SnapshotInfo, SnapshotStatus
from amlrisk.watchlist.snapshot import judge, take_snapshot, without_expired


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. ``delta`` is None for the first snapshot of a source or when nothing changed.

    ``info.expired`` entries of the files were left out: their last day is over.
    """

    info: SnapshotInfo
    changed: bool
    delta: Delta | None


def import_list(system: System, source_name: str, paths: Sequence[Path], *, actor: str) -> Imported:
    """Read the files of one version of a list and put it in force.

    A file that cannot be believed (``ListRejected`` and its kinds) is recorded as quarantined with the reason,
    the snapshot in force stays in force, and the error is raised on. The same bytes again only confirm the
    snapshot: its age starts anew.
    """
    source = system.catalogue.source(source_name)
    now = system.now()
    store = system.store
    snapshot = None
    try:
        with ExitStack() as stack:
            files = [ListFile(name=path.name, stream=stack.enter_context(path.open("rb"))) for path in paths]
            snapshot = without_expired(take_snapshot(source, files, fetched_at=now), system.day_of(now))
        with store.transaction():
            # Judged beside what is in force when it is put there: of two imports at once the older must not win.
            store.snapshots.hold(source_name)
            before = _put(system, source, snapshot, actor)
    except OSError as error:
        raise MalformedInput(detail=str(error)) from error
    except ListRejected as error:
        with store.transaction():
            store.snapshots.quarantine(source_name, snapshot, error, now, actor)
            detail = {"code": error.code, "reason": error.text("en")}
            store.audit.append("list_quarantined", actor, source_name, detail, now)
        _keep_difference(system, source_name, snapshot)
        raise
    if before is not None and before.content_sha256 == snapshot.info.content_sha256:
        return Imported(info=snapshot.info, changed=False, delta=None)
    old = None if before is None else store.snapshots.load_by_content(before.content_sha256)
    changes = None if old is None else record_changes(store, old, snapshot, system.day_of(now))
    return Imported(info=snapshot.info, changed=True, delta=changes)


def _put(system: System, source: Source, snapshot: Snapshot, actor: str) -> SnapshotInfo | None:
    """Put a snapshot that is to be believed in force, or confirm the one it equals; what was in force before."""
    store, info = system.store, snapshot.info
    before = store.snapshots.in_force().get(source.name)
    judge(info, _holding(system, before, info.fetched_at), system.rules().list_guards, own=source.own)
    if before is not None and before.content_sha256 == info.content_sha256:
        store.snapshots.confirm(source.name, info, info.fetched_at, actor)
        store.audit.append("list_confirmed", actor, source.name, {"sha256": info.sha256}, info.fetched_at)
        return before
    store.snapshots.put(snapshot, SnapshotStatus.IN_FORCE, now=info.fetched_at, author=actor)
    detail = {"sha256": info.sha256, "entities": str(info.entities)}
    if info.expired:
        detail["expired"] = str(info.expired)
    store.audit.append("list_imported", actor, source.name, detail, info.fetched_at)
    return before


def _holding(system: System, before: SnapshotInfo | None, now: datetime) -> SnapshotInfo | None:
    """What is in force, without the entries that have ended since: nobody misses them in the next version."""
    today = system.day_of(now)
    if before is None or not before.has_expired(today):
        return before
    return without_expired(system.store.snapshots.load(before.source), today).info


def _keep_difference(system: System, source: str, refused: Snapshot | None) -> None:
    """Whoever decides about a version that was kept out sees at once what it would change."""
    in_force = system.store.snapshots.in_force().get(source)
    if refused is None or in_force is None:
        return
    before = system.store.snapshots.load_by_content(in_force.content_sha256)
    if before is not None:
        record_changes(system.store, before, refused, system.day_of(refused.info.fetched_at))
