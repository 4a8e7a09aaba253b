"""What differs between two contents of a list, kept so that a page of it is read in constant time.

By content, not by version: the same two contents differ in the same way whenever they meet.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from amlrisk.store.connection import Database

KINDS = ("added", "changed", "removed")


class DeltaCounts(msgspec.Struct, frozen=True, kw_only=True):
    added: int
    changed: int
    removed: int


class ListChange(msgspec.Struct, frozen=True, kw_only=True):
    """One entity that differs: ``kind`` is one of KINDS, ``fields`` are those of a changed record that do,
    and of a removed one ``last_on`` where its last day was over."""

    kind: str
    entity: str
    name: str
    fields: tuple[str, ...] = ()


class ListDeltas:
    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, before: str, after: str, changes: Iterable[ListChange]) -> None:
        """Keep the changes in their order; what is kept already stays as it is."""
        with self._db.joined():
            rows = [
                (before, after, n, each.kind, each.entity, each.name, ",".join(each.fields))
                for n, each in enumerate(changes, 1)
            ]
            numbers = [sum(row[3] == kind for row in rows) for kind in KINDS]
            written = self._db.write(
                "INSERT INTO list_deltas (before, after, added, changed, removed) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                (before, after, *numbers),
            )
            if written:
                self._db.write_many(
                    "INSERT INTO list_changes (before, after, n, kind, entity, name, fields)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?)",
                    rows,
                )

    def counts(self, before: str, after: str) -> DeltaCounts | None:
        """How many entities differ; None where the two were never compared."""
        row = self._db.row(
            "SELECT added, changed, removed FROM list_deltas WHERE before = ? AND after = ?", (before, after)
        )
        return None if row is None else DeltaCounts(added=row[0], changed=row[1], removed=row[2])

    def page(
        self, before: str, after: str, kind: str | None, following: int, limit: int
    ) -> list[tuple[int, ListChange]]:
        """Up to ``limit`` changes after number ``following`` with their numbers; of one ``kind``, or of all."""
        narrowed, parameters = ("", ()) if kind is None else (" AND kind = ?", (kind,))
        rows = self._db.rows(
            f"SELECT n, kind, entity, name, fields FROM list_changes WHERE before = ? AND after = ? AND n > ?{narrowed}"
            " ORDER BY n LIMIT ?",
            (before, after, following, *parameters, limit),
        )
        return [
            (n, ListChange(kind=kind, entity=entity, name=name, fields=tuple(fields.split(",")) if fields else ()))
            for n, kind, entity, name, fields in rows
        ]
