"""How a case begins, and what happens to it without people: each function gives the case after each event."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

import msgspec

from amlrisk.grading.model import Assessment
from amlrisk.policy.model import ReviewRules
from amlrisk.policy.vocabulary import Trigger
from amlrisk.review.basis import Basis, basis_of, undecided
from amlrisk.review.due import due_on
from amlrisk.review.model import Action, Case, State
from amlrisk.review.transitions import not_now, reopened


class Happened(NamedTuple):
    """An event of the system, the trigger where it is one, and the case after it."""

    action: Action
    trigger: Trigger | None
    case: Case


def opened(  # noqa: PLR0913  # what a case is made of
    assessment: Assessment,
    triggers: Iterable[Trigger],
    rules: ReviewRules,
    *,
    id: str,
    branch: str | None,
    now: datetime,
) -> tuple[Happened, ...]:
    """A new case on the assessment, due by the most urgent of its triggers (one at least): the opening comes with the
    first of them, every other is an event of its own.
    """
    first, *others = triggers
    case = Case(
        id=id,
        customer=assessment.customer,
        branch=branch,
        state=State.OPEN,
        version=1,
        triggers=(first,),
        grade=assessment.outcome.grade,
        assessment=assessment.id,
        pending_hits=undecided(assessment),
        opened_at=now,
        due_on=_due(first, rules, assessment.on),
    )
    return (Happened(Action.OPENED, first, case), *_gathered(case, others, rules, assessment.on))


def triggered(case: Case, trigger: Trigger, rules: ReviewRules, on: date) -> Case:
    """The case with one trigger more, due earlier where that asks for it; one it has already changes nothing.

    Raises ``NotNow`` for a closed case, as everything here does.
    """
    _require_open(case, Action.TRIGGERED)
    if trigger in case.triggers:
        return case
    return msgspec.structs.replace(
        case,
        version=case.version + 1,
        triggers=(*case.triggers, trigger),
        due_on=min(case.due_on, _due(trigger, rules, on)),
    )


def follow(
    case: Case,
    assessment: Assessment,
    triggers: Iterable[Trigger],
    rules: ReviewRules,
    basis: Basis | None = None,
) -> tuple[Happened, ...]:
    """What a new assessment of the customer makes of the open case; nothing where only its id is another.

    Where grade or undecided hits are others, what was proposed was proposed of something else: it goes back to open.
    So it does where the grade of the rules moved behind an override: ``basis`` is what the case was decided on so far.
    """
    _require_open(case, Action.REASSESSED)
    before, happened = (case.grade, case.pending_hits), []
    case = _upon(case, assessment)
    behind = case.state is not State.OPEN and basis is not None and basis != basis_of(assessment)
    if behind or before != (case.grade, case.pending_hits):
        back = {} if case.state is State.OPEN else reopened()
        case = msgspec.structs.replace(case, version=case.version + 1, **back)
        happened.append(Happened(Action.REASSESSED, None, case))
    return (*happened, *_gathered(case, triggers, rules, assessment.on))


def reassess(case: Case, assessment: Assessment, triggers: Iterable[Trigger], rules: ReviewRules) -> Case:
    """The case after all of ``follow``, resting on the new assessment. Of the same version, nothing happened."""
    happened = follow(case, assessment, triggers, rules)
    return happened[-1].case if happened else _upon(case, assessment)


def escalated(case: Case, now: datetime) -> Case:
    """The overdue case, of which a manager was told."""
    _require_open(case, Action.ESCALATED)
    return msgspec.structs.replace(case, version=case.version + 1, escalated_at=now)


def _require_open(case: Case, action: Action) -> None:
    if case.state is State.CLOSED:
        raise not_now(case, action)


def _upon(case: Case, assessment: Assessment) -> Case:
    return msgspec.structs.replace(
        case, assessment=assessment.id, grade=assessment.outcome.grade, pending_hits=undecided(assessment)
    )


def _gathered(case: Case, triggers: Iterable[Trigger], rules: ReviewRules, on: date) -> tuple[Happened, ...]:
    happened = []
    for trigger in triggers:
        after = triggered(case, trigger, rules, on)
        if after is not case:
            case = after
            happened.append(Happened(Action.TRIGGERED, trigger, case))
    return tuple(happened)


def _due(trigger: Trigger, rules: ReviewRules, on: date) -> date:
    return due_on(on, rules.triggers[trigger].working_days, rules.calendar)
