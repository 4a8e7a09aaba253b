"""Conduct a run: a row with a lease that one living process holds, chunks over forked processes, an end that adds up.

Who is in scope is kept when a run begins. A run that was killed, stopped by an error or cancelled goes on with those
of them who are not done; at its end everybody in scope is looked up: done, failed, or missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta

import structlog

from amlrisk.errors import AmlriskError, ConfigurationError, RunInProgress, UnavailableError
from amlrisk.jobs.crew import LEASE_SECONDS, Crew, Interrupted, Overtaken
from amlrisk.services.identity import SYSTEM, new_id
from amlrisk.services.lease import is_dead_here, new_owner
from amlrisk.services.system import System
from amlrisk.store.runs import Closing, Run, RunKind, RunStatus

log = structlog.get_logger(__name__)

Refs = Sequence[str]
Progress = Callable[[int, int], None]

_CHUNK = 500
#: Clocks of two machines differ by less.
_SKEW = timedelta(minutes=10)
#: Whose runs leave a note of everybody they have been through; those of the others leave an assessment.
_NOTED = frozenset({RunKind.TIERS, RunKind.SYNC})

#: Leases that a thread of this process holds: its others know them for alive.
_held: set[str] = set()
_told: set[tuple[str, str]] = set()


def silent(done: int, total: int) -> None:
    """Nobody watches."""


def _nothing(run: Run) -> None:
    """Nothing more to record at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a run is to do.

    ``versions`` is what makes it this run and no other: an unfinished one with others is superseded. ``refs`` says who
    is in scope. ``chunk`` does some of them for the run of that id, in one transaction with the run's progress, and
    raises ``Overtaken`` where the run must not go on. ``grows``: taken up again, it also takes those who came into
    scope meanwhile. ``alone``: in one process. ``retries``: whoever failed is tried once more. ``at_the_end`` is
    written together with the end of a run that went through.
    """

    kind: RunKind
    cause: str
    versions: Mapping[str, str]
    refs: Callable[[], Sequence[str]]
    chunk: Callable[[str, Refs], None]
    scope: Mapping[str, str]
    subject: str = ""
    actor: str = SYSTEM
    chunk_size: int = _CHUNK
    grows: bool = False
    alone: bool = False
    retries: bool = True
    at_the_end: Callable[[Run], None] = _nothing

    @property
    def noted(self) -> bool:
        return self.kind in _NOTED


def conduct(system: System, job: Job, progress: Progress = silent, *, reopen: str | None = None) -> Run:
    """Begin the run, or go on with the one left behind, to its end; the run as it ended.

    ``reopen`` is one that was cancelled or had failures, to be gone on with. Raises ``RunInProgress`` where another
    living process works on one of that kind and subject, and the ``Store…`` error that stopped it: what was committed
    stays, and the next call goes on.
    """
    with _owning() as owner:
        run, left = _begin_or_go_on(system, job, owner, reopen)
        crew = Crew(
            system,
            run,
            owner,
            work=lambda refs: _do(system, job, run.id, refs),
            lost=lambda ref, problem: _fail(system, job, run.id, ref, problem),
            progress=progress,
            alone=job.alone,
        )
        try:
            ended, retried = _through(crew, job, left)
            finished = _close(system, job, run, ended, retried)
        except BaseException as error:
            code = error.code if isinstance(error, AmlriskError) else type(error).__name__
            with suppress(UnavailableError):  # then the lease runs out by itself
                system.store.runs.stop(run.id, owner, code, system.now())
            raise
    progress(finished.done + finished.failed, finished.total)
    return finished


def _through(crew: Crew, job: Job, left: Refs) -> tuple[RunStatus, int]:
    """The rest of a run: everybody once, those who failed once more. How it ended, and how many were tried again."""
    store, run, retried = crew.system.store, crew.run.id, 0
    try:
        crew.work_through(_chunks(left, job.chunk_size))
        failed = [failure.customer for failure in store.runs.failures(run)]
        if failed and job.retries:
            retried = len(failed)
            store.runs.progress(run, done=0, failed=-retried)
            crew.work_through(_chunks(failed, job.chunk_size))
    except Overtaken:
        return RunStatus.SUPERSEDED, retried
    except Interrupted:
        now = store.runs.get(run)
        if now.cancel_at is None or now.lease_owner != crew.owner:
            raise RunInProgress(run=run) from None  # another took it over: this process was held up for too long
        return RunStatus.CANCELLED, retried
    return RunStatus.DONE, retried


def close_cancelled(system: System, run: Run) -> Run:
    """End a run that was cancelled while nobody worked on it."""
    with system.store.transaction():
        system.store.runs.finish(run.id, RunStatus.CANCELLED, system.now(), closing_of(system, run, cut_short=True))
        return system.store.runs.get(run.id)


def closing_of(system: System, run: Run, *, retried: int = 0, cut_short: bool = False) -> Closing:
    """How it adds up now, by the customers themselves."""
    tally = system.store.run_scopes.tally(run.id, noted=run.kind in _NOTED)
    now = system.store.runs.get(run.id)
    return Closing(
        scope=tally.scope,
        done=tally.done,
        failed=tally.failed,
        left=tally.left,
        beyond=tally.beyond,
        counted=(now.done, now.failed),
        retried=retried,
        examples=() if cut_short and not tally.beyond else tally.examples,
    )


def _close(system: System, job: Job, run: Run, status: RunStatus, retried: int) -> Run:
    store = system.store
    with store.transaction():
        closing = closing_of(system, run, retried=retried, cut_short=status is not RunStatus.DONE)
        if status is RunStatus.DONE and not closing.adds_up:
            log.error("run_does_not_add_up", run=run.id, left=closing.left, beyond=closing.beyond)
            status = RunStatus.FAILED
        store.runs.finish(run.id, status, system.now(), closing)
        finished = store.runs.get(run.id)
        if status is RunStatus.DONE:
            job.at_the_end(finished)
    return finished


# --- beginning ------------------------------------------------------------------------------------------


def _begin_or_go_on(system: System, job: Job, owner: str, reopen: str | None) -> tuple[Run, Refs]:
    store = system.store
    with store.transaction():
        if reopen is not None:
            store.runs.reopen(reopen, RunStatus.WAITING, owner, system.now())
        goes_on = _taken_over(system, job, owner)
    # Outside of any transaction: to find out who is in scope may take its time, and nobody is to wait for it.
    refs = job.refs() if goes_on is None or job.grows else ()
    with store.transaction():
        return _begin(system, job, owner, refs) if goes_on is None else _go_on(system, job, goes_on, refs)


def _taken_over(system: System, job: Job, owner: str) -> Run | None:
    """The run left behind, now the owner's; None where there is none to go on with: it is closed where it must be."""
    left = system.store.runs.unfinished(job.kind, job.subject)
    if left is None:
        return None
    _take_over(system, left, owner)
    if left.cancel_at is not None:
        close_cancelled(system, left)
        return None
    if left.versions == job.versions:
        return left
    closing = closing_of(system, left, cut_short=True) if left.scope else None  # None: of a program that kept none
    system.store.runs.finish(left.id, RunStatus.SUPERSEDED, system.now(), closing)
    return None


