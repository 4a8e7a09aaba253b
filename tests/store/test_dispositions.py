from __future__ import annotations

from datetime import date

import msgspec
import pytest

from amlrisk.errors import StoreRefused
from amlrisk.screening.model import DispositionKind, RecordedDisposition
from amlrisk.store.database import Store
from amlrisk.watchlist.model import SnapshotStatus
from tests.store.examples import NOW, at, disposition, saved, snapshot

PAIR = ("subject", "demo", "E1")
IN_FORCE = SnapshotStatus.IN_FORCE


def last(store: Store, ref: str = "C1") -> RecordedDisposition:
    return store.dispositions.latest_for([ref])[ref][PAIR]


def test_the_last_word_on_each_pair_counts_and_all_are_kept(store: Store) -> None:
    saved(store, "C1", "C2", "C3")
    said = [
        disposition("E1", DispositionKind.INCONCLUSIVE),
        disposition("E2", DispositionKind.TRUE_MATCH),
        disposition("E1", DispositionKind.FALSE_POSITIVE),
        disposition("E1", DispositionKind.TRUE_MATCH, ref="C2"),
    ]
    ids = [store.dispositions.append(each, at(n)) for n, each in enumerate(said)]
    assert ids == sorted(set(ids))
    found = store.dispositions.latest_for(["C1", "C2", "C3"])
    assert {ref: {pair: each.disposition for pair, each in pairs.items()} for ref, pairs in found.items()} == {
        "C1": {PAIR: said[2], ("subject", "demo", "E2"): said[1]},
        "C2": {PAIR: said[3]},
    }
    history = store.dispositions.history("C1")
    assert [each.disposition for each in history] == said[:3]
    assert [(each.id, each.decided_at) for each in history] == [(ids[n], at(n)) for n in range(3)]
    assert found["C1"][PAIR] == history[2]


def test_an_end_comes_back_as_it_was_given(store: Store) -> None:
    saved(store, "C1")
    given = msgspec.structs.replace(disposition(), expires_on=date(2027, 2, 28), fingerprint="names:x.names:y")
    store.dispositions.append(given, NOW)
    assert last(store).disposition == given


def test_nobody_decides_about_an_unknown_customer(store: Store) -> None:
    with pytest.raises(StoreRefused):
        store.dispositions.append(disposition(ref="C9"), NOW)


def test_a_decision_knows_that_its_entity_left_the_list_since(store: Store) -> None:
    saved(store, "C1", "C2")
    store.snapshots.put(snapshot(["ALPHA", "BETA"]), IN_FORCE, now=at(0))
    store.dispositions.append(disposition("E1"), at(1))
    assert last(store).delisted_at is None
    store.snapshots.put(snapshot(["ALPHA"]), IN_FORCE, now=at(2))
    assert last(store).delisted_at == at(2)
    store.snapshots.put(snapshot(["ALPHA", "BETA"]), IN_FORCE, now=at(3))
    store.dispositions.append(disposition("E1", ref="C2"), at(4))
    assert last(store).delisted_at == at(2)
    assert last(store, "C2").delisted_at is None, "made after it came back"
    store.dispositions.append(disposition("E1"), at(5))
    assert last(store).delisted_at is None


def test_another_entity_or_list_that_leaves_ends_nothing(store: Store) -> None:
    saved(store, "C1")
    store.snapshots.put(snapshot(["ALPHA", "BETA", "GAMMA"]), IN_FORCE, now=at(0))
    store.snapshots.put(snapshot(["ALPHA", "BETA"], source="other"), IN_FORCE, now=at(0))
    store.dispositions.append(disposition("E1"), at(1))
    store.snapshots.put(snapshot(["ALPHA", "BETA"]), IN_FORCE, now=at(2))
    store.snapshots.put(snapshot(["ALPHA"], source="other"), IN_FORCE, now=at(2))
    assert last(store).delisted_at is None


def test_a_clock_that_was_ahead_carries_no_decision_over_a_delisting(store: Store) -> None:
    saved(store, "C1")
    store.snapshots.put(snapshot(["ALPHA", "BETA"]), IN_FORCE, now=at(0))
    store.dispositions.append(disposition("E1"), at(100_000))
    store.snapshots.put(snapshot(["ALPHA"]), IN_FORCE, now=at(2))
    assert last(store).delisted_at == at(2)
