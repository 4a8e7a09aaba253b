"""Assessments for ever, and which of them counts for each customer now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType

import msgspec

from amlrisk.errors import NotFound
from amlrisk.grading.model import Assessment
from amlrisk.policy.vocabulary import Grade
from amlrisk.store.codec import stamp, unpacked
from amlrisk.store.connection import Database
from amlrisk.store.current import COLUMNS, Current, Entry, current_of_row
from amlrisk.store.faults import duplicates
from amlrisk.store.outbox import Outbox

_decoder = msgspec.json.Decoder(Assessment)

_APPEND = """
    INSERT INTO assessments (id, customer, run, assessed_at, grade, decision, score, supersedes, facts_digest,
        pack_digest, document)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
# Only forward: a batch that began earlier and ends later must not hide what was found in between. What supersedes the
# very assessment that counts always follows it, also where a clock that was ahead has been put right meanwhile.
_MAKE_CURRENT = """
    INSERT INTO current_assessments (customer, assessment, grade, grade_rank, decision, score, score_order,
        pending_hits, first_on, next_review_on, assessed_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (customer) DO UPDATE SET assessment = excluded.assessment, grade = excluded.grade,
        grade_rank = excluded.grade_rank, decision = excluded.decision, score = excluded.score,
        score_order = excluded.score_order, pending_hits = excluded.pending_hits, first_on = excluded.first_on,
        next_review_on = excluded.next_review_on, assessed_at = excluded.assessed_at
    WHERE excluded.assessed_at >= current_assessments.assessed_at OR current_assessments.assessment = ?
"""
_ALL = 2**62
_NO_GRADES: Mapping[Grade, datetime] = MappingProxyType({})


