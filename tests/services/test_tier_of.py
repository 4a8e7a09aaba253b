"""A tier with everything behind it: made again, and the same as it was kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from amlrisk.errors import NotFound, TierReplayDiffers
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.services.check_customer import check_customer
from amlrisk.services.membership import accept, invite
from amlrisk.services.record_due_diligence import Findings, record_due_diligence
from amlrisk.services.system import System
from amlrisk.services.tier_of import ExplainedTier, entitlements_of, explained_tier
from amlrisk.services.use_entitlement import use_entitlement
from amlrisk.store.connection import Dialect
from amlrisk.tiering.entitlements import State
from amlrisk.tiering.explain import Wording
from amlrisk.tiering.membership import Change
from tests.cases import ANALYST
from tests.services.test_membership import SERVICE
from tests.services.test_record_due_diligence import WORDS
from tests.systems import Clock, customer
from tests.tiers import tier_now, valued


@pytest.fixture
def member(on_both: System) -> System:
    check_customer(on_both, customer())
    valued(on_both, Tier.GOLD)
    invite(on_both, SERVICE, "C-1")
    accept(on_both, SERVICE, "C-1")
    use_entitlement(on_both, SERVICE, "C-1", "events")
    record_due_diligence(on_both, ANALYST, Findings(customer="C-1", **WORDS))
    return on_both


def explained(system: System, day: date | None = None) -> ExplainedTier:
    found = explained_tier(system, "C-1", day)
    assert found is not None
    return found


def test_everything_behind_it(member: System) -> None:
    found = explained(member)
    assert found.evaluation == found.current == tier_now(member)
    assert (found.verdict.valuation.base.tier, found.verdict.gated.tier) == (Tier.GOLD, Tier.GOLD)
    assert found.inputs.value == found.value == member.store.values.get("C-1")
    assert [(each.id, each.used) for each in found.entitlements if each.used] == [("events", 1)]
    assert [each.entry.change for each in found.memberships] == [Change.JOINED, Change.INVITED]
    assert [each.author for each in found.due_diligence] == ["analyst"]
    for language in ("zh", "en"):
        wording = Wording(found.rules, language)
        assert all(wording.text(reason) for reason in found.verdict.valuation.base.reasons)


def test_the_tier_of_an_earlier_day(member: System, clock: Clock) -> None:
    clock.advance(days=10)
    valued(member, Tier.PLATINUM)
    first = date(2026, 7, 15)
    assert explained_tier(member, "C-1", first - timedelta(days=1)) is None
    found = explained(member, first + timedelta(days=9))
    assert (found.evaluation.effective, found.current.effective) == (Tier.GOLD, Tier.PLATINUM)
    assert found.verdict.gated.tier is Tier.GOLD
    assert explained(member, first + timedelta(days=10)).evaluation.effective is Tier.PLATINUM


def test_of_whom_there_is_none(member: System) -> None:
    check_customer(member, customer("C-2"))
    assert explained_tier(member, "C-2") is None
    assert entitlements_of(member, "C-2") == ()
    with pytest.raises(NotFound):
        explained_tier(member, "C-9")


def test_what_the_tier_grants(member: System) -> None:
    found = {each.id: each for each in entitlements_of(member, "C-1")}
    assert found.keys() == {"dedicated_manager", "health_assessment", "medical_consultation", "events"}
    assert {each.state for each in found.values()} == {State.GRANTED}
    assert (found["events"].used, found["events"].left) == (1, 1)


@pytest.mark.parametrize("change", ["sha256 = 'x'", "held = 'diamond', effective = 'diamond', standing = '{}'"])
def test_whoever_alters_what_was_kept_is_noticed(member: System, change: str) -> None:
    database = member.store.database
    if database.dialect is Dialect.SQLITE:
        database.write("DROP TRIGGER tier_evaluations_no_update")
    else:
        database.write("ALTER TABLE tier_evaluations DISABLE TRIGGER tier_evaluations_append_only")
    change = change.replace("{}", '{"grade": "high"}')
    database.write(f"UPDATE tier_evaluations SET {change}")
    with pytest.raises(TierReplayDiffers):
        explained_tier(member, "C-1")
