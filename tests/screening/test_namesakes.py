"""Namesakes: what is remembered of the comparison of their names changes no hit of any of them."""

from __future__ import annotations

import random

import msgspec
import pytest

from amlrisk.policy.matching import Matching
from amlrisk.screening import judging
from amlrisk.screening.index import Index, build_index
from amlrisk.screening.model import Query
from amlrisk.screening.query import query_of
from tests.services.changing_lists import random_customer, random_entity

from .conftest import DEMO, KEY, snapshot


def namesakes(chance: random.Random) -> list[Query]:
    """The same names again and again, each time with what is known of somebody else."""
    parties = [party for at in range(60) for party in random_customer(chance, f"C{at}", KEY).everyone()]
    queries = [query_of(party) for party in parties]
    births = [query.birth_on for query in queries]
    again = [msgspec.structs.replace(query, birth_on=chance.choice(births)) for query in queries for _ in range(4)]
    bare = [msgspec.structs.replace(query, birth_on=None, gender=None, identifiers=()) for query in queries]
    found = [*queries, *again, *bare]
    chance.shuffle(found)
    return found


@pytest.mark.parametrize("room", [262_144, 3])
@pytest.mark.parametrize("seed", range(3))
def test_each_has_the_hits_that_nobody_before_had_a_say_in(
    matching: Matching, seed: int, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "_PAIRS_REMEMBERED", room)
    chance = random.Random(seed)
    entities = [*DEMO, *(random_entity(chance, f"E{at}") for at in range(40))]
    index = build_index([snapshot(*entities)], matching, KEY)
    queries = namesakes(chance)
    one_after_another = [index.screen([query])[0] for query in queries]
    assert one_after_another == [Index(index.arrays, matching).screen([query])[0] for query in queries]
    assert index.screen(queries) == one_after_another
    assert any(one_after_another)
    assert not all(one_after_another)


def test_a_lower_threshold_finds_what_a_higher_one_did_not(matching: Matching) -> None:
    """What a pair of names does not reach is remembered with the score it was asked for."""
    chance = random.Random(4)
    index = build_index([snapshot(*(random_entity(chance, f"E{at}") for at in range(40)))], matching, KEY)
    queries = namesakes(chance)
    for threshold in (0.95, 0.6, 0.8):
        fresh = Index(index.arrays, matching)
        assert index.screen(queries, threshold) == fresh.screen(queries, threshold)
