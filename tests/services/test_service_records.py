"""Records of service: kept once, corrected by new ones; a survey is a fact of the customer's value at once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from amlrisk.errors import AmlriskError, IdempotencyConflict, InvalidInput, NotAllowed, OtherBranch, RecordCorrected
from amlrisk.facts.value import CustomerValue, Survey
from amlrisk.services.check_customer import check_customer
from amlrisk.services.service_records import Recording, record_service, with_surveys
from amlrisk.services.system import System
from amlrisk.tiering.service_forms import Kind
from tests.services.test_vip_applications import ANALYST, COLLEAGUE, ELSEWHERE, WU
from tests.systems import customer

CARE = Recording(
    customer="G-1",
    kind=Kind.CARE,
    raw={"on": "2026-07-14", "way": "visit", "content": "节日慰问", "cost": "1,200.50", "handler": "吴"},
    form="f1",
)
POINTS = {"attitude": "90", "promptness": "85", "competence": "95", "claims": "80", "manager": "92"}
SURVEY = Recording(customer="G-1", kind=Kind.SURVEY, raw={"on": "2026-07-10", "respondent": "何", **POINTS}, form="s1")


@pytest.fixture
def ready(system: System) -> System:
    check_customer(system, customer("G-1"))
    check_customer(system, customer("G-2"))
    return system


def surveys(system: System) -> tuple[Survey, ...] | None:
    kept = system.store.values.of(["G-1"]).get("G-1")
    return None if kept is None else kept.value.surveys


def test_a_record_is_kept_as_it_was_filled_in(ready: System) -> None:
    record = record_service(ready, WU, CARE)
    assert record.fields == {
        "on": "2026-07-14",
        "way": "visit",
        "content": "节日慰问",
        "cost": "1200.5",
        "handler": "吴",
    }
    assert (record.falls_on, record.author) == (date(2026, 7, 14), "wu")
    assert ready.store.service_records.get(record.id) == record
    assert ready.store.audit.recent(1)[0].kind == "service_recorded"
    assert surveys(ready) is None


def test_a_form_counts_once(ready: System) -> None:
    first = record_service(ready, WU, CARE)
    head = ready.store.audit.head()
    assert record_service(ready, WU, CARE).id == first.id
    assert ready.store.audit.head() == head
    for other in ({"raw": {**CARE.raw, "cost": "3"}}, {"customer": "G-2"}, {"kind": Kind.SURVEY, "raw": SURVEY.raw}):
        with pytest.raises(IdempotencyConflict):
            record_service(ready, WU, msgspec.structs.replace(CARE, **other))
    with pytest.raises(IdempotencyConflict):
        record_service(ready, COLLEAGUE, CARE)


def test_a_correction_needs_a_reason_and_what_it_corrects_is_kept(ready: System) -> None:
    first = record_service(ready, WU, CARE)
    change: dict[str, Any] = {"corrects": first.id, "form": "f2", "raw": {**CARE.raw, "cost": "12"}}
    with pytest.raises(InvalidInput) as caught:
        record_service(ready, COLLEAGUE, msgspec.structs.replace(CARE, **change))
    assert [each.path for each in caught.value.issues] == ["reason"]
    second = record_service(ready, COLLEAGUE, msgspec.structs.replace(CARE, reason="金额有误", **change))
    assert ready.store.service_records.get(first.id).fields["cost"] == "1200.5"
    assert [each.id for each in ready.store.service_records.last_of("G-1", 9)] == [second.id]
    assert ready.store.audit.recent(1)[0].kind == "service_corrected"
    with pytest.raises(RecordCorrected):
        record_service(ready, WU, msgspec.structs.replace(CARE, reason="再改", **{**change, "form": "f3"}))


def test_a_record_may_be_taken_back_and_then_stays_so(ready: System) -> None:
    first = record_service(ready, WU, CARE)
    back = Recording(customer="G-1", kind=Kind.CARE, raw={}, corrects=first.id, void=True, reason="记错客户", form="b")
    gone = record_service(ready, WU, back)
    assert ready.store.service_records.last_of("G-1", 9) == []
    with pytest.raises(RecordCorrected):
        record_service(ready, WU, msgspec.structs.replace(back, corrects=gone.id, form="b2"))


def test_a_correction_is_of_the_same_customer_and_form(ready: System) -> None:
    first = record_service(ready, WU, CARE)
    for change in ({"customer": "G-2"}, {"kind": Kind.SURVEY, "raw": SURVEY.raw}):
        asked = msgspec.structs.replace(CARE, corrects=first.id, reason="x", form="f2", **change)
        with pytest.raises(InvalidInput):
            record_service(ready, WU, asked)


@pytest.mark.parametrize(
    ("who", "change", "expected"),
    [
        (ANALYST, {}, NotAllowed),
        (ELSEWHERE, {}, OtherBranch),
        (WU, {"raw": {}}, InvalidInput),
        (WU, {"raw": {**CARE.raw, "on": "2026-07-16"}}, InvalidInput),
    ],
)
def test_what_is_refused_leaves_nothing(
    ready: System, who: Any, change: dict[str, Any], expected: type[AmlriskError]
) -> None:
    head = ready.store.audit.head()
    with pytest.raises(expected):
        record_service(ready, who, msgspec.structs.replace(CARE, **change))
    assert ready.store.audit.head() == head
    assert ready.store.service_records.last_of("G-1", 9) == []


def test_a_survey_is_a_fact_of_value_and_its_correction_takes_its_place(ready: System) -> None:
    first = record_service(ready, WU, SURVEY)
    assert first.fields["score"] == "88.4"
    assert surveys(ready) == (Survey(on=date(2026, 7, 10), score=Decimal("88.4")),)
    assert ready.store.tiers.current(["G-1"])["G-1"].cause == "survey_recorded"
    worse = {**SURVEY.raw, "claims": "0"}
    second = record_service(
        ready, WU, msgspec.structs.replace(SURVEY, raw=worse, corrects=first.id, reason="漏记", form="s2")
    )
    assert [str(each.score) for each in surveys(ready) or ()] == ["72.4"]
    back = Recording(
        customer="G-1", kind=Kind.SURVEY, raw={}, corrects=second.id, void=True, reason="记错客户", form="s3"
    )
    record_service(ready, WU, back)
    assert surveys(ready) == ()


def test_what_others_deliver_of_surveys_stays_and_what_they_do_not_mention_too(ready: System) -> None:
    theirs = Survey(on=date(2026, 1, 5), score=Decimal(70))
    ready.store.values.save_many([CustomerValue(ref="G-1", surveys=(theirs,), income=Decimal(1))], ready.now())
    record_service(ready, WU, SURVEY)
    ours = Survey(on=date(2026, 7, 10), score=Decimal("88.4"))
    assert surveys(ready) == (theirs, ours)
    delivered = [CustomerValue(ref="G-1", surveys=(theirs,)), CustomerValue(ref="G-2")]
    again = with_surveys(ready.store, delivered)
    assert again == [CustomerValue(ref="G-1", surveys=(theirs, ours)), CustomerValue(ref="G-2")]
    assert with_surveys(ready.store, again) == again


def test_record_value_tier_and_trail_are_one(ready: System, monkeypatch: pytest.MonkeyPatch) -> None:
    head = ready.store.audit.head()
    for name, method in (
        ("service_records", "append"),
        ("values", "save_many"),
        ("tiers", "append"),
        ("audit", "append"),
    ):
        repository = getattr(ready.store, name)
        kept = getattr(repository, method)

        def fails(*args: object, __kept: Any = kept, **more: object) -> None:
            __kept(*args, **more)
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(repository, method, fails)
            with pytest.raises(KeyboardInterrupt):
                record_service(ready, WU, SURVEY)
        assert ready.store.service_records.last_of("G-1", 9) == []
        assert surveys(ready) is None
        assert ready.store.audit.head() == head
