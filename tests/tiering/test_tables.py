"""docs/tiers.md carries the gate's table as the code makes it, and names every scheme and status."""

from __future__ import annotations

import pytest

from amlrisk.policy.loader import shipped_packs
from amlrisk.policy.value_vocabulary import Status
from amlrisk.policy.vocabulary import Grade
from amlrisk.tiering.gate import Standing, gate
from amlrisk.tiering.model import Part
from amlrisk.tiering.tables import CIRCUMSTANCES, gate_table, markdown
from tests.conftest import ROOT
from tests.tiering import scenarios as sc

PAGE = (ROOT / "docs" / "tiers.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_shows_the_gate_as_it_is(language: str) -> None:
    wanted = markdown(gate_table(sc.rules(), language))
    assert wanted in PAGE, f"docs/tiers.md needs this table:\n{wanted}"


@pytest.mark.parametrize("pack", shipped_packs())
def test_every_grade_and_circumstance_stands_in_the_table(pack: str) -> None:
    table = gate_table(sc.rules(pack), "en")
    grades = [*(name.en for name in sc.rules(pack).grades.values()), "not assessed"]
    for grade in grades:
        said = "; ".join(row[1] for row in table.rows if row[0] == grade)
        assert said == "any" or all(words.en in said for words, _ in CIRCUMSTANCES) or said.startswith("any")


def test_the_named_circumstances_leave_out_nothing_that_matters() -> None:
    """Whatever else is known does what one of the named ones does."""
    flags = ("due_diligence_complete", "approved", "review_overdue", "alert_open")
    rules = sc.rules()
    tiers = [tier for tier in rules.tiers.names if tier.rank]
    for grade in (*Grade, None):
        named = {outcome(Standing(grade=grade, **known), tiers) for _, known in CIRCUMSTANCES}
        for bits in range(2 ** len(flags)):
            known = {flag: bool(bits >> place & 1) for place, flag in enumerate(flags)}
            assert outcome(Standing(grade=grade, **known), tiers) in named


def outcome(standing: Standing, tiers: list[object]) -> str:
    return str([gate(Part(tier=base), held, standing, sc.rules()).tier for held in tiers for base in tiers])  # type: ignore[arg-type]  # tiers


def test_the_page_names_every_scheme_and_status() -> None:
    files = {file.name for file in (ROOT / "amlrisk" / "tiering").glob("*.py")}
    schemes = {"club", "membership", "group", "bank", "motor", "diamond", "appraisal", "entitlements"}
    assert {f"{name}.py" for name in schemes} <= files
    for name in schemes:
        assert f"`amlrisk/tiering/{name}.py`" in PAGE
    for status in Status:
        assert f"`{status}`" in PAGE
