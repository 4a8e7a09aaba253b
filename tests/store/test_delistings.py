"""What left a list is remembered, whatever put the version without it in force."""

from __future__ import annotations

from contextlib import suppress

import pytest

from amlrisk.errors import ListShrunken
from amlrisk.store.database import Store
from amlrisk.store.delistings import Delisting
from amlrisk.watchlist.model import SnapshotStatus
from tests.store.examples import NOW, at, disposition, saved, snapshot

IN_FORCE = SnapshotStatus.IN_FORCE
TWO, ONE = snapshot(["ALPHA", "BETA"]), snapshot(["ALPHA"])


def of(store: Store, entity: str) -> list[Delisting]:
    return store.delistings.of("demo", entity)


def test_a_first_version_and_one_with_more_delist_nothing(store: Store) -> None:
    store.snapshots.put(ONE, IN_FORCE, now=NOW)
    store.snapshots.put(TWO, IN_FORCE, now=at(1))
    assert store.database.value("SELECT count(*) FROM delistings") == 0


def test_every_removal_is_recorded(store: Store) -> None:
    for minute, version in enumerate((TWO, ONE, TWO, ONE)):
        store.snapshots.put(version, IN_FORCE, now=at(minute))
    gone = ONE.info.content_sha256
    assert of(store, "E1") == [
        Delisting(source="demo", entity="E1", removed_at=at(minute), content_sha256=gone) for minute in (1, 3)
    ]
    assert of(store, "E0") == []


def test_what_is_kept_out_delists_nothing_until_it_is_released(store: Store) -> None:
    store.snapshots.put(TWO, IN_FORCE, now=NOW)
    error = ListShrunken(source="demo", before=2, after=1, limit="20%")
    kept_out = store.snapshots.quarantine("demo", ONE, error, at(1))
    assert of(store, "E1") == []
    store.snapshots.release(kept_out, at(2))
    assert [each.removed_at for each in of(store, "E1")] == [at(2)]


def test_the_same_content_under_a_new_date_delists_nothing(store: Store) -> None:
    store.snapshots.put(TWO, IN_FORCE, now=NOW)
    store.snapshots.confirm("demo", snapshot(["ALPHA", "BETA"], file=b"re-issued").info, at(1))
    assert store.database.value("SELECT count(*) FROM delistings") == 0


def test_the_newer_version_is_not_in_force_without_its_delistings(store: Store) -> None:
    store.snapshots.put(TWO, IN_FORCE, now=NOW)
    with suppress(RuntimeError), store.transaction():
        store.snapshots.put(ONE, IN_FORCE, now=at(1))
        raise RuntimeError
    assert store.snapshots.load("demo") == TWO
    assert of(store, "E1") == []


@pytest.mark.parametrize("damage", ["DELETE FROM snapshot_chunks", "UPDATE snapshot_chunks SET data = ?"])
def test_a_version_that_cannot_be_read_any_more_ends_decisions_on_what_the_next_does_not_hold(
    store: Store, damage: str
) -> None:
    saved(store, "C1")
    store.snapshots.put(TWO, IN_FORCE, now=NOW)
    for entity in ("E0", "E1"):
        store.dispositions.append(disposition(entity), at(1))
    store.database.write(damage, (b"x\x01 not compressed",) if "?" in damage else ())
    store.snapshots.put(ONE, IN_FORCE, now=at(2))
    assert len(of(store, "E1")) == 1
    assert of(store, "E0") == []
