from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from amlrisk.api.schemas import Answer, AssessmentHistory, CustomerDocument, Lists, ReplayAnswer
from amlrisk.app import create_app
from amlrisk.services.system import System
from tests.api.conftest import Api, Clock, customer, listed_customer, new_key

# --- facts -----------------------------------------------------------------------------------------------


def test_new_facts_are_saved_and_graded_at_once(api: Api, system: System) -> None:
    response = api.put("/api/v1/customers/C-1", customer())
    document = response.get_json()
    assert response.status_code == 201, document
    assert CustomerDocument().validate(document) == {}
    assert document["assessment"]["grade"] == "general"
    latest = system.store.assessments.latest("C-1")
    assert latest is not None
    assert (latest.trigger, latest.facts_digest) == ("facts_changed", document["digest"])


def test_the_same_facts_again_change_nothing(api: Api, system: System) -> None:
    first = api.put("/api/v1/customers/C-1", customer()).get_json()
    again = api.put("/api/v1/customers/C-1", customer())
    assert (again.status_code, again.get_json()) == (200, first)
    assert system.store.assessments.count() == 1


def test_changed_facts_are_graded_again(api: Api, system: System) -> None:
    before = api.put("/api/v1/customers/C-1", customer()).get_json()
    response = api.put("/api/v1/customers/C-1", customer(adverse_media="conviction", pep_link="foreign_pep"))
    after = response.get_json()
    assert response.status_code == 200
    assert after["digest"] != before["digest"]
    assert after["assessment"]["grade"] == "high"
    latest = system.store.assessments.latest("C-1")
    assert latest is not None
    assert latest.supersedes == before["assessment"]["assessment_id"]


def test_a_customer_never_graded_is_graded_though_the_facts_are_known(api: Api, system: System) -> None:
    api.post("/api/v1/checks", customer(ref="C-9"))
    system.store.customers.save(_renamed(system, "C-9", "C-1"), system.now())
    assert api.get("/api/v1/customers/C-1").get_json()["assessment"] is None
    document = api.put("/api/v1/customers/C-1", customer()).get_json()
    assert document["assessment"]["grade"] == "general"


def _renamed(system: System, ref: str, new: str) -> Any:
    return msgspec.structs.replace(system.store.customers.get(ref), ref=new)


def test_facts_that_cannot_be_graded_now_are_not_saved(api: Api, clock: Clock) -> None:
    before = api.put("/api/v1/customers/C-1", customer()).get_json()
    clock.advance(days=30)
    assert api.put("/api/v1/customers/C-1", customer(pep_link="foreign_pep")).status_code == 503
    assert api.get("/api/v1/customers/C-1").get_json() == before


def test_the_reference_in_body_and_address_must_agree(api: Api, system: System) -> None:
    response = api.put("/api/v1/customers/C-2", customer())
    assert (response.status_code, response.get_json()["errors"][0]["code"]) == (422, "ref_conflict")
    assert system.store.customers.count() == 0


def test_numbers_are_shown_masked_only(api: Api) -> None:
    api.put("/api/v1/customers/C-1", customer())
    shown = api.get("/api/v1/customers/C-1")
    facts = shown.get_json()["facts"]
    assert isinstance(facts["phone"], str)
    assert "*" in facts["phone"] + facts["subject"]["documents"][0]["number"]
    assert "E12345678" not in shown.text
    assert "13800138000" not in shown.text


@pytest.mark.parametrize("path", ["customers/nobody", "customers/nobody/assessments", "assessments/none"])
def test_what_is_not_there_is_404(api: Api, path: str) -> None:
    response = api.get(f"/api/v1/{path}")
    assert (response.status_code, response.get_json()["code"]) == (404, "not_found")


# --- history and replay ----------------------------------------------------------------------------------


