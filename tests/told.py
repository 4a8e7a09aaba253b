"""Customers whose decision moves, and receivers who are told, for the tests of events."""

from __future__ import annotations

import dataclasses
from typing import Any

from amlrisk.services.check_customer import check_customer
from amlrisk.services.system import System
from amlrisk.services.webhooks import (
    Added,
    add_receiver,
)
from amlrisk.store.webhook_rows import Delivery, DeliveryState
from tests.receivers import (
    LOOPBACK,
    Receiving,
)
from tests.systems import NAMESAKE, Clock, customer


def allowing(system: System, **changes: Any) -> System:
    """The same system, which may send to this machine."""
    return dataclasses.replace(
        system, settings=dataclasses.replace(system.settings, webhook_networks=LOOPBACK, **changes)
    )


def added(system: System, receiver: Receiving, scope: str = "read") -> Added:
    return add_receiver(system, "core system", receiver.url, scope, actor="test")


def good(system: System, ref: str = "C-1") -> None:
    check_customer(system, customer(ref))


def bad(system: System, ref: str = "C-1") -> None:
    """The same customer, by now under a listed name: held for review."""
    raw = customer(ref)
    check_customer(system, {**raw, "subject": {**raw["subject"], **NAMESAKE, "documents": []}})


def deliveries(system: System, id: str, state: DeliveryState | None = None) -> list[Delivery]:
    return system.store.webhooks.deliveries(id, state, 0, 1000)


def broken_off(system: System) -> None:
    with system.store.transaction():
        good(system)
        raise RuntimeError


def rested(system: System) -> None:
    """Until whatever waits may be tried again, however unlucky."""
    clock = system.clock
    assert isinstance(clock, Clock)
    clock.advance(days=2)
