from __future__ import annotations

import pytest

from amlrisk.errors import NotFound, StoreRefused
from amlrisk.facts.digest import digest
from amlrisk.store.customers import SaveCounts
from amlrisk.store.database import Store
from amlrisk.store.values import Kept
from tests.store.examples import NOW, at, saved
from tests.store.tier_examples import value


def test_the_last_facts_count_and_the_earlier_ones_stay(store: Store) -> None:
    saved(store, "C1", "C2", "C3")
    assert store.values.save_many([value("C1"), value("C2")], NOW) == SaveCounts(added=2)
    assert store.values.save_many([value("C1"), value("C2", 7)], at(1)) == SaveCounts(changed=1, unchanged=1)
    assert store.values.get("C2") == value("C2", 7)
    assert store.values.facts(digest(value("C2"))) == value("C2")
    assert store.values.of(["C1", "C3"]) == {"C1": Kept(digest=digest(value("C1")), value=value("C1"))}
    assert store.values.digests(["C1", "C2", "C3"]) == {
        "C1": digest(value("C1")),
        "C2": digest(value("C2", 7)),
    }
    assert (store.values.refs(), store.values.count()) == (["C1", "C2"], 2)


def test_twice_in_one_delivery_the_later_facts_win(store: Store) -> None:
    saved(store, "C1")
    assert store.values.save_many([value(), value(trust=1), value(trust=1)], NOW) == SaveCounts(
        added=1, changed=1, unchanged=1
    )
    assert store.values.get("C1") == value(trust=1)


def test_facts_that_come_back_are_the_same_again(store: Store) -> None:
    saved(store, "C1")
    for trust in (1, 2, 1):
        store.values.save_many([value(trust=trust)], NOW)
    assert store.values.get("C1") == value(trust=1)


def test_all_or_nothing_and_nobody_who_is_not_known(store: Store) -> None:
    saved(store, "C1")
    with pytest.raises(StoreRefused), store.transaction():
        store.values.save_many([value("C1"), value("C9")], NOW)
    assert store.values.count() == 0
    for missing in (lambda: store.values.get("C1"), lambda: store.values.facts("0" * 64)):
        with pytest.raises(NotFound):
            missing()
