"""Take a job's turn: once a time, however many schedulers look at the clock, and again where one of them died.

A scheduler looks at its jobs over and over. Whether it is time is for the table of turns to say: the job's last time by
the clock either has its turn, or somebody takes it now. Times that passed while nobody looked are one turn.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog

from amlrisk.errors import AmlriskError, RunInProgress, SyncInProgress
from amlrisk.policy.model import Text
from amlrisk.services.lease import is_dead_here
from amlrisk.services.system import System
from amlrisk.store.job_turns import Turn

log = structlog.get_logger(__name__)

DONE, NOTHING, INTERRUPTED, DEFECT = "done", "nothing", "interrupted", "internal_error"

#: A lease is renewed long before it runs out; that of a process of this machine that died is not waited for.
LEASE = timedelta(seconds=120)
# What failed is tried again after a minute, then twice as long, at most an hour; until the job's next time comes.
_PAUSE, _LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=1)
# Somebody else is at it, perhaps the orphan of a scheduler that was just killed: that is no failure.
_BUSY = frozenset({RunInProgress.code, SyncInProgress.code})
#: Clocks of two machines differ by less; what lies further ahead was written by a clock that was wrong.
SKEW = timedelta(minutes=10)


class Said(NamedTuple):
    """What came of a turn: a word (or the code of an error) and a sentence; ``again``: it is to be tried anew."""

    outcome: str
    text: Text
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Something to be done over and over. ``due_at`` is its last time up to now, None where there was none.

    ``missed`` counts its times between two turns. ``work`` does all that is left to do: it may have been done in part
    by somebody who died. Jobs of one ``lane`` wait for each other.
    """

    name: str
    title: Text
    lane: str
    due_at: Callable[[System], datetime | None]
    work: Callable[[System], Said]
    missed: Callable[[datetime, datetime], int] = lambda earlier, later: 0


def take_turn(system: System, job: Job, owner: str) -> Turn | None:
    """The job's turn, taken by ``owner``; None where it is not time, or somebody else's turn.

    Of an earlier turn that somebody died over, the work is part of this one.
    """
    due = job.due_at(system)
    if due is None:
        return None
    turns, now = system.store.job_turns, system.now()
    known = turns.get(job.name, due)
    if known is not None and known.finished_at is not None and not _is_free(known, now):
        return None
    with system.store.transaction():
        turns.hold(job.name)
        left = turns.under_way(job.name)
        if left is not None and _is_at_work(left, now):
            return None
        wanted = Turn(job=job.name, at=due, owner=owner, since=now, until=now + LEASE)
        if left is not None and left.at != due:
            if not turns.finish(left, now, INTERRUPTED, _STOPPED, again=left.at > due):
                return None
            left = None
        known = left or turns.get(job.name, due)
        if known is not None:
            if known.finished_at is not None and not _is_free(known, now):
                return None
            taken = turns.take_over(known, wanted)
        else:
            before = turns.before(job.name, due)
            missed = 0 if before is None else job.missed(before.at, due)
            taken = turns.begin(_with_missed(wanted, missed))
        return turns.get(job.name, due) if taken else None


_STOPPED = Text(zh="中途停止，并入下一次", en="stopped midway; the next one does its work")


def _with_missed(turn: Turn, missed: int) -> Turn:
    return Turn(job=turn.job, at=turn.at, owner=turn.owner, since=turn.since, until=turn.until, missed=missed)


def _is_at_work(turn: Turn, now: datetime) -> bool:
    """Whether its owner may be alive."""
    return turn.since <= now + SKEW and now < turn.until and not is_dead_here(turn.owner)


def _is_free(turn: Turn, now: datetime) -> bool:
    """Whether a turn that has ended is to be taken once more: it failed a while ago, or ended by a wrong clock."""
    if turn.finished_at is None or turn.finished_at > now + SKEW:
        return True
    pause = _PAUSE if turn.outcome in _BUSY else min(_PAUSE * 2 ** min(turn.tries - 1, 10), _LONGEST_PAUSE)
    return turn.again and now >= turn.finished_at + pause


def work_of(system: System, job: Job) -> Said:
    """Do the work; an error is what came of it, and never the scheduler's end."""
    try:
        return job.work(system)
    except AmlriskError as error:
        log.warning("job_failed", job=job.name, code=error.code, reason=error.text("en"))
        return Said(error.code, Text(zh=error.text("zh"), en=error.text("en")), again=True)
    except Exception as error:
        log.exception("job_failed", job=job.name)
        kind = type(error).__name__
        return Said(DEFECT, Text(zh=f"程序缺陷（{kind}），已记入日志", en=f"a defect ({kind}), logged"), again=True)


def finish_turn(system: System, turn: Turn, said: Said) -> None:
    """Record what came of it. Where the turn was taken over meanwhile, what the other one says counts."""
    finished = system.store.job_turns.finish(turn, system.now(), said.outcome, said.text, again=said.again)
    say = log.info if finished and not said.again else log.warning
    say("job_turn", job=turn.job, at=turn.at.isoformat(), outcome=said.outcome, tries=turn.tries, missed=turn.missed)


def do_turn(system: System, job: Job, owner: str) -> Turn | None:
    """Take the job's turn and do its work here and now; the turn as it ended, None where there was none to take."""
    turn = take_turn(system, job, owner)
    if turn is None:
        return None
    finish_turn(system, turn, work_of(system, job))
    return system.store.job_turns.get(turn.job, turn.at)
