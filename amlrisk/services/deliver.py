"""Deliver events: signed by the Standard Webhooks specification, at least once, of each customer in their order.

An event that was being sent when this process died is sent again under the same id. What is about to be told is on the
audit trail before it leaves: nothing is told that is not recorded.
"""

from __future__ import annotations

import random
import ssl
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import structlog
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from standardwebhooks import Webhook

from amlrisk import __version__
from amlrisk.errors import AmlriskError
from amlrisk.facts.digest import digest
from amlrisk.services.identity import SYSTEM, new_id
from amlrisk.services.lease import is_dead_here, new_owner
from amlrisk.services.post_event import Answer, Outcome, post_event
from amlrisk.services.receiver_address import NotAllowed, Target, resolved
from amlrisk.services.system import System
from amlrisk.services.webhook_pauses import pause_seconds, rest_seconds
from amlrisk.services.webhooks import signing_secrets
from amlrisk.store.webhook_rows import DeliveryState, Due, Receiver, ReceiverState, Settled
from amlrisk.tiering.notices import EventType, payload

log = structlog.get_logger(__name__)

_BATCH = 32
_AT_ONCE = 8
#: Longer than a batch can take: four posts one after the other, and a name that is slow to resolve.
_LEASE = timedelta(seconds=120)
_MOST_RECEIVERS_AT_ONCE = 8
#: After which somebody looks whether to stop, and at receivers that were not waiting before.
_ROUND_SECONDS = 5.0
#: Between two looks while somebody is served.
_BETWEEN_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many attempts ended how. ``dead`` of the failed were given up."""

    delivered: int = 0
    failed: int = 0
    dead: int = 0

    def __add__(self, other: Delivered) -> Delivered:
        return Delivered(self.delivered + other.delivered, self.failed + other.failed, self.dead + other.dead)


def deliver_due(system: System, *, seconds: float = 20.0) -> Delivered:
    """Send what is due to every receiver that may be sent to now, until nothing is left or the time is up.

    Receivers are served side by side, none by two at a time whoever else calls this. Raises ``Store…`` errors.
    """
    ready = _ready(system)
    if not ready:
        return Delivered()
    tls = _tls(system)
    with ThreadPoolExecutor(_MOST_RECEIVERS_AT_ONCE) as pool:
        found = list(pool.map(lambda id: _serve(system, id, tls, seconds), ready))
    return sum(found, Delivered())


def keep_delivering(system: System, stop: Callable[[float], bool], *, every_seconds: float = 2.0) -> None:
    """Deliver until ``stop`` (told how long it may wait) says so. A store that cannot be reached is tried again.

    Whoever takes long to answer keeps nobody else waiting: the others are looked at meanwhile.
    """
    at_work: dict[str, Future[Delivered]] = {}
    with ThreadPoolExecutor(_MOST_RECEIVERS_AT_ONCE) as pool:
        while True:
            try:
                for id in [id for id, serving in at_work.items() if serving.done()]:
                    at_work.pop(id).result()
                for id in _ready(system):
                    if id not in at_work:
                        at_work[id] = pool.submit(_serve, system, id, _tls(system), _ROUND_SECONDS)
            except AmlriskError as error:
                log.warning("webhooks_not_delivered", code=error.code)
            if stop(min(every_seconds, _BETWEEN_SECONDS) if at_work else every_seconds):
                return


def _ready(system: System) -> list[str]:
    """The receivers that something is due to and that may be sent to now."""
    now = system.now()
    return [each.id for each in system.store.webhooks.waiting(now) if _may_be_sent_to(each, now)]


def ping(system: System, id: str, *, actor: str) -> Answer:
    """Send an event that tells of nobody, to see whether the receiver takes it. Raises ``NotFound``."""
    receiver = system.store.webhooks.get(id)
    now = system.now()
    event = Due(seq=0, id=f"msg_{new_id(now)}", type=EventType.PING, customer="", number=0, at=now, data={}, attempts=0)
    system.store.audit.append("webhook_pinged", actor, id, {"name": receiver.name}, now)
    (answer,) = _sent(system, receiver, _Batch([event], signing_secrets(system, id, now), now), _tls(system))
    return answer


# --- one receiver -------------------------------------------------------------------------------------------


class _Batch(NamedTuple):
    events: list[Due]
    secrets: list[str]
    at: datetime


def _serve(system: System, id: str, tls: ssl.SSLContext, seconds: float) -> Delivered:
    """Batch after batch for so long, under this receiver's lease."""
    owner, done, until = new_owner(), Delivered(), time.monotonic() + seconds
    webhooks = system.store.webhooks
    try:
        holder = webhooks.holder(id)
        dead = holder if holder is not None and is_dead_here(holder) else None
        now = system.now()
        if not webhooks.take_lease(id, owner, now, now + _LEASE, dead):
            return done
        try:
            while time.monotonic() < until and (claimed := _claim(system, id, owner)) is not None:
                receiver, batch = claimed
                answers = _sent(system, receiver, batch, tls)
                done += _settled(system, receiver, owner, batch, answers)
        finally:
            webhooks.release(id, owner)
    finally:
        system.store.close()  # this thread's connection
    return done


