"""Batch runs: what they are to do, how far they are, who is working on them, and how they ended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from amlrisk.errors import NotFound, RunInProgress, StoreRefused
from amlrisk.facts.digest import canonical
from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database, Row

_COLUMNS = """id, kind, cause, status, total, done, failed, versions, lease_owner, lease_until, started_at,
    finished_at, subject, actor, scope, resumed, cancel_by, cancel_at, stopped_by, closing"""
_BEGIN = """
    INSERT INTO runs (id, kind, cause, status, total, done, failed, versions, lease_owner, lease_until, started_at,
        subject, actor, scope)
    VALUES (?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?, ?, ?, ?)
"""
# A later reason takes the place of an earlier. What counted then is kept with it: no clock need be right to tell
# whether somebody was graded since.
_FAIL = """
    INSERT INTO run_failures (run, customer, code, reason, failed_at, counted)
    VALUES (?, ?, ?, ?, ?, (SELECT c.assessment FROM current_assessments c WHERE c.customer = ?))
    ON CONFLICT (run, customer) DO UPDATE SET code = excluded.code, reason = excluded.reason,
        failed_at = excluded.failed_at, counted = excluded.counted
"""
# Of somebody who was graded again, by whomever, the failure is over.
_UNHEALED = """
    SELECT DISTINCT f.customer FROM run_failures f JOIN runs r ON r.id = f.run
    WHERE r.kind NOT IN ('tiers', 'sync') AND NOT EXISTS (
        SELECT 1 FROM current_assessments c
        WHERE c.customer = f.customer AND (f.counted IS NULL OR c.assessment <> f.counted))
    ORDER BY f.customer
"""
#: Of ``run_failures f``: the same run has done the customer since.
_DONE_SINCE = """
    (EXISTS (SELECT 1 FROM assessments a WHERE a.run = f.run AND a.customer = f.customer)
    OR EXISTS (SELECT 1 FROM run_customers n WHERE n.run = f.run AND n.customer = f.customer))
