from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from amlrisk.errors import NotFound, StoreRefused
from amlrisk.policy.value_vocabulary import GroupTable, Tier
from amlrisk.store.database import Store
from amlrisk.store.vip_applications import Listing
from amlrisk.tiering.group import ContractValue, GroupValue
from amlrisk.tiering.vip import Application, Decision, Stage, Verdict
from tests.store.examples import NOW, at, customer

EVERYWHERE = ("*",)


def valued(worth: str = "600000") -> GroupValue:
    contract = ContractValue(
        ref="G1",
        standard_premium=Decimal(worth),
        coefficients=dict.fromkeys(GroupTable, Decimal(1)),
        value=Decimal(worth),
    )
    return GroupValue(tier=Tier.GOLD, value=Decimal(worth), contracts=(contract,))


def asked(
    id: str = "v1", ref: str = "C1", *, by: str = "wu", on: date = date(2026, 3, 1), form: str = ""
) -> Application:
    return Application(
        id=id,
        customer=ref,
        tier=Tier.GOLD,
        valued=valued(),
        value_digest="d",
        policy_digest="p",
        grounds="长期合作",
        contact="何先生",
        phone="010-1",
        applicant=by,
        applied_on=on,
        applied_at=NOW,
        form=form,
    )


def decided(verdict: Verdict = Verdict.APPROVED, on: date = date(2026, 3, 2), minutes: int = 0) -> Decision:
    return Decision(verdict=verdict, author="shen", opinion="同意", decided_on=on, decided_at=at(minutes))


@pytest.fixture
def kept(store: Store) -> Store:
    store.customers.save_many(
        [customer("C1", branch="B11"), customer("C2", branch="B12"), customer("C3", branch="B11")], NOW
    )
    return store


def ids(store: Store, listing: Listing, branches: tuple[str, ...] = EVERYWHERE, **more: Any) -> list[str]:
    return [each.filed.application.id for each in store.vip.page(listing, branches, None, 50, **more)]


def test_what_was_asked_comes_back_with_what_was_decided(kept: Store) -> None:
    kept.vip.append(asked())
    assert kept.vip.get("v1").application == asked()
    assert kept.vip.get("v1").stage is Stage.WAITING
    kept.vip.decide("v1", decided())
    assert kept.vip.get("v1").decision == decided()
    assert kept.vip.get("v1").stage is Stage.DECIDED
    with pytest.raises(NotFound):
        kept.vip.get("v2")


def test_an_application_is_decided_once(kept: Store) -> None:
    kept.vip.append(asked())
    kept.vip.decide("v1", decided(Verdict.REFUSED))
    with pytest.raises(StoreRefused):
        kept.vip.decide("v1", decided())
    decision = kept.vip.get("v1").decision
    assert decision is not None
    assert decision.verdict is Verdict.REFUSED


def test_a_form_counts_once_and_is_found_again(kept: Store) -> None:
    kept.vip.append(asked(form="f"))
    with pytest.raises(StoreRefused):
        kept.vip.append(asked("v2", "C2", form="f"))
    found = kept.vip.of_form("f")
    assert found is not None
    assert found.application.id == "v1"
    assert kept.vip.of_form("") is None


def test_the_status_is_what_was_approved_last_else_what_is_applied_for(kept: Store) -> None:
    assert kept.vip.current(["C1"]) == {}
    kept.vip.append(asked())
    status = kept.vip.current(["C1"])["C1"]
    assert (status.tier, status.approved_on) == (Tier.GOLD, None)
    kept.vip.decide("v1", decided())
    kept.vip.append(asked("v2"))
    assert kept.vip.current(["C1"])["C1"].approved_on == date(2026, 3, 2)
    kept.vip.decide("v2", decided(Verdict.REFUSED, date(2026, 9, 1)))
    assert kept.vip.current(["C1"])["C1"].approved_on == date(2026, 3, 2), "a refusal takes nothing away"
    kept.vip.append(asked("v3"))
    kept.vip.decide("v3", decided(on=date(2026, 10, 1)))
    kept.vip.append(asked("v4", "C2"))
    kept.vip.decide("v4", decided(Verdict.REFUSED))
    found = kept.vip.current(["C1", "C2", "C3"])
    assert {ref: status.approved_on for ref, status in found.items()} == {"C1": date(2026, 10, 1)}


def test_lists_hold_ones_branches_and_go_on_where_they_ended(kept: Store) -> None:
    for n, ref in enumerate(("C1", "C2", "C3"), 1):
        kept.vip.append(asked(f"v{n}", ref))
    assert ids(kept, Listing.WAITING) == ["v1", "v2", "v3"]
    assert ids(kept, Listing.WAITING, ("B11",)) == ["v1", "v3"]
    assert [each.filed.application.id for each in kept.vip.page(Listing.WAITING, ("B11",), "v1", 9)] == ["v3"]
    assert kept.vip.count(Listing.WAITING, ("B12",)) == 1
    kept.vip.decide("v2", decided(Verdict.WITHDRAWN))
    kept.vip.decide("v3", decided())
    assert ids(kept, Listing.WAITING) == ["v1"]
    assert ids(kept, Listing.CLOSED) == ["v3", "v2"]
    assert [each.filed.application.id for each in kept.vip.page(Listing.CLOSED, EVERYWHERE, "v3", 9)] == ["v2"]
    (only,) = kept.vip.page(Listing.CLOSED, ("B12",), None, 9)
    assert (only.name, only.branch) == ("张伟示例", "B12")


def test_what_falls_due_is_the_last_decision_of_each_whatever_it_was(kept: Store) -> None:
    until = date(2026, 3, 31)
    for id, ref, verdict, day in (
        ("v1", "C1", Verdict.APPROVED, 31),
        ("v2", "C2", Verdict.REFUSED, 2),
        ("v3", "C3", Verdict.APPROVED, 31),
    ):
        kept.vip.append(asked(id, ref))
        kept.vip.decide(id, decided(verdict, date(2026, 3, day)))
    assert ids(kept, Listing.DUE, until=until) == ["v2", "v1", "v3"]
    following = [kept.vip.page(Listing.DUE, EVERYWHERE, after, 1, until=until) for after in ("v2", "v1", "v3")]
    assert [[each.filed.application.id for each in page] for page in following] == [["v1"], ["v3"], []]
    assert ids(kept, Listing.DUE, until=date(2026, 3, 30)) == ["v2"]
    assert kept.vip.count(Listing.DUE, ("B11",), until=until) == 2
    assert kept.vip.count(Listing.CLOSED, EVERYWHERE) == 3
    kept.vip.append(asked("v4", "C1"))
    assert ids(kept, Listing.DUE, until=until) == ["v2", "v3"], "applied for again"
    kept.vip.decide("v4", decided(Verdict.WITHDRAWN, date(2026, 4, 1)))
    assert ids(kept, Listing.DUE, until=until) == ["v2", "v1", "v3"], "and withdrawn"
