from __future__ import annotations

from datetime import date

import pytest

from amlrisk.facts.model import Event, EventKind
from amlrisk.services.reported_events import with_reported
from amlrisk.store.database import Store
from tests.store.examples import NOW, customer, saved

DAY, LATER = date(2026, 7, 10), date(2026, 7, 11)


def events(*told: tuple[EventKind, date]) -> tuple[Event, ...]:
    return tuple(Event(on=on, kind=kind, note="") for kind, on in told)


STR, STR_LATER, FREEZE = (EventKind.STR, DAY), (EventKind.STR, LATER), (EventKind.JUDICIAL_FREEZE, DAY)


@pytest.mark.parametrize(
    ("told", "reported", "after"),
    [
        (None, (), None),
        ((), (), ()),
        (None, (STR,), (STR,)),
        ((), (STR,), (STR,)),
        ((STR,), (STR,), (STR,)),
        ((STR,), (STR, STR), (STR, STR)),
        ((STR, STR), (STR,), (STR, STR)),
        ((STR,), (STR_LATER, FREEZE), (STR, STR_LATER, FREEZE)),
    ],
)
def test_what_is_missing_is_added(
    sqlite_store: Store,
    told: tuple[tuple[EventKind, date], ...] | None,
    reported: tuple[tuple[EventKind, date], ...],
    after: tuple[tuple[EventKind, date], ...] | None,
) -> None:
    saved(sqlite_store, "C1", "C2")
    for event in events(*reported):
        sqlite_store.reported_events.append("C1", event, "li", NOW)
    given = customer("C1")
    given = type(given)(
        ref="C1", kind=given.kind, subject=given.subject, events=None if told is None else events(*told)
    )
    found, other = with_reported(sqlite_store, [given, customer("C2")])
    assert found.events == (None if after is None else events(*after))
    assert other == customer("C2")
