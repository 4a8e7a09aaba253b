from __future__ import annotations

import string
from decimal import Decimal

import pytest

from amlrisk.grading.explain import Explanation, explain_outcome
from amlrisk.grading.model import Reason
from amlrisk.grading.outcome import assess
from amlrisk.grading.reasons import SENTENCES, render
from tests.grading import scenarios as sc

PERSONAS = sc.read("personas.yaml")["scenarios"]


def explained(name: str, language: str) -> Explanation:
    outcome = assess(sc.customer(sc.facts_of(PERSONAS, name)), (), sc.rules(), on=sc.today())
    return explain_outcome(outcome, sc.rules(), language)


def test_a_person_reads_the_number_in_the_unit_of_the_bands() -> None:
    rows = {row.factor: row for row in explained("N2", "zh").factors}
    assert "8 万元" in rows["cumulative_premium"].value
    assert "0.25" in rows["premium_to_income"].value
    assert rows["premium_to_income"].name == "保费与收入比"
    assert rows["premium_to_income"].contribution == Decimal("3.6")
    assert "policies" in rows["premium_to_income"].evidence
    assert rows["premium_to_income"].reference.confidence == "proposed"


def test_missing_input_is_shown_as_missing() -> None:
    row = next(row for row in explained("N4", "en").factors if row.factor == "occupation")
    assert (row.value, row.missing, row.level) == ("missing", True, 3)


def test_what_else_was_seen_is_told() -> None:
    row = next(row for row in explained("L3", "en").factors if row.factor == "country")
    assert "FATF grey" in row.value
    assert "offshore" in row.also


def test_a_number_that_is_shown_never_seems_to_have_reached_the_next_band() -> None:
    customer = sc.unremarkable("natural", {"annual_income": Decimal("3000.01")})
    outcome = assess(customer, (), sc.rules(), on=sc.today())
    rows = explain_outcome(outcome, sc.rules(), "en").factors
    assert "0.9999" in next(row.value for row in rows if row.factor == "premium_to_income")


@pytest.mark.parametrize("name", PERSONAS)
def test_both_languages_are_whole(name: str) -> None:
    chinese, english = (explained(name, language) for language in ("zh", "en"))
    assert chinese.grade_name != english.grade_name
    for row, other in zip(chinese.factors, english.factors, strict=True):
        assert row.name != other.name
        assert row.value != other.value
        assert row.group != other.group
        assert row.reference.title != row.reference.id
    for reason in (*chinese.reasons, *english.reasons):
        assert "{" not in reason.text
    assert not any("\u4e00" <= letter <= "\u9fff" for reason in english.reasons for letter in reason.text)


@pytest.mark.parametrize("code", SENTENCES)
def test_the_two_sentences_of_a_reason_say_the_same_things(code: str) -> None:
    zh, en = (
        {name for _, name, _, _ in string.Formatter().parse(text) if name is not None} for text in SENTENCES[code]
    )
    assert zh == en


def test_names_of_the_pack_are_shown_in_the_language_asked_for() -> None:
    reason = Reason(
        code="floor",
        params={"factor": "f", "factor_zh": "国籍", "factor_en": "Country", "rule": "r", "rule_zh": "下限",
                "rule_en": "the floor", "level": "5", "grade": "ordinary"},
    )  # fmt: skip
    assert render(reason, "zh") == "“国籍”为 5 级：下限 → 至少普通级"
    assert render(reason, "en") == "“Country” is at level 5: the floor → at least ordinary"
