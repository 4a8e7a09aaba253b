"""What earlier versions of a list said: since when its present content stands, and what stood word for word before."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from amlrisk.facts.digest import canonical
from amlrisk.store.codec import moment, stamp, unpacked
from amlrisk.store.connection import Database
from amlrisk.watchlist.model import ListedEntity

# The first time after the last version of another content: a list that is issued anew unchanged is the same list.
_SINCE = """
    SELECT MIN(in_force_since) FROM snapshots
    WHERE source = ? AND content_sha256 = ? AND in_force_since IS NOT NULL AND in_force_since > COALESCE(
        (SELECT MAX(in_force_since) FROM snapshots WHERE source = ? AND content_sha256 <> ?), '')
"""
_THEN = """
    SELECT content_sha256 FROM snapshots WHERE source = ? AND in_force_since IS NOT NULL AND in_force_since <= ?
    ORDER BY in_force_since DESC, id DESC LIMIT 1
"""


class ListHistory:
    """Reads the versions that ``Snapshots`` keeps."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def since(self, source: str, content_sha256: str) -> datetime | None:
        """When the present content of a list came into force; None where that is not recorded."""
        at = self._db.value(_SINCE, (source, content_sha256, source, content_sha256))
        return None if at is None else moment(at)

    def content_at(self, source: str, at: datetime) -> str | None:
        """The content that was in force at ``at`` (aware); None where none was yet."""
        row = self._db.row(_THEN, (source, stamp(at)))
        return None if row is None else str(row[0])

    def also_in(self, content_sha256: str, entities: Iterable[ListedEntity]) -> set[str]:
        """The ids of those ``entities`` that stand in that content word for word; what cannot be read holds nobody.

        The stored lines are compared as they are, without being decoded.
        """
        wanted = {canonical(entity): entity.id for entity in entities}
        found: set[str] = set()
        rows = self._db.rows("SELECT data FROM snapshot_chunks WHERE content_sha256 = ? ORDER BY n", (content_sha256,))
        for (data,) in rows:
            with suppress(zlib.error):
                found.update(wanted[line] for line in wanted.keys() & set(unpacked(data).split(b"\n")))
        return found
