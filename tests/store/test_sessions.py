from __future__ import annotations

from datetime import UTC, datetime, timedelta

from amlrisk.store.database import Store
from tests.store.test_accounts import account

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)


def test_a_session_is_seen_and_ends(store: Store) -> None:
    store.accounts.add(account())
    store.sessions.begin("d1", "li.na", NOW)
    store.sessions.seen("d1", LATER)
    found = store.sessions.find("d1")
    assert found is not None
    assert (found.account, found.began_at, found.seen_at, found.ended_at) == (account(), NOW, LATER, None)
    assert store.sessions.end("d1", "signed_out", LATER)
    assert not store.sessions.end("d1", "again", LATER + timedelta(minutes=1))
    store.sessions.seen("d1", LATER + timedelta(minutes=1))
    found = store.sessions.find("d1")
    assert found is not None
    assert (found.seen_at, found.ended_at) == (LATER, LATER)
    assert store.sessions.find("d2") is None


def test_all_of_one_person_end_and_no_others(store: Store) -> None:
    store.accounts.add(account())
    store.accounts.add(account("wang.fang"))
    for digest, id in (("d1", "li.na"), ("d2", "li.na"), ("d3", "wang.fang")):
        store.sessions.begin(digest, id, NOW)
    assert store.sessions.end_all("li.na", "disabled", LATER) == 2
    ended = {digest: store.sessions.find(digest) for digest in ("d1", "d2", "d3")}
    assert [each is not None and each.ended_at for each in ended.values()] == [LATER, LATER, None]


def test_old_ones_are_forgotten(store: Store) -> None:
    store.accounts.add(account())
    store.sessions.begin("d1", "li.na", NOW)
    store.sessions.begin("d2", "li.na", LATER)
    assert store.sessions.forget(LATER) == 1
    assert (store.sessions.find("d1"), store.sessions.find("d2") is None) == (None, False)
