"""The shapes of answers and of the small bodies, for the OpenAPI document; the customer's own is in
``services/customer_schema.py``. A test holds real answers against these."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from amlrisk.policy.vocabulary import Confidence, Decision, DueDiligence, Grade, ListCategory
from amlrisk.screening.model import Cause, DispositionKind
from amlrisk.watchlist.alarms import AlarmKind
from amlrisk.watchlist.model import Schema as ListedSchema


def _text(description: str = "", **options: Any) -> fields.String:
    return fields.String(required=True, metadata={"description": description} if description else {}, **options)


def _one_of(kinds: Any, description: str = "", **options: Any) -> fields.String:
    metadata: dict[str, Any] = {"enum": [str(kind) for kind in kinds]}
    if description:
        metadata["description"] = description
    return fields.String(required=True, metadata=metadata, **options)


def _perhaps(description: str) -> fields.String:
    return fields.String(required=True, allow_none=True, metadata={"description": description})


def _decimal(description: str) -> fields.String:
    """Exact decimals travel as strings: a JSON number would become a binary float on the other side."""
    return fields.String(
        required=True, metadata={"description": f"{description}; exact decimal as text", "example": "28.2"}
    )


class Words(Schema):
    zh = _text()
    en = _text()


class ProblemFault(Schema):
    path = _text("where, as in `policies[0].premium`")
    code = _text("stable")
    zh = _text()
    en = _text()


class Problem(Schema):
    """RFC 9457."""

    type = _text("where the code is explained")
    title = _text()
    status = fields.Integer(required=True)
    code = _text("stable; see docs/errors.md")
    detail = _text("in Chinese with `Accept-Language: zh`, otherwise in English")
    detail_en = _text()
    detail_zh = _text()
    errors = fields.List(fields.Nested(ProblemFault), metadata={"description": "every fault of an input"})
    params = fields.Dict(metadata={"description": "the values in the sentence, for machines"})


class Reference(Schema):
    id = _text("in the policy pack's register")
    title = fields.Nested(Words, required=True)
    article = _text()
    url = _text()


class Observed(Schema):
    category = _text("of the measure's vocabulary")
    number = fields.String(required=True, allow_none=True, metadata={"description": "in the measure's unit"})
    facts = fields.List(fields.String(), required=True, metadata={"description": "paths into the customer's facts"})
    text = fields.Nested(Words, required=True)


class Factor(Schema):
    factor = _text("id in the policy pack")
    name = fields.Nested(Words, required=True)
    group = _text("id of the factor group")
    value = fields.Nested(Words, required=True, metadata={"description": "what decided the level, in words"})
    level = fields.Integer(required=True, metadata={"description": "1 best, 5 worst"})
    weight = _decimal("share of the total, of 100")
    contribution = _decimal("level × weight ÷ levels")
    missing = fields.Boolean(required=True, metadata={"description": "input missing: the pack's middle level"})
    observations = fields.List(fields.Nested(Observed), required=True)
    lifted_by = _perhaps("the list hit that lifted the level, `list/entity`")
    reference = fields.Nested(Reference, required=True)
    confidence = _one_of(Confidence, "how sure the pack is of its numbers")


class Evidence(Schema):
    feature = _text("name, birth_date, nationality, gender, country, identifier …")
    detail = _text("stable code")
    effect = fields.Float(required=True, metadata={"description": "change of the score; of a name, the score itself"})
    query = _text("our side")
    listed = _text("the list's side")
    text = fields.Nested(Words, required=True)


class Hit(Schema):
    list = _text("source of the list")
    category = _one_of(ListCategory)
    entity = _text("the publisher's own reference")
    schema = _one_of(ListedSchema)
    score = fields.Float(required=True)
    name = _text("as listed")
    query_name = _text("as screened")
    strong_identifier = fields.Boolean(required=True)
    evidence = fields.List(fields.Nested(Evidence), required=True)


class WhyReopened(Schema):
    """`fields` of a changed side, `on` of an expiry, `at` of a delisting; otherwise empty or null."""

    code = _one_of(Cause, "stable")
    fields_ = fields.List(fields.String(), required=True, data_key="fields")
    on = _perhaps("day from which it did not hold any more")
    at = _perhaps("when the entry was taken off its list, UTC")
    zh = _text()
    en = _text()


class Reopened(Schema):
    was = _one_of(DispositionKind, "what had been decided")
    decided_at = _text("UTC")
    why = fields.List(fields.Nested(WhyReopened), required=True)


class PartyHit(Hit):
    party = _text("`subject`, or the id of another party")
    roles = fields.List(fields.String(), required=True)
    disposition = _one_of(("pending", *DispositionKind), "the decision that holds")
    expires_on = _perhaps("day from which that decision does not hold any more; null: without end, or pending")
    reopened = fields.Nested(
        Reopened,
        required=True,
        allow_none=True,
        metadata={"description": "a decision that does not hold any more, and why: decide again"},
    )


class Reason(Schema):
    code = _text("stable")
    params = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    zh = _text()
    en = _text()
    reference = fields.Nested(Reference, required=True, allow_none=True)


class PolicyUsed(Schema):
    pack = _text()
    version = _text()
    digest = _text("of the whole pack, which is archived under it")


class ListUsed(Schema):
    source = _text()
    category = _one_of(ListCategory)
    version = _text("sha256 of the files as published")
    published = _perhaps("day of publication, where the publisher says it")
    age_days = fields.Float(required=True, metadata={"description": "since it was last fetched"})


class Answer(Schema):
    """An assessment in full: what was decided, from what, and why."""

    assessment_id = _text()
    customer = _text()
    decision = _one_of(Decision)
    grade = _one_of(Grade)
    grade_name = fields.Nested(Words, required=True)
    score = _decimal("weighted total, 20 to 100")
    scored_grade = _one_of(Grade, "what the score alone would give")
    due_diligence = _one_of(DueDiligence)
    measures = fields.List(fields.Nested(Words), required=True)
    factors = fields.List(fields.Nested(Factor), required=True)
    hits = fields.List(
        fields.Nested(PartyHit),
        required=True,
        metadata={"description": "what an officer must look at first, what was cleared last"},
    )
    hits_open = fields.Integer(required=True, metadata={"description": "an officer must look at"})
    hits_cleared = fields.Integer(required=True, metadata={"description": "an officer found not to be the customer"})
    reasons = fields.List(fields.Nested(Reason), required=True)
    policy = fields.Nested(PolicyUsed, required=True)
    lists = fields.List(fields.Nested(ListUsed), required=True)
    next_review_on = _perhaps("day the next review is due")
    on = _text("the day that rules and ages were read for")
    assessed_at = _text("UTC")
    trigger = _text("check, disposition, facts_changed, run …")
    supersedes = _perhaps("the assessment that this one replaces")
    facts_digest = _text()


class BatchItem(Schema):
    """One of the two."""

    answer = fields.Nested(Answer)
    problem = fields.Nested(Problem)


class BatchAnswer(Schema):
    results = fields.List(fields.Nested(BatchItem), required=True, metadata={"description": "in the order asked"})


class ScreeningQuery(Schema):
    """Text only; dates are partial (`YYYY`, `YYYY-MM`, `YYYY-MM-DD`)."""

    full_name = fields.String(metadata={"description": "this or `names`"})
    names = fields.List(fields.String(), metadata={"description": "alternatives: the best one counts"})
    schema = fields.String(metadata={"enum": [str(kind) for kind in ListedSchema], "default": "Person"})
    date_of_birth = fields.String()
    nationality = fields.String(metadata={"description": "name or code of a country"})
    gender = fields.String()
    place_of_birth = fields.String()
    id_number = fields.String(metadata={"description": "any identity number; not stored"})


class ScreeningRequest(ScreeningQuery):
    """One query, or several under `queries`."""

    queries = fields.List(fields.Nested(ScreeningQuery))


class ScreeningResult(Schema):
    name = _text()
    hits = fields.List(fields.Nested(Hit), required=True)


class ScreeningAnswer(Schema):
    results = fields.List(fields.Nested(ScreeningResult), required=True)
    lists = fields.List(fields.Nested(ListUsed), required=True)
    index = _text("version of the index that was searched")


class CurrentAssessment(Schema):
    assessment_id = _text()
    grade = _one_of(Grade)
    grade_name = fields.Nested(Words, required=True)
    decision = _one_of(Decision)
    score = _decimal("weighted total")
    assessed_at = _text()
    next_review_on = _perhaps("day the next review is due")


class CustomerDocument(Schema):
    """Facts as they are kept: numbers are shown masked, since the number itself is not stored."""

    ref = _text()
    digest = _text("of the facts; equal facts have equal digests")
    facts = fields.Dict(required=True)
    assessment = fields.Nested(CurrentAssessment, required=True, allow_none=True)


class AssessmentSummary(Schema):
    assessment_id = _text()
    grade = _one_of(Grade)
    grade_name = fields.Nested(Words, required=True)
    decision = _one_of(Decision)
    score = _decimal("weighted total")
    assessed_at = _text()
    trigger = _text()
    supersedes = _perhaps("the assessment that this one replaced")


class AssessmentHistory(Schema):
    customer = _text()
    assessments = fields.List(fields.Nested(AssessmentSummary), required=True, metadata={"description": "newest first"})


class Difference(Schema):
    path = _text()
    before = _perhaps("as recorded, as JSON text; null where there was nothing")
    after = _perhaps("as computed again")


class ReplayAnswer(Schema):
    assessment_id = _text()
    identical = fields.Boolean(required=True)
    grade = _one_of(Grade, "as computed again")
    score = _decimal("as computed again")
    differences = fields.List(fields.Nested(Difference), required=True)
    rescreening = _text("identical, differs, or lists_not_held where an old list version is no longer kept")
    engine_then = _text()
    engine_now = _text()


class DispositionRequest(Schema):
    party = _text("`subject`, or the id of another party")
    source = _text("source of the list, as in the hit's `list`")
    entity = _text("as in the hit's `entity`")
    kind = _one_of(DispositionKind)
    reason = _text()
    author = _text("whose decision it is")
    expires_on = fields.String(
        metadata={
            "format": "date",
            "description": "day from which it does not hold any more: after today, and not later than the policy's "
            "days, which hold without it; not for a true match",
        }
    )


class Quarantined(Schema):
    code = _text()
    zh = _text()
    en = _text()
    at = _text()


class SyncAttempt(Schema):
    """The last attempt to refresh a list from its publisher."""

    at = _text()
    good = fields.Boolean(required=True)
    outcome = _text("imported, confirmed, not_modified, interrupted, or the code of an error")
    zh = _text()
    en = _text()
    http_status = fields.Integer(required=True, allow_none=True)
    bytes = fields.Integer(required=True, metadata={"description": "that came over the wire"})
    etag = _perhaps("what the publisher calls this version of the file")
    tries = fields.Integer(required=True)
    duration_ms = fields.Integer(required=True)


class ListAlarm(Schema):
    """A list that somebody must look after."""

    kind = _one_of(AlarmKind)
    since = _perhaps("when the alarm began")
    stops_at = _perhaps("when checks stop for it; in the past where they have")
    zh = _text()
    en = _text()


class ListState(Schema):
    source = _text()
    title = fields.Nested(Words, required=True)
    category = _one_of(ListCategory)
    required = fields.Boolean(required=True)
    state = _text("fresh, stale or missing")
    version = _perhaps("sha256 of the files as published")
    published = _perhaps("day of publication")
    fetched_at = _perhaps("when we obtained or last confirmed it")
    age_days = fields.Integer(required=True, allow_none=True, metadata={"description": "whole days passed"})
    max_age_days = fields.Integer(required=True, allow_none=True)
    entities = fields.Integer(required=True, allow_none=True)
    counts = fields.Dict(required=True)
    expired = fields.Integer(
        required=True, allow_none=True, metadata={"description": "entries of its files that had ended: left out"}
    )
    next_last_on = _perhaps("the earliest last day of an entry in force")
    warnings = fields.List(fields.Nested(Words), required=True)
    quarantined = fields.Nested(Quarantined, required=True, allow_none=True)
    attempt = fields.Nested(SyncAttempt, required=True, allow_none=True)
    failures = fields.Integer(required=True, metadata={"description": "attempts to refresh it that failed in a row"})
    alarms = fields.List(fields.Nested(ListAlarm), required=True)


class Lists(Schema):
    lists = fields.List(fields.Nested(ListState), required=True)


class Health(Schema):
    status = _text()


class Readiness(Schema):
    status = _text()
    policy = fields.Nested(PolicyUsed, required=True)
    lists = fields.List(fields.String(), required=True, metadata={"description": "sources in force"})
