"""Grade many customers: a run is a row with checkpoints, resumed after a kill with each customer done once.

Every chunk of customers is one transaction that holds its assessments and the run's progress. A run that was
killed is found by the next call with the same scope, lists and policy, which goes on where it stopped; the
unique key (run, customer) makes "exactly once" a property of the database, not of good behaviour.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import structlog

from amlrisk.errors import AmlriskError
from amlrisk.facts.digest import digest
from amlrisk.jobs.run import begin_or_resume, chunks_of, finish, work_through
from amlrisk.services.assessing import Assessor, Dossier, Occasion
from amlrisk.services.compare_earlier import looked_at_since
from amlrisk.services.follow_up import follow_up
from amlrisk.services.regrade import Graded, record_grades
from amlrisk.services.retier import evaluate_ahead, retier
from amlrisk.services.system import System
from amlrisk.store.current import Entry
from amlrisk.store.runs import Run

log = structlog.get_logger(__name__)

_CHUNK = 500


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
    chunks = chunks_of(refs, _CHUNK)
    work_through(system, run, chunks, lambda chunk: grade_chunk(system, assessor, run.id, chunk), progress)
    return finish(system, run, progress)


def _begin_or_resume(system: System, scope: Scope, cause: str, versions: dict[str, str]) -> tuple[Run, list[str]]:
    with system.store.transaction():
        refs = _refs_of(system, scope)
        run, resumed = begin_or_resume(system, "grade", cause, versions, refs)
        return run, system.store.assessments.refs_not_done(run.id, refs) if resumed else refs


def _refs_of(system: System, scope: Scope) -> list[str]:
    if scope.kind == "refs":
        for ref in scope.refs:
            system.store.customers.get(ref)  # raises NotFound: nobody named is passed over in silence
        return sorted(set(scope.refs))
    if scope.kind == "due":
        return system.store.assessments.to_grade(system.today(), looked_at_since(system, system.rules()))
    return system.store.customers.all_refs()


def grade_chunk(system: System, assessor: Assessor, run: str, refs: Sequence[str]) -> None:
    """Screen, grade and record these customers; what is written is one transaction with the run's progress.

    They are read and graded before they are held, so that nobody waits. Whoever was graded by others meanwhile (by a
    check, on an officer's decision) is graded once more under the lock: what was read before must not hide what they
    found.
    """
    store = system.store
    ahead = evaluate_ahead(system, refs, "run", keep=True)
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
        retier(system, graded, "run", now, ahead=ahead)
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
