"""How a case and what happened to it look in their columns."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

import msgspec

from amlrisk.facts.digest import canonical
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.model import Action, Case, CaseEvent, State, Trigger
from amlrisk.store.codec import moment, packed, stamp, unpacked
from amlrisk.store.connection import Row

CASE_COLUMNS = """k.id, k.customer, k.branch, k.state, k.version, k.triggers, k.grade, k.assessment, k.pending_hits,
    k.opened_at, k.due_on, k.assignee, k.proposer, k.confirmer, k.settler, k.proposed_grade, k.override_until,
    k.escalated_at, k.closed_at"""
EVENT_COLUMNS = """case_id, seq, happened_at, actor, action, state, cause, grade, override_until, reason, note,
    assignee, disposition, assessment, form"""

_Word = TypeVar("_Word", bound=StrEnum)
_case_decoder = msgspec.json.Decoder(Case)


def case_row(case: Case) -> tuple[object, ...]:
    """In the order of ``CASE_COLUMNS``."""
    return (
        case.id,
        case.customer,
        case.branch,
        case.state.value,
        case.version,
        between_commas(trigger.value for trigger in case.triggers),
        case.grade.value,
        case.assessment,
        case.pending_hits,
        stamp(case.opened_at),
        case.due_on.isoformat(),
        case.assignee,
        case.proposer,
        case.confirmer,
        case.settler,
        None if case.proposed_grade is None else case.proposed_grade.value,
        _day(case.override_until),
        _stamp(case.escalated_at),
        _stamp(case.closed_at),
    )


def case_of_row(row: Row) -> Case:
    """From a row of ``CASE_COLUMNS``."""
    (id, customer, branch, state, version, triggers, grade, assessment, pending_hits) = row[:9]
    (opened_at, due_on, assignee, proposer, confirmer, settler, proposed, until, escalated_at, closed_at) = row[9:]
    return Case(
        id=id,
        customer=customer,
        branch=branch,
        state=State(state),
        version=version,
        triggers=tuple(map(Trigger, words(triggers))),
        grade=Grade(grade),
        assessment=assessment,
        pending_hits=pending_hits,
        opened_at=moment(opened_at),
        due_on=date.fromisoformat(due_on),
        assignee=assignee,
        proposer=proposer,
        confirmer=confirmer,
        settler=settler,
        proposed_grade=_word(Grade, proposed),
        override_until=_date(until),
        escalated_at=_moment(escalated_at),
        closed_at=_moment(closed_at),
    )


def event_row(event: CaseEvent, after: Case) -> tuple[object, ...]:
    """In the order of ``EVENT_COLUMNS``, and the case as the event left it."""
    return (
        event.case,
        event.seq,
        stamp(event.at),
        event.actor,
        event.action.value,
        event.state.value,
        None if event.trigger is None else event.trigger.value,
        None if event.grade is None else event.grade.value,
        _day(event.override_until),
        event.reason,
        event.text,
        event.assignee,
        event.disposition,
        event.assessment,
        event.form,
        packed(canonical(after)),
    )


def event_of_row(row: Row) -> CaseEvent:
    """From a row of ``EVENT_COLUMNS``."""
    (case, seq, at, actor, action, state, trigger, grade, until, reason, text, assignee, disposition) = row[:13]
    assessment, form = row[13:]
    return CaseEvent(
        case=case,
        seq=seq,
        at=moment(at),
        actor=actor,
        action=Action(action),
        state=State(state),
        trigger=_word(Trigger, trigger),
        grade=_word(Grade, grade),
        override_until=_date(until),
        reason=reason,
        text=text,
        assignee=assignee,
        disposition=disposition,
        assessment=assessment,
        form=form,
    )


def case_after(stored: bytes | memoryview) -> Case:
    """The case as an event left it."""
    return _case_decoder.decode(unpacked(stored))


def between_commas(many: Iterable[str]) -> str:
    """Words in one column, each findable as ``,word,``."""
    return "".join(f",{word}" for word in many) + ","


def words(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split(",")))


def _word(kind: type[_Word], text: str | None) -> _Word | None:
    return None if text is None else kind(text)


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _stamp(at: datetime | None) -> str | None:
    return None if at is None else stamp(at)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else moment(text)
