from __future__ import annotations

import pytest

from amlrisk.errors import Duplicate, NotFound
from amlrisk.store.database import Store
from tests.store.examples import NOW, at


def test_a_revoked_key_opens_nothing(store: Store) -> None:
    store.keys.add("k1", "onboarding", "digest1", ["screen", "check", "check"], NOW)
    store.keys.add("k2", "console", "digest2", (), at(1))
    found = store.keys.find("digest1")
    assert found is not None
    assert (found.id, found.name, found.scopes, found.created_at) == ("k1", "onboarding", ("check", "screen"), NOW)
    assert store.keys.find("digest9") is None
    store.keys.revoke("k1", at(2))
    store.keys.revoke("k1", at(3))
    assert store.keys.find("digest1") is None
    assert [(key.id, key.revoked_at) for key in store.keys.all()] == [("k1", at(2)), ("k2", None)]


def test_one_key_once(store: Store) -> None:
    store.keys.add("k1", "onboarding", "digest1", ["check"], NOW)
    for id, digest in (("k1", "digest2"), ("k2", "digest1")):
        with pytest.raises(Duplicate):
            store.keys.add(id, "again", digest, ["check"], NOW)
    with pytest.raises(NotFound):
        store.keys.revoke("k9", NOW)
