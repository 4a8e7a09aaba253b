"""What earlier versions of a list said."""

from __future__ import annotations

import msgspec

from amlrisk.store.database import Store
from amlrisk.store.list_history import ListHistory
from amlrisk.watchlist.model import ListedName, SnapshotStatus
from tests.store.examples import NOW, at, snapshot

IN_FORCE, QUARANTINED = SnapshotStatus.IN_FORCE, SnapshotStatus.QUARANTINED
OLD, NEW = snapshot(["ALPHA", "BETA"]), snapshot(["ALPHA", "BETA", "GAMMA"], fetched=at(60))
A, B = OLD.info.content_sha256, NEW.info.content_sha256


def test_a_list_stands_since_its_content_came_into_force(store: Store) -> None:
    history = ListHistory(store.database)
    assert history.since("demo", A) is None
    store.snapshots.put(OLD, IN_FORCE, now=NOW)
    store.snapshots.confirm("demo", msgspec.structs.replace(OLD.info, sha256="f" * 64, fetched_at=at(30)), at(30))
    assert history.since("demo", A) == NOW, "issued anew unchanged it is the same list"
    store.snapshots.put(NEW, IN_FORCE, now=at(60))
    assert history.since("demo", B) == at(60)
    store.snapshots.put(snapshot(["ALPHA", "BETA"], fetched=at(90)), IN_FORCE, now=at(90))
    assert history.since("demo", A) == at(90), "and gone in between it is new again"
    assert history.since("another", A) is None


def test_which_content_was_in_force(store: Store) -> None:
    history = ListHistory(store.database)
    store.snapshots.put(OLD, IN_FORCE, now=NOW)
    store.snapshots.put(NEW, QUARANTINED, now=at(30))
    store.snapshots.put(NEW, IN_FORCE, now=at(60))
    assert history.content_at("demo", at(-1)) is None
    assert [history.content_at("demo", at(minutes)) for minutes in (0, 59, 60, 99)] == [A, A, B, B]
    assert history.content_at("another", at(99)) is None


def test_what_stands_in_another_version_word_for_word(store: Store) -> None:
    history = ListHistory(store.database)
    many = snapshot([f"NAME {number}" for number in range(4100)])
    store.snapshots.put(many, IN_FORCE, now=NOW)
    first, last = many.entities[0], many.entities[-1]
    renamed = msgspec.structs.replace(many.entities[7], names=(ListedName(text="NAME 7b"),))
    content = many.info.content_sha256
    assert history.also_in(content, [first, renamed, last]) == {first.id, last.id}
    assert history.also_in(content, []) == set()
    assert history.also_in("0" * 64, [first]) == set()
    store.database.write("UPDATE snapshot_chunks SET data = ? WHERE n = 0", (b"xdamaged",))
    assert history.also_in(content, [first, last]) == {last.id}
