"""The shapes of cases, for the OpenAPI document. A test holds real answers against these."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from amlrisk.api.schemas import Words
from amlrisk.facts.model import Kind
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.model import Action, State, Trigger
from amlrisk.services.open_case import REPORTED


def _text(description: str = "", *, null: bool = False, **metadata: Any) -> fields.String:
    if description:
        metadata["description"] = description
    return fields.String(required=True, allow_none=null, metadata=metadata)


def _one_of(kinds: Any, description: str = "", *, null: bool = False) -> fields.String:
    return _text(description, null=null, enum=[*(str(kind) for kind in kinds), *([None] if null else [])])


class CaseTrigger(Schema):
    trigger = _one_of(Trigger)
    name = fields.Nested(Words, required=True)


class CaseBase(Schema):
    id = _text()
    customer = _text("the customer's ref")
    branch = _text("where the customer belongs now", null=True)
    state = _one_of(State)
    state_name = fields.Nested(Words, required=True)
    version = fields.Integer(required=True, metadata={"description": "counts what happened to the case"})
    triggers = fields.List(fields.Nested(CaseTrigger), required=True)
    grade = _one_of(Grade, "of the customer now")
    grade_name = fields.Nested(Words, required=True)
    assessment_id = _text("the assessment that the case rests on")
    pending_hits = fields.Integer(required=True, metadata={"description": "hits that nobody has decided"})
    opened_at = _text()
    due_on = _text("a working day")
    overdue = fields.Boolean(required=True)
    assignee = _text("account id", null=True)
    proposer = _text("who took the first grading", null=True)
    confirmer = _text("who took the second", null=True)
    settler = _text("who settled between them", null=True)
    proposed_grade = _one_of(Grade, "as proposed, differed with or settled", null=True)
    override_until = _text("where that is not the computed grade: from when it does not hold any more", null=True)
    escalated_at = _text("when it was escalated for being overdue", null=True)
    closed_at = _text(null=True)


class CaseLine(CaseBase):
    name = _text("of the customer")
    kind = _one_of(Kind)
    lists = fields.List(fields.String(), required=True, metadata={"description": "on which the customer has hits"})


class CaseList(Schema):
    cases = fields.List(fields.Nested(CaseLine), required=True, metadata={"description": "the earliest due first"})
    next = _text("give it as `after` for the next page; null on the last one", null=True)


class CaseHappened(Schema):
    seq = fields.Integer(required=True, metadata={"description": "the case's version after it"})
    at = _text()
    actor = _text("account id, id of an API key, or `system`")
    action = _one_of(Action)
    action_name = fields.Nested(Words, required=True)
    state = _one_of(State, "after it")
    trigger = _one_of(Trigger, null=True)
    grade = _one_of(Grade, null=True)
    override_until = _text(null=True)
    reason = _text("id of the policy's list")
    text = _text("in the officer's own words")
    assignee = _text(null=True)
    disposition = fields.Integer(required=True, allow_none=True)
    assessment_id = _text(null=True)


class CaseDocument(CaseBase):
    events = fields.List(fields.Nested(CaseHappened), required=True, metadata={"description": "the earliest first"})


class EventRequest(Schema):
    trigger = _one_of(REPORTED)
    text = _text("what became known, in words")
    reference = fields.String(
        metadata={"description": "the sender's own reference of the report: sent twice, it counts once"}
    )
    on = fields.String(metadata={"format": "date", "description": "the day it happened; today where it is left out"})
