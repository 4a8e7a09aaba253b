"""What the benches read: real lists, unlisted people, the pack's numbers. Nothing of it is kept."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path

from amlrisk.facts.codes import country_code
from amlrisk.policy.loader import read_pack
from amlrisk.policy.matching import Matching
from amlrisk.policy.vocabulary import ListCategory
from amlrisk.screening.model import Query
from amlrisk.watchlist.formats import ListFile, parse
from amlrisk.watchlist.model import ListedEntity, NameKind, Schema, Snapshot, SnapshotInfo
from amlrisk.watchlist.snapshot import content_sha256

PACK = "cn_insurer"
SOURCES = {
    "un": (ListCategory.UN_SANCTIONS, ("un/consolidated.xml",)),
    "ofac": (ListCategory.OTHER_SANCTIONS, ("ofac/sdn.csv", "ofac/alt.csv", "ofac/add.csv")),
}


def shipped_matching() -> Matching:
    """The numbers of the shipped pack that are in force today."""
    return read_pack(PACK).on(datetime.datetime.now(datetime.UTC).date()).matching


def read_lists(folder: Path) -> list[Snapshot]:
    """UN and OFAC, in this order."""
    return [read_list(folder, source) for source in SOURCES]


def read_list(folder: Path, source: str) -> Snapshot:
    """One list in its publisher's format, from ``folder`` with the layout of ``SOURCES``."""
    category, names = SOURCES[source]
    files = [ListFile(Path(name).name, (folder / name).open("rb")) for name in names]
    return snapshot_of(source, parse(source, files, source=source).entities, category)


def snapshot_of(source: str, entities: Iterable[ListedEntity], category: ListCategory) -> Snapshot:
    """Entities as a snapshot that an index can be built over."""
    entities = tuple(entities)
    info = SnapshotInfo(
        source=source,
        format=source,
        category=category,
        sha256="",
        content_sha256=content_sha256(entities),
        published_on=None,
        fetched_at=datetime.datetime.now(datetime.UTC),
        entities=len(entities),
        counts={},
        files=(),
    )
    return Snapshot(info=info, entities=entities)


def read_names(file: Path) -> list[Query]:
    """People on no list, with all that is told of them."""
    with file.open(encoding="utf-8", newline="") as stream:
        return [
            Query(
                schema=Schema.PERSON,
                names=(row["full_name"],),
                birth_on=row["date_of_birth"] or None,
                gender=row["gender"] or None,
                nationalities=tuple(filter(None, [country_code(row["nationality"])])),
            )
            for row in csv.DictReader(stream)
        ]


def primary(entity: ListedEntity) -> str:
    """The name a publisher puts first."""
    return next((name.text for name in entity.names if name.kind is NameKind.PRIMARY), entity.names[0].text)


def birth_of(entity: ListedEntity) -> str | None:
    """What a customer record would know of the birth date: a full date before a year, None where nothing is listed."""
    if entity.birth_dates:
        return max(entity.birth_dates, key=len)
    return str(entity.birth_years[0][0]) if entity.birth_years else None


def names_of(snapshots: Sequence[Snapshot]) -> int:
    return sum(len(entity.names) for snapshot in snapshots for entity in snapshot.entities)
