"""Take entries whose last day is over out of a list in force.

Such an entry is delisted like any other: a version without it comes into force, and whom it touched is graded again.
The version is no fresher than the one before it: nobody obtained or confirmed anything.
"""

from __future__ import annotations

from datetime import datetime, time

from amlrisk.services.list_changes import record_changes
from amlrisk.services.system import System
from amlrisk.watchlist.delta import Delta
from amlrisk.watchlist.model import SnapshotStatus
from amlrisk.watchlist.snapshot import without_expired


def expired_since(system: System, source: str) -> datetime | None:
    """Since when there is something to take out: today's beginning, or when a version with it came into force.

    None where every entry in force still holds.
    """
    info, today = system.store.snapshots.in_force().get(source), system.today()
    if info is None or not info.has_expired(today):
        return None
    midnight = datetime.combine(today, time(), system.settings.timezone)
    since = system.store.list_versions.in_force_since().get(source, midnight)
    return max(midnight, since) if since <= system.now() else midnight


def expire_entries(system: System, source: str, *, actor: str) -> Delta | None:
    """Put a version of a list in force without the entries that have ended; what left, None where nothing had to.

    One transaction: the version, its delistings, what differs, the audit event.
    """
    store, now, today = system.store, system.now(), system.today()
    with store.transaction():
        store.snapshots.hold(source)
        info = store.snapshots.in_force().get(source)
        if info is None or not info.has_expired(today):
            return None
        before = store.snapshots.load(source)
        after = without_expired(before, today)
        # What waits in quarantine is newer than this, and goes on waiting.
        store.snapshots.put(after, SnapshotStatus.IN_FORCE, now=now, author=actor, settles=False)
        changes = record_changes(store, before, after, today)
        left, ended = after.info, len(changes.removed)
        detail = {"sha256": left.sha256, "entities": str(left.entities), "expired": str(ended)}
        store.audit.append("list_expired", actor, source, detail, now)
    return changes
