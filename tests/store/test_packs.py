from __future__ import annotations

import pytest

from amlrisk.errors import NotFound
from amlrisk.store.database import Store
from tests.store.examples import NOW, at

FILES = {"grades.yaml": "等级: 不可接受\n".encode(), "factors/natural.yaml": bytes(range(256))}


def test_files_come_back_byte_for_byte_and_the_first_archive_stays(store: Store) -> None:
    store.packs.archive("d1", "demo", "1", FILES, NOW)
    store.packs.archive("d1", "other name", "9", {}, at(1))
    assert store.packs.files("d1") == FILES
    (kept,) = store.packs.archived()
    assert (kept.digest, kept.name, kept.version, kept.archived_at) == ("d1", "demo", "1", NOW)


def test_the_one_activated_last_is_active(store: Store) -> None:
    assert store.packs.active() is None
    for digest in ("d1", "d2"):
        store.packs.archive(digest, "demo", digest, FILES, NOW)
    for n, digest in enumerate(("d1", "d2", "d1")):
        store.packs.activate(digest, "officer", at(n))
        assert store.packs.active() == digest
    assert [(each.digest, each.activated_at) for each in store.packs.activations()] == [
        ("d1", at(2)),
        ("d2", at(1)),
        ("d1", at(0)),
    ]


def test_only_what_is_archived(store: Store) -> None:
    with pytest.raises(NotFound):
        store.packs.files("d1")
    with pytest.raises(NotFound):
        store.packs.activate("d1", "officer", NOW)
