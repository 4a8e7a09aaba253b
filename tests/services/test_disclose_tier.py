"""What the front line is told is recorded with it, on either database; otherwise it is neither told nor done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from amlrisk.errors import EntitlementNotAvailable, NotFound, OtherBranch, StoreUnavailable
from amlrisk.policy.value_vocabulary import Status, Tier
from amlrisk.review.authority import Officer, Role
from amlrisk.services.check_customer import check_customer
from amlrisk.services.disclose_tier import disclose_tier, record_explanation, use_and_disclose
from amlrisk.services.membership import accept, invite
from amlrisk.services.system import System
from amlrisk.store.audit import AuditEvent
from tests.cases import officer
from tests.systems import Clock, customer
from tests.tiers import tier_now, valued

CLERK = officer(Role.SERVICE, "clerk")


@pytest.fixture
def gold(on_both: System) -> System:
    check_customer(on_both, customer())
    valued(on_both, Tier.GOLD)
    return on_both


def last(system: System) -> AuditEvent:
    return system.store.audit.recent(1)[0]


@pytest.mark.parametrize(("by", "actor", "how"), [(CLERK, "clerk", "account"), ("key-1", "key-1", "api_key")])
def test_what_is_told_is_recorded_with_whom_it_was_told(gold: System, by: Officer | str, actor: str, how: str) -> None:
    seen = disclose_tier(gold, by, "C-1")
    assert (seen.tier, seen.status) == (Tier.GOLD, Status.ACTIVE)
    event = last(gold)
    assert (event.kind, event.actor, event.subject) == ("tier_disclosed", actor, "C-1")
    told = {"view": "front_line", "tier": "gold", "status": "active", "by": how}
    assert event.detail == {**told, "evaluation": tier_now(gold).id}


def test_a_use_is_recorded_before_what_is_left_is_told(gold: System) -> None:
    seen = use_and_disclose(gold, CLERK, "C-1", "events")
    assert {each.id: each.left for each in seen.entitlements}["events"] == 1
    assert [event.kind for event in gold.store.audit.recent(2)] == ["tier_disclosed", "entitlement_used"]


def test_what_a_membership_gave_is_not_told_or_used_after_its_year_though_nobody_evaluated_it(
    gold: System, clock: Clock
) -> None:
    for step in (invite, accept):
        step(gold, CLERK, "C-1")
    valued(gold, Tier.STANDARD)
    clock.advance(days=364)
    assert disclose_tier(gold, CLERK, "C-1").tier is Tier.GOLD
    clock.advance(days=1)
    seen = disclose_tier(gold, CLERK, "C-1")
    assert (seen.tier, seen.status, seen.entitlements) == (Tier.STANDARD, Status.NOT_AVAILABLE, ())
    with pytest.raises(EntitlementNotAvailable):
        use_and_disclose(gold, CLERK, "C-1", "events")


def test_a_refusal_is_told_and_recorded_and_nothing_else_is(gold: System) -> None:
    with pytest.raises(EntitlementNotAvailable):
        use_and_disclose(gold, "key-1", "C-1", "gifts" * 100)
    assert last(gold).detail["refused"] == ("gifts" * 100)[:64]
    assert gold.store.memberships.uses(["C-1"]) == {}


def told(system: System, ref: str = "C-1") -> object:
    return disclose_tier(system, CLERK, ref)


def used(system: System, ref: str = "C-1") -> object:
    return use_and_disclose(system, CLERK, ref, "events")


@pytest.mark.parametrize("ask", [told, used])
def test_what_cannot_be_recorded_is_neither_told_nor_done(gold: System, ask: Callable[[System], object]) -> None:
    gold.store.database.write("DELETE FROM audit_head")
    with pytest.raises(StoreUnavailable):
        ask(gold)
    assert gold.store.memberships.uses(["C-1"]) == {}


def test_of_nobody_and_of_another_branch_nothing_is_told(gold: System) -> None:
    before = last(gold)
    for ask in (told, used):
        with pytest.raises(NotFound):
            ask(gold, "C-9")
    with pytest.raises(OtherBranch):
        use_and_disclose(gold, officer(Role.SERVICE, "far", "B99"), "C-1", "events")
    assert last(gold) == before


def test_an_explanation_is_a_disclosure_too(gold: System) -> None:
    record_explanation(gold, officer(Role.ANALYST), "C-1", tier_now(gold))
    told = {"view": "compliance", "tier": "gold", "evaluation": tier_now(gold).id}
    assert last(gold).detail == {**told, "by": "account"}
    record_explanation(gold, "wang", "C-1", None, at_terminal=True)
    assert last(gold).detail == {"view": "compliance", "tier": "", "evaluation": "", "by": "terminal"}


def test_what_is_told_of_somebody_who_was_never_evaluated_names_no_evaluation(gold: System) -> None:
    check_customer(gold, customer("C-2"))
    disclose_tier(gold, CLERK, "C-2")
    assert (last(gold).subject, last(gold).detail["evaluation"]) == ("C-2", "")
