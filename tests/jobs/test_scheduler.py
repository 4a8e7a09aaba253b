"""Ten days with two schedulers side by side: every job once a time, whichever of them it was."""

from __future__ import annotations

import dataclasses
import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from amlrisk.grading.model import Assessment
from amlrisk.jobs.scheduler import Scheduler, do_what_is_due
from amlrisk.jobs.timetable import jobs_of
from amlrisk.jobs.turns import Job, Said, do_turn
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.model import State, Trigger
from amlrisk.services.assessing import Assessor, Dossier, Occasion
from amlrisk.services.check_customer import check_customer
from amlrisk.services.import_customers import import_customers
from amlrisk.services.system import System
from amlrisk.watchlist.alarms import AlarmKind
from amlrisk.watchlist.refresh import Schedule, Thresholds
from tests import publisher
from tests.cases import case_of
from tests.publisher import Server, serving
from tests.services.test_sync_lists import PATH, body, pointed
from tests.systems import LISTED, NAMESAKE, Clock, customer, put_list, system_for

SHANGHAI = ZoneInfo("Asia/Shanghai")
EVERY_SIX_HOURS = Schedule(every_hours=6, at="05:30")
REPORTS = [{"on": "2026-02-21", "kind": "str"}, {"on": "2026-02-22", "kind": "str"}]
NEWLY_LISTED = (*LISTED, "T-9,Person,林晓雨,1990-05-06,CN,110101199005060028")


class Watched:
    """One scheduler: a system of its own over the shared database, and what it worked on."""

    def __init__(self, system: System, owner: str, done: list[tuple[str, datetime]]) -> None:
        self.system, self.owner, self.done = system, owner, done
        self.jobs = [self._counted(job) for job in jobs_of(system)]

    def _counted(self, job: Job) -> Job:
        def work(system: System) -> Said:
            self.done.append((job.name, system.now()))
            return job.work(system)

        return dataclasses.replace(job, work=work)

    def look(self) -> None:
        for job in self.jobs:
            do_turn(self.system, job, self.owner)
        self.system.store.close()


