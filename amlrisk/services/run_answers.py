"""A run as machines read it."""

from __future__ import annotations

from datetime import datetime

from amlrisk.services.system import System
from amlrisk.store.runs import Run, RunStatus

_FAILURES = 1000


def run_document(run: Run, now: datetime) -> dict[str, object]:
    """What it is about and how far it is. Times in ISO 8601."""
    closing = run.closing
    return {
        "id": run.id,
        "kind": run.kind,
        "subject": run.subject or None,
        "cause": run.cause,
        "actor": run.actor,
        "status": state_of(run, now),
        "scope": run.scope.get("whom"),
        "versions": run.versions,
        "total": run.total,
        "done": run.done,
        "failed": run.failed,
        "started_at": run.started_at.isoformat(),
        "finished_at": None if run.finished_at is None else run.finished_at.isoformat(),
        "resumed": run.resumed,
        "cancel_by": run.cancel_by,
        "stopped_by": run.stopped_by,
        "closing": None
        if closing is None
        else {
            "scope": closing.scope,
            "done": closing.done,
            "failed": closing.failed,
            "left": closing.left,
            "beyond": closing.beyond,
            "adds_up": closing.adds_up,
            "retried": closing.retried,
            "examples": list(closing.examples),
        },
    }


def whole_run_document(system: System, run: Run) -> dict[str, object]:
    """The same with the lists it worked with and whoever failed (the first thousand)."""
    lists = system.store.runs.lists_of(run.id)
    failures = system.store.runs.failures(run.id, _FAILURES)
    return run_document(run, system.now()) | {
        "lists": [
            {"index": version, "since": since.isoformat(), "customers": number} for version, since, number in lists
        ],
        "lists_changed": len(lists) > 1,
        "failures": [{"customer": each.customer, "code": each.code, "text": each.text} for each in failures],
    }


def state_of(run: Run, now: datetime) -> str:
    """Its status; ``interrupted`` where whoever worked on it is gone, ``cancelling`` where it is to stop."""
    if run.status is RunStatus.RUNNING and run.cancel_at is not None:
        return "cancelling"
    if run.status is RunStatus.RUNNING and run.lease_until <= now:
        return "interrupted"
    return run.status.value
