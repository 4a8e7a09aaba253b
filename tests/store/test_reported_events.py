from __future__ import annotations

from datetime import date

import pytest

from amlrisk.errors import StoreRefused
from amlrisk.facts.model import Event, EventKind
from amlrisk.store.database import Store
from tests.store.examples import NOW, saved

REPORT = Event(on=date(2026, 7, 10), kind=EventKind.STR)
FREEZE = Event(on=date(2026, 7, 9), kind=EventKind.JUDICIAL_FREEZE)


def test_all_that_was_reported_in_its_order(store: Store) -> None:
    saved(store, "C1", "C2", "C3")
    for customer, event in (("C1", REPORT), ("C2", FREEZE), ("C1", FREEZE), ("C1", REPORT)):
        store.reported_events.append(customer, event, "li", NOW)
    assert store.reported_events.of(["C1", "C3"]) == {"C1": [REPORT, FREEZE, REPORT]}
    with pytest.raises(StoreRefused):
        store.reported_events.append("C9", REPORT, "li", NOW)
