"""Every job once a time, whoever looks at the clock, however often, and whatever the clock does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from amlrisk.errors import ListMissing, RunInProgress
from amlrisk.jobs.turns import DONE, INTERRUPTED, LEASE, Job, Said, do_turn, finish_turn, take_turn
from amlrisk.policy.model import Text
from amlrisk.services.lease import new_owner
from amlrisk.services.system import System
from amlrisk.store.job_turns import Turn
from amlrisk.watchlist.refresh import Schedule
from tests.systems import Clock

TEXT = Text(zh="好", en="fine")
DAILY = Schedule(every_hours=24, at="01:30")
DAILY_ZONE = ZoneInfo("Asia/Shanghai")
OTHER = "elsewhere:1:abcd"


def job(work: Callable[[System], Said] = lambda system: Said(DONE, TEXT), schedule: Schedule = DAILY) -> Job:
    return Job(
        name="job",
        title=TEXT,
        lane="daily",
        due_at=lambda system: schedule.latest(system.now(), system.settings.timezone),
        work=work,
        missed=lambda earlier, later: schedule.between(earlier, later, DAILY_ZONE),
    )


def at(text: str) -> datetime:
    """A time of the clock on the wall in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=DAILY_ZONE)


def taken(system: System, owner: str = OTHER) -> Turn:
    turn = take_turn(system, job(), owner)
    assert turn is not None
    return turn


def test_once_a_time(on_both: System, clock: Clock) -> None:
    clock.now = at("2026-07-15T09:00")
    first = do_turn(on_both, job(), OTHER)
    assert first is not None
    assert (first.at, first.outcome, first.said, first.tries, first.missed) == (
        at("2026-07-15T01:30"), DONE, TEXT, 1, 0
    )  # fmt: skip
    for later in ("2026-07-15T09:00", "2026-07-15T23:59", "2026-07-16T01:29"):
        clock.now = at(later)
        assert do_turn(on_both, job(), OTHER) is None
    clock.now = at("2026-07-16T01:30")
    assert do_turn(on_both, job(), OTHER) is not None
    assert len(on_both.store.job_turns.page(10)) == 2


def test_whoever_works_is_left_alone_until_the_lease_runs_out(on_both: System, clock: Clock) -> None:
    turn = taken(on_both)
    assert take_turn(on_both, job(), "third:1:a") is None
    clock.now += LEASE / 2
    assert on_both.store.job_turns.renew(turn, clock.now + LEASE)
    clock.now += LEASE - timedelta(seconds=1)
    assert take_turn(on_both, job(), "third:1:a") is None
    clock.now += timedelta(seconds=1)
    again = take_turn(on_both, job(), "third:1:a")
    assert again is not None
    assert (again.at, again.owner, again.tries) == (turn.at, "third:1:a", 2)
    finish_turn(on_both, turn, Said("too late", TEXT))
    assert on_both.store.job_turns.get("job", turn.at) == again, "what the one who was given up says does not count"
    assert not on_both.store.job_turns.renew(turn, clock.now)


def test_a_dead_process_of_this_machine_is_not_waited_for(system: System) -> None:
    host = new_owner().split(":")[0]
    taken(system, f"{host}:{2**22 + 1}:dead")
    again = take_turn(system, job(), OTHER)
    assert again is not None
    assert again.tries == 2


def test_a_turn_that_somebody_died_over_becomes_part_of_the_next(on_both: System, clock: Clock) -> None:
    turn = taken(on_both)
    clock.advance(days=1)
    following = take_turn(on_both, job(), "third:1:a")
    assert following is not None
    assert (following.at - turn.at, following.tries) == (timedelta(days=1), 1)
    ended = on_both.store.job_turns.get("job", turn.at)
    assert ended is not None
    assert (ended.outcome, ended.finished_at) == (INTERRUPTED, clock.now)


def test_two_turns_of_a_job_are_never_under_way_together(on_both: System, clock: Clock) -> None:
    turn = taken(on_both)
    for _ in range(30):
        clock.advance(minutes=1)
        assert on_both.store.job_turns.renew(turn, clock.now + LEASE)
    clock.advance(days=1)
    on_both.store.job_turns.renew(turn, clock.now + LEASE)
    assert take_turn(on_both, job(), "third:1:a") is None, "yesterday's is at work still"
    finish_turn(on_both, turn, Said(DONE, TEXT))
    assert take_turn(on_both, job(), "third:1:a") is not None


def test_times_that_passed_while_nobody_looked_are_one_turn(system: System, clock: Clock) -> None:
    clock.now = at("2026-07-01T02:00")
    do_turn(system, job(), OTHER)
    clock.now = at("2026-07-11T12:00")
    turn = do_turn(system, job(), OTHER)
    assert turn is not None
    assert (turn.at, turn.missed) == (at("2026-07-11T01:30"), 9)
    assert do_turn(system, job(), OTHER) is None


