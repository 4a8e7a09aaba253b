"""The overall tier: the highest of club, membership, approved group VIP status and appraisal."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import msgspec
import pytest

from amlrisk.policy.value_vocabulary import EARNED, Combine, Tier
from amlrisk.tiering.explain import Wording
from amlrisk.tiering.group import VipStatus
from amlrisk.tiering.membership import Membership
from amlrisk.tiering.model import Part
from amlrisk.tiering.overall import Scheme, Valuation, base_tier, member_tier, valuate
from tests.tiering import scenarios as sc

ON = date(2026, 9, 15)
TRUST = {Tier.STANDARD: None, Tier.GOLD: 500_000, Tier.PLATINUM: 2_000_000}
BOTH_HIGH: dict[str, Any] = {
    name: value
    for dimension in ("contribution", "loyalty")
    for name, value in sc.read("value_appraisal.yaml")["tiers"][dimension]["high"].items()
}


def whole(
    raw: dict[str, Any], membership: Tier | None = None, status: Tier | None = None, until: date = date(2027, 3, 10)
) -> Valuation:
    member = membership and Membership(tier=membership, effective_on=date(2026, 3, 10), expires_on=until)
    vip = status and VipStatus(
        tier=status, applicant="zhao", applied_on=ON, approver="qian", approved_on=date(2026, 9, 15)
    )
    return valuate(sc.facts(raw), "1986", member, vip, sc.rules(), ON)


@pytest.mark.parametrize(
    ("earned", "membership", "status", "appraised"),
    [*product(TRUST, (None, *EARNED), (None, *EARNED), (False, True))],
)
def test_the_highest_counts(earned: Tier, membership: Tier | None, status: Tier | None, appraised: bool) -> None:
    found = whole({"trust": TRUST[earned]} | (BOTH_HIGH if appraised else {}), membership, status)
    given = [earned, membership or Tier.STANDARD, status or Tier.STANDARD, Tier.GOLD if appraised else Tier.STANDARD]
    assert found.base.tier is max(given, key=lambda tier: tier.rank)
    assert [part.tier for part in found.base.parts.values()] == given
    assert found.base.or_above is (found.base.tier is Tier.PLATINUM and earned is Tier.PLATINUM)
    assert (found.base.scheme is None) is (found.base.tier is Tier.STANDARD)
    sc.explained(found.base.reasons)
    for part in found.base.parts.values():
        sc.explained(part.reasons)


def test_a_membership_counts_up_to_the_day_before_its_end() -> None:
    assert whole({}, Tier.PLATINUM, until=date(2026, 9, 16)).base.tier is Tier.PLATINUM
    assert whole({}, Tier.PLATINUM, until=ON).base.tier is Tier.STANDARD
    assert member_tier(None, sc.rules(), ON).reasons == ()


def test_the_value_of_a_group_customer_counts_only_once_it_is_approved() -> None:
    contract = {"ref": "G1", "standard_premium": 20_000_000, "years": 5, "profit_ratio": 1}
    found = whole({"contracts": [contract]})
    assert found.group is not None
    assert found.group.tier is Tier.DIAMOND
    assert found.base.tier is Tier.STANDARD


def test_what_gives_no_tier_stands_beside() -> None:
    found = whole({"vehicles": [{"ref": "V1"}], "bank_standing": {"credit_record": "A"}})
    assert (len(found.motor), found.bank is not None, found.diamond.eligible) == (1, True, False)
    assert found.base.tier is Tier.STANDARD


def test_the_pack_says_which_of_several_counts() -> None:
    tiers = sc.rules().tiers
    several = msgspec.structs.replace(tiers.several, value=Combine.LOWEST)
    rules = msgspec.structs.replace(sc.rules(), tiers=msgspec.structs.replace(tiers, several=several))
    given = {Scheme.CLUB: Tier.DIAMOND, Scheme.GROUP: Tier.GOLD, Scheme.APPRAISAL: Tier.STANDARD}
    parts = {scheme: Part(tier=tier) for scheme, tier in given.items()}
    assert base_tier(parts, sc.rules()).tier is Tier.DIAMOND
    assert base_tier(parts, rules).tier is Tier.GOLD


def test_of_equal_tiers_the_one_that_may_be_higher_counts() -> None:
    parts = {Scheme.GROUP: Part(tier=Tier.PLATINUM), Scheme.CLUB: Part(tier=Tier.PLATINUM, or_above=True)}
    found = base_tier(parts, sc.rules())
    assert (found.scheme, found.or_above) == (Scheme.CLUB, True)


def test_the_outcome_goes_through_json_and_back() -> None:
    found = whole({"trust": 2_000_000, "vehicles": [{"ref": "V1"}]} | BOTH_HIGH, Tier.GOLD, Tier.GOLD)
    assert msgspec.json.decode(msgspec.json.encode(found), type=Valuation) == found


def test_the_same_facts_give_the_same_outcome() -> None:
    assert whole({"trust": 2_000_000} | BOTH_HIGH) == whole({"trust": 2_000_000} | BOTH_HIGH)


@pytest.mark.parametrize(("language", "words"), [("zh", "铂金或以上"), ("en", "platinum or above")])
def test_what_is_open_is_said(language: str, words: str) -> None:
    found = whole({"trust": 2_000_000})
    wording = Wording(sc.rules(), language)
    assert wording.tier(found.base) == words
    assert words in wording.explain(found.base.reasons)[0].text
