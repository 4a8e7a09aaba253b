"""What the shipped packs say, held against the sources."""

from __future__ import annotations

import re
from itertools import chain

from amlrisk.grading.measures.identity import ELEMENTS
from amlrisk.policy.loader import Pack, read_pack
from amlrisk.policy.model import Rules
from amlrisk.policy.vocabulary import (
    INDUSTRY_TABLE,
    KYC_ELEMENTS,
    MEASURES,
    OCCUPATION_TABLE,
    Condition,
    Confidence,
    Decision,
    Grade,
    ListCategory,
)
from tests.policy.conftest import DAY

DERIVED = {"other", "none", "foreign", "domestic"}


def test_grades_and_their_clock(rules: Rules) -> None:
    assert [policy.name.zh for policy in rules.grades.values()] == ["一般", "普通级", "高风险", "不可接受"]
    assert {grade: policy.review_months for grade, policy in rules.grades.items()} == {
        Grade.GENERAL: 24,
        Grade.ORDINARY: 12,
        Grade.HIGH: 6,
        Grade.UNACCEPTABLE: 6,
    }
    decisions = [policy.decision for policy in rules.grades.values()]
    assert decisions == [Decision.ACCEPT, Decision.ACCEPT, Decision.REVIEW, Decision.REJECT]
    assert (rules.clock.first_review_years, rules.clock.new_customer_working_days) == (3, 10)
    assert (rules.levels, rules.missing_level) == (5, 3)


def test_cutoffs_floor_and_direct_grades(rules: Rules) -> None:
    assert [(cutoff.grade, cutoff.at_least) for cutoff in rules.cutoffs] == [(Grade.HIGH, 60), (Grade.ORDINARY, 36)]
    (floor,) = rules.floors
    assert (floor.level, floor.grade) == (5, Grade.ORDINARY)
    assert {*floor.factors} == {"ownership", "payment", "premium_to_income", "premium_to_revenue", "country"}
    enabled = {rule.condition: rule.grade for rule in rules.direct if rule.enabled}
    assert enabled == dict.fromkeys(
        (Condition.FOREIGN_PEP, Condition.SEVERAL_STRS, Condition.DUE_DILIGENCE_REFUSED), Grade.HIGH
    )
    (low,) = [rule for rule in rules.direct if not rule.enabled]
    assert low.condition is Condition.LOW_RISK_RELATIONSHIP


def test_what_lists_do(rules: Rules) -> None:
    article_8 = [
        ListCategory.TERRORISM,
        ListCategory.UN_SANCTIONS,
        ListCategory.STATE_SPECIAL_MEASURES,
        ListCategory.INTERNAL_REFUSE,
        ListCategory.OTHER_SANCTIONS,
    ]
    for category in article_8:
        effect = rules.effects[category]
        assert (effect.confirmed, effect.possible) == (Grade.UNACCEPTABLE, Grade.HIGH)
    assert rules.effects[ListCategory.FOREIGN_PEP].confirmed is Grade.HIGH
    domestic, adverse = rules.effects[ListCategory.DOMESTIC_PEP], rules.effects[ListCategory.ADVERSE]
    assert (domestic.confirmed, domestic.factor, domestic.factor_level) == (None, "ml_linkage", 4)
    assert (adverse.confirmed, adverse.factor, adverse.factor_level) == (None, "adverse_media", 3)
    assert str(rules.list_guards.max_shrink_ratio) == "0.20"


def test_decisions_on_hits_end_in_every_category(pack: Pack) -> None:
    rules = pack.on(DAY)
    assert [*rules.decision_days] == [*ListCategory]
    for days in rules.decision_days.values():
        assert 1 <= days.inconclusive <= days.false_positive, "what could not be settled is looked at again sooner"
        assert days.confidence is Confidence.PROPOSED


def test_the_fatf_tables(rules: Rules) -> None:
    assert {*rules.country_tables["fatf_black"].entries} == {"KP", "IR", "MM"}
    assert len(rules.country_tables["fatf_grey"].entries) == 22
    assert rules.countries.entries["VG"].categories == ("fatf_grey", "offshore")
    assert rules.country_tables["fatf_black"].max_age_days == 120


def test_every_section_and_division_of_the_industry_standard(rules: Rules) -> None:
    codes = [code for code in rules.industries.entries if not code.startswith("X")]
    assert [code for code in codes if len(code) == 1] == list("ABCDEFGHIJKLMNOPQRST")
    divisions = {int(code[1:]) for code in codes if len(code) == 3}
    assert divisions == {*range(1, 98)}
    assert all(code[0] in codes and (len(code) == 1 or code[:3] in codes) for code in codes)


def test_codes_look_like_codes(pack: Pack) -> None:
    rules = pack.on(DAY)
    assert all(re.fullmatch(r"[A-Z][0-9]*", code) for code in rules.industries.entries)
    assert all(re.fullmatch(r"X?[0-9]+", code) for code in rules.occupations.entries)


def test_a_section_alone_carries_what_its_divisions_carry(pack: Pack) -> None:
    entries = pack.on(DAY).industries.entries
    divisions = [code for code in entries if re.fullmatch(r"[A-WYZ][0-9]{2}", code)]  # X: ours, without a section
    assert divisions
    for code in divisions:
        assert {*entries[code].categories} <= {*entries[code[0]].categories}, code


def test_every_category_of_the_code_tables_is_in_use(pack: Pack) -> None:
    rules = pack.on(DAY)
    for table, words in (
        (rules.occupations, {*MEASURES["occupation"].categories}),
        (rules.industries, {*INDUSTRY_TABLE}),
    ):
        used = {*chain.from_iterable(entry.categories for entry in table.entries.values())}
        assert words - used <= DERIVED | {"casino", "retail", "entertainment"}
    both = [*rules.occupations.entries.values(), *rules.industries.entries.values()]
    used = {*chain.from_iterable(entry.categories for entry in both)}
    assert {*OCCUPATION_TABLE, *INDUSTRY_TABLE} - used == DERIVED & {*OCCUPATION_TABLE, *INDUSTRY_TABLE}


def test_the_international_pack_shares_no_structure_with_the_chinese_one(rules: Rules) -> None:
    other = read_pack("international").on(DAY)
    assert (other.levels, other.home_country) == (3, "SG")
    for factors in other.scorecards.values():
        shares: dict[str, int] = {}
        for factor in factors:
            shares[factor.group] = shares.get(factor.group, 0) + int(factor.weight)
        assert shares == {"customer": 35, "geography": 30, "product": 25, "channel": 10}
        assert max(factor.weight for factor in factors) <= 15
    assert not {f"group.{group}" for group in shares} & rules.labels.keys()
    assert {rule.grade for rule in other.direct} == {Grade.HIGH}
    assert Grade.HIGH in {floor.grade for floor in other.floors}


def test_the_elements_of_a_record_are_those_that_grading_knows() -> None:
    assert {*ELEMENTS} == {*KYC_ELEMENTS}
