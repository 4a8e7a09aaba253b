"""The one mapping from what went wrong to an HTTP answer: RFC 9457 ``application/problem+json``.

A branch of the error tree decides the status, once, here. Nothing about the inside of the installation leaves:
of a wrong configuration or an unexpected exception a caller learns the code and a request id to find it by in
the log.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import uuid4

import msgspec
import structlog
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from amlrisk.errors import (
    AccessError,
    AmlriskError,
    ConfigurationError,
    ConflictError,
    Forbidden,
    InputError,
    InputTooLarge,
    InvalidInput,
    ListMissing,
    ListStale,
    MalformedInput,
    NotFoundError,
    UnavailableError,
)
from amlrisk.facts.digest import canonical

DOCUMENTATION = "/api/v1/docs"
MEDIA_TYPE = "application/problem+json"

Respond = Callable[[dict[str, object]], Response]
"""How a problem's document becomes an answer: in full, or in the form of another contract."""

#: Seconds after which it is worth asking again: a lock passes, a list is imported by people.
_RETRY_AFTER = "5"

#: Branch of the error tree → status and title; the more particular class stands first.
STATUSES: tuple[tuple[type[AmlriskError], int, str], ...] = (
    (MalformedInput, 400, "The request cannot be read"),
    (InputTooLarge, 413, "The request is too large"),
    (InputError, 422, "The input is wrong"),
    (Forbidden, 403, "Not allowed"),
    (AccessError, 401, "Not authenticated"),
    (NotFoundError, 404, "Not found"),
    (ConflictError, 409, "Contradicts what is recorded"),
    (UnavailableError, 503, "No trustworthy answer now"),
    (ConfigurationError, 500, "The installation is not in order"),
    (AmlriskError, 500, "Internal error"),
)

_INTERNAL = ("内部错误，已按请求编号记录", "An internal error, logged under the request id")

_NOT_READY = ("暂不能作出可信的结论", "No check can be trusted now")

#: Flask's own errors under /api: code, and the sentence in two languages.
HTTP_ERRORS: dict[int, tuple[str, str, str]] = {
    400: ("bad_request", "请求无法处理", "The request cannot be handled"),
    404: ("no_such_resource", "没有这个地址", "There is no such address"),
    405: ("method_not_allowed", "该地址不支持此方法", "This address does not support the method"),
    413: ("input_too_large", "请求内容过大", "The request body is too large"),
    415: ("unsupported_media_type", "请求内容应为 application/json", "The body must be application/json"),
}


def status_of(kind: type[AmlriskError]) -> int:
    """The status of an error class."""
    return next(status for branch, status, _ in STATUSES if issubclass(kind, branch))


def problem_document(error: AmlriskError, language: str = "en") -> dict[str, object]:
    """An error as the fields of RFC 9457, with the stable code, both languages, and every fault's path."""
    status, title = next((status, title) for branch, status, title in STATUSES if isinstance(error, branch))
    hidden = status == 500
    sentences = _INTERNAL if hidden else (error.text("zh"), error.text("en"))
    document = _document(status, title, error.code, sentences, language)
    if isinstance(error, InvalidInput):
        document["errors"] = list(error.issues)
    elif error.params and not hidden:
        document["params"] = {name: _plain(value) for name, value in error.params.items()}
    return document


def not_ready_document(error: AmlriskError, language: str) -> dict[str, object]:
    """Why checks should go elsewhere: 503 whatever the reason. Nobody was authenticated to ask, so that of a fault
    in the installation or the store only the code is told."""
    if isinstance(error, ListMissing | ListStale):
        return problem_document(error, language)
    return _document(503, "Not ready", error.code, _NOT_READY, language)


def problem_response(document: dict[str, object]) -> Response:
    """The document as an answer, with the headers that belong to its status."""
    status = document["status"]
    assert isinstance(status, int)
    return error_response(document, status, MEDIA_TYPE)


def error_response(body: object, status: int, media_type: str) -> Response:
    """``body`` as an answer, with the headers that belong to ``status``."""
    response = Response(msgspec.json.encode(body), status=status, content_type=media_type)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="amlrisk"'
    elif status == 503:
        response.headers["Retry-After"] = _RETRY_AFTER
    response.headers["Cache-Control"] = "no-store"
    return response


def on_domain_error(error: AmlriskError, respond: Respond = problem_response) -> Response:
    """An error raised on purpose. What is ours to mend is logged; what is the caller's is not."""
    document = problem_document(error, language())
    if document["status"] == 500:
        document["params"] = {"request_id": _log("configuration_error", error)}
    elif document["status"] == 503:
        structlog.get_logger().warning("unavailable", code=error.code, path=request.path)
    return respond(document)


def on_exception(error: Exception, respond: Respond = problem_response) -> Response:
    """Anything else: a defect. The caller gets a request id, the log the rest."""
    if isinstance(error, HTTPException):
        return on_http_error(error, respond)
    document = _document(500, "Internal error", "internal_error", _INTERNAL, language())
    document["params"] = {"request_id": _log("unexpected_error", error)}
    return respond(document)


def on_http_error(error: HTTPException, respond: Respond = problem_response) -> Response:
    """What Flask itself refuses, in the same form."""
    status = error.code or 500
    code, zh, en = HTTP_ERRORS.get(status, HTTP_ERRORS[400])
    response = respond(_document(status, error.name, code, (zh, en), language()))
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def register_problems(app: Flask, forms: Mapping[str, Respond]) -> None:
    """Flask's own errors take the form of the address (``forms``: first part of the path → form); elsewhere they stay
    as they are."""

    def handle(error: HTTPException) -> Response | HTTPException:
        respond = forms.get(request.path.split("/")[1])
        return error if respond is None else on_http_error(error, respond)

    app.register_error_handler(HTTPException, handle)


def language() -> str:
    """``zh`` where the caller prefers Chinese, otherwise ``en``."""
    best = request.accept_languages.best or "en"
    return "zh" if best.lower().startswith("zh") else "en"


def _document(status: int, title: str, code: str, sentences: tuple[str, str], language: str) -> dict[str, object]:
    zh, en = sentences
    return {
        "type": f"{DOCUMENTATION}#{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": zh if language == "zh" else en,
        "detail_en": en,
        "detail_zh": zh,
    }


def _log(event: str, error: Exception) -> str:
    request_id = uuid4().hex
    structlog.get_logger().error(event, request_id=request_id, method=request.method, path=request.path, exc_info=error)
    return request_id


def _plain(value: object) -> object:
    """A parameter as JSON can carry it; what it cannot, as text."""
    try:
        return msgspec.json.decode(canonical(value))
    except TypeError:
        return str(value)
