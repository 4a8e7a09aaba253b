"""What the API and the terminal say of receivers and deliveries."""

from __future__ import annotations

from datetime import datetime

from amlrisk.services.post_event import Answer
from amlrisk.services.system import System
from amlrisk.store.webhook_rows import Backlog, Delivery, DeliveryState, Receiver
from amlrisk.watchlist.addresses import shown

Document = dict[str, object]


def receiver_documents(system: System) -> list[Document]:
    """Every receiver with what waits for it, the oldest first."""
    backlog = {each.receiver: each for each in system.store.webhooks.backlog()}
    return [_receiver(each, backlog.get(each.id)) for each in system.store.webhooks.all()]


def receiver_document(system: System, receiver: Receiver) -> Document:
    backlog = {each.receiver: each for each in system.store.webhooks.backlog()}
    return _receiver(receiver, backlog.get(receiver.id))


def delivery_document(it: Delivery) -> Document:
    """How far a receiver was told of an event. What the event says is not repeated here."""
    return {
        "event": it.event,
        "type": it.type.value,
        "customer": it.customer,
        "sequence": it.sequence,
        "at": it.at.isoformat(),
        "state": it.state.value,
        "attempts": it.attempts,
        "due_at": it.due_at.isoformat() if it.state is DeliveryState.PENDING and it.attempts else None,
        "tried_at": _time(it.tried_at),
        "status": it.status,
        "outcome": it.outcome,
    }


def answer_document(answer: Answer) -> Document:
    return {"outcome": answer.outcome.value, "status": answer.status}


def _receiver(it: Receiver, backlog: Backlog | None) -> Document:
    return {
        "id": it.id,
        "name": it.name,
        "url": shown(it.url),
        "scope": it.scope,
        "state": it.state.value,
        "failures": it.failures,
        "resting_until": _time(it.resting_until),
        "pending": 0 if backlog is None else backlog.pending,
        "dead": 0 if backlog is None else backlog.dead,
        "oldest_at": None if backlog is None else _time(backlog.oldest_at),
        "created_at": it.created_at.isoformat(),
        "created_by": it.created_by,
    }


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
