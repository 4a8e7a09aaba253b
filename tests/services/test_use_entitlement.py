"""Entitlements: used up by the year, resting while the gate lowers the tier, refused with one answer."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from amlrisk.errors import (
    AmlriskError,
    EntitlementNotAvailable,
    IdempotencyConflict,
    NotAllowed,
    NotFound,
    OtherBranch,
)
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.policy.vocabulary import Trigger
from amlrisk.review.authority import Role
from amlrisk.screening.model import DispositionKind
from amlrisk.services.check_customer import check_customer
from amlrisk.services.decide_hit import decide_hit
from amlrisk.services.disclose_tier import disclose_tier
from amlrisk.services.membership import accept, invite
from amlrisk.services.open_case import TriggerEvent, open_case
from amlrisk.services.system import System
from amlrisk.services.use_entitlement import use_entitlement
from amlrisk.tiering.entitlements import State
from tests.cases import ANALYST, checked, officer
from tests.services.test_decide_hit import decision
from tests.services.test_membership import SERVICE
from tests.systems import Clock, customer
from tests.tiers import at_years_end, valued


@pytest.fixture
def gold(system: System) -> System:
    check_customer(system, customer())
    valued(system, Tier.GOLD)
    return system


def test_used_until_it_is_used_up_and_there_again_the_next_year(gold: System, clock: Clock) -> None:
    found = use_entitlement(gold, SERVICE, "C-1", "events")
    assert (found.used, found.left, found.state) == (1, 1, State.GRANTED)
    (event,) = gold.store.audit.recent(1)
    assert (event.kind, event.actor, event.detail) == ("entitlement_used", "service", {"name": "events"})
    found = use_entitlement(gold, "key-1", "C-1", "events")
    assert (found.used, found.left, found.state) == (2, 0, State.USED_UP)
    clock.advance(days=364)
    with pytest.raises(EntitlementNotAvailable):
        use_entitlement(gold, SERVICE, "C-1", "events")
    clock.advance(days=1)
    assert use_entitlement(gold, SERVICE, "C-1", "events").left == 1


def test_what_is_joined_or_renewed_grants_nothing_twice(gold: System, clock: Clock) -> None:
    for _ in range(2):
        use_entitlement(gold, SERVICE, "C-1", "events")
    clock.advance(days=1)
    for step in (invite, accept):
        step(gold, SERVICE, "C-1")
    with pytest.raises(EntitlementNotAvailable):
        use_entitlement(gold, SERVICE, "C-1", "events")


@pytest.mark.parametrize("late", [0, 3])
def test_what_is_left_tells_nobody_who_was_renewed_however_late_that_came(
    gold: System, clock: Clock, late: int
) -> None:
    """C-1 is renewed, C-2 is held at gold while an alert is open: both have as much left."""
    check_customer(gold, customer(annual_income=None))
    check_customer(gold, customer("C-2", annual_income=None))
    valued(gold, Tier.GOLD, "C-2")
    for ref in ("C-1", "C-2"):
        for step in (invite, accept):
            step(gold, SERVICE, ref)
    open_case(gold, ANALYST, TriggerEvent(customer="C-2", trigger=Trigger.DISPUTE, text="…"))
    valued(gold, Tier.PLATINUM, "C-2")
    clock.advance(days=365 + late)
    for ref in ("C-1", "C-2"):
        use_entitlement(gold, SERVICE, ref, "events")
    clock.advance(days=1)
    at_years_end(gold)
    found = {ref: disclose_tier(gold, SERVICE, ref) for ref in ("C-1", "C-2")}
    assert found["C-1"].tier is Tier.GOLD
    assert found["C-1"].entitlements == found["C-2"].entitlements


def test_without_limit(gold: System) -> None:
    for used in (1, 2, 3):
        found = use_entitlement(gold, SERVICE, "C-1", "dedicated_manager")
        assert (found.used, found.left, found.state) == (used, None, State.GRANTED)


def test_the_last_one_is_used_once_however_many_ask_at_once(on_both: System) -> None:
    check_customer(on_both, customer())
    valued(on_both, Tier.GOLD)
    done: list[object] = []

    def use() -> None:
        try:
            done.append(use_entitlement(on_both, SERVICE, "C-1", "health_assessment").left)
        except EntitlementNotAvailable as refused:
            done.append(refused.code)
        finally:
            on_both.store.close()

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, done)) == ["0", *["entitlement_not_available"] * 3]


def held(system: System, ref: str) -> None:
    checked(system, ref)
    valued(system, Tier.DIAMOND, ref)
    decide_hit(system, decision(DispositionKind.TRUE_MATCH, customer=ref))


def waiting(system: System, ref: str) -> None:
    checked(system, ref)
    valued(system, Tier.DIAMOND, ref)


def poor(system: System, ref: str) -> None:
    check_customer(system, customer(ref))
    valued(system, Tier.STANDARD, ref)


def new(system: System, ref: str) -> None:
    check_customer(system, customer(ref))


def lesser(system: System, ref: str) -> None:
    """Gold does not bring what is asked for below."""
    check_customer(system, customer(ref))
    valued(system, Tier.GOLD, ref)


def used_up(system: System, ref: str) -> None:
    check_customer(system, customer(ref))
    valued(system, Tier.PLATINUM, ref)
    use_entitlement(system, SERVICE, ref, "gifts")


SITUATIONS: list[Callable[[System, str], None]] = [held, waiting, poor, new, lesser, used_up]


def test_whatever_keeps_somebody_from_it_the_answer_is_the_same(on_both: System) -> None:
    answers = set()
    for number, situation in enumerate(SITUATIONS):
        situation(on_both, f"C-{number}")
        before = on_both.store.audit.head()
        with pytest.raises(EntitlementNotAvailable) as caught:
            use_entitlement(on_both, SERVICE, f"C-{number}", "gifts")
        answers.add((caught.value.code, caught.value.text("zh"), caught.value.text("en"), repr(caught.value.params)))
        assert on_both.store.audit.head() == before
    assert len(answers) == 1


def test_what_was_used_stays_used_through_a_suspension(on_both: System) -> None:
    checked(on_both)
    decide_hit(on_both, decision(DispositionKind.FALSE_POSITIVE))
    valued(on_both, Tier.PLATINUM)
    use_entitlement(on_both, SERVICE, "C-1", "events")
    decide_hit(on_both, decision(DispositionKind.TRUE_MATCH))
    with pytest.raises(EntitlementNotAvailable):
        use_entitlement(on_both, SERVICE, "C-1", "events")
    decide_hit(on_both, decision(DispositionKind.FALSE_POSITIVE))
    assert use_entitlement(on_both, SERVICE, "C-1", "events").left == 0


def test_a_form_sent_twice_counts_once(gold: System) -> None:
    for _ in range(3):
        assert use_entitlement(gold, SERVICE, "C-1", "events", form="f1").used == 1
    with pytest.raises(IdempotencyConflict):
        use_entitlement(gold, SERVICE, "C-1", "health_assessment", form="f1")


@pytest.mark.parametrize(
    ("who", "ref", "entitlement", "error"),
    [
        (SERVICE, "C-9", "events", NotFound),
        ("key-1", "C-9", "events", NotFound),
        (SERVICE, "C-1", "helicopter", EntitlementNotAvailable),
        (officer(Role.ANALYST), "C-1", "events", NotAllowed),
        (officer(Role.MANAGER), "C-1", "events", NotAllowed),
        (officer(Role.SERVICE, "far", "B12"), "C-1", "events", OtherBranch),
    ],
)
def test_who_and_what(gold: System, who: object, ref: str, entitlement: str, error: type[AmlriskError]) -> None:
    with pytest.raises(error):
        use_entitlement(gold, who, ref, entitlement)  # type: ignore[arg-type]  # an officer or a key, by the table
