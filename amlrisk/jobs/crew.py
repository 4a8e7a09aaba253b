"""The chunks of a run, spread over forked processes, while the lease is kept and the progress told."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

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


class Overtaken(Exception):
    """Rules came into force that the run was not begun under: its rest would be done for nothing."""


class Interrupted(Exception):
    """The run was cancelled, or taken over by somebody else."""


@dataclass(slots=True)
class Crew:
    """Those who work on a run, under the lease of ``owner``.

    ``work`` does one chunk; ``progress`` is told (done, total). ``alone``: in one process.
    """

    system: System
    run: Run
    owner: str
    work: _Work
    progress: _Progress
    alone: bool = False
    _renewed: float = field(default_factory=time.monotonic)

    def work_through(self, chunks: Sequence[_Refs]) -> None:
        """Every chunk, in as many forked processes as the settings say.

        Raises ``Overtaken``, ``Interrupted``, or the ``Store…`` error that stopped it; what was committed stays.
        """
        processes = 1 if self.alone else min(self.system.settings.processes, len(chunks))
        settle_memory()
        if processes > 1:
            self._spread(chunks, processes)
        else:
            for chunk in chunks:
                self._require()
                self.work(chunk)
                self._tell()
        if chunks:
            self._require()

    def _require(self) -> None:
        """Keep the lease; raises ``Interrupted`` where the run is not this process's to go on with."""
        runs = self.system.store.runs
        if time.monotonic() - self._renewed > LEASE_SECONDS / 3:
            runs.take_lease(self.run.id, self.owner, self.system.now(), LEASE_SECONDS)
            self._renewed = time.monotonic()
        if not runs.may_work(self.run.id, self.owner):
            raise Interrupted

    def _tell(self) -> None:
        now = self.system.store.runs.get(self.run.id)
        self.progress(now.done + now.failed, now.total)

    def _spread(self, chunks: Sequence[_Refs], processes: int) -> None:
        self.system.store.close()  # no connection may be shared across a fork
        context = fork_context()
        workers = [
            context.Process(target=self._as_worker, args=(chunks[place::processes], os.getpid()))
            for place in range(processes)
        ]
        patience = 0.0
        try:
            for worker in workers:
                worker.start()
            while any(worker.is_alive() for worker in workers):
                workers[0].join(_POLL_SECONDS)
                time.sleep(0 if workers[0].is_alive() else _POLL_SECONDS)
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
        if codes:
            raise StoreUnavailable(detail=f"{len(codes)} of {processes} processes stopped (see the log); run it again")

    def _as_worker(self, chunks: Sequence[_Refs], parent: int) -> None:
        die_with_parent()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
        try:
            for chunk in chunks:
                if os.getppid() != parent or not self.system.store.runs.may_work(self.run.id, self.owner):
                    return
                self.work(chunk)
        except Overtaken:
            raise SystemExit(_OVERTAKEN) from None
        except AmlriskError as error:
            log.error("run_process_stopped", run=self.run.id, code=error.code, reason=error.text("en"))
            raise SystemExit(1) from error
