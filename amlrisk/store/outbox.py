"""Events on their way to other systems, written in the transaction that made them true.

``Assessments`` and ``Tiers`` write here whatever changes what counts for a customer: no service can forget to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import msgspec

from amlrisk.policy.value_vocabulary import Tier
from amlrisk.policy.vocabulary import Decision, Grade
from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database, Dialect
from amlrisk.tiering.notices import COMPLIANCE, FRONT_LINE, Event, Standing, decision_changed, tier_changed

_PG_LOCK = 0x616D6C05  # any number of our own, the same in every process
_PUT = "INSERT INTO webhook_events (id, type, customer, number, at, data) VALUES (?, ?, ?, ?, ?, ?)"
_DELIVER = """
    INSERT INTO webhook_deliveries (receiver, event, customer, at, state, attempts, due_at)
    SELECT ?, e.seq, e.customer, e.at, 'pending', 0, ? FROM webhook_events e WHERE {among}
"""
# Due whatever the clock says: one that was ahead when the event came to be must not keep it back.
AT_ONCE = stamp(datetime.fromtimestamp(0, UTC))


class Outbox:
    def __init__(self, database: Database) -> None:
        self._db = database

    def change(self) -> None:
        """Before receivers are added: wait for whoever is writing without knowing of them, and let others wait.

        What is written after the receiver is there is told to it. On SQLite the transaction is alone anyway.
        """
        if self._db.dialect is Dialect.POSTGRESQL:
            self._db.rows("SELECT pg_advisory_xact_lock(?)", (_PG_LOCK,))

    # --- decisions ------------------------------------------------------------------------------------

    def compliance(self) -> list[str]:
        """The receivers that are told of decisions; belongs in the transaction that makes them."""
        return self._receivers(COMPLIANCE)

    def standings(self, refs: Iterable[str]) -> dict[str, Standing]:
        """What counts for each of these customers."""
        rows = self._db.rows(
            "SELECT customer, assessment, grade, decision, assessed_at FROM current_assessments"
            f" WHERE {self._db.among('customer')}",
            (self._db.many(refs),),
        )
        return {
            ref: Standing(assessment=id, grade=Grade(grade), decision=Decision(decision), at=moment(at))
            for ref, id, grade, decision, at in rows
        }

    def decided(self, receivers: Sequence[str], before: dict[str, Standing], refs: Iterable[str]) -> None:
        """Whatever counts now beside ``before``, as events for ``receivers``."""
        after = self.standings(refs)
        found = (decision_changed(ref, before.get(ref), standing) for ref, standing in sorted(after.items()))
        self._put(receivers, [event for event in found if event is not None])

    # --- tiers ----------------------------------------------------------------------------------------

    def front_line(self) -> list[str]:
        """The receivers that are told of tiers; belongs in the transaction that evaluates them."""
        return self._receivers(FRONT_LINE)

    def tiers(self, refs: Iterable[str]) -> dict[str, tuple[str, Tier, str]]:
        """The evaluation that counts of each of these customers, its effective tier, and when it was made."""
        rows = self._db.rows(
            "SELECT t.customer, t.evaluation, t.effective, e.evaluated_at FROM current_tiers t"
            f" JOIN tier_evaluations e ON e.id = t.evaluation WHERE {self._db.among('t.customer')}",
            (self._db.many(refs),),
        )
        return {ref: (evaluation, Tier(tier), at) for ref, evaluation, tier, at in rows}

    def evaluated(
        self, receivers: Sequence[str], before: dict[str, tuple[str, Tier, str]], refs: Iterable[str]
    ) -> None:
        """Whatever the front line would now see otherwise than ``before``, as events for ``receivers``."""
        found = (
            tier_changed(ref, before[ref][1] if ref in before else None, tier, evaluation, moment(at))
            for ref, (evaluation, tier, at) in sorted(self.tiers(refs).items())
        )
        self._put(receivers, [event for event in found if event is not None])

    def withdrawn(self, receivers: Sequence[str], before: dict[str, tuple[str, Tier, str]], at: datetime) -> None:
        """The tiers in ``before`` count no more, as events for ``receivers``."""
        found = (tier_changed(ref, tier, None, evaluation, at) for ref, (evaluation, tier, _) in sorted(before.items()))
        self._put(receivers, [event for event in found if event is not None])

    # --- within ---------------------------------------------------------------------------------------

    def _receivers(self, scope: str) -> list[str]:
        if self._db.dialect is Dialect.POSTGRESQL:
            self._db.rows("SELECT pg_advisory_xact_lock_shared(?)", (_PG_LOCK,))
        rows = self._db.rows(
            "SELECT id FROM webhook_receivers WHERE scope = ? AND state <> 'removed' ORDER BY id", (scope,)
        )
        return [id for (id,) in rows]

    def _put(self, receivers: Sequence[str], events: Sequence[Event]) -> None:
        if not events:
            return
        numbers = self._numbers(events)
        self._db.write_many(_PUT, [_row(it, numbers.get(it.customer, 0) + 1) for it in events])
        ids = self._db.many(it.id for it in events)
        for receiver in receivers:
            self._db.write(_DELIVER.format(among=self._db.among("e.id")), (receiver, AT_ONCE, ids))

    def _numbers(self, events: Sequence[Event]) -> dict[str, int]:
        """The last number of each customer's events of this kind. The customer is held: no other counts meanwhile."""
        rows = self._db.rows(
            "SELECT customer, max(number) FROM webhook_events"
            f" WHERE {self._db.among('customer')} AND type = ? GROUP BY customer",
            (self._db.many(it.customer for it in events), events[0].type.value),
        )
        return {ref: int(number) for ref, number in rows}


def _row(it: Event, number: int) -> tuple[object, ...]:
    return (it.id, it.type.value, it.customer, number, stamp(it.at), msgspec.json.encode(it.data).decode())
