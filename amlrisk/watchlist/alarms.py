"""Which lists somebody must look after now: one neutral list, for the status, the pages, the metrics and the cases."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from amlrisk.policy.model import Text
from amlrisk.watchlist.catalogue import Source
from amlrisk.watchlist.freshness import State, freshness
from amlrisk.watchlist.model import SnapshotInfo


class AlarmKind(StrEnum):
    """The worst first."""

    MISSING = "missing"
    STALE = "stale"
    NEARING = "nearing"
    FAILING = "failing"


class Alarm(msgspec.Struct, frozen=True, kw_only=True):
    """``since`` is when the alarm began, None where that cannot be told.

    ``stops_at`` is when checks stop for it, in the past where they have, None where they do not.
    """

    source: str
    kind: AlarmKind
    since: datetime | None
    stops_at: datetime | None
    text: Text


class Failing(msgspec.Struct, frozen=True, kw_only=True):
    """So many attempts to refresh a list failed in a row, the first at ``since``; ``text`` says why the last did."""

    failures: int
    since: datetime
    text: Text


def alarms_of(source: Source, info: SnapshotInfo | None, failing: Failing | None, now: datetime) -> tuple[Alarm, ...]:
    """The alarms of one source at ``now`` (aware), the worst first; the catalogue says from when on (``alarm``).

    Of a list that nobody requires and that was never in force only its failing attempts are told.
    """
    found = [_of_age(source, info, now), _of_failures(source, info, failing)]
    return tuple(each for each in found if each is not None)


def _of_age(source: Source, info: SnapshotInfo | None, now: datetime) -> Alarm | None:
    name = source.name
    if info is None:
        text = Text(
            zh=f"必需名单“{name}”从未导入，检查停止", en=f"The required list “{name}” was never imported: checks stop"
        )
        return (
            Alarm(source=name, kind=AlarmKind.MISSING, since=None, stops_at=None, text=text)
            if source.required
            else None
        )
    found = freshness(source, info, now)
    stops = _stops_at(source, info)
    if found.state is State.STALE:
        end = _oldest(source, info)
        ahead = end >= now  # stale before its end: obtained by a clock that was ahead
        return Alarm(
            source=name,
            kind=AlarmKind.STALE,
            since=None if ahead else end,
            stops_at=now if ahead and stops else stops,
            text=found.warnings[0],
        )
    if source.alarm is None or now - info.fetched_at < timedelta(days=source.alarm.after_days):
        return None
    since = info.fetched_at + timedelta(days=source.alarm.after_days)
    return Alarm(source=name, kind=AlarmKind.NEARING, since=since, stops_at=stops, text=_nearing(source, info, now))


def _nearing(source: Source, info: SnapshotInfo, now: datetime) -> Text:
    days, hours = (now - info.fetched_at).days, (_oldest(source, info) - now) // timedelta(hours=1)
    stop = _stops_at(source, info) is not None
    zh = f"名单“{source.name}”已 {days} 天未能确认，再过 {hours} 小时即满上限 {source.max_age_days} 天"
    limit = source.max_age_days
    en = f"The list “{source.name}” was last confirmed {days} days ago, and reaches {limit} in {hours} hours"
    return Text(zh=f"{zh}，届时检查停止" if stop else zh, en=f"{en}: checks stop then" if stop else en)


def _of_failures(source: Source, info: SnapshotInfo | None, failing: Failing | None) -> Alarm | None:
    if source.alarm is None or failing is None or failing.failures < source.alarm.after_failures:
        return None
    times, why = failing.failures, failing.text
    text = Text(
        zh=f"名单“{source.name}”连续 {times} 次更新失败，最近一次：{why.zh}",
        en=f"The list “{source.name}” could not be refreshed {times} times in a row; the last time: {why.en}",
    )
    stops = None if info is None else _stops_at(source, info)
    return Alarm(source=source.name, kind=AlarmKind.FAILING, since=failing.since, stops_at=stops, text=text)


def _oldest(source: Source, info: SnapshotInfo) -> datetime:
    return info.fetched_at + timedelta(days=source.max_age_days)


def _stops_at(source: Source, info: SnapshotInfo) -> datetime | None:
    return _oldest(source, info) if source.when_stale == "block" else None
