"""Entities of FollowTheMoney read as queries. Every name is invented."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from amlrisk.errors import InvalidInput
from amlrisk.facts.identifiers import number_digest
from amlrisk.facts.model import DocumentKind
from amlrisk.screening.model import Query
from amlrisk.services.match_input import MOST_NAMES_SCREENED, MOST_QUERIES, Asked, read_asked
from amlrisk.watchlist.model import Schema

KEY = b"a secret that only tests may know"
TODAY = date(2026, 7, 15)


def _asked(schema: str = "Person", **properties: Any) -> Asked:
    body = {"queries": {"q": {"id": "c-1", "schema": schema, "properties": properties}}}
    (asked,) = read_asked(body, key=KEY, today=TODAY)
    return asked


def _query(schema: str = "Person", **properties: Any) -> Query:
    (query,) = _asked(schema, **properties).queries
    return query


@pytest.mark.parametrize(
    ("schema", "screened"),
    [
        ("Person", Schema.PERSON),
        ("LegalEntity", Schema.UNKNOWN),
        ("Organization", Schema.ORGANIZATION),
        ("Company", Schema.ORGANIZATION),
        ("PublicBody", Schema.ORGANIZATION),
        ("Vessel", Schema.VESSEL),
        ("Airplane", Schema.AIRCRAFT),
    ],
)
def test_schemata(schema: str, screened: Schema) -> None:
    assert _query(schema, name="Demo Hollow").schema is screened
    assert _asked(schema, name="Demo Hollow").echo["schema"] == schema


@pytest.mark.parametrize(
    ("properties", "names"),
    [
        ({"name": "Ivo Testov"}, ("Ivo Testov",)),
        ({"name": [" Ivo Testov "]}, ("Ivo Testov",)),
        ({"name": ["Ivo Testov", "Ivo Testov"], "alias": "Iwo T."}, ("Ivo Testov", "Iwo T.")),
        ({"weakAlias": ["The Demo"], "previousName": "Ivo Beta"}, ("Ivo Beta", "The Demo")),
        ({"name": ["…", "", None, "Ivo Testov"]}, ("Ivo Testov",)),
        ({"firstName": "Ivo", "lastName": "Testov"}, ("Ivo Testov",)),
        ({"firstName": "Ivo", "fatherName": "Demovich", "lastName": "Testov"}, ("Ivo Demovich Testov",)),
        ({"firstName": "Ivo", "middleName": "D", "lastName": ["Testov", "Beta"]}, ("Ivo D Testov", "Ivo D Beta")),
        ({"lastName": "Testov"}, ("Testov",)),
        ({"firstName": "岚溪", "lastName": "欧阳"}, ("欧阳岚溪",)),
        ({"firstName": "지우", "lastName": "남궁"}, ("남궁지우",)),
        ({"firstName": "Lanxi", "lastName": "欧阳"}, ("Lanxi 欧阳",)),
        ({"name": "Ivo Testov", "lastName": "Testov"}, ("Ivo Testov",)),
        ({"name": "Testov, Ivo", "firstName": "Ivo", "lastName": "Testov"}, ("Testov, Ivo", "Ivo Testov")),
    ],
)
def test_names(properties: dict[str, Any], names: tuple[str, ...]) -> None:
    assert _query(**properties).names == names


def test_what_else_is_known() -> None:
    query = _query(
        name="Ivo Testov",
        birthDate="1971-03-14",
        birthPlace=["Demo City"],
        gender="M",
        nationality=["ru", "Yemen"],
        citizenship="RU",
        country="中国",
        hobby={"not": "read"},
        height=1.8,
    )
    assert (query.birth_on, query.birth_place, query.gender) == ("1971-03-14", "Demo City", "male")
    assert (query.nationalities, query.countries) == (("RU", "YE"), ("CN",))


def test_what_says_nothing_is_left_out_and_the_answer_shows_it() -> None:
    asked = _asked(name="Ivo Testov", nationality=["Nowhere", "cn"], gender="unknown", birthDate=[None, " "])
    (query,) = asked.queries
    assert (query.nationalities, query.gender, query.birth_on) == (("CN",), None, None)
    assert asked.echo == {
        "id": "c-1",
        "schema": "Person",
        "properties": {"name": ["Ivo Testov"], "nationality": ["cn"]},
    }


def test_genders_that_contradict_each_other_say_nothing() -> None:
    assert _query(name="Ivo Testov", gender=["male", "female"]).gender is None


@pytest.mark.parametrize(
    ("given", "births"),
    [
        ("1971/3/14", ("1971-03-14",)),
        ("1971-03-14T00:00:00", ("1971-03-14",)),
        (["1971", "1971-03-14", "1971-03"], ("1971-03-14",)),
        (["1971-03-14", "1973"], ("1971-03-14", "1973")),
    ],
)
def test_birth_dates(given: Any, births: tuple[str, ...]) -> None:
    assert tuple(query.birth_on for query in _asked(name="Ivo Testov", birthDate=given).queries) == births


@pytest.mark.parametrize(
    ("name", "number", "kind", "sealed"),
    [
        ("passportNumber", "RX 998-8776", "passport", number_digest(KEY, "RX9988776", DocumentKind.PASSPORT)),
        ("idNumber", "110105710314117", "", number_digest(KEY, "110105197103141178")),
        ("innCode", "7700000000", "tax_id", number_digest(KEY, "7700000000")),
        ("registrationNumber", "A-1", "registration", number_digest(KEY, "A1")),
        ("imoNumber", "IMO 9074729", "imo", number_digest(KEY, "9074729")),
        ("imoNumber", "9074729", "imo", number_digest(KEY, "9074729")),
    ],
)
def test_numbers_are_sealed_as_those_on_the_lists_are(name: str, number: str, kind: str, sealed: str) -> None:
    asked = _asked("LegalEntity", name="Demo Hollow", **{name: number})
    (identifier,) = asked.queries[0].identifiers
    assert (identifier.kind, identifier.digest, identifier.country) == (kind, sealed, None)
    assert number not in str(asked.echo)


# --- refusals -----------------------------------------------------------------------------------------


def _faults(body: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidInput) as caught:
        read_asked(body, key=KEY, today=TODAY)
    assert all(each.zh and each.en for each in caught.value.issues)
    return [(each.path, each.code) for each in caught.value.issues]


GOOD = {"schema": "Person", "properties": {"name": "Ivo Testov"}}


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        ({}, "queries", "missing"),
        ({"queries": None}, "queries", "missing"),
        ({"queries": []}, "queries", "wrong_type"),
        ({"queries": {}}, "queries", "empty"),
        ({"queries": {str(number): GOOD for number in range(MOST_QUERIES + 1)}}, "queries", "too_many"),
        ({"queries": {"q": None}}, "queries.q", "wrong_type"),
        ({"queries": {"q": GOOD}, "weights": 1}, "weights", "wrong_type"),
        ({"queries": {"q": GOOD}, "config": []}, "config", "wrong_type"),
        ({"queries": {"q": GOOD}, "config": {"nm_x": 1}}, "config.nm_x", "unknown_field"),
        ({"queries": {"q": {"properties": {"name": "A B"}}}}, "queries.q.schema", "missing"),
        ({"queries": {"q": {**GOOD, "schema": "Robot"}}}, "queries.q.schema", "not_one_of"),
        ({"queries": {"q": {**GOOD, "schema": "Vehicle"}}}, "queries.q.schema", "not_one_of"),
        ({"queries": {"q": {**GOOD, "schema": ["Person"]}}}, "queries.q.schema", "wrong_type"),
        ({"queries": {"q": {**GOOD, "id": 1}}}, "queries.q.id", "wrong_type"),
        ({"queries": {"q": {"schema": "Person"}}}, "queries.q.properties", "missing"),
        ({"queries": {"q": {**GOOD, "properties": ["x"]}}}, "queries.q.properties", "wrong_type"),
    ],
)
def test_a_body_that_cannot_be_right(body: Any, path: str, code: str) -> None:
    assert (path, code) in _faults(body)


@pytest.mark.parametrize(
    ("properties", "path", "code"),
    [
        ({}, "name", "missing"),
        ({"name": []}, "name", "no_letters"),
        ({"name": ["…", "\u200f"]}, "name", "no_letters"),
        ({"alias": "--"}, "name", "missing"),
        ({"name": 7}, "name", "wrong_type"),
        ({"name": ["Ivo", 7]}, "name[1]", "wrong_type"),
        ({"name": {"first": "Ivo"}}, "name", "wrong_type"),
        ({"name": "x" * 501}, "name", "too_long"),
        ({"name": "Ivo\u202eTestov"}, "name", "control_character"),
        ({"name": [f"Name {number}" for number in range(51)]}, "name", "too_many"),
        ({"firstName": list("abcdefgh"), "lastName": list("abcdefgh")}, "name", "too_many"),
        ({"name": "Ivo", "birthDate": "1971-02-30"}, "birthDate", "bad_partial_date"),
        ({"name": "Ivo", "birthDate": ["1971", "soon"]}, "birthDate[1]", "bad_partial_date"),
        ({"name": "Ivo", "birthDate": "2027"}, "birthDate", "date_in_future"),
        ({"name": "Ivo", "birthDate": "1066"}, "birthDate", "date_too_early"),
        ({"name": "Ivo", "birthDate": [f"19{year}" for year in range(60, 66)]}, "birthDate", "too_many"),
        ({"name": "Ivo", "nationality": [["ru"]]}, "nationality[0]", "wrong_type"),
        ({"name": "Ivo", "passportNumber": 998}, "passportNumber", "wrong_type"),
        ({"name": "Ivo", "idNumber": [f"A{number}" for number in range(51)]}, "", "too_many"),
    ],
)
def test_properties_that_cannot_be_right(properties: dict[str, Any], path: str, code: str) -> None:
    where = f"queries.q.properties.{path}".removesuffix(".")
    assert (where, code) in _faults({"queries": {"q": {"schema": "Person", "properties": properties}}})


def test_the_names_of_a_whole_request_are_bounded() -> None:
    def body(names: int, births: int) -> dict[str, Any]:
        entity = {
            "schema": "Person",
            "properties": {
                "name": [f"Invented {number}" for number in range(names)],
                "birthDate": [f"196{number}" for number in range(births)],
            },
        }
        return {"queries": {str(number): entity for number in range(20)}}

    assert MOST_NAMES_SCREENED == 20 * 50 * 2
    assert len(read_asked(body(50, 2), key=KEY, today=TODAY)) == 20
    assert _faults(body(50, 3)) == [("queries", "too_many")]


def test_every_fault_of_every_query_is_named() -> None:
    body = {"queries": {"a": {**GOOD, "schema": "Robot"}, "b": GOOD, "c": {"schema": "Person", "properties": {}}}}
    assert [path for path, _ in _faults(body)] == ["queries.a.schema", "queries.c.properties.name"]
