"""What is answered: assessments, hits, lists, replays and customers as plain documents, in words of two languages.

Presentation only, nothing is decided here. A check may build its answer while the write lock is held, so whatever
depends on the rules alone is put together once (``wording``); an answer then costs about 0.1 ms.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec

from amlrisk.facts.digest import digest
from amlrisk.facts.model import Customer
from amlrisk.grading.listing import Standing, is_open, standing
from amlrisk.grading.model import Assessment, ListVersion, PartyHit, Reason
from amlrisk.grading.reasons import render
from amlrisk.policy.model import Rules
from amlrisk.screening.model import Decided, Evidence, Hit
from amlrisk.screening.reopening import describe_reopening
from amlrisk.screening.words import describe
from amlrisk.services.list_status import ListState
from amlrisk.services.replay_assessment import Replay
from amlrisk.services.wording import Document, Wording, exact, wording_of, words
from amlrisk.store.current import Current
from amlrisk.store.list_syncs import Attempt
from amlrisk.watchlist.alarms import Alarm

_DAY = timedelta(days=1)
_PENDING = "pending"
_CLEARED = "listing_cleared"


# --- assessments --------------------------------------------------------------------------------------


def answer_of(assessment: Assessment, rules: Rules, *, now: datetime) -> Document:
    """The answer of a check. ``rules`` are those of the assessment; ``now`` is what the ages of lists count to."""
    wording = wording_of(rules)
    outcome = assessment.outcome
    factors = wording.card(tuple(scored.factor for scored in outcome.factors))
    return {
        "assessment_id": assessment.id,
        "customer": assessment.customer,
        "decision": outcome.decision.value,
        "grade": outcome.grade.value,
        "grade_name": words(rules.grades[outcome.grade].name),
        "score": exact(outcome.score),
        "scored_grade": outcome.scored_grade.value,
        "due_diligence": outcome.due_diligence.value,
        "measures": [words(measure) for measure in rules.grades[outcome.grade].measures],
        "factors": [factors[scored.factor].document(scored) for scored in outcome.factors],
        "hits": [_party_hit(found) for found in sorted(assessment.hits, key=_what_is_open_first)],
        "hits_open": sum(map(is_open, assessment.hits)),
        "hits_cleared": sum(map(_is_cleared, assessment.hits)),
        "reasons": [_reason(reason, wording) for reason in sorted(outcome.reasons, key=_clearings_last)],
        "policy": {
            "pack": assessment.policy.pack,
            "version": assessment.policy.version,
            "digest": assessment.policy.digest,
        },
        "lists": [list_used(version, now) for version in assessment.lists],
        "next_review_on": _day(outcome.next_review_on),
        "on": assessment.on.isoformat(),
        "assessed_at": assessment.assessed_at.isoformat(),
        "trigger": assessment.trigger,
        "supersedes": assessment.supersedes,
        "facts_digest": assessment.facts_digest,
    }


def summary_of(assessment: Assessment, rules: Rules) -> Document:
    """A line of a customer's history."""
    outcome = assessment.outcome
    return {
        "assessment_id": assessment.id,
        "grade": outcome.grade.value,
        "grade_name": words(rules.grades[outcome.grade].name),
        "decision": outcome.decision.value,
        "score": exact(outcome.score),
        "assessed_at": assessment.assessed_at.isoformat(),
        "trigger": assessment.trigger,
        "supersedes": assessment.supersedes,
    }


def _reason(reason: Reason, wording: Wording) -> Document:
    return {
        "code": reason.code,
        "params": reason.params,
        "zh": render(reason, "zh"),
        "en": render(reason, "en"),
        "reference": wording.reference(reason.reference) if reason.reference else None,
    }


# --- hits ---------------------------------------------------------------------------------------------


def hit_in_words(hit: Hit) -> Document:
    """A hit with its evidence told in both languages."""
    return {
        "list": hit.source,
        "category": hit.category.value,
        "entity": hit.entity,
        "schema": hit.schema.value,
        "score": hit.score,
        "name": hit.name,
        "query_name": hit.query_name,
        "strong_identifier": hit.strong_identifier,
        "evidence": [_evidence(each) for each in hit.evidence],
    }


def _party_hit(found: PartyHit) -> Document:
    decided = found.decided
    return {
        **hit_in_words(found.hit),
        "party": found.party,
        "roles": [role.value for role in found.roles],
        "disposition": _PENDING if found.disposition is None else found.disposition.value,
        "expires_on": None if decided is None or found.reopened else _day(decided.expires_on),
        "reopened": None if decided is None or decided.holds else _reopened(decided),
    }


def _reopened(decided: Decided) -> Document:
    """What an officer had decided, and why that does not hold any more."""
    return {
        "was": decided.kind.value,
        "decided_at": decided.decided_at.isoformat(),
        "why": [
            {
                "code": each.cause.value,
                "fields": list(each.fields),
                "on": _day(each.on),
                "at": None if each.at is None else each.at.isoformat(),
                "zh": describe_reopening(each, "zh"),
                "en": describe_reopening(each, "en"),
            }
            for each in decided.reopened
        ],
    }


