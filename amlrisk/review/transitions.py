"""The steps of a case: one table, and the function that takes them.

The table says from where to where, who may, and who may not because of an earlier step. ``docs/cases.md`` draws it.
"""

from __future__ import annotations

from datetime import date

import msgspec

from amlrisk.errors import CaseChanged, FourEyes, NotAllowed, NotNow, OtherBranch
from amlrisk.policy.model import ReviewRules, Text
from amlrisk.review.authority import Officer, Permission
from amlrisk.review.basis import Basis
from amlrisk.review.model import Action, Case, State
from amlrisk.review.moves import GRADED, Move, check
from amlrisk.review.words import BLOCKED, PARTS

_ALL = (State.OPEN, State.PROPOSED, State.DISPUTED, State.APPROVAL)


class Transition(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the table. Who is named in ``not_by`` (fields of the case) cannot take it.

    ``ends`` are where it may lead: with two, the second where a senior manager must approve. Without ``permission``
    it is the system's.
    """

    action: Action
    start: State
    ends: tuple[State, ...]
    permission: Permission | None = None
    not_by: tuple[str, ...] = ()


def _staying(action: Action, permission: Permission | None = None) -> tuple[Transition, ...]:
    return tuple(Transition(action=action, start=state, ends=(state,), permission=permission) for state in _ALL)


_DECIDED = (State.CLOSED, State.APPROVAL)

TRANSITIONS: tuple[Transition, ...] = (
    Transition(action=Action.DECIDE_HIT, start=State.OPEN, ends=(State.OPEN,), permission=Permission.DECIDE_HITS),
    Transition(action=Action.PROPOSE, start=State.OPEN, ends=(State.PROPOSED,), permission=Permission.PROPOSE_GRADE),
    Transition(
        action=Action.CONFIRM,
        start=State.PROPOSED,
        ends=_DECIDED,
        permission=Permission.CONFIRM_GRADE,
        not_by=("proposer",),
    ),
    Transition(
        action=Action.DIFFER,
        start=State.PROPOSED,
        ends=(State.DISPUTED,),
        permission=Permission.CONFIRM_GRADE,
        not_by=("proposer",),
    ),
    Transition(
        action=Action.SETTLE,
        start=State.DISPUTED,
        ends=_DECIDED,
        permission=Permission.SETTLE_CASE,
        not_by=("proposer", "confirmer"),
    ),
    Transition(
        action=Action.APPROVE,
        start=State.APPROVAL,
        ends=(State.CLOSED,),
        permission=Permission.APPROVE_CASE,
        not_by=("proposer", "confirmer", "settler"),
    ),
    Transition(action=Action.RETURN, start=State.PROPOSED, ends=(State.OPEN,), permission=Permission.CONFIRM_GRADE),
    Transition(action=Action.RETURN, start=State.DISPUTED, ends=(State.OPEN,), permission=Permission.SETTLE_CASE),
    Transition(action=Action.RETURN, start=State.APPROVAL, ends=(State.OPEN,), permission=Permission.APPROVE_CASE),
    *_staying(Action.ASSIGN, Permission.ASSIGN_CASES),
    *_staying(Action.COMMENT, Permission.COMMENT_CASE),
    *_staying(Action.TRIGGERED),
    *_staying(Action.ESCALATED),
    *(Transition(action=Action.REASSESSED, start=state, ends=(State.OPEN,)) for state in _ALL),
)

_BY_PLACE = {(row.action, row.start): row for row in TRANSITIONS}
_PART_OF = {
    Action.PROPOSE: "proposer",
    Action.CONFIRM: "confirmer",
    Action.DIFFER: "confirmer",
    Action.SETTLE: "settler",
}
_GRADING = frozenset({Action.PROPOSE, Action.CONFIRM, Action.DIFFER, Action.SETTLE, Action.APPROVE})

#: What people can do to a case, in the order of the work.
BY_PEOPLE: tuple[Action, ...] = tuple(dict.fromkeys(row.action for row in TRANSITIONS if row.permission is not None))


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """Something that could be done to a case; where not by this officer now, ``why`` says so."""

    action: Action
    allowed: bool
    why: Text | None = None


def step(  # noqa: PLR0913, PLR0917  # who does what to which case, under which rules, when, and on what basis
    case: Case, move: Move, actor: Officer, rules: ReviewRules, on: date, basis: Basis
) -> Case:
    """The case after the move. ``basis`` is of its current assessment (``basis_of``).

    Nothing is decided here about the moment: ``closed_at`` is set by whoever records the step.

    Raises ``NotAllowed`` or ``OtherBranch`` where it is not this officer's to do, ``CaseChanged`` where the case is not
    as they saw it, ``NotNow`` where it does not allow the move as it stands, ``FourEyes`` where another person must,
    ``InvalidInput`` where what they say will not do.
    """
    row = _BY_PLACE.get((move.action, case.state))
    if not _may(actor, move.action, row):
        raise NotAllowed(role=actor.role.value)
    if not actor.sees(case.branch):
        raise OtherBranch()
    if move.version != case.version:
        raise CaseChanged(case.id, move.version, case.version)
    blocked = "state" if row is None else _blocked(case, move.action, on)
    if row is None or blocked is not None:
        raise not_now(case, move.action, blocked or "state")
    part = _taken(case, row, actor)
    if part is not None:
        raise FourEyes(case=case.id, part=part, why_zh=PARTS[part].zh, why_en=PARTS[part].en)
    check(case, move, rules, on, basis)
    after = msgspec.structs.replace(case, version=case.version + 1, **_said(move, actor))
    return msgspec.structs.replace(after, state=_end(after, row, rules))


def offers(case: Case, officer: Officer, rules: ReviewRules, on: date | None = None) -> tuple[Offer, ...]:
    """Everything that people can do to a case, in the order of the work, and why this officer cannot.

    ``on`` is today; without it nothing is said of an override whose end has passed.
    """
    return tuple(_offer(case, action, officer, on) for action in BY_PEOPLE)


def _offer(case: Case, action: Action, officer: Officer, on: date | None) -> Offer:
    row = _BY_PLACE.get((action, case.state))
    if not officer.sees(case.branch):
        why = BLOCKED["branch"]
    elif not _may(officer, action, row):
        why = BLOCKED["role"]
    elif row is None:
        why = BLOCKED[f"state_{case.state.value}"]
    elif (blocked := _blocked(case, action, on)) is not None:
        why = BLOCKED[blocked]
    elif (part := _taken(case, row, officer)) is not None:
        why = PARTS[part]
    else:
        return Offer(action=action, allowed=True)
    return Offer(action=action, allowed=False, why=why)


def _may(officer: Officer, action: Action, row: Transition | None) -> bool:
    """By the row where the case stands; elsewhere, by any row of the action."""
    rows = (row,) if row is not None else tuple(each for each in TRANSITIONS if each.action is action)
    return any(each.permission is not None and officer.may(each.permission) for each in rows)


def _blocked(case: Case, action: Action, on: date | None) -> str | None:
    """Why the case does not allow what its state would."""
    if action in _GRADING and case.pending_hits:
        return "pending_hits"
    deciding = action in (Action.CONFIRM, Action.APPROVE)
    if deciding and on is not None and case.override_until is not None and case.override_until <= on:
        return "override_over"
    return None


def not_now(case: Case, action: Action, why: str = "state") -> NotNow:
    """The error that says what the case waits for, or why else it does not allow the action."""
    words = BLOCKED[f"state_{case.state.value}" if why == "state" else why]
    return NotNow(case=case.id, action=action.value, why=why, why_zh=words.zh, why_en=words.en)


def _taken(case: Case, row: Transition, officer: Officer) -> str | None:
    """The earlier step that this officer took, where it bars them."""
    return next((part for part in row.not_by if getattr(case, part) == officer.id), None)


def _said(move: Move, actor: Officer) -> dict[str, object]:
    """The fields of the case that the move sets, beside the state."""
    if move.action is Action.RETURN:
        return reopened()
    if move.action is Action.ASSIGN:
        return {"assignee": move.assignee}
    said: dict[str, object] = {}
    if move.action in _PART_OF:
        said[_PART_OF[move.action]] = actor.id
    if move.action in GRADED:
        said |= {"proposed_grade": move.grade, "override_until": move.override_until}
    return said


def _end(after: Case, row: Transition, rules: ReviewRules) -> State:
    """Where the row leads: to a senior manager with every override, and with the grades that the pack names."""
    first, *approval = row.ends
    asked = after.override_until is not None or after.proposed_grade in rules.approval
    return approval[0] if approval and asked else first


def reopened() -> dict[str, object]:
    """The fields of a case that goes back to its beginning: nobody has graded it."""
    nobody = dict.fromkeys(("proposer", "confirmer", "settler", "proposed_grade", "override_until"))
    return {"state": State.OPEN} | nobody
