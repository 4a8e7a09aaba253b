"""When a list is fetched next, and how long it is waited after a failure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from amlrisk.watchlist.refresh import Fetching, Schedule

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("every", "at", "last", "following"),
    [
        (6, "05:30", "2026-07-15 05:29", "2026-07-15 05:30"),
        (6, "05:30", "2026-07-15 05:30", "2026-07-15 11:30"),
        (6, "05:30", "2026-07-15 23:30", "2026-07-16 05:30"),
        (24, "02:00", "2026-12-31 02:00", "2027-01-01 02:00"),
        (24, "02:00", "2028-02-28 12:00", "2028-02-29 02:00"),
        (1, "00:15", "2026-02-28 23:59", "2026-03-01 00:15"),
        (48, "00:00", "2000-01-01 00:00", "2000-01-03 00:00"),
    ],
)
def test_the_next_time(every: int, at: str, last: str, following: str) -> None:
    moment = datetime.fromisoformat(last).replace(tzinfo=SHANGHAI)
    found = Schedule(every_hours=every, at=at).next_after(moment.astimezone(UTC), SHANGHAI)
    assert found == datetime.fromisoformat(following).replace(tzinfo=SHANGHAI)


def test_the_clock_on_the_wall_counts_where_it_is_put_forward_and_back() -> None:
    daily, last = Schedule(every_hours=24, at="02:30"), datetime(2026, 3, 1, 12, tzinfo=UTC)
    hours = []
    for _ in range(280):
        last = daily.next_after(last, NEW_YORK)
        hours.append((last.astimezone(UTC).astimezone(NEW_YORK).hour, last.astimezone(UTC)))
    assert {hour for hour, _ in hours} == {2, 3}
    assert sum(hour == 3 for hour, _ in hours) == 1, "02:30 is skipped on the one night that has none"
    steps = {later - before for (_, before), (_, later) in pairwise(hours)}
    assert steps <= {timedelta(hours=23), timedelta(hours=24), timedelta(hours=25)}


@given(
    every=some.sampled_from([1, 2, 3, 4, 6, 8, 12, 24, 48, 168]),
    last=some.integers(1_000_000_000, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    zone=some.sampled_from([SHANGHAI, NEW_YORK]),
)
def test_it_is_always_later_and_never_far(every: int, last: datetime, zone: ZoneInfo) -> None:
    found = Schedule(every_hours=every, at="03:20").next_after(last, zone).astimezone(UTC)
    assert timedelta() < found - last <= timedelta(hours=every + 1)


def test_pauses_double_up_to_their_most_and_are_spread() -> None:
    fetch = Fetching(pause_seconds=2, longest_pause_seconds=10)
    assert [fetch.pause(n, 1.0) for n in (1, 2, 3, 4, 9)] == [2, 4, 8, 10, 10]
    assert [fetch.pause(n, 0.0) for n in (1, 2, 3, 4)] == [1, 2, 4, 5]


_MINUTES = some.integers(0, 5 * 366 * 24 * 60).map(lambda n: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=n))


@given(_MINUTES, some.sampled_from([1, 2, 6, 12, 24, 48, 168]), some.sampled_from(["00:00", "01:30", "23:59"]))
def test_the_last_time_is_before_the_next_and_both_are_times(now: datetime, hours: int, at: str) -> None:
    schedule, zone = Schedule(every_hours=hours, at=at), SHANGHAI
    last, following = schedule.latest(now, zone), schedule.next_after(now, zone)
    assert last <= now < following
    assert following - last == timedelta(hours=hours)
    assert schedule.latest(last, zone) == last
    assert schedule.next_after(last, zone) == following
    assert schedule.between(last, following, zone) == 0
    assert schedule.between(last, following + 3 * timedelta(hours=hours), zone) == 3


@pytest.mark.parametrize(
    ("now", "last"),
    [
        ("2026-03-08T01:29", "2026-03-07T01:30"),
        ("2026-03-08T12:00", "2026-03-08T01:30"),  # the day of 23 hours
        ("2026-11-01T12:00", "2026-11-01T01:30"),  # the day of 25 hours
        ("2028-02-29T12:00", "2028-02-29T01:30"),
    ],
)
def test_days_are_counted_on_the_wall(now: str, last: str) -> None:
    zone = NEW_YORK
    schedule = Schedule(every_hours=24, at="01:30")
    at = datetime.fromisoformat(now).replace(tzinfo=zone)
    assert schedule.latest(at, zone) == datetime.fromisoformat(last).replace(tzinfo=zone)
