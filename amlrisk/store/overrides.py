"""Grades that people set in place of the computed one: appended, and ended early by an appended end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from amlrisk.policy.vocabulary import Grade
from amlrisk.review.model import Override
from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database, Row

_COLUMNS = "o.customer, o.case_id, o.grade, o.reason, o.note, o.author, o.approver, o.approved_at, o.expires_on"


class Overrides:
    def __init__(self, database: Database) -> None:
        self._db = database

    def append(self, override: Override) -> None:
        """Record an override; it takes the place of every earlier one of the customer."""
        row = (
            override.customer,
            override.case,
            override.grade.value,
            override.reason,
            override.text,
            override.author,
            override.approver,
            stamp(override.approved_at),
            override.expires_on.isoformat(),
        )
        self._db.write(
            "INSERT INTO overrides (customer, case_id, grade, reason, note, author, approver, approved_at, expires_on)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )

    def end(self, customer: str, case: str, now: datetime) -> None:
        """From now on the customer's override does not hold: a later case came to the computed grade."""
        self._db.write(
            "INSERT INTO override_ends (override_id, case_id, ended_at)"
            " SELECT o.id, ?, ? FROM overrides o WHERE o.id = (SELECT max(id) FROM overrides WHERE customer = ?)"
            " AND NOT EXISTS (SELECT 1 FROM override_ends e WHERE e.override_id = o.id)",
            (case, stamp(now), customer),
        )

    def in_force(self, refs: Iterable[str], on: date) -> dict[str, Override]:
        """The last override of each customer, where it has neither expired on that day nor been ended.

        It holds up to the day before ``expires_on``.
        """
        rows = self._db.rows(
            f"SELECT {_COLUMNS} FROM overrides o WHERE {self._db.among('o.customer')} AND o.expires_on > ?"
            " AND NOT EXISTS (SELECT 1 FROM overrides l WHERE l.customer = o.customer AND l.id > o.id)"
            " AND NOT EXISTS (SELECT 1 FROM override_ends e WHERE e.override_id = o.id)",
            (self._db.many(refs), on.isoformat()),
        )
        return {each.customer: each for each in map(_override, rows)}

    def known(self, refs: Iterable[str]) -> set[str]:
        """Those who ever had an override."""
        among = self._db.among("customer")
        return {
            ref
            for (ref,) in self._db.rows(
                f"SELECT DISTINCT customer FROM overrides WHERE {among}", (self._db.many(refs),)
            )
        }

    def history(self, ref: str) -> list[Override]:
        """Every override of a customer, the oldest first."""
        statement = f"SELECT {_COLUMNS} FROM overrides o WHERE o.customer = ? ORDER BY o.id"
        return [_override(row) for row in self._db.rows(statement, (ref,))]


def _override(row: Row) -> Override:
    """From a row of ``_COLUMNS``."""
    customer, case, grade, reason, text, author, approver, approved_at, expires_on = row
    return Override(
        customer=customer,
        case=case,
        grade=Grade(grade),
        reason=reason,
        text=text,
        author=author,
        approver=approver,
        approved_at=moment(approved_at),
        expires_on=date.fromisoformat(expires_on),
    )
