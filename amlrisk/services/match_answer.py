"""Hits as the entities of FollowTheMoney that a match answers with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time

import msgspec

from amlrisk.facts.dates import span
from amlrisk.facts.identifiers import mask
from amlrisk.policy.vocabulary import ListCategory
from amlrisk.screening.model import Evidence, Hit
from amlrisk.screening.words import describe
from amlrisk.services import ftm
from amlrisk.services.datasets import TOPICS
from amlrisk.services.wording import Document
from amlrisk.watchlist.model import ListedEntity, Schema

_OWN = frozenset((ListCategory.INTERNAL_REFUSE, ListCategory.INTERNAL_WATCH))
_PERSONAL = frozenset((Schema.PERSON, Schema.UNKNOWN))


class Dates(msgspec.Struct, frozen=True, kw_only=True):
    """Of a list: when it was last obtained or confirmed, and since when its present content is in force."""

    confirmed_at: datetime
    since: datetime | None


def entity_id(source: str, ref: str) -> str:
    """Unique across all lists, and lasting as long as the publisher's own reference: ``un-QDi.001``.

    The name of a source holds no hyphen, so that the first one parts the two.
    """
    return f"{source}-{ref}"


def scored_entity(hit: Hit, entity: ListedEntity, *, match: bool, dates: Dates, language: str) -> Document:
    """A hit with its listed record. ``last_change`` is when the list's present content came into force: the entry
    changed then or earlier."""
    first = entity.listed_on and datetime.combine(span(entity.listed_on)[0], time(), UTC).isoformat()
    return {
        "id": entity_id(hit.source, hit.entity),
        "caption": entity.names[0].text if entity.names else hit.name,
        "schema": hit.schema.value,
        "properties": properties_of(entity, hit.category),
        "datasets": [hit.source],
        "referents": [],
        "target": True,
        "first_seen": first,
        "last_seen": dates.confirmed_at.isoformat(),
        "last_change": dates.since and dates.since.isoformat(),
        "score": hit.score,
        "match": match,
        "explanations": explanations(hit.evidence, language),
    }


def explanations(evidence: Sequence[Evidence], language: str) -> dict[str, Document]:
    """Feature → what it did, in words; a feature met again is numbered: ``name_part``, ``name_part_2`` …

    ``score`` of ``name`` is what the names alone are worth, of ``name_part`` how alike the two are; of all others
    what they add to the name's score or take off it.
    """
    counts: dict[str, int] = {}
    told: dict[str, Document] = {}
    for each in evidence:
        number = counts[each.feature] = counts.get(each.feature, 0) + 1
        told[each.feature if number == 1 else f"{each.feature}_{number}"] = {
            "score": each.effect,
            "detail": describe(each, language),
            "query": each.query or None,
            "candidate": each.listed or None,
        }
    return told


def properties_of(entity: ListedEntity, category: ListCategory) -> dict[str, list[str]]:
    """The listed record in properties of FollowTheMoney, those that are known.

    Left out: remarks, and the reasons on a company's own lists, which are for its officers. The numbers of people
    are masked as everywhere: who has the number sees in the explanation that it is the same.
    """
    found: dict[str, dict[str, None]] = {}

    def put(name: str, *values: str | None) -> None:
        found.setdefault(name, {}).update(dict.fromkeys(value for value in values if value))

    for name in entity.names:
        put(ftm.LISTED_NAMES[name.kind], name.text)
        if entity.schema is Schema.PERSON:
            put("firstName", name.given)
            put("lastName", name.surname)
    years = [str(year) for first, last in entity.birth_years for year in range(first, last + 1)]
    put("birthDate", *entity.birth_dates, *years)
    put("birthPlace", *entity.birth_places)
    put("gender", *entity.genders)
    put("nationality", *(code.lower() for code in entity.nationalities))
    put("country", *(code.lower() for code in entity.countries))
    put("address", *entity.addresses)
    for identifier in entity.identifiers:
        shown = mask(None, identifier.number) if entity.schema in _PERSONAL else identifier.number
        put(ftm.LISTED_NUMBERS.get(identifier.kind, ftm.OTHER_NUMBER), shown)
    if category not in _OWN:
        put("program", *entity.programmes)
    put("sourceUrl", entity.source_url)
    put("topics", TOPICS[category][0])
    return {name: list(values) for name, values in found.items() if values}


def query_result(asked: Mapping[str, object], results: list[Document], total: int) -> Document:
    """What is answered for one of the entities asked for."""
    return {"status": 200, "results": results, "total": {"value": total, "relation": "eq"}, "query": asked}
