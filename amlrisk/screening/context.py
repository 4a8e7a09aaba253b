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
_NONE: frozenset[str] = frozenset()
_PERSONAL = (Schema.PERSON, Schema.UNKNOWN)


class Context(NamedTuple):
    """One side of a pair, beside its names and numbers; empty where nothing is known."""

    births: tuple[str, ...]
    birth_years: tuple[tuple[int, int], ...]
    genders: frozenset[str]
    nationalities: frozenset[str]
    countries: frozenset[str]


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
    if not given:
        return _NONE
    found = frozenset([gender.lower() for gender in given])
    return found if found <= _BINARY else _NONE


def _places(codes: Iterable[str]) -> frozenset[str]:
    if not codes:
        return _NONE
    return frozenset([COUNTRY_GROUPS.get(code.upper(), code.upper()) for code in codes])


class Finding(NamedTuple):
    """One thing found beside the name: its effect on the score, what it is, and the listed side of it."""

    effect: float
    feature: str
    detail: str
    listed: str


class Weigher:
    """The numbers of the pack, ready to weigh pairs with."""

    def __init__(self, matching: Matching) -> None:
        self._matching = matching
        self._births = {
            "identical": matching.birth_exact,
            "partial": matching.birth_partial,
            "year_only": matching.birth_partial,
            "year_span": 0.0,
            "near": -matching.birth_near,
            "year_near": -matching.birth_year_near,
            "same_year": -matching.birth_same_year,
            "mismatch": -matching.birth_mismatch,
        }

    def findings(self, query: Context, listed: Context, schema: Schema) -> list[Finding]:
        """All findings of one pair. ``schema`` is the listed entity's: organisations have no birth or gender."""
        out: list[Finding] = []
        matching = self._matching
        if schema in _PERSONAL:
            if query.births and (listed.births or listed.birth_years):
                out.append(self._birth(query.births[0], listed))
            if query.genders and listed.genders and query.genders.isdisjoint(listed.genders):
                out.append(Finding(-matching.gender_mismatch, "gender", "mismatch", _join(listed.genders)))
            if query.nationalities and listed.nationalities:
                if query.nationalities.isdisjoint(listed.nationalities):
                    effect, detail = -matching.nationality_mismatch, "mismatch"
                else:
                    effect, detail = matching.nationality_same, "identical"
                out.append(Finding(effect, "nationality", detail, _join(listed.nationalities)))
        elif query.countries and listed.countries:
            if query.countries.isdisjoint(listed.countries):
                out.append(Finding(-matching.country_mismatch, "country", "mismatch", _join(listed.countries)))
            else:
                out.append(Finding(0.0, "country", "identical", _join(listed.countries)))
        return out

    def _birth(self, birth: str, listed: Context) -> Finding:
        """The most favourable of the listed dates and spans of years."""
        effects = self._births
        best: Finding | None = None
        for date in listed.births:
            detail = compare_births(birth, date)
            if best is None or effects[detail] > best.effect:
                best = Finding(effects[detail], "birth_date", detail, date)
        year = int(birth[:4])
        for first, last in listed.birth_years:
            detail = "year_span" if first <= year <= last else "mismatch"
            if detail == "mismatch" and first - 1 <= year <= last + 1:
                detail = "year_near"
            if best is None or effects[detail] > best.effect:
                best = Finding(effects[detail], "birth_date", detail, f"{first}-{last}")
        assert best is not None  # the caller has seen a date or a span
        return best


def evidence_of(findings: Iterable[Finding], query: Context) -> tuple[Evidence, ...]:
    """The findings as evidence, with the query's side."""
    sides = {
        "birth_date": ", ".join(query.births),
        "gender": _join(query.genders),
        "nationality": _join(query.nationalities),
        "country": _join(query.countries),
    }
    return tuple(
        Evidence(feature=one.feature, detail=one.detail, effect=one.effect, query=sides[one.feature], listed=one.listed)
        for one in findings
    )


def _join(values: frozenset[str]) -> str:
    return next(iter(values)) if len(values) == 1 else ", ".join(sorted(values))


def compare_births(a: str, b: str) -> str:
    """How two partial dates (``YYYY[-MM[-DD]]``) stand to each other. The same in either order.

    >>> compare_births("1980-05-12", "1980-05-12"), compare_births("1980-05-12", "1980")
    ('identical', 'year_only')
    >>> compare_births("1980-05-12", "1980-12-05"), compare_births("1980-05-12", "1981-05-12")
    ('near', 'near')
    """
    if a == b:
        return "identical" if len(a) == 10 else "year_only" if len(a) == 4 else "partial"
    if len(a) == len(b) == 10:
        if _slip(a, b):
            return "near"
    elif a.startswith(b) or b.startswith(a):
        return "year_only" if min(len(a), len(b)) == 4 else "partial"
    years = abs(int(a[:4]) - int(b[:4]))
    return "mismatch" if years > 1 else "year_near" if years else "same_year"


def _slip(a: str, b: str) -> bool:
    """One digit mistyped, or day and month swapped: slips of the pen."""
    if a[:4] == b[:4]:
        return (a[5:7] == b[8:] and a[8:] == b[5:7]) or _one_digit(a[5:], b[5:])
    return a[4:] == b[4:] and _one_digit(a[:4], b[:4])


def _one_digit(a: str, b: str) -> bool:
    return sum([x != y for x, y in zip(a, b, strict=True)]) == 1
