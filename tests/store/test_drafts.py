from __future__ import annotations

from datetime import UTC, datetime, timedelta

from amlrisk.store.database import Store
from amlrisk.store.drafts import Draft
from tests.store.test_accounts import account

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def draft(page: str = "/cases/1", action: str = "/cases/1/decide", text: str = "核" * 5000, id: str = "li.na") -> Draft:
    return Draft(account=id, page=page, action=action, fields={"text": [text], "ticked": ["a", "b"], "no": []})


def test_what_is_kept_comes_back_to_its_author_and_page(store: Store) -> None:
    store.accounts.add(account())
    store.accounts.add(account("wang.fang"))
    store.drafts.keep(draft(text="earlier"), NOW, most=5)
    store.drafts.keep(draft(), NOW, most=5)
    assert store.drafts.of_page("li.na", "/cases/1") == {"/cases/1/decide": draft().fields}
    assert store.drafts.of_page("li.na", "/cases/2") == {}
    assert store.drafts.of_page("wang.fang", "/cases/1") == {}


def test_what_was_taken_is_dropped(store: Store) -> None:
    store.accounts.add(account())
    store.accounts.add(account("wang.fang"))
    store.drafts.keep(draft(), NOW, most=5)
    store.drafts.keep(draft(id="wang.fang"), NOW, most=5)
    store.drafts.drop("li.na", "/cases/1/decide")
    assert store.drafts.of_page("li.na", "/cases/1") == {}
    assert store.drafts.of_page("wang.fang", "/cases/1") != {}


def test_the_last_ones_stay(store: Store) -> None:
    store.accounts.add(account())
    for place in range(5):
        store.drafts.keep(draft(page=f"/cases/{place}"), NOW + timedelta(seconds=place), most=3)
    there = [bool(store.drafts.of_page("li.na", f"/cases/{place}")) for place in range(5)]
    assert there == [False, False, True, True, True]
