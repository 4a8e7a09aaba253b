"""Decide about a version of a list that was kept out: a second person puts it in force after all, or refuses it."""

from __future__ import annotations

from amlrisk.errors import InvalidInput, Issue, ListDecided, ListOwnImport, ListUnreadable
from amlrisk.services.system import System
from amlrisk.store.list_versions import ListDecision, Version
from amlrisk.watchlist.model import SnapshotInfo

APPROVED, REFUSED = "approved", "refused"
REASON_CHARS = 5000


def approve_list(system: System, id: int, *, actor: str, reason: str) -> SnapshotInfo:
    """Put quarantined version ``id`` in force; what it is.

    One transaction: the version before it is superseded, what it does not hold any more is delisted, the decision and
    its audit event are there, or nothing is. Raises ``NotFound``; ``ListDecided`` where it waits for nobody any more;
    ``ListUnreadable`` where there is nothing to put in force; ``ListOwnImport`` for whoever imported it;
    ``InvalidInput`` without a reason.
    """
    with system.store.transaction():
        version = _decide(system, id, APPROVED, actor, reason)
        if version.info is None:
            raise ListUnreadable(source=version.source)
        now = system.now()
        info = system.store.snapshots.release(id, now)
        detail = {"id": str(id), "sha256": info.sha256, "entities": str(info.entities), **_told(version, reason)}
        system.store.audit.append("list_approved", actor, version.source, detail, now)
    return info


def refuse_list(system: System, id: int, *, actor: str, reason: str) -> None:
    """Keep quarantined version ``id`` out for good, also unreadable files. Raises as ``approve_list`` does."""
    with system.store.transaction():
        version = _decide(system, id, REFUSED, actor, reason)
        system.store.snapshots.refuse(id)
        detail = {"id": str(id), "sha256": version.info.sha256 if version.info else "", **_told(version, reason)}
        system.store.audit.append("list_refused", actor, version.source, detail, system.now())


def _decide(system: System, id: int, verdict: str, actor: str, reason: str) -> Version:
    """Record the decision, in the caller's transaction, if this person may take it now."""
    _require_words(actor, reason)
    versions = system.store.list_versions
    system.store.snapshots.hold(versions.get(id).source)
    # Read again under the lock: an import of the same list may have settled it meanwhile.
    version = versions.get(id)
    if not version.waiting:
        raise ListDecided(source=version.source, id=id)
    if not may_decide(version, actor):
        raise ListOwnImport(source=version.source, author=version.author or "?")
    versions.record(version, ListDecision(verdict=verdict, author=actor, reason=reason.strip(), at=system.now()))
    return version


def may_decide(version: Version, actor: str) -> bool:
    """Whether ``actor`` is another person than the one who imported it; nobody is where that was not recorded."""
    return version.author is not None and version.author.strip().casefold() != actor.strip().casefold()


def _told(version: Version, reason: str) -> dict[str, str]:
    return {"imported_by": version.author or "", "code": version.code, "reason": reason.strip()}


def _require_words(actor: str, reason: str) -> None:
    issues = [
        Issue(path=path, code="required", zh="必须填写", en="is needed")
        for path, text in (("author", actor), ("reason", reason))
        if not text.strip()
    ]
    if len(reason) > REASON_CHARS:
        zh, en = f"最多 {REASON_CHARS} 个字", f"at most {REASON_CHARS} characters"
        issues.append(Issue(path="reason", code="too_long", zh=zh, en=en))
    if issues:
        raise InvalidInput(tuple(issues))
