"""The check at the moment of sale: explained, recorded, and never a wrong acceptance."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest

from amlrisk.errors import IdempotencyConflict, InvalidInput, ListMissing, ListStale, NotFound
from amlrisk.screening.model import Disposition, DispositionKind
from amlrisk.services.check_customer import ANSWERS_KEPT, Once, check_batch, check_customer
from amlrisk.services.decide_hit import decide_hit
from amlrisk.services.save_customer import save_customer
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


def test_an_answer_is_not_given_again_after_its_time(on_both: System, clock: Clock) -> None:
    once = Once(api_key="k", key="1", body_sha256="a")
    first = check(on_both, customer(), once)
    clock.now += ANSWERS_KEPT
    assert check(on_both, customer(), once) == first
    clock.advance(seconds=1)
    on_both.store.idempotency.put("k", "older than anyone asks for", "a", b"{}", clock.now - 2 * ANSWERS_KEPT)
    assert check(on_both, customer(), once)["assessment_id"] != first["assessment_id"]
    assert on_both.store.idempotency.get("k", "older than anyone asks for") is None
    assert on_both.store.assessments.count() == 2


def at_once(system: System, *works: Callable[[], object]) -> None:
    """Run them in threads that start together; what any of them raised is raised."""
    begin, failed = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        try:
            begin.wait()
            work()
        except BaseException as error:
            failed.append(error)
        finally:
            system.store.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]


def test_one_customer_at_once_from_many_sides_is_one_chain(on_both: System) -> None:
    """Checks, changes and decisions of one customer come one after the other: each follows the one before."""
    check(on_both, customer(subject=NAMESAKE))
    clearing = Disposition(
        customer="C-1",
        party="subject",
        source="listed",
        entity="T-4",
        kind=DispositionKind.FALSE_POSITIVE,
        reason="看过证件",
        author="li",
    )

    def richer(income: int) -> dict[str, object]:
        return customer(subject=NAMESAKE, annual_income=str(income))

    at_once(
        on_both,
        *(lambda n=n: check_customer(on_both, richer(n)) for n in range(1, 5)),
        *(lambda n=n: save_customer(on_both, "C-1", richer(n)) for n in range(11, 13)),
        lambda: check_batch(on_both, [richer(21), customer("C-2"), customer("C-3")]),
        lambda: check_batch(on_both, [customer("C-3"), customer("C-2"), richer(22)]),
    )
    decide_hit(on_both, clearing)
    history = on_both.store.assessments.history("C-1")
    followed = [each.supersedes for each in history if each.supersedes]
    assert len(history) == 10
    assert len(set(followed)) == len(followed) == 9
    current = on_both.store.assessments.latest("C-1")
    assert current is not None
    assert current.id not in followed
    assert current.facts_digest == on_both.store.customers.digests(["C-1"])["C-1"]
    assert current.outcome.decision == "review" or current.hits[0].disposition == "false_positive"
