"""A case, and what happened to it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

import msgspec

from amlrisk.policy.vocabulary import Grade, Trigger

__all__ = ["Action", "Case", "CaseEvent", "Override", "State", "Trigger"]


class _Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    pass


class State(StrEnum):
    """Where a case stands: whose turn it is."""

    OPEN = "open"  # 待初评: the first grading
    PROPOSED = "proposed"  # 待复评: the confirmation by another person
    DISPUTED = "disputed"  # 待合规裁定: the two differ, compliance settles
    APPROVAL = "approval"  # 待高管批准: a senior manager approves
    CLOSED = "closed"  # 已结案


class Action(StrEnum):
    """What can happen to a case. The first group is taken by the system, the others by people."""

    OPENED = "opened"
    TRIGGERED = "triggered"
    REASSESSED = "reassessed"
    ESCALATED = "escalated"

    DECIDE_HIT = "decide_hit"
    PROPOSE = "propose"
    CONFIRM = "confirm"
    DIFFER = "differ"
    SETTLE = "settle"
    APPROVE = "approve"
    RETURN = "return"
    ASSIGN = "assign"
    COMMENT = "comment"


class Case(_Value, frozen=True, kw_only=True):
    """A case as it stands. ``version`` counts what happened to it: who decides says which version they saw.

    ``grade`` is that of the customer's current assessment (``assessment``), ``pending_hits`` the hits of it that nobody
    has decided. ``proposed_grade`` is what the last proposal, difference or settlement says; where it is not ``grade``
    it is an override that ends on ``override_until``. ``proposer`` took the first grading, ``confirmer`` the second,
    ``settler`` settled between them. ``due_on`` is a working day.
    """

    id: str
    customer: str
    branch: str | None
    state: State
    version: int
    triggers: tuple[Trigger, ...]
    grade: Grade
    assessment: str
    pending_hits: int
    opened_at: datetime
    due_on: date
    assignee: str | None = None
    proposer: str | None = None
    confirmer: str | None = None
    settler: str | None = None
    proposed_grade: Grade | None = None
    override_until: date | None = None
    escalated_at: datetime | None = None
    closed_at: datetime | None = None


class CaseEvent(_Value, frozen=True, kw_only=True):
    """Something that happened to a case: appended, never edited. ``seq`` is its version after the event.

    ``actor`` is an account's id, or ``system``. ``form`` identifies the form it came from, so that one sent twice
    counts once. ``disposition`` and ``assessment`` are the records that the event made.
    """

    case: str
    seq: int
    at: datetime
    actor: str
    action: Action
    state: State
    trigger: Trigger | None = None
    grade: Grade | None = None
    override_until: date | None = None
    reason: str = ""
    text: str = ""
    assignee: str | None = None
    disposition: int | None = None
    assessment: str | None = None
    form: str = ""


class Override(_Value, frozen=True, kw_only=True):
    """A grade set by people in place of the computed one, until ``expires_on``: one asks, another approves."""

    customer: str
    case: str
    grade: Grade
    reason: str
    text: str
    author: str
    approver: str
    approved_at: datetime
    expires_on: date
