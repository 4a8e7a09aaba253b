from __future__ import annotations

import threading

import pytest

from amlrisk.errors import Duplicate
from amlrisk.store.database import Store
from tests.store.examples import NOW, at


def test_an_answer_is_remembered_per_caller(store: Store) -> None:
    store.idempotency.put("k1", "once", "sha", b'{"a":1}', NOW)
    given = store.idempotency.get("k1", "once")
    assert given is not None
    assert (given.body_sha256, given.status, given.response, given.created_at) == ("sha", 200, b'{"a":1}', NOW)
    assert store.idempotency.get("k2", "once") is None
    with pytest.raises(Duplicate):
        store.idempotency.put("k1", "once", "sha", b"{}", NOW)


def test_old_answers_are_forgotten(store: Store) -> None:
    store.idempotency.put("k1", "old", "sha", b"{}", NOW)
    store.idempotency.put("k1", "new", "sha", b"{}", at(1), status=202)
    assert store.idempotency.forget(at(1)) == 1
    assert store.idempotency.get("k1", "old") is None
    assert store.idempotency.get("k1", "new") is not None


def test_two_at_once_are_answered_once(store: Store) -> None:
    """Each asks within its transaction and answers only where nobody has: exactly one does."""
    begin, answered, failed = threading.Barrier(4), [], []

    def call(name: str) -> None:
        try:
            begin.wait()
            with store.transaction():
                if store.idempotency.get("k1", "once") is None:
                    store.idempotency.put("k1", "once", "sha", b"{}", NOW)
                    answered.append(name)
        except Exception as error:
            failed.append(error)
        finally:
            store.close()

    threads = [threading.Thread(target=call, args=(str(n),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(answered), failed) == (1, [])
