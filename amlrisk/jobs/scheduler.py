"""The scheduler: looks at every job again and again, and does the work of those whose turn it is.

APScheduler holds the clockwork: a job of its own for each of ours, never two of one at a time, one thread a lane. It
keeps no times: those are for the table of turns to say (``jobs.turns``), so that any number of schedulers may run, a
stop misses nothing, and a clock that is put right confuses nobody. Each work is a process of its own: it takes its
memory with it, may fork as it likes, and if it dies, it dies alone.
"""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from threading import Event, Thread
from types import FrameType

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor  # type: ignore[import-untyped]  # ships no types
from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]
from apscheduler.triggers.interval import IntervalTrigger  # type: ignore[import-untyped]

from amlrisk.errors import AmlriskError
from amlrisk.jobs.processes import die_with_parent
from amlrisk.jobs.timetable import jobs_of
from amlrisk.jobs.turns import INTERRUPTED, LEASE, Job, Said, do_turn, finish_turn, take_turn, work_of
from amlrisk.logs import configure_logs
from amlrisk.policy.model import Text
from amlrisk.services.deliver import keep_delivering
from amlrisk.services.lease import new_owner
from amlrisk.services.system import System, open_system
from amlrisk.settings import load_settings
from amlrisk.store.job_turns import Turn

log = structlog.get_logger(__name__)

#: Seconds between two looks at the clock.
LOOK_SECONDS = 20.0
_POLL_SECONDS = 0.5
_AFTER_A_DEFECT = 30.0
_ENDS_WITHIN = 20.0
_KEPT = timedelta(days=400)
# Publishers are slow: two lists at once. Everything else in a lane waits for what is before it.
_THREADS = {"lists": 2}

# A fresh interpreter: nothing of the scheduler's threads and locks is carried along. The server of forks has read the
# program once, and ends with the scheduler: a work begins within milliseconds, and none outlives it.
_FRESH = get_context("spawn")
_WORKS = get_context("forkserver")


class Scheduler:
    """Runs until ``stop``. ``every`` is in seconds; ``clockwork`` is APScheduler's."""

    def __init__(self, system: System, *, every: float = LOOK_SECONDS) -> None:
        self._system = system
        self._every = every
        self._stopping = Event()
        self._owner = new_owner()
        self.clockwork = self._wound_up()

    def _wound_up(self) -> BackgroundScheduler:
        # What it says is that a look came while the work of the last one was under way.
        logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
        jobs = jobs_of(self._system)
        clockwork = BackgroundScheduler(
            executors={lane: ThreadPoolExecutor(_THREADS.get(lane, 1)) for lane in {job.lane for job in jobs}},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone=self._system.settings.timezone,
            daemon=True,
        )
        for job in jobs:
            clockwork.add_job(
                self._look,
                IntervalTrigger(seconds=self._every),
                args=[job],
                id=job.name,
                executor=job.lane,
                next_run_time=datetime.now(self._system.settings.timezone),
            )
        return clockwork

    def run(self) -> None:
        """Look at the jobs until somebody says ``stop``; what is under way is stopped with it, and goes on at the next
        start.
        """
        log.info("scheduler_started", owner=self._owner, jobs=[job.name for job in jobs_of(self._system)])
        self._system.store.job_turns.forget(self._system.now() - _KEPT)
        _WORKS.set_forkserver_preload([__name__])
        self.clockwork.start()
        Thread(target=self._deliver, name="webhooks", daemon=True).start()
        while not self._stopping.wait(self._every):
            self._rewind()
        self.clockwork.shutdown(wait=True)
        log.info("scheduler_stopped", owner=self._owner)

    def stop(self) -> None:
        self._stopping.set()

    def _rewind(self) -> None:
        """The clockwork waits by the clock on the wall: where that was set back, it would sleep until then."""
        now = datetime.now(self._system.settings.timezone)
        for job in self.clockwork.get_jobs():
            if job.next_run_time > now + 2 * timedelta(seconds=self._every):
                job.modify(next_run_time=now)

    def _deliver(self) -> None:
        """Tell other systems what they are to be told, until ``stop``: the receivers have leases of their own."""
        while not self._stopping.is_set():
            try:
                keep_delivering(self._system, self._stopping.wait)
            except Exception:
                log.exception("webhooks_not_delivered")
                self._stopping.wait(_AFTER_A_DEFECT)

    def _look(self, job: Job) -> None:
        """Take the job's turn where there is one to take, and do it; no error ends the scheduler."""
        try:
            turn = None if self._stopping.is_set() else take_turn(self._system, job, self._owner)
            if turn is not None:
                log.info("job_started", job=job.name, at=turn.at.isoformat(), tries=turn.tries, missed=turn.missed)
                self._see_through(job, turn)
        except AmlriskError as error:
            log.warning("job_not_looked_at", job=job.name, code=error.code, reason=error.text("en"))
        except Exception:
            log.exception("job_not_looked_at", job=job.name)

    def _see_through(self, job: Job, turn: Turn) -> None:
        """The work in a process of its own, its lease renewed as long as it is alive."""
        ours, theirs = _WORKS.Pipe(duplex=False)
        process = _WORKS.Process(target=_work, args=(job.name, theirs), name=f"amlrisk-{job.name}")
        process.start()
        theirs.close()  # so that the end of the process is the end of what can be read
        renewed = time.monotonic()
        while not ours.poll(_POLL_SECONDS):
            if self._stopping.is_set():
                process.terminate()
                process.join()
                self._system.store.job_turns.renew(turn, self._system.now())  # whoever comes next need not wait
                return
            if time.monotonic() - renewed > LEASE.total_seconds() / 6:
                renewed = time.monotonic()
                if not self._renewed(turn):
                    process.terminate()  # somebody took it over: they do the rest
                    process.join()
                    return
        said = _received(ours)
        process.join()
        finish_turn(self._system, turn, said)

    def _renewed(self, turn: Turn) -> bool:
        try:
            return self._system.store.job_turns.renew(turn, self._system.now() + LEASE)
        except AmlriskError as error:
            log.warning("turn_not_renewed", job=turn.job, code=error.code)
            return True  # the database may be back before the lease runs out