def test_history_is_newest_first(api: Api, clock: Clock) -> None:
    ids = []
    for income in ("100000", "200000", "300000"):
        clock.advance(days=0.01)
        ids.append(api.post("/api/v1/checks", customer(annual_income=income)).get_json()["assessment_id"])
    document = api.get("/api/v1/customers/C-1/assessments").get_json()
    assert AssessmentHistory().validate(document) == {}
    assert [each["assessment_id"] for each in document["assessments"]] == ids[::-1]
    assert [each["supersedes"] for each in document["assessments"]] == [ids[1], ids[0], None]
    assert len(api.get("/api/v1/customers/C-1/assessments?limit=2").get_json()["assessments"]) == 2


@pytest.mark.parametrize("limit", ["0", "-1", "1001", "x", "", "1e3", "9" * 5000, "٣"])
def test_a_limit_is_a_number_in_bounds(api: Api, limit: str) -> None:
    assert api.get("/api/v1/customers/C-1/assessments?limit=" + limit).status_code == 422


def test_an_assessment_reads_later_as_it_was_answered(api: Api, clock: Clock) -> None:
    answer = api.post("/api/v1/checks", listed_customer()).get_json()
    clock.advance(days=1.5)
    later = api.get(f"/api/v1/assessments/{answer['assessment_id']}").get_json()
    assert later == answer


def test_a_replay_is_identical(api: Api) -> None:
    answer = api.post("/api/v1/checks", listed_customer()).get_json()
    document = api.post(f"/api/v1/assessments/{answer['assessment_id']}/replay").get_json()
    assert ReplayAnswer().validate(document) == {}
    assert (document["identical"], document["rescreening"], document["differences"]) == (True, "identical", [])
    assert api.post("/api/v1/assessments/none/replay").status_code == 404


# --- dispositions ----------------------------------------------------------------------------------------


def _disposition(**changes: str) -> dict[str, str]:
    return {
        "party": "subject",
        "source": "terror",
        "entity": "T1",
        "kind": "true_match",
        "reason": "passport seen",
        "author": "officer@example.com",
        **changes,
    }


@pytest.mark.parametrize(
    ("kind", "grade", "decision"),
    [
        ("true_match", "unacceptable", "reject"),
        ("inconclusive", "high", "review"),
        ("false_positive", "ordinary", "accept"),
    ],
)
def test_a_disposition_grades_again_at_once(api: Api, kind: str, grade: str, decision: str) -> None:
    first = api.post("/api/v1/checks", listed_customer()).get_json()
    response = api.post("/api/v1/customers/C-2/dispositions", _disposition(kind=kind))
    answer = response.get_json()
    assert response.status_code == 201, answer
    assert Answer().validate(answer) == {}
    assert (answer["grade"], answer["decision"]) == (grade, decision)
    assert (answer["trigger"], answer["supersedes"]) == ("disposition", first["assessment_id"])
    assert answer["hits"][0]["disposition"] == kind
    assert api.post("/api/v1/checks", listed_customer()).get_json()["hits"][0]["disposition"] == kind


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"reason": "  "}, "reason", "empty"),
        ({"author": ""}, "author", "empty"),
        ({"kind": "perhaps"}, "kind", "not_one_of"),
        ({"note": "x"}, "note", "unknown_field"),
        ({"reason": 1}, "reason", "wrong_type"),
        ({"reason": "x" * 2001}, "reason", "too_long"),
        ({"party": None}, "party", "missing"),
    ],
)
def test_a_disposition_needs_all_its_words(api: Api, changes: dict[str, Any], path: str, code: str) -> None:
    api.post("/api/v1/checks", listed_customer())
    response = api.post("/api/v1/customers/C-2/dispositions", _disposition(**changes))
    assert response.status_code == 422
    assert (path, code) in [(each["path"], each["code"]) for each in response.get_json()["errors"]]


