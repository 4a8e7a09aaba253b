"""``/healthz`` and ``/readyz``: is the process alive, and could a check be trusted now."""

from __future__ import annotations

from flask import Response

from amlrisk.api.endpoint import Resource, json_response
from amlrisk.api.problems import language, not_ready_document, problem_response
from amlrisk.api.schemas import Health, Readiness
from amlrisk.errors import AmlriskError
from amlrisk.services.readiness import Readiness as Asked
from amlrisk.services.system import System

_OK = "ok"
"""The word that monitors of other screening services look for."""


def health_resource(system: System) -> Resource:
    resource = Resource("health", "For load balancers and monitoring; no key needed", system, prefix="")
    readiness = Asked(system)

    @resource.endpoint("GET", "/healthz", scope=None, answers={200: ("The process answers", Health)})
    def healthz() -> Response:
        """Whether the process is alive.

        Looks at nothing else.
        """
        return json_response({"status": _OK})

    @resource.endpoint(
        "GET", "/readyz", scope=None, answers={200: ("A check would be trusted", Readiness)}, problems=(503,)
    )
    def readyz() -> Response:
        """Whether a check could be trusted now.

        The tables are this program's, the policy is in force and still the installation's, every required list is there
        and fresh, the index finds what is listed, and something has just been written to the store. With 503, `code`
        says which of these fails.
        """
        try:
            ready = readiness.ask()
        except AmlriskError as error:
            return problem_response(not_ready_document(error, language()))
        rules = ready.rules
        return json_response(
            {
                "status": _OK,
                "policy": {"pack": rules.pack, "version": rules.version, "digest": rules.digest},
                "lists": [version.source for version in ready.lists],
            }
        )

    return resource
