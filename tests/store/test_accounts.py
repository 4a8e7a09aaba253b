from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from amlrisk.errors import Duplicate, NotFound, StoreRefused
from amlrisk.review.authority import Role
from amlrisk.store.accounts import Account
from amlrisk.store.database import Store

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def account(id: str = "li.na", **changes: object) -> Account:
    plain = Account(
        id=id,
        name="李娜",
        role=Role.ANALYST,
        branches=("北京分公司", "上海分公司"),
        password=None,
        must_change=False,
        subject=None,
        failures=0,
        locked_until=None,
        created_at=NOW,
        disabled_at=None,
    )
    return msgspec.structs.replace(plain, **changes)


def test_what_is_saved_is_found_again(store: Store) -> None:
    store.accounts.add(account())
    assert store.accounts.get("li.na") == account()
    full = account(
        name="李娜娜",
        role=Role.REVIEWER,
        branches=("*",),
        password="hash",
        must_change=True,
        subject="sub-1",
        failures=3,
        locked_until=NOW + timedelta(minutes=1),
        disabled_at=NOW,
    )
    store.accounts.save(full)
    assert store.accounts.find("li.na") == full == store.accounts.find_by_subject("sub-1")
    assert store.accounts.names() == {"li.na": "李娜娜"}


def test_nobody_is_found_under_another_id(store: Store) -> None:
    assert store.accounts.find("li.na") is None
    with pytest.raises(NotFound):
        store.accounts.get("li.na")
    with pytest.raises(NotFound):
        store.accounts.hold("li.na")


def test_ids_and_subjects_belong_to_one(store: Store) -> None:
    store.accounts.add(account(subject="sub-1"))
    store.accounts.add(account("wang.fang"))
    store.accounts.add(account("zhao.lei"))
    for other in (account(), account("new", subject="sub-1")):
        with pytest.raises(Duplicate):
            store.accounts.add(other)
    with pytest.raises(Duplicate):
        store.accounts.save(account("wang.fang", subject="sub-1"))


def test_accounts_are_never_deleted(store: Store) -> None:
    store.accounts.add(account())
    with pytest.raises(StoreRefused):
        store.database.write("DELETE FROM accounts")


def test_the_active_ones_of_some_roles(store: Store) -> None:
    store.accounts.add(account("a"))
    store.accounts.add(account("b", disabled_at=NOW))
    store.accounts.add(account("c", role=Role.MANAGER))
    assert [each.id for each in store.accounts.active([Role.ANALYST, Role.REVIEWER])] == ["a"]
    assert [each.id for each in store.accounts.active(list(Role))] == ["a", "c"]
    assert [each.id for each in store.accounts.all()] == ["a", "b", "c"]
