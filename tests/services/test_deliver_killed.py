"""Delivering is killed, or answered at random: every event arrives, under one id, of each customer in their order."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import defaultdict
from itertools import count, pairwise
from typing import Any

import pytest

from amlrisk.services.deliver import deliver_due
from amlrisk.services.system import System
from amlrisk.store.webhook_rows import DeliveryState
from tests.receivers import Received, Receiving, hangs_up, receiving, resets, says, takes
from tests.told import added, allowing, bad, good, rested

KILLS = 20
CUSTOMERS = 14


def moved(system: System, customers: int = CUSTOMERS) -> None:
    """Five decisions of each customer, every one other than the one before."""
    for number in range(customers):
        for change in (good, bad, good, bad, good):
            change(system, f"C-{number}")


def assert_all_told(system: System, id: str, received: list[Received]) -> None:
    """Every event arrived, always under its id with the same bytes, and of each customer none after a later one."""
    due = system.store.webhooks.deliveries(id, None, 0, 10_000)
    assert {each.state for each in due} == {DeliveryState.DELIVERED}
    bodies: dict[str, set[bytes]] = defaultdict(set)
    orders: dict[str, list[int]] = defaultdict(list)
    for each in received:
        bodies[each.id].add(each.body)
        orders[each.data["customer"]].append(each.data["sequence"])
    assert bodies.keys() == {each.event for each in due}
    assert {len(found) for found in bodies.values()} == {1}
    for order in orders.values():
        assert sorted(set(order)) == list(range(1, max(order) + 1))
        assert all(earlier <= later for earlier, later in pairwise(order)), order


def killed_while_delivering(system: System, receiver: Receiving, after: int) -> bool:
    """Deliver in a process of its own, killed as soon as so many more requests came; whether it was still alive."""
    system.store.close()
    before = len(receiver.received)
    child = os.fork()
    if child == 0:
        try:
            deliver_due(system)
        finally:
            os._exit(0)
    while len(receiver.received) < before + after and os.waitpid(child, os.WNOHANG)[0] == 0:
        time.sleep(0.0005)
    try:
        os.kill(child, signal.SIGKILL)
        return os.waitpid(child, 0)[1] == signal.SIGKILL
    except (ProcessLookupError, ChildProcessError):
        return False


def test_killed_at_random_moments_every_event_is_told(on_both: System) -> None:
    system, luck = allowing(on_both), random.Random(20261123)
    with receiving() as receiver:
        made = added(system, receiver)

        def slowly(handler: Any) -> None:
            time.sleep(luck.random() * 0.004)
            takes(handler)

        receiver.behaviour = slowly
        kills = 0
        for number in count():
            good(system, f"D-{number}")
            moved(system, 2 if number % 4 == 0 else 0)
            kills += killed_while_delivering(system, receiver, luck.randrange(1, 6))
            if kills == KILLS:
                break
            assert number < 3 * KILLS, "it ended before it could be killed: give it more to do"
        while deliver_due(system).delivered:
            pass
        assert_all_told(system, made.receiver.id, receiver.received)
        twice = len(receiver.received) - len({each.id for each in receiver.received})
        assert twice > 0, "none died between telling an event and knowing it"
    assert system.store.audit.verify() is None


def test_many_who_deliver_at_once_send_nothing_twice(on_both: System) -> None:
    system = allowing(on_both)
    with receiving() as receiver:
        made = added(system, receiver)
        moved(system)
        system.store.close()
        children = []
        for _ in range(3):
            child = os.fork()
            if child == 0:
                try:
                    deliver_due(system)
                finally:
                    os._exit(0)
            children.append(child)
        for child in children:
            os.waitpid(child, 0)
        while deliver_due(system).delivered:
            pass
        assert_all_told(system, made.receiver.id, receiver.received)
        assert len(receiver.received) == 5 * CUSTOMERS


@pytest.mark.parametrize("seed", range(3))
def test_answered_at_random_every_event_is_told(system: System, seed: int) -> None:
    """What was not taken is tried again, and nothing of the customer overtakes it."""
    system, luck = allowing(system), random.Random(seed)
    with receiving() as receiver:
        made = added(system, receiver)
        failures = [says(500), says(429), says(302, location="/"), says(404), hangs_up, resets]

        def at_random(handler: Any) -> None:
            (luck.choice(failures) if luck.random() < 0.3 else takes)(handler)

        receiver.behaviour = at_random
        moved(system)
        for _ in range(100):
            deliver_due(system)
            rested(system)
            if not system.store.webhooks.backlog()[0].pending:
                break
        assert_all_told(system, made.receiver.id, receiver.received)
        assert len(receiver.received) > 5 * CUSTOMERS, "nothing was tried again"
