"""Cancel runs, and take up those that were cancelled, stopped or left behind."""

from __future__ import annotations

from collections.abc import Callable

from amlrisk.errors import RunClosed, RunInProgress
from amlrisk.jobs.grade_run import Scope, conduct_grading, grade_job
from amlrisk.jobs.regrade_run import policy_job, rescreen_job
from amlrisk.jobs.run import Job, Progress, close_cancelled, conduct, is_left_behind, silent
from amlrisk.jobs.sync_run import sync_job
from amlrisk.jobs.tier_run import TierScope, Whom, tier_job
from amlrisk.services.system import System
from amlrisk.store.runs import Run, RunKind, RunStatus

#: Scopes that are told by whom they hold.
_NAMED = ("refs", Whom.NAMED.value, "lists")


def cancel_run(system: System, run_id: str, *, actor: str) -> Run:
    """Have a run end: whoever works on it does so after the chunk under way, and one that nobody works on ends now.

    What was done stays done. Asking again changes nothing. Raises ``NotFound``, ``RunClosed``.
    """
    store, now = system.store, system.now()
    with store.transaction():
        run = store.runs.get(run_id)
        if not store.runs.ask_to_cancel(run_id, actor, now):
            raise RunClosed(run=run_id, status=run.status.value)
        if run.cancel_at is None:
            store.audit.append("run_cancelled", actor, run_id, _told(run), now)
        return close_cancelled(system, run) if is_left_behind(system, run) else store.runs.get(run_id)


def ask_to_resume(system: System, run_id: str, *, actor: str) -> Run:
    """Put the run in line for ``take_up``: for callers who cannot wait until it is done.

    Raises ``NotFound``, ``RunClosed``, ``RunInProgress``.
    """
    store, now = system.store, system.now()
    with store.transaction():
        run = store.runs.get(run_id)
        _require_resumable(system, run)
        store.runs.reopen(run_id, RunStatus.WAITING, run.lease_owner, now)
        store.audit.append("run_resumed", actor, run_id, _told(run), now)
    return store.runs.get(run_id)


def resume_run(system: System, run_id: str, *, actor: str | None = None, progress: Progress = silent) -> Run:
    """Go on with a run that was stopped, left behind or cancelled, or try those again who failed; the run as it ended.

    Where the rules have moved on, it is superseded and another one does the same under those in force. ``actor`` is
    who asked for it. Raises ``NotFound``, ``RunClosed`` where nothing is left, ``RunInProgress`` where somebody works
    on it or on another of its kind.
    """
    run = system.store.runs.get(run_id)
    _require_resumable(system, run)
    make = _maker(system, run)
    if actor is not None:
        system.store.audit.append("run_resumed", actor, run_id, _told(run), system.now())
    if run.kind in (RunKind.TIERS, RunKind.SYNC):
        return conduct(system, make(), progress, reopen=run.id)
    return conduct_grading(system, make, progress, reopen=run.id)


def _require_resumable(system: System, run: Run) -> None:
    if run.finished_at is None:
        if not is_left_behind(system, run):
            raise RunInProgress(run=run.id)
    elif run.status not in (RunStatus.CANCELLED, RunStatus.FAILED) and not (
        run.status is RunStatus.DONE and run.failed > 0
    ):
        raise RunClosed(run=run.id, status=run.status.value)


def _maker(system: System, run: Run) -> Callable[[], Job]:
    """How to make the job of a run again from its row."""
    kind, whom, why = RunKind(run.kind), run.scope.get("whom", "all"), (run.cause, run.actor)
    named = tuple(system.store.run_scopes.refs(run.id)) if whom in _NAMED else ()
    makers: dict[RunKind, Callable[[], Job]] = {
        RunKind.DUE: lambda: grade_job(system, Scope("due"), cause=run.cause, actor=run.actor),
        RunKind.GRADE: lambda: grade_job(system, Scope(whom, named), cause=run.cause, actor=run.actor),
        RunKind.POLICY: lambda: policy_job(system, *why),
        RunKind.RESCREEN: lambda: rescreen_job(system, run.subject, *why),
        RunKind.TIERS: lambda: tier_job(system, TierScope(Whom(whom), named), cause=run.cause, actor=run.actor),
        RunKind.SYNC: lambda: sync_job(system, named, cause=run.cause, actor=run.actor),
    }
    return makers[kind]


def _told(run: Run) -> dict[str, object]:
    return {"kind": run.kind, "occasion": run.cause, "count": f"{run.done + run.failed}/{run.total}"}
