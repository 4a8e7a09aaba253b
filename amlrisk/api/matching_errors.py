"""Errors as the matching contract has them: ``{"detail": …}``, and 400 for everything that is wrong with a request.

The mapping of errors is that of ``problems``; only the form differs. ``code`` and ``errors`` are ours: the stable
code, and every fault with its path.
"""

from __future__ import annotations

from flask import Response

from amlrisk.api.problems import error_response

MEDIA_TYPE = "application/json"

_BAD_REQUEST, _UNPROCESSABLE = 400, 422


def detail_response(document: dict[str, object]) -> Response:
    """A problem's document in the form of the contract."""
    status = document["status"]
    assert isinstance(status, int)
    kept = ("detail", "code", "errors", "params") if status >= 500 else ("detail", "code", "errors")
    body = {name: document[name] for name in kept if name in document}
    return error_response(body, _BAD_REQUEST if status == _UNPROCESSABLE else status, MEDIA_TYPE)
