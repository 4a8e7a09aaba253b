"""What a case is decided on: what the rules alone say of the customer, and what list hits impose."""

from __future__ import annotations

import msgspec

from amlrisk.grading.listing import is_open
from amlrisk.grading.model import Assessment
from amlrisk.policy.vocabulary import Grade


class Basis(msgspec.Struct, frozen=True, kw_only=True):
    """``computed`` is the grade without any override, ``listed`` what list hits impose, below which nobody may go."""

    computed: Grade
    listed: Grade | None = None


def basis_of(assessment: Assessment) -> Basis:
    """What the proposal of a case is measured against."""
    outcome = assessment.outcome
    imposed = [
        Grade(r.params["grade"]) for r in outcome.reasons if r.code.startswith("listing_") and "grade" in r.params
    ]
    return Basis(
        computed=outcome.grade if outcome.computed_grade is None else outcome.computed_grade,
        listed=max(imposed, key=lambda grade: grade.rank, default=None),
    )


def undecided(assessment: Assessment) -> int:
    """How many hits nobody has decided, or not since they were reopened. An inconclusive decision is one."""
    return sum(is_open(found) and found.disposition is None for found in assessment.hits)
