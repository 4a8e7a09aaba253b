"""The ``Idempotency-Key`` header: what is sent again under the same key counts once."""

from __future__ import annotations

import re
from typing import Any

from flask import request

from amlrisk.errors import InvalidInput, Issue

# Printable ASCII without space: what a header carries unchanged.
_KEY = re.compile(r"[\x21-\x7e]{1,200}")


def key_parameter(description: str) -> dict[str, Any]:
    """The header as OpenAPI describes it."""
    return {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "schema": {"type": "string", "minLength": 1, "maxLength": 200},
        "description": description,
    }


def idempotency_key() -> str | None:
    """The key of this request, None without one; raises ``InvalidInput``."""
    key = request.headers.get("Idempotency-Key")
    if key is None or _KEY.fullmatch(key):
        return key
    raise InvalidInput(
        (
            Issue(
                path="Idempotency-Key",
                code="bad_idempotency_key",
                zh="应为 1 至 200 个可见 ASCII 字符",
                en="must be 1 to 200 visible ASCII characters",
            ),
        )
    )
