"""``/lists``: what is screened against."""

from __future__ import annotations

from flask import Response

from amlrisk.api.endpoint import Resource, json_response
from amlrisk.api.schemas import Lists
from amlrisk.services.answers import list_document
from amlrisk.services.api_keys import Scope
from amlrisk.services.list_status import list_states
from amlrisk.services.system import System


def lists_resource(system: System) -> Resource:
    resource = Resource("lists", "The lists in force, their versions and ages", system)

    @resource.endpoint(
        "GET", "/lists", scope=Scope.READ, answers={200: ("Every source of the catalogue, required first", Lists)}
    )
    def get_lists() -> Response:
        """Every source of the catalogue: version in force, age, counts, freshness, and what was quarantined."""
        return json_response({"lists": [list_document(state) for state in list_states(system)]})

    return resource
