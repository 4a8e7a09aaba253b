"""What is known beside the name: birth dates, gender, nationality; and that missing data never speaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.policy.matching import Matching
from amlrisk.screening.context import (
    compare_births,
    context_evidence,
    effect_of,
    effects_of,
    facts_of,
    findings_of,
    known_of,
)
from amlrisk.screening.model import Query
from amlrisk.watchlist.model import ListedEntity, Schema

from .conftest import listed, person


@pytest.mark.parametrize(
    ("a", "b", "standing"),
    [
        ("1980-05-12", "1980-05-12", "identical"),
        ("1980-05-12", "1980-05", "partial"),
        ("1980-05", "1980-05", "partial"),
        ("1980-05-12", "1980", "year_only"),
        ("1980", "1980", "year_only"),
        ("1980-05-12", "1980-12-05", "near"),
        ("1980-05-12", "1980-05-13", "near"),
        ("1980-05-12", "1980-05-23", "same_year"),
        ("1980-05-12", "1990-05-12", "near"),
        ("1980-05-12", "1980-06-23", "same_year"),
        ("1980-05", "1980-07", "same_year"),
        ("1980-05-12", "1981-07-30", "year_near"),
        ("1980", "1979", "year_near"),
        ("1980", "1982", "mismatch"),
        ("1980-05-12", "1963-01-01", "mismatch"),
    ],
)
def test_births(a: str, b: str, standing: str) -> None:
    assert compare_births(a, b) == standing
    assert compare_births(b, a) == standing


def effects(matching: Matching, query: Query, entity: ListedEntity) -> dict[str, str]:
    known, facts, numbers = known_of([query]), facts_of([entity], [0]), effects_of(matching)
    evidence = context_evidence(query, 0, known, 0, facts, numbers)
    standing, _, differ, nation, country = findings_of(0, known, 0, facts, numbers)
    assert sum(one.effect for one in evidence) == pytest.approx(effect_of(standing, differ, nation, country, numbers))
    return {one.feature: one.detail for one in evidence}


def test_the_best_of_several_dates_counts(matching: Matching) -> None:
    entity = person("x", "X", birth_dates=("1950", "1980-05-12"), birth_years=((1970, 1972),))
    for birth, detail in (("1980-05-12", "identical"), ("1971-01-01", "year_span"), ("1973-01-01", "year_near")):
        query = Query(schema=Schema.PERSON, names=("X",), birth_on=birth)
        assert effects(matching, query, entity) == {"birth_date": detail}


@pytest.mark.parametrize(("birth", "detail"), [("1969", "year_near"), ("1970", "year_span"), ("1972", "year_span")])
def test_spans_include_both_ends(matching: Matching, birth: str, detail: str) -> None:
    entity = person("x", "X", birth_years=((1970, 1972),))
    query = Query(schema=Schema.PERSON, names=("X",), birth_on=birth)
    assert effects(matching, query, entity) == {"birth_date": detail}


def test_hong_kong_is_not_against_china(matching: Matching) -> None:
    entity = person("x", "X", nationalities=("CN",))
    for code, detail in (("HK", "identical"), ("cn", "identical"), ("JP", "mismatch")):
        query = Query(schema=Schema.PERSON, names=("X",), nationalities=(code,))
        assert effects(matching, query, entity) == {"nationality": detail}


def test_gender_speaks_only_where_both_are_plain(matching: Matching) -> None:
    entity = person("x", "X", genders=("male",))
    for gender, expected in (("female", {"gender": "mismatch"}), ("Male", {}), ("other", {}), (None, {})):
        assert effects(matching, Query(schema=Schema.PERSON, names=("X",), gender=gender), entity) == expected


def test_a_company_has_a_country_and_no_birth(matching: Matching) -> None:
    company = listed("x", Schema.ORGANIZATION, "X", countries=("IR",), birth_dates=("1980",))
    query = Query(schema=Schema.ORGANIZATION, names=("X",), birth_on="1950", countries=("FR",))
    assert effects(matching, query, company) == {"country": "mismatch"}


PARTIAL = st.dates().map(lambda day: day.isoformat()).flatmap(lambda day: st.sampled_from([day, day[:7], day[:4]]))


@given(PARTIAL, PARTIAL)
def test_births_are_symmetric(a: str, b: str) -> None:
    assert compare_births(a, b) == compare_births(b, a)


def test_missing_data_never_speaks(matching: Matching) -> None:
    full = person("x", "X", birth_dates=("1980",), genders=("male",), nationalities=("CN",), countries=("CN",))
    assert effects(matching, Query(schema=Schema.PERSON, names=("X",)), full) == {}
    asked = Query(schema=Schema.PERSON, names=("X",), birth_on="1950", gender="female", nationalities=("JP",))
    assert effects(matching, asked, person("x", "X")) == {}