class Assessments:
    def __init__(self, database: Database) -> None:
        self._db = database
        self._outbox = Outbox(database)

    # --- writing --------------------------------------------------------------------------------------

    def append(self, assessment: Assessment) -> None:
        """Record an assessment and make it the current one, unless a newer one is.

        Raises ``Duplicate`` (same id, or same customer in the same run) and ``StoreRefused`` where customer,
        facts or pack are not in the store: it could not be replayed.
        """
        self.append_entries([Entry.of(assessment)])

    def append_many(self, assessments: Iterable[Assessment]) -> None:
        """Record many; all or none."""
        self.append_entries([Entry.of(assessment) for assessment in assessments])

    def append_entries(self, entries: Sequence[Entry]) -> None:
        """The same for entries made (and compressed) by batch workers; all or none.

        Where that changes what counts for a customer, the systems that are to hear of it will.
        """
        if not entries:
            return
        ref = entries[0].id if len(entries) == 1 else f"{entries[0].id} … {entries[-1].id}"
        with self._db.joined(), duplicates("assessment", ref):
            told = self._outbox.compliance()
            refs = [entry.customer for entry in entries] if told else []
            before = self._outbox.standings(refs) if told else {}
            self._db.write_many(_APPEND, [entry.row() for entry in entries])
            # In one order everywhere: two batches on PostgreSQL then wait for each other instead of dying. Stable,
            # so that of two assessments of one customer the later still counts.
            ordered = sorted(entries, key=lambda entry: entry.customer)
            self._db.write_many(_MAKE_CURRENT, [entry.current_row() for entry in ordered])
            if told:
                self._outbox.decided(told, before, refs)

    # --- one ------------------------------------------------------------------------------------------

    def get(self, id: str) -> Assessment:
        """Raises ``NotFound``."""
        document = self._db.value("SELECT document FROM assessments WHERE id = ?", (id,))
        if document is None:
            raise NotFound(kind="assessment", ref=id)
        return _read(document)

    def many(self, ids: Iterable[str]) -> dict[str, Assessment]:
        """Each of these assessments that there is, by id."""
        rows = self._db.rows(
            f"SELECT id, document FROM assessments WHERE {self._db.among('id')}", (self._db.many(ids),)
        )
        return {id: _read(document) for id, document in rows}

    def facts_digests(self, ids: Iterable[str]) -> dict[str, str]:
        """The digest of the facts that each of these assessments is of."""
        among = self._db.among("id")
        return dict(self._db.rows(f"SELECT id, facts_digest FROM assessments WHERE {among}", (self._db.many(ids),)))

    def document(self, id: str) -> bytes:
        """The canonical JSON as it was recorded; raises ``NotFound``."""
        document = self._db.value("SELECT document FROM assessments WHERE id = ?", (id,))
        if document is None:
            raise NotFound(kind="assessment", ref=id)
        return unpacked(document)

    def latest(self, ref: str) -> Assessment | None:
        """The assessment that counts for a customer now."""
        document = self._db.value(
            "SELECT document FROM current_assessments c JOIN assessments a ON a.id = c.assessment WHERE c.customer = ?",
            (ref,),
        )
        return None if document is None else _read(document)

    def history(self, ref: str, limit: int = 100) -> list[Assessment]:
        """A customer's assessments, the newest first."""
        rows = self._db.rows(
            "SELECT document FROM assessments WHERE customer = ? ORDER BY assessed_at DESC, seq DESC LIMIT ?",
            (ref, limit),
        )
        return [_read(document) for (document,) in rows]

    def ids(self, after: str | None, limit: int) -> list[str]:
        """Up to ``limit`` ids following ``after``, in order of id; to walk over all of them."""
        rows = self._db.rows("SELECT id FROM assessments WHERE id > ? ORDER BY id LIMIT ?", (after or "", limit))
        return [id for (id,) in rows]

    def count(self) -> int:
        return int(self._db.value("SELECT count(*) FROM assessments"))

    # --- current --------------------------------------------------------------------------------------

    def current(self, refs: Iterable[str]) -> dict[str, str]:
        """The id of the current assessment of each customer that has one."""
        rows = self._db.rows(
            f"SELECT customer, assessment FROM current_assessments WHERE {self._db.among('customer')}",
            (self._db.many(refs),),
        )
        return dict(rows)

    def current_of(self, refs: Iterable[str]) -> dict[str, Current]:
        """What the current assessment of each customer says, for those that have one."""
        rows = self._db.rows(
            f"SELECT {COLUMNS} FROM current_assessments a WHERE {self._db.among('a.customer')}",
            (self._db.many(refs),),
        )
        return {row[0]: current_of_row(row) for row in rows}

    def due(self, on: date, limit: int | None = None) -> list[str]:
        """Refs of the customers whose review is due on that day or earlier, the longest overdue first."""
        statement = "SELECT customer FROM current_assessments WHERE next_review_on <= ?"
        rows = self._db.rows(f"{statement} ORDER BY next_review_on, customer LIMIT ?", (on.isoformat(), limit or _ALL))
        return [ref for (ref,) in rows]

    def to_grade(self, on: date, looked_at: Mapping[Grade, datetime] = _NO_GRADES) -> list[str]:
        """Refs of the customers whose grade does not hold on that day, in order.

        Their review is due, they were never graded, or the facts kept are not those of their current assessment. So are
        those with a grade of ``looked_at``, assessed before that moment for the first time, who have no open case and
        none that was closed since.
        """
        reviews = "".join(
            " OR (n.grade = ? AND coalesce(n.first_on, '') < ? AND NOT EXISTS (SELECT 1 FROM cases k"
            " WHERE k.customer = c.ref AND (k.state <> 'closed' OR k.closed_at >= ?)))"
            for _ in looked_at
        )
        values = [
            value
            for grade, moment in looked_at.items()
            for value in (grade.value, moment.date().isoformat(), stamp(moment))
        ]
        rows = self._db.rows(
            "SELECT c.ref FROM customers c LEFT JOIN current_assessments n ON n.customer = c.ref"
            " LEFT JOIN assessments a ON a.id = n.assessment"
            f" WHERE n.customer IS NULL OR n.next_review_on <= ? OR a.facts_digest <> c.digest{reviews} ORDER BY c.ref",
            (on.isoformat(), *values),
        )
        return [ref for (ref,) in rows]

    def graded_otherwise(self, pack_digest: str, since: datetime, singly_since: datetime) -> list[str]:
        """Refs of the customers whose current assessment was made under another pack, or before ``since`` (before
        ``singly_since`` where no run made it); in order.
        """
        rows = self._db.rows(
            "SELECT c.customer FROM current_assessments c JOIN assessments a ON a.id = c.assessment"
            " WHERE a.pack_digest <> ? OR c.assessed_at < ? OR (a.run IS NULL AND c.assessed_at < ?)"
            " ORDER BY c.customer",
            (pack_digest, stamp(since), stamp(singly_since)),
        )
        return [ref for (ref,) in rows]

    def graded(self) -> list[str]:
        """Refs of the customers who have an assessment, in order."""
        return [ref for (ref,) in self._db.rows("SELECT customer FROM current_assessments ORDER BY customer")]

    # --- runs -----------------------------------------------------------------------------------------

    def refs_not_done(self, run: str, refs: Sequence[str]) -> list[str]:
        """Those of ``refs`` that have no assessment in that run, in the order given."""
        done = {ref for (ref,) in self._db.rows("SELECT customer FROM assessments WHERE run = ?", (run,))}
        return [ref for ref in refs if ref not in done]


def _read(document: bytes) -> Assessment:
    return _decoder.decode(unpacked(document))
