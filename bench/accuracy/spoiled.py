"""Listed names with something wrong with them: is the right entity still among the hits?"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from amlrisk.screening.index import Index
from amlrisk.screening.model import Query
from amlrisk.watchlist.model import ListedEntity, Schema, Snapshot
from bench.accuracy.spoilers import SPOILERS, Spoiler
from bench.inputs import birth_of, primary
from bench.peers import BRUTE_FORCE_CUTOFF, CANDIDATES, LOGIC_V2_CUTOFF, BruteForce, Found, LogicV2
from bench.report import interval, share, table

SEEDS = (1, 2, 3)
_SAMPLE = 1200
_PEER_SAMPLE = 150
_BRUTE_SAMPLE = 600
_LETTERS = 6
_NOT_A_KIND = ("as listed", "one error of any kind")
"""Nothing wrong, and what the others say already."""


@dataclass(frozen=True)
class Spoiled:
    """A listed entity asked for by a name that has something wrong with it."""

    found: Found
    entity: ListedEntity
    query: Query


def run(index: Index, snapshots: Sequence[Snapshot], logic_v2: LogicV2 | None) -> None:
    """Print a table for the persons and one for the organisations of each list."""
    for schema in (Schema.PERSON, Schema.ORGANIZATION):
        brute = BruteForce(snapshots, frozenset({schema}))
        for snapshot in snapshots:
            entities = sample([each for each in snapshot.entities if each.schema is schema], _SAMPLE)
            _section(index, brute, logic_v2, snapshot.info.source, entities)


def spoiled(source: str, entities: Sequence[ListedEntity], spoil: Spoiler, seed: int) -> Iterator[Spoiled]:
    """Each entity's first name spoiled, with its birth date; those left out that cannot be spoiled this way.

    Names in other scripts than Latin are left out, and names with fewer than six letters: they are other names then.
    """
    chance = random.Random(seed)
    for entity in entities:
        name = primary(entity)
        if not name.isascii() or sum(map(str.isalpha, name)) < _LETTERS:
            continue
        wrong = spoil(name, chance)
        if wrong is not None:
            query = Query(schema=entity.schema, names=(wrong,), birth_on=birth_of(entity))
            yield Spoiled(Found(source, entity.id), entity, query)


def sample(entities: Sequence[ListedEntity], most: int) -> list[ListedEntity]:
    """All, or ``most`` of them drawn with a fixed seed."""
    return list(entities) if len(entities) <= most else random.Random(7).sample(entities, most)


def _section(
    index: Index, brute: BruteForce, logic_v2: LogicV2 | None, source: str, entities: Sequence[ListedEntity]
) -> None:
    person = entities[0].schema is Schema.PERSON
    rows = []
    lost: list[str] = []
    every: list[bool] = []
    for label, spoil in SPOILERS.items():
        asked = [each for seed in SEEDS for each in spoiled(source, entities, spoil, seed)]
        dated = _found(index, asked)
        many = random.Random(7).sample(asked, min(_BRUTE_SAMPLE, len(asked)))
        bare = _found(index, [_bare(each) for each in many]) if person else []
        some = many[:_PEER_SAMPLE]
        theirs = _logic_v2(logic_v2, brute, some) if logic_v2 else []
        forced = [
            each.found in row for each, row in zip(many, brute.screen([each.query for each in many]), strict=True)
        ]
        rows.append(
            [label, len(asked), share(sum(dated), len(asked)), interval(sum(dated), len(asked))]
            + ([share(sum(bare), len(bare))] if person else [])
            + [share(sum(theirs), len(theirs)), share(sum(forced), len(many))]
        )
        every += dated if label not in _NOT_A_KIND else []
        lost += [
            f"{each.query.names[0]} / {primary(each.entity)}"
            for each, got in zip(asked, dated, strict=True) if not got
        ]  # fmt: skip
    pooled = ["all kinds", len(every), share(sum(every), len(every)), interval(sum(every), len(every))]
    rows.append([*pooled, *[""] * (len(rows[0]) - len(pooled))])
    what = "persons" if person else "organisations"
    table(
        f"{source.upper()} {what} by spoiled names",
        ["what is wrong", "names", "ours, with birth date" if person else "ours", "95 %",
         *(["ours, name alone"] if person else []),
         f"logic-v2 ≥ {LOGIC_V2_CUTOFF}", f"rapidfuzz ≥ {BRUTE_FORCE_CUTOFF}"],
        rows,
        f"Share with the right entity among the hits; {len(entities)} entities, seeds {', '.join(map(str, SEEDS))}. "
        f"Name alone and rapidfuzz: {_BRUTE_SAMPLE} of them; logic-v2: {_PEER_SAMPLE} of these, all facts, the "
        f"{CANDIDATES} best candidates of brute force.",
    )  # fmt: skip
    if lost:
        print(f"\n{len(lost)} lost, among them: " + "; ".join(lost[:: max(1, len(lost) // 10)]))


def _found(index: Index, asked: Sequence[Spoiled]) -> list[bool]:
    rows = index.screen([each.query for each in asked])
    return [
        any((hit.source, hit.entity) == each.found for hit in row) for each, row in zip(asked, rows, strict=True)
    ]  # fmt: skip


def _bare(asked: Spoiled) -> Spoiled:
    query = msgspec.structs.replace(asked.query, birth_on=None)
    return Spoiled(asked.found, asked.entity, query)


def _logic_v2(peer: LogicV2, brute: BruteForce, asked: Sequence[Spoiled]) -> list[bool]:
    candidates = brute.candidates([each.query for each in asked])
    return [each.found in peer.hits(each.query, some) for each, some in zip(asked, candidates, strict=True)]
