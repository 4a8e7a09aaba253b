"""Batch runs: what they are to do, how far they are, and who is working on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from amlrisk.errors import NotFound, RunInProgress, StoreRefused
from amlrisk.facts.digest import canonical
from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database, Row

_COLUMNS = """id, kind, cause, status, total, done, failed, versions, lease_owner, lease_until, started_at,
    finished_at"""


class RunStatus(StrEnum):
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    SUPERSEDED = "superseded"


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """``versions`` is what the run works with (pack, lists, index …): one that is taken up again must find the same.

    ``lease_owner`` alone may work on it until ``lease_until``.
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


class RunFailure(msgspec.Struct, frozen=True, kw_only=True):
    customer: str
    code: str
    text: str


class Runs:
    def __init__(self, database: Database) -> None:
        self._db = database

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
    ) -> None:
        """Begin a run and hold its lease. Raises ``RunInProgress`` where one of that kind is unfinished."""
        document = canonical(dict(versions)).decode()
        until = stamp(now + timedelta(seconds=lease_seconds))
        row = (id, kind, cause, RunStatus.RUNNING.value, total, 0, 0, document, owner, until, stamp(now), None)
        try:
            with self._db.transaction():
                self._db.write(f"INSERT INTO runs ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        except StoreRefused as error:
            other = self.unfinished(kind)
            raise RunInProgress(run=other.id if other else kind) from error

    def unfinished(self, kind: str) -> Run | None:
        row = self._db.row(f"SELECT {_COLUMNS} FROM runs WHERE kind = ? AND finished_at IS NULL", (kind,))
        return None if row is None else _run(row)

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

    def progress(self, run: str, done: int, failed: int) -> None:
        """So many more are done and failed; several processes may count at once."""
        self._change(run, "done = done + ?, failed = failed + ?", (done, failed))

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

    def forget_failures(self, run: str) -> None:
        """Before those who failed are tried again."""
        self._db.write("DELETE FROM run_failures WHERE run = ?", (run,))

    def fail_customer(self, run: str, customer: str, code: str, text: str, now: datetime) -> None:
        """A customer that could not be graded in this run, and why; a later reason takes the place of an earlier."""
        self._db.write(
            "INSERT INTO run_failures (run, customer, code, reason, failed_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (run, customer) DO UPDATE SET code = excluded.code, reason = excluded.reason,"
            " failed_at = excluded.failed_at",
            (run, customer, code, text, stamp(now)),
        )

    def failures(self, run: str) -> list[RunFailure]:
        """The customers that stay ungraded, in order: one that was tried again with success is not among them."""
        rows = self._db.rows(
            "SELECT customer, code, reason FROM run_failures f WHERE run = ? AND NOT EXISTS"
            " (SELECT 1 FROM assessments a WHERE a.run = f.run AND a.customer = f.customer) ORDER BY customer",
            (run,),
        )
        return [RunFailure(customer=customer, code=code, text=text) for customer, code, text in rows]

    def finish(self, run: str, status: RunStatus | str, now: datetime) -> None:
        """Close a run, and with it its lease; whom it has been through is not asked any more."""
        self._db.write("DELETE FROM run_customers WHERE run = ?", (run,))
        self._change(run, "status = ?, finished_at = ?", (RunStatus(status).value, stamp(now)))

    def get(self, run: str) -> Run:
        """Raises ``NotFound``."""
        row = self._db.row(f"SELECT {_COLUMNS} FROM runs WHERE id = ?", (run,))
        if row is None:
            raise NotFound(kind="run", ref=run)
        return _run(row)

    def recent(self, limit: int) -> list[Run]:
        """The newest first."""
        return [
            _run(row)
            for row in self._db.rows(f"SELECT {_COLUMNS} FROM runs ORDER BY started_at DESC LIMIT ?", (limit,))
        ]

    def _change(self, run: str, assignments: str, values: tuple[object, ...]) -> None:
        if self._db.write(f"UPDATE runs SET {assignments} WHERE id = ?", (*values, run)) != 1:
            raise NotFound(kind="run", ref=run)


def _run(row: Row) -> Run:
    id, kind, cause, status, total, done, failed, versions, owner, until, started_at, finished_at = row
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
    )
