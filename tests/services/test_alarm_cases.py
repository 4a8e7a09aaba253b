"""A list that somebody must look after is one case, from the first look to the last."""

from __future__ import annotations

from pathlib import Path

import pytest

from amlrisk.errors import InvalidInput, NotFound
from amlrisk.services.alarm_cases import see_to_alarms, take_alarm
from amlrisk.services.system import System
from amlrisk.watchlist.alarms import AlarmKind
from amlrisk.watchlist.refresh import Thresholds
from tests.services.test_sync_lists import pointed
from tests.systems import Clock, put_list


def watched(system: System) -> System:
    """The test list alarms after five of its seven days."""
    return pointed(system, "http://127.0.0.1:9/listed.csv", alarm=Thresholds(after_days=5, after_failures=3))


def kinds(system: System) -> list[AlarmKind]:
    return [case.alarm.kind for case in system.store.list_alarms.open_ones()]


def test_an_alarm_opens_one_case_and_ends_it(on_both: System, clock: Clock) -> None:
    system = watched(on_both)
    assert see_to_alarms(system, actor="clock").open == []
    clock.advance(days=5)
    seen = see_to_alarms(system, actor="clock")
    assert (seen.opened, seen.closed, kinds(system)) == (1, 0, [AlarmKind.NEARING])
    (case,) = seen.open
    assert (case.opened_at, case.alarm.source, case.taken_by) == (clock.now, "listed", None)
    clock.advance(hours=30)
    again = see_to_alarms(system, actor="clock")
    assert (again.opened, again.closed) == (0, 0)
    assert again.open[0].id == case.id
    assert again.open[0].alarm.text.en != case.alarm.text.en, "it says what is left now"
    put_list(system)
    over = see_to_alarms(system, actor="clock")
    assert (over.open, over.closed) == ([], 1)
    (kept,) = system.store.list_alarms.page(None, 10)
    assert kept.closed_at == clock.now


def test_too_old_follows_nearing(system: System, clock: Clock) -> None:
    system = watched(system)
    clock.advance(days=6)
    see_to_alarms(system, actor="clock")
    clock.advance(days=2)
    seen = see_to_alarms(system, actor="clock")
    assert (seen.opened, seen.closed, kinds(system)) == (1, 1, [AlarmKind.STALE])


def test_a_list_that_is_missing(tmp_path: Path, bare: System) -> None:
    see_to_alarms(bare, actor="clock")
    assert kinds(bare) == [AlarmKind.MISSING]
    put_list(bare)
    assert see_to_alarms(bare, actor="clock").open == []


def test_one_person_takes_it(on_both: System, clock: Clock) -> None:
    system = watched(on_both)
    clock.advance(days=6)
    (case,) = see_to_alarms(system, actor="clock").open
    take_alarm(system, case.id, actor="li", note=" 已联系信息技术部 ")
    clock.advance(hours=1)
    (taken,) = see_to_alarms(system, actor="clock").open
    assert (taken.taken_by, taken.note, taken.alarm.kind) == ("li", "已联系信息技术部", AlarmKind.NEARING)
    event = next(each for each in system.store.audit.events(None, 100) if each.kind == "list_alarm_taken")
    assert (event.actor, event.subject, event.detail["text"]) == ("li", "listed", "已联系信息技术部")
    for note in ("", "  ", "长" * 5001):
        with pytest.raises(InvalidInput):
            take_alarm(system, case.id, actor="li", note=note)
    put_list(system)
    see_to_alarms(system, actor="clock")
    with pytest.raises(NotFound):
        take_alarm(system, case.id, actor="li", note="late")
