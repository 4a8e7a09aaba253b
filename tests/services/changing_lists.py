"""Invented lists that change, and customers with the names of their entities, half right."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta

import msgspec

from amlrisk.facts.identifiers import number_digest
from amlrisk.facts.model import Customer, DocumentKind, IdentityDocument, Kind, Party, Role, SealedNumber
from amlrisk.grading.model import ListVersion
from amlrisk.policy.vocabulary import ListCategory
from amlrisk.screening.index import Index
from amlrisk.services.customer_index import queries_of
from amlrisk.services.system import System
from amlrisk.watchlist.model import (
    ListedEntity,
    ListedIdentifier,
    ListedName,
    Schema,
    Snapshot,
    SnapshotInfo,
    SnapshotStatus,
)
from amlrisk.watchlist.snapshot import content_sha256

_GIVEN = ("Viktor", "Wiktor", "Jana", "Yana", "Boris", "Zaydan", "Qasim", "Casimiro", "Lin", "Wei", "Xiaowei", "Abdul")
_FAMILY = (
    "Maradonov",
    "Maradonow",
    "Zarkandov",
    "al-Demari",
    "Alvarenga",
    "Wang",
    "Ceng",
    "Rahman",
    "Castell",
    "Falco",
)
_HAN = ("王小伟", "王晓伟", "林蔚", "贺云骁", "欧阳岚溪", "曾见微", "王伟", "林薇")
_FIRMS = (
    "Zarkanda Trading Ltd",
    "Zarkanda Shipping Ltd",
    "Demo Hollow Trading Co",
    "Hollow Demo Trade",
    "扎坎达贸易有限公司",
)
_BIRTHS = ("1970-03-04", "1970-04-03", "1980", "1971-03-14", "1980-01-02")
_NUMBERS = ("E1234567", "E7654321", "PS4712307", "K998877")


def random_entity(chance: random.Random, ref: str) -> ListedEntity:
    if chance.random() < 0.2:
        names = chance.sample(_FIRMS, chance.choice([1, 2]))
        return ListedEntity(id=ref, schema=Schema.ORGANIZATION, names=tuple(ListedName(text=name) for name in names))
    return ListedEntity(
        id=ref,
        schema=chance.choice([Schema.PERSON, Schema.PERSON, Schema.PERSON, Schema.UNKNOWN]),
        names=tuple(ListedName(text=random_name(chance)) for _ in range(chance.choice([1, 1, 2]))),
        birth_dates=tuple(chance.sample(_BIRTHS, chance.choice([0, 1]))),
        nationalities=tuple(chance.sample(["CN", "YE", "RU"], chance.choice([0, 1]))),
        identifiers=tuple(
            ListedIdentifier(kind="passport", number=number, country="CN")
            for number in chance.sample(_NUMBERS, chance.choice([0, 0, 0, 1]))
        ),
    )


def random_name(chance: random.Random) -> str:
    if chance.random() < 0.3:
        return chance.choice(_HAN)
    words = [*chance.sample(_GIVEN, chance.choice([1, 1, 2])), chance.choice(_FAMILY)]
    if chance.random() < 0.2:
        word = words[0]
        words[0] = word[:2] + chance.choice("aeo") + word[3:]
    if chance.random() < 0.1:
        words = ["".join(words)]
    return " ".join(words)


def random_customer(chance: random.Random, ref: str, key: bytes) -> Customer:
    kind = Kind.LEGAL if chance.random() < 0.2 else Kind.NATURAL
    parties = tuple(_party(chance, f"p{at}", Kind.NATURAL, key) for at in range(chance.choice([0, 0, 1, 2])))
    return Customer(ref=ref, kind=kind, subject=_party(chance, "subject", kind, key), parties=parties)


def _party(chance: random.Random, id: str, kind: Kind, key: bytes) -> Party:
    person = kind is Kind.NATURAL
    numbers = chance.sample(_NUMBERS, chance.choice([0, 0, 0, 0, 1]))
    return Party(
        id=id,
        roles=(Role.INSURED,),
        kind=kind,
        name=random_name(chance) if person else chance.choice(_FIRMS),
        other_names=(random_name(chance),) if person and chance.random() < 0.1 else (),
        birth_on=chance.choice([None, *_BIRTHS]) if person else None,
        nationalities=("CN",) if person and chance.random() < 0.5 else (),
        documents=tuple(
            IdentityDocument(
                kind=DocumentKind.PASSPORT,
                number=SealedNumber(digest=number_digest(key, number, DocumentKind.PASSPORT), masked="***"),
                country="CN",
            )
            for number in numbers
        ),
    )


def random_change(chance: random.Random, entities: Sequence[ListedEntity], next_ref: int) -> list[ListedEntity]:
    """Some taken off, some changed, some added."""
    kept = [entity for entity in entities if chance.random() > 0.1]
    changed = [
        msgspec.structs.replace(entity, names=(*entity.names, ListedName(text=random_name(chance))))
        if chance.random() < 0.1
        else entity
        for entity in kept
    ]
    return changed + [random_entity(chance, f"E{next_ref + at}") for at in range(chance.choice([0, 1, 3]))]


def put_entities(
    system: System, entities: Sequence[ListedEntity], source: str = "listed", **changes: ListCategory
) -> tuple[ListVersion, ...]:
    """Put a list in force; what is in force then."""
    now = system.now()
    content = content_sha256(tuple(entities))
    info = SnapshotInfo(
        source=source,
        format="table",
        category=changes.get("category", ListCategory.UN_SANCTIONS),
        sha256=content,
        content_sha256=content,
        published_on=None,
        fetched_at=now - timedelta(hours=1),
        entities=len(entities),
        counts={},
        files=(),
    )
    with system.store.transaction():
        system.store.snapshots.put(
            Snapshot(info=info, entities=tuple(entities)), SnapshotStatus.IN_FORCE, now=now, author="test"
        )
    return system.desk.in_force(system.rules(), now).lists


def by_screening_everyone(system: System, before: Index, after: Index, changed: set[tuple[str, str]]) -> set[str]:
    """Whom a change touches, found the slow way: all that is known of everybody, through both lists."""
    found = set()
    for ref, _, customer in system.store.customers.documents(system.store.customers.all_refs()):
        then, now = before.screen(queries_of(customer)), after.screen(queries_of(customer))
        on_changed = any((hit.source, hit.entity) in changed for hits in (*then, *now) for hit in hits)
        if then != now or on_changed:
            found.add(ref)
    return found
