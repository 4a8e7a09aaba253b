"""The search is a bound on the comparison: what it passes over must not have been a hit worth having."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import pytest

from amlrisk.policy.matching import Matching
from amlrisk.screening.index import build_index
from amlrisk.screening.model import Query
from amlrisk.watchlist.model import ListedEntity, Schema
from bench.accuracy.spoilers import SPOILERS
from bench.inputs import read_list

from .conftest import DEMO, KEY, snapshot


def loosened(matching: Matching) -> Matching:
    """A search that lets nearly everything through."""
    return msgspec.structs.replace(matching, candidate_slack=0.5, candidate_likeness=0.2)


def test_the_demo_list_loses_nothing(matching: Matching) -> None:
    strict, loose = (build_index([snapshot(*DEMO)], numbers, KEY) for numbers in (matching, loosened(matching)))
    queries = [
        Query(schema=entity.schema, names=(name.text[:-1] + letter,), birth_on=birth)
        for entity in DEMO
        for name in entity.names
        for letter in ("", name.text[-1], "x")
        for birth in (None, *entity.birth_dates)
    ]
    assert strict.screen(queries) == loose.screen(queries)


@pytest.mark.shared
def test_listed_persons_are_not_lost_by_the_search(matching: Matching, shared_dir: Path) -> None:
    """Of spoiled names that a loose search finds the right person for, the search in force finds all but a few."""
    listed = read_list(shared_dir / "lists", "un")
    persons = [entity for entity in listed.entities if entity.schema is Schema.PERSON]
    strict, loose = (build_index([listed], numbers, KEY) for numbers in (matching, loosened(matching)))
    rng = random.Random(11)
    asked: list[tuple[ListedEntity, Query]] = []
    for spoil in SPOILERS.values():
        for entity in rng.sample(persons, 60):
            name = spoil(entity.names[0].text, rng)
            birth = entity.birth_dates[0] if entity.birth_dates else None
            if name:
                asked.append((entity, Query(schema=Schema.PERSON, names=(name,), birth_on=birth)))
    queries = [query for _, query in asked]
    found, lost = 0, []
    for (entity, query), mine, all_there_are in zip(asked, strict.screen(queries), loose.screen(queries), strict=True):
        if entity.id in {hit.entity for hit in all_there_are}:
            found += 1
            if entity.id not in {hit.entity for hit in mine}:
                lost.append((query.names[0], entity.names[0].text))
    assert found > 500
    assert len(lost) <= 0.005 * found, lost
