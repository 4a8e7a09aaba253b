"""From when on somebody must look after a list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from amlrisk.policy.model import Text
from amlrisk.watchlist.alarms import Alarm, AlarmKind, Failing, alarms_of
from amlrisk.watchlist.catalogue import Source
from amlrisk.watchlist.refresh import Thresholds
from tests.watchlist.conftest import NOW
from tests.watchlist.test_freshness import info

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def alarms(source: Source, age: timedelta | None, failures: int = 0, **changes: Any) -> list[Alarm]:
    source = msgspec.structs.replace(source, **{"alarm": Thresholds(after_days=5, after_failures=3), **changes})
    why = Text(zh="超时", en="too slow")
    failing = Failing(failures=failures, since=NOW - DAY, text=why) if failures else None
    return list(alarms_of(source, None if age is None else info(NOW - age), failing, NOW))


@pytest.mark.parametrize(
    ("age", "failures", "changes", "kinds"),
    [
        (5 * DAY - SECOND, 0, {}, []),
        (5 * DAY, 0, {}, ["nearing"]),
        (7 * DAY, 0, {}, ["nearing"]),
        (7 * DAY + SECOND, 0, {}, ["stale"]),
        (timedelta(), 2, {}, []),
        (timedelta(), 3, {}, ["failing"]),
        (6 * DAY, 9, {}, ["nearing", "failing"]),
        (6 * DAY, 9, {"alarm": None}, []),
        (8 * DAY, 9, {"alarm": None}, ["stale"]),
        (-2 * DAY, 0, {}, ["stale"]),
        (None, 0, {}, []),
        (None, 3, {}, ["failing"]),
        (None, 0, {"required": True}, ["missing"]),
    ],
)
def test_when(
    table_source: Source, age: timedelta | None, failures: int, changes: dict[str, Any], kinds: list[str]
) -> None:
    assert [each.kind for each in alarms(table_source, age, failures, **changes)] == kinds


def test_it_says_when_checks_stop(table_source: Source) -> None:
    (nearing,) = alarms(table_source, 6 * DAY)
    assert (nearing.since, nearing.stops_at) == (NOW - DAY, NOW + DAY)
    assert "24 小时" in nearing.text.zh
    assert "检查停止" in nearing.text.zh
    (stale,) = alarms(table_source, 8 * DAY)
    assert stale.since == stale.stops_at == NOW - DAY
    (warned,) = alarms(table_source, 6 * DAY, when_stale="warn")
    assert warned.stops_at is None
    assert "停止" not in warned.text.zh
    (ahead,) = alarms(table_source, -30 * DAY)
    assert (ahead.since, ahead.stops_at) == (None, NOW), "checks stop now, not in a month"
    (failing,) = alarms(table_source, DAY, 4)
    assert (failing.kind, failing.since, failing.stops_at) == (AlarmKind.FAILING, NOW - DAY, NOW + 6 * DAY)
    assert failing.text.en.endswith("too slow")
