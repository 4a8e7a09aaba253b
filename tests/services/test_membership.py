"""Membership: offered to whoever earned it, for a year, raised at once; kept through a suspension."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from amlrisk.errors import IdempotencyConflict, MembershipNotAvailable, NotAllowed, NotFound, OtherBranch
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.review.authority import Role
from amlrisk.screening.model import DispositionKind
from amlrisk.services.check_customer import check_customer
from amlrisk.services.decide_hit import decide_hit
from amlrisk.services.membership import accept, decline, invite, offer
from amlrisk.services.system import System
from amlrisk.tiering.membership import Change
from tests.cases import checked, officer
from tests.services.test_decide_hit import decision
from tests.systems import Clock, customer, put_list
from tests.tiers import at_years_end, tier_now, valued

SERVICE = officer(Role.SERVICE)


@pytest.fixture
def gold(on_both: System) -> System:
    check_customer(on_both, customer())
    valued(on_both, Tier.GOLD)
    return on_both


def joined(system: System, ref: str = "C-1") -> None:
    invite(system, SERVICE, ref)
    accept(system, SERVICE, ref)


def changes(system: System) -> list[Change]:
    return [each.entry.change for each in system.store.memberships.history("C-1")][::-1]


def test_invited_and_accepted(gold: System) -> None:
    assert offer(gold, "C-1") is Tier.GOLD
    made = invite(gold, SERVICE, "C-1")
    assert (made.tier, made.actor, made.entry.membership) == (Tier.GOLD, "service", None)
    assert tier_now(gold).membership is None
    entry = accept(gold, SERVICE, "C-1").entry
    assert entry.membership is not None
    assert (entry.membership.effective_on, entry.membership.expires_on) == (date(2026, 7, 15), date(2027, 7, 15))
    found = tier_now(gold)
    assert (found.cause, found.membership, found.effective) == ("membership", entry.membership, Tier.GOLD)
    assert offer(gold, "C-1") is None
    assert [event.kind for event in gold.store.audit.recent(3)] == ["membership", "tiered", "membership"]
    assert gold.store.audit.verify() is None


def test_declined_and_asked_again(gold: System) -> None:
    invite(gold, SERVICE, "C-1")
    decline(gold, SERVICE, "C-1")
    with pytest.raises(MembershipNotAvailable):
        accept(gold, SERVICE, "C-1")
    joined(gold)
    assert changes(gold) == [Change.INVITED, Change.DECLINED, Change.INVITED, Change.JOINED]


@pytest.mark.parametrize("step", [accept, decline])
def test_nobody_answers_what_was_not_offered(gold: System, step: Callable[..., object]) -> None:
    with pytest.raises(MembershipNotAvailable):
        step(gold, SERVICE, "C-1")
    assert changes(gold) == []


def test_nobody_is_offered_one_twice(gold: System) -> None:
    invite(gold, SERVICE, "C-1")
    with pytest.raises(MembershipNotAvailable):
        invite(gold, SERVICE, "C-1")
    accept(gold, SERVICE, "C-1")
    with pytest.raises(MembershipNotAvailable):
        invite(gold, SERVICE, "C-1")


def test_whatever_keeps_somebody_from_it_the_answer_is_the_same(on_both: System) -> None:
    """Not earned, never valued, held by compliance: a word, a code, and nothing else."""
    check_customer(on_both, customer("C-poor"))
    valued(on_both, Tier.STANDARD, "C-poor")
    check_customer(on_both, customer("C-new"))
    checked(on_both, "C-high")
    valued(on_both, Tier.DIAMOND, "C-high")
    checked(on_both, "C-held")
    valued(on_both, Tier.DIAMOND, "C-held")
    decide_hit(on_both, decision(DispositionKind.TRUE_MATCH, customer="C-held"))
    answers = set()
    for ref in ("C-poor", "C-new", "C-high", "C-held"):
        with pytest.raises(MembershipNotAvailable) as caught:
            invite(on_both, SERVICE, ref)
        answers.add((caught.value.code, caught.value.text("zh"), caught.value.text("en"), repr(caught.value.params)))
    assert len(answers) == 1


def test_whom_compliance_holds_since_the_invitation_cannot_accept(on_both: System) -> None:
    checked(on_both)
    decide_hit(on_both, decision(DispositionKind.FALSE_POSITIVE))
    valued(on_both, Tier.GOLD)
    invite(on_both, SERVICE, "C-1")
    decide_hit(on_both, decision(DispositionKind.TRUE_MATCH))
    with pytest.raises(MembershipNotAvailable):
        accept(on_both, SERVICE, "C-1")
    decide_hit(on_both, decision(DispositionKind.FALSE_POSITIVE))
    accept(on_both, SERVICE, "C-1")


# --- the calendar -------------------------------------------------------------------------------------------


def test_a_higher_tier_counts_at_once_and_begins_a_year(gold: System, clock: Clock) -> None:
    joined(gold)
    clock.advance(days=100)
    found = valued(gold, Tier.PLATINUM)
    assert found.membership is not None
    assert (found.membership.tier, found.membership.effective_on) == (Tier.PLATINUM, date(2026, 10, 23))
    assert found.membership.expires_on == date(2027, 10, 23)
    assert changes(gold)[-1] is Change.UPGRADED


def test_a_lower_one_waits_for_the_end_of_the_year(gold: System, clock: Clock) -> None:
    valued(gold, Tier.PLATINUM)
    joined(gold)
    assert valued(gold, Tier.GOLD).effective is Tier.PLATINUM
    clock.advance(days=364)
    assert gold.store.memberships.ending(gold.today()) == []
    clock.advance(days=1)
    assert at_years_end(gold).done == 1
    found = tier_now(gold)
    assert (found.effective, found.membership and found.membership.tier) == (Tier.GOLD, Tier.GOLD)
    assert (found.cause, changes(gold)[-1]) == ("membership_year", Change.DOWNGRADED)
    assert at_years_end(gold).done == 0


@pytest.mark.parametrize(("earned", "change"), [(Tier.GOLD, Change.RENEWED), (Tier.STANDARD, Change.ENDED)])
def test_what_is_earned_on_its_last_day_renews_or_ends_it(
    gold: System, clock: Clock, earned: Tier, change: Change
) -> None:
    joined(gold)
    valued(gold, earned)
    clock.advance(days=365)
    at_years_end(gold)
    found = tier_now(gold)
    assert (found.effective, changes(gold)[-1]) == (earned, change)


# --- suspended and given back -------------------------------------------------------------------------------


@pytest.fixture
def suspended(on_both: System) -> System:
    """A member of platinum who has earned nothing since, and was confirmed as listed."""
    checked(on_both)
    decide_hit(on_both, decision(DispositionKind.FALSE_POSITIVE))
    valued(on_both, Tier.PLATINUM)
    joined(on_both)
    valued(on_both, Tier.STANDARD)
    assert tier_now(on_both).effective is Tier.PLATINUM
    decide_hit(on_both, decision(DispositionKind.TRUE_MATCH))
    return on_both


def test_a_suspension_takes_nothing_from_the_membership(suspended: System) -> None:
    found = tier_now(suspended)
    assert (found.base, found.effective, found.suspended) == (Tier.PLATINUM, Tier.NONE, True)
    assert changes(suspended)[-1] is Change.JOINED
    decide_hit(suspended, decision(DispositionKind.FALSE_POSITIVE))
    found = tier_now(suspended)
    assert (found.effective, found.suspended, found.membership and found.membership.tier) == (
        Tier.PLATINUM,
        False,
        Tier.PLATINUM,
    )


def test_what_ended_meanwhile_is_not_given_back(suspended: System, clock: Clock) -> None:
    clock.advance(days=366)
    put_list(suspended)
    at_years_end(suspended)
    assert changes(suspended)[-1] is Change.JOINED, "nothing is decided about it while it rests"
    assert tier_now(suspended).base is Tier.STANDARD
    decide_hit(suspended, decision(DispositionKind.FALSE_POSITIVE))
    assert (tier_now(suspended).effective, changes(suspended)[-1]) == (Tier.STANDARD, Change.ENDED)


def test_what_was_earned_again_meanwhile_is(suspended: System, clock: Clock) -> None:
    clock.advance(days=366)
    put_list(suspended)
    assert valued(suspended, Tier.GOLD).suspended
    decide_hit(suspended, decision(DispositionKind.FALSE_POSITIVE))
    found = tier_now(suspended)
    assert (found.effective, changes(suspended)[-1]) == (Tier.GOLD, Change.DOWNGRADED)
    assert found.membership is not None
    assert found.membership.effective_on == suspended.today(), "in between nobody was a member"


# --- who, and once ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SERVICE])
def test_service_does_it_and_nobody_else(gold: System, role: Role) -> None:
    with pytest.raises(NotAllowed):
        invite(gold, officer(role), "C-1")


def test_of_ones_own_branches(gold: System) -> None:
    with pytest.raises(OtherBranch):
        invite(gold, officer(Role.SERVICE, "far", "B12"), "C-1")
    with pytest.raises(NotFound):
        invite(gold, SERVICE, "C-9")


def test_a_form_sent_twice_counts_once(gold: System) -> None:
    first = invite(gold, SERVICE, "C-1", form="f1")
    assert invite(gold, SERVICE, "C-1", form="f1") == first
    with pytest.raises(IdempotencyConflict):
        accept(gold, SERVICE, "C-1", form="f1")
    assert accept(gold, SERVICE, "C-1", form="f2") == accept(gold, SERVICE, "C-1", form="f2")
    assert changes(gold) == [Change.INVITED, Change.JOINED]
