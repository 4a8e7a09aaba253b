"""Batch runs: what is at work and how far, who failed and why, how it added up; cancelled, taken up again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from amlrisk.console.asked import asked_text
from amlrisk.console.guard import Pages, officer, record_view
from amlrisk.console.kept_errors import told_again
from amlrisk.console.language import language_of
from amlrisk.console.words import has_word, word
from amlrisk.errors import ConflictError
from amlrisk.jobs.take_up import ask_to_resume, cancel_run
from amlrisk.review.authority import ALL_BRANCHES, Officer, Permission
from amlrisk.services.list_status import alarms, list_states
from amlrisk.services.run_answers import state_of
from amlrisk.services.system import System
from amlrisk.store.runs import Run, RunFailure, RunKind, RunStatus

_RUNS = 30
_FAILURES = 50
_MOST_FAILURES = 2000  # looked through for those of one's branches
#: In these states the numbers still move, and the page asks for them.
_MOVING = ("running", "cancelling", "waiting")


class Failed(NamedTuple):
    """``why`` is a sentence; ``defect`` what a program said that should not have, for whoever looks after it."""

    ref: str
    name: str
    why: str
    defect: str | None


class Failures(NamedTuple):
    """Of a run: ``by_reason`` counts all of the first ``_MOST_FAILURES``, ``shown`` is a page of those within reach.

    ``further`` is where the next page begins, ``more`` that there are more than are counted.
    """

    by_reason: list[tuple[str, int]]
    shown: list[Failed]
    kept_back: int
    further: str | None
    more: bool


def register(pages: Pages, system: System) -> None:
    @pages.page("/runs", may=Permission.SEE_RUNS)
    def runs() -> str:
        kind = asked_text("kind") if asked_text("kind") in set(RunKind) else None
        before = asked_text("after") or None
        if before is not None:
            system.store.runs.get(before)  # raises NotFound: a page that begins nowhere is not an empty one
        found = system.store.runs.page(kind=kind, before=before, limit=_RUNS + 1)
        return render_template(
            "runs.html",
            runs=found[:_RUNS],
            further=found[_RUNS - 1].id if len(found) > _RUNS else None,
            after=before,
            kind=kind,
            names=system.store.accounts.names(),
            state_of=lambda run: state_of(run, system.now()),
            share=share,
            at_work=system.store.runs.all_unfinished(),
            alarms=alarms(list_states(system)),
        )

    @pages.page("/runs/<run_id>", may=Permission.SEE_RUNS)
    def run(run_id: str) -> str:
        return _run_page(system, run_id)

    @pages.page("/runs/<run_id>/progress", may=Permission.SEE_RUNS, polled=True)
    def run_progress(run_id: str) -> Response:
        answer = jsonify(progress(system, system.store.runs.get(run_id)))
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @pages.page("/runs/<run_id>/cancel", may=Permission.OPERATE_RUNS, methods=("POST",), name="cancel_run")
    def cancel(run_id: str) -> Any:
        try:
            after = cancel_run(system, run_id, actor=officer().id)
        except ConflictError as error:
            return _run_page(system, run_id, error), 409
        if after.status is RunStatus.CANCELLED:
            flash(_("The run is cancelled. What was done stays done."), "success")
        else:
            flash(_("The run ends after the customers under way. What was done stays done."), "success")
        return redirect(url_for("console.run", run_id=run_id), 303)

    @pages.page("/runs/<run_id>/resume", may=Permission.OPERATE_RUNS, methods=("POST",), name="resume_run")
    def resume(run_id: str) -> Any:
        try:
            ask_to_resume(system, run_id, actor=officer().id)
        except ConflictError as error:
            return _run_page(system, run_id, error), 409
        flash(_("The run waits for the scheduler, which takes it up at its next turn."), "success")
        return redirect(url_for("console.run", run_id=run_id), 303)


def progress(system: System, run: Run) -> dict[str, Any]:
    """What a page at which somebody looks asks for again and again; no name of anybody."""
    return {
        "state": state_of(run, system.now()),
        "done": run.done,
        "failed": run.failed,
        "total": run.total,
        "share": share(run),
    }


def share(run: Run) -> float:
    """How much of the scope is through, in percent; 100 only when all of it is."""
    through = run.done + run.failed
    if through >= run.total:
        return 100.0 if run.total or run.finished_at else 0.0
    return int(through * 1000 / run.total) / 10


def may_cancel(run: Run) -> bool:
    return run.finished_at is None and run.cancel_at is None


def may_resume(run: Run, state: str) -> bool:
    """As ``take_up`` lets it; whether somebody works on it is looked at again when it is asked for."""
    if run.finished_at is None:
        return state in ("interrupted", "stopped")
    return run.status in (RunStatus.CANCELLED, RunStatus.FAILED) or (run.status is RunStatus.DONE and run.failed > 0)


def failures_within(system: System, run: Run, who: Officer, after: str) -> Failures:
    """Who failed behind ``after``, of the branches of ``who``; to somebody who may see no customer, how many and why.
    Lists are named to anybody.
    """
    found = system.store.runs.failures(run.id, _MOST_FAILURES + 1)
    more, found = len(found) > _MOST_FAILURES, found[:_MOST_FAILURES]
    reach = _within(system, run, [each.customer for each in found], who)
    seen = [each for each in found if each.customer in reach]
    page = [each for each in seen if each.customer > after]
    reasons = Counter(each.code if has_word("run_error", each.code) else "unexpected" for each in found)
    return Failures(
        by_reason=[] if run.kind == RunKind.SYNC else reasons.most_common(),
        shown=[_told(each, reach) for each in page[:_FAILURES]],
        kept_back=len(found) - len(seen),
        further=page[_FAILURES - 1].customer if len(page) > _FAILURES else None,
        more=more,
    )


def _told(failure: RunFailure, names: Mapping[str, str]) -> Failed:
    why = told_again(failure.code, failure.text, language_of(request), names)
    name, in_short = names[failure.customer], word("run_error", "unexpected")
    return Failed(failure.customer, name, why or in_short, None if why else failure.text)


def _within(system: System, run: Run, refs: list[str], who: Officer) -> dict[str, str]:
    """What those of ``refs`` that are within reach are called."""
    if run.kind == RunKind.SYNC:
        titles, language = system.catalogue.sources, language_of(request)
        return {ref: getattr(titles[ref].title, language) if ref in titles else ref for ref in refs}
    if not who.may(Permission.SEE_CUSTOMERS):
        return {}
    known = system.store.customers.summaries(refs)
    if ALL_BRANCHES in who.branches:
        return {ref: known[ref].name if ref in known else ref for ref in refs}
    return {ref: it.name for ref, it in known.items() if who.sees(it.branch)}


def _run_page(system: System, run_id: str, error: ConflictError | None = None) -> str:
    run, who, after = system.store.runs.get(run_id), officer(), asked_text("after")
    state, failures = state_of(run, system.now()), failures_within(system, run, who, after)
    of_customers = run.kind != RunKind.SYNC
    examples = _within(system, run, list(run.closing.examples if run.closing else ()), who)
    looked_at = sorted({each.ref for each in failures.shown} | set(examples))
    if of_customers and looked_at:
        record_view(system, "run", run.id, {"customers": looked_at})
    return render_template(
        "run.html",
        run=run,
        state=state,
        share=share(run),
        moving=state in _MOVING,
        of_customers=of_customers,
        failures=failures,
        after=after or None,
        examples=sorted(examples.items()),
        lists=system.store.runs.lists_of(run.id),
        names=system.store.accounts.names(),
        cancellable=may_cancel(run),
        resumable=may_resume(run, state),
        error=error,
    )
