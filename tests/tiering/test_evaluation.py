"""An evaluation as it is kept, and as it is made again; what it does to a membership."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amlrisk.errors import TierReplayDiffers
from amlrisk.facts.digest import digest
from amlrisk.policy.value_vocabulary import EARNED, Tier
from amlrisk.policy.vocabulary import Grade
from amlrisk.tiering.evaluation import (
    CurrentTier,
    Evaluation,
    Inputs,
    counting,
    differs,
    evaluate,
    evaluation_of,
    fingerprint,
    follows,
    inputs_of,
    joined,
    replay,
)
from amlrisk.tiering.gate import Standing
from amlrisk.tiering.group import VipStatus
from amlrisk.tiering.membership import Change, Membership
from tests.tiering import scenarios as sc

ON = date(2026, 9, 15)
AT = datetime(2026, 9, 15, 8, tzinfo=UTC)
YEAR = Membership(tier=Tier.GOLD, effective_on=date(2026, 3, 10), expires_on=date(2027, 3, 10))
VIP = VipStatus(tier=Tier.GOLD, applicant="li", applied_on=ON, approver="wang", approved_on=ON)
TRUST = {Tier.STANDARD: "0", Tier.GOLD: "500000", Tier.PLATINUM: "2000000"}
FREE = Standing(grade=Grade.GENERAL)
SUSPENDED = Standing(grade=Grade.UNACCEPTABLE)
LOWERED = Standing(grade=Grade.HIGH)


def inputs(tier: Tier = Tier.PLATINUM, **changes: Any) -> Inputs:
    it = Inputs(value=sc.facts({"trust": TRUST[tier]}), standing=FREE, on=ON)
    return msgspec.structs.replace(it, **changes)


def kept(made: Inputs, id: str = "e1") -> Evaluation:
    rules = sc.rules(on=made.on)
    return evaluation_of(
        evaluate(made, rules),
        made,
        id=id,
        at=AT,
        cause="test",
        value_digest=digest(made.value),
        policy_digest=rules.digest,
    )


# --- kept and made again ------------------------------------------------------------------------------------

standings = st.builds(
    Standing,
    grade=st.sampled_from([*Grade, None]),
    due_diligence_complete=st.booleans(),
    approved=st.booleans(),
    review_overdue=st.booleans(),
    alert_open=st.booleans(),
)
made_up = st.builds(
    inputs,
    st.sampled_from(list(TRUST)),
    standing=standings,
    held=st.sampled_from(Tier),
    membership=st.sampled_from([None, YEAR]),
    status=st.sampled_from([None, VIP]),
    birth_on=st.sampled_from([None, "1986", "1986-02-03"]),
)


@settings(deadline=None)
@given(made_up)
def test_what_is_kept_gives_the_same_again(made: Inputs) -> None:
    it = kept(made)
    assert inputs_of(it, made.value) == made
    verdict = replay(it, made.value, sc.rules(on=ON))
    assert verdict == evaluate(made, sc.rules(on=ON))
    assert (it.base, it.effective) == (verdict.valuation.base.tier, verdict.gated.tier)
    assert it.effective.rank <= it.base.rank
    assert it.suspended is (made.standing.grade is Grade.UNACCEPTABLE)


@settings(deadline=None)
@given(made_up, st.sampled_from(Grade), st.sampled_from(Grade))
def test_a_worse_grade_never_has_the_better_tier(made: Inputs, one: Grade, other: Grade) -> None:
    better, worse = sorted((one, other), key=lambda grade: grade.rank)
    found = [
        kept(msgspec.structs.replace(made, standing=msgspec.structs.replace(made.standing, grade=grade)))
        for grade in (better, worse)
    ]
    assert found[1].effective.rank <= found[0].effective.rank


@pytest.mark.parametrize(
    ("altered", "said"),
    [
        ({"value": inputs(Tier.GOLD).value}, "facts"),
        ({"rules": sc.rules("cn_insurer", date(2026, 9, 16))}, "day of the rules"),
        ({"kept": {"policy_digest": "0" * 64}}, "pack"),
        ({"kept": {"held": Tier.PLATINUM}}, ""),
        ({"kept": {"standing": LOWERED}}, "verdict"),
        ({"kept": {"sha256": "0" * 64}}, "verdict"),
    ],
)
def test_altered_inputs_are_noticed(altered: dict[str, Any], said: str) -> None:
    it = msgspec.structs.replace(kept(inputs()), **altered.get("kept", {}))
    value, rules = altered.get("value", inputs().value), altered.get("rules", sc.rules(on=ON))
    if not said:  # a tier held until now that nothing asked about changes nothing
        replay(it, value, rules)
        return
    with pytest.raises(TierReplayDiffers) as caught:
        replay(it, value, rules)
    assert caught.value.params["detail"].startswith(said)


def test_a_day_alone_is_nothing_new() -> None:
    before, after = kept(inputs()), kept(inputs(on=ON + timedelta(days=1)), "e2")
    assert before.sha256 == after.sha256
    assert not differs(before, after)


@pytest.mark.parametrize(
    "changes",
    [
        {"value": inputs(Tier.GOLD).value},
        {"birth_on": "1986"},
        {"standing": LOWERED},
        {"membership": YEAR},
        {"status": VIP},
    ],
)
def test_any_other_input_is(changes: dict[str, Any]) -> None:
    assert differs(kept(inputs()), kept(inputs(**changes), "e2"))


def test_the_tier_held_until_now_only_counts_by_what_it_does() -> None:
    """An evaluation that grants platinum must not make the next one new for that alone."""
    assert not differs(kept(inputs()), kept(inputs(held=Tier.PLATINUM), "e2"))
    held = Standing(grade=Grade.ORDINARY, alert_open=True)
    assert differs(kept(inputs(standing=held)), kept(inputs(standing=held, held=Tier.GOLD), "e2"))


# --- membership ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tier", "on", "standing", "change"),
    [
        (Tier.GOLD, ON, FREE, None),
        (Tier.PLATINUM, ON, FREE, Change.UPGRADED),
        (Tier.STANDARD, ON, FREE, None),
        (Tier.STANDARD, date(2027, 3, 9), FREE, None),
        (Tier.STANDARD, date(2027, 3, 10), FREE, Change.ENDED),
        (Tier.GOLD, date(2027, 3, 10), FREE, Change.RENEWED),
        (Tier.PLATINUM, date(2027, 3, 10), FREE, Change.UPGRADED),
        # while the gate leaves less than was earned nothing is granted, nothing taken
        (Tier.PLATINUM, ON, SUSPENDED, None),
        (Tier.STANDARD, date(2027, 3, 10), SUSPENDED, None),
        (Tier.GOLD, date(2027, 3, 10), SUSPENDED, None),
        (Tier.PLATINUM, ON, LOWERED, None),
        (Tier.GOLD, date(2027, 3, 10), LOWERED, None),
        (Tier.STANDARD, date(2027, 3, 10), LOWERED, Change.ENDED),
    ],
)
def test_what_a_verdict_does_to_a_membership(tier: Tier, on: date, standing: Standing, change: Change | None) -> None:
    rules, made = sc.rules(on=on), inputs(tier, on=on, standing=standing, membership=YEAR)
    entry = follows(made, evaluate(made, rules), rules)
    assert (None if entry is None else entry.change) is change
    assert follows(msgspec.structs.replace(made, membership=None), evaluate(made, rules), rules) is None


@pytest.mark.parametrize(
    ("tier", "standing", "membership", "offered"),
    [
        (Tier.PLATINUM, FREE, None, Tier.PLATINUM),
        (Tier.GOLD, FREE, None, Tier.GOLD),
        (Tier.STANDARD, FREE, None, None),
        (Tier.PLATINUM, FREE, YEAR, None),
        (Tier.PLATINUM, SUSPENDED, None, None),
        (Tier.PLATINUM, LOWERED, None, None),
        (Tier.PLATINUM, Standing(grade=None), None, None),
        (Tier.PLATINUM, Standing(grade=Grade.ORDINARY, alert_open=True), None, None),
        (
            Tier.PLATINUM,
            Standing(grade=Grade.HIGH, due_diligence_complete=True, approved=True),
            None,
            Tier.GOLD,
        ),
    ],
)
def test_whom_a_membership_is_offered(
    tier: Tier, standing: Standing, membership: Membership | None, offered: Tier | None
) -> None:
    made = inputs(tier, standing=standing, membership=membership)
    entry = joined(made, evaluate(made, sc.rules(on=ON)), sc.rules(on=ON))
    assert (entry and entry.membership and entry.membership.tier) == offered
    if entry is not None and entry.membership is not None:
        assert (entry.membership.effective_on, entry.membership.expires_on) == (ON, date(2027, 9, 15))


def test_who_earned_it_another_way_is_not_offered_one() -> None:
    made = inputs(Tier.STANDARD, status=VIP)
    verdict = evaluate(made, sc.rules(on=ON))
    assert verdict.gated.tier is Tier.GOLD
    assert joined(made, verdict, sc.rules(on=ON)) is None


def test_nobody_is_offered_one_whose_year_is_over_and_waits_for_its_evaluation() -> None:
    """Who is not held is renewed by then, and is not offered one either."""
    over = msgspec.structs.replace(YEAR, expires_on=ON)
    for standing in (Standing(grade=Grade.GENERAL), Standing(grade=Grade.ORDINARY, alert_open=True)):
        made = inputs(Tier.PLATINUM, membership=over, held=Tier.GOLD, standing=standing)
        assert joined(made, evaluate(made, sc.rules(on=ON)), sc.rules(on=ON)) is None


def current(**changes: Any) -> CurrentTier:
    it = kept(inputs(**changes))
    return CurrentTier(**{name: getattr(it, name) for name in it.__struct_fields__}, evaluated_on=ON, first_on=FIRST)


FIRST = date(2025, 12, 1)


@pytest.mark.parametrize(
    ("changes", "until"),
    [({"membership": YEAR}, date(2027, 3, 10)), ({"status": VIP}, date(2027, 9, 15))],
)
@pytest.mark.parametrize(
    ("standing", "told", "after"),
    [(FREE, Tier.GOLD, Tier.STANDARD), (LOWERED, Tier.STANDARD, Tier.STANDARD), (SUSPENDED, Tier.NONE, Tier.NONE)],
)
def test_a_tier_ends_with_what_gave_it_whoever_evaluates_it(
    changes: dict[str, Any], until: date, standing: Standing, told: Tier, after: Tier
) -> None:
    it = current(tier=Tier.STANDARD, standing=standing, **changes)
    day_before = until - timedelta(days=1)
    assert counting(it, sc.rules(on=day_before), day_before) == (Tier.GOLD, told)
    assert counting(it, sc.rules(on=until), until) == (Tier.STANDARD, after)


def test_what_is_earned_beside_a_membership_outlives_it() -> None:
    it, after = current(tier=Tier.GOLD, membership=YEAR), date(2028, 1, 1)
    assert counting(it, sc.rules(on=after), after) == (Tier.GOLD, Tier.GOLD)


def test_the_fingerprint_is_of_every_reason() -> None:
    seen = {
        fingerprint(evaluate(inputs(tier, standing=standing), sc.rules(on=ON)))
        for tier in (Tier.STANDARD, *EARNED[:2])
        for standing in (FREE, LOWERED, SUSPENDED)
    }
    assert len(seen) == 9
