"""Customers as last heard of; every version of their facts is archived by digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

import msgspec

from amlrisk.errors import NotFound
from amlrisk.facts.digest import canonical, digest
from amlrisk.facts.model import Customer, Kind
from amlrisk.policy.vocabulary import Decision, Grade
from amlrisk.store.codec import moment, packed, stamp, unpacked
from amlrisk.store.connection import Database, Dialect, Row
from amlrisk.store.customer_filter import CustomerFilter

_CHUNK = 2000
_decoder = msgspec.json.Decoder(Customer)


class _Subject(msgspec.Struct):
    birth_on: str | None = None


class _Born(msgspec.Struct):
    """All that is read of a customer's facts where nothing but the day of birth is asked for: a quarter of the time."""

    subject: _Subject


_born = msgspec.json.Decoder(_Born)

_ADD_FACTS = "INSERT INTO facts (digest, document, recorded_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_SAVE = """
    INSERT INTO customers (ref, kind, name, branch, digest, updated_at) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (ref) DO UPDATE SET kind = excluded.kind, name = excluded.name, branch = excluded.branch,
        digest = excluded.digest, updated_at = excluded.updated_at
"""
_SUMMARIES = """
    SELECT c.ref, c.kind, c.name, c.branch, c.updated_at, a.assessment, a.grade, a.decision, a.score,
        a.pending_hits, a.next_review_on, a.assessed_at
    FROM customers c LEFT JOIN current_assessments a ON a.customer = c.ref
"""


class SaveCounts(msgspec.Struct, frozen=True, kw_only=True):
    added: int = 0
    changed: int = 0
    unchanged: int = 0


class CustomerSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a list of customers. What the current assessment says is None before the first one."""

    ref: str
    kind: Kind
    name: str
    branch: str | None
    updated_at: datetime
    assessment: str | None
    grade: Grade | None
    decision: Decision | None
    score: Decimal | None
    pending_hits: int
    next_review_on: date | None
    assessed_at: datetime | None