def _begin(system: System, job: Job, owner: str, refs: Refs) -> tuple[Run, Refs]:
    store, now = system.store, system.now()
    run = new_id(now)
    store.runs.begin(
        run,
        kind=job.kind,
        cause=job.cause,
        versions=job.versions,
        total=len(refs),
        owner=owner,
        now=now,
        lease_seconds=LEASE_SECONDS,
        subject=job.subject,
        actor=job.actor,
        scope=job.scope,
    )
    store.run_scopes.put(run, refs)
    return store.runs.get(run), refs


def _go_on(system: System, job: Job, run: Run, refs: Refs) -> tuple[Run, Refs]:
    """Everybody who is not done, with those of ``refs`` who were not in scope before."""
    store = system.store
    scope = store.run_scopes.refs(run.id)
    known = set(scope)
    came = [ref for ref in refs if ref not in known]
    store.run_scopes.put(run.id, came)
    store.runs.go_on(run.id, len(scope) + len(came))
    return store.runs.get(run.id), store.run_scopes.left(run.id, noted=job.noted)


def is_left_behind(system: System, run: Run) -> bool:
    """Whether an unfinished run has nobody who works on it. A lease that ends further ahead than any does was taken by
    a clock that was wrong.
    """
    if run.finished_at is not None:
        return False
    now = system.now()
    holds = now < run.lease_until <= now + timedelta(seconds=LEASE_SECONDS) + _SKEW
    return run.status is not RunStatus.RUNNING or not holds or _is_dead(run.lease_owner)


def _take_over(system: System, run: Run, owner: str) -> None:
    left_behind = is_left_behind(system, run)
    if not system.store.runs.take_lease(run.id, owner, system.now(), LEASE_SECONDS, force=left_behind):
        raise RunInProgress(run=run.id)


def _is_dead(owner: str) -> bool:
    """Whether the owner was a process of this machine that is gone, or a thread of this one that gave up."""
    return owner not in _held and (is_dead_here(owner) or owner.rpartition(":")[0] == new_owner().rpartition(":")[0])


@contextmanager
def _owning() -> Iterator[str]:
    owner = new_owner()
    _held.add(owner)
    try:
        yield owner
    finally:
        _held.discard(owner)


def log_failure(run: str, ref: str, problem: Exception) -> None:
    """A customer could not be done. With the traceback where it is the first of its kind: a defect that meets everybody
    would otherwise write a million of them.
    """
    kind = (run, type(problem).__name__)
    known = kind in _told
    _told.add(kind)
    detail = f"{type(problem).__name__}: {problem}"
    log.error("customer_not_done", run=run, customer=ref, detail=detail, exc_info=None if known else problem)


# --- working --------------------------------------------------------------------------------------------


def _chunks(refs: Refs, size: int) -> list[Refs]:
    """In order, each of at most ``size``."""
    return [refs[start : start + size] for start in range(0, len(refs), size)]


def _do(system: System, job: Job, run: str, refs: Refs) -> None:
    """Some customers. Whatever one of them makes raise is recorded of that one, and stops nobody else."""
    try:
        job.chunk(run, refs)
        return
    except (UnavailableError, ConfigurationError, Overtaken):
        raise
    except Exception as error:
        problem = error
    # Not again whom an orphan of an earlier session has done meanwhile, or what was recorded of a large chunk.
    left = system.store.run_scopes.not_done(run, refs, noted=job.noted)
    if len(left) > 1:  # who it is, is found by halves
        log.warning("chunk_halved", run=run, first=left[0], last=left[-1], detail=type(problem).__name__)
        half = len(left) // 2
        for part in (left[:half], left[half:]):
            _do(system, job, run, part)
    elif left and len(refs) > 1:
        _do(system, job, run, left)
    elif left:
        _fail(system, job, run, left[0], problem)


def _fail(system: System, job: Job, run: str, ref: str, problem: Exception) -> None:
    with system.store.transaction():
        if not system.store.run_scopes.not_done(run, [ref], noted=job.noted):
            return  # by an orphan of an earlier session: never twice
        log_failure(run, ref, problem)
        code = problem.code if isinstance(problem, AmlriskError) else "unexpected"
        system.store.runs.fail_customer(run, ref, code, str(problem), system.now())
        system.store.runs.progress(run, done=0, failed=1)
