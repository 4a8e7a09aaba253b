"""What officers found hits to be: appended, never edited; the last word on a pair counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from amlrisk.screening.dispositions import Pair
from amlrisk.screening.model import Disposition, DispositionKind, RecordedDisposition
from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database, Row

_APPEND = """
    INSERT INTO dispositions (decided_at, customer, party, source, entity, kind, reason, author, fingerprint,
        expires_on)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
"""
_SELECT = """
    SELECT d.id, d.decided_at, d.customer, d.party, d.source, d.entity, d.kind, d.reason, d.author, d.fingerprint,
        d.expires_on,
        (SELECT max(l.removed_at) FROM delistings l
         WHERE l.source = d.source AND l.entity = d.entity AND l.last_disposition >= d.id)
    FROM dispositions d
"""


class Dispositions:
    def __init__(self, database: Database) -> None:
        self._db = database

    def append(self, disposition: Disposition, now: datetime) -> int:
        """Record a decision; its id. Raises ``StoreRefused`` where the customer is not known."""
        row = (
            stamp(now),
            disposition.customer,
            disposition.party,
            disposition.source,
            disposition.entity,
            disposition.kind.value,
            disposition.reason,
            disposition.author,
            disposition.fingerprint,
            None if disposition.expires_on is None else disposition.expires_on.isoformat(),
        )
        with self._db.joined():
            return int(self._db.value(_APPEND, row))

    def latest_for(self, refs: Iterable[str]) -> dict[str, dict[Pair, RecordedDisposition]]:
        """The last decision on every pair of each customer; customers without any are left out."""
        rows = self._db.rows(f"{_SELECT} WHERE {self._db.among('d.customer')} ORDER BY d.id", (self._db.many(refs),))
        found: dict[str, dict[Pair, RecordedDisposition]] = {}
        for each in map(_recorded, rows):
            # In order of id: a later decision takes the place of an earlier one.
            made = each.disposition
            found.setdefault(made.customer, {})[made.party, made.source, made.entity] = each
        return found

    def about(self, source: str, entities: Iterable[str]) -> dict[str, list[str]]:
        """The customers about whom something was decided with each of these entities of a list, in order of ref."""
        rows = self._db.rows(
            f"SELECT DISTINCT entity, customer FROM dispositions WHERE source = ? AND {self._db.among('entity')}"
            " ORDER BY entity, customer",
            (source, self._db.many(entities)),
        )
        found: dict[str, list[str]] = {}
        for entity, customer in rows:
            found.setdefault(entity, []).append(customer)
        return found

    def history(self, ref: str) -> list[RecordedDisposition]:
        """All decisions on a customer's hits, the oldest first."""
        return [_recorded(row) for row in self._db.rows(f"{_SELECT} WHERE d.customer = ? ORDER BY d.id", (ref,))]


def _recorded(row: Row) -> RecordedDisposition:
    """From a row of ``_SELECT``."""
    id, decided_at, customer, party, source, entity, kind, reason, author, fingerprint, expires_on, delisted_at = row
    return RecordedDisposition(
        id=id,
        decided_at=moment(decided_at),
        disposition=Disposition(
            customer=customer,
            party=party,
            source=source,
            entity=entity,
            kind=DispositionKind(kind),
            reason=reason,
            author=author,
            fingerprint=fingerprint,
            expires_on=None if expires_on is None else date.fromisoformat(expires_on),
        ),
        delisted_at=None if delisted_at is None else moment(delisted_at),
    )
