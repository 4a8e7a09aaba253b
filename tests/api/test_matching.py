"""``/match``, ``/catalog``, ``/algorithms`` over HTTP: shapes, statuses, and whatever a caller may send."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amlrisk.api.matching_parameters import PARAMETERS
from amlrisk.api.matching_schemas import Algorithms, Catalog, Detail, MatchAnswer
from amlrisk.app import create_app
from amlrisk.screening.index import ENGINE
from amlrisk.services import ftm
from amlrisk.services.api_keys import Scope
from amlrisk.services.import_list import import_list
from amlrisk.services.system import System
from tests.api.conftest import Api, Clock, Home, new_key

GOOD = {"schema": "Person", "properties": {"name": ["Boris Testov"], "birthDate": "1961-04-12"}}


def _body(*queries: Any, **settings: Any) -> dict[str, Any]:
    return {"queries": {f"q{number}": query for number, query in enumerate(queries)}, **settings}


def _refused(response: Any, status: int) -> dict[str, Any]:
    problem: dict[str, Any] = response.get_json()
    assert (response.status_code, response.content_type) == (status, "application/json"), problem
    assert Detail().validate(problem) == {}
    assert isinstance(problem["detail"], str)
    return problem


def test_a_match_in_full(api: Api, system: System) -> None:
    response = api.post("/match/default", _body(GOOD, {**GOOD, "id": "c-2"}, weights={"name": 1}, config={}))
    answer = response.get_json()
    assert response.status_code == 200
    assert MatchAnswer().validate(answer) == {}
    assert (answer["limit"], list(answer["responses"])) == (5, ["q0", "q1"])
    first, second = answer["responses"]["q0"], answer["responses"]["q1"]
    assert first["results"] == second["results"]
    assert first["total"] == {"value": 1, "relation": "eq"}
    assert "id" not in first["query"]
    assert second["query"]["id"] == "c-2"
    (result,) = first["results"]
    assert (result["id"], result["match"], result["target"], result["referents"]) == ("terror-T1", True, True, [])
    assert set(result["explanations"]) >= {"name", "name_part", "name_part_2", "birth_date"}
    assert response.headers["Cache-Control"] == "no-store"
    assert system.store.customers.count() == system.store.assessments.count() == 0


def test_the_same_hits_as_screenings(api: Api) -> None:
    asked = {"full_name": "Boris Testov", "date_of_birth": "1961-04-12"}
    (screened,) = api.post("/api/v1/screenings", asked).get_json()["results"]
    matched = api.post("/match/default", _body(GOOD)).get_json()["responses"]["q0"]["results"]
    assert [(f"{hit['list']}-{hit['entity']}", hit["score"]) for hit in screened["hits"]] == [
        (each["id"], each["score"]) for each in matched
    ]
    assert matched


def test_numbers_come_back_masked(api: Api) -> None:
    query = {"schema": "Person", "properties": {"name": "Somebody Else", "passportNumber": "RX9988776"}}
    response = api.post("/match/default", _body(query))
    assert response.get_json()["responses"]["q0"]["results"][0]["score"] == 1.0
    assert "RX9988776" not in response.text


@pytest.mark.parametrize("algorithm", ["amlrisk", "best", "default", ENGINE, ""])
def test_algorithms_that_are_known(api: Api, algorithm: str) -> None:
    assert api.post(f"/match/default?algorithm={algorithm}", _body(GOOD)).status_code == 200


def test_a_parameter_that_is_not_known_has_no_effect(api: Api) -> None:
    plain = api.post("/match/default", _body(GOOD)).get_json()
    assert api.post("/match/default?fuzzy=true&sort=x", _body(GOOD)).get_json() == plain


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ("algorithm=logic-v2", "algorithm"),
        *((f"limit={limit}", "limit") for limit in ("0", "501", "-1", "1.5", "x", "٣", "9" * 30)),
        *((f"threshold={score}", "threshold") for score in ("-0.1", "1.1", "nan", "inf", "x")),
        ("cutoff=2", "cutoff"),
        ("topics=sanctions", "topics"),
        *((f"changed_since={text}", "changed_since") for text in ("x", "2026-02-30", "2099-01-01", "0001-01-01T00Z0")),
        ("exclude_dataset=default", "exclude_dataset"),
    ],
)
def test_parameters_that_cannot_be_right(api: Api, query: str, path: str) -> None:
    problem = _refused(api.post(f"/match/default?{query}", _body(GOOD)), 400)
    assert path in [each["path"] for each in problem["errors"]]
    assert path in problem["detail"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"queries": {}, "queries": {}}',
        b'{"queries": {"q": {"schema": "Person", "properties": {"name": "\\ud800"}}}}',
        {},
        {"queries": {}},
        _body(*[GOOD] * 101),
        _body({**GOOD, "schema": "Robot"}),
        _body({"schema": "Person", "properties": {"name": ["…"]}}),
        _body({"schema": "Person", "properties": {"name": [7]}}),
    ],
)
def test_bodies_that_cannot_be_right(api: Api, body: Any) -> None:
    _refused(api.post("/match/default", body), 400)


def test_the_path_of_a_fault(api: Api) -> None:
    problem = _refused(api.post("/match/default", _body(GOOD, {**GOOD, "properties": {"name": ["A B", 2]}})), 400)
    assert [(each["path"], each["code"]) for each in problem["errors"]] == [
        ("queries.q1.properties.name[1]", "wrong_type")
    ]


def test_an_unknown_dataset_and_an_unknown_address(api: Api) -> None:
    for path in ("/match/nothing", "/match/peps", "/match/default?include_dataset=nothing"):
        assert _refused(api.post(path, _body(GOOD)), 404)["code"] == "unknown_dataset"
    for path in ("/match", "/match/a/b", "/catalog/x"):
        assert _refused(api.post(path, _body(GOOD)), 404)["code"] == "no_such_resource"
    assert _refused(api.post("/match/a%00b", _body(GOOD)), 400)["code"] == "bad_request"


def test_another_method_or_media_type_or_too_much(api: Api, system: System) -> None:
    response = api.get("/match/default")
    _refused(response, 405)
    assert "POST" in response.headers["Allow"]
    _refused(api.post("/match/default", _body(GOOD), Content_Type="text/plain"), 415)
    _refused(api.post("/match/default", b" " * (system.settings.max_body_bytes + 1)), 413)


@pytest.mark.parametrize(("method", "path"), [("POST", "/match/default"), ("GET", "/catalog"), ("GET", "/algorithms")])
def test_a_key_that_may_screen_is_needed(
    app: Flask, api_with: Callable[..., Api], system: System, method: str, path: str
) -> None:
    assert _refused(Api(app, None)(method, path, None), 401)["code"] == "unauthenticated"
    _refused(api_with(Scope.READ, Scope.CHECK)(method, path, None), 403)
    key = new_key(system, Scope.SCREEN)
    for kind in ("ApiKey", "Bearer"):
        body = _body(GOOD) if method == "POST" else None
        assert Api(app, None)(method, path, body, Authorization=f"{kind} {key}").status_code == 200


def test_an_error_speaks_the_callers_language(api: Api) -> None:
    problem = _refused(api.post("/match/nothing", _body(GOOD), Accept_Language="zh-CN"), 404)
    assert problem["detail"].startswith("没有数据集“nothing”")


def test_without_a_trusted_list_the_answer_is_503(bare_system: System, home: Home, clock: Clock) -> None:
    api = Api(create_app(bare_system), new_key(bare_system))
    response = api.post("/match/default", _body(GOOD))
    assert _refused(response, 503)["code"] == "list_missing"
    assert response.headers["Retry-After"]
    for source in ("terror", "watch"):
        import_list(bare_system, source, [home.path / f"{source}.csv"], actor="test")
    assert api.post("/match/default", _body(GOOD)).status_code == 200
    clock.advance(days=7.01)
    for dataset in ("default", "watch"):
        assert _refused(api.post(f"/match/{dataset}", _body(GOOD)), 503)["code"] == "list_stale"


def test_a_defect_tells_nothing_but_a_request_id(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("secret-detail")

    monkeypatch.setattr("amlrisk.api.matching.match_entities", broken)
    response = api.post("/match/default", _body(GOOD))
    assert len(_refused(response, 500)["params"]["request_id"]) == 32
    assert "secret-detail" not in response.text


# --- catalogue and algorithms -------------------------------------------------------------------------


def test_the_catalogue(api: Api) -> None:
    response = api.get("/catalog")
    catalogue = response.get_json()
    assert Catalog().validate(catalogue) == {}
    assert [each["name"] for each in catalogue["datasets"]] == ["default", "sanctions", "terror", "watch"]
    assert [each["entity_count"] for each in catalogue["datasets"]] == [3, 2, 2, 1]
    for each in catalogue["datasets"]:
        assert api.post(f"/match/{each['name']}", _body(GOOD)).status_code == 200
    titles = [each["title"] for each in api.get("/catalog", Accept_Language="zh").get_json()["datasets"]]
    assert titles[2:] == ["演示恐怖名单", "演示关注名单"]


def test_the_catalogue_is_sent_again_only_when_it_has_changed(api: Api, home: Home, system: System) -> None:
    tag = api.get("/catalog").headers["ETag"]
    unchanged = api.get("/catalog", If_None_Match=tag)
    assert (unchanged.status_code, unchanged.data, unchanged.headers["ETag"]) == (304, b"", tag)
    assert api.get("/catalog", If_None_Match='"another"').status_code == 200
    assert api.get("/catalog", If_None_Match=tag, Accept_Language="zh").status_code == 200
    with (home.path / "watch.csv").open("a", encoding="utf-8") as file:
        file.write("W2,Demo Harbour Limited\n")
    import_list(system, "watch", [home.path / "watch.csv"], actor="test")
    changed = api.get("/catalog", If_None_Match=tag)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_a_list_that_has_grown_old_is_outdated(api: Api, clock: Clock) -> None:
    clock.advance(days=7.01)
    catalogue = api.get("/catalog").get_json()
    assert (catalogue["current"], catalogue["outdated"], catalogue["index_stale"]) == ([], ["terror", "watch"], True)
    assert not any(each["index_current"] for each in catalogue["datasets"])


def test_a_required_list_that_is_missing_is_outdated(bare_system: System, home: Home) -> None:
    api = Api(create_app(bare_system), new_key(bare_system))
    import_list(bare_system, "watch", [home.path / "watch.csv"], actor="test")
    catalogue = api.get("/catalog").get_json()
    assert Catalog().validate(catalogue) == {}
    assert (catalogue["current"], catalogue["outdated"], catalogue["index_stale"]) == (["watch"], ["terror"], True)
    (terror,) = [each for each in catalogue["datasets"] if each["name"] == "terror"]
    assert (terror["index_version"], terror["index_current"], terror["entity_count"]) == (None, False, 0)


def test_algorithms(api: Api) -> None:
    document = api.get("/algorithms").get_json()
    assert Algorithms().validate(document) == {}
    assert document["best"] == document["default"] == document["algorithms"][0]["name"]
    assert document["algorithms"][0]["docs"]["birth_date"] == "Birth date"


# --- whatever is sent ---------------------------------------------------------------------------------

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=20), inner, max_size=4),
    max_leaves=12,
)
_PROPERTIES = (
    *(*ftm.NAMES, *ftm.GIVEN_PARTS, ftm.SURNAME, ftm.BIRTH_DATE, ftm.BIRTH_PLACE, ftm.GENDER),
    *(*ftm.NATIONALITIES, *ftm.COUNTRIES, *ftm.NUMBERS, "address"),
)
_VALUES = st.text(max_size=40) | st.lists(st.text(max_size=40), max_size=3) | _JSON
_ENTITIES = st.fixed_dictionaries(
    {
        "schema": st.sampled_from((*ftm.SCHEMATA, "Robot")) | _JSON,
        "properties": st.dictionaries(st.sampled_from(_PROPERTIES), _VALUES, max_size=6),
    }
)
_BODIES = _JSON | st.fixed_dictionaries(
    {"queries": st.dictionaries(st.text(max_size=20), _ENTITIES | _JSON, max_size=3)},
    optional={"weights": _JSON, "config": _JSON},
)
_ANY = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@_ANY
@given(body=_BODIES)
def test_any_body_is_answered_or_refused(api: Api, body: Any) -> None:
    response = api.post("/match/default", json.dumps(body).encode())
    assert response.status_code in {200, 400}, response.text
    if response.status_code == 200:
        assert MatchAnswer().validate(response.get_json()) == {}
        assert set(response.get_json()["responses"]) == set(body["queries"])
    else:
        _refused(response, 400)


@_ANY
@given(name=st.text(min_size=1, max_size=30), properties=st.dictionaries(st.sampled_from(_PROPERTIES), _VALUES))
def test_a_name_that_is_screened_here_is_screened_there(api: Api, name: str, properties: dict[str, Any]) -> None:
    """What else is said of somebody may be wrong; a name that can be screened is never the reason."""
    screened = api.post("/api/v1/screenings", {"full_name": name}).status_code == 200
    query = {"schema": "Person", "properties": {"name": name}}
    assert not screened or api.post("/match/default", _body(query)).status_code == 200
    query["properties"] = {**properties, "name": name}
    response = api.post("/match/default", _body(query))
    if screened and response.status_code == 400:
        faults = [(each["path"], each["code"]) for each in response.get_json()["errors"]]
        assert {code for path, code in faults if path == "queries.q0.properties.name"} <= {"too_many"}


_PARAMETERS = tuple(each["name"] for each in PARAMETERS)


@_ANY
@given(
    parameters=st.lists(
        st.tuples(
            st.sampled_from((*_PARAMETERS, "fuzzy")),
            st.text(max_size=20) | st.sampled_from(("terror", "watch", "0", "0.5", "2020-01-01", "9999-12-31T23:59")),
        ),
        max_size=4,
    )
)
def test_any_parameters_are_taken_or_refused(api: Api, parameters: list[tuple[str, str]]) -> None:
    response = api.post(f"/match/default?{urlencode(parameters)}", _body(GOOD))
    assert response.status_code in {200, 400, 404}, response.text


def test_a_hundred_queries_at_once_take_bounded_time(api: Api) -> None:
    names = [f"Boris Demovich Testov {number}" for number in range(20)]
    query = {"schema": "Person", "properties": {"name": names[:5], "birthDate": ["1961-04-12", "1975"]}}
    started = time.perf_counter()
    response = api.post("/match/default?threshold=0&limit=500", _body(*[query] * 100))
    assert response.status_code == 200
    assert len(response.get_json()["responses"]) == 100
    assert time.perf_counter() - started < 10