_DIED = Said(INTERRUPTED, Text(zh="中途停止", en="stopped midway"), again=True)


def _received(connection: Connection) -> Said:
    try:
        outcome, zh, en, again = connection.recv()
    except EOFError:
        return _DIED
    return Said(outcome, Text(zh=zh, en=en), again)


def _die_with_scheduler() -> None:
    """The kernel knows the server of forks for our parent; the scheduler holds the other end of a pipe."""
    scheduler = parent_process()
    if scheduler is not None:
        scheduler.join()
    os.kill(os.getpid(), signal.SIGKILL)


def _work(name: str, answer: Connection) -> None:
    """In the process of its own: the work of the job that is called so."""
    Thread(target=_die_with_scheduler, name="scheduler", daemon=True).start()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the scheduler's to handle
    settings = load_settings()
    configure_logs(settings)
    system = open_system(settings)
    job = next(job for job in jobs_of(system) if job.name == name)
    said = work_of(system, job)
    answer.send((said.outcome, said.text.zh, said.text.en, said.again))
    system.store.close()


@contextmanager
def beside(*, every: float = LOOK_SECONDS) -> Iterator[None]:
    """A scheduler in a process of its own for as long as the block lasts: beside a server, on one machine."""
    process = _FRESH.Process(target=_run_beside, args=(every,), name="amlrisk-scheduler")
    process.start()
    try:
        yield
    finally:
        process.terminate()
        process.join(_ENDS_WITHIN)
        process.kill()


def _run_beside(every: float) -> None:
    die_with_parent()
    settings = load_settings()
    configure_logs(settings)
    run_until_told(Scheduler(open_system(settings), every=every))


def run_until_told(scheduler: Scheduler) -> None:
    """Run until this process is asked to end (SIGTERM, or Ctrl-C)."""

    def stop(signum: int, frame: FrameType | None) -> None:
        scheduler.stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    scheduler.run()


def do_what_is_due(system: System, told: Callable[[Turn], None] = lambda turn: None) -> list[Turn]:
    """One look at every job, the work done here one after the other: for whoever prefers a timer of their own."""
    owner = new_owner()
    found = []
    for job in jobs_of(system):
        turn = do_turn(system, job, owner)
        if turn is not None:
            told(turn)
            found.append(turn)
    return found
