from __future__ import annotations

import pytest

from amlrisk.errors import ListMissing, ListShrunken, ListTruncated, NotFound, StoreUnavailable
from amlrisk.store.database import Store
from amlrisk.watchlist.model import SnapshotStatus
from tests.store.examples import NOW, at, snapshot

IN_FORCE, QUARANTINED = SnapshotStatus.IN_FORCE, SnapshotStatus.QUARANTINED
OLD, NEW = snapshot(["ALPHA"]), snapshot(["ALPHA", "贝塔"], fetched=at(60))


def test_a_snapshot_comes_back_whole(store: Store) -> None:
    many = snapshot([f"NAME {n}" for n in range(4100)])
    store.snapshots.put(many, IN_FORCE, now=NOW)
    assert store.snapshots.load("demo") == many
    assert store.snapshots.load_by_content(many.info.content_sha256) == many
    assert store.snapshots.in_force() == {"demo": many.info}


def test_nothing_in_force_is_an_error_and_not_an_empty_list(store: Store) -> None:
    store.snapshots.put(OLD, QUARANTINED, now=NOW)
    with pytest.raises(ListMissing):
        store.snapshots.load("demo")
    with pytest.raises(ListMissing):
        store.snapshots.confirm("demo", OLD.info, NOW)
    assert store.snapshots.in_force() == {}
    assert store.snapshots.load_by_content("0" * 64) is None
    assert store.snapshots.previous("demo") is None


def test_a_new_version_takes_the_place_of_the_old_which_is_kept(store: Store) -> None:
    store.snapshots.put(OLD, IN_FORCE, now=NOW)
    token = store.snapshots.state_token()
    store.snapshots.put(NEW, IN_FORCE, now=at(60))
    assert store.snapshots.load("demo") == NEW
    assert store.snapshots.previous("demo") == OLD
    assert store.snapshots.load_by_content(OLD.info.content_sha256) == OLD
    assert store.snapshots.state_token() != token


def test_never_two_in_force_of_one_source(store: Store) -> None:
    store.snapshots.put(OLD, IN_FORCE, now=NOW)
    with pytest.raises(Exception, match="snapshots"):
        store.database.write(
            "INSERT INTO snapshots (source, status, created_at, confirmed_at) VALUES ('demo', 'in_force', 'x', 'x')"
        )


def test_the_same_bytes_anew_move_the_age_forward_only(store: Store) -> None:
    store.snapshots.put(OLD, IN_FORCE, now=NOW)
    token = store.snapshots.state_token()
    store.snapshots.confirm("demo", snapshot(["ALPHA"], fetched=at(30)).info, at(30))
    assert store.snapshots.in_force()["demo"].fetched_at == at(30)
    assert store.snapshots.state_token() != token
    store.snapshots.confirm("demo", snapshot(["ALPHA"], fetched=at(10)).info, at(40))
    assert store.snapshots.in_force()["demo"].fetched_at == at(30)


def test_the_same_content_under_a_new_date_is_a_version_but_no_copy(store: Store) -> None:
    store.snapshots.put(OLD, IN_FORCE, now=NOW)
    store.snapshots.put(NEW, IN_FORCE, now=at(60))
    again = snapshot(["ALPHA", "贝塔"], file=b"re-issued", fetched=at(90))
    store.snapshots.confirm("demo", again.info, at(90))
    assert store.snapshots.load("demo") == again
    assert store.snapshots.previous("demo") == OLD, "the one before with another content"
    assert store.database.value("SELECT count(*) FROM snapshot_chunks") == 2


def test_another_content_cannot_confirm(store: Store) -> None:
    store.snapshots.put(OLD, IN_FORCE, now=NOW)
    with pytest.raises(ValueError, match="another content"):
        store.snapshots.confirm("demo", NEW.info, NOW)


def test_what_is_kept_out_says_why_and_changes_nothing(store: Store) -> None:
    store.snapshots.put(NEW, IN_FORCE, now=NOW)
    token = store.snapshots.state_token()
    shrunken = ListShrunken(source="demo", before=2, after=1, limit="20%")
    first = store.snapshots.quarantine("demo", OLD, shrunken, at(1))
    assert store.snapshots.quarantine("demo", OLD, shrunken, at(2)) == first, "the same bytes are kept once"
    store.snapshots.quarantine("demo", None, ListTruncated(source="demo", detail="no end"), at(3))
    shrunk, unreadable = store.snapshots.quarantined()
    assert (shrunk.code, shrunk.info, shrunk.at) == ("list_shrunken", OLD.info, at(1))
    assert shrunk.text("zh") == shrunken.text("zh")
    assert shrunk.text("en") == shrunken.text("en")
    assert (unreadable.code, unreadable.info) == ("list_truncated", None)
    assert store.snapshots.state_token() == token
    assert store.snapshots.load("demo") == NEW


def test_a_good_version_settles_what_was_kept_out(store: Store) -> None:
    error = ListShrunken(source="demo", before=2, after=1, limit="20%")
    store.snapshots.quarantine("demo", OLD, error, NOW)
    store.snapshots.quarantine("other", snapshot(["X"], source="other"), error, NOW)
    store.snapshots.put(NEW, IN_FORCE, now=at(1))
    assert [each.source for each in store.snapshots.quarantined()] == ["other"]
    assert store.snapshots.previous("demo") is None, "it was never in force"


def test_release(store: Store) -> None:
    store.snapshots.put(NEW, IN_FORCE, now=NOW)
    error = ListShrunken(source="demo", before=2, after=1, limit="20%")
    kept_out = store.snapshots.quarantine("demo", OLD, error, at(1))
    assert store.snapshots.release(kept_out, at(2)) == OLD.info
    assert store.snapshots.load("demo") == OLD
    assert store.snapshots.previous("demo") == NEW
    assert store.snapshots.quarantined() == []
    unreadable = store.snapshots.quarantine("demo", None, error, at(3))
    for id in (kept_out, unreadable, 999):
        with pytest.raises(NotFound):
            store.snapshots.release(id, at(4))


@pytest.mark.parametrize(
    "damage", ["DELETE FROM snapshot_chunks WHERE n = 1", "UPDATE snapshot_chunks SET data = ? WHERE n = 0"]
)
def test_half_a_list_is_never_handed_out(store: Store, damage: str) -> None:
    store.snapshots.put(snapshot([f"NAME {n}" for n in range(2001)]), IN_FORCE, now=NOW)
    store.database.write(damage, (b"x\x01 not compressed",) if "?" in damage else ())
    with pytest.raises(StoreUnavailable):
        store.snapshots.load("demo")
