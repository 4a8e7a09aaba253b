"""Receivers, secrets, leases, and how far each was told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from amlrisk.errors import NotFound
from amlrisk.store import webhooks
from amlrisk.store.database import Store
from amlrisk.store.webhook_rows import Receiver, ReceiverState

NOW = datetime(2026, 7, 15, 2, 0, tzinfo=UTC)
SOON = NOW + timedelta(minutes=2)


def receiver(store: Store, id: str = "r-1", **changes: object) -> Receiver:
    made = Receiver(
        id=id,
        name=f"name of {id}",
        url="https://example.com/hook",
        scope="read",
        state=ReceiverState.ACTIVE,
        created_at=NOW,
        created_by="test",
    )
    store.webhooks.add(made)
    return made


def test_a_receiver_is_found_until_it_is_removed(store: Store) -> None:
    made, other = receiver(store), receiver(store, "r-2")
    assert store.webhooks.get("r-1") == made
    assert store.webhooks.all() == [made, other]
    store.webhooks.set_state("r-1", ReceiverState.REMOVED)
    assert store.webhooks.all() == [other]
    with pytest.raises(NotFound):
        store.webhooks.get("r-1")


def test_whoever_is_made_active_is_tried_at_once(store: Store) -> None:
    receiver(store)
    store.webhooks.set_rest("r-1", 4, SOON)
    assert (store.webhooks.get("r-1").failures, store.webhooks.get("r-1").resting_until) == (4, SOON)
    store.webhooks.set_state("r-1", ReceiverState.ACTIVE)
    assert (store.webhooks.get("r-1").failures, store.webhooks.get("r-1").resting_until) == (0, None)


def test_secrets_end_when_they_are_to(store: Store) -> None:
    receiver(store)
    for hour, nonce in enumerate("abc"):
        at = NOW + timedelta(hours=hour)
        store.webhooks.add_secret("r-1", nonce, at, others_until=at + timedelta(hours=24))

    def signing(after: timedelta) -> list[str]:
        return [each.nonce for each in store.webhooks.secrets("r-1", NOW + after)]

    assert signing(timedelta(hours=3)) == ["c", "b", "a"]
    assert signing(timedelta(hours=25)) == ["c", "b"], "a later change of secret does not prolong an earlier one"
    assert signing(timedelta(hours=26)) == ["c"]
    assert signing(timedelta(days=900)) == ["c"]


def test_a_lease_is_for_one(store: Store) -> None:
    receiver(store)
    take = store.webhooks.take_lease
    assert take("r-1", "one", NOW, SOON)
    assert not take("r-1", "two", NOW, SOON)
    assert take("r-1", "one", NOW, SOON), "prolonged by whoever holds it"
    assert take("r-1", "two", NOW, SOON, "one"), "one is known to be dead"
    store.webhooks.release("r-1", "one")
    assert store.webhooks.holder("r-1") == "two"
    assert take("r-1", "three", SOON, SOON + timedelta(minutes=2)), "it has run out"
    early = NOW - timedelta(days=1)
    assert take("r-1", "four", early, early + timedelta(minutes=2)), "a clock that was ahead holds nobody up"
    store.webhooks.release("r-1", "four")
    assert store.webhooks.holder("r-1") is None


def test_what_is_done_is_not_read_to_find_what_waits(sqlite_store: Store) -> None:
    """After a year nearly everything is done: to go through it for every event would take for ever."""
    for statement, values in ((webhooks._DUE, ("r", "2026", 1)), (webhooks._BACKLOG, ())):
        plan = [row[-1] for row in sqlite_store.database.rows(f"EXPLAIN QUERY PLAN {statement}", values)]
        steps = [step for step in plan if step.split()[1] in {"b", "d"}]
        assert steps
        assert all("INDEX webhook_deliveries_" in step for step in steps), plan
