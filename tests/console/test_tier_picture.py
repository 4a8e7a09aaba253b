"""The picture of a tier: every line says what the verdict says, and takes nothing from elsewhere."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from amlrisk.console.tier_picture import LADDER, Picture, Rung, climbed, picture, place_among, steps
from amlrisk.console.tier_words import TierWords
from amlrisk.facts.value import BankClass, CustomerValue
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.policy.vocabulary import Confidence, Grade
from amlrisk.tiering.evaluation import Inputs, Verdict, evaluate
from amlrisk.tiering.gate import Standing
from amlrisk.tiering.group import VipStatus, approved_tier
from amlrisk.tiering.membership import Membership
from amlrisk.tiering.model import Part
from tests.tiering.scenarios import TODAY, facts, rules

R, M, F, B, L, E = Rung.REACHED, Rung.MAYBE, Rung.FREE, Rung.BARRED, Rung.LOST, Rung.EMPTY
GOLD, ABOVE = {"trust": 500_000}, {"trust": 2_000_000}
DONE = {"due_diligence_complete": True, "approved": True}


def drawn(
    raw: dict[str, Any],
    standing: Standing,
    held: Tier = Tier.STANDARD,
    membership: Membership | None = None,
    language: str = "en",
) -> tuple[Picture, Verdict]:
    value: CustomerValue = facts(raw)
    inputs = Inputs(value=value, membership=membership, held=held, standing=standing, on=TODAY)
    verdict = evaluate(inputs, rules())
    words = TierWords(rules(), language, value)
    return picture(verdict.valuation, verdict.gated, standing, held, words), verdict


@pytest.mark.parametrize(
    ("raw", "standing", "held", "rungs"),
    [
        ({}, Standing(grade=Grade.GENERAL), Tier.STANDARD, ((R, E, E, E), (F, F, F, F), (R, E, E, E))),
        (GOLD, Standing(grade=Grade.GENERAL), Tier.STANDARD, ((R, R, E, E), (F, F, F, F), (R, R, E, E))),
        (ABOVE, Standing(grade=Grade.GENERAL), Tier.STANDARD, ((R, R, R, M), (F, F, F, F), (R, R, R, M))),
        (ABOVE, Standing(grade=Grade.HIGH), Tier.STANDARD, ((R, R, R, M), (F, B, B, B), (R, L, L, E))),
        (ABOVE, Standing(grade=Grade.HIGH, **DONE), Tier.STANDARD, ((R, R, R, M), (F, F, B, B), (R, R, L, E))),
        (ABOVE, Standing(grade=Grade.UNACCEPTABLE), Tier.GOLD, ((R, R, R, M), (B, B, B, B), (L, L, L, E))),
        (ABOVE, Standing(grade=Grade.ORDINARY, alert_open=True), Tier.GOLD, ((R, R, R, M), (F, F, B, B), (R, R, L, E))),
        (
            GOLD,
            Standing(grade=Grade.ORDINARY, review_overdue=True),
            Tier.GOLD,
            ((R, R, E, E), (F, F, B, B), (R, R, E, E)),
        ),
        (GOLD, Standing(grade=None), Tier.STANDARD, ((R, R, E, E), (F, B, B, B), (R, L, E, E))),
    ],
)
def test_the_ladder(raw: dict[str, Any], standing: Standing, held: Tier, rungs: tuple[tuple[Rung, ...], ...]) -> None:
    found, verdict = drawn(raw, standing, held)
    assert (found.base.rungs, found.gate.rungs, found.effective.rungs) == rungs
    assert found.gate.decides is verdict.gated.lowered
    assert found.effective.tier is verdict.gated.tier


def test_what_a_gate_lets_through_is_never_passed() -> None:
    """Every grade, every circumstance, every tier: what is left stands on rungs that are free."""
    for grade in (*Grade, None):
        for flags in range(16):
            names = ("due_diligence_complete", "approved", "review_overdue", "alert_open")
            standing = Standing(grade=grade, **{name: bool(flags >> n & 1) for n, name in enumerate(names)})
            for held in Tier:
                found, verdict = drawn(ABOVE, standing, held)
                for before, gate, after in zip(found.base.rungs, found.gate.rungs, found.effective.rungs, strict=True):
                    assert (after is R) == (before is R and gate is F)
                    assert (after is L) == (before is R and gate is B)
                assert [rung for rung in found.effective.rungs if rung is R] == [R] * max(verdict.gated.tier.rank, 0)


def test_a_scheme_says_why_and_which_one_decides() -> None:
    member = Membership(tier=Tier.GOLD, effective_on=date(2026, 1, 1), expires_on=date(2027, 1, 1))
    found, _ = drawn(ABOVE, Standing(grade=Grade.GENERAL), membership=member)
    lines = {line.id: line for line in found.schemes}
    assert list(lines) == ["club", "membership", "group", "appraisal"]
    assert [line.id for line in found.schemes if line.decides] == ["club"]
    (why,) = lines["club"].said
    assert "2,000,000 yuan" in why.text
    assert why.facts == (("trust products", "2,000,000 yuan"),)
    assert (why.confidence, why.source) == (Confidence.SEED, why.source)
    assert why.source
    assert "2027-01-01" in lines["membership"].said[0].text
    assert lines["group"].said == ()
    assert all(each.code == "indicator_missing" for each in lines["appraisal"].said)
    assert lines["appraisal"].said
    assert not any(each.facts for each in lines["appraisal"].said), "what is missing is said once"


def test_the_companies_that_make_a_promotion_are_named() -> None:
    found, verdict = drawn(GOLD | {"pension": {"accounts": 500}}, Standing(grade=Grade.GENERAL))
    assert verdict.valuation.base.tier is Tier.PLATINUM
    club = found.schemes[0]
    assert [each.code for each in club.said] == ["club_promoted", "club_condition_met", "club_condition_met"]


def test_a_dimension_that_is_known_is_told_by_its_level() -> None:
    raw = {
        "surveys": [{"on": date(2026, 9, 1), "score": 95}],
        "complaints": [],
        "purchases": [date(2026, 9, 1)],
        "referrals": [date(2026, 9, 2)],
    }
    found, _ = drawn(raw, Standing(grade=Grade.GENERAL))
    codes = [each.code for each in found.schemes[3].said]
    assert codes[-1] == "dimension"
    assert "indicator_missing" in codes


def test_both_languages_and_no_region_among_the_reasons() -> None:
    chinese, _ = drawn({"region": "310101"} | GOLD, Standing(grade=Grade.HIGH), language="zh")
    assert chinese.ladder == ("标准", "黄金", "铂金", "钻石")
    assert chinese.gate.name == "高风险"
    assert not [each for each in chinese.schemes[3].said if each.code == "region"]


def test_whoever_approved_is_called_by_name() -> None:
    status = VipStatus(
        tier=Tier.GOLD, applicant="li", applied_on=date(2026, 1, 5), approver="wang", approved_on=date(2026, 2, 1)
    )
    part = approved_tier(status, rules(), TODAY)
    for people, name in (({"wang": "王某"}, "王某"), ({}, "wang")):
        (said,) = TierWords(rules(), "zh", CustomerValue(ref="C"), people=people).say(part.reasons)
        assert said.text.startswith(f"{name} 批准")


def test_ladders_of_other_kinds() -> None:
    assert len(LADDER) == 4
    assert steps(0, 3) == (E, E, E)
    assert steps(2, 3) == (R, R, E)
    assert place_among(BankClass.B, list(BankClass)) == (R, R, R, E)
    assert climbed(Part(tier=Tier.NONE)) == (E, E, E, E)
