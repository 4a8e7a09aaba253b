"""``/screenings``: names against the lists in force, with nothing stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import msgspec
from flask import Response

from amlrisk.api.body import objects, texts, unknown_fields
from amlrisk.api.endpoint import Resource, body_object, json_response
from amlrisk.api.schemas import ScreeningAnswer, ScreeningRequest
from amlrisk.errors import InvalidInput, Issue
from amlrisk.facts.issues import issue
from amlrisk.facts.names import check_name
from amlrisk.jobs.screen_file import COLUMNS, query_from_row
from amlrisk.screening.model import Query
from amlrisk.services.answers import hit_in_words, list_used
from amlrisk.services.api_keys import Scope
from amlrisk.services.policy_change import require_policy
from amlrisk.services.system import System

#: As many alternatives as a customer may have names.
_MOST_NAMES = 50

_Read = Callable[[Mapping[str, str]], Query]


def screenings_resource(system: System) -> Resource:
    resource = Resource("screenings", "Screen names; nothing is stored", system)

    @resource.endpoint(
        "POST",
        "/screenings",
        scope=Scope.SCREEN,
        body=ScreeningRequest,
        answers={200: ("The hits of every query, in the order asked", ScreeningAnswer)},
    )
    def screen() -> Response:
        """Screen one name, or several under `queries`.

        The same answers as `amlrisk screen`. Refused with 503 where a required list is missing or stale, or
        the policy was replaced.
        """
        require_policy(system)
        raw = body_object()
        raws = objects(raw, "queries", limit=system.settings.max_batch) if "queries" in raw else [raw]
        queries = _queries(
            raws, "queries" in raw, partial(query_from_row, key=system.settings.secret, today=system.today())
        )
        now = system.now()
        in_force = system.desk.in_force(system.rules(), now)
        found = in_force.index.screen(queries)
        return json_response(
            {
                "results": [
                    {"name": query.names[0], "hits": [hit_in_words(hit) for hit in hits]}
                    for query, hits in zip(queries, found, strict=True)
                ],
                "lists": [list_used(version, now) for version in in_force.lists],
                "index": in_force.index.version,
            }
        )

    return resource


def _queries(raws: list[dict[str, object]], numbered: bool, read: _Read) -> list[Query]:
    queries: list[Query] = []
    issues: list[Issue] = []
    for place, raw in enumerate(raws):
        path = f"queries[{place}]." if numbered else ""
        try:
            queries.append(_query(raw, read))
        except InvalidInput as error:
            issues += [msgspec.structs.replace(each, path=path + each.path) for each in error.issues]
    if issues:
        raise InvalidInput(tuple(issues))
    return queries


def _query(raw: Mapping[str, object], read: _Read) -> Query:
    row, issues = texts(raw, COLUMNS)
    issues += unknown_fields(raw, (*COLUMNS, "names"))
    names, faults = _names(raw.get("names"))
    issues += faults
    if "full_name" in row:
        names.insert(0, row["full_name"])
    if not names and not issues:
        issues.append(issue("full_name", "missing"))
    if issues:
        raise InvalidInput(tuple(issues))
    query = read({**row, "full_name": names[0]})
    rest = tuple(name.strip() for name in names[1:])
    return msgspec.structs.replace(query, names=tuple(dict.fromkeys((*query.names, *rest))))


def _names(value: object) -> tuple[list[str], list[Issue]]:
    if value is None:
        return [], []
    if not isinstance(value, list) or not value:
        return [], [issue("names", "wrong_type", expected="a list of names", expected_zh="名称列表")]
    if len(value) > _MOST_NAMES:
        return [], [issue("names", "too_many", limit=_MOST_NAMES)]
    issues: list[Issue] = []
    for place, name in enumerate(value):
        path = f"names[{place}]"
        if isinstance(name, str):
            issues += check_name(name, path)
        else:
            issues.append(issue(path, "wrong_type", expected="text", expected_zh="文本"))
    return [str(name) for name in value], issues
