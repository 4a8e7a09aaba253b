"""How an endpoint is declared: its address, who may call it, what goes in and out. Guard and documentation are
made from the same words, so that neither can be forgotten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any

from flask import Response, g, request
from flask_smorest import Blueprint
from marshmallow import Schema
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from amlrisk.api.problems import MEDIA_TYPE, Respond, on_domain_error, on_exception, problem_response
from amlrisk.api.schemas import Problem
from amlrisk.errors import AmlriskError, InputTooLarge
from amlrisk.facts.digest import canonical
from amlrisk.review.authority import Permission
from amlrisk.services.api_keys import PERMISSIONS, Scope, authenticate
from amlrisk.services.json_input import read_json_object
from amlrisk.services.system import System

PREFIX = "/api/v1"
#: The name of the security scheme in the OpenAPI document.
SECURITY = "key"

View = Callable[..., Response]
#: A schema, or what OpenAPI says in its own words.
Shape = type[Schema] | dict[str, Any]

_PROBLEMS = {
    400: "The body is not JSON, or not an object",
    401: "No valid key",
    403: "The key lacks the scope",
    404: "No such thing",
    409: "Contradicts what is recorded",
    413: "The body is too large",
    415: "The body is not `application/json`",
    422: "Something in the body is wrong; `errors` names every fault with its path",
    500: "The installation is not in order, or a defect",
    503: "No trustworthy answer now: nothing was decided and nothing recorded",
}


@dataclass(frozen=True, slots=True)
class Errors:
    """The form in which a resource says what went wrong; ``wrong_body`` are the statuses of a body that is refused."""

    respond: Respond
    schema: type[Schema]
    media_type: str
    wrong_body: tuple[int, ...]


PROBLEMS = Errors(problem_response, Problem, MEDIA_TYPE, (400, 413, 415, 422))


class Resource:
    """The endpoints of one resource, on one flask-smorest blueprint."""

    def __init__(
        self, name: str, description: str, system: System, *, prefix: str = PREFIX, errors: Errors = PROBLEMS
    ) -> None:
        self.blueprint = Blueprint(name, f"amlrisk.api.{name}", url_prefix=prefix, description=description)
        self.blueprint.register_error_handler(AmlriskError, partial(on_domain_error, respond=errors.respond))
        self.blueprint.register_error_handler(Exception, partial(on_exception, respond=errors.respond))
        self._system = system
        self._errors = errors

    def endpoint(  # noqa: PLR0913 - a declaration: each word is named where it is used
        self,
        method: str,
        rule: str,
        *,
        scope: Scope | None,
        answers: Mapping[int, tuple[str, Shape]],
        body: Shape | None = None,
        problems: tuple[int, ...] = (),
        parameters: tuple[dict[str, Any], ...] = (),
        media_type: str = "application/json",
        known_without_key: Callable[[], bool] = lambda: False,
    ) -> Callable[[View], View]:
        """Declare a view. ``scope`` is what the caller's key must carry, None where anyone may ask.

        ``answers`` says status → text, schema, in ``media_type``; ``problems`` the statuses beyond those of every
        endpoint. Where ``known_without_key`` says so of the request, no key is asked for.

        The view's docstring is its documentation.
        """

        permission = Permission.SIGN_IN if scope is None else PERMISSIONS[scope]

        def declare(view: View) -> View:
            @wraps(view)
            def guarded(**arguments: str) -> Response:
                if scope is not None and not known_without_key():
                    g.key = authenticate(self._system, request.headers.get("Authorization"), scope)
                return view(**arguments)

            guards = () if scope is None else (401, 403, 500, 503)
            readings = () if body is None else self._errors.wrong_body
            doc: dict[str, Any] = {
                "operationId": view.__name__,
                "responses": _responses(answers, media_type, {*guards, *readings, *problems}, self._errors),
            }
            if scope is not None:
                doc |= {"security": [{SECURITY: []}], "x-scope": scope.value}
            if body is not None:
                doc["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
            if parameters:
                doc["parameters"] = list(parameters)
            guarded.permission = permission  # type: ignore[attr-defined]  # read by the test of the whole table
            documented = self.blueprint.doc(**doc)(guarded)
            self.blueprint.add_url_rule(rule, view.__name__, documented, methods=[method])
            return guarded

        return declare


def _responses(
    answers: Mapping[int, tuple[str, Shape]], media_type: str, problems: set[int], errors: Errors
) -> dict[str, Any]:
    responses: dict[str, Any] = {
        str(status): {"description": text, "content": {media_type: {"schema": schema}}}
        for status, (text, schema) in answers.items()
    }
    for status in sorted(problems):
        content = {errors.media_type: {"schema": errors.schema}}
        responses[str(status)] = {"description": _PROBLEMS[status], "content": content}
    return responses


def body_bytes() -> bytes:
    """The request's body; raises ``InputTooLarge``, or 415 for another media type than JSON."""
    if request.mimetype != "application/json":
        raise UnsupportedMediaType()
    limit = request.max_content_length
    try:
        data = request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise InputTooLarge(size=f"{request.content_length} B", limit=f"{limit} B") from error
    # Of a chunked body, which does not say its length, the framework silently reads no more than the limit.
    if request.content_length is None and limit is not None and len(data) >= limit:
        raise InputTooLarge(size=f"≥ {limit} B", limit=f"{limit} B")
    return data


def body_object() -> dict[str, object]:
    return read_json_object(body_bytes())


def json_response(value: object, status: int = 200) -> Response:
    """``value`` as JSON. Grades are confidential: nothing on the way may keep a copy."""
    data = value if isinstance(value, bytes) else canonical(value)
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(data, status=status, content_type="application/json", headers=headers)


def caller() -> str:
    """The id of the key that was authenticated for this request."""
    key_id: str = g.key.id
    return key_id


def record_view(system: System, kind: str, subject: str, **detail: object) -> None:
    """That a key was shown grades: ``subject`` is the customer, ``kind`` what was shown of them."""
    system.store.audit.append("viewed", caller(), subject, {"kind": kind, "by": "api_key", **detail}, system.now())
