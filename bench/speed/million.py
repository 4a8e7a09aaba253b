"""A list of any length, made of the words of real names: seeded, invented, and nowhere kept.

A name is the beginning of one real name and the end of another of the same script and country; in a third of them a
letter is changed, since long lists have many words that occur once. No entity stands for anybody.
"""

from __future__ import annotations

import random
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from amlrisk.policy.vocabulary import ListCategory
from amlrisk.screening.model import Query
from amlrisk.watchlist.model import ListedEntity, ListedName, NameKind, Schema, Snapshot
from bench.inputs import primary, snapshot_of

_ORGANISATIONS = 0.15
_ALIASES = 0.25
_BORN = 0.8
_CHANGED = 0.34
_FIRST_BIRTH = date(1940, 1, 1)
_BIRTH_DAYS = 365 * 60

Pool = list[tuple[list[str], str]]
"""Names in words, each with its country."""


def generated(names: int, snapshots: Sequence[Snapshot], people: Sequence[Query], seed: int = 3) -> Snapshot:
    """A list with ``names`` names: 15 % organisations, a quarter of the entities with an alias."""
    entities = _entities(names, _persons(snapshots, people), _organisations(snapshots), random.Random(seed))
    return snapshot_of("generated", entities, ListCategory.OTHER_SANCTIONS)


def _entities(
    names: int, persons: Sequence[Pool], organisations: Pool, chance: random.Random
) -> Iterator[ListedEntity]:
    weights = [len(pool) for pool in persons]
    made = number = 0
    while made < names:
        of_organisation = chance.random() < _ORGANISATIONS
        pool = organisations if of_organisation else chance.choices(persons, weights)[0]
        name, country = _name(pool, chance)
        written = [ListedName(text=name)]
        if made + 1 < names and chance.random() < _ALIASES:
            written.append(ListedName(text=_alias(name, pool, chance), kind=NameKind.ALIAS))
        yield ListedEntity(
            id=f"G{number:07d}",
            schema=Schema.ORGANIZATION if of_organisation else Schema.PERSON,
            names=tuple(written),
            birth_dates=() if of_organisation or chance.random() > _BORN else (_birth(chance),),
            nationalities=(country,) if country and not of_organisation else (),
            countries=(country,) if country and of_organisation else (),
        )
        made += len(written)
        number += 1


def _persons(snapshots: Sequence[Snapshot], people: Sequence[Query]) -> list[Pool]:
    """By script and country, so that what is put together could be a name."""
    pools: dict[tuple[str, str], Pool] = defaultdict(list)
    for query in people:
        country = query.nationalities[0] if query.nationalities else ""
        pools[country, _script(query.names[0])].append((query.names[0].split(), country))
    for snapshot in snapshots:
        for entity in snapshot.entities:
            if entity.schema is Schema.PERSON:
                country = entity.nationalities[0] if entity.nationalities else ""
                for name in entity.names:
                    pools[country, _script(name.text)].append((name.text.replace(",", " ").split(), country))
    return [pool for pool in pools.values() if len(pool) > 1]


def _script(name: str) -> str:
    return next((unicodedata.name(char, "?").split()[0] for char in name if char.isalpha()), "")


def _organisations(snapshots: Sequence[Snapshot]) -> Pool:
    return [
        (primary(entity).split(), next(iter(entity.countries), ""))
        for snapshot in snapshots
        for entity in snapshot.entities
        if entity.schema is Schema.ORGANIZATION
    ]


def _name(pool: Pool, chance: random.Random) -> tuple[str, str]:
    first, country = chance.choice(pool)
    second, _ = chance.choice(pool)
    words = [*first[: (len(first) + 1) // 2], *second[(len(second) + 1) // 2 :]]
    if len(words) == 1 and not words[0].isascii():  # characters without spaces
        words = [words[0][0] + "".join(chance.choice(chance.choice(pool)[0][0]) for _ in range(2))]
    name = " ".join(words)
    return (_changed(name, chance) if chance.random() < _CHANGED else name), country


def _changed(name: str, chance: random.Random) -> str:
    """One letter replaced by another letter of the same name."""
    letters = [at for at, char in enumerate(name) if char.isalpha()]
    if not letters:
        return name
    at, other = chance.choice(letters), chance.choice(letters)
    return name[:at] + name[other] + name[at + 1 :]


def _alias(name: str, pool: Pool, chance: random.Random) -> str:
    return _changed(name, chance) if chance.random() < 0.5 else _name(pool, chance)[0]


def _birth(chance: random.Random) -> str:
    return (_FIRST_BIRTH + timedelta(days=chance.randrange(_BIRTH_DAYS))).isoformat()
