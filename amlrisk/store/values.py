"""What customers are worth to the group, as last heard; every version of these facts is archived by digest."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from amlrisk.errors import NotFound, ValueUnreadable
from amlrisk.facts.digest import canonical, digest
from amlrisk.facts.value import CustomerValue
from amlrisk.store.codec import packed, stamp, unpacked
from amlrisk.store.connection import Database
from amlrisk.store.customers import SaveCounts

_CHUNK = 2000
# Cut short, not JSON, or not of this shape.
_UNREADABLE = (zlib.error, msgspec.MsgspecError, ValueError, ArithmeticError)
_decoder = msgspec.json.Decoder(CustomerValue)

_ADD_FACTS = "INSERT INTO value_facts (digest, document, recorded_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_SAVE = """
    INSERT INTO customer_values (customer, digest, updated_at) VALUES (?, ?, ?)
    ON CONFLICT (customer) DO UPDATE SET digest = excluded.digest, updated_at = excluded.updated_at
"""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """The value facts of a customer, and the digest they are archived under."""

    digest: str
    value: CustomerValue


class Values:
    def __init__(self, database: Database) -> None:
        self._db = database

    def save_many(self, values: Sequence[CustomerValue], now: datetime) -> SaveCounts:
        """Save all or none. Of a customer who occurs twice the later facts win and count as a change.

        Raises ``StoreRefused`` for a customer who is not known.
        """
        at = stamp(now)
        added = changed = written = 0
        with self._db.joined():
            for start in range(0, len(values), _CHUNK):
                counts = self._save_chunk(values[start : start + _CHUNK], at)
                added, changed, written = added + counts[0], changed + counts[1], written + sum(counts)
        return SaveCounts(added=added, changed=changed, unchanged=len(values) - written)

    def _save_chunk(self, values: Sequence[CustomerValue], at: str) -> tuple[int, int]:
        known = self.digests(value.ref for value in values)
        added = changed = 0
        facts: list[tuple[object, ...]] = []
        rows: list[tuple[object, ...]] = []
        for value in values:
            document = canonical(value)
            its_digest = digest(document)
            before = known.get(value.ref)
            if before == its_digest:
                continue
            added, changed = (added + 1, changed) if before is None else (added, changed + 1)
            known[value.ref] = its_digest
            facts.append((its_digest, packed(document), at))
            rows.append((value.ref, its_digest, at))
        if rows:
            # In one order everywhere, so that two writers on PostgreSQL wait for each other instead of dying.
            self._db.write_many(_ADD_FACTS, sorted(facts, key=lambda row: str(row[0])))
            self._db.write_many(_SAVE, sorted(rows, key=lambda row: str(row[0])))
        return added, changed

    def get(self, ref: str) -> CustomerValue:
        """The facts last heard; raises ``NotFound`` where nothing is known of the customer's value."""
        found = self.of([ref])
        if not found:
            raise NotFound(kind="value", ref=ref)
        return found[ref].value

    def of(self, refs: Iterable[str]) -> dict[str, Kept]:
        """The facts of each of these customers whose value is known; raises ``ValueUnreadable``."""
        found, unreadable = self.readable(refs)
        for problem in unreadable.values():
            raise problem
        return found

    def readable(self, refs: Iterable[str]) -> tuple[dict[str, Kept], dict[str, ValueUnreadable]]:
        """The same of those whose facts can be read, and of whom they cannot be."""
        rows = self._db.rows(
            "SELECT v.customer, v.digest, f.document FROM customer_values v JOIN value_facts f ON f.digest = v.digest"
            f" WHERE {self._db.among('v.customer')}",
            (self._db.many(refs),),
        )
        found: dict[str, Kept] = {}
        unreadable: dict[str, ValueUnreadable] = {}
        for ref, its, document in rows:
            try:
                found[ref] = Kept(digest=its, value=_read(its, document))
            except ValueUnreadable as problem:
                unreadable[ref] = problem
        return found, unreadable

    def facts(self, its_digest: str) -> CustomerValue:
        """The facts archived under a digest; raises ``NotFound``, ``ValueUnreadable``."""
        document = self._db.value("SELECT document FROM value_facts WHERE digest = ?", (its_digest,))
        if document is None:
            raise NotFound(kind="value", ref=its_digest)
        return _read(its_digest, document)

    def digests(self, refs: Iterable[str]) -> dict[str, str]:
        """The digest of the facts of each of these customers whose value is known."""
        among = self._db.among("customer")
        return dict(
            self._db.rows(f"SELECT customer, digest FROM customer_values WHERE {among}", (self._db.many(refs),))
        )

    def refs(self) -> list[str]:
        """Every customer whose value is known, in order."""
        return [ref for (ref,) in self._db.rows("SELECT customer FROM customer_values ORDER BY customer")]

    def count(self) -> int:
        return int(self._db.value("SELECT count(*) FROM customer_values"))


def _read(its_digest: str, document: bytes | memoryview) -> CustomerValue:
    try:
        return _decoder.decode(unpacked(document))
    except _UNREADABLE as problem:  # what is wrong may quote the facts: only their digest is told
        raise ValueUnreadable(digest=its_digest) from problem
