"""Receivers of events: add, try out, pause, take away, give another secret, send again what was not taken."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec

from amlrisk.errors import InvalidInput, Issue
from amlrisk.facts.issues import issue
from amlrisk.services.identity import new_id
from amlrisk.services.receiver_address import trouble_with_receiver
from amlrisk.services.system import System
from amlrisk.store.webhook_rows import Receiver, ReceiverState, Secret
from amlrisk.tiering.notices import SCOPES
from amlrisk.watchlist.addresses import shown

_NAME_LIMIT = 200
#: How long the secret before goes on signing beside a new one.
OVERLAP = timedelta(hours=24)
_MOST_OVERLAP_HOURS = 24 * 30


@dataclass(frozen=True, slots=True)
class Added:
    """A receiver, and the secret by which it knows us: shown now, and not again."""

    receiver: Receiver
    secret: str


def add_receiver(system: System, name: str, url: str, scope: str, *, actor: str) -> Added:
    """Tell ``url`` of everything that comes to be from now on and that ``scope`` may know.

    Raises ``InvalidInput``.
    """
    _require_good(system, name, url, scope)
    now = system.now()
    receiver = Receiver(
        id=new_id(now),
        name=name.strip(),
        url=url,
        scope=scope,
        state=ReceiverState.ACTIVE,
        created_at=now,
        created_by=actor,
    )
    with system.store.transaction():
        system.store.webhooks.add(receiver)
        secret = _new_secret(system, receiver.id, now, OVERLAP)
        detail = {"name": receiver.name, "url": shown(url), "scopes": scope}
        system.store.audit.append("webhook_added", actor, receiver.id, detail, now)
    return Added(receiver, secret)


def rotate_secret(system: System, id: str, *, actor: str, overlap: timedelta = OVERLAP) -> str:
    """A new secret; for ``overlap`` every event is signed with those before as well. Raises ``NotFound``."""
    if not timedelta(0) <= overlap <= timedelta(hours=_MOST_OVERLAP_HOURS):
        raise InvalidInput((issue("overlap_hours", "bad_count", limit=_MOST_OVERLAP_HOURS),))
    with system.store.transaction():
        now = system.now()
        receiver = system.store.webhooks.get(id)
        secret = _new_secret(system, id, now, overlap)
        detail = {"name": receiver.name, "expires_at": (now + overlap).isoformat()}
        system.store.audit.append("webhook_secret_made", actor, id, detail, now)
    return secret


def set_receiver_state(system: System, id: str, state: ReceiverState, *, actor: str) -> Receiver:
    """Pause a receiver (what comes to be is kept for it), make it active again, or remove it. Raises ``NotFound``."""
    with system.store.transaction():
        now = system.now()
        receiver = system.store.webhooks.get(id)
        system.store.webhooks.set_state(id, state)
        detail = {"name": receiver.name, "state": state.value}
        system.store.audit.append("webhook_changed", actor, id, detail, now)
        return msgspec.structs.replace(receiver, state=state, failures=0, resting_until=None)


def replay_events(
    system: System, id: str, *, actor: str, events: Sequence[str] = (), since: datetime | None = None
) -> int:
    """Send again under the same ids: the events named, else everything since then, else what was given up; how many.

    Each customer's events stay in their order. Raises ``NotFound``.
    """
    with system.store.transaction():
        now = system.now()
        receiver = system.store.webhooks.get(id)
        count = system.store.webhooks.replay(id, now, events=events, since=since)
        if receiver.state is ReceiverState.ACTIVE:
            system.store.webhooks.set_rest(id, 0, None)
        detail: dict[str, object] = {"name": receiver.name, "count": str(count)}
        detail |= {"since": since.isoformat()} if since is not None and not events else {}
        system.store.audit.append("webhook_replayed", actor, id, detail, now)
    return count


def signing_secrets(system: System, id: str, now: datetime) -> list[str]:
    """Those that sign now, the newest first."""
    return [_secret(system, each) for each in system.store.webhooks.secrets(id, now)]


def _new_secret(system: System, id: str, now: datetime, overlap: timedelta) -> str:
    made = Secret(nonce=secrets.token_hex(24), created_at=now, expires_at=None)
    system.store.webhooks.add_secret(id, made.nonce, now, others_until=now + overlap)
    return _secret(system, made)


def _secret(system: System, made: Secret) -> str:
    """Made from the installation's secret whenever it is needed: whoever reads the database cannot sign."""
    key = hmac.new(system.settings.secret, b"amlrisk: webhook: " + made.nonce.encode(), hashlib.sha256).digest()
    return "whsec_" + base64.b64encode(key).decode()


def _require_good(system: System, name: str, url: str, scope: str) -> None:
    issues: list[Issue] = []
    if not name.strip():
        issues.append(issue("name", "empty"))
    elif len(name) > _NAME_LIMIT:
        issues.append(issue("name", "too_long", limit=_NAME_LIMIT))
    if trouble := trouble_with_receiver(url, system.settings.webhook_networks):
        issues.append(Issue(path="url", code="bad_receiver_address", zh=trouble[0], en=trouble[1]))
    if scope not in SCOPES:
        issues.append(issue("scope", "not_one_of", value=scope[:100], allowed=", ".join(SCOPES)))
    if issues:
        raise InvalidInput(tuple(issues))
