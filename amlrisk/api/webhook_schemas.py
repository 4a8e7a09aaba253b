"""The shapes of receivers and deliveries, for the OpenAPI document. A test holds real answers against these."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from amlrisk.services.post_event import Outcome
from amlrisk.store.webhook_rows import DeliveryState, ReceiverState
from amlrisk.tiering.notices import SCOPES, EventType


def _text(description: str = "", *, null: bool = False, **metadata: Any) -> fields.String:
    if description:
        metadata["description"] = description
    return fields.String(required=True, allow_none=null, metadata=metadata)


def _one_of(kinds: Any, description: str = "", *, null: bool = False) -> fields.String:
    return _text(description, null=null, enum=[*(str(kind) for kind in kinds), *([None] if null else [])])


def _count(description: str = "", *, null: bool = False) -> fields.Integer:
    return fields.Integer(required=True, allow_none=null, metadata={"description": description} if description else {})


class ReceiverRequest(Schema):
    name = _text()
    url = _text("https, to a public address or into a network of AMLRISK_WEBHOOK_NETWORKS")
    scope = _one_of(SCOPES, "what it is told; the key that asks must have this scope as well")


class ReceiverView(Schema):
    id = _text()
    name = _text()
    url = _text("without its query, which may hold a token")
    scope = _one_of(SCOPES)
    state = _one_of(ReceiverState)
    failures = _count("in a row")
    resting_until = _text("left alone until then", null=True)
    pending = _count("events that wait")
    dead = _count("events that were given up")
    oldest_at = _text("of those that wait", null=True)
    created_at = _text()
    created_by = _text("key or person")


class ReceiverMade(ReceiverView):
    secret = _text("`whsec_…`: shown now, and not again")


class Receivers(Schema):
    receivers = fields.List(fields.Nested(ReceiverView), required=True)


class StateRequest(Schema):
    state = _one_of([ReceiverState.ACTIVE, ReceiverState.PAUSED, ReceiverState.REMOVED])


class SecretRequest(Schema):
    overlap_hours = fields.Integer(metadata={"description": "how long those before go on signing; 24 by default"})


class SecretMade(Schema):
    secret = _text("`whsec_…`: shown now, and not again")


class ReplayRequest(Schema):
    events = fields.List(fields.String(), metadata={"description": "ids; else `since`, else what was given up"})
    since = fields.String(metadata={"description": "a time with its zone"})


class Replayed(Schema):
    events = _count("that will be sent again")


class PingAnswer(Schema):
    outcome = _one_of(Outcome)
    status = _count("of HTTP; null where there was no answer", null=True)


class DeliveryView(Schema):
    event = _text("`webhook-id` of every attempt")
    type = _one_of(EventType)
    customer = _text()
    sequence = _count("of this customer's events of this kind, from 1")
    at = _text()
    state = _one_of(DeliveryState)
    attempts = _count()
    due_at = _text("when it is tried again", null=True)
    tried_at = _text(null=True)
    status = _count(null=True)
    outcome = _one_of(Outcome, null=True)


class Deliveries(Schema):
    deliveries = fields.List(fields.Nested(DeliveryView), required=True)
    next = _text("`after` of the next page", null=True)
