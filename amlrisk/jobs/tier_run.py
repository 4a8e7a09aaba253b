"""Appraise many customers with all schemes: a run like that of grading, resumed after a kill with each done once.

A customer is evaluated before anybody is held up, and once more where something moved meanwhile. Every chunk is one
transaction that holds its evaluations, what they do to memberships, and the run's progress; the unique key (run,
customer) makes "exactly once" a property of the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from amlrisk.errors import AmlriskError, NotFound
from amlrisk.facts.digest import digest
from amlrisk.jobs.run import Job, Progress, conduct, silent
from amlrisk.services.identity import SYSTEM
from amlrisk.services.retier import evaluate_ahead, retier
from amlrisk.services.system import System
from amlrisk.store.runs import Run, RunKind

_CHUNK = 500


class Whom(StrEnum):
    """Everybody whose value is known; members whose year is over; or those who are named."""

    ALL = "all"
    ENDING = "ending"
    NAMED = "named"


#: What the evaluations of a run name as their cause.
_CAUSES = {Whom.ALL: "appraisal", Whom.ENDING: "membership_year", Whom.NAMED: "appraisal"}


@dataclass(frozen=True, slots=True)
class TierScope:
    whom: Whom
    refs: tuple[str, ...] = ()


def tier_run(system: System, scope: TierScope, *, cause: str, actor: str = SYSTEM, progress: Progress = silent) -> Run:
    """Evaluate everybody in ``scope`` today and return the finished run; ``progress`` is told (done, total).

    Raises ``NotFound`` for somebody named of whom no value is known, ``RunInProgress`` where another living process
    works on such a run, and the ``Store…`` error that stopped it: what was committed stays, and the next call resumes.
    """
    return conduct(system, tier_job(system, scope, cause=cause, actor=actor), progress)


def tier_job(system: System, scope: TierScope, *, cause: str, actor: str = SYSTEM) -> Job:
    """The job of a scope, today: on another day it is another run."""
    rules = system.value_rules()
    return Job(
        kind=RunKind.TIERS,
        cause=cause,
        actor=actor,
        versions={
            "policy": rules.digest,
            "on": rules.on.isoformat(),
            "scope": digest({"whom": scope.whom, "refs": list(scope.refs)}),
        },
        scope={"whom": scope.whom.value},
        refs=lambda: _refs_of(system, scope),
        chunk=lambda run, refs: appraise_chunk(system, run, refs, _CAUSES[scope.whom]),
        chunk_size=_CHUNK,
        grows=scope.whom is not Whom.NAMED,
    )


def _refs_of(system: System, scope: TierScope) -> list[str]:
    if scope.whom is Whom.ALL:
        return system.store.values.refs()
    if scope.whom is Whom.ENDING:
        ending = system.store.memberships.ending(system.today())
        return sorted(system.store.values.digests(ending))
    known = system.store.values.digests(scope.refs)
    for ref in scope.refs:
        if ref not in known:  # nobody named is passed over in silence
            raise NotFound(kind="value", ref=ref)
    return sorted(known)


def appraise_chunk(system: System, run: str, refs: Sequence[str], cause: str) -> None:
    """Evaluate these customers and record what is new; what is written is one transaction with the run's progress.

    Whoever cannot be evaluated has lost their tier (``retier``) and failed in this run; one of them never stops it.
    """
    store = system.store
    ahead = evaluate_ahead(system, refs, cause)
    with store.transaction():
        store.customers.hold(refs)
        now = system.now()
        failed = retier(system, refs, cause, now, ahead=ahead).failed
        done = [ref for ref in refs if ref not in failed]
        store.runs.been_through(run, done)
        for ref, problem in failed.items():
            code = problem.code if isinstance(problem, AmlriskError) else "unexpected"
            store.runs.fail_customer(run, ref, code, str(problem), now)
        store.runs.progress(run, done=len(done), failed=len(failed))
