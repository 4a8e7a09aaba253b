"""Cases as plain documents, in words of two languages: what API and terminal answer."""

from __future__ import annotations

from datetime import date, datetime

from amlrisk.policy.model import Rules, Text
from amlrisk.review.model import Case, CaseEvent, Trigger
from amlrisk.review.words import ACTIONS, STATES
from amlrisk.services.wording import Document, words
from amlrisk.store.case_filter import CaseRow

_BETWEEN = "~"


def row_document(row: CaseRow, rules: Rules) -> Document:
    """A line of the queue."""
    return {**case_document(row.case, rules), "name": row.name, "kind": row.kind.value, "lists": list(row.sources)}


def case_document(case: Case, rules: Rules) -> Document:
    return {
        "id": case.id,
        "customer": case.customer,
        "branch": case.branch,
        "state": case.state.value,
        "state_name": words(STATES[case.state]),
        "version": case.version,
        "triggers": [{"trigger": each.value, "name": words(trigger_name(each, rules))} for each in case.triggers],
        "grade": case.grade.value,
        "grade_name": words(rules.grades[case.grade].name),
        "assessment_id": case.assessment,
        "pending_hits": case.pending_hits,
        "opened_at": case.opened_at.isoformat(),
        "due_on": case.due_on.isoformat(),
        "overdue": case.closed_at is None and case.due_on < rules.on,
        "assignee": case.assignee,
        "proposer": case.proposer,
        "confirmer": case.confirmer,
        "settler": case.settler,
        "proposed_grade": None if case.proposed_grade is None else case.proposed_grade.value,
        "override_until": _day(case.override_until),
        "escalated_at": _time(case.escalated_at),
        "closed_at": _time(case.closed_at),
    }


def event_document(event: CaseEvent) -> Document:
    return {
        "seq": event.seq,
        "at": event.at.isoformat(),
        "actor": event.actor,
        "action": event.action.value,
        "action_name": words(ACTIONS[event.action]),
        "state": event.state.value,
        "trigger": None if event.trigger is None else event.trigger.value,
        "grade": None if event.grade is None else event.grade.value,
        "override_until": _day(event.override_until),
        "reason": event.reason,
        "text": event.text,
        "assignee": event.assignee,
        "disposition": event.disposition,
        "assessment_id": event.assessment,
    }


def trigger_name(trigger: Trigger, rules: Rules) -> Text:
    return rules.labels[f"trigger.{trigger.value}"]


def place_text(place: tuple[date, str]) -> str:
    """Where a page of cases ended, as one word."""
    return f"{place[0].isoformat()}{_BETWEEN}{place[1]}"


def place_of_text(text: str) -> tuple[date, str]:
    """The place again; raises ``ValueError``."""
    on, between, id = text.partition(_BETWEEN)
    if not between or not id:
        raise ValueError(text)
    return date.fromisoformat(on), id


def _day(on: date | None) -> str | None:
    return None if on is None else on.isoformat()


def _time(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
