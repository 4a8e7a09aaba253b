"""From listed entities to customers: narrowed indexes, nets over books, and how far scores drift."""

from __future__ import annotations

import random

import msgspec
import numpy as np
import pytest

from amlrisk.policy.matching import Matching
from amlrisk.screening.book import Asked, analysed, assemble_book, flatten_book, words_of
from amlrisk.screening.drift import SWAY, lowered, moved, share_moved
from amlrisk.screening.index import Index, build_index
from amlrisk.screening.model import Query
from amlrisk.screening.narrowing import differing, narrowed, pair_at
from amlrisk.screening.query import query_of
from amlrisk.screening.reverse import Net
from amlrisk.watchlist.model import ListedEntity
from tests.services.changing_lists import random_change, random_customer, random_entity

from .conftest import DEMO, KEY, snapshot


def asked(chance: random.Random, count: int) -> list[Asked]:
    customers = [random_customer(chance, f"C{at}", KEY) for at in range(count)]
    return [Asked(each.ref, f"{at:064}", tuple(map(query_of, each.everyone()))) for at, each in enumerate(customers)]


def index_over(entities: list[ListedEntity], matching: Matching) -> Index:
    return build_index([snapshot(*entities)], matching, KEY)


@pytest.mark.parametrize("seed", range(4))
def test_a_narrowed_index_finds_its_entities_exactly_as_the_whole_does(matching: Matching, seed: int) -> None:
    chance = random.Random(seed)
    whole = index_over([*DEMO, *(random_entity(chance, f"E{at}") for at in range(40))], matching)
    places = chance.sample(range(len(whole)), 12)
    some = narrowed(whole, places)
    theirs = {pair_at(whole, place) for place in places}
    queries = [query for each in asked(chance, 150) for query in each.queries]
    found = some.screen(queries)
    assert any(found)
    assert found == [tuple(hit for hit in hits if (hit.source, hit.entity) in theirs) for hits in whole.screen(queries)]


@pytest.mark.parametrize("seed", range(4))
def test_nobody_who_has_a_hit_escapes_the_net(matching: Matching, seed: int) -> None:
    chance = random.Random(seed)
    index = index_over([random_entity(chance, f"E{at}") for at in range(25)], matching)
    customers = asked(chance, 200)
    with_hits = {at for at, each in enumerate(customers) if any(index.screen(each.queries))}
    caught = Net(index).customers(analysed(customers)).tolist()
    assert with_hits <= set(caught)
    assert with_hits
    assert len(caught) < len(customers)


def test_a_net_is_as_good_on_the_second_book(matching: Matching) -> None:
    chance = random.Random(9)
    index = index_over([random_entity(chance, f"E{at}") for at in range(25)], matching)
    net, customers = Net(index), asked(chance, 120)
    whole = net.customers(analysed(customers)).tolist()
    halves = [net.customers(analysed(customers[:60])).tolist(), net.customers(analysed(customers[60:])).tolist()]
    assert whole == halves[0] + [60 + at for at in halves[1]]


def test_only_customers_with_one_of_the_words(matching: Matching) -> None:
    index = index_over(list(DEMO), matching)
    book = analysed([
        Asked(name, "0" * 64, (Query(schema=DEMO[0].schema, names=(name,)),))
        for name in ("Viktor Maradonov", "Ramiro Castell", "Kim Tong Chol")
    ])  # fmt: skip
    flags = np.array(
        [
            word in {"maradonov", "castell"}
            for word in words_of(book.names, np.ones(len(book.names.word_starts) - 1, dtype=np.bool_))
        ]
    )
    assert {book.ref(at) for at in Net(index).customers_with(book, flags)} <= {"Viktor Maradonov", "Ramiro Castell"}
    assert "Viktor Maradonov" in {book.ref(at) for at in Net(index).customers_with(book, flags)}


def test_an_empty_book_and_an_empty_list(matching: Matching) -> None:
    index = index_over(list(DEMO), matching)
    assert Net(index).customers(analysed([])).tolist() == []
    book = analysed(asked(random.Random(1), 20))
    assert Net(narrowed(index, [])).customers(book).tolist() == []
    assert Net(index_over([], matching)).customers(book).tolist() == []


def test_a_book_is_the_same_when_it_was_kept(matching: Matching) -> None:
    book = analysed(asked(random.Random(2), 40))
    again = assemble_book({name: array.copy() for name, array in flatten_book(book).items()})
    net = Net(index_over(list(DEMO), matching))
    assert net.customers(again).tolist() == net.customers(book).tolist()


@pytest.mark.parametrize("seed", range(8))
def test_scores_drift_no_further_than_is_said(matching: Matching, seed: int) -> None:
    """Of all pairs whose words moved by some share at most, however large."""
    chance = random.Random(seed)
    entities = [random_entity(chance, f"E{at:03}") for at in range(60)]
    before, after = index_over(entities, matching), index_over(random_change(chance, entities, 500), matching)
    customers = asked(chance, 150)
    book = analysed(customers)
    changed = differing(before, after).kinds
    share = max(share_moved(Net(before).weights(book), Net(after).weights(book)).max(), everything_moved(before, after))
    low = [lowered(index, 0.2) for index in (before, after)]
    for each in customers:
        then, now = (index.screen(each.queries) for index in low)
        for were, are in zip(then, now, strict=True):
            old = {hit.entity: hit.score for hit in were if (hit.source, hit.entity) not in changed}
            for hit in are:
                if hit.entity in old:
                    assert abs(hit.score - old[hit.entity]) <= SWAY * share + 2e-4


def everything_moved(before: Index, after: Index) -> float:
    """The largest share by which any listed word moved."""
    found = moved(before, after, much=10.0)
    assert not len(found.places)
    return found.share


def test_a_word_of_one_entity_that_a_second_one_gets_has_moved_much(matching: Matching) -> None:
    before = index_over(list(DEMO), matching)
    after = index_over([*DEMO, msgspec.structs.replace(DEMO[0], id="Z")], matching)
    assert moved(before, before).places.tolist() == []
    assert {pair_at(after, place)[1] for place in moved(before, after).places.tolist()} == {"P1", "Z"}
