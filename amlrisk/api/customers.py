"""``/customers``: facts, history, and what officers decide."""

from __future__ import annotations

import re
from datetime import date

from flask import Response, request

from amlrisk.api.body import required_texts
from amlrisk.api.endpoint import Resource, body_object, caller, json_response, record_view
from amlrisk.api.schemas import Answer, AssessmentHistory, CustomerDocument, DispositionRequest
from amlrisk.errors import InvalidInput, NotFound
from amlrisk.facts.issues import issue
from amlrisk.screening.model import Disposition, DispositionKind
from amlrisk.services.answers import answer_of, customer_view, summary_of
from amlrisk.services.api_keys import Scope
from amlrisk.services.customer_schema import CustomerSchema
from amlrisk.services.decide_hit import decide_hit
from amlrisk.services.save_customer import save_customer
from amlrisk.services.system import System

_MOST_ASSESSMENTS = 1000
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LIMIT = {
    "name": "limit",
    "in": "query",
    "schema": {"type": "integer", "minimum": 1, "maximum": _MOST_ASSESSMENTS, "default": 100},
}


def customers_resource(system: System) -> Resource:
    resource = Resource("customers", "What is known of a customer, and how they were graded", system)

    @resource.endpoint(
        "PUT",
        "/customers/<ref>",
        scope=Scope.WRITE,
        body=CustomerSchema,
        answers={
            200: ("Saved; or the same facts as before, and nothing changed", CustomerDocument),
            201: ("A new customer, saved and graded", CustomerDocument),
        },
    )
    def put_customer(ref: str) -> Response:
        """Save a customer's facts and grade them again at once.

        New or changed facts are screened and graded in the same transaction (a change of key identity data must
        be re-graded immediately). Where that cannot be done (503), nothing is saved. The same facts again change
        nothing. `ref` in the body must be the one of the address.
        """
        saved = save_customer(system, ref, body_object(), actor=caller())
        record_view(system, "customer", saved.ref)
        return json_response(_view(saved.ref), status=201 if saved.outcome == "added" else 200)

    @resource.endpoint(
        "GET",
        "/customers/<ref>",
        scope=Scope.READ,
        answers={200: ("Facts with numbers masked, and the current grade", CustomerDocument)},
        problems=(404,),
    )
    def get_customer(ref: str) -> Response:
        """A customer's facts as last heard, and the grade that counts now."""
        view = _view(ref)
        record_view(system, "customer", ref)
        return json_response(view)

    @resource.endpoint(
        "GET",
        "/customers/<ref>/assessments",
        scope=Scope.READ,
        answers={200: ("Newest first", AssessmentHistory)},
        problems=(404, 422),
        parameters=(_LIMIT,),
    )
    def list_assessments(ref: str) -> Response:
        """A customer's assessments, the newest first."""
        limit = _limit()
        if ref not in system.store.customers.digests([ref]):
            raise NotFound(kind="customer", ref=ref)
        rules = system.rules()
        history = system.store.assessments.history(ref, limit)
        record_view(system, "history", ref)
        return json_response({"customer": ref, "assessments": [summary_of(each, rules) for each in history]})

    @resource.endpoint(
        "POST",
        "/customers/<ref>/dispositions",
        scope=Scope.DECIDE,
        body=DispositionRequest,
        answers={201: ("Recorded; the new assessment", Answer)},
        problems=(404,),
    )
    def decide(ref: str) -> Response:
        """Record what an officer found a hit to be, and grade the customer again at once.

        Dispositions are appended, never edited: the latest one on a pair of party and listed entity counts. It holds
        until it expires, until either side changes, or until the entry leaves its list and comes back; the hit is then
        `reopened`, with the reasons. A true match does not expire, and counts as confirmed until it is decided again.
        """
        fields = required_texts(
            body_object(), ("party", "source", "entity", "kind", "reason", "author"), optional=("expires_on",)
        )
        if fields["kind"] not in set(DispositionKind):
            allowed = ", ".join(DispositionKind)
            raise InvalidInput((issue("kind", "not_one_of", value=fields["kind"], allowed=allowed),))
        disposition = Disposition(
            customer=ref,
            party=fields["party"],
            source=fields["source"],
            entity=fields["entity"],
            kind=DispositionKind(fields["kind"]),
            reason=fields["reason"],
            author=fields["author"],
            expires_on=_day(fields["expires_on"], "expires_on") if "expires_on" in fields else None,
        )
        assessment = decide_hit(system, disposition, key=caller())
        return json_response(answer_of(assessment, system.rules(), now=assessment.assessed_at), status=201)

    def _view(ref: str) -> dict[str, object]:
        customer = system.store.customers.get(ref)
        current = system.store.assessments.current_of([ref]).get(ref)
        return customer_view(customer, current, system.rules())

    return resource


def _day(text: str, path: str) -> date:
    if not _DAY.fullmatch(text):
        raise InvalidInput((issue(path, "bad_date"),))
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput((issue(path, "bad_date"),)) from error


def _limit() -> int:
    text = request.args.get("limit", "100")
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= _MOST_ASSESSMENTS:
        raise InvalidInput((issue("limit", "bad_count", limit=_MOST_ASSESSMENTS),))
    return int(text)
