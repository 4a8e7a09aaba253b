"""Bad input: each with its clear error, and nothing recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from amlrisk.api.schemas import Problem
from amlrisk.services.system import System
from tests.api.conftest import Api, customer

Change = Callable[[dict[str, Any]], None]


@pytest.fixture(autouse=True)
def _nothing_recorded(system: System) -> Iterator[None]:
    yield
    assert system.store.assessments.count() == 0
    assert system.store.customers.count() == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b'{"ref": "C-1", "ref": "C-2"}',
        b'{"ref": NaN}',
        b'{"ref": "\xff\xfe"}',
        b'{"ref": "\\ud800"}',
        b'{"ref": "a\x00b"}',
        b'{"a":' * 9_000,
        b"[" * 90_000,
    ],
)
def test_what_is_no_json_object_is_400(api: Api, body: bytes) -> None:
    response = api.post("/api/v1/checks", body)
    assert (response.status_code, response.get_json()["code"]) == (400, "malformed_input")
    assert response.content_type == "application/problem+json"


def _set(path: str, value: Any) -> Change:
    def change(raw: dict[str, Any]) -> None:
        *way, last = path.split(".")
        place: Any = raw
        for name in way:
            place = place[int(name)] if isinstance(place, list) else place[name]
        place[last] = value

    return change


_ID = {"kind": "resident_id", "number": "11010119850307663X"}
_CASES: list[tuple[str, Change, str, str]] = [
    ("an unknown field", _set("colour", "blue"), "colour", "unknown_field"),
    ("an unknown field below", _set("subject.hobby", "chess"), "subject.hobby", "unknown_field"),
    ("an unknown field in a list", _set("policies.0.vip", True), "policies[0].vip", "unknown_field"),
    ("an unknown field of money", _set("annual_income", {"amount": "1", "x": 1}), "annual_income.x", "unknown_field"),
    ("no name", _set("subject.name", None), "subject.name", "missing"),
    ("an empty name", _set("subject.name", ""), "subject.name", "empty"),
    ("a name of white space", _set("subject.name", " \t "), "subject.name", "empty"),
    ("a name of punctuation", _set("subject.name", "…!?·。"), "subject.name", "no_letters"),
    ("a name of marks", _set("subject.name", "\u200f\u200f"), "subject.name", "empty"),
    ("a name of 10 000 letters", _set("subject.name", "长" * 10_000), "subject.name", "too_long"),
    ("NUL in a name", _set("subject.name", "张\u0000伟"), "subject.name", "control_character"),
    ("an override of direction", _set("subject.name", "张\u202e伟"), "subject.name", "control_character"),
    ("a birth date to come", _set("subject.birth_on", "2027-01-01"), "subject.birth_on", "date_in_future"),
    ("no date", _set("subject.birth_on", "1985-02-30"), "subject.birth_on", "bad_partial_date"),
    ("a wrong check digit", _set("subject.documents", [_ID]), "subject.documents[0].number", "number_check_digit"),
    ("a negative amount", _set("annual_income", "-1"), "annual_income", "negative"),
    ("a negative number", _set("policies.0.premium", -0.01), "policies[0].premium", "negative"),
    ("no amount", _set("annual_income", "much"), "annual_income", "bad_amount"),
    ("an amount without end", _set("annual_income", "1e9999"), "annual_income", "bad_amount"),
    (
        "an unknown currency",
        _set("annual_income", {"amount": "1", "currency": "ZZZ"}),
        "annual_income.currency",
        "unknown_currency",
    ),
    ("an unknown country", _set("subject.nationalities", ["Nowhere"]), "subject.nationalities[0]", "unknown_country"),
    ("an unknown kind", _set("kind", "robot"), "kind", "not_one_of"),
    ("an unknown occupation", _set("occupation", "0000x"), "occupation", "unknown_occupation"),
    ("a list where an object belongs", _set("subject", []), "subject", "wrong_type"),
    ("a number where a list belongs", _set("policies", 3), "policies", "wrong_type"),
]


@pytest.mark.parametrize(("change", "path", "code"), [case[1:] for case in _CASES], ids=[case[0] for case in _CASES])
def test_wrong_facts_are_422_with_their_path(api: Api, change: Change, path: str, code: str) -> None:
    raw = customer()
    change(raw)
    response = api.post("/api/v1/checks", raw)
    problem = response.get_json()
    assert response.status_code == 422, problem
    assert Problem().validate(problem) == {}
    assert (path, code) in [(each["path"], each["code"]) for each in problem["errors"]]
    assert all(each["zh"] and each["en"] for each in problem["errors"])


def test_an_identity_number_that_contradicts_the_birth_date(api: Api) -> None:
    raw = customer()
    raw["subject"]["documents"] = [{"kind": "resident_id", "number": "110101198503076618"}]
    raw["subject"]["birth_on"] = "1985-03-08"
    problem = api.post("/api/v1/checks", raw).get_json()
    assert "birth_date_conflict" in [each["code"] for each in problem["errors"]]
    assert "110101198503076618" not in str(problem)


def test_every_fault_is_named_at_once(api: Api) -> None:
    raw = customer(colour="blue", annual_income="-1", kind="natural")
    raw["subject"]["name"] = "?"
    paths = {each["path"] for each in api.post("/api/v1/checks", raw).get_json()["errors"]}
    assert paths == {"colour", "annual_income", "subject.name"}


def test_a_body_beyond_the_limit_is_413(api: Api, system: System) -> None:
    body = b'{"ref": "' + b"x" * system.settings.max_body_bytes + b'"}'
    response = api.post("/api/v1/checks", body)
    assert (response.status_code, response.get_json()["code"]) == (413, "input_too_large")


def test_a_body_at_the_limit_is_read(api: Api, system: System) -> None:
    body = b'{"ref": "' + b"x" * (system.settings.max_body_bytes - 11) + b'"}'
    assert len(body) == system.settings.max_body_bytes
    assert api.post("/api/v1/checks", body).status_code == 422


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", "text/json", ""])
def test_another_media_type_is_415(api: Api, media: str) -> None:
    response = api.post("/api/v1/checks", customer(), Content_Type=media)
    assert (response.status_code, response.get_json()["code"]) == (415, "unsupported_media_type")
    assert response.content_type == "application/problem+json"


def test_a_problem_speaks_the_callers_language(api: Api) -> None:
    raw = customer(colour="blue")
    english = api.post("/api/v1/checks", raw).get_json()
    chinese = api.post("/api/v1/checks", raw, Accept_Language="zh-CN,zh;q=0.9,en;q=0.5").get_json()
    assert english["detail"] == english["detail_en"] == chinese["detail_en"]
    assert chinese["detail"] == chinese["detail_zh"] == english["detail_zh"] != english["detail"]


@pytest.mark.parametrize("path", ["/customers/%00", "/assessments/a%00b", "/customers/C-1/assessments?limit=%00"])
def test_a_nul_in_an_address_is_refused_before_the_store_sees_it(api: Api, path: str) -> None:
    assert api.get(path).status_code == 400
