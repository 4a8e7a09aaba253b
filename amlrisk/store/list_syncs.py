"""Lists fetched from their publishers: who is at work, what a next request may be conditional on, every attempt."""

from __future__ import annotations

from datetime import datetime

import msgspec

from amlrisk.facts.digest import canonical
from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database, Row

_LAST = 2**62
_ATTEMPT = "id, source, at, good, outcome, http_status, bytes, etag, tries, duration_ms, reason_zh, reason_en, actor"
_TAKE = """
    INSERT INTO list_syncs (source, lease_owner, lease_since, lease_until) VALUES (?, ?, ?, ?)
    ON CONFLICT (source) DO UPDATE
    SET lease_owner = excluded.lease_owner, lease_since = excluded.lease_since, lease_until = excluded.lease_until
    WHERE list_syncs.lease_owner IS NULL OR list_syncs.lease_owner = ? OR list_syncs.lease_until <= ?
        OR list_syncs.lease_since > ?
"""
_KEEP = """
    INSERT INTO list_syncs (source, sha256, reading, fetched_at, validators) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (source) DO UPDATE SET sha256 = excluded.sha256, reading = excluded.reading,
        fetched_at = excluded.fetched_at, validators = excluded.validators
"""
# Of each source the last attempt, how many failed since the last good one, and when the first of those was made.
_LATEST = f"""
    SELECT {", ".join(f"a.{column}" for column in _ATTEMPT.split(", "))},
        (SELECT count(*) FROM list_attempts f WHERE f.source = a.source AND f.good = 0 AND f.id > l.good),
        (SELECT min(f.at) FROM list_attempts f WHERE f.source = a.source AND f.good = 0 AND f.id > l.good)
    FROM list_attempts a JOIN (
        SELECT source, max(id) AS last, coalesce(max(CASE good WHEN 1 THEN id END), 0) AS good
        FROM list_attempts GROUP BY source
    ) l ON a.id = l.last
"""


class Validators(msgspec.Struct, frozen=True, kw_only=True):
    """What a publisher called the version of one file that it gave us."""

    address: str
    etag: str | None = None
    last_modified: str | None = None


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """The version last fetched whole and put or kept in force: ``sha256`` of its files, ``reading`` how they were read
    (format, mapping, program), ``fetched_at`` when, ``validators`` of each file."""

    sha256: str
    reading: str
    fetched_at: datetime
    validators: tuple[Validators, ...]


class Lease(msgspec.Struct, frozen=True, kw_only=True):
    """``owner`` alone may refresh the list until ``until``."""

    owner: str
    since: datetime
    until: datetime


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt to refresh a list, finished at ``at`` after ``duration_ms``.

    ``outcome`` is ``imported``, ``confirmed`` (fetched, same content) or ``not_modified`` where it was ``good``;
    otherwise ``interrupted`` or the code of the error. ``http_status`` and ``etag`` are of the last answer, None where
    there was none; ``bytes`` came over the wire; ``tries`` counts requests tried again.
    """

    source: str
    at: datetime
    good: bool
    outcome: str
    http_status: int | None = None
    bytes: int = 0
    etag: str | None = None
    tries: int = 0
    duration_ms: int = 0
    zh: str
    en: str
    actor: str
    id: int = 0

    def text(self, language: str = "en") -> str:
        return self.zh if language == "zh" else self.en


class Latest(msgspec.Struct, frozen=True, kw_only=True):
    """The last attempt of a source; how many failed in a row up to it, and since when."""

    attempt: Attempt
    failures: int
    failing_since: datetime | None


class ListSyncs:
    def __init__(self, database: Database) -> None:
        self._db = database

    # --- who is at work -------------------------------------------------------------------------------

    def take_lease(self, source: str, lease: Lease, instead_of: str | None = None) -> bool:
        """Take the lease of a source; False where another's has not run out.

        ``instead_of`` names an owner that the caller knows to be dead. A lease that begins after this one, by a clock
        that was ahead, does not count.
        """
        since, until = stamp(lease.since), stamp(lease.until)
        return self._db.write(_TAKE, (source, lease.owner, since, until, instead_of, since, since)) == 1

    def holder(self, source: str) -> Lease | None:
        row = self._db.row("SELECT lease_owner, lease_since, lease_until FROM list_syncs WHERE source = ?", (source,))
        if row is None or row[0] is None:
            return None
        owner, since, until = row
        return Lease(owner=owner, since=moment(since), until=moment(until))

    def release(self, source: str, owner: str) -> None:
        """Give the lease back, if it is still ``owner``'s."""
        self._db.write(
            "UPDATE list_syncs SET lease_owner = NULL, lease_since = NULL, lease_until = NULL"
            " WHERE source = ? AND lease_owner = ?",
            (source, owner),
        )

    # --- what a request may be conditional on ---------------------------------------------------------

    def known(self, source: str) -> Known | None:
        """What was last fetched whole; None where nothing was."""
        row = self._db.row("SELECT sha256, reading, fetched_at, validators FROM list_syncs WHERE source = ?", (source,))
        if row is None or row[0] is None:
            return None
        sha256, reading, fetched_at, validators = row
        return Known(
            sha256=sha256,
            reading=reading,
            fetched_at=moment(fetched_at),
            validators=msgspec.json.decode(validators, type=tuple[Validators, ...]),
        )

    def keep(self, source: str, known: Known) -> None:
        document = canonical(known.validators).decode()
        self._db.write(_KEEP, (source, known.sha256, known.reading, stamp(known.fetched_at), document))

    # --- attempts -------------------------------------------------------------------------------------

    def append(self, attempt: Attempt) -> None:
        """Record an attempt, for ever; its ``id`` is given here."""
        columns = _ATTEMPT.removeprefix("id, ")
        row = (
            attempt.source,
            stamp(attempt.at),
            int(attempt.good),
            attempt.outcome,
            attempt.http_status,
            attempt.bytes,
            attempt.etag,
            attempt.tries,
            attempt.duration_ms,
            attempt.zh,
            attempt.en,
            attempt.actor,
        )
        self._db.write(f"INSERT INTO list_attempts ({columns}) VALUES ({', '.join('?' * len(row))})", row)

    def latest(self) -> dict[str, Latest]:
        """By source; of those that were ever attempted."""
        found = (
            Latest(
                attempt=_attempt(row[:-2]), failures=row[-2], failing_since=None if row[-1] is None else moment(row[-1])
            )
            for row in self._db.rows(_LATEST)
        )
        return {each.attempt.source: each for each in found}

    def page(self, source: str, before: int | None, limit: int) -> list[Attempt]:
        """Up to ``limit`` attempts before number ``before``, the newest first; None begins."""
        rows = self._db.rows(
            f"SELECT {_ATTEMPT} FROM list_attempts WHERE source = ? AND id < ? ORDER BY id DESC LIMIT ?",
            (source, before or _LAST, limit),
        )
        return [_attempt(row) for row in rows]


def _attempt(row: Row) -> Attempt:
    id, source, at, good, outcome, http_status, size, etag, tries, duration_ms, zh, en, actor = row
    return Attempt(
        id=id,
        source=source,
        at=moment(at),
        good=bool(good),
        outcome=outcome,
        http_status=http_status,
        bytes=size,
        etag=etag,
        tries=tries,
        duration_ms=duration_ms,
        zh=zh,
        en=en,
        actor=actor,
    )
