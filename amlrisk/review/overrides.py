"""An override on its way from a case to the grading."""

from __future__ import annotations

from datetime import datetime

import msgspec

from amlrisk.grading.model import AppliedOverride
from amlrisk.review.model import Case, Override


def override_of(case: Case, reason: str, text: str, approver: str, now: datetime) -> Override | None:
    """What a case that was approved sets in place of the computed grade; None where it came to the computed grade.

    Author is whoever gave the grade that was approved: who settled, else who differed or proposed.
    """
    if case.override_until is None or case.proposed_grade is None:
        return None
    author = case.settler or case.proposer
    assert author is not None
    return Override(
        customer=case.customer,
        case=case.id,
        grade=case.proposed_grade,
        reason=reason,
        text=text,
        author=author,
        approver=approver,
        approved_at=now,
        expires_on=case.override_until,
    )


def applied(override: Override | None) -> AppliedOverride | None:
    """The override as grading takes it."""
    if override is None:
        return None
    fields = msgspec.structs.asdict(override)
    return AppliedOverride(**{name: fields[name] for name in AppliedOverride.__struct_fields__})
