"""Records of enhanced due diligence, appended; and what else the gate asks of a customer's file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from amlrisk.policy.vocabulary import Grade
from amlrisk.review.model import Action, Case
from amlrisk.store.case_rows import CASE_COLUMNS, case_of_row
from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database, Row
from amlrisk.tiering.standing import Circumstances

_COLUMNS = "customer, funds, wealth, purpose, conclusion, author, recorded_at, form"


class DueDiligence(msgspec.Struct, frozen=True, kw_only=True):
    """What was found out: source of funds and of wealth, purpose of the relationship, and the conclusion."""

    customer: str
    funds: str
    wealth: str
    purpose: str
    conclusion: str
    author: str
    at: datetime
    form: str = ""


class DueDiligenceRecords:
    def __init__(self, database: Database) -> None:
        self._db = database

    def append(self, made: DueDiligence) -> None:
        """Raises ``StoreRefused`` where the customer is not known, or for a form that was sent before."""
        row = (made.customer, made.funds, made.wealth, made.purpose, made.conclusion, made.author)
        self._db.write(
            f"INSERT INTO due_diligence ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*row, stamp(made.at), made.form),
        )

    def history(self, ref: str) -> list[DueDiligence]:
        """A customer's records, the newest first."""
        rows = self._db.rows(f"SELECT {_COLUMNS} FROM due_diligence WHERE customer = ? ORDER BY id DESC", (ref,))
        return [_record(row) for row in rows]

    def by_form(self, form: str) -> DueDiligence | None:
        """What a form recorded; None where it was never sent."""
        row = self._db.row(f"SELECT {_COLUMNS} FROM due_diligence WHERE form = ? AND form <> ''", (form,))
        return None if row is None else _record(row)

    def circumstances(self, refs: Iterable[str]) -> dict[str, Circumstances]:
        """What is on record of each of these customers: assessment, open case, spell, first due diligence, approval."""
        many = self._db.many(refs)
        cases = self._open_cases(many)
        since = self._last("SELECT customer, max(changed_at) FROM grade_changes WHERE {} GROUP BY customer", many)
        made = self._last(
            "SELECT d.customer, min(d.recorded_at) FROM due_diligence d WHERE {} AND NOT EXISTS (SELECT 1 FROM"
            " grade_changes g WHERE g.customer = d.customer AND g.changed_at > d.recorded_at) GROUP BY d.customer",
            many,
            "d.customer",
        )
        approved = self._last(
            "SELECT k.customer, max(k.closed_at) FROM cases k WHERE k.state = 'closed' AND {} AND EXISTS"
            f" (SELECT 1 FROM case_events e WHERE e.case_id = k.id AND e.action = '{Action.APPROVE}')"
            " GROUP BY k.customer",
            many,
            "k.customer",
        )
        graded = self._db.rows(
            f"SELECT customer, grade, next_review_on FROM current_assessments WHERE {self._db.among('customer')}",
            (many,),
        )
        assessed = {ref: (grade, review_on) for ref, grade, review_on in graded}
        return {
            ref: Circumstances(
                grade=Grade(assessed[ref][0]) if ref in assessed else None,
                next_review_on=_day(assessed[ref][1]) if ref in assessed else None,
                case=cases.get(ref),
                grade_since=since.get(ref),
                due_diligence_at=made.get(ref),
                approved_at=approved.get(ref),
            )
            for ref in {*assessed, *cases, *made}
        }

    def _open_cases(self, many: object) -> dict[str, Case]:
        rows = self._db.rows(
            f"SELECT {CASE_COLUMNS} FROM cases k WHERE k.state <> 'closed' AND {self._db.among('k.customer')}", (many,)
        )
        return {case.customer: case for case in map(case_of_row, rows)}

    def _last(self, statement: str, many: object, column: str = "customer") -> dict[str, datetime]:
        rows = self._db.rows(statement.format(self._db.among(column)), (many,))
        return {ref: moment(at) for ref, at in rows}


def _record(row: Row) -> DueDiligence:
    customer, funds, wealth, purpose, conclusion, author, at, form = row
    return DueDiligence(
        customer=customer,
        funds=funds,
        wealth=wealth,
        purpose=purpose,
        conclusion=conclusion,
        author=author,
        at=moment(at),
        form=form,
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
