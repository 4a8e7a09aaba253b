"""Every version of a list over time: who imported it, when it was in force, why it was kept out, who decided that."""

from __future__ import annotations

from datetime import datetime

import msgspec

from amlrisk.errors import NotFound
from amlrisk.store.codec import moment, stamp
from amlrisk.store.connection import Database, Row
from amlrisk.watchlist.model import SnapshotInfo, SnapshotStatus

_info_decoder = msgspec.json.Decoder(SnapshotInfo)

# ``until``: when the next version came into force. ``before``: what was in force when this one arrived.
_VERSIONS = """
    SELECT s.id, s.source, s.status, s.created_at, s.confirmed_at, s.in_force_since, s.author, s.info,
        s.reason_code, s.reason_zh, s.reason_en, d.verdict, d.author, d.reason, d.decided_at,
        CASE s.status WHEN 'superseded' THEN (
            SELECT min(n.in_force_since) FROM snapshots n WHERE n.source = s.source AND n.id <> s.id
                AND (n.in_force_since > s.in_force_since OR (n.in_force_since = s.in_force_since AND n.id > s.id))
        ) END,
        (SELECT b.content_sha256 FROM snapshots b WHERE b.source = s.source AND b.id <> s.id
            AND (b.in_force_since < coalesce(s.in_force_since, s.created_at)
                OR (b.in_force_since = coalesce(s.in_force_since, s.created_at) AND b.id < s.id))
            ORDER BY b.in_force_since DESC, b.id DESC LIMIT 1)
    FROM snapshots s LEFT JOIN list_decisions d ON d.snapshot = s.id
"""
_LAST = 2**62


class ListDecision(msgspec.Struct, frozen=True, kw_only=True):
    """What a second person decided about a version that was kept out: ``approved`` or ``refused``."""

    verdict: str
    author: str
    reason: str
    at: datetime


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a list, whatever became of it.

    ``author`` imported it (None: not recorded). ``info`` is None where the files could not be read as a list;
    its ``fetched_at`` is when the version was last confirmed. ``before`` is the content it took or would have taken
    the place of; None for the first. ``code``, ``zh`` and ``en`` say why it was kept out; empty where it was not.
    """

    id: int
    source: str
    status: SnapshotStatus
    at: datetime
    author: str | None
    info: SnapshotInfo | None
    in_force_since: datetime | None
    until: datetime | None
    before: str | None
    code: str
    zh: str
    en: str
    decision: ListDecision | None

    def text(self, language: str = "en") -> str:
        return self.zh if language == "zh" else self.en

    @property
    def waiting(self) -> bool:
        """Whether it is kept out and nobody has decided yet."""
        return self.status is SnapshotStatus.QUARANTINED


class ListVersions:
    """Reads the versions that ``Snapshots`` keeps, and keeps what was decided about those in quarantine."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def page(self, source: str, before: int | None, limit: int) -> list[Version]:
        """Up to ``limit`` versions that arrived before number ``before``, the newest first; None begins."""
        rows = self._db.rows(
            f"{_VERSIONS} WHERE s.source = ? AND s.id < ? ORDER BY s.id DESC LIMIT ?", (source, before or _LAST, limit)
        )
        return [_version(row) for row in rows]

    def get(self, id: int) -> Version:
        """Raises ``NotFound``."""
        row = self._db.row(f"{_VERSIONS} WHERE s.id = ?", (id,))
        if row is None:
            raise NotFound(kind="list version", ref=str(id))
        return _version(row)

    def waiting(self) -> list[Version]:
        """What is kept out and undecided, the oldest first."""
        return [_version(row) for row in self._db.rows(f"{_VERSIONS} WHERE s.status = 'quarantined' ORDER BY s.id")]

    def sizes(self, source: str, limit: int) -> list[tuple[datetime, int]]:
        """When each of the last ``limit`` versions came into force and how many entities it holds, the oldest first."""
        rows = self._db.rows(
            "SELECT in_force_since, info FROM snapshots WHERE source = ? AND in_force_since IS NOT NULL"
            " AND info IS NOT NULL ORDER BY in_force_since DESC, id DESC LIMIT ?",
            (source, limit),
        )
        return [(moment(at), _info_decoder.decode(info).entities) for at, info in reversed(rows)]

    def in_force_since(self) -> dict[str, datetime]:
        """When the version in force of each list came into force."""
        rows = self._db.rows(
            "SELECT source, in_force_since FROM snapshots WHERE status = 'in_force' AND in_force_since IS NOT NULL"
        )
        return {source: moment(at) for source, at in rows}

    def record(self, version: Version, decision: ListDecision) -> None:
        """Keep what was decided; for ever, and once for each version."""
        self._db.write(
            "INSERT INTO list_decisions (snapshot, source, verdict, author, reason, decided_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (version.id, version.source, decision.verdict, decision.author, decision.reason, stamp(decision.at)),
        )


def _version(row: Row) -> Version:
    id, source, status, at, confirmed_at, since, author, info, code, zh, en, *decided, until, before = row
    verdict, decider, reason, decided_at = decided
    return Version(
        id=id,
        source=source,
        status=SnapshotStatus(status),
        at=moment(at),
        author=author,
        info=None
        if info is None
        else msgspec.structs.replace(_info_decoder.decode(info), fetched_at=moment(confirmed_at)),
        in_force_since=_moment(since),
        until=_moment(until),
        before=before,
        code=code or "",
        zh=zh or "",
        en=en or "",
        decision=None
        if verdict is None
        else ListDecision(verdict=verdict, author=decider, reason=reason, at=moment(decided_at)),
    )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else moment(text)
