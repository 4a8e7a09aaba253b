"""The chunks of a run, spread over forked processes, while the lease is kept and the progress told."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, MutableSequence, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import connection
from multiprocessing.sharedctypes import RawArray
from threading import Event, Thread

import structlog

from amlrisk.errors import AmlriskError, StoreUnavailable
from amlrisk.jobs.processes import die_with_parent, fork_context, settle_memory
from amlrisk.services.system import System
from amlrisk.store.runs import Run

log = structlog.get_logger(__name__)

_Refs = Sequence[str]
_Progress = Callable[[int, int], None]
_Work = Callable[[_Refs], None]

LEASE_SECONDS = 60.0
_POLL_SECONDS = 0.2
_OVERTAKEN = 3  # exit code of a process
#: So many processes killed without one chunk done between them: it is not the customers.
_DEATHS = 20


class Overtaken(Exception):
    """Rules came into force that the run was not begun under: its rest would be done for nothing."""


class Interrupted(Exception):
    """The run was cancelled, or taken over by somebody else."""


class ProcessKilled(Exception):
    """A process was killed over one customer, whom it worked on alone."""


@dataclass(slots=True)
class Crew:
    """Those who work on a run, under the lease of ``owner``.

    ``work`` does one chunk; ``lost`` records whom no process survives; ``progress`` is told (done, total). ``alone``:
    in one process.
    """

    system: System
    run: Run
    owner: str
    work: _Work
    lost: Callable[[str, Exception], None]
    progress: _Progress
    alone: bool = False
    _renewed: float = field(default_factory=time.monotonic)

    def work_through(self, chunks: Sequence[_Refs]) -> None:
        """Every chunk, in as many forked processes as the settings say.

        Raises ``Overtaken``, ``Interrupted``, or the ``Store…`` error that stopped it; what was committed stays.
        """
        settle_memory()
        if self.alone or self.system.settings.processes == 1:
            with self._lease_kept():
                for chunk in chunks:
                    self._require()
                    self.work(chunk)
                    self._tell()
        else:
            self._spread(chunks)
        if chunks:
            self._require()

    @contextmanager
    def _lease_kept(self) -> Iterator[None]:
        """However long one chunk takes: a list from a slow publisher, thousands of customers with another engine."""
        over = Event()

        def keep() -> None:
            while not over.wait(LEASE_SECONDS / 3):
                try:
                    self._renew()
                except AmlriskError as error:  # the database may be back before the lease runs out
                    log.warning("lease_not_renewed", run=self.run.id, code=error.code)
            self.system.store.close()  # the connection of this thread

        keeper = Thread(target=keep, name="lease", daemon=True)
        keeper.start()
        try:
            yield
        finally:
            over.set()
            keeper.join()

    def _require(self) -> None:
        """Keep the lease; raises ``Interrupted`` where the run is not this process's to go on with."""
        if time.monotonic() - self._renewed > LEASE_SECONDS / 3:
            self._renew()
        if not self.system.store.runs.may_work(self.run.id, self.owner):
            raise Interrupted

    def _renew(self) -> None:
        self.system.store.runs.take_lease(self.run.id, self.owner, self.system.now(), LEASE_SECONDS)
        self._renewed = time.monotonic()

    def _tell(self) -> None:
        now = self.system.store.runs.get(self.run.id)
        self.progress(now.done + now.failed, now.total)

    def _spread(self, chunks: Sequence[_Refs]) -> None:
        """Over processes of their own, also where there is one chunk: whoever makes a process die (out of memory)
        takes no more than that one along.
        """
        deaths = 0
        while chunks:
            before = len(chunks)
            chunks, died = self._in_processes(chunks)
            deaths = 0 if before - len(chunks) > died else deaths + died
            if deaths >= _DEATHS:
                raise StoreUnavailable(detail=f"processes of the run are killed, {deaths} of them: out of memory?")

    def _in_processes(self, chunks: Sequence[_Refs]) -> tuple[list[_Refs], int]:
        """Work through the chunks; those that processes left behind who were killed, and how many of them there were.

        The chunk that one was at is halved, so that it is found who it is.
        """
        processes = min(self.system.settings.processes, len(chunks))
        self.system.store.close()  # no connection may be shared across a fork
        context = fork_context()
        shares = [chunks[place::processes] for place in range(processes)]
        places = [RawArray("l", 1) for _ in shares]
        workers = [
            context.Process(target=self._as_worker, args=(share, place, os.getpid()))
            for share, place in zip(shares, places, strict=True)
        ]
        patience = 0.0
        try:
            for worker in workers:
                worker.start()
            while alive := [worker.sentinel for worker in workers if worker.is_alive()]:
                connection.wait(alive, _POLL_SECONDS)
                self._require()
                self._tell()
        except Interrupted:
            patience = LEASE_SECONDS  # they see it at their next chunk
            raise
        finally:
            for worker in workers:
                worker.join(patience)
                if worker.is_alive():  # nobody would look after it
                    worker.terminate()
                    worker.join()
        codes = [worker.exitcode for worker in workers if worker.exitcode]
        if _OVERTAKEN in codes:
            raise Overtaken
        if any(code > 0 for code in codes):
            raise StoreUnavailable(detail=f"{len(codes)} of {processes} processes stopped (see the log); run it again")
        left = list[_Refs]()
        for worker, share, (at,) in zip(workers, shares, places, strict=True):
            if worker.exitcode and at < len(share):
                log.error("run_process_killed", run=self.run.id, signal=-worker.exitcode, chunk=len(share[at]))
                left += [*share[at + 1 :], *self._suspected(share[at])]
        return left, len(codes)

    def _suspected(self, refs: _Refs) -> list[_Refs]:
        if len(refs) == 1:
            self.lost(refs[0], ProcessKilled("the process that worked on it was killed (out of memory?)"))
            return []
        half = len(refs) // 2
        return [refs[:half], refs[half:]]

    def _as_worker(self, chunks: Sequence[_Refs], place: MutableSequence[int], parent: int) -> None:
        """``place`` is which of the chunks it is at, for its parent to see."""
        die_with_parent()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
        try:
            for chunk in chunks:
                if os.getppid() != parent or not self.system.store.runs.may_work(self.run.id, self.owner):
                    return
                self.work(chunk)
                place[0] += 1
        except Overtaken:
            raise SystemExit(_OVERTAKEN) from None
        except AmlriskError as error:
            log.error("run_process_stopped", run=self.run.id, code=error.code, reason=error.text("en"))
            raise SystemExit(1) from error
