"""What was done for group VIP customers (附件二 to 附件七): appended; a correction takes the place of a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

import msgspec

from amlrisk.errors import NotFound
from amlrisk.facts.value import Survey
from amlrisk.review.authority import ALL_BRANCHES
from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database, Row
from amlrisk.tiering.service_forms import Kind
from amlrisk.tiering.service_reading import Filled, survey_of

_fields = msgspec.json.Decoder(dict[str, str])
_COLUMNS = (
    "r.id, r.customer, r.kind, r.falls_on, r.fields, r.author, r.recorded_at, r.corrects, r.reason, r.form,"
    " EXISTS (SELECT 1 FROM service_records l WHERE l.corrects = r.id)"
)
_FROM = "FROM service_records r JOIN customers c ON c.ref = r.customer"
#: Neither corrected nor taken back.
_STANDING = "r.fields <> '{}' AND NOT EXISTS (SELECT 1 FROM service_records l WHERE l.corrects = r.id)"
_WALKED = 500


class ServiceRecord(msgspec.Struct, frozen=True, kw_only=True):
    """``fields`` are empty where the record only says that the one it ``corrects`` should never have been.

    ``corrected``: another one has taken its place. ``reason`` says why it corrects.
    """

    id: int = 0
    customer: str
    kind: Kind
    falls_on: date
    fields: Filled
    author: str
    recorded_at: datetime
    corrects: int | None = None
    reason: str = ""
    form: str = ""
    corrected: bool = False


class RecordFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Records of one kind, of customers of ``branches``, whose day is in [since, until]."""

    kind: Kind
    branches: tuple[str, ...]
    customer: str | None = None
    since: date | None = None
    until: date | None = None


class ListedRecord(msgspec.Struct, frozen=True, kw_only=True):
    record: ServiceRecord
    name: str
    branch: str | None


class ServiceRecords:
    def __init__(self, database: Database) -> None:
        self._db = database

    def append(self, record: ServiceRecord) -> int:
        """Its number. Raises ``StoreRefused`` where its form was sent before or what it corrects was corrected."""
        row = (
            record.customer,
            record.kind.value,
            record.falls_on.isoformat(),
            msgspec.json.encode(dict(record.fields)).decode(),
            record.author,
            stamp(record.recorded_at),
            record.corrects,
            record.reason,
            record.form,
        )
        with self._db.joined():
            return int(
                self._db.value(
                    "INSERT INTO service_records (customer, kind, falls_on, fields, author, recorded_at, corrects,"
                    f" reason, form) VALUES ({', '.join('?' * len(row))}) RETURNING id",
                    row,
                )
            )

    def get(self, id: int) -> ServiceRecord:
        """Raises ``NotFound``."""
        row = self._db.row(f"SELECT {_COLUMNS} FROM service_records r WHERE r.id = ?", (id,))
        if row is None:
            raise NotFound(kind="service record", ref=str(id))
        return _record(row)

    def of_form(self, form: str) -> ServiceRecord | None:
        """What came of a form that was sent before."""
        row = self._db.row(f"SELECT {_COLUMNS} FROM service_records r WHERE r.form = ? AND r.form <> ''", (form,))
        return None if row is None else _record(row)

    def history(self, id: int) -> list[ServiceRecord]:
        """The record with all that it corrects, itself first."""
        found, next_id = list[ServiceRecord](), int(id)
        while next_id:
            found.append(self.get(next_id))
            next_id = found[-1].corrects or 0
        return found

    def last_of(self, ref: str, limit: int) -> list[ServiceRecord]:
        """The last of a customer that stand, of every kind, the newest day first."""
        rows = self._db.rows(
            f"SELECT {_COLUMNS} FROM service_records r WHERE r.customer = ? AND {_STANDING}"
            " ORDER BY r.falls_on DESC, r.id DESC LIMIT ?",
            (ref, limit),
        )
        return [_record(row) for row in rows]

    def page(self, wanted: RecordFilter, after: tuple[date, int] | None, limit: int) -> list[ListedRecord]:
        """Up to ``limit`` that stand, following the day and number ``after``, the newest day first."""
        where, values = _condition(self._db, wanted)
        if after is not None:
            where += " AND (r.falls_on < ? OR (r.falls_on = ? AND r.id < ?))"
            values += [after[0].isoformat(), after[0].isoformat(), after[1]]
        rows = self._db.rows(
            f"SELECT {_COLUMNS}, c.name, c.branch {_FROM} WHERE {where} ORDER BY r.falls_on DESC, r.id DESC LIMIT ?",
            (*values, limit),
        )
        return [ListedRecord(record=_record(row[:-2]), name=row[-2], branch=row[-1]) for row in rows]

    def walk(self, wanted: RecordFilter) -> Iterator[ListedRecord]:
        """All of them, read a few at a time."""
        after: tuple[date, int] | None = None
        while found := self.page(wanted, after, _WALKED):
            yield from found
            after = found[-1].record.falls_on, found[-1].record.id

    def counts(self, wanted: RecordFilter) -> dict[str, int]:
        """How many of a kind each customer has; those without any are left out."""
        where, values = _condition(self._db, wanted)
        return dict(self._db.rows(f"SELECT r.customer, count(*) {_FROM} WHERE {where} GROUP BY r.customer", values))

    def surveys(self, refs: Iterable[str]) -> dict[str, tuple[Survey, ...]]:
        """The satisfaction surveys of each customer that stand, in the order of their days."""
        rows = self._db.rows(
            f"SELECT r.customer, r.fields FROM service_records r WHERE {self._db.among('r.customer')}"
            f" AND r.kind = '{Kind.SURVEY}' AND {_STANDING} ORDER BY r.falls_on, r.id",
            (self._db.many(refs),),
        )
        found: dict[str, tuple[Survey, ...]] = {}
        for customer, fields in rows:
            found[customer] = (*found.get(customer, ()), survey_of(_fields.decode(fields)))
        return found


def _condition(database: Database, wanted: RecordFilter) -> tuple[str, list[object]]:
    where, values = [f"r.kind = ? AND {_STANDING}"], list[object]([wanted.kind.value])
    if ALL_BRANCHES not in wanted.branches:
        where.append(database.among("c.branch"))
        values.append(database.many(wanted.branches))
    for condition, value in (
        ("r.customer = ?", wanted.customer),
        ("r.falls_on >= ?", wanted.since and wanted.since.isoformat()),
        ("r.falls_on <= ?", wanted.until and wanted.until.isoformat()),
    ):
        if value is not None:
            where.append(condition)
            values.append(value)
    return " AND ".join(where), values


def _record(row: Row) -> ServiceRecord:
    """From a row of ``_COLUMNS``."""
    id, customer, kind, on, fields, author, at, corrects, reason, form, corrected = row
    return ServiceRecord(
        id=id,
        customer=customer,
        kind=Kind(kind),
        falls_on=date.fromisoformat(on),
        fields=_fields.decode(fields),
        author=author,
        recorded_at=moment(at),
        corrects=corrects,
        reason=reason,
        form=form,
        corrected=bool(corrected),
    )
