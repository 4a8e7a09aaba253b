"""The search is a bound on the comparison: what it passes over must not have been a hit worth having."""

from __future__ import annotations

import random
from pathlib import Path

import msgspec
import numpy as np
import pytest

from amlrisk.policy.matching import Matching
from amlrisk.screening.index import Index, build_index
from amlrisk.screening.model import Query
from amlrisk.watchlist.model import ListedEntity, Schema
from bench.accuracy.spoilers import SPOILERS
from bench.inputs import read_list

from .conftest import DEMO, KEY, listed, person, snapshot


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


def test_a_form_has_a_birth_date_where_all_its_carriers_have_that_one(matching: Matching) -> None:
    """What the search takes for granted of every carrier must be so."""
    entities = [
        person("A", "Viktor Maradonov", birth_dates=("1970-03-04",)),
        person("B", "Viktor Maradonov", birth_dates=("1970-03-04",)),
        person("C", "Ramiro Castell", birth_dates=("1970",)),
        person("D", "Pyotr Zarkandov", birth_dates=("1970-03-04",)),
        person("E", "Pyotr Zarkandov", birth_dates=("1971-03-04",)),
        person("F", "Jana Zarkandova", birth_dates=("1970-03-04",)),
        person("G", "Jana Zarkandova"),
        person("H", "Boris Falco", birth_dates=("1970-03-04", "1971-03-04")),
        person("I", "Boris Castell", birth_dates=("1970-03-04",), birth_years=((1960, 1964),)),
        listed("O", Schema.ORGANIZATION, "Zarkanda Trading", birth_dates=("1970-03-04",)),
    ]
    index = build_index([snapshot(*entities)], matching, KEY)
    forms, carried = index.arrays.forms, index.arrays.entities
    births = {
        entity.id: int(forms.births[carried.carried_forms[carried.carried_starts[at]]])
        for at, entity in enumerate(entities)
    }
    assert {ref for ref, birth in births.items() if birth == 19700304} == {"A", "B"}
    assert births["C"] == 19700000
    assert not any(births[ref] for ref in "DEFGHIO")


@pytest.mark.parametrize(
    "birth", ["1970-03-04", "1970-04-03", "1971-03-04", "1970", "1970-03", "1970-03-05", "1990-12-31", None]
)
def test_the_only_birth_date_passes_over_no_hit(index: Index, matching: Matching, birth: str | None) -> None:
    forms = index.arrays.forms
    assert forms.births.any()
    unaware = Index(index.arrays._replace(forms=forms._replace(births=np.zeros_like(forms.births))), matching)
    queries = [
        Query(schema=Schema.PERSON, names=(name,), birth_on=birth)
        for name in ("Viktor Maradonov", "Victor Maradonoff", "Maradonov", "Wang Xiaowei", "王小伟", "Виктор Марадон")
    ]
    for threshold in (None, 0.75, 0.6):
        assert index.screen(queries, threshold) == unaware.screen(queries, threshold)


@pytest.mark.shared
def test_listed_persons_are_not_lost_by_the_search(matching: Matching, shared_dir: Path) -> None:
    """Of spoiled names that a loose search finds the right person for, the search in force finds all but a few."""
    un = read_list(shared_dir / "lists", "un")
    persons = [entity for entity in un.entities if entity.schema is Schema.PERSON]
    strict, loose = (build_index([un], numbers, KEY) for numbers in (matching, loosened(matching)))
    rng = random.Random(11)
    asked: list[tuple[ListedEntity, Query]] = []
    for spoil in SPOILERS.values():
        for entity in rng.sample(persons, 30):
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
    assert found > 250
    assert len(lost) <= 0.005 * found, lost
