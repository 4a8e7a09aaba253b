"""Error pages: the same errors as the API tells machines, in words for people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from flask import Blueprint, Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from amlrisk.console.headers import protect
from amlrisk.errors import AccessError, AmlriskError, ConflictError, InputError, NotFoundError, UnavailableError

log = structlog.get_logger(__name__)

# Addresses that machines ask: theirs is the API's form of an error.
_MACHINES = ("/api/", "/match", "/catalog", "/algorithms", "/healthz", "/readyz", "/metrics")
_PAGES = (404, 405)


def register_errors(app: Flask, pages: Blueprint, frame: Callable[[], dict[str, Any]]) -> None:
    """Error pages for ``pages``, and for addresses that nobody has; ``frame`` is what every page has."""

    def page(status: int, error: AmlriskError | None = None) -> Response:
        body = render_template("message.html", status=status, error=error, **frame())
        return protect(make_response(body, status))

    def on_domain_error(error: AmlriskError) -> Response:
        status = _status(error)
        if status >= 500:
            log.warning("page_failed", code=error.code, path=request.path, reason=error.text("en"))
        # What is wrong with the installation is for the log, not for whoever opens a page.
        return page(status, None if status in (404, 500) else error)

    def on_unexpected(error: Exception) -> Response | HTTPException:
        if isinstance(error, HTTPException):
            return error
        log.error("page_failed", path=request.path, exc_info=error)
        return page(500)

    def on_no_page(error: HTTPException) -> Any:
        if request.path.startswith(_MACHINES):
            others = app.error_handler_spec[None][None].get(HTTPException)
            return error if others is None else app.ensure_sync(others)(error)
        return page(error.code or 404)

    pages.register_error_handler(AmlriskError, on_domain_error)
    pages.register_error_handler(Exception, on_unexpected)
    for status in _PAGES:
        app.register_error_handler(status, on_no_page)


def _status(error: AmlriskError) -> int:
    branches = (
        (NotFoundError, 404),
        (AccessError, 403),
        (InputError, 422),
        (ConflictError, 409),
        (UnavailableError, 503),
    )
    return next((status for branch, status in branches if isinstance(error, branch)), 500)
