"""Versions of the lists: which is in force, which was before, and which was kept out and why."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from datetime import datetime

import msgspec

from amlrisk.errors import ListMissing, ListRejected, NotFound, StoreUnavailable
from amlrisk.facts.digest import canonical
from amlrisk.store.codec import moment, packed, stamp, unpacked
from amlrisk.store.connection import Database, Dialect, Row
from amlrisk.store.delistings import Delistings
from amlrisk.watchlist.model import ListedEntity, Snapshot, SnapshotInfo, SnapshotStatus

_CHUNK = 2000
#: Whoever records what was screened, and whoever puts a version in force: one number of PostgreSQL's locks for both.
_GATE = int.from_bytes(hashlib.sha256(b"lists in force").digest()[:8], signed=True)
_info_decoder = msgspec.json.Decoder(SnapshotInfo)
_entities_decoder = msgspec.json.Decoder(ListedEntity)
_encoder = msgspec.json.Encoder(order="sorted", decimal_format="string")

_ADD = """
    INSERT INTO snapshots (source, status, sha256, content_sha256, info, reason_code, reason_zh, reason_en,
        author, created_at, confirmed_at, in_force_since)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
"""
_INFO = "SELECT info, confirmed_at FROM snapshots"


class _Identified(msgspec.Struct, frozen=True):
    """A listed entity, of which nothing but the id is read."""

    id: str


_ids_decoder = msgspec.json.Decoder(_Identified)


class Quarantined(msgspec.Struct, frozen=True, kw_only=True):
    """A version that was kept out. ``info`` is None where the file could not be read as a list at all."""

    id: int
    source: str
    code: str
    zh: str
    en: str
    at: datetime
    info: SnapshotInfo | None

    def text(self, language: str = "en") -> str:
        return self.zh if language == "zh" else self.en


class Snapshots:
    def __init__(self, database: Database) -> None:
        self._db = database
        self._delistings = Delistings(database)

    # --- writing --------------------------------------------------------------------------------------

    def hold(self, source: str) -> None:
        """Until the caller's transaction ends, others who hold the same source wait."""
        if self._db.dialect is Dialect.POSTGRESQL:
            # On SQLite the transaction holds the only write lock there is.
            number = int.from_bytes(hashlib.sha256(f"list\n{source}".encode()).digest()[:8], signed=True)
            self._db.rows("SELECT pg_advisory_xact_lock(?)", (number,))

    def keep(self) -> None:
        """Until the caller's transaction ends, no version of any list comes into force."""
        self._gate(shared=True)

    def _gate(self, *, shared: bool) -> None:
        if self._db.dialect is Dialect.POSTGRESQL:
            wait = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
            self._db.rows(f"SELECT {wait}(?)", (_GATE,))

    def put(
        self,
        snapshot: Snapshot,
        status: SnapshotStatus,
        *,
        now: datetime,
        author: str | None = None,
        settles: bool = True,
    ) -> int:
        """Store a version; its id. In force, it takes the place of the one before, which is kept; what the new one does
        not hold any more is recorded as delisted.

        Where it ``settles`` what had been quarantined of the same source, nobody has to decide about that any more.
        ``author`` is who imported it.
        """
        with self._db.joined():
            self._put_entities(snapshot)
            if status is SnapshotStatus.IN_FORCE:
                self._supersede(snapshot.info.source, snapshot.info.content_sha256, now, settles=settles)
            return self._add(snapshot.info.source, snapshot.info, status, (None, None, None, author), now)

    def quarantine(
        self,
        source: str,
        snapshot: Snapshot | None,
        error: ListRejected,
        now: datetime,
        author: str | None = None,
    ) -> int:
        """Keep a version out and say why; its id.

        The same bytes again are stored anew only where they were refused; so are files that cannot be read, where the
        same person brings them in for the same reason.
        """
        told = (error.code, error.text("zh"), error.text("en"), author)
        with self._db.joined():
            if snapshot is None:
                same = self._db.value(
                    "SELECT id FROM snapshots WHERE source = ? AND status = ? AND info IS NULL AND reason_en = ?"
                    " AND author = ?",
                    (source, SnapshotStatus.QUARANTINED.value, error.text("en"), author),
                )
                if same is not None:
                    return int(same)
                return self._add(source, None, SnapshotStatus.QUARANTINED, told, now)
            known = self._db.value(
                "SELECT id FROM snapshots WHERE source = ? AND status = ? AND sha256 = ?",
                (source, SnapshotStatus.QUARANTINED.value, snapshot.info.sha256),
            )
            if known is not None:
                return int(known)
            self._put_entities(snapshot)
            return self._add(source, snapshot.info, SnapshotStatus.QUARANTINED, told, now)

    def confirm(self, source: str, info: SnapshotInfo, now: datetime, author: str | None = None) -> None:
        """The content in force was obtained anew: its age begins again at ``info.fetched_at``.

        Publishers re-issue the same content under a new date; it is then a version of its own. Raises
        ``ListMissing`` where nothing is in force and ``ValueError`` for another content, which must be ``put``.
        """
        with self._db.joined():
            current = self._in_force_info(source)
            if current.content_sha256 != info.content_sha256:
                raise ValueError(f"{source}: another content cannot confirm the one in force")
            at = stamp(info.fetched_at)
            if current.sha256 == info.sha256:
                self._db.write(
                    # Also backwards: a confirmation by a clock that was ahead would otherwise stand until that day.
                    "UPDATE snapshots SET confirmed_at = ? WHERE source = ? AND status = ?"
                    " AND (confirmed_at < ? OR confirmed_at > ?)",
                    (at, source, SnapshotStatus.IN_FORCE.value, at, stamp(now)),
                )
            else:
                self._supersede(source, info.content_sha256, now)
                self._add(source, info, SnapshotStatus.IN_FORCE, (None, None, None, author), now)

    def release(self, id: int, now: datetime) -> SnapshotInfo:
        """Put a quarantined version in force after all; raises ``NotFound``."""
        with self._db.joined():
            row = self._db.row(
                "SELECT source, info FROM snapshots WHERE id = ? AND status = ? AND info IS NOT NULL",
                (id, SnapshotStatus.QUARANTINED.value),
            )
            if row is None:
                raise NotFound(kind="quarantined snapshot", ref=str(id))
            source, document = row
            info = _info_decoder.decode(document)
            self._supersede(source, info.content_sha256, now)
            self._db.write(
                "UPDATE snapshots SET status = ?, in_force_since = ? WHERE id = ?",
                (SnapshotStatus.IN_FORCE.value, stamp(now), id),
            )
            return info

    def refuse(self, id: int) -> None:
        """A quarantined version stays out for good; raises ``NotFound``."""
        changed = self._db.write(
            "UPDATE snapshots SET status = ? WHERE id = ? AND status = ?",
            (SnapshotStatus.REFUSED.value, id, SnapshotStatus.QUARANTINED.value),
        )
        if not changed:
            raise NotFound(kind="quarantined snapshot", ref=str(id))

    def _supersede(self, source: str, by_content: str, now: datetime, *, settles: bool = True) -> None:
        """Whatever puts a version in force comes through here, so that no delisting is forgotten, and nobody is
        recorded meanwhile who was screened against the one before.
        """
        self._gate(shared=False)
        removed = self._removed(source, by_content)
        if removed:
            self._delistings.append(source, removed, by_content, now)
        in_force, waiting = SnapshotStatus.IN_FORCE.value, SnapshotStatus.QUARANTINED.value
        self._db.write(
            "UPDATE snapshots SET status = ? WHERE source = ? AND status IN (?, ?)",
            (SnapshotStatus.SUPERSEDED.value, source, in_force, waiting if settles else in_force),
        )

    def _removed(self, source: str, by_content: str) -> list[str]:
        """What the version in force holds and that of ``by_content`` does not, by id, in order.

        Where the one in force cannot be read in full any more, whatever of the source was ever decided about counts
        as held: better that an officer looks once more than that a decision outlives its entity's absence.
        """
        row = self._db.row(f"{_INFO} WHERE source = ? AND status = 'in_force'", (source,))
        before = None if row is None else _info(row)
        if before is None or before.content_sha256 == by_content:
            return []
        try:
            held = set(self._ids(before.content_sha256))
        except (zlib.error, msgspec.DecodeError):
            held = set()
        if len(held) != before.entities:
            held |= {id for (id,) in self._db.rows("SELECT entity FROM dispositions WHERE source = ?", (source,))}
        return sorted(held - set(self._ids(by_content)))

    def _add(
        self,
        source: str,
        info: SnapshotInfo | None,
        status: SnapshotStatus,
        told: tuple[str | None, str | None, str | None, str | None],
        now: datetime,
    ) -> int:
        """``told``: why it was kept out, as code, in Chinese and in English; and who imported it."""
        at = stamp(now)
        row = (
            source,
            status.value,
            info.sha256 if info else None,
            info.content_sha256 if info else None,
            canonical(info).decode() if info else None,
            *told,
            at,
            stamp(info.fetched_at) if info else at,
            at if status is SnapshotStatus.IN_FORCE else None,
        )
        return int(self._db.value(_ADD, row))

    def _put_entities(self, snapshot: Snapshot) -> None:
        content = snapshot.info.content_sha256
        if self._db.row("SELECT 1 FROM snapshot_chunks WHERE content_sha256 = ?", (content,)) is None:
            chunks = [
                (content, n, packed(_encoder.encode_lines(snapshot.entities[start : start + _CHUNK])))
                for n, start in enumerate(range(0, len(snapshot.entities), _CHUNK))
            ]
            self._db.write_many("INSERT INTO snapshot_chunks (content_sha256, n, data) VALUES (?, ?, ?)", chunks)

    # --- reading --------------------------------------------------------------------------------------

    def in_force(self) -> dict[str, SnapshotInfo]:
        """By source; ``fetched_at`` is when the version was last confirmed."""
        rows = self._db.rows(f"{_INFO} WHERE status = 'in_force' ORDER BY source")
        return {info.source: info for info in map(_info, rows)}

    def state_token(self) -> str:
        """Another text whenever the versions in force, or when they were confirmed, have changed.

        One small query: cheap enough to ask before every screening.
        """
        rows = self._db.rows("SELECT id, confirmed_at FROM snapshots WHERE status = 'in_force' ORDER BY source")
        return ",".join(f"{id}@{at}" for id, at in rows)

    def load(self, source: str) -> Snapshot:
        """The version in force, whole; raises ``ListMissing``."""
        info = self._in_force_info(source)
        return Snapshot(info=info, entities=self._entities(info))

    def load_by_content(self, content_sha256: str) -> Snapshot | None:
        """A version with that content, whatever its status; None where it was never stored."""
        row = self._db.row(f"{_INFO} WHERE content_sha256 = ? ORDER BY id DESC LIMIT 1", (content_sha256,))
        if row is None:
            return None
        info = _info(row)
        return Snapshot(info=info, entities=self._entities(info))

    def previous(self, source: str) -> Snapshot | None:
        """The version that was in force before the present one and had another content."""
        row = self._db.row(
            f"{_INFO} WHERE source = ? AND status = 'superseded' AND in_force_since IS NOT NULL"
            " AND content_sha256 <> (SELECT content_sha256 FROM snapshots WHERE source = ? AND status = 'in_force')"
            " ORDER BY in_force_since DESC, id DESC LIMIT 1",
            (source, source),
        )
        if row is None:
            return None
        info = _info(row)
        return Snapshot(info=info, entities=self._entities(info))

    def quarantined(self) -> list[Quarantined]:
        """What was kept out since the last good version of its source, the oldest first."""
        rows = self._db.rows(
            "SELECT id, source, reason_code, reason_zh, reason_en, created_at, info FROM snapshots"
            " WHERE status = 'quarantined' ORDER BY id"
        )
        return [
            Quarantined(
                id=id,
                source=source,
                code=code or "",
                zh=zh or "",
                en=en or "",
                at=moment(at),
                info=None if info is None else _info_decoder.decode(info),
            )
            for id, source, code, zh, en, at, info in rows
        ]

    def refused(self, source: str, sha256: str) -> int | None:
        """The number of the version with these files that was last refused for good; None where none was."""
        id = self._db.value(
            "SELECT max(id) FROM snapshots WHERE source = ? AND status = ? AND sha256 = ?",
            (source, SnapshotStatus.REFUSED.value, sha256),
        )
        return None if id is None else int(id)

    def _in_force_info(self, source: str) -> SnapshotInfo:
        row = self._db.row(f"{_INFO} WHERE source = ? AND status = 'in_force'", (source,))
        if row is None:
            raise ListMissing(source=source)
        return _info(row)

    def _entities(self, info: SnapshotInfo) -> tuple[ListedEntity, ...]:
        try:
            entities = tuple(self._each_entity(info.content_sha256))
        except (zlib.error, msgspec.DecodeError) as error:
            raise StoreUnavailable(detail=f"list {info.source}: a stored chunk is damaged: {error}") from error
        if len(entities) != info.entities:
            # Never screen against half a list.
            detail = f"list {info.source}: {len(entities)} of {info.entities} entities are stored"
            raise StoreUnavailable(detail=detail)
        return entities

    def _ids(self, content_sha256: str) -> Iterator[str]:
        rows = self._db.rows("SELECT data FROM snapshot_chunks WHERE content_sha256 = ? ORDER BY n", (content_sha256,))
        for (data,) in rows:
            yield from (each.id for each in _ids_decoder.decode_lines(unpacked(data)))

    def _each_entity(self, content_sha256: str) -> Iterator[ListedEntity]:
        rows = self._db.rows("SELECT data FROM snapshot_chunks WHERE content_sha256 = ? ORDER BY n", (content_sha256,))
        for (data,) in rows:
            yield from _entities_decoder.decode_lines(unpacked(data))


def _info(row: Row) -> SnapshotInfo:
    info, confirmed_at = row
    return msgspec.structs.replace(_info_decoder.decode(info), fetched_at=moment(confirmed_at))
