"""Cases: how each stands, and everything that happened to it, appended and never edited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec

from amlrisk.errors import NotFound, StoreRefused
from amlrisk.facts.model import Kind
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.model import Case, CaseEvent, State
from amlrisk.store.case_filter import UNASSIGNED, BranchDay, CaseCounts, CaseFilter, CaseRow
from amlrisk.store.case_rows import (
    CASE_COLUMNS,
    EVENT_COLUMNS,
    between_commas,
    case_after,
    case_of_row,
    case_row,
    event_of_row,
    event_row,
    words,
)
from amlrisk.store.codec import moment
from amlrisk.store.connection import Database

__all__ = ["UNASSIGNED", "BranchDay", "CaseCounts", "CaseFilter", "CaseRow", "Cases", "Step"]

_SELECT = f"SELECT {CASE_COLUMNS} FROM cases k"
# First which, by an index that holds all that is filtered by; then everything about these few.
_PAGE = f"""
    SELECT {CASE_COLUMNS}, k.sources, c.name, c.kind
    FROM (SELECT k.id FROM {{place}} WHERE {{where}} ORDER BY k.due_on, k.id LIMIT ?) p
    JOIN cases k ON k.id = p.id JOIN customers c ON c.ref = k.customer ORDER BY k.due_on, k.id
"""
_NAMES = ", ".join(column.strip().removeprefix("k.") for column in CASE_COLUMNS.split(","))
_INSERT = f"INSERT INTO cases ({_NAMES}, sources) VALUES ({', '.join('?' * 20)})"
_UPDATE = """
    UPDATE cases SET branch = ?, state = ?, version = ?, triggers = ?, grade = ?, assessment = ?, pending_hits = ?,
        opened_at = ?, due_on = ?, assignee = ?, proposer = ?, confirmer = ?, settler = ?, proposed_grade = ?,
        override_until = ?, escalated_at = ?, closed_at = ?, sources = coalesce(?, sources)
    WHERE id = ? AND version = ?
"""
_APPEND = f"INSERT INTO case_events ({EVENT_COLUMNS}, case_after) VALUES ({', '.join('?' * 16)})"


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A case as it is after one or more events, which follow each other without a gap and end at ``case.version``.

    No events: only what is computed has moved (``assessment``, ``branch``, hits), and ``version`` stays.
    ``sources`` are the lists on which the customer has hits; None where they are as they were.
    """

    case: Case
    events: tuple[CaseEvent, ...]
    sources: tuple[str, ...] | None = None

    @property
    def version_before(self) -> int:
        return self.case.version - len(self.events)


