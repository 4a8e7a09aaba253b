"""A small invented list, and the pack's numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec
import pytest

from amlrisk.facts.digest import digest
from amlrisk.policy.loader import read_pack
from amlrisk.policy.matching import Matching
from amlrisk.policy.vocabulary import ListCategory
from amlrisk.screening.index import Index, build_index
from amlrisk.watchlist.model import (
    ListedEntity,
    ListedIdentifier,
    ListedName,
    NameKind,
    Schema,
    Snapshot,
    SnapshotInfo,
)

KEY = b"tests"


@pytest.fixture(scope="session")
def matching() -> Matching:
    """The numbers of the shipped pack: what the rankings below must hold for."""
    return read_pack("cn_insurer").on(date(2026, 3, 1)).matching


def snapshot(*entities: ListedEntity, source: str = "demo") -> Snapshot:
    info = SnapshotInfo(
        source=source,
        format="table",
        category=ListCategory.UN_SANCTIONS,
        sha256="",
        content_sha256=digest(sorted(digest(entity) for entity in entities)),
        published_on=date(2026, 2, 16),
        fetched_at=datetime(2026, 2, 16, tzinfo=UTC),
        entities=len(entities),
        counts={},
        files=(),
    )
    return Snapshot(info=info, entities=entities)


def person(ref: str, *names: str | ListedName, **known: object) -> ListedEntity:
    return listed(ref, Schema.PERSON, *names, **known)


def listed(ref: str, schema: Schema, *names: str | ListedName, **known: object) -> ListedEntity:
    full = tuple(name if isinstance(name, ListedName) else ListedName(text=name) for name in names)
    return msgspec.structs.replace(ListedEntity(id=ref, schema=schema, names=full), **known)


DEMO = (
    person("P1", "Viktor Maradonov", "Виктор Марадонов", birth_dates=("1970-03-04",), genders=("male",)),
    person("P2", "Abdul Rahman al-Qarmadi", "عبد الرحمن القرمدي", birth_years=((1960, 1964),), nationalities=("YE",)),
    person("P3", "WANG, Xiaowei", "王小伟", birth_dates=("1980-01-02",), nationalities=("CN",)),
    person("P4", "CENG, Guoying", birth_dates=("1975",), nationalities=("CN",)),
    person("P5", ListedName(text="Falco", kind=NameKind.WEAK_ALIAS), "Ramiro Castell de la Torre"),
    person(
        "P6",
        "Kim Tong Chol",
        identifiers=(
            ListedIdentifier(kind="passport", number="PS-471 230 77", country="KP"),
            ListedIdentifier(kind="other", number="990011223", country="KP"),
            ListedIdentifier(kind="national_id", number="4711", country="KP"),
        ),
    ),
    listed("O1", Schema.ORGANIZATION, "Zarkanda Trading International Co., Ltd.", "扎坎达国际贸易有限公司"),
    listed("O2", Schema.ORGANIZATION, "General Trading Corporation", countries=("IR",)),
    listed("V1", Schema.VESSEL, "MV Jin Fortune 7"),
)


@pytest.fixture(scope="session")
def index(matching: Matching) -> Index:
    return build_index([snapshot(*DEMO)], matching, KEY)
