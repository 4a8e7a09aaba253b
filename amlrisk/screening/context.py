"""What is known beside the name: what speaks for the pair and what against it. Missing data never speaks.

Each function gives the change of the score and the evidence for it. Numbers come from the pack.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from amlrisk.policy.matching import Matching
from amlrisk.screening.identifiers import COUNTRY_GROUPS
from amlrisk.screening.model import Evidence, Query
from amlrisk.watchlist.model import ListedEntity, Schema

_BINARY = frozenset(("male", "female"))


class Context(NamedTuple):
    """One side of a pair, beside its names and numbers; empty where nothing is known."""

    births: tuple[str, ...]
    birth_years: tuple[tuple[int, int], ...]
    genders: frozenset[str]
    nationalities: frozenset[str]
    countries: frozenset[str]


class Weighing(NamedTuple):
    """The sum of the effects, and the evidence of each."""

    effect: float
    evidence: tuple[Evidence, ...]


def context_of_entity(entity: ListedEntity) -> Context:
    return Context(
        births=entity.birth_dates,
        birth_years=entity.birth_years,
        genders=_genders(entity.genders),
        nationalities=_places(entity.nationalities) if entity.schema is Schema.PERSON else frozenset(),
        countries=_places(entity.countries),
    )


def context_of_query(query: Query) -> Context:
    return Context(
        births=(query.birth_on,) if query.birth_on else (),
        birth_years=(),
        genders=_genders((query.gender,) if query.gender else ()),
        nationalities=_places(query.nationalities),
        countries=_places(query.countries),
    )


def _genders(given: Iterable[str]) -> frozenset[str]:
    """Only a plain male or female can contradict; anything else counts as not known."""
    found = frozenset(gender.lower() for gender in given)
    return found if found <= _BINARY else frozenset()


def _places(codes: Iterable[str]) -> frozenset[str]:
    return frozenset(COUNTRY_GROUPS.get(code.upper(), code.upper()) for code in codes)


def weigh(query: Context, listed: Context, schema: Schema, matching: Matching) -> Weighing:
    """All effects of one pair. ``schema`` is the listed entity's: organisations have no birth or gender."""
    evidence: list[Evidence] = []
    if schema is Schema.PERSON or schema is Schema.UNKNOWN:
        if query.births and (listed.births or listed.birth_years):
            evidence.append(_birth(query.births[0], listed, matching))
        if query.genders and listed.genders and not query.genders & listed.genders:
            evidence.append(_sets("gender", "mismatch", -matching.gender_mismatch, query.genders, listed.genders))
        if query.nationalities and listed.nationalities:
            same = bool(query.nationalities & listed.nationalities)
            effect = matching.nationality_same if same else -matching.nationality_mismatch
            detail = "identical" if same else "mismatch"
            evidence.append(_sets("nationality", detail, effect, query.nationalities, listed.nationalities))
    elif query.countries and listed.countries:
        same = bool(query.countries & listed.countries)
        effect = 0.0 if same else -matching.country_mismatch
        detail = "identical" if same else "mismatch"
        evidence.append(_sets("country", detail, effect, query.countries, listed.countries))
    return Weighing(sum(item.effect for item in evidence), tuple(evidence))


def _sets(feature: str, detail: str, effect: float, a: frozenset[str], b: frozenset[str]) -> Evidence:
    return Evidence(
        feature=feature, detail=detail, effect=effect, query=", ".join(sorted(a)), listed=", ".join(sorted(b))
    )


def _birth(birth: str, listed: Context, matching: Matching) -> Evidence:
    """The most favourable of the listed dates and spans of years."""
    effects = {
        "identical": matching.birth_exact,
        "partial": matching.birth_partial,
        "year_only": matching.birth_partial,
        "year_span": 0.0,
        "near": -matching.birth_near,
        "year_near": -matching.birth_year_near,
        "same_year": -matching.birth_same_year,
        "mismatch": -matching.birth_mismatch,
    }
    found = [(effects[detail], detail, date) for date in listed.births for detail in (compare_births(birth, date),)]
    year = int(birth[:4])
    for first, last in listed.birth_years:
        detail = "year_span" if first <= year <= last else "mismatch"
        if detail == "mismatch" and first - 1 <= year <= last + 1:
            detail = "year_near"
        found.append((effects[detail], detail, f"{first}-{last}"))
    effect, detail, date = max(found)
    return Evidence(feature="birth_date", detail=detail, effect=effect, query=birth, listed=date)


def compare_births(a: str, b: str) -> str:
    """How two partial dates (``YYYY[-MM[-DD]]``) stand to each other. The same in either order.

    >>> compare_births("1980-05-12", "1980-05-12"), compare_births("1980-05-12", "1980")
    ('identical', 'year_only')
    >>> compare_births("1980-05-12", "1980-12-05"), compare_births("1980-05-12", "1981-05-12")
    ('near', 'near')
    """
    if a == b:
        return "identical" if len(a) == 10 else "year_only" if len(a) == 4 else "partial"
    if a.startswith(b) or b.startswith(a):
        return "year_only" if min(len(a), len(b)) == 4 else "partial"
    if len(a) == len(b) == 10 and _slip(a, b):
        return "near"
    if a[:4] == b[:4]:
        return "same_year"
    return "year_near" if abs(int(a[:4]) - int(b[:4])) <= 1 else "mismatch"


def _slip(a: str, b: str) -> bool:
    """One digit mistyped, or day and month swapped: slips of the pen."""
    if a[:4] == b[:4] and a[5:7] == b[8:] and a[8:] == b[5:7]:
        return True
    return sum(x != y for x, y in zip(a, b, strict=True)) == 1
