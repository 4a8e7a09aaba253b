"""Refresh lists from their publishers as a run: which, why, what came of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from amlrisk.errors import ListByHand
from amlrisk.facts.digest import digest
from amlrisk.jobs.run import Job, conduct
from amlrisk.services.identity import SYSTEM
from amlrisk.services.sync_lists import Synced, kept_current, sync_lists
from amlrisk.services.system import System
from amlrisk.store.runs import Run, RunKind


def _nothing(*told: object) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told while lists are fetched: (source, bytes so far), and what came of each."""

    fetched: Callable[[str, int], None] = _nothing
    done: Callable[[Synced], None] = _nothing


def sync_run(
    system: System,
    sources: Sequence[str] = (),
    *,
    cause: str,
    actor: str = SYSTEM,
    watch: Watch = Watch(),
) -> Run:
    """Refresh these lists, or all that are kept current; each that was not refreshed is a failure of the run.

    What a list changes is re-screened by runs of their own (``regrade_run.rescreen``). Raises ``UnknownSource`` or
    ``ListByHand`` before anything is fetched.
    """
    return conduct(system, sync_job(system, sources, cause=cause, actor=actor, watch=watch))


def sync_job(system: System, sources: Sequence[str], *, cause: str, actor: str = SYSTEM, watch: Watch = Watch()) -> Job:
    _require_addresses(system, sources)
    named = list(dict.fromkeys(sources)) or kept_current(system)

    def chunk(run: str, some: Sequence[str]) -> None:
        (source,) = some
        (found,) = sync_lists(system, [source], actor=actor, progress=watch.fetched)
        _record(system, run, found)
        watch.done(found)

    return Job(
        kind=RunKind.SYNC,
        cause=cause,
        actor=actor,
        versions={"scope": digest(sorted(named))},
        scope={"whom": "lists"},
        subject=named[0] if len(named) == 1 else "",
        refs=lambda: named,
        chunk=chunk,
        chunk_size=1,
        alone=True,
        retries=False,  # it has tried as often as the catalogue says
    )


def _require_addresses(system: System, names: Sequence[str]) -> None:
    for name in names:
        if not system.catalogue.source(name).addresses():
            raise ListByHand(source=name)


def _record(system: System, run: str, found: Synced) -> None:
    runs = system.store.runs
    with system.store.transaction():
        if found.error is None:
            runs.been_through(run, [found.source])
            runs.progress(run, done=1, failed=0)
        else:
            runs.fail_customer(run, found.source, found.error.code, found.error.text("en"), system.now())
            runs.progress(run, done=0, failed=1)
