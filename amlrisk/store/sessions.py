"""Where people are signed in: only the digests of the tokens are known here. One that ended stays, so that a form
posted on it can be kept for its owner."""

from __future__ import annotations

from datetime import datetime

import msgspec

from amlrisk.store.accounts import COLUMNS, Account, account_of
from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database

_JOINED = ", ".join(f"a.{column}" for column in COLUMNS.split(", "))


class Session(msgspec.Struct, frozen=True, kw_only=True):
    digest: str
    account: Account
    began_at: datetime
    seen_at: datetime
    ended_at: datetime | None


class Sessions:
    def __init__(self, database: Database) -> None:
        self._db = database

    def begin(self, digest: str, account: str, now: datetime) -> None:
        self._db.write(
            "INSERT INTO sessions (digest, account, began_at, seen_at) VALUES (?, ?, ?, ?)",
            (digest, account, stamp(now), stamp(now)),
        )

    def find(self, digest: str) -> Session | None:
        """The session and its owner as they are now, ended or not."""
        row = self._db.row(
            f"""
            SELECT s.digest, s.began_at, s.seen_at, s.ended_at, {_JOINED}
            FROM sessions s JOIN accounts a ON a.id = s.account WHERE s.digest = ?
            """,
            (digest,),
        )
        if row is None:
            return None
        return Session(
            digest=row[0],
            began_at=moment(row[1]),
            seen_at=moment(row[2]),
            ended_at=None if row[3] is None else moment(row[3]),
            account=account_of(row[4:]),
        )

    def seen(self, digest: str, now: datetime) -> None:
        self._db.write("UPDATE sessions SET seen_at = ? WHERE digest = ? AND ended_at IS NULL", (stamp(now), digest))

    def end(self, digest: str, why: str, now: datetime) -> bool:
        """Whether it was still open."""
        return bool(
            self._db.write(
                "UPDATE sessions SET ended_at = ?, ended_why = ? WHERE digest = ? AND ended_at IS NULL",
                (stamp(now), why, digest),
            )
        )

    def end_all(self, account: str, why: str, now: datetime) -> int:
        """End every session of ``account``; how many there were."""
        return self._db.write(
            "UPDATE sessions SET ended_at = ?, ended_why = ? WHERE account = ? AND ended_at IS NULL",
            (stamp(now), why, account),
        )

    def forget(self, before: datetime) -> int:
        """Drop what began before ``before``; how many."""
        return self._db.write("DELETE FROM sessions WHERE began_at < ?", (stamp(before),))
