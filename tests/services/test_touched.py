"""Whom a change of the lists touches, held against screening everybody."""

from __future__ import annotations

import random

import msgspec
import pytest

from amlrisk.errors import ListMissing
from amlrisk.grading.model import ListVersion
from amlrisk.screening.index import Index, version_of
from amlrisk.screening.narrowing import differing
from amlrisk.services.customer_index import bring_up_to_date
from amlrisk.services.system import System
from amlrisk.services.touched import prepare, touched

from .changing_lists import by_screening_everyone, put_entities, random_change, random_customer, random_entity


def index_of(system: System, lists: tuple[ListVersion, ...]) -> Index:
    matching = system.rules().matching
    version = version_of([(one.source, one.category, one.content_sha256) for one in lists], matching)
    found = system.desk.past_index(version, lists, matching)
    assert found is not None
    return found


@pytest.mark.parametrize("seed", range(6))
def test_the_touched_are_those_whom_screening_everybody_names(bare: System, seed: int) -> None:
    chance = random.Random(seed)
    system = bare
    key = system.settings.secret
    system.store.customers.save_many([random_customer(chance, f"C{at:03}", key) for at in range(120)], system.now())
    entities = [random_entity(chance, f"E{at:03}") for at in range(chance.choice([1, 8, 40]))]
    lists = put_entities(system, entities)
    next_ref, named = 1000, 0
    for step in range(4):
        before = lists
        entities = random_change(chance, entities, next_ref) or entities
        next_ref += 10
        lists = put_entities(system, entities)
        if step % 2:  # customers come and change meanwhile
            fresh = [random_customer(chance, f"C{chance.randrange(160):03}", key) for _ in range(9)]
            system.store.customers.save_many(fresh, system.now())
        found = touched(system, before)
        old, new = index_of(system, before), index_of(system, lists)
        assert set(found.refs) == by_screening_everyone(system, old, new, set(differing(old, new).kinds))
        assert {(each.source, each.entity): each.kind for each in found.entities} == differing(old, new).kinds
        named += len(found.refs)
    assert named  # or nothing was tried


def test_nothing_changed_touches_nobody(bare: System) -> None:
    lists = put_entities(bare, [random_entity(random.Random(1), "E1")])
    assert touched(bare, lists).refs == ()


def test_a_first_list_touches_whom_it_finds(bare: System) -> None:
    chance = random.Random(3)
    customers = [random_customer(chance, f"C{at}", bare.settings.secret) for at in range(60)]
    bare.store.customers.save_many(customers, bare.now())
    entities = [random_entity(chance, f"E{at}") for at in range(20)]
    put_entities(bare, entities)
    found = touched(bare, ())
    assert found.refs
    assert {each.kind for each in found.entities} == {"added"}


def test_where_the_older_version_is_not_kept_everyone_is_named(bare: System) -> None:
    chance = random.Random(4)
    bare.store.customers.save_many([random_customer(chance, f"C{at}", b"k" * 32) for at in range(5)], bare.now())
    lists = put_entities(bare, [random_entity(chance, "E1")])
    lost = tuple(msgspec.structs.replace(each, content_sha256="0" * 64) for each in lists)
    found = touched(bare, lost)
    assert found.everyone
    assert len(found.refs) == 5
    with pytest.raises(ListMissing):
        touched(bare, lists, lost)


def test_a_customer_is_analysed_once_and_again_when_the_facts_change(bare: System) -> None:
    chance = random.Random(5)
    customers = [random_customer(chance, f"C{at}", b"k" * 32) for at in range(30)]
    bare.store.customers.save_many(customers, bare.now())
    assert bring_up_to_date(bare) == 30
    assert bring_up_to_date(bare) == 0
    bare.store.customers.save_many([random_customer(chance, "C7", b"k" * 32)], bare.now())
    assert bring_up_to_date(bare) == 1


def test_a_damaged_or_deleted_book_is_made_again(bare: System) -> None:
    chance = random.Random(6)
    bare.store.customers.save_many([random_customer(chance, f"C{at}", b"k" * 32) for at in range(30)], bare.now())
    put_entities(bare, [random_entity(chance, f"E{at}") for at in range(9)])
    prepare(bare)
    for file in (bare.settings.home / "customers").glob("*/names.units.npy"):
        file.write_bytes(file.read_bytes()[:-1])
    assert bring_up_to_date(bare) == 30
