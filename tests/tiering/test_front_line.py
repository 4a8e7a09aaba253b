"""What front-line systems see: nobody can tell from it whom compliance holds."""

from __future__ import annotations

import inspect
from datetime import date
from itertools import product
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amlrisk.policy.value_vocabulary import EARNED, Hold, Status, Tier
from amlrisk.policy.vocabulary import Grade
from amlrisk.tiering.entitlements import Use, entitlements
from amlrisk.tiering.front_line import FrontLine, front_line
from amlrisk.tiering.gate import Standing, gate
from amlrisk.tiering.model import Part
from tests.tiering import scenarios as sc

SINCE, ON = date(2026, 3, 10), date(2026, 9, 15)
CALM = Standing(grade=Grade.GENERAL)


def seen(base: Tier, held: Tier, standing: Standing, uses: tuple[Use, ...] = ()) -> FrontLine:
    rules = sc.rules()
    after = gate(Part(tier=base), held, standing, rules).tier
    return front_line("C", after, entitlements(base, after, uses, SINCE, rules, ON), rules)


standings = st.builds(Standing, grade=st.none() | st.sampled_from(Grade), **dict.fromkeys(
    ("due_diligence_complete", "approved", "review_overdue", "alert_open"), st.booleans()
))  # fmt: skip
uses = st.lists(
    st.builds(Use, entitlement=st.sampled_from([rule.id for rule in sc.rules().tiers.entitlements]), on=st.just(ON)),
    max_size=5,
).map(tuple)


@settings(deadline=None)  # the first example reads the pack
@given(base=st.sampled_from([Tier.STANDARD, *EARNED]), held=st.sampled_from(Tier), standing=standings, used=uses)
def test_whoever_is_held_looks_like_somebody_who_earned_no_more(
    base: Tier, held: Tier, standing: Standing, used: tuple[Use, ...]
) -> None:
    held_view = seen(base, held, standing, used)
    merely = seen(held_view.tier, held_view.tier, CALM, used)
    assert msgspec.json.encode(held_view) == msgspec.json.encode(merely)


@pytest.mark.parametrize(("base", "held"), [*product(EARNED, Tier)])
def test_a_suspended_customer_looks_like_one_who_earned_nothing(base: Tier, held: Tier) -> None:
    suspended = seen(base, held, Standing(grade=Grade.UNACCEPTABLE), (Use(entitlement="gifts", on=ON),))
    assert msgspec.json.encode(suspended) == msgspec.json.encode(seen(Tier.STANDARD, Tier.STANDARD, CALM))
    assert (suspended.tier, suspended.status, suspended.entitlements) == (Tier.STANDARD, Status.NOT_AVAILABLE, ())


def test_who_was_never_evaluated_is_under_review_whatever_compliance_knows() -> None:
    found = front_line("C", None, (), sc.rules())
    assert (found.tier, found.status, found.entitlements) == (Tier.STANDARD, Status.UNDER_REVIEW, ())


def test_the_shape_is_the_same_for_everybody() -> None:
    def shape(value: Any) -> Any:
        return sorted(value) if isinstance(value, dict) else None

    views = [seen(base, base, CALM) for base in (Tier.STANDARD, *EARNED)]
    views += [seen(Tier.DIAMOND, Tier.GOLD, Standing(grade=grade)) for grade in Grade]
    views.append(front_line("C", None, (), sc.rules()))
    assert len({str(shape(msgspec.to_builtins(view))) for view in views}) == 1


def test_the_tier_brings_its_services_with_what_is_left() -> None:
    found = seen(Tier.GOLD, Tier.GOLD, CALM, (Use(entitlement="events", on=ON),))
    assert found.status is Status.ACTIVE
    assert {each.id: each.left for each in found.entitlements} == {
        "dedicated_manager": None,
        "health_assessment": 1,
        "medical_consultation": 4,
        "events": 1,
    }


def test_no_word_of_it_says_why() -> None:
    told = [word for wording in sc.rules().tiers.statuses.values() for word in (wording.zh, wording.en)]
    forbidden = ("风险", "洗钱", "合规", "名单", "冻结", "暂停", "risk", "aml", "complian", "sanction", "suspend")
    assert not [word for word in told for bad in forbidden if bad in word.lower()]


def test_it_does_not_get_to_see_a_grade_or_a_reason() -> None:
    """What the function is not given, it cannot tell: not a standing, not a gate's outcome, not a base tier."""
    parameters = inspect.get_annotations(front_line)
    assert set(parameters) == {"ref", "effective", "granted", "rules", "return"}
    assert not [field for field in FrontLine.__struct_fields__ if "reason" in field or "grade" in field]
    assert not {hold.value for hold in Hold} & {status.value for status in Status}
