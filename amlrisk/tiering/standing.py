"""What compliance knows of a customer, from grade, reviews and records, as the gate asks for it."""

from __future__ import annotations

from datetime import date, datetime

from amlrisk.policy.vocabulary import Grade, Trigger
from amlrisk.review.due import is_overdue
from amlrisk.review.model import Case
from amlrisk.tiering.gate import Standing
from amlrisk.tiering.model import Outcome

__all__ = ["Circumstances", "approved_too_early", "standing_of"]


class Circumstances(Outcome, frozen=True, kw_only=True):
    """What is on record of a customer.

    ``grade`` and ``next_review_on`` are of the assessment that counts; ``grade_since`` is when the present spell at
    that grade began, None where there never was another. ``due_diligence_at`` is the first record of enhanced due
    diligence in this spell, ``approved_at`` when the last case that a senior manager approved was closed.
    """

    grade: Grade | None = None
    next_review_on: date | None = None
    case: Case | None = None
    grade_since: datetime | None = None
    due_diligence_at: datetime | None = None
    approved_at: datetime | None = None


_UNKNOWN = Circumstances()


def standing_of(known: Circumstances | None, on: date) -> Standing:
    """How a customer stands on a day. What was done before the present spell at the grade began does not count."""
    known = known or _UNKNOWN
    case, review_on = known.case, known.next_review_on
    return Standing(
        grade=known.grade,
        due_diligence_complete=_in_spell(known.due_diligence_at, known.grade_since),
        approved=_approved(known),
        review_overdue=(review_on is not None and review_on < on) or (case is not None and is_overdue(case, on)),
        alert_open=case is not None and any(each is not Trigger.PERIODIC_REVIEW for each in case.triggers),
    )


def approved_too_early(known: Circumstances | None) -> bool:
    """Whether a senior manager approved in this spell, but before there was any due diligence to approve."""
    return known is not None and _in_spell(known.approved_at, known.grade_since) and not _approved(known)


def _approved(known: Circumstances) -> bool:
    """Whoever approves approves what was found out: an approval before the first record of the spell does not count."""
    at, first = known.approved_at, known.due_diligence_at
    spell = known.grade_since
    return at is not None and first is not None and _in_spell(at, spell) and _in_spell(first, spell) and at >= first


def _in_spell(at: datetime | None, since: datetime | None) -> bool:
    """The very moment counts: the approval that gives a grade begins its spell."""
    return at is not None and (since is None or at >= since)