"""


class RunKind(StrEnum):
    """What a run does. Unfinished, there is one of a kind and subject at most."""

    GRADE = "grade"  # everybody, or those named
    DUE = "due"  # whose grade does not hold any more
    POLICY = "policy"  # who was graded under another policy than the one in force
    RESCREEN = "rescreen"  # whom a change of a list touches; the subject is the list
    TIERS = "tiers"  # what customers are worth
    SYNC = "sync"  # lists, from their publishers; of lists, not of customers


class RunStatus(StrEnum):
    RUNNING = "running"
    WAITING = "waiting"  # somebody asked that it be taken up again
    STOPPED = "stopped"  # an error stopped it (``Run.stopped_by``); whoever takes it up goes on
    DONE = "done"
    FAILED = "failed"  # it went through, and does not add up
    SUPERSEDED = "superseded"  # another one began in its place, with other rules
    CANCELLED = "cancelled"


_OVER = frozenset({RunStatus.DONE, RunStatus.SUPERSEDED})


class Closing(msgspec.Struct, frozen=True, kw_only=True):
    """How a run adds up, counted by the customers themselves: each of ``scope`` is done, failed, or left.

    ``beyond`` were done or failed without being in scope; ``counted`` is what the running counters said (done, failed).
    ``examples`` are some of those left (of a run that was to leave nobody) or beyond. ``retried`` failed at first.
    """

    scope: int
    done: int
    failed: int
    left: int
    beyond: int
    counted: tuple[int, int]
    retried: int = 0
    examples: tuple[str, ...] = ()

    @property
    def adds_up(self) -> bool:
        """Whether nobody was missed, and nobody done who was not to be."""
        return self.done + self.failed == self.scope and not self.left and not self.beyond


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """``versions`` is what makes it this run (pack, edition, scope …): taken up again, it must find the same.

    ``lease_owner`` alone may work on it until ``lease_until``. ``scope`` says who was asked for, ``stopped_by`` is the
    code of the error that stopped it last, ``cancel_by`` who asked that it stop.
    """

    id: str
    kind: str
    cause: str
    status: RunStatus
    total: int
    done: int
    failed: int
    versions: dict[str, str]
    lease_owner: str
    lease_until: datetime
    started_at: datetime
    finished_at: datetime | None
    subject: str = ""
    actor: str = "system"
    scope: dict[str, str] = {}
    resumed: int = 0
    cancel_by: str | None = None
    cancel_at: datetime | None = None
    stopped_by: str | None = None
    closing: Closing | None = None

    @property
    def is_grading(self) -> bool:
        """Whether it grades customers."""
        return self.kind not in (RunKind.TIERS, RunKind.SYNC)


class RunFailure(msgspec.Struct, frozen=True, kw_only=True):
    customer: str
    code: str
    text: str


class Runs:
    def __init__(self, database: Database) -> None:
        self._db = database

    # --- beginning and ending -------------------------------------------------------------------------

    def begin(  # noqa: PLR0913 - the columns of a run
        self,
        id: str,
        *,
        kind: str,
        cause: str,
        versions: Mapping[str, str],
        total: int,
        owner: str,
        now: datetime,
        lease_seconds: float,
        subject: str = "",
        actor: str = "system",
        scope: Mapping[str, str] | None = None,
    ) -> None:
        """Begin a run and hold its lease. Raises ``RunInProgress`` where one of that kind and subject is unfinished."""
        until = stamp(now + timedelta(seconds=lease_seconds))
        row = (id, str(kind), cause, RunStatus.RUNNING.value, total, canonical(dict(versions)).decode(), owner, until)
        rest = (stamp(now), subject, actor, canonical(dict(scope or {})).decode())
        with self._one_of_a_kind(kind, subject):
            self._db.write(_BEGIN, (*row, *rest))

    def unfinished(self, kind: str, subject: str = "") -> Run | None:
        row = self._db.row(
            f"SELECT {_COLUMNS} FROM runs WHERE kind = ? AND subject = ? AND finished_at IS NULL", (str(kind), subject)
        )
        return None if row is None else _run(row)

    def stop(self, run: str, owner: str, code: str, now: datetime) -> None:
        """An error stopped it: its lease is free, and the run to be taken up. Nothing where another holds it."""
        self._db.write(
            "UPDATE runs SET status = ?, stopped_by = ?, lease_until = ?"
            " WHERE id = ? AND lease_owner = ? AND finished_at IS NULL",
            (RunStatus.STOPPED.value, code, stamp(now), run, owner),
        )

    def finish(self, run: str, status: RunStatus | str, now: datetime, closing: Closing | None = None) -> None:
        """Close a run, and with it its lease; the counters are then what the closing counted.

        Whom it was about is forgotten where nothing is left that could be taken up.
        """
        document = None if closing is None else msgspec.json.encode(closing).decode()
        self._change(run, "status = ?, finished_at = ?, closing = ?", (RunStatus(status).value, stamp(now), document))
        if closing is not None:
            self._change(run, "done = ?, failed = ?", (closing.done, closing.failed))
        self._db.write(f"DELETE FROM run_failures AS f WHERE f.run = ? AND {_DONE_SINCE}", (run,))
        if RunStatus(status) in _OVER and not (closing and closing.failed):
            for table in ("run_customers", "run_scopes"):
                self._db.write(f"DELETE FROM {table} WHERE run = ?", (run,))

    def reopen(self, run: str, status: RunStatus, owner: str, until: datetime) -> None:
        """Open a run that ended, or is unfinished, to be gone on with. Raises ``RunInProgress``, ``NotFound``."""
        found = self.get(run)
        with self._one_of_a_kind(found.kind, found.subject):
            self._change(
                run,
                "status = ?, lease_owner = ?, lease_until = ?, finished_at = NULL, closing = NULL, cancel_by = NULL,"
                " cancel_at = NULL, stopped_by = NULL",
                (status.value, owner, stamp(until)),
            )

    def ask_to_cancel(self, run: str, actor: str, now: datetime) -> bool:
        """Note that somebody wants it to stop; False where it is finished."""
        asked = self._db.write(
            "UPDATE runs SET cancel_by = coalesce(cancel_by, ?), cancel_at = coalesce(cancel_at, ?)"
            " WHERE id = ? AND finished_at IS NULL",
            (actor, stamp(now), run),
        )
        return asked == 1

    # --- working --------------------------------------------------------------------------------------

    def take_lease(self, run: str, owner: str, now: datetime, seconds: float, *, force: bool = False) -> bool:
        """Take or renew the lease of an unfinished run; False where another owner's has not run out.

        ``force`` takes it all the same: for a caller who knows that the owner is dead.
        """
        changed = self._db.write(
            "UPDATE runs SET lease_owner = ?, lease_until = ?"
            " WHERE id = ? AND finished_at IS NULL AND (lease_owner = ? OR lease_until <= ? OR ? = 1)",
            (owner, stamp(now + timedelta(seconds=seconds)), run, owner, stamp(now), int(force)),
        )
        return changed == 1

    def go_on(self, run: str, total: int) -> None:
        """It is taken up again, with so many in scope. Who failed stays on record until they are done."""
        self._change(
            run,
            "status = ?, stopped_by = NULL, resumed = resumed + 1, failed = 0, total = ?",
            (RunStatus.RUNNING.value, total),
        )

    def may_work(self, run: str, owner: str) -> bool:
        """Whether ``owner`` still holds the run and nobody wants it to stop."""
        row = self._db.row(
            "SELECT 1 FROM runs WHERE id = ? AND lease_owner = ? AND finished_at IS NULL AND cancel_at IS NULL",
            (run, owner),
        )
        return row is not None

    def progress(self, run: str, done: int, failed: int) -> None:
        """So many more are done and failed; several processes may count at once."""
        self._change(run, "done = done + ?, failed = failed + ?", (done, failed))

    def worked_with(self, run: str, index_version: str, customers: int, now: datetime) -> None:
        """So many more were screened against that version of the lists."""
        self._db.write(
            "INSERT INTO run_lists (run, index_version, since, customers) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (run, index_version) DO UPDATE SET customers = run_lists.customers + excluded.customers",
            (run, index_version, stamp(now), customers),
        )

    def lists_of(self, run: str) -> list[tuple[str, datetime, int]]:
        """The versions of the lists it worked with, since when, and for how many; more than one: they changed."""
        rows = self._db.rows(
            "SELECT index_version, since, customers FROM run_lists WHERE run = ? ORDER BY since, index_version", (run,)
        )
        return [(version, moment(since), int(customers)) for version, since, customers in rows]

    def been_through(self, run: str, customers: Iterable[str]) -> None:
        """Note that a run is done with customers. ``StoreRefused`` where one of them was noted before: the caller's
        transaction then comes to nothing, and nobody is done twice.
        """
        self._db.write_many(
            "INSERT INTO run_customers (run, customer) VALUES (?, ?)", [(run, customer) for customer in customers]
        )

    def not_been_through(self, run: str, customers: Sequence[str]) -> list[str]:
        """Those of ``customers`` that were not noted, in the order given."""
        done = {customer for (customer,) in self._db.rows("SELECT customer FROM run_customers WHERE run = ?", (run,))}
        return [customer for customer in customers if customer not in done]

    # --- failures -------------------------------------------------------------------------------------

    def fail_customer(self, run: str, customer: str, code: str, text: str, now: datetime) -> None:
        """A customer that could not be graded in this run, and why; a later reason takes the place of an earlier."""
        self._db.write(_FAIL, (run, customer, code, text, stamp(now), customer))

    def failures(self, run: str, limit: int = 2**62) -> list[RunFailure]:
        """The customers that stay ungraded, in order: one that was tried again with success is not among them."""
        rows = self._db.rows(
            f"SELECT customer, code, reason FROM run_failures f WHERE run = ? AND NOT {_DONE_SINCE}"
            " ORDER BY customer LIMIT ?",
            (run, limit),
        )
        return [RunFailure(customer=customer, code=code, text=text) for customer, code, text in rows]

    def unhealed(self) -> list[str]:
        """Whoever failed in a run of grading, and was not graded since."""
        return [customer for (customer,) in self._db.rows(_UNHEALED)]

    # --- reading --------------------------------------------------------------------------------------

    def get(self, run: str) -> Run:
        """Raises ``NotFound``."""
        row = self._db.row(f"SELECT {_COLUMNS} FROM runs WHERE id = ?", (run,))
        if row is None:
            raise NotFound(kind="run", ref=run)
        return _run(row)

    def recent(self, limit: int) -> list[Run]:
        """The newest first."""
        return self.page(limit=limit)

    def page(self, *, kind: str | None = None, before: str | None = None, limit: int) -> list[Run]:
        """Up to ``limit`` runs, the newest first, that began before run ``before``; of one kind, or of all."""
        where, values = ["1 = 1"], list[object]()
        if kind is not None:
            where.append("kind = ?")
            values.append(str(kind))
        if before is not None:
            where.append("(started_at, id) < (SELECT started_at, id FROM runs WHERE id = ?)")
            values.append(before)
        rows = self._db.rows(
            f"SELECT {_COLUMNS} FROM runs WHERE {' AND '.join(where)} ORDER BY started_at DESC, id DESC LIMIT ?",
            (*values, limit),
        )
        return [_run(row) for row in rows]

    def all_unfinished(self) -> list[Run]:
        """Whatever is under way, waits or was left behind; the oldest first."""
        return [
            _run(row)
            for row in self._db.rows(f"SELECT {_COLUMNS} FROM runs WHERE finished_at IS NULL ORDER BY started_at, id")
        ]

    def _change(self, run: str, assignments: str, values: tuple[object, ...]) -> None:
        if self._db.write(f"UPDATE runs SET {assignments} WHERE id = ?", (*values, run)) != 1:
            raise NotFound(kind="run", ref=run)

    @contextmanager
    def _one_of_a_kind(self, kind: str, subject: str) -> Iterator[None]:
        try:
            with self._db.transaction():
                yield
        except StoreRefused as error:
            other = self.unfinished(kind, subject)
            raise RunInProgress(run=other.id if other else str(kind)) from error


def _run(row: Row) -> Run:
    id, kind, cause, status, total, done, failed, versions, owner, until, started_at, finished_at, *rest = row
    subject, actor, scope, resumed, cancel_by, cancel_at, stopped_by, closing = rest
    return Run(
        id=id,
        kind=kind,
        cause=cause,
        status=RunStatus(status),
        total=total,
        done=done,
        failed=failed,
        versions=msgspec.json.decode(versions, type=dict[str, str]),
        lease_owner=owner,
        lease_until=moment(until),
        started_at=moment(started_at),
        finished_at=None if finished_at is None else moment(finished_at),
        subject=subject,
        actor=actor,
        scope={} if scope is None else msgspec.json.decode(scope, type=dict[str, str]),
        resumed=resumed,
        cancel_by=cancel_by,
        cancel_at=None if cancel_at is None else moment(cancel_at),
        stopped_by=stopped_by,
        closing=None if closing is None else msgspec.json.decode(closing, type=Closing),
    )
