"""Whose turn a job was at which time: every time once, however many schedulers look at the clock."""

from __future__ import annotations

import hashlib
from datetime import datetime

import msgspec

from amlrisk.policy.model import Text
from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database, Dialect, Row

_COLUMNS = "job, at, owner, since, until, tries, missed, finished_at, outcome, again, said_zh, said_en"
_INSERT = f"""
    INSERT INTO turns ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, 1, ?, NULL, NULL, 0, '', '') ON CONFLICT DO NOTHING
"""
# Only as it was found: of two who take over from a dead one, one does.
_TAKE_OVER = """
    UPDATE turns SET owner = ?, since = ?, until = ?, tries = tries + 1, finished_at = NULL, outcome = NULL, again = 0
    WHERE job = ? AND at = ? AND owner = ? AND tries = ?
"""
_FINISH = """
    UPDATE turns SET finished_at = ?, outcome = ?, again = ?, said_zh = ?, said_en = ?
    WHERE job = ? AND at = ? AND owner = ? AND finished_at IS NULL
"""


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """A job at the time it was due (``at``). ``owner`` alone works on it, from ``since`` until ``until``.

    ``tries`` counts those who took it up, ``missed`` the times of the job that passed unused just before. ``outcome``
    is None while it is under way, then a word of the job or the code of an error; with ``again`` it is tried anew
    before the job's next time. ``said`` is a sentence of what came of it.
    """

    job: str
    at: datetime
    owner: str
    since: datetime
    until: datetime
    tries: int = 1
    missed: int = 0
    finished_at: datetime | None = None
    outcome: str | None = None
    again: bool = False
    said: Text = Text(zh="", en="")


class JobTurns:
    def __init__(self, database: Database) -> None:
        self._db = database

    # --- writing --------------------------------------------------------------------------------------

    def hold(self, job: str) -> None:
        """Until the caller's transaction ends, others who hold the same job wait."""
        if self._db.dialect is Dialect.POSTGRESQL:  # on SQLite the transaction holds the only write lock there is
            number = int.from_bytes(hashlib.sha256(f"job\n{job}".encode()).digest()[:8], signed=True)
            self._db.rows("SELECT pg_advisory_xact_lock(?)", (number,))

    def begin(self, turn: Turn) -> bool:
        """Take a turn that nobody had; False where somebody has it, or has another of the job under way."""
        times = (stamp(turn.at), turn.owner, stamp(turn.since), stamp(turn.until))
        return self._db.write(_INSERT, (turn.job, *times, turn.missed)) == 1

    def take_over(self, found: Turn, by: Turn) -> bool:
        """``by`` goes on with ``found``; False where it is not any more as it was found."""
        times = (by.owner, stamp(by.since), stamp(by.until))
        return self._db.write(_TAKE_OVER, (*times, found.job, stamp(found.at), found.owner, found.tries)) == 1

    def renew(self, turn: Turn, until: datetime) -> bool:
        """The owner works on it until then at least; False where the turn is not theirs any more."""
        changed = self._db.write(
            "UPDATE turns SET until = ? WHERE job = ? AND at = ? AND owner = ? AND finished_at IS NULL",
            (stamp(until), turn.job, stamp(turn.at), turn.owner),
        )
        return changed == 1

    def finish(self, turn: Turn, now: datetime, outcome: str, said: Text, *, again: bool = False) -> bool:
        """What came of it; False where the turn is not the owner's any more."""
        told = (stamp(now), outcome, int(again), said.zh, said.en)
        return self._db.write(_FINISH, (*told, turn.job, stamp(turn.at), turn.owner)) == 1

    def forget(self, before: datetime) -> int:
        """Drop turns that ended before that; how many."""
        return self._db.write("DELETE FROM turns WHERE finished_at < ?", (stamp(before),))

    # --- reading --------------------------------------------------------------------------------------

    def get(self, job: str, at: datetime) -> Turn | None:
        return self._one("job = ? AND at = ?", (job, stamp(at)))

    def under_way(self, job: str) -> Turn | None:
        return self._one("job = ? AND finished_at IS NULL", (job,))

    def before(self, job: str, at: datetime) -> Turn | None:
        """The job's last turn before that time."""
        return self._one("job = ? AND at < ?", (job, stamp(at)))

    def latest(self) -> dict[str, Turn]:
        """The last turn of each job, by its name."""
        rows = self._db.rows(
            f"SELECT {_COLUMNS} FROM turns t WHERE at = (SELECT max(at) FROM turns o WHERE o.job = t.job) ORDER BY job"
        )
        return {turn.job: turn for turn in map(_turn, rows)}

    def page(self, limit: int, job: str | None = None) -> list[Turn]:
        """The newest first; of one job, or of all."""
        where, values = ("job = ?", (job,)) if job else ("1 = 1", ())
        rows = self._db.rows(
            f"SELECT {_COLUMNS} FROM turns WHERE {where} ORDER BY since DESC, job LIMIT ?", (*values, limit)
        )
        return [_turn(row) for row in rows]

    def _one(self, where: str, values: tuple[object, ...]) -> Turn | None:
        row = self._db.row(f"SELECT {_COLUMNS} FROM turns WHERE {where} ORDER BY at DESC LIMIT 1", values)
        return None if row is None else _turn(row)


def _turn(row: Row) -> Turn:
    job, at, owner, since, until, tries, missed, finished_at, outcome, again, zh, en = row
    return Turn(
        job=job,
        at=moment(at),
        owner=owner,
        since=moment(since),
        until=moment(until),
        tries=tries,
        missed=missed,
        finished_at=None if finished_at is None else moment(finished_at),
        outcome=outcome,
        again=bool(again),
        said=Text(zh=zh, en=en),
    )
