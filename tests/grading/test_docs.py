"""docs/grading.md names everything that a pack or an assessment can name."""

from __future__ import annotations

from pathlib import Path

from amlrisk.grading.direct import CONDITIONS
from amlrisk.grading.reasons import SENTENCES
from tests.grading import scenarios as sc

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "grading.md").read_text(encoding="utf-8")


def test_every_factor_condition_and_reason_is_documented() -> None:
    factors = {factor.id for card in sc.rules().scorecards.values() for factor in card}
    names = factors | set(SENTENCES) | {condition.value for condition in CONDITIONS}
    assert sorted(name for name in names if f"`{name}`" not in PAGE) == []
