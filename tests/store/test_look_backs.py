"""What a true match made doubtful: appended with the decision, one for each, never edited."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from amlrisk.errors import StoreRefused
from amlrisk.facts.digest import digest
from amlrisk.facts.model import Customer, Kind, Party
from amlrisk.screening.model import Disposition, DispositionKind
from amlrisk.store.database import Store
from amlrisk.store.look_backs import LookBack

NOW = datetime(2026, 7, 15, 2, 0, tzinfo=UTC)
CUSTOMER = Customer(
    ref="C-1",
    kind=Kind.NATURAL,
    subject=Party(id="subject", roles=(), kind=Kind.NATURAL, name="林晓雨"),
)


def decided(store: Store, entity: str) -> int:
    return store.dispositions.append(
        Disposition(
            customer="C-1",
            party="subject",
            source="listed",
            entity=entity,
            kind=DispositionKind.TRUE_MATCH,
            reason="看过证件",
            author="li",
        ),
        NOW,
    )


def look_back(disposition: int, entity: str) -> LookBack:
    return LookBack(
        disposition=disposition,
        customer="C-1",
        facts_digest=digest(CUSTOMER),
        begins_on=date(2023, 7, 15),
        ends_on=date(2026, 7, 15),
        transactions=4,
        opened_at=NOW,
        party="subject",
        source="listed",
        entity=entity,
    )


def test_they_come_back_as_they_were_kept_the_latest_first(store: Store) -> None:
    store.customers.save(CUSTOMER, NOW)
    kept = [look_back(decided(store, entity), entity) for entity in ("T-1", "T-2")]
    for each in kept:
        store.look_backs.append(each)
    assert store.look_backs.of("C-1") == kept[::-1]
    assert store.look_backs.of_many(["C-1", "C-2"]) == {"C-1": kept[::-1]}
    assert store.look_backs.of("C-2") == []


def test_one_for_a_decision_and_none_without(store: Store) -> None:
    store.customers.save(CUSTOMER, NOW)
    kept = look_back(decided(store, "T-1"), "T-1")
    store.look_backs.append(kept)
    with pytest.raises(StoreRefused):
        store.look_backs.append(kept)
    with pytest.raises(StoreRefused):
        store.look_backs.append(look_back(4711, "T-1"))


@pytest.mark.parametrize("statement", ["UPDATE look_backs SET transactions = 0", "DELETE FROM look_backs"])
def test_nothing_is_taken_back(store: Store, statement: str) -> None:
    store.customers.save(CUSTOMER, NOW)
    store.look_backs.append(look_back(decided(store, "T-1"), "T-1"))
    with pytest.raises(StoreRefused):
        store.database.write(statement)
    assert len(store.look_backs.of("C-1")) == 1


def test_who_was_decided_about_with_an_entity(store: Store) -> None:
    store.customers.save(CUSTOMER, NOW)
    decided(store, "T-1")
    decided(store, "T-1")
    assert store.dispositions.about("listed", ["T-1", "T-2"]) == {"T-1": ["C-1"]}
    assert store.dispositions.about("other", ["T-1"]) == {}


def test_customers_by_the_digest_of_their_facts(store: Store) -> None:
    store.customers.save(CUSTOMER, NOW)
    assert store.customers.all_digests() == [digest(CUSTOMER)]
    assert store.customers.refs_of([digest(CUSTOMER), "0" * 64]) == ["C-1"]
    assert store.customers.refs_of([]) == []
