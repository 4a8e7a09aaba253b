"""``/match``, ``/catalog``, ``/algorithms``: the contract that tools made for yente and OpenSanctions speak."""

from __future__ import annotations

from flask import Response, request

from amlrisk.api.endpoint import Errors, Resource, body_object, json_response
from amlrisk.api.matching_errors import MEDIA_TYPE, detail_response
from amlrisk.api.matching_parameters import PARAMETERS, read_options
from amlrisk.api.matching_schemas import Algorithms, Catalog, Detail, MatchAnswer, MatchRequest
from amlrisk.api.problems import language
from amlrisk.facts.digest import digest
from amlrisk.screening.index import ENGINE
from amlrisk.screening.words import FEATURES
from amlrisk.services.api_keys import Scope
from amlrisk.services.catalogue_of_lists import catalogue_of_lists
from amlrisk.services.match_entities import ALGORITHM, match_entities
from amlrisk.services.system import System

_DETAILS = Errors(detail_response, Detail, MEDIA_TYPE, (400, 413, 415))
_DESCRIPTION = (
    "姓名、证件号码与其他已知信息的比对；规则与数值见政策包（引擎 {engine}）",
    "Names, identity numbers and whatever else is known; the numbers are the policy pack's (engine {engine})",
)


def matching_resource(system: System) -> Resource:
    about = "The matching contract of OpenSanctions' tools; nothing is stored"
    resource = Resource("matching", about, system, prefix="", errors=_DETAILS)

    @resource.endpoint(
        "POST",
        "/match/<dataset>",
        scope=Scope.SCREEN,
        body=MatchRequest,
        answers={200: ("For every query its results, by falling score", MatchAnswer)},
        problems=(404,),
        parameters=PARAMETERS,
    )
    def match(dataset: str) -> Response:
        """Match entities against a dataset: a list in force by its source name, or `default`, `sanctions`, `peps`.

        The same hits as `/screenings`. Refused with 503 where a required list is missing or a list is stale.
        """
        options = read_options(dataset, request.args, now=system.now(), timezone=system.settings.timezone)
        return json_response(match_entities(system, body_object(), options, language=language()))

    @resource.endpoint(
        "GET", "/catalog", scope=Scope.SCREEN, answers={200: ("Every dataset, its version and age", Catalog)}
    )
    def catalog() -> Response:
        """What can be matched against, and whether it is fresh.

        Carries an `ETag`: with `If-None-Match` an unchanged catalogue is 304 without a body.
        """
        document = catalogue_of_lists(system, language=language())
        response = json_response(document)
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["Vary"] = "Accept-Language, Authorization"
        response.set_etag(digest(document))
        response.make_conditional(request)
        return response

    @resource.endpoint(
        "GET", "/algorithms", scope=Scope.SCREEN, answers={200: ("The one algorithm there is", Algorithms)}
    )
    def algorithms() -> Response:
        """How matching can be asked for: one algorithm, and the features of its explanations."""
        at = 0 if language() == "zh" else 1
        algorithm = {
            "name": ALGORITHM,
            "description": _DESCRIPTION[at].format(engine=ENGINE),
            "docs": {feature: words[at] for feature, words in FEATURES.items()},
        }
        return json_response({"algorithms": [algorithm], "default": ALGORITHM, "best": ALGORITHM})

    return resource
