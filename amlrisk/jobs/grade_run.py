"""Grade many customers: a run is a row with checkpoints, resumed after a kill with each customer done once.

Every chunk of customers is one transaction that holds its assessments and the run's progress. A run that was
killed is found by the next call with the same scope and policy, which goes on where it stopped; the unique key
(run, customer) makes "exactly once" a property of the database, not of good behaviour.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import structlog

from amlrisk.errors import AmlriskError, NotFound
from amlrisk.facts.digest import digest
from amlrisk.jobs.crew import Overtaken
from amlrisk.jobs.run import Job, Progress, conduct, log_failure, silent
from amlrisk.services.assessing import Assessor, Dossier, Occasion
from amlrisk.services.compare_earlier import looked_at_since
from amlrisk.services.follow_up import follow_up
from amlrisk.services.identity import SYSTEM
from amlrisk.services.policy_change import edition_in_force, require_policy
from amlrisk.services.regrade import Graded, record_grades
from amlrisk.services.retier import evaluate_ahead, retier
from amlrisk.services.same_lists import anew_where_lists_move, require_in_force
from amlrisk.services.screened import as_scope, record_screened
from amlrisk.services.system import System
from amlrisk.store.current import Entry
from amlrisk.store.runs import Run, RunKind, RunStatus

log = structlog.get_logger(__name__)

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Scope:
    """Who is graded: everyone, those whose grade does not hold any more, or the customers named."""

    kind: str  # all | due | refs
    refs: tuple[str, ...] = ()


def grade_run(system: System, scope: Scope, *, cause: str, actor: str = SYSTEM, progress: Progress = silent) -> Run:
    """Grade everyone in ``scope`` and return the finished run.

    ``progress`` is told (done, total). Raises ``ListMissing``/``ListStale`` before anything is graded,
    ``RunInProgress`` where another living process works on the same run, and the ``Store…`` error that
    stopped a process: what was committed stays, and the next call goes on.
    """
    return conduct_grading(system, lambda: grade_job(system, scope, cause=cause, actor=actor), progress)


def conduct_grading(
    system: System, make: Callable[[], Job], progress: Progress = silent, *, reopen: str | None = None
) -> Run:
    """Conduct the job; where rules that came into force overtake it (midnight), the same one under them, anew."""
    while True:
        run = conduct(system, make(), progress, reopen=reopen)
        if run.status is not RunStatus.SUPERSEDED:
            return run
        reopen = None


def grade_job(system: System, scope: Scope, *, cause: str, actor: str = SYSTEM) -> Job:
    """The job of grading a scope: the one of everybody is the one that says what everybody was screened against."""
    if scope.kind == "due":
        return grading(system, RunKind.DUE, lambda: due_refs(system), cause=cause, actor=actor, grows=True)
    if scope.kind == "all":
        read_at, lists = system.now(), Assessor.of(system).in_force.lists
        return grading(
            system, RunKind.GRADE, system.store.customers.all_refs, cause=cause, actor=actor, grows=True,
            scope={"whom": "all", **as_scope(lists, read_at)},
            at_the_end=lambda run: record_screened(system, run),
        )  # fmt: skip
    named = sorted(set(scope.refs))
    subject = digest(named)[:16]

    def refs() -> list[str]:
        for ref in named:
            system.store.customers.get(ref)  # raises NotFound: nobody named is passed over in silence
        return named

    return grading(system, RunKind.GRADE, refs, cause=cause, actor=actor, subject=subject, scope={"whom": "refs"})


def grading(  # noqa: PLR0913 - what tells one kind of grading from another
    system: System,
    kind: RunKind,
    refs: Callable[[], Sequence[str]],
    *,
    cause: str,
    actor: str,
    subject: str = "",
    scope: Mapping[str, str] | None = None,
    grows: bool = False,
    at_the_end: Callable[[Run], None] | None = None,
) -> Job:
    """A job that grades ``refs`` under the edition of the policy in force now.

    The lists are taken as they are at each chunk, and the run says which: they change by the day, and a run over a
    large book that began anew with every change would not end. Whoever was done before a change is re-screened by the
    run of that change, which asks the list's own history (``screened_lists``) and not this run. The policy is another
    matter: what is graded under an edition that ended meanwhile is graded for nothing, and the run is overtaken.

    Raises ``ListMissing``, ``ListStale``, ``PolicyReplaced``: nothing is begun that could not be trusted.
    """
    assessor_under(system, edition := edition_in_force(system))  # also builds the index once, before processes fork
    whom = {"whom": kind.value} if scope is None else dict(scope)

    @anew_where_lists_move
    def chunk(run: str, some: Sequence[str]) -> None:
        grade_chunk(system, assessor_under(system, edition), run, some)

    return Job(
        kind=kind,
        cause=cause,
        actor=actor,
        versions={
            "policy": system.pack.digest,
            "edition": edition.isoformat(),
            "scope": digest({"whom": whom["whom"], "subject": subject}),
        },
        scope=whom,
        subject=subject,
        refs=refs,
        chunk=chunk,
        chunk_size=_CHUNK,
        grows=grows,
        at_the_end=at_the_end or (lambda run: None),
    )


def due_refs(system: System) -> list[str]:
    """Whose grade does not hold any more: reviews due, new, changed; and whoever failed and was not graded since."""
    due = system.store.assessments.to_grade(system.today(), looked_at_since(system, system.rules()))
    return sorted({*due, *system.store.runs.unhealed()})


def assessor_under(system: System, edition: date) -> Assessor:
    """Against the lists in force now; raises ``Overtaken`` where another edition of the policy is."""
    require_policy(system)
    if edition_in_force(system) != edition:
        raise Overtaken
    return Assessor.of(system)


def grade_chunk(system: System, assessor: Assessor, run: str, refs: Sequence[str], by: Grader | None = None) -> None:
    """Screen, grade and record these customers; what is written is one transaction with the run's progress.

    ``by`` grades them where it is not this process.

    They are read and graded before they are held, so that nobody waits. Whoever was graded by others meanwhile (by a
    check, on an officer's decision) is graded once more under the lock: what was read before must not hide what they
    found. Raises ``ListsMoved``: recorded after it, what earlier lists say would hide what the run of their change
    finds.
    """
    store = system.store
    ahead = evaluate_ahead(system, refs, "run", keep=True)
    graded, failed = (by or graded_here)(system, assessor, run, refs)
    with store.transaction():
        # Before any row is written: whoever decides about one of them holds the customer first, and its case after.
        store.customers.hold(refs)
        require_in_force(system, assessor.in_force.lists)
        counting = store.assessments.current(refs)
        overtaken = [ref for ref, each in graded.items() if counting.get(ref) != _assessment_before(each.graded)]
        if overtaken:
            again, failed_again = graded_here(system, assessor, run, overtaken)
            graded = {ref: each for ref, each in graded.items() if ref not in overtaken} | again
            failed += failed_again
        store.assessments.append_entries([each.entry for each in graded.values()])
        done, now = [each.graded for each in graded.values()], system.now()
        follow_up(system, assessor.rules, done)
        for ref, reason in failed:
            code = reason.code if isinstance(reason, AmlriskError) else "unexpected"
            store.runs.fail_customer(run, ref, code, str(reason), now)
        store.runs.progress(run, done=len(done), failed=len(failed))
        store.runs.worked_with(run, assessor.in_force.index.version, len(done), now)
        retier(system, graded, "run", now, ahead=ahead)
        record_grades(system, done, Occasion("run", now, run))


class Ready(NamedTuple):
    """A customer who was graded, and what is to be written of it: to encode costs more than to insert."""

    graded: Graded
    entry: Entry


Grader = Callable[[System, Assessor, str, Sequence[str]], tuple[dict[str, Ready], list[tuple[str, Exception]]]]
"""Grades customers of a run and records nothing: by ref, and who could not be graded."""


def graded_here(
    system: System, assessor: Assessor, run: str, refs: Sequence[str]
) -> tuple[dict[str, Ready], list[tuple[str, Exception]]]:
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
    graded: dict[str, Ready] = {}
    known = {ref for ref, _, _ in documents}
    failed: list[tuple[str, Exception]] = [
        (ref, NotFound(kind="customer", ref=ref)) for ref in refs if ref not in known
    ]
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
            graded[ref] = Ready(Graded(assessment, customer, dossier.before, entry.sha256), entry)
        except Exception as problem:  # one customer never stops a run: recorded, reported, tried again
            log_failure(run, ref, problem)
            failed.append((ref, problem))
    return graded, failed


def _assessment_before(graded: Graded) -> str | None:
    return None if graded.before is None else graded.before.assessment
