"""Put a new version of a list in force, or keep it out and say why."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from amlrisk.errors import ListRejected, MalformedInput
from amlrisk.services.system import System
from amlrisk.watchlist.delta import Delta, delta
from amlrisk.watchlist.formats import ListFile
from amlrisk.watchlist.model import SnapshotInfo, SnapshotStatus
from amlrisk.watchlist.snapshot import judge, take_snapshot


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. ``delta`` is None for the first snapshot of a source or when nothing changed."""

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
    before = store.snapshots.in_force().get(source_name)
    snapshot = None
    try:
        with ExitStack() as stack:
            files = [ListFile(name=path.name, stream=stack.enter_context(path.open("rb"))) for path in paths]
            snapshot = take_snapshot(source, files, fetched_at=now)
        judge(snapshot.info, before, system.rules().list_guards, own=source.own)
    except OSError as error:
        raise MalformedInput(detail=str(error)) from error
    except ListRejected as error:
        with store.transaction():
            store.snapshots.quarantine(source_name, snapshot, error, now)
            detail = {"code": error.code, "reason": error.text("en")}
            store.audit.append("list_quarantined", actor, source_name, detail, now)
        raise

    if before is not None and before.content_sha256 == snapshot.info.content_sha256:
        with store.transaction():
            store.snapshots.confirm(source_name, snapshot.info, now)
            store.audit.append("list_confirmed", actor, source_name, {"sha256": snapshot.info.sha256}, now)
        return Imported(info=snapshot.info, changed=False, delta=None)

    old = store.snapshots.load(source_name) if before is not None else None
    with store.transaction():
        store.snapshots.put(snapshot, SnapshotStatus.IN_FORCE, now=now)
        detail = {"sha256": snapshot.info.sha256, "entities": str(snapshot.info.entities)}
        store.audit.append("list_imported", actor, source_name, detail, now)
    changes = delta(old.entities, snapshot.entities) if old is not None else None
    return Imported(info=snapshot.info, changed=True, delta=changes)
