"""A true match flags the customer's transactions of the last three years, with the decision or not at all."""

from __future__ import annotations

import json

import pytest

from amlrisk.screening.model import Disposition, DispositionKind
from amlrisk.services.check_customer import check_customer
from amlrisk.services.decide_hit import decide_hit
from amlrisk.services.look_back import flagged
from amlrisk.services.save_customer import save_customer
from amlrisk.services.system import System
from tests.systems import NAMESAKE, customer

PAID = {"kind": "premium", "policy": "P1", "amount": "3000", "method": "transfer", "payer": "own"}
DAYS = ("2023-07-14", "2023-07-15", "2024-02-29", "2026-07-01")


def raw(*days: str) -> dict[str, object]:
    return customer(subject=NAMESAKE, transactions=[PAID | {"on": day} for day in days])


def decision(kind: DispositionKind) -> Disposition:
    return Disposition(
        customer="C-1", party="subject", source="listed", entity="T-4", kind=kind, reason="看过证件", author="li"
    )


@pytest.fixture
def held(on_both: System) -> System:
    assert json.loads(check_customer(on_both, raw(*DAYS)))["decision"] == "review"
    return on_both


def days_flagged(system: System) -> list[list[str]]:
    return [
        [each.on.isoformat() for each in one.transactions] for one in flagged(system, system.store.customers.get("C-1"))
    ]


def test_a_true_match_flags_three_years(held: System) -> None:
    decide_hit(held, decision(DispositionKind.TRUE_MATCH))
    assert days_flagged(held) == [["2026-07-01", "2024-02-29", "2023-07-15"]]
    (kept,) = held.store.look_backs.of("C-1")
    assert (kept.transactions, kept.entity, str(kept.begins_on)) == (3, "T-4", "2023-07-15")


@pytest.mark.parametrize("kind", [DispositionKind.FALSE_POSITIVE, DispositionKind.INCONCLUSIVE])
def test_other_decisions_flag_nothing(held: System, kind: DispositionKind) -> None:
    decide_hit(held, decision(kind))
    assert flagged(held, held.store.customers.get("C-1")) == ()


def test_what_is_delivered_later_of_that_time_is_flagged_too(held: System) -> None:
    decide_hit(held, decision(DispositionKind.TRUE_MATCH))
    save_customer(held, "C-1", raw(*DAYS, "2025-05-05"))
    assert days_flagged(held) == [["2026-07-01", "2025-05-05", "2024-02-29", "2023-07-15"]]


def test_a_decision_that_was_taken_back_is_told(held: System) -> None:
    decide_hit(held, decision(DispositionKind.TRUE_MATCH))
    (before,) = flagged(held, held.store.customers.get("C-1"))
    decide_hit(held, decision(DispositionKind.FALSE_POSITIVE))
    (after,) = flagged(held, held.store.customers.get("C-1"))
    assert (before.taken_back, after.taken_back) == (False, True)


def test_a_customer_without_any_known_transaction_is_flagged_as_such(on_both: System) -> None:
    given = customer(subject=NAMESAKE)
    del given["transactions"]
    check_customer(on_both, given)
    decide_hit(on_both, decision(DispositionKind.TRUE_MATCH))
    (only,) = flagged(on_both, on_both.store.customers.get("C-1"))
    assert (only.known, only.transactions) == (False, ())


def test_it_stands_in_the_trail(held: System) -> None:
    decide_hit(held, decision(DispositionKind.TRUE_MATCH))
    rows = held.store.database.rows("SELECT kind, actor, subject FROM audit_events WHERE kind = 'look_back'")
    assert rows == [("look_back", "li", "C-1")]
