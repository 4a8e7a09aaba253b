"""API keys: shown once, stored hashed, scoped, revocable."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from enum import StrEnum

from amlrisk.errors import Forbidden, InvalidInput, Issue, Unauthenticated
from amlrisk.review.authority import AUTHORITY, Permission
from amlrisk.services.identity import new_id
from amlrisk.services.system import System
from amlrisk.store.keys import ApiKey

_PREFIX = "amlr_"


class Scope(StrEnum):
    """What a key may do. No scope implies another."""

    CHECK = "check"
    SCREEN = "screen"
    READ = "read"
    WRITE = "write"
    DECIDE = "decide"
    TIERS = "tiers"
    WEBHOOKS = "webhooks"
    OPERATE = "operate"
    METRICS = "metrics"


#: What a scope lets a key do, in the words of the one table of who may do what.
PERMISSIONS: Mapping[Scope, Permission] = {
    Scope(grant.scope): permission for permission, grant in AUTHORITY.items() if grant.scope is not None
}


def create_key(system: System, name: str, scopes: Sequence[str], *, actor: str) -> str:
    """Make a key and return it, for the only time: the store keeps its digest."""
    unknown = sorted(set(scopes) - set(Scope))
    if unknown or not scopes or not name.strip():
        allowed = ", ".join(Scope)
        raise InvalidInput(
            (
                Issue(
                    path="scopes",
                    code="unknown_value",
                    zh=f"需要名称和权限（{allowed}）",
                    en=f"name and scopes ({allowed})",
                ),
            )
        )
    # 256 random bits need no slow hash: there is nothing to guess (OWASP, high-entropy API keys).
    key = _PREFIX + secrets.token_urlsafe(32)
    now = system.now()
    with system.store.transaction():
        key_id = new_id(now)
        system.store.keys.add(key_id, name, _digest(key), tuple(scopes), now)
        system.store.audit.append("key_created", actor, key_id, {"name": name, "scopes": ",".join(scopes)}, now)
    return key


def revoke_key(system: System, key_id: str, *, actor: str) -> None:
    """Revoke at once; raises ``NotFound``."""
    now = system.now()
    with system.store.transaction():
        system.store.keys.revoke(key_id, now)
        system.store.audit.append("key_revoked", actor, key_id, {}, now)


def authenticate(system: System, authorization: str | None, scope: Scope) -> ApiKey:
    """The key of an ``Authorization: Bearer`` header; raises ``Unauthenticated`` or ``Forbidden``."""
    kind, _, key = (authorization or "").partition(" ")
    if kind.lower() not in {"bearer", "apikey"} or not key:
        raise Unauthenticated()
    found = system.store.keys.find(_digest(key.strip()))
    if found is None or found.revoked_at is not None:
        raise Unauthenticated()
    if scope not in found.scopes:
        raise Forbidden(scope=scope.value)
    return found


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
