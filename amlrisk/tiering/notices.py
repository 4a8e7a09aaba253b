"""What other systems are told, and which of them: one table. Each kind of event is for one scope, and holds no more
than a key with that scope may read.

The front line is told that a tier may be another now, never which: it asks for the tier, and what it is answered is
recorded as told. Whether its view changed is all that decides; it hears nothing of evaluations that left it as it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

import msgspec

from amlrisk.facts.digest import canonical
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.policy.vocabulary import Decision, Grade


class EventType(StrEnum):
    """The ``type`` of an event (Standard Webhooks: dotted, the subject first)."""

    DECISION_CHANGED = "customer.decision_changed"
    TIER_CHANGED = "customer.tier_changed"
    PING = "webhook.ping"  # somebody tries out a receiver; tells of nobody


#: The scopes that a receiver may have, as those of API keys: a receiver is told what such a key could ask.
COMPLIANCE = "read"
FRONT_LINE = "tiers"
SCOPES = (COMPLIANCE, FRONT_LINE)

#: Whom an event is for. A kind of event that is not in the table is told to nobody.
AUDIENCE: Mapping[EventType, str] = MappingProxyType(
    {EventType.DECISION_CHANGED: COMPLIANCE, EventType.TIER_CHANGED: FRONT_LINE}
)


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What counts of a customer for compliance: the ``assessment`` and what it came to. ``at`` is when it was made."""

    assessment: str
    grade: Grade
    decision: Decision
    at: datetime


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be told. ``id`` follows from what it tells of: the same news cannot become two events.

    ``data`` is what a receiver gets to see beside the event's number.
    """

    id: str
    type: EventType
    customer: str
    at: datetime
    data: dict[str, str | None]


def decision_changed(customer: str, before: Standing | None, after: Standing) -> Event | None:
    """Grade or decision are others than before; None where both stay. A first assessment is news as well."""
    if before is not None and (before.grade, before.decision) == (after.grade, after.decision):
        return None
    return Event(
        id=_id(EventType.DECISION_CHANGED, after.assessment),
        type=EventType.DECISION_CHANGED,
        customer=customer,
        at=after.at,
        data={
            "customer": customer,
            "decision": after.decision.value,
            "grade": after.grade.value,
            "assessment": after.assessment,
            "previous_decision": None if before is None else before.decision.value,
            "previous_grade": None if before is None else before.grade.value,
        },
    )


def tier_changed(customer: str, before: Tier | None, after: Tier | None, evaluation: str, at: datetime) -> Event | None:
    """The front line would see another tier or status than before.

    ``before`` is None for who was never evaluated or whose tier is withdrawn, ``after`` where ``evaluation`` is
    withdrawn: each evaluation once at most.
    """
    if before is after or (before is not None and after is not None and _seen(before) is _seen(after)):
        return None
    return Event(
        id=_id(EventType.TIER_CHANGED, evaluation if after is not None else f"{evaluation}/withdrawn"),
        type=EventType.TIER_CHANGED,
        customer=customer,
        at=at,
        data={"customer": customer},
    )


def payload(type: EventType, at: datetime, sequence: int, data: Mapping[str, str | None]) -> bytes:
    """The body of a delivery: the same bytes however often it is sent.

    ``sequence`` counts the events of this kind about this customer, from 1: a receiver sees which is the later one, and
    that it missed one, and nothing of what others are told.
    """
    return canonical({"type": type.value, "timestamp": at, "data": {**data, "sequence": sequence}})


def _seen(tier: Tier) -> Tier:
    """As ``front_line`` shows it: who is held looks like who has none."""
    return max(tier, Tier.STANDARD, key=lambda each: each.rank)


def _id(type: EventType, subject: str) -> str:
    # A digest, so that no id of ours leaves the house by the name of an event. Never a dot: signatures join by dots.
    return "msg_" + hashlib.sha256(f"{type}/{subject}".encode()).hexdigest()[:32]
