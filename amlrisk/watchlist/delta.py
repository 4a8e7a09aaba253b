"""What changed between two versions of a list."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from amlrisk.watchlist.model import ListedEntity


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A listed entity whose record changed, and the names of the fields that did, in their order in the record."""

    id: str
    fields: tuple[str, ...]


class Delta(msgspec.Struct, frozen=True, kw_only=True):
    """Ids in the order of the newer list (removed ones in that of the older)."""

    added: tuple[str, ...] = ()
    changed: tuple[Change, ...] = ()
    removed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def delta(old: Iterable[ListedEntity], new: Iterable[ListedEntity]) -> Delta:
    """Compare by id. The order of names, numbers and so on within a record counts: it is what was published."""
    before = {entity.id: entity for entity in old}
    after = {entity.id: entity for entity in new}
    return Delta(
        added=tuple(id for id in after if id not in before),
        changed=tuple(
            Change(id=id, fields=_differing(before[id], entity))
            for id, entity in after.items()
            if id in before and before[id] != entity
        ),
        removed=tuple(id for id in before if id not in after),
    )


def _differing(one: ListedEntity, two: ListedEntity) -> tuple[str, ...]:
    return tuple(field for field in one.__struct_fields__ if getattr(one, field) != getattr(two, field))
