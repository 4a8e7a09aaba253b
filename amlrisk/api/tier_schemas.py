"""The shapes of tiers and value facts, for the OpenAPI document. A test holds real answers against these."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from amlrisk.api.schemas import PolicyUsed, Reference, Words
from amlrisk.facts.value import BankClass, Company, Level
from amlrisk.policy.value_vocabulary import Criterion, Dimension, Status, Tier
from amlrisk.policy.vocabulary import Confidence, Grade
from amlrisk.services.value_schema import CustomerValueSchema
from amlrisk.tiering.diamond import Standing as Met
from amlrisk.tiering.entitlements import State
from amlrisk.tiering.membership import Change
from amlrisk.tiering.overall import Scheme


def _text(description: str = "", *, null: bool = False, **metadata: Any) -> fields.String:
    if description:
        metadata["description"] = description
    return fields.String(required=True, allow_none=null, metadata=metadata)


def _one_of(kinds: Any, description: str = "", *, null: bool = False) -> fields.String:
    return _text(description, null=null, enum=[*(str(kind) for kind in kinds), *([None] if null else [])])


def _count(description: str = "", *, null: bool = False) -> fields.Integer:
    return fields.Integer(required=True, allow_none=null, metadata={"description": description} if description else {})


def _flag(description: str = "") -> fields.Boolean:
    return fields.Boolean(required=True, metadata={"description": description} if description else {})


def _one(schema: type[Schema], *, null: bool = False) -> fields.Nested:
    return fields.Nested(schema, required=True, allow_none=null)


def _some(schema: type[Schema], description: str = "") -> fields.List[Any]:
    metadata = {"description": description} if description else {}
    return fields.List(fields.Nested(schema), required=True, metadata=metadata)


# --- the front line -----------------------------------------------------------------------------------------


class ServiceView(Schema):
    id = _text("of the policy pack: what a use names")
    name = _one(Words)
    left = _count("in the present year; null: without limit", null=True)


class TierView(Schema):
    """The same fields for everybody."""

    ref = _text()
    tier = _one_of([tier for tier in Tier if tier is not Tier.NONE])
    tier_name = _one(Words)
    status = _one_of(Status)
    status_name = _one(Words)
    entitlements = _some(ServiceView, "in the order of the policy pack")


class UseRequest(Schema):
    entitlement = _text("id of an entitlement")


# --- compliance ---------------------------------------------------------------------------------------------


class TierReason(Schema):
    code = _text("stable")
    params = fields.Dict(required=True)
    facts = fields.List(fields.String(), required=True, metadata={"description": "paths into the value facts"})
    zh = _text()
    en = _text()
    reference = _one(Reference, null=True)
    confidence = _one_of(Confidence, "how sure the pack is of the number behind it", null=True)


class TierPart(Schema):
    tier = _one_of(Tier)
    tier_name = _one(Words)
    or_above = _flag("nobody says where the next tier begins")
    reasons = _some(TierReason)


class SchemePart(TierPart):
    scheme = _one_of(Scheme)
    name = _one(Words)


class BaseTierDocument(TierPart):
    scheme = _one_of(Scheme, "the one that decided", null=True)
    parts = _some(SchemePart)


class GateStanding(Schema):
    grade = _one_of(Grade, "of the assessment that counts", null=True)
    grade_name = _one(Words)
    due_diligence_complete = _flag()
    approved = _flag("by a senior manager")
    review_overdue = _flag()
    alert_open = _flag()


class GateDocument(TierPart):
    lowered = _flag()
    suspended = _flag("membership and entitlements rest")
    held = _one_of(Tier, "effective up to this evaluation")
    standing = _one(GateStanding)


class CompanyPart(TierPart):
    company = _one_of(Company)
    name = _one(Words)


class ClubDocument(TierPart):
    promoted = _flag("one tier up, because several companies give the same")
    companies = _some(CompanyPart)


class ContractWorth(Schema):
    ref = _text()
    standard_premium = _text(null=True)
    coefficients = fields.Dict(required=True)
    value = _text("exact decimal as text", null=True)


class GroupDocument(TierPart):
    value = _text("yuan; null where a contract cannot be valued", null=True)
    contracts = _some(ContractWorth)


class BankCriterionDocument(Schema):
    criterion = _one_of(Criterion)
    name = _one(Words)
    class_ = fields.String(
        required=True, allow_none=True, data_key="class", metadata={"enum": [*map(str, BankClass), None]}
    )


class BankDocument(Schema):
    class_ = fields.String(
        required=True, allow_none=True, data_key="class", metadata={"enum": [*map(str, BankClass), None]}
    )
    class_name = _one(Words, null=True)
    criteria = _some(BankCriterionDocument)
    reasons = _some(TierReason)


class MotorStepDocument(Schema):
    starts_on = _text()
    class_ = fields.Integer(required=True, data_key="class")
    coefficient = _text("exact decimal as text")
    reason = _one(TierReason)


class MotorDocument(Schema):
    vehicle = _text()
    steps = _some(MotorStepDocument, "year by year")
    following = _one(MotorStepDocument)
    premium = _text("of the next year, exactly", null=True)
    provisional = _flag("may still change before the next year begins")


class DiamondCheck(TierReason):
    standing = _one_of(Met)


class DiamondDocument(Schema):
    """Eligibility for the product of that name."""

    eligible = _flag()
    checks = _some(DiamondCheck)


class AppraisedDimension(Schema):
    dimension = _one_of(Dimension)
    name = _one(Words)
    level = _one_of(Level, null=True)
    service = _one(Words, null=True)
    reasons = _some(TierReason)


class AppraisedRegion(Schema):
    id = _text()
    name = _one(Words)
    strategy = _one(Words)


class AppraisalDocument(TierPart):
    dimensions = _some(AppraisedDimension)
    region = _one(AppraisedRegion, null=True)


class Schemes(Schema):
    club = _one(ClubDocument)
    group = _one(GroupDocument, null=True)
    bank = _one(BankDocument, null=True)
    motor = _some(MotorDocument)
    diamond = _one(DiamondDocument)
    appraisal = _one(AppraisalDocument)


class MembershipDocument(Schema):
    tier = _one_of(Tier)
    tier_name = _one(Words)
    effective_on = _text()
    expires_on = _text("the first day on which it does not hold any more")


class MembershipEvent(Schema):
    on = _text()
    at = _text("UTC")
    actor = _text("account id, or `system`")
    change = _one_of(Change)
    tier = _one_of(Tier, "of the membership or of the invitation; standard once it ended")
    tier_name = _one(Words)
    membership = _one(MembershipDocument, null=True)


class VipStatusDocument(Schema):
    tier = _one_of(Tier)
    tier_name = _one(Words)
    applicant = _text()
    applied_on = _text()
    approver = _text(null=True)
    approved_on = _text(null=True)


class GrantedEntitlement(Schema):
    id = _text()
    name = _one(Words)
    state = _one_of(State)
    per_year = _count("null: without limit", null=True)
    used = _count("in the present year")
    left = _count(null=True)


class EvaluationDocument(Schema):
    id = _text()
    at = _text("UTC")
    on = _text("the day it was made for")
    holds_on = _text("up to which day it was found to hold", null=True)
    cause = _text("what it was made for")
    value_digest = _text("of the value facts it was made from")
    sha256 = _text("of the outcome: made again from the inputs, and compared")
    policy = _one(PolicyUsed)
    base = _one(BaseTierDocument)
    gate = _one(GateDocument)
    schemes = _one(Schemes)
    membership = _one(MembershipDocument, null=True)
    vip_status = _one(VipStatusDocument, null=True)


class DueDiligenceDocument(Schema):
    at = _text("UTC")
    author = _text("account id")
    funds = _text("source of funds")
    wealth = _text("source of wealth")
    purpose = _text("of the relationship")
    conclusion = _text()


class WithdrawnDocument(Schema):
    """A tier that could not be evaluated and does not count, until it can be again."""

    at = _text()
    cause = _text("of the evaluation that failed")
    code = _text("of the error, or `unexpected`")
    why = _one(Words)
    evaluation = _text("the last that counted", null=True)


class TierExplanation(Schema):
    """`evaluation` is null where the value of the customer is not known, or the tier was withdrawn."""

    customer = _text()
    withdrawn = _one(WithdrawnDocument, null=True)
    evaluation = _one(EvaluationDocument, null=True)
    entitlements = _some(GrantedEntitlement, "now, also those that rest")
    membership_history = _some(MembershipEvent, "the latest first")
    due_diligence = _some(DueDiligenceDocument, "the latest first")


# --- value facts --------------------------------------------------------------------------------------------


class ValueDocument(Schema):
    customer = _text()
    digest = _text("of the facts: the same facts, the same digest")
    value = fields.Nested(CustomerValueSchema, required=True)
