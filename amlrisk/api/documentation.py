"""The OpenAPI document, and a page made from it on the server: no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import msgspec
from flask import Blueprint, Response, render_template

from amlrisk import errors
from amlrisk.api.problems import HTTP_ERRORS, status_of
from amlrisk.errors import AmlriskError

_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def documentation(make: Callable[[], dict[str, Any]]) -> Blueprint:
    """``/openapi.json`` and ``/docs``, of the document that ``make`` makes."""
    blueprint = Blueprint(
        "api_docs",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/docs/static",
    )
    specification = cache(make)

    @blueprint.get("/openapi.json")
    def openapi() -> Response:
        return Response(msgspec.json.encode(specification()), content_type="application/json")

    @blueprint.get("/docs")
    def docs() -> Response:
        spec = specification()
        page = render_template(
            "api_docs.html",
            info=spec["info"],
            groups=_groups(spec),
            schemas=spec["components"]["schemas"],
            errors=_error_rows(),
            type_of=type_of,
        )
        return Response(page, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": _POLICY})

    return blueprint


def error_classes() -> list[type[AmlriskError]]:
    """Every error with a code of its own, in the order of ``amlrisk/errors.py``."""
    found = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, AmlriskError)]
    return [each for each in found if "code" in vars(each) and each is not AmlriskError]


def _error_rows() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [
        {"code": each.code, "status": status_of(each), "zh": each.zh, "en": each.en} for each in error_classes()
    ]
    known = {row["code"] for row in rows}
    rows += [
        {"code": code, "status": status, "zh": zh, "en": en}
        for status, (code, zh, en) in HTTP_ERRORS.items()
        if code not in known
    ]
    rows.append({"code": "internal_error", "status": 500, "zh": "程序缺陷，已记录", "en": "A defect, logged"})
    return rows


def _groups(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """The operations by tag, in the order of the tags."""
    operations = [
        {"method": method.upper(), "path": path, **operation}
        for path, methods in spec["paths"].items()
        for method, operation in methods.items()
        if method in {"get", "post", "put", "delete", "patch"}
    ]
    for operation, path_item in ((each, spec["paths"][each["path"]]) for each in operations):
        operation["parameters"] = [*path_item.get("parameters", ()), *operation.get("parameters", ())]
    return [
        {**tag, "operations": [each for each in operations if tag["name"] in each.get("tags", ())]}
        for tag in spec["tags"]
    ]


def type_of(schema: dict[str, Any]) -> list[tuple[str, str | None]]:
    """A schema as words, each with the name of the schema it points to (None: plain text)."""
    return list(_type_of(schema))


def _type_of(schema: dict[str, Any]) -> Iterator[tuple[str, str | None]]:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        yield name, name
        return
    for choice in ("allOf", "oneOf", "anyOf"):
        if choice in schema:
            for place, each in enumerate(schema[choice]):
                if place:
                    yield " | ", None
                yield from _type_of(each)
            return
    kind = schema.get("type", "any")
    kinds = kind if isinstance(kind, list) else [kind]
    for place, each in enumerate(kinds):
        if place:
            yield " | ", None
        if each == "array":
            yield "list of ", None
            yield from _type_of(schema.get("items", {}))
        else:
            yield each, None
    if "enum" in schema:
        yield ": " + ", ".join(str(each) for each in schema["enum"] if each is not None), None
