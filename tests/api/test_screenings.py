from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from amlrisk.api.schemas import ScreeningAnswer
from amlrisk.jobs.screen_file import screen_file
from amlrisk.services.system import System
from tests.api.conftest import Api

ROWS: list[dict[str, str]] = [
    {"full_name": "Boris Testov"},
    {"full_name": "Boris Demovich Testov", "date_of_birth": "1961-04-12", "nationality": "RU", "gender": "male"},
    {"full_name": "Someone Else", "id_number": "RX9988776"},
    {"full_name": "Demo Shipping & Trading Ltd", "schema": "Organization"},
    {"full_name": "完全不同的人"},
]


def test_one_name(api: Api, system: System) -> None:
    answer = api.post("/api/v1/screenings", {"full_name": "Boris Testov"}).get_json()
    assert ScreeningAnswer().validate(answer) == {}
    assert [hit["entity"] for hit in answer["results"][0]["hits"]] == ["T1"]
    assert {each["source"] for each in answer["lists"]} == {"terror", "watch"}
    assert system.store.customers.count() == system.store.assessments.count() == 0


def test_the_same_hits_as_the_terminal(api: Api, system: System) -> None:
    columns = sorted({name for row in ROWS for name in row})
    table = io.StringIO()
    writer = csv.DictWriter(table, columns)
    writer.writeheader()
    writer.writerows(ROWS)
    out = io.BytesIO()
    screen_file(system, io.StringIO(table.getvalue()), out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]

    several = api.post("/api/v1/screenings", {"queries": ROWS}).get_json()["results"]
    single = [api.post("/api/v1/screenings", row).get_json()["results"][0] for row in ROWS]
    assert several == single

    def bare(hits: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
        return [(hit["list"], hit["entity"], hit["score"], hit["name"], hit["strong_identifier"]) for hit in hits]

    assert [bare(each["hits"]) for each in several] == [bare(line["hits"]) for line in lines]
    assert [len(each["hits"]) for each in several][:2] == [1, 1]


def test_the_best_of_alternative_names_counts(api: Api) -> None:
    answer = api.post("/api/v1/screenings", {"names": ["完全不同的人", "Boris Testov"]}).get_json()
    (result,) = answer["results"]
    assert result["name"] == "完全不同的人"
    assert [(hit["entity"], hit["query_name"]) for hit in result["hits"]] == [("T1", "Boris Testov")]


@pytest.mark.parametrize(
    ("body", "path", "code"),
    [
        ({}, "full_name", "missing"),
        ({"full_name": "!!"}, "full_name", "no_letters"),
        ({"full_name": 1}, "full_name", "wrong_type"),
        ({"full_name": "x" * 10_000}, "full_name", "too_long"),
        ({"full_name": "A", "color": "x"}, "color", "unknown_field"),
        ({"full_name": "A B", "date_of_birth": "1961-13"}, "date_of_birth", "bad_partial_date"),
        ({"full_name": "A B", "nationality": "Nowhere"}, "nationality", "unknown_country"),
        ({"full_name": "A B", "schema": "Robot"}, "schema", ""),
        ({"names": []}, "names", "wrong_type"),
        ({"names": ["A B", 2]}, "names[1]", "wrong_type"),
        ({"names": ["A B", "…"]}, "names[1]", "no_letters"),
        ({"names": ["A B"] * 51}, "names", "too_many"),
        ({"queries": []}, "queries", "empty"),
        ({"queries": [{"full_name": "A B"}] * 6}, "queries", "too_many"),
        ({"queries": [{"full_name": "A B"}], "full_name": "A B"}, "full_name", "unknown_field"),
        ({"queries": [{"full_name": "A B"}, {"full_name": ""}]}, "queries[1].full_name", ""),
    ],
)
def test_a_query_that_cannot_be_right(api: Api, body: dict[str, Any], path: str, code: str) -> None:
    response = api.post("/api/v1/screenings", body)
    assert response.status_code == 422, response.text
    errors = [(each["path"], each["code"]) for each in response.get_json()["errors"]]
    assert path in [each[0] for each in errors]
    assert not code or (path, code) in errors
