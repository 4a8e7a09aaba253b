"""``/cases``: what people have to decide, and how far they are; and what other systems report of a customer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from flask import Response, request

from amlrisk.api.body import required_texts
from amlrisk.api.case_schemas import CaseDocument, CaseList, EventRequest
from amlrisk.api.endpoint import Resource, body_object, caller, json_response, record_view
from amlrisk.errors import InvalidInput
from amlrisk.facts.issues import issue
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.model import State, Trigger
from amlrisk.services.api_keys import Scope
from amlrisk.services.case_answers import case_document, event_document, place_of_text, place_text, row_document
from amlrisk.services.open_case import REPORTED, TriggerEvent, open_case
from amlrisk.services.system import System
from amlrisk.store.case_filter import CaseFilter

_MOST = 500
_DEFAULT = 100
_Kind = TypeVar("_Kind", State, Grade, Trigger)


def _parameter(name: str, description: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": description, "schema": {"type": "string", **schema}}


def _words(kinds: Iterable[str]) -> list[str]:
    return [str(kind) for kind in kinds]


_PARAMETERS = (
    _parameter("state", "all that are not closed where it is left out", enum=_words(State)),
    _parameter("grade", "of the customer now", enum=_words(Grade)),
    _parameter("trigger", "among what set the case off", enum=_words(Trigger)),
    _parameter("list", "source of a list on which the customer has a hit"),
    _parameter("branch", "of the customer"),
    _parameter("assignee", "account id; empty for nobody"),
    _parameter("due", "on that day or earlier", format="date"),
    _parameter("query", "part of the customer's ref or name"),
    _parameter("after", "`next` of the page before"),
    {
        "name": "limit",
        "in": "query",
        "schema": {"type": "integer", "minimum": 1, "maximum": _MOST, "default": _DEFAULT},
    },
)


def cases_resource(system: System) -> Resource:
    resource = Resource("cases", "What people have to decide, and how far they are", system)

    @resource.endpoint(
        "GET",
        "/cases",
        scope=Scope.READ,
        answers={200: ("The earliest due first", CaseList)},
        problems=(422,),
        parameters=_PARAMETERS,
    )
    def list_cases() -> Response:
        """Cases that meet every condition given, a page at a time."""
        asked = _Asked()
        limit = asked.limit()
        wanted, after = asked.filter(), asked.after()
        asked.require_good()
        rows = system.store.cases.page(wanted, after, limit + 1)
        shown, rules = rows[:limit], system.rules()
        record_view(system, "cases", "cases", shown=len(shown))
        following = place_text(shown[-1].place) if len(rows) > limit else None
        return json_response({"cases": [row_document(row, rules) for row in shown], "next": following})

    @resource.endpoint(
        "GET",
        "/cases/<case_id>",
        scope=Scope.READ,
        answers={200: ("As it stands, and everything that happened to it", CaseDocument)},
        problems=(404,),
    )
    def get_case(case_id: str) -> Response:
        """A case and its events. Cases are decided on the pages, by people who signed in."""
        case = system.store.cases.get(case_id)
        record_view(system, "case", case.customer, case=case.id)
        return json_response(_view(system, case_id))

    @resource.endpoint(
        "POST",
        "/customers/<ref>/events",
        scope=Scope.WRITE,
        body=EventRequest,
        answers={201: ("Recorded; the customer's open case", CaseDocument)},
        problems=(404, 409),
    )
    def report_event(ref: str) -> Response:
        """Report what became known of a customer: a suspicious transaction, a freeze, adverse media, a dispute, a wish
        for another grade.

        The customer is graded again at once, and their case opened, or the open one gathers the report. Reports of
        suspicion and freezes stay facts of the customer, whether or not later deliveries of the data tell them.
        """
        given = required_texts(body_object(), ("trigger", "text"), optional=("reference", "on"))
        if given["trigger"] not in REPORTED:
            raise InvalidInput((issue("trigger", "not_one_of", value=given["trigger"], allowed=", ".join(REPORTED)),))
        event = TriggerEvent(
            customer=ref,
            trigger=Trigger(given["trigger"]),
            text=given["text"],
            form=f"api/{caller()}/{given['reference']}" if "reference" in given else "",
            on=_day("on", given["on"]) if "on" in given else None,
        )
        return json_response(_view(system, open_case(system, caller(), event).id), status=201)

    return resource


def _view(system: System, id: str) -> dict[str, object]:
    case = system.store.cases.get(id)
    events = [event_document(event) for event in system.store.cases.events(id)]
    return {**case_document(case, system.rules()), "events": events}


class _Asked:
    """The conditions of the address; every fault is gathered before one is raised."""

    def __init__(self) -> None:
        self._given = request.args
        known = {parameter["name"] for parameter in _PARAMETERS}
        self._issues = [issue(name[:100], "unknown_field") for name in self._given if name not in known]

    def filter(self) -> CaseFilter:
        return CaseFilter(
            state=self._word("state", State),
            grade=self._word("grade", Grade),
            trigger=self._word("trigger", Trigger),
            source=self._given.get("list"),
            branch=self._given.get("branch"),
            assignee=self._given.get("assignee"),
            due=self._due(),
            query=self._given.get("query"),
        )

    def after(self) -> tuple[date, str] | None:
        text = self._given.get("after")
        try:
            return None if text is None else place_of_text(text)
        except ValueError:
            self._issues.append(issue("after", "not_one_of", value=text[:100] if text else "", allowed="`next`"))
            return None

    def limit(self) -> int:
        text = self._given.get("limit", str(_DEFAULT))
        if text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= _MOST:
            return int(text)
        self._issues.append(issue("limit", "bad_count", limit=_MOST))
        return _DEFAULT

    def require_good(self) -> None:
        if self._issues:
            raise InvalidInput(tuple(self._issues))

    def _word(self, name: str, kind: type[_Kind]) -> _Kind | None:
        text = self._given.get(name)
        if text is None:
            return None
        try:
            return kind(text)
        except ValueError:
            self._issues.append(issue(name, "not_one_of", value=text[:100], allowed=", ".join(kind)))
            return None

    def _due(self) -> date | None:
        text = self._given.get("due")
        try:
            return None if text is None else _day("due", text)
        except InvalidInput as error:
            self._issues += error.issues
            return None


def _day(path: str, text: str) -> date:
    try:
        if len(text) == len("2026-01-31"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise InvalidInput((issue(path, "bad_date"),))
