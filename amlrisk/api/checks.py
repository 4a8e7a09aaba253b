"""``/checks``: decide at the moment of sale."""

from __future__ import annotations

import hashlib

from flask import Response

from amlrisk.api.body import objects
from amlrisk.api.endpoint import Resource, body_bytes, body_object, caller, json_response
from amlrisk.api.idempotency import idempotency_key, key_parameter
from amlrisk.api.problems import language, problem_document
from amlrisk.api.schemas import Answer, BatchAnswer
from amlrisk.errors import AmlriskError
from amlrisk.services.api_keys import Scope
from amlrisk.services.check_customer import Once, check_batch, check_customer
from amlrisk.services.customer_schema import CustomerSchema
from amlrisk.services.json_input import read_json_object
from amlrisk.services.system import System

_KEY_PARAMETER = key_parameter(
    "The same key with the same body gives the same answer and one assessment; with another body 409."
)
_BATCH_BODY = {
    "type": "object",
    "required": ["customers"],
    "additionalProperties": False,
    "properties": {
        "customers": {"type": "array", "minItems": 1, "items": {"$ref": "#/components/schemas/Customer"}},
    },
}


def checks_resource(system: System) -> Resource:
    resource = Resource("checks", "Screen and grade a customer; the answer is recorded", system)

    @resource.endpoint(
        "POST",
        "/checks",
        scope=Scope.CHECK,
        body=CustomerSchema,
        answers={200: ("Decided, recorded, explained", Answer)},
        problems=(409,),
        parameters=(_KEY_PARAMETER,),
    )
    def check() -> Response:
        """Check one customer.

        Every party is screened against all lists in force, the customer is graded, the assessment is recorded,
        and only then is it answered. The body holds the facts; identity numbers are sealed on the way in.
        """
        body = body_bytes()
        once = _once(body)
        return json_response(check_customer(system, read_json_object(body), once=once, actor=caller()))

    @resource.endpoint(
        "POST",
        "/checks/batch",
        scope=Scope.CHECK,
        body=_BATCH_BODY,
        answers={200: ("For every customer an answer or a problem, in the order asked", BatchAnswer)},
    )
    def check_many() -> Response:
        """Check many customers at once.

        A customer whose facts are wrong gets a problem; the others are decided and recorded all the same, in one
        transaction. `AMLRISK_MAX_BATCH` limits how many.
        """
        raws = objects(body_object(), "customers", limit=system.settings.max_batch)
        return json_response({"results": [_item(result) for result in check_batch(system, raws, actor=caller())]})

    return resource


def _item(result: dict[str, object] | AmlriskError) -> dict[str, object]:
    if isinstance(result, AmlriskError):
        return {"problem": problem_document(result, language())}
    return {"answer": result}


def _once(body: bytes) -> Once | None:
    key = idempotency_key()
    if key is None:
        return None
    return Once(api_key=caller(), key=key, body_sha256=hashlib.sha256(body).hexdigest())
