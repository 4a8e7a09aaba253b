"""What is known beside the name: what speaks for the pair and what against it. Missing data never speaks.

Dates, genders and places are numbers here, so that the search can weigh them for every listed name; the same compiled
functions find the evidence that is shown. How much a finding weighs is the pack's to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from amlrisk.policy.matching import Matching
from amlrisk.screening.arrays import F64, I32, I64, U8, U16, Facts, ragged
from amlrisk.screening.identifiers import COUNTRY_GROUPS
from amlrisk.screening.model import Evidence, Query
from amlrisk.screening.native import native_inline
from amlrisk.watchlist.model import ListedEntity, Schema

SCHEMAS = tuple(Schema)
"""The position of a schema is its number in the arrays."""
_PERSON, _UNKNOWN = SCHEMAS.index(Schema.PERSON), SCHEMAS.index(Schema.UNKNOWN)

STANDINGS = ("identical", "partial", "year_only", "year_span", "near", "year_near", "same_year", "mismatch")
"""How two birth dates stand to each other; the position is the number the compiled functions give."""
_IDENTICAL, _PARTIAL, _YEAR_ONLY, _YEAR_SPAN, _NEAR, _YEAR_NEAR, _SAME_YEAR, _MISMATCH = range(8)
_UNKNOWN_STANDING = -1
_GENDER_MISMATCH, _NATION_SAME, _NATION_MISMATCH, _COUNTRY_MISMATCH = range(8, 12)
_GENDERS = {"male": 1, "female": 2}
_LETTERS = 26


# --- facts as numbers -----------------------------------------------------------------------------------


def date_number(text: str) -> int:
    """``YYYY[-MM[-DD]]`` -> YYYYMMDD, zeros for what is not known."""
    digits = text.replace("-", "")
    return int(digits.ljust(8, "0"))


def _date_text(number: int) -> str:
    year, month, day = number // 10000, number // 100 % 100, number % 100
    return f"{year:04}-{month:02}-{day:02}" if day else f"{year:04}-{month:02}" if month else f"{year:04}"


def gender_bits(given: Iterable[str]) -> int:
    """Only a plain male or female can contradict; anything else counts as not known: 0."""
    bits = 0
    for gender in given:
        bit = _GENDERS.get(gender.lower())
        if bit is None:
            return 0
        bits |= bit
    return bits


def place_number(code: str) -> int:
    """ISO 3166 alpha-2 -> a number; Hong Kong, Macau and Taiwan are those of China (``COUNTRY_GROUPS``)."""
    code = code.upper()
    code = COUNTRY_GROUPS.get(code, code)
    return (ord(code[0]) - 64) * (_LETTERS + 1) + ord(code[1]) - 64


def _place_text(number: int) -> str:
    first, second = divmod(number, _LETTERS + 1)
    return chr(first + 64) + chr(second + 64)


def facts_of(entities: Sequence[ListedEntity], sources: Sequence[int]) -> Facts:
    """The facts of listed entities, each of the list of that number."""
    birth_starts, births = ragged([[date_number(date) for date in one.birth_dates] for one in entities], np.int32)
    span_starts, spans = ragged([[y for span in one.birth_years for y in span] for one in entities], np.int16)
    persons = [one.schema is Schema.PERSON for one in entities]
    nation_starts, nations = ragged(
        [
            sorted({place_number(code) for code in one.nationalities}) if person else []
            for one, person in zip(entities, persons, strict=True)
        ],
        np.uint16,
    )
    country_starts, countries = ragged(
        [sorted({place_number(code) for code in one.countries}) for one in entities], np.uint16
    )
    return Facts(
        sources=np.array(sources, dtype=np.uint16),
        schemas=np.array([SCHEMAS.index(one.schema) for one in entities], dtype=np.uint8),
        genders=np.array([gender_bits(one.genders) for one in entities], dtype=np.uint8),
        birth_starts=birth_starts,
        births=births,
        span_starts=span_starts // 2,
        spans=spans,
        nation_starts=nation_starts,
        nations=nations,
        country_starts=country_starts,
        countries=countries,
    )


class Known(NamedTuple):
    """What is known of those who are screened, a row a query; 0 or nothing where it is not."""

    births: I32
    genders: U8
    nation_starts: I64
    nations: U16
    country_starts: I64
    countries: U16


def known_of(queries: Sequence[Query]) -> Known:
    nation_starts, nations = ragged([[place_number(code) for code in one.nationalities] for one in queries], np.uint16)
    country_starts, countries = ragged([[place_number(code) for code in one.countries] for one in queries], np.uint16)
    return Known(
        births=np.array([date_number(one.birth_on) if one.birth_on else 0 for one in queries], dtype=np.int32),
        genders=np.array([_GENDERS.get((one.gender or "").lower(), 0) for one in queries], dtype=np.uint8),
        nation_starts=nation_starts,
        nations=nations,
        country_starts=country_starts,
        countries=countries,
    )


# --- the comparison -------------------------------------------------------------------------------------


def has_birth(schemas: U8) -> NDArray[np.bool_]:
    """Which entities of these schemas can be born: only their birth dates are compared."""
    return np.isin(schemas, (_PERSON, _UNKNOWN))


def effects_of(matching: Matching) -> F64:
    """What each finding adds to the score: the standings of birth dates in order, then the rest."""
    return np.array(
        [
            matching.birth_exact,
            matching.birth_partial,
            matching.birth_partial,
            0.0,
            -matching.birth_near,
            -matching.birth_year_near,
            -matching.birth_same_year,
            -matching.birth_mismatch,
            -matching.gender_mismatch,
            matching.nationality_same,
            -matching.nationality_mismatch,
            -matching.country_mismatch,
        ]
    )


@native_inline
def birth_standing(a: int, b: int) -> int:
    """How two partial dates (YYYYMMDD) stand to each other: the position in ``STANDINGS``. The same in either order."""
    if a == b:
        return _IDENTICAL if a % 100 else _PARTIAL if a % 10000 else _YEAR_ONLY
    year_a, year_b = a // 10000, b // 10000
    rest_a, rest_b = a % 10000, b % 10000
    years = abs(year_a - year_b)
    standing = _MISMATCH if years > 1 else _YEAR_NEAR if years == 1 else _SAME_YEAR
    if rest_a % 100 and rest_b % 100:
        # One digit mistyped, or day and month swapped: slips of the pen.
        swapped = rest_a // 100 == rest_b % 100 and rest_a % 100 == rest_b // 100
        if (years == 0 and swapped) or _digits_apart(a, b) == 1:
            standing = _NEAR
    elif years == 0:
        if rest_a == 0 or rest_b == 0:
            standing = _YEAR_ONLY
        elif rest_a // 100 == rest_b // 100:
            standing = _PARTIAL
    return standing


@native_inline
def _digits_apart(a: int, b: int) -> int:
    count = 0
    while a or b:
        count += a % 10 != b % 10
        a //= 10
        b //= 10
    return count


@native_inline
def best_birth(birth: int, entity: int, facts: Facts, effects: F64) -> tuple[int, int]:
    """The most favourable of the listed dates and spans of years: (standing, which), dates counted before spans.

    (-1, -1) where either side is not known.
    """
    best, which = _UNKNOWN_STANDING, -1
    if birth == 0:
        return best, which
    first = facts.birth_starts[entity]
    last = facts.birth_starts[entity + 1]
    for at in range(first, last):
        standing = birth_standing(birth, facts.births[at])
        if best < 0 or effects[standing] > effects[best]:
            best, which = standing, at - first
    year = birth // 10000
    for at in range(facts.span_starts[entity], facts.span_starts[entity + 1]):
        begin, end = facts.spans[2 * at], facts.spans[2 * at + 1]
        standing = _MISMATCH
        if begin <= year <= end:
            standing = _YEAR_SPAN
        elif begin - 1 <= year <= end + 1:
            standing = _YEAR_NEAR
        if best < 0 or effects[standing] > effects[best]:
            best, which = standing, last - first + at - facts.span_starts[entity]
    return best, which


@native_inline
def _share(mine: U16, first: int, last: int, theirs: U16, start: int, end: int) -> bool:
    for at in range(first, last):
        for other in range(start, end):
            if mine[at] == theirs[other]:
                return True
    return False


@native_inline
def findings_of(query: int, known: Known, entity: int, facts: Facts, effects: F64) -> tuple[int, int, bool, int, int]:
    """(birth standing, which birth, genders differ, nationality, country); nationality and country: 1 the same, -1
    different, 0 not known. Organisations have no birth, gender or nationality, persons no country."""
    schema = facts.schemas[entity]
    if schema not in (_PERSON, _UNKNOWN):
        country = _places(known.country_starts, known.countries, query, facts.country_starts, facts.countries, entity)
        return -1, -1, False, 0, country
    standing, which = best_birth(known.births[query], entity, facts, effects)
    mine, theirs = known.genders[query], facts.genders[entity]
    differ = mine != 0 and theirs != 0 and (mine & theirs) == 0
    nation = _places(known.nation_starts, known.nations, query, facts.nation_starts, facts.nations, entity)
    return standing, which, differ, nation, 0


@native_inline
def _places(mine_starts: I64, mine: U16, query: int, their_starts: I64, theirs: U16, entity: int) -> int:
    first, last = mine_starts[query], mine_starts[query + 1]
    start, end = their_starts[entity], their_starts[entity + 1]
    if first == last or start == end:
        return 0
    return 1 if _share(mine, first, last, theirs, start, end) else -1


@native_inline
def effect_of(standing: int, differ: bool, nation: int, country: int, effects: F64) -> float:
    """What findings add to the score together."""
    effect = 0.0
    if standing >= 0:
        effect += effects[standing]
    if differ:
        effect += effects[_GENDER_MISMATCH]
    if nation > 0:
        effect += effects[_NATION_SAME]
    elif nation < 0:
        effect += effects[_NATION_MISMATCH]
    if country < 0:
        effect += effects[_COUNTRY_MISMATCH]
    return effect


# --- evidence -------------------------------------------------------------------------------------------


def compare_births(a: str, b: str) -> str:
    """How two partial dates (``YYYY[-MM[-DD]]``) stand to each other. The same in either order.

    >>> compare_births("1980-05-12", "1980-05-12"), compare_births("1980-05-12", "1980")
    ('identical', 'year_only')
    >>> compare_births("1980-05-12", "1980-12-05"), compare_births("1980-05-12", "1981-05-12")
    ('near', 'near')
    """
    return STANDINGS[birth_standing(date_number(a), date_number(b))]


def context_evidence(
    query: Query, at: int, known: Known, entity: int, facts: Facts, effects: F64
) -> tuple[Evidence, ...]:
    """The findings of a pair as evidence, ``query`` being row ``at`` of ``known``."""
    standing, which, differ, nation, country = findings_of(at, known, entity, facts, effects)
    out: list[Evidence] = []
    if standing >= 0:
        out.append(
            Evidence(
                feature="birth_date",
                detail=STANDINGS[standing],
                effect=float(effects[standing]),
                query=query.birth_on or "",
                listed=_listed_birth(entity, which, facts),
            )
        )
    if differ:
        out.append(
            Evidence(
                feature="gender",
                detail="mismatch",
                effect=float(effects[_GENDER_MISMATCH]),
                query=(query.gender or "").lower(),
                listed=_genders_text(int(facts.genders[entity])),
            )
        )
    if nation:
        listed = facts.nations[facts.nation_starts[entity] : facts.nation_starts[entity + 1]]
        effect = effects[_NATION_SAME if nation > 0 else _NATION_MISMATCH]
        out.append(_place_evidence("nationality", nation, float(effect), query.nationalities, listed))
    if country:
        listed = facts.countries[facts.country_starts[entity] : facts.country_starts[entity + 1]]
        effect = 0.0 if country > 0 else effects[_COUNTRY_MISMATCH]
        out.append(_place_evidence("country", country, float(effect), query.countries, listed))
    return tuple(out)


def _place_evidence(feature: str, same: int, effect: float, mine: Iterable[str], listed: U16) -> Evidence:
    return Evidence(
        feature=feature,
        detail="identical" if same > 0 else "mismatch",
        effect=effect,
        query=", ".join(sorted({_place_text(place_number(code)) for code in mine})),
        listed=", ".join(sorted(_place_text(int(number)) for number in listed)),
    )


def _genders_text(bits: int) -> str:
    return ", ".join(sorted(gender for gender, bit in _GENDERS.items() if bits & bit))


def _listed_birth(entity: int, which: int, facts: Facts) -> str:
    first, last = int(facts.birth_starts[entity]), int(facts.birth_starts[entity + 1])
    if which < last - first:
        return _date_text(int(facts.births[first + which]))
    span = int(facts.span_starts[entity]) + which - (last - first)
    return f"{facts.spans[2 * span]}-{facts.spans[2 * span + 1]}"
