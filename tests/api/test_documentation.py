"""The OpenAPI document and its page say what there is; ``docs/errors.md`` knows every error."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openapi_spec_validator import validate

from amlrisk import errors
from amlrisk.api.documentation import error_classes
from amlrisk.api.problems import HTTP_ERRORS, STATUSES, problem_document, status_of
from amlrisk.cli.exits import EXIT_CODES
from amlrisk.errors import AmlriskError, InvalidInput, Issue
from tests.api.conftest import Api

ROOT = Path(__file__).resolve().parents[2]
_INTERFACES = ("/api/", "/match", "/catalog", "/algorithms", "/healthz", "/readyz", "/metrics")
_NOT_DOCUMENTED = {"/api/v1/openapi.json", "/api/v1/docs", "/api/v1/docs/static/<path:filename>"}


@pytest.fixture
def spec(api: Api) -> dict[str, Any]:
    document: dict[str, Any] = Api(api.client.application, None).get("/api/v1/openapi.json").get_json()
    return document


def test_every_route_is_in_the_document(app: Flask, spec: dict[str, Any]) -> None:
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(_INTERFACES) and rule.rule not in _NOT_DOCUMENTED
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    documented = {
        (path, method) for path, item in spec["paths"].items() for method in item if method in {"get", "post", "put"}
    }
    assert documented == routes
    assert len(documented) == 36


def test_every_reference_resolves(spec: dict[str, Any]) -> None:
    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if "$ref" in value:
                place: Any = spec
                for name in value["$ref"].removeprefix("#/").split("/"):
                    place = place[name]
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(spec)


def test_the_document_is_valid_openapi(spec: dict[str, Any]) -> None:
    validate(spec)


def test_only_health_is_open(spec: dict[str, Any]) -> None:
    unguarded = {
        path for path, item in spec["paths"].items() for name, each in item.items()
        if name in {"get", "post", "put"} and not each.get("security")
    }  # fmt: skip
    assert unguarded == {"/healthz", "/readyz"}


def test_the_body_of_a_check_is_the_customer(spec: dict[str, Any]) -> None:
    body = spec["paths"]["/api/v1/checks"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/Customer"}
    assert spec["components"]["schemas"]["Customer"]["additionalProperties"] is False
    names = [each["name"] for each in spec["paths"]["/api/v1/checks"]["post"]["parameters"]]
    assert names == ["Idempotency-Key"]


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        found = dict(attrs)
        self.ids += [value for value in [found.get("id")] if value]
        self.links += [value for name in ("href", "src") if (value := found.get(name))]


def test_the_page_needs_neither_script_nor_the_internet(app: Flask, spec: dict[str, Any]) -> None:
    client = app.test_client()
    response = client.get("/api/v1/docs")
    assert response.status_code == 200
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    page = _Page()
    page.feed(response.text)
    assert "script" not in page.tags
    assert "style" not in page.tags
    assert len(page.ids) == len(set(page.ids))
    for link in page.links:
        if link.startswith("#"):
            assert link[1:] in page.ids, link
        else:
            assert client.get(link if link.startswith("/") else f"/api/v1/{link}").status_code == 200, link
    for item in spec["paths"].values():
        for name, operation in item.items():
            if name != "parameters":
                assert operation["operationId"] in page.ids
    assert {each.code for each in error_classes()} <= set(page.ids)


# --- errors ----------------------------------------------------------------------------------------------


def test_every_branch_has_a_status_and_an_exit_code() -> None:
    branches = [each for each in AmlriskError.__subclasses__() if each.__module__ == errors.__name__]
    assert {branch for branch, _, _ in STATUSES} >= set(branches)
    assert set(EXIT_CODES) == set(branches)


@pytest.mark.parametrize("kind", error_classes(), ids=lambda kind: kind.code)
def test_every_error_is_documented_with_status_and_exit_code(kind: type[AmlriskError]) -> None:
    rows = re.findall(rf"^\| `{kind.code}` \| (\d+) \| (\d+) \| .+ \| .+ \|$", _errors_page(), re.MULTILINE)
    exit_code = next(code for branch, code in EXIT_CODES.items() if issubclass(kind, branch))
    assert rows == [(str(status_of(kind)), str(exit_code))]


def test_no_error_is_documented_that_is_not_there() -> None:
    documented = set(re.findall(r"^\| `(\w+)` \|", _errors_page(), re.MULTILINE))
    http = {code for code, _, _ in HTTP_ERRORS.values()} | {"internal_error"}
    assert documented == {each.code for each in error_classes()} | http


def _errors_page() -> str:
    return (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", error_classes(), ids=lambda kind: kind.code)
def test_every_error_becomes_a_problem(kind: type[AmlriskError]) -> None:
    if issubclass(kind, InvalidInput):
        error: AmlriskError = kind((Issue(path="a", code="b", zh="丙", en="c"),))
    else:
        error = kind(**dict.fromkeys(re.findall(r"{(\w+)}", kind.zh + kind.en), "secret-detail"))
    document = problem_document(error, "zh")
    assert document["status"] == status_of(kind)
    assert document["detail"] == document["detail_zh"]
    if document["status"] == 500:
        assert "secret-detail" not in str(document)


def test_an_address_under_the_api_that_is_not_there(api: Api) -> None:
    response = api.get("/api/v1/nothing", Accept_Language="zh")
    assert (response.status_code, response.content_type) == (404, "application/problem+json")
    assert response.get_json()["code"] == "no_such_resource"
    assert response.get_json()["detail"] == "没有这个地址"


def test_another_method(api: Api) -> None:
    response = api("DELETE", "/api/v1/customers/C-1")
    assert (response.status_code, response.get_json()["code"]) == (405, "method_not_allowed")
    assert set(response.headers["Allow"].split(", ")) >= {"GET", "PUT"}


def test_a_defect_tells_nothing_but_a_request_id(app: Flask, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("secret-detail")

    monkeypatch.setattr("amlrisk.api.lists.list_states", broken)
    response = api.get("/api/v1/lists")
    problem = response.get_json()
    assert (response.status_code, problem["code"]) == (500, "internal_error")
    assert re.fullmatch("[0-9a-f]{32}", problem["params"]["request_id"])
    assert "secret-detail" not in response.text
