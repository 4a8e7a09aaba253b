from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from amlrisk.api.schemas import Answer, BatchAnswer
from amlrisk.services.api_keys import Scope
from amlrisk.services.system import System
from tests.api.conftest import Api, customer, listed_customer


def test_a_check_decides_explains_and_records(api: Api, system: System) -> None:
    answer = api.post("/api/v1/checks", customer()).get_json()
    assert (answer["customer"], answer["decision"], answer["grade"]) == ("C-1", "accept", "general")
    assert answer["grade_name"]["zh"] == "一般"
    assert sum(float(each["contribution"]) for each in answer["factors"]) == pytest.approx(float(answer["score"]))
    assert all(each["reference"]["title"]["zh"] and each["reference"]["id"] for each in answer["factors"])
    assert {each["source"] for each in answer["lists"]} == {"terror", "watch"}
    assert answer["reasons"]
    assert answer["next_review_on"]
    assert system.store.assessments.get(answer["assessment_id"]).outcome.grade == "general"


def test_an_answer_has_exactly_the_documented_shape(api: Api) -> None:
    for raw in (customer(), listed_customer(), customer(ref="C-3", annual_income=None, occupation=None)):
        response = api.post("/api/v1/checks", raw)
        assert response.status_code == 200, response.text
        assert Answer().validate(response.get_json()) == {}


def test_a_possible_match_is_held_for_review(api: Api) -> None:
    answer = api.post("/api/v1/checks", listed_customer()).get_json()
    assert (answer["grade"], answer["decision"]) == ("high", "review")
    (hit,) = answer["hits"]
    assert (hit["list"], hit["entity"], hit["party"], hit["disposition"]) == ("terror", "T1", "subject", "pending")
    assert all(each["text"]["zh"] and each["text"]["en"] for each in hit["evidence"])


def test_an_exact_passport_is_rejected(api: Api) -> None:
    raw = listed_customer()
    raw["subject"]["documents"] = [{"kind": "passport", "number": "RX9988776", "country": "RU"}]
    answer = api.post("/api/v1/checks", raw).get_json()
    assert (answer["grade"], answer["decision"]) == ("unacceptable", "reject")
    assert answer["hits"][0]["strong_identifier"] is True


def test_the_number_itself_never_comes_back(api: Api) -> None:
    assert "E12345678" not in api.post("/api/v1/checks", customer()).text


def test_amounts_do_not_pass_through_binary_floats(api: Api, system: System) -> None:
    body = json.dumps(customer(annual_income=0)).replace('"annual_income": 0', '"annual_income": 123456789012.123457')
    assert api.post("/api/v1/checks", body.encode()).status_code == 200
    income = system.store.customers.get("C-1").annual_income
    assert income is not None
    assert str(income.amount) == "123456789012.123457"


# --- who may ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", [None, "Bearer", "Bearer ", "Bearer amlr_wrong", "Basic dXNlcjpwdw==", "amlr_x"])
def test_without_a_valid_key_nothing_is_answered(app: Any, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header}
    response = Api(app, None).post("/api/v1/checks", customer(), **headers)
    assert (response.status_code, response.get_json()["code"]) == (401, "unauthenticated")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("POST", "/api/v1/checks", Scope.CHECK),
        ("POST", "/api/v1/checks/batch", Scope.CHECK),
        ("POST", "/api/v1/screenings", Scope.SCREEN),
        ("PUT", "/api/v1/customers/C-1", Scope.WRITE),
        ("GET", "/api/v1/customers/C-1", Scope.READ),
        ("GET", "/api/v1/customers/C-1/assessments", Scope.READ),
        ("POST", "/api/v1/customers/C-1/dispositions", Scope.DECIDE),
        ("GET", "/api/v1/assessments/x", Scope.READ),
        ("POST", "/api/v1/assessments/x/replay", Scope.READ),
        ("GET", "/api/v1/lists", Scope.READ),
    ],
)
def test_no_scope_implies_another(api_with: Callable[..., Api], method: str, path: str, scope: Scope) -> None:
    others = api_with(*(each for each in Scope if each is not scope))
    response = others(method, path, {} if method != "GET" else None)
    assert (response.status_code, response.get_json()["code"]) == (403, "forbidden")
    assert api_with(scope)(method, path, {} if method != "GET" else None).status_code not in {401, 403}