class Cases:
    def __init__(self, database: Database) -> None:
        self._db = database

    # --- writing --------------------------------------------------------------------------------------

    def open(self, steps: Sequence[Step]) -> None:
        """Record new cases; all or none. Raises ``StoreRefused`` where a customer has an open one already."""
        ordered = sorted(steps, key=lambda step: step.case.customer)
        with self._db.joined():
            self._db.write_many(_INSERT, [(*case_row(s.case), between_commas(s.sources or ())) for s in ordered])
            self._append(ordered)

    def advance(self, steps: Sequence[Step]) -> None:
        """Record what happened to cases; all or none.

        Raises ``StoreRefused`` where a case is not at the version that the events follow, or where one of their forms
        was recorded before. Hold the customers first (``Customers.hold``), and neither happens.
        """
        ordered = sorted(steps, key=lambda step: step.case.customer)
        with self._db.joined():
            self._append(ordered)
            for step in ordered:
                id, _, *columns = case_row(step.case)
                sources = None if step.sources is None else between_commas(step.sources)
                if self._db.write(_UPDATE, (*columns, sources, id, step.version_before)) != 1:
                    raise StoreRefused(rule="unique", detail=f"case {id} is not at version {step.version_before}")

    def _append(self, steps: Sequence[Step]) -> None:
        rows = [event_row(event, step.case) for step in steps for event in step.events]
        if rows:
            self._db.write_many(_APPEND, rows)

    # --- one ------------------------------------------------------------------------------------------

    def get(self, id: str) -> Case:
        """Raises ``NotFound``."""
        row = self._db.row(f"{_SELECT} WHERE k.id = ?", (id,))
        if row is None:
            raise NotFound(kind="case", ref=id)
        return case_of_row(row)

    def open_of(self, refs: Iterable[str]) -> dict[str, Case]:
        """The case of each customer that is not closed, for those that have one."""
        among = self._db.among("k.customer")
        rows = self._db.rows(f"{_SELECT} WHERE k.state <> 'closed' AND {among}", (self._db.many(refs),))
        return {case.customer: case for case in map(case_of_row, rows)}

    def of_customer(self, ref: str) -> list[Case]:
        """Every case of a customer, the newest first."""
        rows = self._db.rows(f"{_SELECT} WHERE k.customer = ? ORDER BY k.opened_at DESC, k.id DESC", (ref,))
        return [case_of_row(row) for row in rows]

    def last_closed(self, refs: Iterable[str]) -> dict[str, datetime]:
        """When the last case of each customer was closed, for those who had one that was."""
        rows = self._db.rows(
            "SELECT k.customer, max(k.closed_at) FROM cases k"
            f" WHERE k.state = 'closed' AND {self._db.among('k.customer')} GROUP BY k.customer",
            (self._db.many(refs),),
        )
        return {ref: moment(at) for ref, at in rows}

    def events(self, id: str, after: int = 0) -> list[CaseEvent]:
        """What happened to a case since version ``after``, the earliest first."""
        statement = f"SELECT {EVENT_COLUMNS} FROM case_events WHERE case_id = ? AND seq > ? ORDER BY seq"
        return [event_of_row(row) for row in self._db.rows(statement, (id, after))]

    def after_form(self, form: str) -> Case | None:
        """The case as the form left it; None where no such form was recorded."""
        stored = self._db.value("SELECT case_after FROM case_events WHERE form = ? AND form <> ''", (form,))
        return None if stored is None else case_after(stored)

    # --- many -----------------------------------------------------------------------------------------

    def page(self, wanted: CaseFilter, after: tuple[date, str] | None, limit: int) -> list[CaseRow]:
        """Up to ``limit`` cases following ``after`` (``CaseRow.place``), the earliest due first; None begins."""
        where, values = wanted.condition(self._db)
        if after is not None:
            where, values = f"{where} AND (k.due_on, k.id) > (?, ?)", [*values, after[0].isoformat(), after[1]]
        rows = self._db.rows(_PAGE.format(place=_from(wanted), where=where), (*values, limit))
        return [
            CaseRow(case=case_of_row(row[:-3]), sources=words(row[-3]), name=row[-2], kind=Kind(row[-1]))
            for row in rows
        ]

    def counts(self, wanted: CaseFilter, on: date) -> CaseCounts:
        """How many cases meet the filter, and how urgent they are on a day."""
        where, values = wanted.condition(self._db)
        rows = self._db.rows(
            "SELECT k.state, k.grade, count(*), sum(CASE WHEN k.due_on < ? THEN 1 ELSE 0 END),"
            " sum(CASE WHEN k.due_on = ? THEN 1 ELSE 0 END), sum(CASE WHEN k.assignee IS NULL THEN 1 ELSE 0 END)"
            f" FROM {_from(wanted)} WHERE {where} GROUP BY k.state, k.grade",
            (on.isoformat(), on.isoformat(), *values),
        )
        by_state, by_grade = dict.fromkeys(State, 0), dict.fromkeys(Grade, 0)
        for state, grade, number, *_ in rows:
            by_state[State(state)] += int(number)
            by_grade[Grade(grade)] += int(number)
        total, overdue, due_today, unassigned = (sum(int(row[place]) for row in rows) for place in (2, 3, 4, 5))
        return CaseCounts(
            total=total,
            overdue=overdue,
            due_today=due_today,
            unassigned=unassigned,
            by_state=by_state,
            by_grade=by_grade,
        )

    def by_branch_and_day(self, wanted: CaseFilter) -> list[BranchDay]:
        """How many cases that meet the filter are due in each branch on each day, in order of day."""
        where, values = wanted.condition(self._db)
        rows = self._db.rows(
            f"SELECT k.branch, k.due_on, count(*) FROM {_from(wanted)} WHERE {where}"
            " GROUP BY k.branch, k.due_on ORDER BY k.due_on, k.branch",
            values,
        )
        return [BranchDay(branch=branch, due_on=date.fromisoformat(on), cases=int(count)) for branch, on, count in rows]

    def workload(self, assignees: Iterable[str]) -> dict[str, int]:
        """How many cases that are not closed each of these people has; those who have none are left out."""
        rows = self._db.rows(
            f"SELECT k.assignee, count(*) FROM cases k WHERE k.state <> 'closed' AND {self._db.among('k.assignee')}"
            " GROUP BY k.assignee",
            (self._db.many(assignees),),
        )
        return {assignee: int(count) for assignee, count in rows}

    def not_escalated(self, before: date, limit: int, after: tuple[date, str] | None = None) -> list[Case]:
        """Cases that were due before a day and have not been escalated yet, the longest overdue first.

        ``after`` is the due day and id of the last one seen.
        """
        begin = ("", "") if after is None else (after[0].isoformat(), after[1])
        rows = self._db.rows(
            f"{_SELECT} WHERE k.state <> 'closed' AND k.due_on < ? AND k.escalated_at IS NULL"
            " AND (k.due_on, k.id) > (?, ?) ORDER BY k.due_on, k.id LIMIT ?",
            (before.isoformat(), *begin, limit),
        )
        return [case_of_row(row) for row in rows]


def _from(wanted: CaseFilter) -> str:
    """Customers are joined only where the filter looks at them."""
    return "cases k JOIN customers c ON c.ref = k.customer" if wanted.query else "cases k"
