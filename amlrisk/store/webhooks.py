"""Receivers of events, the secrets they know us by, and how far each of them has been told of what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from amlrisk.errors import NotFound
from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database
from amlrisk.store.outbox import AT_ONCE, Outbox
from amlrisk.store.webhook_rows import (
    Backlog,
    Delivery,
    DeliveryState,
    Due,
    Receiver,
    ReceiverState,
    Secret,
    Settled,
    delivery_of_row,
    due_of_row,
    moment_or_none,
    receiver_of_row,
)

_RECEIVER = "id, name, url, scope, state, failures, resting_until, created_at, created_by"
_TAKE = """
    UPDATE webhook_receivers SET lease_owner = ?, lease_since = ?, lease_until = ?
    WHERE id = ? AND (lease_owner IS NULL OR lease_owner = ? OR lease_owner = ? OR lease_until <= ? OR lease_since > ?)
"""
# Of each customer the earliest alone: what is behind it waits, whoever else is told meanwhile. The plus keeps SQLite
# from going through all events before this one instead of the customer's.
_DUE = """
    SELECT e.seq, e.id, e.type, e.customer, e.number, e.at, e.data, d.attempts
    FROM webhook_deliveries d JOIN webhook_events e ON e.seq = d.event
    WHERE d.receiver = ? AND d.state = 'pending' AND d.due_at <= ? AND NOT EXISTS (
        SELECT 1 FROM webhook_deliveries b WHERE b.receiver = d.receiver AND b.customer = d.customer
        AND b.state = 'pending' AND +b.event < d.event
    )
    ORDER BY d.due_at, d.event LIMIT ?
"""
_SETTLE = """
    UPDATE webhook_deliveries SET state = ?, attempts = ?, due_at = ?, tried_at = ?, status = ?, outcome = ?
    WHERE receiver = ? AND event = ?
"""
_BACKLOG = """
    SELECT r.id, r.name, r.scope, r.state,
        (SELECT count(*) FROM webhook_deliveries d WHERE d.receiver = r.id AND d.state = 'pending'),
        (SELECT count(*) FROM webhook_deliveries d WHERE d.receiver = r.id AND d.state = 'dead'),
        (SELECT min(d.at) FROM webhook_deliveries d WHERE d.receiver = r.id AND d.state = 'pending')
    FROM webhook_receivers r WHERE r.state <> 'removed' ORDER BY r.created_at, r.id
