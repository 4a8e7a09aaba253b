"""What officers found hits to be: appended, never edited; the last word on a pair counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from amlrisk.screening.dispositions import Pair
from amlrisk.screening.model import Disposition, DispositionKind
from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database, Row

_COLUMNS = "decided_at, customer, party, source, entity, kind, reason, author, fingerprint"


class RecordedDisposition(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    decided_at: datetime
    disposition: Disposition


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
        )
        with self._db.joined():
            id = self._db.value(
                f"INSERT INTO dispositions ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id", row
            )
        return int(id)

    def latest_for(self, refs: Iterable[str]) -> dict[str, dict[Pair, Disposition]]:
        """The last decision on every pair of each customer; customers without any are left out."""
        rows = self._db.rows(
            f"SELECT {_COLUMNS} FROM dispositions WHERE {self._db.among('customer')} ORDER BY id",
            (self._db.many(refs),),
        )
        found: dict[str, dict[Pair, Disposition]] = {}
        for each in map(_disposition, rows):
            # In order of id: a later decision takes the place of an earlier one.
            found.setdefault(each.customer, {})[each.party, each.source, each.entity] = each
        return found

    def history(self, ref: str) -> list[RecordedDisposition]:
        """All decisions on a customer's hits, the oldest first."""
        rows = self._db.rows(f"SELECT {_COLUMNS}, id FROM dispositions WHERE customer = ? ORDER BY id", (ref,))
        return [
            RecordedDisposition(id=id, decided_at=moment(row[0]), disposition=_disposition(tuple(row)))
            for *row, id in rows
        ]


def _disposition(row: Row) -> Disposition:
    """From a row of ``_COLUMNS``."""
    _, customer, party, source, entity, kind, reason, author, fingerprint = row
    return Disposition(
        customer=customer,
        party=party,
        source=source,
        entity=entity,
        kind=DispositionKind(kind),
        reason=reason,
        author=author,
        fingerprint=fingerprint,
    )
