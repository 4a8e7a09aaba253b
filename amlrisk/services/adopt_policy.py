"""Keep the policy pack that is worked with, and note from when on it was."""

from __future__ import annotations

from datetime import datetime

from amlrisk.policy.loader import Pack
from amlrisk.services.identity import SYSTEM
from amlrisk.store.database import Store

#: Packs change by what is installed and configured: no person's name is known to the program.


def adopt_policy(store: Store, pack: Pack, now: datetime) -> bool:
    """Archive the pack; where another one was in use until now, record the change; whether there was one.

    Archive, activation and audit event are one transaction. Going back to an earlier pack is a change like any other.
    """
    if store.packs.active() == pack.digest:
        return False
    with store.transaction():
        store.packs.hold()
        # Again, under the lock: processes that start together make one change.
        before = store.packs.active()
        if before == pack.digest:
            return False
        store.packs.archive(pack.digest, pack.name, pack.version, pack.files, now)
        store.packs.activate(pack.digest, SYSTEM, now)
        detail = {"pack": pack.name, "version": pack.version, "before": before or ""}
        store.audit.append("policy_changed", SYSTEM, pack.digest, detail, now)
    return True