"""


class Webhooks:
    def __init__(self, database: Database) -> None:
        self._db = database
        self._outbox = Outbox(database)

    # --- receivers ------------------------------------------------------------------------------------

    def add(self, receiver: Receiver) -> None:
        """From the end of this transaction on it is told of all that comes to be; of nothing before."""
        with self._db.joined():
            self._outbox.change()
            self._db.write(
                f"INSERT INTO webhook_receivers ({_RECEIVER}) VALUES (?, ?, ?, ?, ?, 0, NULL, ?, ?)",
                (
                    receiver.id,
                    receiver.name,
                    receiver.url,
                    receiver.scope,
                    receiver.state.value,
                    stamp(receiver.created_at),
                    receiver.created_by,
                ),
            )

    def get(self, id: str) -> Receiver:
        """Raises ``NotFound``, also for one that was removed."""
        row = self._db.row(f"SELECT {_RECEIVER} FROM webhook_receivers WHERE id = ? AND state <> 'removed'", (id,))
        if row is None:
            raise NotFound(kind="webhook receiver", ref=id)
        return receiver_of_row(row)

    def all(self) -> list[Receiver]:
        """Those that were not removed, the oldest first."""
        rows = self._db.rows(
            f"SELECT {_RECEIVER} FROM webhook_receivers WHERE state <> 'removed' ORDER BY created_at, id"
        )
        return [receiver_of_row(row) for row in rows]

    def waiting(self, now: datetime) -> list[Receiver]:
        """Those for whom something is due."""
        rows = self._db.rows(
            f"SELECT {_RECEIVER} FROM webhook_receivers r WHERE state <> 'removed' AND EXISTS ("
            " SELECT 1 FROM webhook_deliveries d WHERE d.receiver = r.id AND d.state = 'pending' AND d.due_at <= ?)"
            " ORDER BY id",
            (stamp(now),),
        )
        return [receiver_of_row(row) for row in rows]

    def set_state(self, id: str, state: ReceiverState) -> None:
        """Whoever is made active is told at once of all that waits, however often that failed."""
        if state is ReceiverState.ACTIVE:  # before the receiver's own row, as whoever delivers: neither waits for ever
            self._db.write(
                "UPDATE webhook_deliveries SET due_at = ? WHERE receiver = ? AND state = 'pending'", (AT_ONCE, id)
            )
        self._db.write(
            "UPDATE webhook_receivers SET state = ?, failures = 0, resting_until = NULL WHERE id = ?", (state.value, id)
        )

    def set_rest(self, id: str, failures: int, until: datetime | None) -> None:
        self._db.write(
            "UPDATE webhook_receivers SET failures = ?, resting_until = ? WHERE id = ?",
            (failures, None if until is None else stamp(until), id),
        )

    # --- secrets --------------------------------------------------------------------------------------

    def add_secret(self, id: str, nonce: str, now: datetime, *, others_until: datetime) -> None:
        """A new secret; those before it sign until ``others_until``, or until they end anyway."""
        with self._db.joined():
            self._db.write(
                "UPDATE webhook_secrets SET expires_at = ?"
                " WHERE receiver = ? AND (expires_at IS NULL OR expires_at > ?)",
                (stamp(others_until), id, stamp(others_until)),
            )
            self._db.write(
                "INSERT INTO webhook_secrets (receiver, nonce, created_at) VALUES (?, ?, ?)", (id, nonce, stamp(now))
            )

    def secrets(self, id: str, now: datetime) -> list[Secret]:
        """Those that sign now, the newest first."""
        rows = self._db.rows(
            "SELECT nonce, created_at, expires_at FROM webhook_secrets"
            " WHERE receiver = ? AND (expires_at IS NULL OR expires_at > ?) ORDER BY id DESC",
            (id, stamp(now)),
        )
        return [
            Secret(nonce=nonce, created_at=moment(since), expires_at=moment_or_none(until))
            for nonce, since, until in rows
        ]

    # --- who is at work -------------------------------------------------------------------------------

    def take_lease(self, id: str, owner: str, now: datetime, until: datetime, instead_of: str | None = None) -> bool:
        """Take, or prolong, the lease of a receiver; False where another's has not run out.

        ``instead_of`` names an owner that the caller knows to be dead. A lease that begins after this one, by a clock
        that was ahead, does not count.
        """
        at = stamp(now)
        return self._db.write(_TAKE, (owner, at, stamp(until), id, owner, instead_of, at, at)) == 1

    def holder(self, id: str) -> str | None:
        owner: str | None = self._db.value("SELECT lease_owner FROM webhook_receivers WHERE id = ?", (id,))
        return owner

    def release(self, id: str, owner: str) -> None:
        """Give the lease back, if it is still ``owner``'s."""
        self._db.write(
            "UPDATE webhook_receivers SET lease_owner = NULL, lease_since = NULL, lease_until = NULL"
            " WHERE id = ? AND lease_owner = ?",
            (id, owner),
        )

    # --- deliveries -----------------------------------------------------------------------------------

    def due(self, id: str, now: datetime, limit: int) -> list[Due]:
        """What may be sent to a receiver now: of each customer the earliest event that was not settled."""
        return [due_of_row(row) for row in self._db.rows(_DUE, (id, stamp(now), limit))]

    def settle(self, id: str, settled: Iterable[Settled]) -> None:
        self._db.write_many(
            _SETTLE,
            [
                (it.state, it.attempts, stamp(it.due_at), stamp(it.tried_at), it.status, it.outcome, id, it.event)
                for it in settled
            ],
        )

    def deliveries(self, id: str, state: DeliveryState | None, after: int, limit: int) -> list[Delivery]:
        """Up to ``limit`` following event number ``after``, in order."""
        condition = "" if state is None else f"AND d.state = '{state.value}' "
        rows = self._db.rows(
            "SELECT e.seq, e.id, e.type, e.customer, e.number, e.at, d.state, d.attempts, d.due_at, d.tried_at,"
            " d.status, d.outcome FROM webhook_deliveries d JOIN webhook_events e ON e.seq = d.event"
            f" WHERE d.receiver = ? AND d.event > ? {condition}ORDER BY d.event LIMIT ?",
            (id, after, limit),
        )
        return [delivery_of_row(row) for row in rows]

    def place(self, id: str, event: str) -> int | None:
        """The number of an event by its id; None where the receiver is not told of it."""
        found: int | None = self._db.value(
            "SELECT e.seq FROM webhook_events e JOIN webhook_deliveries d ON d.event = e.seq"
            " WHERE e.id = ? AND d.receiver = ?",
            (event, id),
        )
        return found

    def replay(self, id: str, now: datetime, *, events: Sequence[str] = (), since: datetime | None = None) -> int:
        """Send again: the events named, else all since then, else what was given up; how many.

        What is waiting anyway is due at once; the order of each customer's events stays.
        """
        condition, values = "state = 'dead'", []
        if events:
            named = f"SELECT seq FROM webhook_events WHERE {self._db.among('id')}"
            condition, values = f"event IN ({named})", [self._db.many(events)]
        elif since is not None:
            condition, values = "at >= ?", [stamp(since)]
        return self._db.write(
            f"UPDATE webhook_deliveries SET state = 'pending', attempts = 0, due_at = ?"
            f" WHERE receiver = ? AND {condition}",
            (stamp(now), id, *values),
        )

    def backlog(self) -> list[Backlog]:
        """By receiver, in the order of ``all``."""
        return [
            Backlog(
                receiver=id,
                name=name,
                scope=scope,
                state=ReceiverState(state),
                pending=pending,
                dead=dead,
                oldest_at=moment_or_none(oldest),
            )
            for id, name, scope, state, pending, dead, oldest in self._db.rows(_BACKLOG)
        ]