# --- idempotency -----------------------------------------------------------------------------------------


def test_the_same_key_and_body_give_the_same_answer_and_one_assessment(api: Api, system: System) -> None:
    first = api.post("/api/v1/checks", customer(), Idempotency_Key="k-1")
    second = api.post("/api/v1/checks", customer(), Idempotency_Key="k-1")
    assert first.status_code == second.status_code == 200
    assert first.data == second.data
    assert system.store.assessments.count() == 1


def test_another_body_under_the_same_key_is_a_conflict(api: Api, system: System) -> None:
    api.post("/api/v1/checks", customer(), Idempotency_Key="k-1")
    response = api.post("/api/v1/checks", customer(annual_income="1"), Idempotency_Key="k-1")
    assert (response.status_code, response.get_json()["code"]) == (409, "idempotency_conflict")
    assert system.store.assessments.count() == 1


def test_keys_of_different_callers_do_not_meet(api_with: Callable[..., Api], system: System) -> None:
    for caller in (api_with(Scope.CHECK), api_with(Scope.CHECK)):
        assert caller.post("/api/v1/checks", customer(), Idempotency_Key="k-1").status_code == 200
    assert system.store.assessments.count() == 2


def test_a_refused_check_does_not_use_its_key_up(api: Api) -> None:
    assert api.post("/api/v1/checks", customer(kind="?"), Idempotency_Key="k-1").status_code == 422
    assert api.post("/api/v1/checks", customer(), Idempotency_Key="k-1").status_code == 200


@pytest.mark.parametrize("key", ["", " ", "with space", "x" * 201, "é"])
def test_a_key_that_a_header_cannot_carry_is_refused(api: Api, key: str) -> None:
    response = api.post("/api/v1/checks", customer(), Idempotency_Key=key)
    assert response.status_code == 422
    assert response.get_json()["errors"][0]["path"] == "Idempotency-Key"


def test_the_longest_key_is_taken(api: Api) -> None:
    assert api.post("/api/v1/checks", customer(), Idempotency_Key="x" * 200).status_code == 200


# --- batches ---------------------------------------------------------------------------------------------


def test_a_bad_customer_does_not_stop_the_others(api: Api, system: System) -> None:
    body = {"customers": [customer(), customer(ref="C-2", color="blue"), listed_customer(ref="C-3")]}
    answer = api.post("/api/v1/checks/batch", body).get_json()
    assert BatchAnswer().validate(answer) == {}
    good, bad, held = answer["results"]
    assert good["answer"]["grade"] == "general"
    assert bad["problem"]["status"] == 422
    assert [each["path"] for each in bad["problem"]["errors"]] == ["color"]
    assert held["answer"]["decision"] == "review"
    assert system.store.assessments.count() == 2


def test_a_batch_answers_as_single_checks_do(api: Api) -> None:
    def comparable(answer: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in answer.items() if name not in {"assessment_id", "supersedes"}}

    raws = [customer(), listed_customer()]
    singles = [comparable(api.post("/api/v1/checks", raw).get_json()) for raw in raws]
    batch = api.post("/api/v1/checks/batch", {"customers": raws}).get_json()
    assert [comparable(each["answer"]) for each in batch["results"]] == singles


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        ({}, "customers", "missing"),
        ({"customers": []}, "customers", "empty"),
        ({"customers": {}}, "customers", "wrong_type"),
        ({"customers": [customer(), 1]}, "customers[1]", "wrong_type"),
        ({"customers": [customer()] * 6}, "customers", "too_many"),
        ({"customers": [customer()], "dry_run": True}, "dry_run", "unknown_field"),
    ],
)
def test_the_shape_of_a_batch(api: Api, system: System, body: dict[str, Any], path: str, code: str) -> None:
    response = api.post("/api/v1/checks/batch", body)
    assert response.status_code == 422
    assert (path, code) in [(each["path"], each["code"]) for each in response.get_json()["errors"]]
    assert system.store.assessments.count() == 0
