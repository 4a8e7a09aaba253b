"""Facts as they are handed in, with what compliance reported of the customers: a delivery cannot make it unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from amlrisk.facts.model import Customer, Event
from amlrisk.store.database import Store


def with_reported(store: Store, customers: Sequence[Customer]) -> list[Customer]:
    """The same customers, each with every event reported of it that its facts do not tell already.

    Belongs in the transaction that saves them, after the customers are held.
    """
    reported = store.reported_events.of(customer.ref for customer in customers)
    return [_with(customer, reported.get(customer.ref, ())) for customer in customers]


def _with(customer: Customer, reported: Iterable[Event]) -> Customer:
    """Two reports of one kind and day are two, unless the facts tell as many."""
    told = Counter((event.kind, event.on) for event in customer.events or ())
    missing = []
    for event in reported:
        if told[event.kind, event.on] > 0:
            told[event.kind, event.on] -= 1
        else:
            missing.append(event)
    return msgspec.structs.replace(customer, events=(*(customer.events or ()), *missing)) if missing else customer
