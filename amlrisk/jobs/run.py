"""What every run has: a row with a lease that one living process holds, and chunks spread over forked processes.

A run that was killed is found by the next call with the same versions, which goes on where it stopped.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Mapping, Sequence

import structlog

from amlrisk.errors import AmlriskError, RunInProgress, StoreUnavailable
from amlrisk.jobs.processes import die_with_parent, fork_context, settle_memory
from amlrisk.services.identity import new_id
from amlrisk.services.system import System
from amlrisk.store.runs import Run, RunStatus

log = structlog.get_logger(__name__)

Refs = Sequence[str]
Progress = Callable[[int, int], None]

_LEASE_SECONDS = 60
_POLL_SECONDS = 0.2


def begin_or_resume(system: System, kind: str, cause: str, versions: Mapping[str, str], refs: Refs) -> tuple[Run, bool]:
    """A new run over ``refs``, or the unfinished one with the same versions; and whether it was taken up again.

    Belongs in a transaction. Raises ``RunInProgress`` where another living process works on one of that kind. Where
    the versions have moved on, what the earlier run did stands, and it ends as superseded.
    """
    store, now = system.store, system.now()
    left = store.runs.unfinished(kind)
    if left is not None:
        _take_over(system, left)
        if left.versions == versions:
            store.runs.progress(left.id, done=0, failed=-left.failed)  # those who failed are tried again
            return store.runs.get(left.id), True
        store.runs.finish(left.id, RunStatus.SUPERSEDED, now)
    run = new_id(now)
    store.runs.begin(
        run,
        kind=kind,
        cause=cause,
        versions=versions,
        total=len(refs),
        owner=_owner(),
        now=now,
        lease_seconds=_LEASE_SECONDS,
    )
    return store.runs.get(run), False


def _take_over(system: System, run: Run) -> None:
    dead = _is_dead_here(run.lease_owner)
    if not system.store.runs.take_lease(run.id, _owner(), system.now(), _LEASE_SECONDS, force=dead):
        raise RunInProgress(run=run.id)


def _is_dead_here(owner: str) -> bool:
    """Whether the owner was a process of this machine that is gone: no need to wait for its lease to end."""
    host, _, pid = owner.rpartition(":")
    if host != socket.gethostname():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return int(pid) == os.getpid()


def _owner() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def chunks_of(refs: Refs, size: int) -> list[Refs]:
    """In order, each of at most ``size``."""
    return [refs[start : start + size] for start in range(0, len(refs), size)]


def work_through(
    system: System, run: Run, chunks: Sequence[Refs], work: Callable[[Refs], None], progress: Progress
) -> None:
    """``work`` on every chunk, in as many forked processes as the settings say; ``progress`` is told (done, total).

    ``work`` records its chunk and the run's progress in one transaction. Raises the ``Store…`` error that stopped it;
    what was committed stays.
    """
    processes = min(system.settings.processes, len(chunks))
    settle_memory()
    if processes <= 1:
        done = run.done + run.failed
        for chunk in chunks:
            work(chunk)
            done += len(chunk)
            progress(done, run.total)
        return
    system.store.close()  # no connection may be shared across a fork
    context = fork_context()
    workers = [
        context.Process(target=_work, args=(work, run.id, chunks[place::processes], os.getpid()))
        for place in range(processes)
    ]
    for worker in workers:
        worker.start()
    renewed = time.monotonic()
    while any(worker.is_alive() for worker in workers):
        workers[0].join(_POLL_SECONDS)
        time.sleep(0 if workers[0].is_alive() else _POLL_SECONDS)
        now = system.store.runs.get(run.id)
        progress(now.done + now.failed, now.total)
        if time.monotonic() - renewed > _LEASE_SECONDS / 3:
            system.store.runs.take_lease(run.id, _owner(), system.now(), _LEASE_SECONDS)
            renewed = time.monotonic()
    broken = [worker.exitcode for worker in workers if worker.exitcode]
    if broken:
        raise StoreUnavailable(detail=f"{len(broken)} of {processes} processes stopped (see the log); run it again")


def _work(work: Callable[[Refs], None], run: str, chunks: Sequence[Refs], parent: int) -> None:
    die_with_parent()
    try:
        for chunk in chunks:
            if os.getppid() != parent:
                return
            work(chunk)
    except AmlriskError as error:
        log.error("run_process_stopped", run=run, code=error.code, reason=error.text("en"))
        raise SystemExit(1) from error


def finish(system: System, run: Run, progress: Progress) -> Run:
    """The run as it ended."""
    with system.store.transaction():
        system.store.runs.finish(run.id, RunStatus.DONE, system.now())
    finished = system.store.runs.get(run.id)
    progress(finished.done + finished.failed, finished.total)
    return finished