def _what_is_open_first(found: PartyHit) -> int:
    """The place among the hits of an answer: pending or reopened, inconclusive, confirmed, and cleared ones last."""
    if is_open(found):
        return 0 if found.disposition is None else 1
    return 3 if _is_cleared(found) else 2


def _is_cleared(found: PartyHit) -> bool:
    return standing(found) is Standing.CLEARED


def _clearings_last(reason: Reason) -> bool:
    return reason.code == _CLEARED


def _evidence(evidence: Evidence) -> Document:
    return {
        "feature": evidence.feature,
        "detail": evidence.detail,
        "effect": evidence.effect,
        "query": evidence.query,
        "listed": evidence.listed,
        "text": {language: describe(evidence, language) for language in ("zh", "en")},
    }


# --- lists --------------------------------------------------------------------------------------------


def list_used(version: ListVersion, now: datetime) -> Document:
    """A list as a check or a screening used it."""
    return {
        "source": version.source,
        "category": version.category.value,
        "version": version.sha256,
        "published": _day(version.published_on),
        "age_days": _days(now - version.fetched_at),
    }


def list_document(state: ListState) -> Document:
    """One source of the catalogue: what is in force, how old it is, what was kept out."""
    info, refused = state.info, state.quarantined
    return {
        "source": state.source.name,
        "title": words(state.source.title),
        "category": state.source.category.value,
        "required": state.source.required,
        "state": state.freshness.state.value,
        "version": info.sha256 if info else None,
        "published": _day(info.published_on) if info else None,
        "fetched_at": info.fetched_at.isoformat() if info else None,
        "age_days": state.freshness.age_days,
        "max_age_days": state.source.max_age_days,
        "entities": info.entities if info else None,
        "counts": info.counts if info else {},
        "expired": info.expired if info else None,
        "next_last_on": _day(info.next_last_on) if info else None,
        "warnings": [words(warning) for warning in state.freshness.warnings],
        "quarantined": {"code": refused.code, "zh": refused.zh, "en": refused.en, "at": refused.at.isoformat()}
        if refused
        else None,
        "attempt": None if state.attempt is None else attempt_document(state.attempt),
        "failures": state.failures,
        "alarms": [alarm_document(alarm) for alarm in state.alarms],
    }


def attempt_document(attempt: Attempt) -> Document:
    """One attempt to refresh a list: what came of it, and why."""
    return {
        "at": attempt.at.isoformat(),
        "good": attempt.good,
        "outcome": attempt.outcome,
        "zh": attempt.zh,
        "en": attempt.en,
        "http_status": attempt.http_status,
        "bytes": attempt.bytes,
        "etag": attempt.etag,
        "tries": attempt.tries,
        "duration_ms": attempt.duration_ms,
    }


def alarm_document(alarm: Alarm) -> Document:
    """A list that somebody must look after."""
    return {
        "kind": alarm.kind.value,
        "since": None if alarm.since is None else alarm.since.isoformat(),
        "stops_at": None if alarm.stops_at is None else alarm.stops_at.isoformat(),
        **words(alarm.text),
    }


# --- replays and customers ----------------------------------------------------------------------------


def replay_document(replay: Replay) -> Document:
    """Whether an assessment came out the same again, and every place where it did not."""
    return {
        "assessment_id": replay.assessment.id,
        "identical": replay.identical,
        "grade": replay.outcome.grade.value,
        "score": exact(replay.outcome.score),
        "differences": [{"path": each.path, "before": each.before, "after": each.after} for each in replay.differences],
        "rescreening": replay.rescreening.value,
        "engine_then": replay.engine_then,
        "engine_now": replay.engine_now,
    }


def customer_document(customer: Customer) -> Document:
    """The facts as they are kept; of sealed numbers only the masked form."""
    document = _masked(msgspec.json.decode(msgspec.json.encode(customer)))
    assert isinstance(document, dict)
    return document


def customer_view(customer: Customer, current: Current | None, rules: Rules) -> Document:
    """A customer's facts, their digest, and what counts for the customer now (None before the first grading)."""
    return {
        "ref": customer.ref,
        "digest": digest(customer),
        "facts": customer_document(customer),
        "assessment": None
        if current is None
        else {
            "assessment_id": current.assessment,
            "grade": current.grade.value,
            "grade_name": words(rules.grades[current.grade].name),
            "decision": current.decision.value,
            "score": exact(current.score),
            "assessed_at": current.assessed_at.isoformat(),
            "next_review_on": _day(current.next_review_on),
        },
    }


def _masked(value: object) -> object:
    if isinstance(value, dict):
        if value.keys() == {"digest", "masked"}:
            return value["masked"]
        return {name: _masked(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_masked(inner) for inner in value]
    return value


# --- plain values -------------------------------------------------------------------------------------


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def _days(age: timedelta) -> float:
    return round(age / _DAY, 2)
