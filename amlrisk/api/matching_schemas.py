"""The shapes of the matching contract, for the OpenAPI document. A test holds real answers against these."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from amlrisk.api.schemas import ProblemFault
from amlrisk.services.ftm import SCHEMATA


def _text(description: str = "") -> fields.String:
    return fields.String(required=True, metadata={"description": description} if description else {})


def _perhaps(description: str) -> fields.String:
    return fields.String(required=True, allow_none=True, metadata={"description": description})


def _texts(description: str) -> fields.List[str]:
    return fields.List(fields.String(), required=True, metadata={"description": description})


def _by_key(values: fields.Field[Any], description: str = "") -> fields.Dict:
    metadata: dict[str, Any] = {"description": description} if description else {}
    return fields.Dict(keys=fields.String(), values=values, required=True, metadata=metadata)


class Detail(Schema):
    """An error of the matching contract."""

    detail = _text("in Chinese with `Accept-Language: zh`, otherwise in English")
    code = _text("stable; see docs/errors.md")
    errors = fields.List(fields.Nested(ProblemFault), metadata={"description": "every fault of a request"})
    params = fields.Dict(metadata={"description": "with a 500 the request id; with a 503 the values of the sentence"})


class MatchEntity(Schema):
    """An entity of FollowTheMoney."""

    id = fields.String(allow_none=True, metadata={"description": "the caller's own"})
    schema = fields.String(required=True, metadata={"enum": list(SCHEMATA)})
    properties = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={"description": "property → a text or a list of texts; those not known are ignored"},
    )


class MatchRequest(Schema):
    queries = _by_key(fields.Nested(MatchEntity), "1 to 100 entities by a key of the caller's")
    weights = fields.Dict(metadata={"description": "no effect: the policy pack weighs"})
    config = fields.Dict(metadata={"description": "empty: there is nothing to set"})


class MatchExplanation(Schema):
    score = fields.Float(required=True, metadata={"description": "change of the score; of a name, the score itself"})
    detail = _text("in words")
    query = _perhaps("our side")
    candidate = _perhaps("the list's side")


class MatchResult(Schema):
    id = _text("`list-reference`, unique across lists")
    caption = _text()
    schema = _text()
    properties = _by_key(fields.List(fields.String()), "as listed, the numbers of people masked")
    datasets = _texts("the list it stands on")
    referents = _texts("always empty: lists are not merged")
    target = fields.Boolean(required=True)
    first_seen = _perhaps("when the publisher listed it, where that is said")
    last_seen = _perhaps("when the list was last obtained or confirmed")
    last_change = _perhaps("since when the list's present content is in force")
    score = fields.Float(required=True)
    match = fields.Boolean(required=True, metadata={"description": "at or above the policy pack's threshold"})
    explanations = _by_key(fields.Nested(MatchExplanation), "feature → what it did")


class MatchTotal(Schema):
    value = fields.Integer(required=True, metadata={"description": "at or above the threshold, before `limit`"})
    relation = _text("always `eq`")


class MatchQueryAnswer(Schema):
    status = fields.Integer(required=True)
    results = fields.List(fields.Nested(MatchResult), required=True, metadata={"description": "by falling score"})
    total = fields.Nested(MatchTotal, required=True)
    query = fields.Nested(MatchEntity, required=True, metadata={"description": "as it was understood"})


class MatchAnswer(Schema):
    responses = _by_key(fields.Nested(MatchQueryAnswer))
    limit = fields.Integer(required=True)


class CatalogDataset(Schema):
    name = _text()
    title = _text()
    version = _perhaps("sha256 of the files as published; of a collection, of its lists' versions")
    index_version = _perhaps("the version that is searched")
    index_current = fields.Boolean(required=True, metadata={"description": "no list of it is outdated"})
    loaded = fields.Boolean(required=True, data_key="load")
    updated_at = _perhaps("when the publisher issued it")
    last_export = _perhaps("when it was last obtained or confirmed")
    entity_count = fields.Integer(required=True)
    category = _perhaps("of the list; `collection`")
    children = _texts("the lists of a collection")


class Catalog(Schema):
    datasets = fields.List(fields.Nested(CatalogDataset), required=True)
    current = _texts("lists that are in force and fresh")
    outdated = _texts("lists that are stale, or required and missing")
    index_stale = fields.Boolean(required=True)


class Algorithm(Schema):
    name = _text()
    description = _text()
    docs = _by_key(fields.String(), "feature → what it is")


class Algorithms(Schema):
    algorithms = fields.List(fields.Nested(Algorithm), required=True)
    default = _text()
    best = _text()
