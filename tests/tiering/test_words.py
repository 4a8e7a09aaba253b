"""Every reason can be said, in both languages, with the same params; and no sentence is left over."""

from __future__ import annotations

import ast
import re
from string import Formatter

import pytest

from amlrisk.policy.loader import shipped_packs
from amlrisk.policy.value_vocabulary import Dimension
from amlrisk.policy.vocabulary import Confidence
from amlrisk.tiering.appraisal import appraise
from amlrisk.tiering.club import club
from amlrisk.tiering.diamond import Standing
from amlrisk.tiering.explain import Wording
from amlrisk.tiering.model import Reason
from amlrisk.tiering.words import FIXED, KINDS, SENTENCES
from tests.conftest import ROOT
from tests.tiering import scenarios as sc

HAN = re.compile(r"[\u4e00-\u9fff]")


def params(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("code", SENTENCES)
def test_both_languages_say_the_same(code: str) -> None:
    said = SENTENCES[code]
    assert not HAN.search(said.en)
    assert params(said.en) == params(said.zh)


def test_every_code_that_is_given_has_a_sentence_and_every_sentence_is_used() -> None:
    said: set[str] = set()
    for file in (ROOT / "amlrisk" / "tiering").glob("*.py"):
        if file.name == "words.py":
            continue
        nodes = ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        said |= {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    asked = ("age", "health", "means", "need", "intention")
    composed = {f"diamond_{what}_{standing}" for what in asked for standing in Standing}
    assert composed <= set(SENTENCES)
    assert set(SENTENCES) - composed <= said


def test_every_fixed_word_is_of_a_kind() -> None:
    assert {key.partition(".")[0] for key in FIXED} <= set(KINDS.values())
    for word in FIXED.values():
        assert HAN.search(word.zh)
        assert not HAN.search(word.en)


@pytest.mark.parametrize("pack", shipped_packs())
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_name_of_a_pack_is_known(pack: str, language: str) -> None:
    rules = sc.rules(pack)
    wording = Wording(rules, language)
    for grade in (*rules.grades, "unassessed"):
        assert wording.text(Reason(code="gate_free", params={"grade": str(grade)}))
    for company, found in rules.club.companies.items():
        assert found.name.get(language) in wording.text(
            Reason(code="club_promoted", params={"companies": company, "same": "gold", "tier": "platinum"})
        )


def test_what_nobody_has_a_word_for_is_an_error() -> None:
    wording = Wording(sc.rules(), "en")
    for reason in (Reason(code="no_such_code"), Reason(code="gate_free", params={"grade": "excellent"})):
        with pytest.raises(KeyError):
            wording.text(reason)


def test_where_a_rule_stands_is_said_with_its_mark() -> None:
    (found,) = Wording(sc.rules(), "zh").explain(
        [Reason(code="club_none", reference="vip-club-rules", confidence=Confidence.SEED)]
    )
    assert found.reference is not None
    assert (found.reference.title, found.reference.confidence) == ("平安VIP俱乐部会员制度", "S")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "甲类机构年交保费 3 万元，达到黄金标准（3 万元起）"),
        ("en", "Annual premium, institution of class 甲: 30,000 yuan, gold (from 30,000 yuan on)"),
    ],
)
def test_amounts_are_in_the_unit_of_the_language(language: str, text: str) -> None:
    found = club(sc.facts({"life": [{"institution": "jia", "annual_premium": 30_000}]}), sc.rules(), sc.TODAY)
    assert Wording(sc.rules(), language).text(found.companies[0].reasons[0]) == text


@pytest.mark.parametrize(("language", "text"), [("zh", "投诉次数 0：高"), ("en", "Complaints 0: high")])
def test_what_is_no_money_has_no_unit(language: str, text: str) -> None:
    found = appraise(sc.facts({"complaints": []}), sc.rules(), sc.TODAY)
    (one,) = [each for each in found.dimensions[Dimension.LOYALTY].reasons if each.code == "indicator_number"]
    assert Wording(sc.rules(), language).text(one) == text
