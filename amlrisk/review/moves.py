"""What a person does to a case, and whether what they say will do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from amlrisk.errors import InvalidInput, Issue
from amlrisk.policy.model import ReviewRules
from amlrisk.policy.vocabulary import Grade, ReasonKind
from amlrisk.review.basis import Basis
from amlrisk.review.model import Action, Case
from amlrisk.review.words import FAULTS
from amlrisk.screening.model import DispositionKind

#: What gives a grade of the officer's own.
GRADED = frozenset({Action.PROPOSE, Action.DIFFER, Action.SETTLE})
_REASONS = {
    Action.PROPOSE: ReasonKind.PROPOSE,
    Action.CONFIRM: ReasonKind.CONFIRM,
    Action.DIFFER: ReasonKind.DIFFER,
    Action.SETTLE: ReasonKind.SETTLE,
    Action.APPROVE: ReasonKind.APPROVE,
    Action.RETURN: ReasonKind.RETURN,
}


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """One action on a case, with the ``version`` of it that was seen, from the form of that id.

    ``reason`` is an id of the pack's list (``reason_kind`` says which), ``text`` the officer's own words. ``grade`` is
    what is proposed, differed with or settled; where it is not the computed grade, it is an override and ends on
    ``override_until``. ``disposition`` is what a hit was found to be. ``assignee`` of None leaves the case to nobody.
    """

    action: Action
    version: int
    form: str = ""
    reason: str = ""
    text: str = ""
    grade: Grade | None = None
    override_until: date | None = None
    assignee: str | None = None
    disposition: DispositionKind | None = None


def reason_kind(move: Move, basis: Basis) -> ReasonKind | None:
    """Which list of reasons the move takes its reason from; None where it needs none."""
    if move.action is Action.DECIDE_HIT and move.disposition is not None:
        return ReasonKind(move.disposition.value)
    if move.action is Action.PROPOSE and move.grade is not None and move.grade is not basis.computed:
        return ReasonKind.OVERRIDE
    return _REASONS.get(move.action)


def check(case: Case, move: Move, rules: ReviewRules, on: date, basis: Basis) -> None:
    """Raises ``InvalidInput`` with every issue, its path being the field of the move."""
    issues = (*_said(move, rules, basis), *_graded(case, move, rules, on, basis))
    if issues:
        raise InvalidInput(issues)


def _said(move: Move, rules: ReviewRules, basis: Basis) -> Iterator[Issue]:
    """Is there a reason from the list, and words where they are needed?"""
    if move.action is Action.DECIDE_HIT and move.disposition is None:
        yield _issue("disposition", "required")
    kind = reason_kind(move, basis)
    chosen = None if kind is None else rules.reason(kind, move.reason)
    if kind is not None and chosen is None:
        yield _issue("reason", "unknown_reason" if move.reason else "required")
    needed = move.action is Action.COMMENT or (chosen is not None and chosen.text_needed)
    if needed and not move.text.strip():
        yield _issue("text", "required")
    if len(move.text) > rules.longest_text:
        yield _issue("text", "too_long", most=str(rules.longest_text))


def _graded(case: Case, move: Move, rules: ReviewRules, on: date, basis: Basis) -> Iterator[Issue]:
    """Is the grade one that people may give, and does an override end in time?"""
    if move.action not in GRADED:
        if move.grade is not None and move.grade is not case.proposed_grade:
            yield _issue("grade", "not_here")
        return
    if move.grade is None:
        yield _issue("grade", "required")
        return
    if move.action is Action.DIFFER and (move.grade, move.override_until) == (case.proposed_grade, case.override_until):
        yield _issue("grade", "no_difference")
    if move.grade is basis.computed:
        if move.override_until is not None:
            yield _issue("override_until", "no_override")
        return
    if move.grade is Grade.UNACCEPTABLE:
        yield _issue("grade", "only_by_listing")
    elif basis.listed is not None and move.grade.rank < basis.listed.rank:
        yield _issue("grade", "listed")
    yield from _until(move.override_until, rules, on)


def _until(until: date | None, rules: ReviewRules, on: date) -> Iterator[Issue]:
    latest = on + timedelta(days=rules.override_days)
    if until is None:
        yield _issue("override_until", "required")
    elif until <= on:
        yield _issue("override_until", "date_not_ahead", day=on.isoformat())
    elif until > latest:
        yield _issue("override_until", "date_beyond_policy", day=latest.isoformat(), most=str(rules.override_days))


def _issue(path: str, code: str, **params: str) -> Issue:
    zh, en = FAULTS[code]
    return Issue(path=path, code=code, zh=zh.format(**params), en=en.format(**params))
