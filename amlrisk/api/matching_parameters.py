"""The parameters of a match, read from the address; every one that cannot be right is named."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from amlrisk.errors import InvalidInput, Issue
from amlrisk.facts.issues import issue
from amlrisk.screening.index import ENGINE
from amlrisk.services.datasets import is_told
from amlrisk.services.match_entities import ALGORITHM, MatchOptions

LIMIT, MOST = 5, 500

#: ``best`` is how other tools ask for whatever a server recommends.
_ALGORITHMS = (ALGORITHM, "best", "default", ENGINE)


class Arguments(Protocol):
    """The part of werkzeug's ``MultiDict`` that is asked."""

    def get(self, key: str) -> str | None: ...

    def getlist(self, key: str) -> list[str]: ...


def _parameter(name: str, description: str, schema: Mapping[str, object], *, many: bool = False) -> dict[str, Any]:
    shape: dict[str, object] = {"type": "array", "items": dict(schema)} if many else dict(schema)
    return {"name": name, "in": "query", "required": False, "schema": shape, "description": description}


_TEXT = {"type": "string"}
_SCORE = {"type": "number", "minimum": 0, "maximum": 1}
PARAMETERS: tuple[dict[str, Any], ...] = (
    _parameter("limit", "Results for each query", {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT}),
    _parameter(
        "threshold", "Score from which results count; without it the pack's, by schema and list category", _SCORE
    ),
    _parameter("cutoff", "Score down to which results are shown, where that is below the threshold", _SCORE),
    _parameter("algorithm", "There is one", {"type": "string", "enum": list(_ALGORITHMS), "default": ALGORITHM}),
    _parameter("include_dataset", "Only these datasets; one outside the dataset asked for is added", _TEXT, many=True),
    _parameter("exclude_dataset", "Not these datasets", _TEXT, many=True),
    _parameter("exclude_schema", "No results of these schemata", _TEXT, many=True),
    _parameter("exclude_entity_ids", "Not these entities", _TEXT, many=True),
    _parameter("topics", "Only lists that tell any of these topics", _TEXT, many=True),
    _parameter("changed_since", "Only entries new or changed since this day or time (ISO 8601)", _TEXT),
)


def read_options(dataset: str, arguments: Arguments, *, now: datetime, timezone: ZoneInfo) -> MatchOptions:
    """The options of a match; raises ``InvalidInput``. Parameters that are not known (``fuzzy``) have no effect."""
    reading = _Reading(arguments)
    options = MatchOptions(
        dataset=dataset,
        limit=reading.limit(),
        threshold=reading.score("threshold"),
        cutoff=reading.score("cutoff"),
        include_datasets=reading.several("include_dataset"),
        exclude_datasets=reading.several("exclude_dataset"),
        exclude_schemata=frozenset(reading.several("exclude_schema")),
        exclude_entities=frozenset(reading.several("exclude_entity_ids")),
        topics=reading.topics(),
        changed_since=reading.moment("changed_since", now, timezone),
    )
    reading.algorithm()
    if reading.issues:
        raise InvalidInput(tuple(reading.issues))
    return options


class _Reading:
    def __init__(self, arguments: Arguments) -> None:
        self._arguments = arguments
        self.issues: list[Issue] = []

    def several(self, name: str) -> tuple[str, ...]:
        return tuple(value for value in self._arguments.getlist(name) if value)

    def algorithm(self) -> None:
        asked = self._arguments.get("algorithm") or ALGORITHM
        if asked not in _ALGORITHMS:
            self.issues.append(issue("algorithm", "not_one_of", value=asked, allowed=", ".join(_ALGORITHMS)))

    def limit(self) -> int:
        text = self._arguments.get("limit")
        if not text:
            return LIMIT
        if text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= MOST:
            return int(text)
        self._refuse("limit", f"应为 1 至 {MOST} 的整数", f"must be a whole number from 1 to {MOST}")
        return LIMIT

    def score(self, name: str) -> float | None:
        text = self._arguments.get(name)
        if not text:
            return None
        try:
            score = float(text)
        except ValueError:
            score = math.nan
        if 0.0 <= score <= 1.0:
            return score
        self._refuse(name, "应为 0 至 1 的数值", "must be a number from 0 to 1")
        return None

    def topics(self) -> tuple[str, ...]:
        """Topics that no category of lists tells find nothing; where that is so of all of them, they are refused
        rather than answered with nobody."""
        topics = self.several("topics")
        if topics and not any(is_told(topic) for topic in topics):
            self._refuse("topics", "没有任何名单说明这些主题", "are topics that no list tells")
        return topics

    def moment(self, name: str, now: datetime, timezone: ZoneInfo) -> datetime | None:
        """A day begins, and a time without zone is meant, in the installation's time zone."""
        text = self._arguments.get(name)
        if not text:
            return None
        try:
            at = datetime.fromisoformat(text)
            at = at.replace(tzinfo=timezone) if at.tzinfo is None else at
            ahead = at > now
        except (ValueError, OverflowError):
            self._refuse(name, "不是日期或时间（ISO 8601）", "is not a date or time of ISO 8601")
            return None
        if ahead:
            self.issues.append(issue(name, "date_in_future"))
        return at

    def _refuse(self, path: str, zh: str, en: str) -> None:
        self.issues.append(Issue(path=path, code="bad_parameter", zh=zh, en=en))
