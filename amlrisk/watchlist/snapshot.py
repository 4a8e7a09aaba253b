"""One version of a list, and whether to believe it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO, cast

import msgspec

from amlrisk.errors import ListEmpty, ListMalformed, ListOutdated, ListShrunken, ListThinned
from amlrisk.facts.digest import digest
from amlrisk.policy.model import ListGuards
from amlrisk.watchlist.catalogue import Source
from amlrisk.watchlist.formats import Limits, ListFile, parse
from amlrisk.watchlist.model import ListedEntity, Snapshot, SnapshotInfo

_MARK_CHARS = 8


def take_snapshot(source: Source, files: Sequence[ListFile], *, fetched_at: datetime) -> Snapshot:
    """Read the files of a source completely.

    ``fetched_at`` is aware (ValueError otherwise). Raises ListMalformed, ListTruncated, ListTooLarge, and ListEmpty
    where nothing is listed (a list of the company's own may be empty). Nothing is judged against older versions here.
    """
    if fetched_at.utcoffset() is None:
        raise ValueError("fetched_at must be aware")
    hashing = [_Hashing(file.stream) for file in files]
    wrapped = [
        ListFile(file.name, cast(BinaryIO, stream)) for file, stream in zip(files, hashing, strict=True)
    ]  # the formats only read
    parsed = parse(
        source.format, wrapped, source=source.name, mapping=source.mapping, limits=Limits(file_bytes=source.max_bytes)
    )
    entities = _tell_apart(tuple(parsed.entities), source)
    if not entities and not source.own:
        raise ListEmpty(source=source.name)
    info = SnapshotInfo(
        source=source.name,
        format=source.format,
        category=source.category,
        sha256=raw_sha256(stream.hexdigest() for stream in hashing),
        published_on=parsed.published_on,
        fetched_at=fetched_at,
        files=tuple(file.name for file in files),
        **_held(entities),
    )
    return Snapshot(info=info, entities=entities)


def without_expired(snapshot: Snapshot, today: date) -> Snapshot:
    """The version as it holds ``today``: the same files of the same age, without the entries whose last day is over."""
    if not snapshot.info.has_expired(today):
        return snapshot
    kept = tuple(entity for entity in snapshot.entities if not entity.has_expired(today))
    expired = snapshot.info.expired + len(snapshot.entities) - len(kept)
    return Snapshot(info=msgspec.structs.replace(snapshot.info, expired=expired, **_held(kept)), entities=kept)


def _held(entities: tuple[ListedEntity, ...]) -> dict[str, Any]:
    """What a version says of its entities."""
    counts = Counter(entity.schema.value for entity in entities)
    counts["names"] = sum(len(entity.names) for entity in entities)
    return {
        "content_sha256": content_sha256(entities),
        "entities": len(entities),
        "counts": dict(sorted(counts.items())),
        "next_last_on": min((entity.last_on for entity in entities if entity.last_on is not None), default=None),
    }


def raw_sha256(of_files: Iterable[str]) -> str:
    """One digest for the files of a list as published, whatever their order.

    A single file has the digest that ``sha256sum`` prints; several have the digest of their sorted digests, one a line.
    """
    digests = sorted(of_files)
    return (
        digests[0] if len(digests) == 1 else hashlib.sha256("".join(f"{one}\n" for one in digests).encode()).hexdigest()
    )


def content_sha256(entities: Sequence[ListedEntity]) -> str:
    """The digest of what screening sees, whatever the order of the file."""
    return digest(sorted(digest(entity) for entity in entities))


def judge(new: SnapshotInfo, old: SnapshotInfo | None, guards: ListGuards, *, own: bool = False) -> None:
    """Refuse a snapshot that is not to be believed next to the one in force; the caller then quarantines it.

    Both are ``without_expired``: what ended was not lost. ListEmpty: nothing in the files. ListOutdated: published
    before the one in force. ListShrunken and ListThinned: entities or names (aliases counted) fewer by *more* than
    ``max_shrink_ratio``; exactly the ratio passes. With ``own`` (a list the company writes itself) emptying and
    shrinking are what its keeper meant.
    """
    if not own and new.entities + new.expired == 0:
        raise ListEmpty(source=new.source)
    if old is None:
        return
    if new.published_on is not None and old.published_on is not None and new.published_on < old.published_on:
        raise ListOutdated(source=new.source, published_on=new.published_on, in_force=old.published_on)
    if own:
        return
    limit = f"{(guards.max_shrink_ratio * 100).normalize():f} %"
    if _shrunk(old.entities, new.entities, guards.max_shrink_ratio):
        raise ListShrunken(source=new.source, before=old.entities, after=new.entities, limit=limit)
    before, after = old.counts.get("names", 0), new.counts.get("names", 0)
    if _shrunk(before, after, guards.max_shrink_ratio):
        raise ListThinned(source=new.source, before=before, after=after, limit=limit)


def _shrunk(before: int, after: int, ratio: Decimal) -> bool:
    """Exact: no division, no rounding."""
    return before - after > ratio * before


def _tell_apart(entities: tuple[ListedEntity, ...], source: Source) -> tuple[ListedEntity, ...]:
    """Give records that share an id ids of their own; the same record twice counts once.

    Two records with one id are two listed entities whose publisher slipped (the EU sample has a pair). Merging them
    would mix one's birth date with the other's name, so each keeps its own record under ``id#`` and a mark made of its
    primary name, which does not depend on the order of the file. In a company's table it is a typing error: refused.
    """
    entities = tuple(dict.fromkeys(entities))
    counts = Counter(entity.id for entity in entities)
    twice = {id for id, times in counts.items() if times > 1}
    if not twice:
        return entities
    if source.format == "table":
        raise ListMalformed(source=source.name, detail=f"the id {min(twice)} stands twice")
    apart = tuple(_marked(entity) if entity.id in twice else entity for entity in entities)
    if len({entity.id for entity in apart}) != len(apart):
        raise ListMalformed(source=source.name, detail=f"the id {min(twice)} stands twice with one name")
    return apart


def _marked(entity: ListedEntity) -> ListedEntity:
    return msgspec.structs.replace(entity, id=f"{entity.id}#{digest(entity.names[0].text)[:_MARK_CHARS]}")


class _Hashing:
    """A binary stream that digests what is read from it; parsers read to the end."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._sha = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._sha.update(data)
        return data

    def hexdigest(self) -> str:
        return self._sha.hexdigest()
