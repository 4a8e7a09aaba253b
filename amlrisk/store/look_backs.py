"""Which transactions a true match made doubtful: appended with the decision, never edited."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database, Row

_COLUMNS = """l.disposition, l.customer, l.facts_digest, l.begins_on, l.ends_on, l.transactions, l.opened_at,
    d.party, d.source, d.entity"""


class LookBack(msgspec.Struct, frozen=True, kw_only=True):
    """The true match ``disposition`` (of ``party`` with ``entity`` of ``source``) asks for a look at the customer's
    transactions from ``begins_on`` to ``ends_on``; ``transactions`` is how many the facts of ``facts_digest`` held."""

    disposition: int
    customer: str
    facts_digest: str
    begins_on: date
    ends_on: date
    transactions: int
    opened_at: datetime
    party: str
    source: str
    entity: str


class LookBacks:
    def __init__(self, database: Database) -> None:
        self._db = database

    def append(self, look_back: LookBack) -> None:
        """Party and entity are those of the disposition."""
        self._db.write(
            "INSERT INTO look_backs (disposition, customer, facts_digest, begins_on, ends_on, transactions, opened_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                look_back.disposition,
                look_back.customer,
                look_back.facts_digest,
                look_back.begins_on.isoformat(),
                look_back.ends_on.isoformat(),
                look_back.transactions,
                stamp(look_back.opened_at),
            ),
        )

    def of(self, ref: str) -> list[LookBack]:
        """Those of a customer, the latest first."""
        return self.of_many([ref]).get(ref, [])

    def of_many(self, refs: Iterable[str]) -> dict[str, list[LookBack]]:
        """Those of each of these customers who has any, the latest first."""
        rows = self._db.rows(
            f"SELECT {_COLUMNS} FROM look_backs l JOIN dispositions d ON d.id = l.disposition"
            f" WHERE {self._db.among('l.customer')} ORDER BY l.id DESC",
            (self._db.many(refs),),
        )
        found: dict[str, list[LookBack]] = {}
        for each in map(_of_row, rows):
            found.setdefault(each.customer, []).append(each)
        return found


def _of_row(row: Row) -> LookBack:
    disposition, customer, facts_digest, begins_on, ends_on, transactions, opened_at, party, source, entity = row
    return LookBack(
        disposition=disposition,
        customer=customer,
        facts_digest=facts_digest,
        begins_on=date.fromisoformat(begins_on),
        ends_on=date.fromisoformat(ends_on),
        transactions=transactions,
        opened_at=moment(opened_at),
        party=party,
        source=source,
        entity=entity,
    )
