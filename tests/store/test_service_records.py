from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from amlrisk.errors import NotFound, StoreRefused
from amlrisk.facts.value import Survey
from amlrisk.store.database import Store
from amlrisk.store.service_records import RecordFilter, ServiceRecord
from amlrisk.tiering.service_forms import Kind
from tests.store.examples import NOW, customer

DAY = date(2026, 9, 1)
CARES = RecordFilter(kind=Kind.CARE, branches=("*",))


def care(ref: str = "C1", on: date = DAY, **changes: object) -> ServiceRecord:
    record = ServiceRecord(
        customer=ref,
        kind=Kind.CARE,
        falls_on=on,
        fields={"on": on.isoformat(), "content": "慰问"},
        author="wu",
        recorded_at=NOW,
    )
    return msgspec.structs.replace(record, **changes)


def survey(ref: str, score: str, on: date = DAY) -> ServiceRecord:
    return care(ref, on, kind=Kind.SURVEY, fields={"on": on.isoformat(), "score": score})


@pytest.fixture
def kept(store: Store) -> Store:
    store.customers.save_many([customer("C1", branch="B11"), customer("C2", branch="B12")], NOW)
    return store


def numbers(store: Store, wanted: RecordFilter) -> list[int]:
    return [each.record.id for each in store.service_records.page(wanted, None, 50)]


def test_a_record_comes_back_as_it_was_written(kept: Store) -> None:
    id = kept.service_records.append(care())
    assert kept.service_records.get(id) == msgspec.structs.replace(care(), id=id)
    with pytest.raises(NotFound):
        kept.service_records.get(id + 1)
    with pytest.raises(StoreRefused):
        kept.service_records.append(care("C9"))


def test_a_correction_takes_the_place_of_a_record_once(kept: Store) -> None:
    first = kept.service_records.append(care())
    second = kept.service_records.append(care(corrects=first, reason="日期有误", on=date(2026, 8, 31)))
    assert numbers(kept, CARES) == [second]
    assert kept.service_records.get(first).corrected
    assert [each.id for each in kept.service_records.history(second)] == [second, first]
    with pytest.raises(StoreRefused):
        kept.service_records.append(care(corrects=first))
    gone = kept.service_records.append(care(corrects=second, fields={}, reason="客户有误"))
    assert numbers(kept, CARES) == []
    assert kept.service_records.last_of("C1", 9) == []
    assert [each.id for each in kept.service_records.history(gone)] == [gone, second, first]


def test_a_form_counts_once(kept: Store) -> None:
    id = kept.service_records.append(care(form="f"))
    with pytest.raises(StoreRefused):
        kept.service_records.append(care(form="f"))
    found = kept.service_records.of_form("f")
    assert found is not None
    assert found.id == id
    assert kept.service_records.of_form("") is None


def test_pages_hold_what_was_asked_for_the_newest_day_first(kept: Store) -> None:
    made = [
        kept.service_records.append(care("C1", date(2026, 9, 1))),
        kept.service_records.append(care("C2", date(2026, 9, 3))),
        kept.service_records.append(care("C1", date(2026, 9, 3))),
        kept.service_records.append(care("C1", date(2026, 7, 1))),
    ]
    kept.service_records.append(survey("C1", "80"))
    assert numbers(kept, CARES) == [made[2], made[1], made[0], made[3]]
    assert numbers(kept, msgspec.structs.replace(CARES, branches=("B12",))) == [made[1]]
    assert numbers(kept, msgspec.structs.replace(CARES, customer="C1", since=date(2026, 9, 1))) == [made[2], made[0]]
    assert numbers(kept, msgspec.structs.replace(CARES, until=date(2026, 9, 1))) == [made[0], made[3]]
    (third,) = kept.service_records.page(CARES, (date(2026, 9, 3), made[1]), 1)
    assert (third.record.id, third.name, third.branch) == (made[0], "张伟示例", "B11")
    assert [each.record.id for each in kept.service_records.walk(CARES)] == numbers(kept, CARES)
    assert kept.service_records.counts(CARES) == {"C1": 3, "C2": 1}


def test_surveys_are_facts_while_they_stand(kept: Store) -> None:
    first = kept.service_records.append(survey("C1", "80"))
    kept.service_records.append(survey("C1", "90.5", date(2026, 6, 1)))
    kept.service_records.append(care())
    assert kept.service_records.surveys(["C1", "C2"]) == {
        "C1": (Survey(on=date(2026, 6, 1), score=Decimal("90.5")), Survey(on=DAY, score=Decimal(80)))
    }
    again = survey("C1", "70")
    kept.service_records.append(msgspec.structs.replace(again, corrects=first))
    assert kept.service_records.surveys(["C1"])["C1"][-1].score == 70
