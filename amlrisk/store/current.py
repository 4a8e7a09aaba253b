"""The columns an assessment is found by, beside its document; and what they say of a customer now."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from decimal import Decimal

import msgspec

from amlrisk.facts.digest import canonical
from amlrisk.grading.listing import is_open
from amlrisk.grading.model import Assessment
from amlrisk.policy.vocabulary import Decision, Grade
from amlrisk.store.codec import moment, packed, stamp
from amlrisk.store.connection import Row

COLUMNS = """a.customer, a.assessment, a.grade, a.decision, a.score, a.pending_hits, a.first_on, a.next_review_on,
    a.assessed_at"""


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An assessment on its way into the store: its columns and its compressed document.

    Batch workers make entries, since to encode and to compress costs more than to insert. ``sha256`` is of the document
    before it was compressed: the audit trail holds on to it.
    """

    id: str
    customer: str
    run: str | None
    assessed_at: str
    grade: Grade
    decision: Decision
    score: str
    supersedes: str | None
    facts_digest: str
    pack_digest: str
    pending_hits: int
    first_on: str | None
    next_review_on: str | None
    document: bytes
    sha256: str

    @classmethod
    def of(cls, assessment: Assessment, document: bytes | None = None) -> Entry:
        """``document`` is the assessment's canonical JSON, where the caller has it already."""
        outcome = assessment.outcome
        written = canonical(assessment) if document is None else document
        return cls(
            id=assessment.id,
            customer=assessment.customer,
            run=assessment.run,
            assessed_at=stamp(assessment.assessed_at),
            grade=outcome.grade,
            decision=outcome.decision,
            score=str(outcome.score),
            supersedes=assessment.supersedes,
            facts_digest=assessment.facts_digest,
            pack_digest=assessment.policy.digest,
            pending_hits=sum(map(is_open, assessment.hits)),
            first_on=_day(assessment.first_on),
            next_review_on=_day(outcome.next_review_on),
            document=packed(written),
            sha256=hashlib.sha256(written).hexdigest(),
        )

    def row(self) -> tuple[object, ...]:
        """In the order of ``assessments._APPEND``."""
        return (
            self.id,
            self.customer,
            self.run,
            self.assessed_at,
            self.grade.value,
            self.decision.value,
            self.score,
            self.supersedes,
            self.facts_digest,
            self.pack_digest,
            self.document,
        )

    def current_row(self) -> tuple[object, ...]:
        """In the order of ``assessments._MAKE_CURRENT``."""
        return (
            self.customer,
            self.id,
            self.grade.value,
            self.grade.rank,
            self.decision.value,
            self.score,
            float(self.score),
            self.pending_hits,
            self.first_on,
            self.next_review_on,
            self.assessed_at,
            self.supersedes,
        )


class Current(msgspec.Struct, frozen=True, kw_only=True):
    """What a customer's current assessment says. ``pending_hits`` are those that an officer must look at."""

    customer: str
    assessment: str
    grade: Grade
    decision: Decision
    score: Decimal
    pending_hits: int
    first_on: date | None
    next_review_on: date | None
    assessed_at: datetime


def current_of_row(row: Row) -> Current:
    """From a row of ``COLUMNS``."""
    customer, assessment, grade, decision, score, pending_hits, first_on, next_review_on, assessed_at = row
    return Current(
        customer=customer,
        assessment=assessment,
        grade=Grade(grade),
        decision=Decision(decision),
        score=Decimal(score),
        pending_hits=pending_hits,
        first_on=_date(first_on),
        next_review_on=_date(next_review_on),
        assessed_at=moment(assessed_at),
    )


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