class Customers:
    def __init__(self, database: Database) -> None:
        self._db = database

    # --- writing --------------------------------------------------------------------------------------

    def hold(self, refs: Iterable[str]) -> None:
        """Until the caller's transaction ends, others who hold one of these customers wait.

        So that facts, assessment and decisions of one customer are written by one at a time; the customers need not
        exist yet. Hold all at once, before anything is read.
        """
        if self._db.dialect is Dialect.POSTGRESQL:
            # On SQLite the transaction holds the only write lock there is. Sorted: two batches then wait for each
            # other instead of dying.
            numbers = sorted({_lock_number(ref) for ref in refs})
            self._db.rows("SELECT pg_advisory_xact_lock(n) FROM unnest(?::bigint[]) AS n", (numbers,))

    def save(self, customer: Customer, now: datetime) -> str:
        """``added``, ``changed`` or ``unchanged``; the same facts again write nothing."""
        counts = self.save_many([customer], now)
        if counts.added:
            return "added"
        return "changed" if counts.changed else "unchanged"

    def save_many(self, customers: Sequence[Customer], now: datetime) -> SaveCounts:
        """Save all or none. Where a ref occurs twice, the later facts win and count as a change."""
        at = stamp(now)
        totals = [0, 0, 0]
        with self._db.joined():
            for start in range(0, len(customers), _CHUNK):
                for place, number in enumerate(self._save_chunk(customers[start : start + _CHUNK], at)):
                    totals[place] += number
        return SaveCounts(added=totals[0], changed=totals[1], unchanged=totals[2])

    def _save_chunk(self, customers: Sequence[Customer], at: str) -> tuple[int, int, int]:
        digests = self.digests(customer.ref for customer in customers)
        added = changed = 0
        facts: list[tuple[object, ...]] = []
        rows: list[tuple[object, ...]] = []
        for customer in customers:
            document = canonical(customer)
            its_digest = digest(document)
            before = digests.get(customer.ref)
            if before == its_digest:
                continue
            added += before is None
            changed += before is not None
            digests[customer.ref] = its_digest
            facts.append((its_digest, packed(document), at))
            rows.append((customer.ref, customer.kind.value, customer.subject.name, customer.branch, its_digest, at))
        if rows:
            # In one order everywhere, so that two writers on PostgreSQL wait for each other instead of dying.
            self._db.write_many(_ADD_FACTS, sorted(facts, key=lambda row: str(row[0])))
            self._db.write_many(_SAVE, sorted(rows, key=lambda row: str(row[0])))
        return added, changed, len(customers) - len(rows)

    # --- reading --------------------------------------------------------------------------------------

    def get(self, ref: str) -> Customer:
        """The facts last heard; raises ``NotFound``."""
        found = self.documents([ref])
        if not found:
            raise NotFound(kind="customer", ref=ref)
        return found[0][2]

    def facts(self, digest: str) -> Customer:
        """The facts archived under a digest; raises ``NotFound``."""
        document = self._db.value("SELECT document FROM facts WHERE digest = ?", (digest,))
        if document is None:
            raise NotFound(kind="facts", ref=digest)
        return _decoder.decode(unpacked(document))

    def facts_of(self, digests: Iterable[str]) -> dict[str, Customer]:
        """The facts archived under each of these digests that is known."""
        rows = self._db.rows(
            f"SELECT digest, document FROM facts WHERE {self._db.among('digest')}", (self._db.many(digests),)
        )
        return {its_digest: _decoder.decode(unpacked(document)) for its_digest, document in rows}

    def digests(self, refs: Iterable[str]) -> dict[str, str]:
        """The digest of the current facts of each of ``refs`` that is known."""
        among = self._db.among("ref")
        return dict(self._db.rows(f"SELECT ref, digest FROM customers WHERE {among}", (self._db.many(refs),)))

    def all_digests(self) -> list[str]:
        """The digest of the current facts of every customer."""
        return [digest for (digest,) in self._db.rows("SELECT digest FROM customers")]

    def refs_of(self, digests: Iterable[str]) -> list[str]:
        """Those whose current facts have one of these digests, by the name of the subject: namesakes come together."""
        among = self._db.among("digest")
        rows = self._db.rows(f"SELECT ref FROM customers WHERE {among} ORDER BY name, ref", (self._db.many(digests),))
        return [ref for (ref,) in rows]

    def documents(self, refs: Sequence[str]) -> list[tuple[str, str, Customer]]:
        """(ref, digest of the facts, customer) of each of ``refs`` that is known, ordered by ref."""
        return [
            (ref, its_digest, _decoder.decode(unpacked(document))) for ref, its_digest, document in self.written(refs)
        ]

    def written(self, refs: Sequence[str]) -> list[tuple[str, str, bytes]]:
        """The same with the facts as they are kept: canonical JSON, compressed."""
        among = self._db.among("c.ref")
        rows = self._db.rows(
            f"SELECT c.ref, c.digest, f.document FROM customers c JOIN facts f ON f.digest = c.digest"
            f" WHERE {among} ORDER BY c.ref",
            (self._db.many(refs),),
        )
        return [(ref, its_digest, bytes(document)) for ref, its_digest, document in rows]

    def birth_days(self, refs: Iterable[str]) -> dict[str, str | None]:
        """``Party.birth_on`` of the subject of each of ``refs`` that is known."""
        rows = self._db.rows(
            "SELECT c.ref, f.document FROM customers c JOIN facts f ON f.digest = c.digest"
            f" WHERE {self._db.among('c.ref')}",
            (self._db.many(refs),),
        )
        return {ref: _born.decode(unpacked(document)).subject.birth_on for ref, document in rows}

    def count(self) -> int:
        return int(self._db.value("SELECT count(*) FROM customers"))

    def refs(self, after: str | None, limit: int) -> list[str]:
        """Up to ``limit`` refs following ``after``, in order; None begins."""
        rows = self._db.rows("SELECT ref FROM customers WHERE ref > ? ORDER BY ref LIMIT ?", (after or "", limit))
        return [ref for (ref,) in rows]

    def all_refs(self) -> list[str]:
        """Every ref, in order."""
        return [ref for (ref,) in self._db.rows("SELECT ref FROM customers ORDER BY ref")]

    def page(
        self, after: str | None, limit: int, query: str | None = None, *, wanted: CustomerFilter | None = None
    ) -> list[CustomerSummary]:
        """Up to ``limit`` summaries following ``after``, in order of ref.

        ``query`` keeps those whose ref or name contains it; ``wanted`` says more than that.
        """
        where, values = (wanted or CustomerFilter(query=query)).condition(self._db)
        rows = self._db.rows(
            f"{_SUMMARIES} WHERE c.ref > ? AND {where} ORDER BY c.ref LIMIT ?", (after or "", *values, limit)
        )
        return [_summary(row) for row in rows]

    def summaries(self, refs: Iterable[str]) -> dict[str, CustomerSummary]:
        """The summary of each of ``refs`` that is known."""
        rows = self._db.rows(f"{_SUMMARIES} WHERE {self._db.among('c.ref')}", (self._db.many(refs),))
        return {row[0]: _summary(row) for row in rows}


def _lock_number(ref: str) -> int:
    return int.from_bytes(hashlib.sha256(f"customer\n{ref}".encode()).digest()[:8], signed=True)


def _summary(row: Row) -> CustomerSummary:
    ref, kind, name, branch, updated_at, assessment, grade, decision, score, pending, review_on, assessed_at = row
    return CustomerSummary(
        ref=ref,
        kind=Kind(kind),
        name=name,
        branch=branch,
        updated_at=moment(updated_at),
        assessment=assessment,
        grade=None if grade is None else Grade(grade),
        decision=None if decision is None else Decision(decision),
        score=None if score is None else Decimal(score),
        pending_hits=pending or 0,
        next_review_on=None if review_on is None else date.fromisoformat(review_on),
        assessed_at=None if assessed_at is None else moment(assessed_at),
    )
