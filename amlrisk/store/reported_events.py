"""What compliance reported of customers: appended, never edited."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from amlrisk.facts.model import Event, EventKind
from amlrisk.store.codec import stamp
from amlrisk.store.connection import Database


class ReportedEvents:
    def __init__(self, database: Database) -> None:
        self._db = database

    def append(self, customer: str, event: Event, author: str, now: datetime) -> None:
        """Raises ``StoreRefused`` where the customer is not known."""
        self._db.write(
            "INSERT INTO reported_events (customer, kind, happened_on, author, reported_at) VALUES (?, ?, ?, ?, ?)",
            (customer, event.kind.value, event.on.isoformat(), author, stamp(now)),
        )

    def of(self, refs: Iterable[str]) -> dict[str, list[Event]]:
        """What was reported of each customer, in the order it was; customers without anything are left out."""
        rows = self._db.rows(
            f"SELECT customer, kind, happened_on FROM reported_events WHERE {self._db.among('customer')} ORDER BY id",
            (self._db.many(refs),),
        )
        found: dict[str, list[Event]] = {}
        for customer, kind, on in rows:
            found.setdefault(customer, []).append(Event(on=date.fromisoformat(on), kind=EventKind(kind)))
        return found