def together(schedulers: list[Watched]) -> None:
    """All of them look at the same moment."""
    ready = threading.Barrier(len(schedulers))
    troubles: list[BaseException] = []

    def look(each: Watched) -> None:
        try:
            ready.wait()
            each.look()
        except BaseException as error:
            troubles.append(error)

    threads = [threading.Thread(target=look, args=(each,)) for each in schedulers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if troubles:
        raise troubles[0]


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def two(tmp_path: Path, clock: Clock, store_url: str, server: Server) -> Iterator[list[Watched]]:
    """Two schedulers on one database, with a list that its publisher gives out, and a few customers."""
    done: list[tuple[str, datetime]] = []
    schedulers: list[Watched] = []
    clock.now = datetime(2026, 10, 1, tzinfo=SHANGHAI)
    for owner in ("one:1:a", "two:1:b"):
        system = system_for(tmp_path, store_url, clock)
        if not schedulers:
            put_list(system)
        system = pointed(
            system,
            server.address + PATH,
            sync=EVERY_SIX_HOURS,
            alarm=Thresholds(after_days=2, after_failures=3),
            max_age_days=4,
        )
        schedulers.append(Watched(system, owner, done))
    yield schedulers
    for each in schedulers:
        each.system.store.close()


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def pass_time(two: list[Watched], clock: Clock, until: datetime, step: timedelta) -> None:
    while clock.now < until:
        clock.now += step
        together(two)


def test_two_schedulers_for_ten_days(two: list[Watched], clock: Clock, server: Server) -> None:
    """Over the National Day of 2026, and the Saturday that is worked for it."""
    first = two[0].system
    store = first.store
    server.answers[PATH] = publisher.file(body(), etag='"1"')
    check_customer(first, customer("C-1"))
    check_customer(first, customer("C-2", subject=NAMESAKE))  # a possible match: a case, due the next working day
    case = case_of(first, "C-2")
    assert case.due_on == date(2026, 10, 8), "after the holidays"
    together(two)
    two[0].done.clear()
    begun = clock.now

    pass_time(two, clock, local("2026-10-04T12:00"), timedelta(hours=2))
    server.answers[PATH] = publisher.file(body(NEWLY_LISTED), etag='"2"')
    pass_time(two, clock, local("2026-10-11T00:00"), timedelta(hours=2))

    turns = store.job_turns.page(2000)
    assert {turn.tries for turn in turns} == {1}
    assert {turn.owner for turn in turns} == {"one:1:a", "two:1:b"}, "both had some to do"
    assert not [turn for turn in turns if turn.again or turn.finished_at is None]
    worked = Counter(two[0].done)
    assert max(worked.values()) == 1, "nobody did at one moment what the other one did"
    since = Counter(turn.job for turn in turns if turn.since > begun)
    assert Counter(name for name, _ in worked.elements()) == since
    for job in ("due", "tiers", "escalate", "forecast"):
        times = sorted(
            turn.at.astimezone(SHANGHAI).isoformat() for turn in turns if turn.job == job and turn.since > begun
        )
        assert [text[:16] for text in times] == [f"2026-10-{day:02}T01:30" for day in range(1, 11)]
    synced = [turn.at.astimezone(SHANGHAI).hour for turn in turns if turn.job == "sync:listed" and turn.since > begun]
    assert Counter(synced) == {5: 10, 11: 10, 17: 10, 23: 10}
    assert len(store.list_syncs.page("listed", None, 100)) == len([t for t in turns if t.job == "sync:listed"])

    # What they were for: the list that changed found its customer at once, the late case was told of once.
    listed = store.assessments.current_of(["C-1"])["C-1"]
    assert listed.grade is Grade.UNACCEPTABLE
    found = case_of(first, "C-1")
    assert Trigger.LIST_CHANGE in found.triggers
    change = next(turn for turn in turns if turn.job == "rescreen:listed" and turn.at == turn.since > begun)
    assert listed.assessed_at == change.since == local("2026-10-04T18:00")
    ready = [turn for turn in turns if turn.job == "books" and turn.since > begun]
    assert len(ready) == 11, "every day, and when the change had been followed"
    assert [turn.at for turn in ready if turn.at == change.at] == [change.at]
    late = case_of(first, "C-2")
    assert late.state is not State.CLOSED
    assert late.escalated_at is not None
    assert late.escalated_at.astimezone(SHANGHAI).isoformat()[:16] == "2026-10-10T02:00", (
        "Friday and Saturday are the two"
    )
    assert store.forecasts.latest(first.today()) is not None


def test_what_a_stop_missed_is_made_up_for_once(two: list[Watched], clock: Clock, server: Server) -> None:
    first = two[0].system
    server.answers[PATH] = publisher.file(body(), etag='"1"')
    clock.now = local("2026-11-02T12:00")
    together(two)
    two[0].done.clear()
    clock.now = local("2026-11-12T12:00")
    together(two)
    worked = Counter(name for name, _ in two[0].done)
    assert worked.pop("books", 0) <= 1, "not while a change waits for its turn"
    assert worked == {
        "sync:listed": 1,
        "rescreen:listed": 1,
        "due": 1,
        "tiers": 1,
        "escalate": 1,
        "forecast": 1,
        "alarms": 1,
        "policy": 1,
    }
    latest = first.store.job_turns.latest()
    assert (latest["due"].missed, latest["sync:listed"].missed, latest["alarms"].missed) == (9, 39, 239)


def test_a_publisher_that_fails_is_asked_by_its_schedule_and_somebody_is_told(
    two: list[Watched], clock: Clock, server: Server
) -> None:
    first = two[0].system
    clock.now = local("2026-11-02T04:00")
    put_list(first)
    server.answers[PATH] = publisher.status(500)
    pass_time(two, clock, local("2026-11-04T06:00"), timedelta(hours=1))
    assert len(first.store.list_syncs.page("listed", None, 100)) == 9
    opened = {each.alarm.kind: each for each in first.store.list_alarms.open_ones()}
    assert opened.keys() == {AlarmKind.FAILING, AlarmKind.NEARING}
    nearing = opened[AlarmKind.NEARING]
    assert nearing.opened_at == local("2026-11-04T04:00"), "two days after the list was obtained"
    assert nearing.alarm.stops_at == local("2026-11-06T04:00")
    server.answers[PATH] = publisher.file(body(), etag='"1"')
    pass_time(two, clock, local("2026-11-04T12:00"), timedelta(hours=1))
    assert first.store.list_alarms.open_ones() == []
    kinds = [event.kind for event in first.store.audit.events(None, 500) if event.kind.startswith("list_alarm")]
    assert Counter(kinds) == {"list_alarm_opened": 2, "list_alarm_closed": 2}


@pytest.mark.parametrize(
    ("graded", "raw", "due"),
    [
        ("2026-02-28", {}, "2028-02-28"),  # general, 24 months
        ("2026-03-01", {}, "2028-03-01"),
        ("2027-08-31", {"events": REPORTS}, "2028-02-29"),  # high, 6 months: the last day of a shorter month
        ("2027-07-31", {"events": REPORTS}, "2028-01-31"),
        ("2027-08-28", {"events": REPORTS}, "2028-02-28"),
    ],
)
def test_a_review_is_done_on_its_day(
    system: System, clock: Clock, graded: str, raw: dict[str, object], due: str
) -> None:
    """Month ends and a leap day: not a day earlier, not a day later, once."""
    clock.now = local(f"{graded}T10:00")
    put_list(system)
    check_customer(system, customer("C-1", relationship_on="2026-02-20", policies=[], transactions=[], **raw))
    (job,) = (job for job in jobs_of(system) if job.name == "due")
    day = local(f"{due}T00:00")
    seen = []
    for hours in range(-60, 60, 12):
        clock.now = day + timedelta(hours=hours, minutes=120)
        put_list(system)
        before = system.store.assessments.current(["C-1"])
        do_turn(system, job, "one:1:a")
        if system.store.assessments.current(["C-1"]) != before:
            seen.append(clock.now.astimezone(SHANGHAI).date().isoformat())
    assert seen == [due]
    assert (Trigger.PERIODIC_REVIEW in case_of(system).triggers) if raw else not system.store.cases.open_of(["C-1"])


def test_a_new_customer_who_cannot_be_graded_is_told_of(
    system: System, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Past the ten working days the daily turn says so, and is tried again."""
    path = system.settings.home / "book.jsonl"
    path.write_text("\n".join(json.dumps(customer(ref)) for ref in ("C-1", "C-2")) + "\n", encoding="utf-8")
    import_customers(system, path, path.with_suffix(".rejects"), actor="test")
    assess = Assessor.assess

    def broken(assessor: Assessor, dossier: Dossier, occasion: Occasion) -> Assessment:
        if dossier.customer.ref == "C-2":
            raise ArithmeticError("beyond the rules")
        return assess(assessor, dossier, occasion)

    monkeypatch.setattr(Assessor, "assess", broken)
    (job,) = (job for job in jobs_of(system) if job.name == "due")
    turn = do_turn(system, job, "one:1:a")
    assert turn is not None
    assert (turn.outcome, turn.again) == ("done", False)
    assert "1 done, 1 failed" in turn.said.en
    clock.advance(days=1)
    late = do_turn(system, job, "one:1:a")
    assert late is not None
    assert (late.outcome, late.again) == ("newcomers_late", True)
    assert "1 new customers" in late.said.en


def test_it_looks_again_after_the_clock_on_the_wall_was_set_back(system: System) -> None:
    """What the clockwork was to do next lies three days ahead then."""
    do_what_is_due(system)
    scheduler = Scheduler(system, every=0.1)
    thread = threading.Thread(target=scheduler.run)
    thread.start()
    try:
        jobs = scheduler.clockwork.get_jobs()
        for job in jobs:
            job.modify(next_run_time=datetime.now(SHANGHAI) + timedelta(days=3))
        deadline = time.monotonic() + 10
        while any(job.next_run_time > datetime.now(SHANGHAI) + timedelta(days=1) for job in jobs):
            assert time.monotonic() < deadline, "nobody looks for three days"
            time.sleep(0.05)
    finally:
        scheduler.stop()
        thread.join(20)
    assert not thread.is_alive()
    assert {turn.tries for turn in system.store.job_turns.page(100)} == {1}