def test_the_officer_says_when_to_look_again(api: Api, clock: Clock) -> None:
    api.post("/api/v1/checks", listed_customer())
    day = (clock.now + timedelta(days=20)).date().isoformat()
    answer = api.post(
        "/api/v1/customers/C-2/dispositions", _disposition(kind="false_positive", expires_on=day)
    ).get_json()
    assert Answer().validate(answer) == {}
    (hit,) = answer["hits"]
    assert (hit["disposition"], hit["expires_on"], hit["reopened"]) == ("false_positive", day, None)
    assert (answer["hits_open"], answer["hits_cleared"], answer["next_review_on"]) == (0, 1, day)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"expires_on": "2020-01-01"}, "date_not_ahead"),
        ({"expires_on": "2099-01-01"}, "date_beyond_policy"),
        ({"expires_on": "2099-01-01", "kind": "true_match"}, "not_for_true_match"),
        ({"expires_on": "tomorrow"}, "bad_date"),
        ({"expires_on": "2027-02-30"}, "bad_date"),
        ({"expires_on": "20270301"}, "bad_date"),
        ({"expires_on": ""}, "bad_date"),
        ({"expires_on": 20270301}, "wrong_type"),
    ],
)
def test_an_end_that_cannot_be_is_refused(api: Api, system: System, changes: dict[str, Any], code: str) -> None:
    api.post("/api/v1/checks", listed_customer())
    response = api.post("/api/v1/customers/C-2/dispositions", _disposition(**{"kind": "false_positive", **changes}))
    assert response.status_code == 422
    assert [(each["path"], each["code"]) for each in response.get_json()["errors"]] == [("expires_on", code)]
    assert system.store.dispositions.history("C-2") == []


def test_a_reopened_hit_says_what_changed(api: Api) -> None:
    api.post("/api/v1/checks", listed_customer())
    api.post("/api/v1/customers/C-2/dispositions", _disposition(kind="false_positive"))
    changed = listed_customer()
    changed["subject"] = {**changed["subject"], "nationalities": ["SG"]}
    answer = api.post("/api/v1/checks", changed).get_json()
    assert Answer().validate(answer) == {}
    (hit,) = answer["hits"]
    assert (hit["disposition"], hit["expires_on"], answer["hits_open"]) == ("pending", None, 1)
    assert hit["reopened"]["was"] == "false_positive"
    (why,) = hit["reopened"]["why"]
    assert (why["code"], why["fields"]) == ("customer_changed", ["nationalities"])
    assert (why["zh"], why["en"]) == ("客户登记的国籍已变更", "the nationality on the customer's record changed")
    assert api.get(f"/api/v1/assessments/{answer['assessment_id']}").get_json() == answer


@pytest.mark.parametrize("changes", [{"entity": "T2"}, {"source": "watch"}, {"party": "p1"}])
def test_nothing_is_decided_on_a_hit_that_is_not_there(api: Api, system: System, changes: dict[str, str]) -> None:
    api.post("/api/v1/checks", listed_customer())
    assert api.post("/api/v1/customers/C-2/dispositions", _disposition(**changes)).status_code == 404
    assert system.store.dispositions.history("C-2") == []


# --- lists -----------------------------------------------------------------------------------------------


def test_lists_show_what_is_in_force(api: Api, clock: Clock) -> None:
    document = api.get("/api/v1/lists").get_json()
    assert Lists().validate(document) == {}
    terror, watch = document["lists"]
    assert (terror["source"], terror["required"], terror["state"], terror["entities"]) == ("terror", True, "fresh", 2)
    assert watch["entities"] == 1
    clock.advance(days=8)
    assert api.get("/api/v1/lists").get_json()["lists"][0]["state"] == "stale"


def test_a_list_never_imported_is_missing(bare_system: System) -> None:
    document = Api(create_app(bare_system), new_key(bare_system)).get("/api/v1/lists").get_json()
    assert Lists().validate(document) == {}
    assert [each["state"] for each in document["lists"]] == ["missing", "missing"]