def test_what_failed_is_tried_again_ever_more_rarely_until_the_next_time(system: System, clock: Clock) -> None:
    def fails(system: System) -> Said:
        raise ListMissing(source="un")

    clock.now = begun = at("2026-07-15T02:00")
    tried = []
    while clock.now < at("2026-07-16T01:30"):
        if do_turn(system, job(fails), OTHER) is not None:
            tried.append((clock.now - begun) // timedelta(minutes=1))
        clock.advance(minutes=1)
    assert tried[:9] == [0, 1, 3, 7, 15, 31, 63, 123, 183]
    (turn,) = system.store.job_turns.page(10)
    assert (turn.outcome, turn.again, turn.tries) == ("list_missing", True, len(tried))
    well = do_turn(system, job(), OTHER)
    assert well is not None
    assert (well.at, well.outcome) == (at("2026-07-16T01:30"), DONE)


def test_somebody_who_is_at_it_already_is_no_failure(system: System, clock: Clock) -> None:
    def busy(system: System) -> Said:
        raise RunInProgress(run="R-1")

    begun, tried = clock.now, []
    while clock.now < begun + timedelta(minutes=5):
        if do_turn(system, job(busy), OTHER) is not None:
            tried.append((clock.now - begun) // timedelta(minutes=1))
        clock.advance(seconds=30)
    assert tried == [0, 1, 2, 3, 4]


def test_a_defect_ends_a_turn_and_nothing_else(system: System) -> None:
    def breaks(system: System) -> Said:
        raise ValueError("a customer's name that belongs in no table")

    turn = do_turn(system, job(breaks), OTHER)
    assert turn is not None
    assert (turn.outcome, turn.again) == ("internal_error", True)
    assert "customer" not in turn.said.en


@pytest.mark.parametrize("back", [timedelta(minutes=20), timedelta(days=3)])
def test_a_clock_that_was_ahead_keeps_nobody_from_work(system: System, clock: Clock, back: timedelta) -> None:
    """Somebody took a turn by a clock that was ahead, and has not finished it: their lease does not count."""
    right = clock.now
    clock.now = right + back
    taken(system)
    clock.now = right
    turn = do_turn(system, job(), "third:1:a")
    assert turn is not None
    assert turn.outcome == DONE


def test_what_a_clock_that_was_ahead_did_is_done_when_the_time_comes(system: System, clock: Clock) -> None:
    right = clock.now
    clock.advance(days=3)
    early = do_turn(system, job(), OTHER)
    assert early is not None
    clock.now = right
    assert do_turn(system, job(), OTHER) is not None
    clock.now = early.at
    turn = do_turn(system, job(), OTHER)
    assert turn is not None
    assert (turn.at, turn.tries) == (early.at, 2)


def test_clocks_of_two_machines_differ_a_little(system: System, clock: Clock) -> None:
    clock.now = at("2026-07-15T01:31")
    do_turn(system, job(), OTHER)
    clock.now = at("2026-07-15T01:30")
    assert do_turn(system, job(), "third:1:a") is None


def test_a_clock_that_is_set_back_does_nothing_twice(system: System, clock: Clock) -> None:
    clock.now = at("2026-07-15T02:00")
    do_turn(system, job(), OTHER)
    clock.now = at("2026-07-15T01:00")
    turn = do_turn(system, job(), OTHER)
    assert turn is not None, "yesterday's was never done"
    assert turn.at == at("2026-07-14T01:30")
    clock.now = at("2026-07-15T02:00")
    assert do_turn(system, job(), OTHER) is None


@pytest.mark.parametrize(
    ("begin", "days"),
    [
        ("2026-01-30T12:00", ["2026-01-31", "2026-02-01"]),
        ("2026-02-27T12:00", ["2026-02-28", "2026-03-01"]),
        ("2028-02-27T12:00", ["2028-02-28", "2028-02-29", "2028-03-01"]),
        ("2026-12-30T12:00", ["2026-12-31", "2027-01-01"]),
    ],
)
def test_month_ends_and_leap_days(system: System, clock: Clock, begin: str, days: list[str]) -> None:
    clock.now = at(begin)
    do_turn(system, job(), OTHER)
    found = []
    for _ in range(24 * len(days)):
        clock.advance(hours=1)
        turn = do_turn(system, job(), OTHER)
        found += [turn.at.astimezone(DAILY_ZONE).date().isoformat()] if turn else []
    assert found == days


def test_old_turns_are_forgotten(system: System, clock: Clock) -> None:
    do_turn(system, job(), OTHER)
    assert system.store.job_turns.forget(clock.now) == 0
    clock.advance(days=2)
    assert system.store.job_turns.forget(clock.now) == 1
    assert system.store.job_turns.latest() == {}


def test_of_eight_who_look_at_once_one_has_the_turn(on_both: System, clock: Clock) -> None:
    """Also where all of them find that somebody died over it."""
    for day in range(5):
        clock.now = at("2026-07-15T02:00") + timedelta(days=day)
        for _ in range(2):
            ready, found = threading.Barrier(8), list[Turn | None]()

            def look(number: int, ready: threading.Barrier = ready, found: list[Turn | None] = found) -> None:
                ready.wait()
                found.append(take_turn(on_both, job(), f"host{number}:1:a"))
                on_both.store.close()

            threads = [threading.Thread(target=look, args=(number,)) for number in range(8)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert len(found) == 8
            assert len([turn for turn in found if turn is not None]) == 1
            clock.now += LEASE
