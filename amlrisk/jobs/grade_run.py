"""Grade many customers: a run is a row with checkpoints, resumed after a kill with each customer done once.

Every chunk of customers is one transaction that holds its assessments and the run's progress. A run that was
killed is found by the next call with the same scope, lists and policy, which goes on where it stopped; the
unique key (run, customer) makes "exactly once" a property of the database, not of good behaviour.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import structlog

from amlrisk.errors import AmlriskError, RunInProgress, StoreUnavailable
from amlrisk.facts.digest import digest
from amlrisk.jobs.processes import die_with_parent, fork_context, settle_memory
from amlrisk.services.assessing import Assessor, Dossier, Occasion
from amlrisk.services.compare_earlier import looked_at_since
from amlrisk.services.follow_up import follow_up
from amlrisk.services.identity import new_id
from amlrisk.services.regrade import Graded, record_grades
from amlrisk.services.system import System
from amlrisk.store.current import Entry
from amlrisk.store.runs import Run, RunStatus

log = structlog.get_logger(__name__)

_CHUNK = 500
_LEASE_SECONDS = 60
_POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Scope:
    """Who is graded: everyone, those whose grade does not hold any more, or the customers named."""

    kind: str  # all | due | refs
    refs: tuple[str, ...] = ()


def grade_run(
    system: System,
    scope: Scope,
    *,
    cause: str,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Run:
    """Grade everyone in ``scope`` and return the finished run.

    ``progress`` is told (done, total). Raises ``ListMissing``/``ListStale`` before anything is graded,
    ``RunInProgress`` where another living process works on the same run, and the ``Store…`` error that
    stopped a process: what was committed stays, and the next call resumes.
    """
    now = system.now()
    rules = system.rules()
    assessor = Assessor(rules, system.desk.in_force(rules, now))
    versions = {
        "policy": rules.digest,
        "on": rules.on.isoformat(),
        "index": assessor.in_force.index.version,
        "scope": digest({"kind": scope.kind, "refs": list(scope.refs)}),
    }
    run, refs = _begin_or_resume(system, scope, cause, versions)
    chunks = [refs[start : start + _CHUNK] for start in range(0, len(refs), _CHUNK)]
    _work_all(system, assessor, run, chunks, progress)
    with system.store.transaction():
        system.store.runs.finish(run.id, RunStatus.DONE, system.now())
    finished = system.store.runs.get(run.id)
    progress(finished.done + finished.failed, finished.total)
    return finished


def _begin_or_resume(system: System, scope: Scope, cause: str, versions: dict[str, str]) -> tuple[Run, list[str]]:
    store = system.store
    owner = _owner()
    with store.transaction():
        now = system.now()
        refs = _refs_of(system, scope)
        left = store.runs.unfinished("grade")
        if left is not None:
            _take_over(system, left, owner)
            if left.versions == versions:
                store.runs.progress(left.id, done=0, failed=-left.failed)  # those who failed are tried again
                return store.runs.get(left.id), store.assessments.refs_not_done(left.id, refs)
            # Lists, rules or scope have moved on: what it did stands, who it did not reach is in the new run.
            store.runs.finish(left.id, RunStatus.SUPERSEDED, now)
        run_id = new_id(now)
        store.runs.begin(
            run_id,
            kind="grade",
            cause=cause,
            versions=versions,
            total=len(refs),
            owner=owner,
            now=now,
            lease_seconds=_LEASE_SECONDS,
        )
        return store.runs.get(run_id), refs


def _take_over(system: System, run: Run, owner: str) -> None:
    dead = _is_dead_here(run.lease_owner)
    if not system.store.runs.take_lease(run.id, owner, system.now(), _LEASE_SECONDS, force=dead):
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


def _refs_of(system: System, scope: Scope) -> list[str]:
    if scope.kind == "refs":
        for ref in scope.refs:
            system.store.customers.get(ref)  # raises NotFound: nobody named is passed over in silence
        return sorted(set(scope.refs))
    if scope.kind == "due":
        return system.store.assessments.to_grade(system.today(), looked_at_since(system, system.rules()))
    return system.store.customers.all_refs()


def _work_all(
    system: System,
    assessor: Assessor,
    run: Run,
    chunks: Sequence[Sequence[str]],
    progress: Callable[[int, int], None],
) -> None:
    processes = min(system.settings.processes, len(chunks))
    settle_memory()
    if processes <= 1:
        done = run.done + run.failed
        for chunk in chunks:
            grade_chunk(system, assessor, run.id, chunk)
            done += len(chunk)
            progress(done, run.total)
        return
    system.store.close()  # no connection may be shared across a fork
    context = fork_context()
    workers = [
        context.Process(target=_work, args=(system, assessor, run.id, chunks[place::processes], os.getpid()))
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


def _work(system: System, assessor: Assessor, run: str, chunks: Sequence[Sequence[str]], parent: int) -> None:
    die_with_parent()
    try:
        for chunk in chunks:
            if os.getppid() != parent:
                return
            grade_chunk(system, assessor, run, chunk)
    except AmlriskError as error:
        log.error("grade_process_stopped", run=run, code=error.code, reason=error.text("en"))
        raise SystemExit(1) from error


def grade_chunk(system: System, assessor: Assessor, run: str, refs: Sequence[str]) -> None:
    """Screen, grade and record these customers; what is written is one transaction with the run's progress.

    They are read and graded before they are held, so that nobody waits. Whoever was graded by others meanwhile (by a
    check, on an officer's decision) is graded once more under the lock: what was read before must not hide what they
    found.
    """
    store = system.store
    graded, failed = _graded(system, assessor, run, refs)
    with store.transaction():
        # Before any row is written: whoever decides about one of them holds the customer first, and its case after.
        store.customers.hold(refs)
        counting = store.assessments.current(refs)
        overtaken = [ref for ref, each in graded.items() if counting.get(ref) != _assessment_before(each.graded)]
        if overtaken:
            again, failed_again = _graded(system, assessor, run, overtaken)
            graded = {ref: each for ref, each in graded.items() if ref not in overtaken} | again
            failed += failed_again
        store.assessments.append_entries([each.entry for each in graded.values()])
        done, now = [each.graded for each in graded.values()], system.now()
        follow_up(system, assessor.rules, done)
        for ref, reason in failed:
            code = reason.code if isinstance(reason, AmlriskError) else "unexpected"
            store.runs.fail_customer(run, ref, code, str(reason), now)
        store.runs.progress(run, done=len(done), failed=len(failed))
        record_grades(system, done, Occasion("run", now, run))


class _Ready(NamedTuple):
    """A customer who was graded, and what is to be written of it: to encode costs more than to insert."""

    graded: Graded
    entry: Entry


def _graded(
    system: System, assessor: Assessor, run: str, refs: Sequence[str]
) -> tuple[dict[str, _Ready], list[tuple[str, Exception]]]:
    """By ref, and who could not be graded. The assessments to be superseded are read before the facts and decisions
    that they may rest on.
    """
    store = system.store
    occasion = Occasion("run", system.now(), run)
    current = store.assessments.current_of(refs)
    documents = store.customers.documents(refs)
    hits = assessor.screen([customer for _, _, customer in documents])
    dispositions = store.dispositions.latest_for(refs)
    overrides = store.overrides.in_force(refs, assessor.rules.on)
    graded: dict[str, _Ready] = {}
    failed: list[tuple[str, Exception]] = []
    for (ref, facts_digest, customer), its_hits in zip(documents, hits, strict=True):
        dossier = Dossier(
            customer=customer,
            facts_digest=facts_digest,
            hits=its_hits,
            dispositions=dispositions.get(ref, {}),
            before=current.get(ref),
            override=overrides.get(ref),
        )
        try:
            assessment = assessor.assess(dossier, occasion)
            entry = Entry.of(assessment)
            graded[ref] = _Ready(Graded(assessment, customer, dossier.before, entry.sha256), entry)
        except Exception as problem:  # one customer never stops a run: recorded, reported, tried again
            log.exception("customer_not_graded", run=run, customer=ref)
            failed.append((ref, problem))
    return graded, failed


def _assessment_before(graded: Graded) -> str | None:
    return None if graded.before is None else graded.before.assessment
