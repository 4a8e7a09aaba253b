"""Lists that somebody must look after: a case opens when an alarm begins, one person takes it, it closes when over."""

from __future__ import annotations

from dataclasses import dataclass

from amlrisk.errors import InvalidInput, Issue
from amlrisk.services.list_status import alarms, list_states
from amlrisk.services.system import System
from amlrisk.store.list_alarms import AlarmCase


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at the lists changed: the cases that are open now, and how many began or ended with it."""

    open: list[AlarmCase]
    opened: int
    closed: int


def see_to_alarms(system: System, *, actor: str) -> Seen:
    """Open a case for every alarm that has none, bring the open ones up to date, close those that are over.

    One case a list and kind of alarm, however often and by however many it is looked at.
    """
    store, now = system.store, system.now()
    found = alarms(list_states(system, now))
    with store.transaction():
        store.list_alarms.hold()
        opened = [alarm for alarm in found if store.list_alarms.open(alarm, now)]
        going_on = {(alarm.source, alarm.kind) for alarm in found}
        cases = store.list_alarms.open_ones()
        over = [case for case in cases if (case.alarm.source, case.alarm.kind) not in going_on]
        store.list_alarms.close([case.id for case in over], now)
        for alarm in opened:
            detail = {"alarm": alarm.kind.value, "reason": alarm.text.en}
            store.audit.append("list_alarm_opened", actor, alarm.source, detail, now)
        for case in over:
            detail = {"alarm": case.alarm.kind.value, "case": str(case.id)}
            store.audit.append("list_alarm_closed", actor, case.alarm.source, detail, now)
    closed = {case.id for case in over}
    return Seen(open=[case for case in cases if case.id not in closed], opened=len(opened), closed=len(over))


def take_alarm(system: System, id: int, *, actor: str, note: str) -> None:
    """``actor`` looks after an open case and says what is done about it; whoever takes it later takes it over.

    Raises ``NotFound`` where it is not open, ``InvalidInput`` without a note or with one that is too long.
    """
    longest = system.rules().review.longest_text
    if not note.strip():
        raise InvalidInput((Issue(path="note", code="required", zh="不能为空", en="must not be empty"),))
    if len(note) > longest:
        zh, en = f"不得超过 {longest} 个字符", f"at most {longest} characters"
        raise InvalidInput((Issue(path="note", code="too_long", zh=zh, en=en),))
    store, now = system.store, system.now()
    with store.transaction():
        taken = store.list_alarms.take(id, actor, note.strip(), now)
        store.audit.append("list_alarm_taken", actor, taken.alarm.source, {"case": str(id), "text": note.strip()}, now)
