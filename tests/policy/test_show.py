from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from amlrisk.policy.loader import Pack
from amlrisk.policy.model import Clause, Factor, Rules
from amlrisk.policy.show import Table, tables
from amlrisk.policy.vocabulary import Confidence, Trigger
from amlrisk.policy.words import band, number
from tests.policy.conftest import DAY

HAN = re.compile(r"[\u4e00-\u9fff]")


def cells(shown: tuple[Table, ...]) -> list[str]:
    return [cell for table in shown for row in table.rows for cell in row]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_everything_in_force_is_shown(pack: Pack, language: str) -> None:
    rules = pack.on(DAY)
    shown = tables(rules, language)
    said = cells(shown)
    for factors in rules.scorecards.values():
        for factor in factors:
            assert factor.name.get(language) in said
            assert rules.references[factor.reference].title.get(language) in " ".join(said)
    for part in (*rules.direct, *rules.floors):
        assert part.name.get(language) in said
    for policy in rules.grades.values():
        assert {policy.name.get(language), *(measure.get(language) for measure in policy.measures)} <= {*said}
    for code in (*rules.occupations.entries, *rules.industries.entries, *rules.currencies):
        assert code in said
    for days in rules.decision_days.values():
        assert {str(days.false_positive), str(days.inconclusive)} <= {*said}
    for rule in rules.review.triggers.values():
        assert {rules.labels[f"trigger.{rule.trigger}"].get(language), str(rule.working_days)} <= {*said}
    for choice in (choice for choices in rules.review.reasons.values() for choice in choices):
        assert choice.name.get(language) in said
    for table in shown:
        assert {len(row) for row in table.rows} == {len(table.columns)}


def test_the_english_tables_have_no_chinese_headings(rules: Rules) -> None:
    for table in tables(rules, "en"):
        assert not HAN.search(table.title + "".join(table.columns)), table.title
    for table in tables(rules, "zh"):
        assert HAN.search(table.title), table.title


def test_what_people_look_at_is_said_with_grades_days_and_source(rules: Rules) -> None:
    rows = [row for table in tables(rules, "zh") if table.title == "须人工审核的情形" for row in table.rows]
    assert len(rows) == len(Trigger)
    assert next(row for row in rows if row[0] == "定期审核到期") == (
        "定期审核到期",
        "不可接受、高风险",
        "10",
        "审核案件的期限、批准与理由（本项目建议）",
        "建议值",
    )
    limits = {row[0]: row[1] for table in tables(rules, "en") if table.title == "Cases" for row in table.rows}
    assert limits["A senior manager approves (and every override)"] == "high risk"
    assert limits["An override holds at most (days)"] == "180"


def test_each_scorecard_has_a_row_per_factor_and_a_column_per_level(pack: Pack) -> None:
    rules = pack.on(DAY)
    shown = [table for table in tables(rules, "en") if table.title.startswith("Scorecard")]
    assert [len(table.rows) for table in shown] == [len(factors) for factors in rules.scorecards.values()]
    for table in shown:
        worst_first = [str(level) for level in range(rules.levels, 0, -1)]
        assert [column for column in table.columns if column.isdigit()] == worst_first


def test_warnings_are_shown_once_there_are_any(cn_insurer: Pack) -> None:
    titles = [table.title for table in tables(cn_insurer.on(DAY), "en")]
    assert "Warnings" not in titles
    assert "Warnings" in [table.title for table in tables(cn_insurer.on(date(2027, 1, 1)), "en")]


@pytest.mark.parametrize(
    ("card", "factor", "level", "zh", "en"),
    [
        ("natural", "cumulative_premium", 5, "≥ 100 万元", "≥ 1,000,000 yuan"),
        ("natural", "cumulative_premium", 3, "20–50 万元", "200,000–500,000 yuan"),
        ("natural", "cumulative_premium", 1, "< 5 万元", "< 50,000 yuan"),
        ("natural", "payment", 5, "现金 ≥ 5 万元", "cash ≥ 50,000 yuan"),
        ("legal", "ownership", 3, "股权层级 ≥ 4 层；离岸持股", "layers of ownership ≥ 4; offshore holding"),
        ("natural", "age", 4, "16–18 岁", "16–18 years"),
        ("natural", "policy_changes", 3, "2 项", "2"),
        ("natural", "policy_changes", 5, "≥ 4 项", "≥ 4"),
        ("natural", "country", 4, "FATF 加强监控国家（灰名单）、受制裁国家", "FATF grey list, sanctioned country"),
        ("natural", "premium_to_income", 4, "保费与收入之比 0.6–1", "premium to means 0.6–1"),
        ("legal", "ownership", 2, "股权层级 2–3 层", "layers of ownership 2–3"),
        ("legal", "entity_age", 5, "< 3 个月", "< 3 months"),
    ],
)  # fmt: skip
def test_bands_in_words(rules: Rules, card: str, factor: str, level: int, zh: str, en: str) -> None:  # noqa: PLR0917  # a row of the table
    found = next(f for f in rules.scorecards[card] if f.id == factor)
    assert (band(rules, found, level, "zh"), band(rules, found, level, "en")) == (zh, en)


def test_a_level_without_a_band_is_a_dash(rules: Rules) -> None:
    factor = Factor(
        id="x",
        name=rules.title,
        group="identity",
        weight=Decimal(1),
        measure="age",
        unit="years",
        scale=Decimal(1),
        bands={1: (Clause(categories=("age",)),)},
        params={},
        reference="grading-measures",
        confidence=Confidence.SEED,
    )
    assert [band(rules, factor, level, "en") for level in (1, 2)] == ["age", "–"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1000000", "1,000,000"),
        ("0.60", "0.6"),
        ("100", "100"),
        ("5.0", "5"),
        ("0.00027", "0.00027"),
        ("1E+3", "1,000"),
    ],
)
def test_numbers_are_plain(value: str, text: str) -> None:
    assert number(Decimal(value)) == text
