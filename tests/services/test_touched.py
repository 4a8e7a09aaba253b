"""Whom a change of the lists touches, held against screening everybody."""

from __future__ import annotations

import random

import msgspec
import pytest

from amlrisk.errors import ListMissing, StoreUnavailable
from amlrisk.grading.model import ListVersion
from amlrisk.jobs.processes import spread
from amlrisk.policy.vocabulary import ListCategory
from amlrisk.screening.index import Index, version_of
from amlrisk.screening.model import Disposition, DispositionKind
from amlrisk.screening.narrowing import differing
from amlrisk.services import customer_index
from amlrisk.services import touched as services_touched
from amlrisk.services.check_customer import check_customer
from amlrisk.services.customer_index import bring_up_to_date
from amlrisk.services.decide_hit import decide_hit
from amlrisk.services.save_customer import save_customer
from amlrisk.services.system import System
from amlrisk.services.touched import prepare, touched
from tests.systems import LISTED, NAMESAKE, customer, put_list

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


def test_several_processes_find_the_same_as_one(bare: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(customer_index, "_CHUNK", 40)
    monkeypatch.setattr(services_touched, "_BATCH", 10)
    chance = random.Random(21)
    customers = [random_customer(chance, f"C{at:03}", bare.settings.secret) for at in range(120)]
    bare.store.customers.save_many(customers, bare.now())
    entities = [random_entity(chance, f"E{at:03}") for at in range(40)]
    before = put_entities(bare, entities)
    prepare(bare, through=spread(2))
    put_entities(bare, random_change(chance, entities, 1000) or entities[1:])
    by_two = touched(bare, before, through=spread(2))
    assert by_two.refs
    assert by_two == touched(bare, before)


def test_scores_that_drift_are_followed_over_many_changes(bare: System) -> None:
    """A long list of few words: each change moves many scores a little, until the margin is used up and kept anew."""
    chance = random.Random(77)
    customers = [random_customer(chance, f"C{at:03}", bare.settings.secret) for at in range(100)]
    bare.store.customers.save_many(customers, bare.now())
    entities = [random_entity(chance, f"E{at:03}") for at in range(300)]
    lists = put_entities(bare, entities)
    drifted = 0
    for step in range(5):
        before = lists
        entities = [*entities[3:], *(random_entity(chance, f"F{step}{at}") for at in range(4))]
        lists = put_entities(bare, entities)
        found = touched(bare, before)
        old, new = index_of(bare, before), index_of(bare, lists)
        assert set(found.refs) == by_screening_everyone(bare, old, new, set(differing(old, new).kinds))
        drifted += len(found.drifted)
    assert drifted


def test_a_list_of_another_category_touches_all_who_are_on_it(bare: System) -> None:
    chance = random.Random(8)
    bare.store.customers.save_many([random_customer(chance, f"C{at}", b"k" * 32) for at in range(60)], bare.now())
    before = put_entities(bare, [random_entity(chance, f"E{at}") for at in range(20)])
    after = tuple(msgspec.structs.replace(each, category=ListCategory.ADVERSE) for each in before)
    found = touched(bare, before, after)
    assert len(found.entities) == 20
    old, new = index_of(bare, before), index_of(bare, after)
    assert set(found.refs) == by_screening_everyone(bare, old, new, set(differing(old, new).kinds))


def test_who_was_decided_about_is_named_when_the_entity_leaves_its_list(on_both: System) -> None:
    """Even where nothing is left of the hit: the facts are others since."""
    check_customer(on_both, customer(subject=NAMESAKE))
    decide_hit(
        on_both,
        Disposition(
            customer="C-1",
            party="subject",
            source="listed",
            entity="T-4",
            kind=DispositionKind.TRUE_MATCH,
            reason="看过证件",
            author="li",
        ),
    )
    save_customer(on_both, "C-1", customer())
    before = on_both.desk.in_force(on_both.rules(), on_both.now()).lists
    put_list(on_both, [row for row in LISTED if not row.startswith("T-4")])
    found = touched(on_both, before)
    assert found.refs == ("C-1",)
    (only,) = found.entities
    assert (only.entity, only.kind, only.hits, only.decided) == ("T-4", "removed", (), ("C-1",))


def test_many_small_books_become_few(bare: System, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(customer_index, "_MOST_BOOKS", 4)
    chance = random.Random(12)
    put_entities(bare, [random_entity(chance, f"E{at}") for at in range(9)])
    for step in range(12):
        bare.store.customers.save_many([random_customer(chance, f"C{step}", b"k" * 32)], bare.now())
        bring_up_to_date(bare)
    held = bring_up_to_date(bare)
    assert len(held) <= 5
    assert {book.ref(at) for _, book in held for at in range(len(book.digests))} == {f"C{step}" for step in range(12)}


def test_where_books_cannot_be_kept_nobody_is_passed_over(bare: System) -> None:
    chance = random.Random(13)
    bare.store.customers.save_many([random_customer(chance, "C1", b"k" * 32)], bare.now())
    (bare.settings.home / "customers").write_text("no folder")
    with pytest.raises(StoreUnavailable):
        bring_up_to_date(bare)


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


def made(system: System) -> int:
    """How many customers were put into books just now."""
    done = [0]
    bring_up_to_date(system, progress=lambda count, _: done.append(count))
    return done[-1]


def test_a_customer_is_analysed_once_and_again_when_the_facts_change(bare: System) -> None:
    chance = random.Random(5)
    customers = [random_customer(chance, f"C{at}", b"k" * 32) for at in range(30)]
    bare.store.customers.save_many(customers, bare.now())
    assert made(bare) == 30
    assert made(bare) == 0
    bare.store.customers.save_many([random_customer(chance, "C7", b"k" * 32)], bare.now())
    assert made(bare) == 1


def test_a_damaged_or_deleted_book_is_made_again(bare: System) -> None:
    chance = random.Random(6)
    bare.store.customers.save_many([random_customer(chance, f"C{at}", b"k" * 32) for at in range(30)], bare.now())
    put_entities(bare, [random_entity(chance, f"E{at}") for at in range(9)])
    prepare(bare)
    for file in (bare.settings.home / "customers").glob("*/names.units.npy"):
        file.write_bytes(file.read_bytes()[:-1])
    assert made(bare) == 30
