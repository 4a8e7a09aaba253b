"""How a list is fetched, how often, and from when on somebody must look: what the catalogue says of it.

Every number has its default here and its meaning in ``docs/lists.md``; ``sources.yaml`` may say otherwise for a source.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo

import msgspec

_CLOCK = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_FIRST_DAY = date(2000, 1, 1)  # multiples of a day are counted from here
_DAY_HOURS = 24
_LONGEST_HOURS = 24 * 31


class _Said(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Schedule(_Said, frozen=True, kw_only=True):
    """``sync``: every so many hours, counted on the clock of the installation's time zone from ``at`` (``HH:MM``).

    A divisor of 24 or a multiple of it, so that the hours of the day are always the same.
    """

    every_hours: int
    at: str = "00:00"

    def next_after(self, last: datetime, zone: tzinfo) -> datetime:
        """The first time of the schedule after ``last`` (aware), in ``zone``.

        Days are counted on the calendar: where a day has 23 or 25 hours, ``at`` stays what the clock on the wall says.
        """
        return self._time(self._number(last, zone) + 1, zone)

    def latest(self, now: datetime, zone: tzinfo) -> datetime:
        """The last time of the schedule up to ``now`` (aware), in ``zone``."""
        return self._time(self._number(now, zone), zone)

    def between(self, earlier: datetime, later: datetime, zone: tzinfo) -> int:
        """How many times of the schedule lie between two of its times (aware)."""
        return max(0, self._number(later, zone) - self._number(earlier, zone) - 1)

    def _number(self, at: datetime, zone: tzinfo) -> int:
        """Which time of the schedule was the last up to ``at``."""
        return (at.astimezone(zone).replace(tzinfo=None) - self._begin()) // timedelta(hours=self.every_hours)

    def _time(self, number: int, zone: tzinfo) -> datetime:
        return (self._begin() + number * timedelta(hours=self.every_hours)).replace(tzinfo=zone)

    def _begin(self) -> datetime:
        return datetime.combine(_FIRST_DAY, time.fromisoformat(self.at))


class Fetching(_Said, frozen=True, kw_only=True):
    """``fetch``: how much patience and trust a publisher is given.

    ``connect_seconds`` and ``read_seconds`` are the longest silence before and after the connection is made;
    ``total_seconds`` the longest that everything may take: all files, all tries and the pauses between them. After a
    failure that may pass, it is tried again, ``tries`` times in all, pausing ``pause_seconds``, then twice as long,
    and so on up to ``longest_pause_seconds``. ``whole_after_days`` is the longest that "not modified" is believed
    before the files are fetched whole. ``redirect_hosts`` are the only other hosts it may send us to;
    ``content_types`` what an answer may be instead of what is usual for the format. ``loopback`` lets the address be
    http, but to this machine itself alone.
    """

    connect_seconds: float = 10
    read_seconds: float = 60
    total_seconds: float = 900
    tries: int = 4
    pause_seconds: float = 2
    longest_pause_seconds: float = 60
    whole_after_days: int = 7
    redirect_hosts: tuple[str, ...] = ()
    content_types: tuple[str, ...] = ()
    loopback: bool = False

    def pause(self, failures: int, luck: float) -> float:
        """Seconds to wait after so many failures; ``luck`` in [0, 1) spreads those who failed together.

        From a half to the whole of what doubles every time.
        """
        whole = min(self.longest_pause_seconds, self.pause_seconds * 2.0 ** (failures - 1))
        return whole * (1 + luck) / 2


class Thresholds(_Said, frozen=True, kw_only=True):
    """``alarm``: from which age (days since last obtained or confirmed), and which number of failures in a row, on."""

    after_days: int
    after_failures: int = 3


def contradictions_of_schedule(schedule: Schedule) -> Iterator[tuple[str, str]]:
    """(path, detail) of what the types cannot say."""
    hours = schedule.every_hours
    if not 1 <= hours <= _LONGEST_HOURS or (_DAY_HOURS % hours and hours % _DAY_HOURS):
        yield "every_hours", "a divisor of 24, or a multiple of 24 up to 31 days"
    if not _CLOCK.fullmatch(schedule.at):
        yield "at", "a time of the day, HH:MM"


def contradictions_of_fetching(fetch: Fetching) -> Iterator[tuple[str, str]]:
    """(path, detail) of what the types cannot say."""
    for name in ("connect_seconds", "read_seconds", "total_seconds", "pause_seconds", "longest_pause_seconds"):
        if not 0 < getattr(fetch, name) <= 24 * 3600:
            yield name, "more than 0 seconds and at most a day"
    if not 1 <= fetch.tries <= 10:
        yield "tries", "1 to 10"
    if fetch.whole_after_days < 1:
        yield "whole_after_days", "at least 1 day"
    if any(host != host.lower() or not re.fullmatch(r"[a-z0-9.-]+\.[a-z0-9-]+", host) for host in fetch.redirect_hosts):
        yield "redirect_hosts", "names of hosts in small letters, each in full"
    if any(not re.fullmatch(r"[a-z]+/[a-z0-9.+-]+", each) for each in fetch.content_types):
        yield "content_types", "such as text/csv"


def contradictions_of_thresholds(alarm: Thresholds, max_age_days: int) -> Iterator[tuple[str, str]]:
    """(path, detail) of what the types cannot say."""
    if not 1 <= alarm.after_days < max_age_days:
        yield "after_days", "at least 1 day and less than max_age_days: an alarm must come before it is too late"
    if alarm.after_failures < 1:
        yield "after_failures", "at least 1"
