"""Receivers and deliveries as they are kept."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from amlrisk.store.codec import moment
from amlrisk.store.connection import Row
from amlrisk.tiering.notices import EventType


class ReceiverState(StrEnum):
    """``gone``: it said so itself (410). To those that are not active events are kept for, but not to the removed."""

    ACTIVE = "active"
    PAUSED = "paused"
    GONE = "gone"
    REMOVED = "removed"


class DeliveryState(StrEnum):
    """``dead``: given up after the last attempt, until somebody replays it."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"


class Receiver(msgspec.Struct, frozen=True, kw_only=True):
    """Whom we tell. ``failures`` are those in a row; until ``resting_until`` it is left alone."""

    id: str
    name: str
    url: str
    scope: str
    state: ReceiverState
    failures: int = 0
    resting_until: datetime | None = None
    created_at: datetime
    created_by: str


class Secret(msgspec.Struct, frozen=True, kw_only=True):
    """What a secret is made from; signs until ``expires_at``, None without end."""

    nonce: str
    created_at: datetime
    expires_at: datetime | None


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """An event to be sent now; ``attempts`` were made before."""

    seq: int
    id: str
    type: EventType
    customer: str
    number: int
    at: datetime
    data: dict[str, str | None]
    attempts: int


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an attempt. ``due_at`` is when to try again; ``status`` None where there was no answer."""

    event: int
    state: DeliveryState
    attempts: int
    due_at: datetime
    tried_at: datetime
    status: int | None
    outcome: str


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """An event and how far one receiver has been told of it. ``sequence`` is that of the customer's events."""

    seq: int
    event: str
    type: EventType
    customer: str
    sequence: int
    at: datetime
    state: DeliveryState
    attempts: int
    due_at: datetime
    tried_at: datetime | None
    status: int | None
    outcome: str | None


class Backlog(msgspec.Struct, frozen=True, kw_only=True):
    """How many events wait for a receiver and how many were given up; ``oldest_at`` of those that wait."""

    receiver: str
    name: str
    scope: str
    state: ReceiverState
    pending: int
    dead: int
    oldest_at: datetime | None


def receiver_of_row(row: Row) -> Receiver:
    id, name, url, scope, state, failures, resting_until, created_at, created_by = row
    return Receiver(
        id=id,
        name=name,
        url=url,
        scope=scope,
        state=ReceiverState(state),
        failures=failures,
        resting_until=moment_or_none(resting_until),
        created_at=moment(created_at),
        created_by=created_by,
    )


def due_of_row(row: Row) -> Due:
    seq, id, type, customer, number, at, data, attempts = row
    return Due(
        seq=seq,
        id=id,
        type=EventType(type),
        customer=customer,
        number=number,
        at=moment(at),
        data=msgspec.json.decode(data, type=dict[str, str | None]),
        attempts=attempts,
    )


def delivery_of_row(row: Row) -> Delivery:
    seq, event, type, customer, number, at, state, attempts, due_at, tried_at, status, outcome = row
    return Delivery(
        seq=seq,
        event=event,
        type=EventType(type),
        customer=customer,
        sequence=number,
        at=moment(at),
        state=DeliveryState(state),
        attempts=attempts,
        due_at=moment(due_at),
        tried_at=moment_or_none(tried_at),
        status=status,
        outcome=outcome,
    )


def moment_or_none(text: str | None) -> datetime | None:
    return None if text is None else moment(text)
