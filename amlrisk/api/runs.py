"""``/runs``: batch work, how far it is and how it ended; cancelled, taken up again."""

from __future__ import annotations

from flask import Response, request

from amlrisk.api.endpoint import Resource, caller, json_response
from amlrisk.api.run_schemas import RunPage, WholeRun
from amlrisk.errors import InvalidInput, Issue
from amlrisk.jobs.take_up import ask_to_resume, cancel_run
from amlrisk.services.api_keys import Scope
from amlrisk.services.run_answers import run_document, whole_run_document
from amlrisk.services.system import System
from amlrisk.store.runs import RunKind

_LIMIT, _MOST = 20, 200
_PARAMETERS = (
    {"name": "kind", "in": "query", "required": False, "schema": {"type": "string", "enum": [*RunKind]}},
    {"name": "before", "in": "query", "required": False, "schema": {"type": "string"}},
    {
        "name": "limit",
        "in": "query",
        "required": False,
        "schema": {"type": "integer", "minimum": 1, "maximum": _MOST, "default": _LIMIT},
    },
)


def runs_resource(system: System) -> Resource:
    resource = Resource("runs", "Batch work: grading, re-screening, tiers, lists", system)

    @resource.endpoint(
        "GET",
        "/runs",
        scope=Scope.READ,
        answers={200: ("The newest first", RunPage)},
        problems=(404, 422),
        parameters=_PARAMETERS,
    )
    def get_runs() -> Response:
        """Runs, the newest first: what each is about, how far it is, how it ended."""
        limit = _limit(request.args.get("limit"))
        kind, before = _kind(request.args.get("kind")), request.args.get("before")
        if before is not None:
            system.store.runs.get(before)  # raises NotFound: a page that begins nowhere is not an empty one
        found, now = system.store.runs.page(kind=kind, before=before, limit=limit + 1), system.now()
        shown = found[:limit]
        return json_response(
            {
                "runs": [run_document(run, now) for run in shown],
                "next": shown[-1].id if len(found) > limit else None,
            }
        )

    @resource.endpoint(
        "GET", "/runs/<run_id>", scope=Scope.READ, answers={200: ("The run as it stands", WholeRun)}, problems=(404,)
    )
    def get_run(run_id: str) -> Response:
        """One run, live: progress, lists it worked with, whoever failed in it, and how it added up at its end."""
        return json_response(whole_run_document(system, system.store.runs.get(run_id)))

    @resource.endpoint(
        "POST",
        "/runs/<run_id>/cancel",
        scope=Scope.OPERATE,
        answers={202: ("It ends after the customers under way, or has ended", WholeRun)},
        problems=(404, 409),
    )
    def post_cancel(run_id: str) -> Response:
        """Have a run end. What was done stays done; it can be taken up again."""
        run = cancel_run(system, run_id, actor=caller())
        return json_response(whole_run_document(system, run), 202)

    @resource.endpoint(
        "POST",
        "/runs/<run_id>/resume",
        scope=Scope.OPERATE,
        answers={202: ("It waits for the scheduler, which takes it up at its next turn", WholeRun)},
        problems=(404, 409),
    )
    def post_resume(run_id: str) -> Response:
        """Have a run go on that was cancelled, stopped or killed, or those tried again who failed in it.

        `amlrisk scheduler` takes it up; without one, `amlrisk runs resume` does.
        """
        run = ask_to_resume(system, run_id, actor=caller())
        return json_response(whole_run_document(system, run), 202)

    return resource


def _limit(text: str | None) -> int:
    if text is None:
        return _LIMIT
    if text.isascii() and text.isdigit() and 1 <= int(text) <= _MOST:
        return int(text)
    raise _refused("limit", f"1–{_MOST}")


def _kind(text: str | None) -> str | None:
    if text is None or text in list(RunKind):
        return text
    raise _refused("kind", ", ".join(RunKind))


def _refused(name: str, allowed: str) -> InvalidInput:
    return InvalidInput((Issue(path=name, code="unknown_value", zh=f"可用：{allowed}", en=f"one of {allowed}"),))
