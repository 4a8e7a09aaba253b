"""A grade that two people set: in place of the computed one while it holds, never better than what listings impose."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from amlrisk.grading.model import AppliedOverride, Reason
from amlrisk.policy.model import Rules
from amlrisk.policy.vocabulary import Grade, ReasonKind


class Held(NamedTuple):
    """The grade after the override, why, and the day that somebody must look again because of it."""

    grade: Grade
    reasons: tuple[Reason, ...] = ()
    ends_on: tuple[date, ...] = ()


def overridden(override: AppliedOverride | None, computed: Grade, listed: Grade | None, rules: Rules, on: date) -> Held:
    """``computed`` is the grade of the rules, ``listed`` what list hits impose: below that no override goes."""
    if override is None:
        return Held(computed)
    params = _words(override, rules) | {"computed": computed.value}
    if not override.holds(on):
        return Held(computed, (Reason(code="override_ended", params=params),))
    reasons: tuple[Reason, ...] = (Reason(code="override", params=params),)
    grade = override.grade
    if listed is not None and listed.rank > grade.rank:
        grade = listed
        reasons += (Reason(code="override_bounded", params={"grade": listed.value}),)
    return Held(grade, reasons, (override.expires_on,))


def _words(override: AppliedOverride, rules: Rules) -> dict[str, str]:
    given = {
        "grade": override.grade.value,
        "why": override.reason,
        "author": override.author,
        "approver": override.approver,
        "until": override.expires_on.isoformat(),
        "case": override.case,
    }
    # Who settles a case may set another grade too, and says why from the list of settlements.
    for kind in (ReasonKind.OVERRIDE, ReasonKind.SETTLE):
        known = rules.review.reason(kind, override.reason)
        if known is not None:
            return given | {"why_zh": known.name.zh, "why_en": known.name.en}
    return given