def _may_be_sent_to(receiver: Receiver, now: datetime) -> bool:
    rested = receiver.resting_until is None or receiver.resting_until <= now
    return receiver.state is ReceiverState.ACTIVE and rested


def _claim(system: System, id: str, owner: str) -> tuple[Receiver, _Batch] | None:
    """What is sent next, recorded as told; None where that is nothing, or not for us to send.

    One alone to a receiver that has failed: it may be down, and every attempt counts.
    """
    store = system.store
    with store.transaction():
        now = system.now()
        if not store.webhooks.take_lease(id, owner, now, now + _LEASE):
            return None
        receiver = next((each for each in store.webhooks.all() if each.id == id), None)
        if receiver is None or not _may_be_sent_to(receiver, now):
            return None
        events = store.webhooks.due(id, now, 1 if receiver.failures else _BATCH)
        if not events:
            return None
        batch = _Batch(events, signing_secrets(system, id, now), now)
        told = {"name": receiver.name, "count": str(len(events)), "from": events[0].id, "to": events[-1].id}
        told |= {"sha256": digest([event.id for event in events])}
        store.audit.append("webhook_sent", SYSTEM, id, told, now)
    return receiver, batch


def _sent(system: System, receiver: Receiver, batch: _Batch, tls: ssl.SSLContext) -> list[Answer]:
    """The answers, in the order of the batch; its events are of different customers."""
    try:
        target = resolved(receiver.url, system.settings.webhook_networks)
    except NotAllowed:
        return [Answer(Outcome.NOT_ALLOWED)] * len(batch.events)
    except (OSError, UnicodeError):
        return [Answer(Outcome.UNREACHABLE)] * len(batch.events)

    def post(event: Due) -> Answer:
        return _post(target, event, batch, tls)

    if len(batch.events) == 1:
        return [post(batch.events[0])]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(post, batch.events))


def _post(target: Target, event: Due, batch: _Batch, tls: ssl.SSLContext) -> Answer:
    body = payload(event.type, event.at, event.number, event.data)
    return post_event(target, body, signed_headers(event.id, batch.at, body, batch.secrets), tls)


def signed_headers(id: str, at: datetime, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """By the Standard Webhooks specification: a signature by every secret that is valid, the newest first."""
    at = at.astimezone(UTC)  # the library takes the clock's reading for UTC whatever its zone
    signatures = [Webhook(secret).sign(id, at, body.decode()) for secret in secrets]
    return {
        "Content-Type": "application/json",
        "User-Agent": f"amlrisk/{__version__}",
        "webhook-id": id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }


def _settled(system: System, receiver: Receiver, owner: str, batch: _Batch, answers: list[Answer]) -> Delivered:
    """Record what became of a batch. Where the lease has gone to another meanwhile, nothing: they send it again."""
    store = system.store
    with store.transaction():
        now = system.now()
        if store.webhooks.holder(receiver.id) != owner:
            return Delivered()
        settled = [_settling(event, answer, now) for event, answer in zip(batch.events, answers, strict=True)]
        store.webhooks.settle(receiver.id, settled)
        taken = sum(answer.outcome is Outcome.DELIVERED for answer in answers)
        if any(answer.outcome is Outcome.GONE for answer in answers):
            store.webhooks.set_state(receiver.id, ReceiverState.GONE)
            detail = {"name": receiver.name, "state": ReceiverState.GONE.value}
            store.audit.append("webhook_changed", SYSTEM, receiver.id, detail, now)
        elif taken:
            if receiver.failures:
                store.webhooks.set_rest(receiver.id, 0, None)
        else:
            asked = max(answer.wait_seconds for answer in answers)
            rest = rest_seconds(receiver.failures + 1, _luck(), asked)
            store.webhooks.set_rest(receiver.id, receiver.failures + 1, now + timedelta(seconds=rest))
    dead = sum(each.state is DeliveryState.DEAD for each in settled)
    if dead:
        log.error("webhook_events_given_up", receiver=receiver.id, events=dead)
    return Delivered(taken, len(answers) - taken, dead)


def _settling(event: Due, answer: Answer, now: datetime) -> Settled:
    state, due_at, attempts = DeliveryState.DELIVERED, now, event.attempts + 1
    if answer.outcome is Outcome.GONE:
        state, attempts = DeliveryState.PENDING, event.attempts  # kept for when it comes back
    elif answer.outcome is not Outcome.DELIVERED:
        pause = pause_seconds(attempts, _luck(), answer.wait_seconds)
        state = DeliveryState.DEAD if pause is None else DeliveryState.PENDING
        due_at = now + timedelta(seconds=pause or 0.0)
    return Settled(
        event=event.seq,
        state=state,
        attempts=attempts,
        due_at=due_at,
        tried_at=now,
        status=answer.status,
        outcome=answer.outcome.value,
    )


def _luck() -> float:
    return random.random()  # noqa: S311 - only spreads those who failed together


def _tls(system: System) -> ssl.SSLContext:
    """Verified, always, by the certificates of the settings or the usual ones."""
    own = system.settings.webhook_ca_file
    context = ssl.create_default_context(cafile=str(own) if own is not None else DEFAULT_CA_BUNDLE_PATH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
