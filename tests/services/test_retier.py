"""Tiers follow at once whatever they follow from: grades, cases, reviews, value facts, due diligence."""

from __future__ import annotations

from amlrisk.policy.value_vocabulary import Tier
from amlrisk.policy.vocabulary import Grade
from amlrisk.services.check_customer import check_customer
from amlrisk.services.system import System
from tests.systems import customer
from tests.tiers import valued


def test_whoever_is_general_has_what_they_earned(on_both: System) -> None:
    check_customer(on_both, customer())
    for tier in (Tier.STANDARD, Tier.GOLD, Tier.PLATINUM, Tier.DIAMOND):
        found = valued(on_both, tier)
        assert (found.base, found.effective, found.suspended) == (tier, tier, False)
        assert found.standing.grade is Grade.GENERAL
