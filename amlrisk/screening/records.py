"""The listed names laid out for the index: entities, their comparable forms, and who carries which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from amlrisk.names.analyse import analyse
from amlrisk.names.model import Form, Made
from amlrisk.policy.vocabulary import ListCategory
from amlrisk.screening.context import Context, context_of_entity
from amlrisk.watchlist.model import ListedEntity, NameKind, Schema, Snapshot


class Entity(NamedTuple):
    """A listed entity as screening needs it."""

    source: str
    category: ListCategory
    id: str
    schema: Schema
    names: tuple[str, ...]
    context: Context


class Carrier(NamedTuple):
    """That an entity carries a form: by which of its names, and what must be known of it to judge.

    ``written_in_han``: the entity's own characters for this Latin name are listed too; a query in other
    characters then shares only the sound.
    """

    entity: int
    name: int
    weak_alias: bool
    written_in_han: bool


class Records(NamedTuple):
    entities: tuple[Entity, ...]
    listed: tuple[ListedEntity, ...]
    forms: tuple[Form, ...]
    carriers: tuple[tuple[Carrier, ...], ...]
    counts: Counter[str]
    joined: frozenset[str]


def lay_out(snapshots: Sequence[Snapshot]) -> Records:
    """Deterministic, whatever the order of snapshots and of the entities in their files."""
    entities: list[Entity] = []
    listed: list[ListedEntity] = []
    carriers: dict[Form, list[Carrier]] = {}
    counts: Counter[str] = Counter()
    joined: set[str] = set()
    for snapshot in sorted(snapshots, key=lambda one: (one.info.source, one.info.content_sha256)):
        for entity in sorted(snapshot.entities, key=lambda one: one.id):
            at = len(entities)
            names = tuple(name.text for name in entity.names)
            entities.append(
                Entity(
                    source=snapshot.info.source,
                    category=snapshot.info.category,
                    id=entity.id,
                    schema=entity.schema,
                    names=names,
                    context=context_of_entity(entity),
                )
            )
            listed.append(entity)
            _add_names(at, entity, carriers, counts, joined)
    return Records(
        entities=tuple(entities),
        listed=tuple(listed),
        forms=tuple(carriers),
        carriers=tuple(tuple(each) for each in carriers.values()),
        counts=counts,
        joined=frozenset(joined),
    )


def _add_names(
    at: int, entity: ListedEntity, carriers: dict[Form, list[Carrier]], counts: Counter[str], joined: set[str]
) -> None:
    analysed = [analyse(name.text, entity.schema) for name in entity.names]
    readings = {tuple(sorted(form.tokens)) for name in analysed for form in name.forms if form.made is Made.PINYIN}
    words: set[str] = set()
    for number, (name, parts) in enumerate(zip(entity.names, analysed, strict=True)):
        for form in parts.forms:
            carrier = Carrier(
                entity=at,
                name=number,
                weak_alias=name.kind is NameKind.WEAK_ALIAS,
                written_in_han=form.made is not Made.HAN and tuple(sorted(form.tokens)) in readings,
            )
            carriers.setdefault(form, []).append(carrier)
            words.update(form.tokens)
            if form.made is not Made.HAN:
                joined.update([word for _, word in joined_words(form.tokens)])
    counts.update(words)


def joined_words(tokens: tuple[str, ...]) -> list[tuple[tuple[int, ...], str]]:
    """Neighbouring words written as one, with their positions: twos (last and first are neighbours), and threes."""
    count = len(tokens)
    if count < 2:
        return []
    out: list[tuple[tuple[int, ...], str]] = [((at, at + 1), tokens[at] + tokens[at + 1]) for at in range(count - 1)]
    out.append(((count - 1, 0), tokens[-1] + tokens[0]))
    out += [((at, at + 1, at + 2), "".join(tokens[at : at + 3])) for at in range(count - 2)]
    return out
