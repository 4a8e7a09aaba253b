"""JSON over HTTP: one file a resource, one mapping of errors, one way to declare an endpoint."""

from __future__ import annotations

from threading import Lock
from typing import Any

from flask import Flask
from flask_smorest import Api, Blueprint

from amlrisk import __version__
from amlrisk.api.assessments import assessments_resource
from amlrisk.api.cases import cases_resource
from amlrisk.api.checks import checks_resource
from amlrisk.api.customers import customers_resource
from amlrisk.api.documentation import documentation
from amlrisk.api.endpoint import PREFIX, SECURITY
from amlrisk.api.health import health_resource
from amlrisk.api.lists import lists_resource
from amlrisk.api.matching import matching_resource
from amlrisk.api.matching_errors import detail_response
from amlrisk.api.metrics import measure_requests, metrics_resource
from amlrisk.api.problems import Respond, problem_response, register_problems
from amlrisk.api.runs import runs_resource
from amlrisk.api.screenings import screenings_resource
from amlrisk.api.tiers import tiers_resource
from amlrisk.api.webhooks import webhooks_resource
from amlrisk.services.system import System

_ABOUT = (
    "Screens customers against sanctions and other lists, grades them into four money-laundering risk grades, and "
    "explains every decision. 名单筛查与客户洗钱风险评级；每个结论均可解释、可重算。"
)


_RESOURCES = (
    checks_resource,
    screenings_resource,
    customers_resource,
    cases_resource,
    assessments_resource,
    tiers_resource,
    webhooks_resource,
    lists_resource,
    runs_resource,
    matching_resource,
    health_resource,
    metrics_resource,
)

_FORMS: dict[str, Respond] = {
    "api": problem_response,
    "match": detail_response,
    "catalog": detail_response,
    "algorithms": detail_response,
    "metrics": problem_response,
}
"""First part of an address → the form of its errors."""


class _Api(Api):  # type: ignore[misc]  # the base is untyped
    """Collects the OpenAPI document; errors and the page are ours.

    The document is made when it is first asked for: it takes longer than all else that starting the application does.
    """

    def __init__(self, app: Flask, **options: Any) -> None:
        super().__init__(app, **options)
        self._resources: list[Blueprint] = []
        self._making = Lock()

    def _register_error_handlers(self) -> None:
        """None: ``problems`` maps errors, and pages outside the API keep their own."""

    def add(self, resource: Blueprint) -> None:
        """Register a resource; it is documented later."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][resource.name] = self
        self._app.register_blueprint(resource)
        self._resources.append(resource)

    def document(self) -> dict[str, Any]:
        """The OpenAPI document of all resources."""
        with self._making:
            for resource in self._resources:
                resource.register_views_in_doc(self, self._app, self.spec, name=resource.name, parameters=None)
                self.spec.tag({"name": resource.name, "description": resource.description})
            self._resources.clear()
            found: dict[str, Any] = self.spec.to_dict()
            return found


def register_api(app: Flask, system: System) -> None:
    """Put the API and its documentation under ``/api/v1``; beside it the addresses that other tools look for at the
    root: ``/healthz``, ``/readyz``, ``/metrics``, ``/match``, ``/catalog``, ``/algorithms``."""
    api = _Api(
        app,
        spec_kwargs={
            "title": "amlrisk",
            "version": __version__,
            "openapi_version": "3.1.0",
            "info": {"description": _ABOUT},
            "servers": [{"url": "/"}],
        },
    )
    api.spec.components.security_scheme(SECURITY, {"type": "http", "scheme": "bearer"})
    for make in _RESOURCES:
        api.add(make(system).blueprint)
    app.register_blueprint(documentation(api.document), url_prefix=PREFIX)
    register_problems(app, _FORMS)
    measure_requests(app, system.meter)
