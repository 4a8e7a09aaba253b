"""The check at the moment of sale: explained, recorded, and never a wrong acceptance."""

from __future__ import annotations

import json
from typing import Any

import pytest

from amlrisk.errors import IdempotencyConflict, InvalidInput, ListMissing, ListStale, NotFound
from amlrisk.services.check_customer import Once, check_batch, check_customer
from amlrisk.services.system import System
from tests.systems import LISTED, NAMESAKE, Clock, customer, put_list

LISTED_ID = {"kind": "resident_id", "number": "110105197103141178", "expires_on": "2035-01-01"}


def check(system: System, raw: dict[str, Any], once: Once | None = None) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(check_customer(system, raw, once=once))
    return answer


def named(name: str, **subject: object) -> dict[str, object]:
    raw = customer(name=name)
    raw["subject"] = {**raw["subject"], "name": name, **subject}  # type: ignore[dict-item]
    return raw


def test_an_unremarkable_customer_is_accepted_with_every_factor_explained(on_both: System) -> None:
    answer = check(on_both, customer())
    assert (answer["decision"], answer["grade"], answer["score"]) == ("accept", "general", "20")
    assert len(answer["factors"]) == 18
    assert all(factor["reference"] and factor["value"]["zh"] for factor in answer["factors"])
    assert [used["source"] for used in answer["lists"]] == ["listed"]
    assert on_both.store.assessments.get(answer["assessment_id"]).customer == "C-1"


def test_a_name_alone_is_a_possible_match_and_holds_for_review(system: System) -> None:
    answer = check(system, customer(subject=NAMESAKE))
    assert (answer["decision"], answer["grade"]) == ("review", "high")
    assert answer["hits"][0]["entity"] == "T-4"
    assert answer["hits"][0]["evidence"]


def test_an_exact_identity_number_confirms_the_listing(system: System) -> None:
    raw = named("贺云骁", gender="male", birth_on="1971-03-14", documents=[LISTED_ID])
    answer = check(system, raw)
    assert (answer["decision"], answer["grade"]) == ("reject", "unacceptable")
    assert answer["hits"][0]["strong_identifier"]


@pytest.mark.parametrize("role", ["insured", "beneficiary", "agent", "beneficial_owner", "controller"])
def test_every_party_is_screened_and_the_worst_decides(system: System, role: str) -> None:
    party = {"roles": [role], "kind": "natural", "name": "Zaydan Qasim al-Demari", "birth_on": "1975-08-21"}
    answer = check(system, customer(parties=[party]))
    assert (answer["decision"], answer["grade"]) == ("review", "high")
    assert answer["hits"][0]["roles"] == [role]


def test_without_the_required_list_there_is_no_answer_and_no_record(bare: System) -> None:
    with pytest.raises(ListMissing):
        check(bare, customer())
    assert bare.store.assessments.count() == 0
    with pytest.raises(NotFound):
        bare.store.customers.get("C-1")


def test_a_list_past_its_maximum_age_stops_every_check(system: System, clock: Clock) -> None:
    clock.advance(days=7)
    assert check(system, customer())["decision"] == "accept"
    clock.advance(seconds=1)
    with pytest.raises(ListStale):
        check(system, customer("C-2"))
    put_list(system)  # the same content, obtained anew
    assert check(system, customer("C-2"))["decision"] == "accept"


def test_a_new_list_counts_from_the_next_check_on(system: System) -> None:
    before = check(system, customer())
    put_list(system, [*LISTED, "T-9,Person,林晓雨,1990-05-06,CN,"])
    after = check(system, customer())
    assert (before["grade"], after["grade"]) == ("general", "high")
    assert after["supersedes"] == before["assessment_id"]


def test_wrong_facts_record_nothing(system: System) -> None:
    with pytest.raises(InvalidInput) as caught:
        check(system, customer(annual_income="-1", shoe_size=42))
    assert {issue.path for issue in caught.value.issues} >= {"shoe_size"}
    assert system.store.customers.count() == 0


def test_the_same_idempotency_key_gives_the_same_answer_and_one_assessment(on_both: System) -> None:
    once = Once("key", "sale-1", "a" * 64)
    first = check_customer(on_both, customer(), once=once)
    assert check_customer(on_both, customer(), once=once) == first
    assert on_both.store.assessments.count() == 1
    with pytest.raises(IdempotencyConflict):
        check_customer(on_both, customer(), once=Once("key", "sale-1", "b" * 64))
    check_customer(on_both, customer(), once=Once("another key", "sale-1", "b" * 64))
    assert on_both.store.assessments.count() == 2


def test_a_batch_answers_each_and_records_the_good_ones(on_both: System) -> None:
    good, bad, listed = check_batch(on_both, [customer("A"), customer("B", name="…"), customer("C", subject=NAMESAKE)])
    assert isinstance(good, dict)
    assert good["decision"] == "accept"
    assert isinstance(bad, InvalidInput)
    assert isinstance(listed, dict)
    assert on_both.store.assessments.count() == 2


def test_a_single_check_and_a_batch_give_the_same_answer(system: System) -> None:
    single = check(system, customer())
    (batch,) = check_batch(system, [customer()])
    assert isinstance(batch, dict)
    moving = {"assessment_id", "assessed_at", "supersedes"}
    assert {k: v for k, v in single.items() if k not in moving} == {
        k: v for k, v in json.loads(json.dumps(batch)).items() if k not in moving
    }
