"""Organisations: legal forms off, Chinese names parted into brand, trade and place."""

from __future__ import annotations

import pytest

from amlrisk.names.analyse import analyse
from amlrisk.names.organisations import han_organisation, strip_legal_forms
from amlrisk.watchlist.model import Schema


def tokens(name: str) -> set[tuple[str, ...]]:
    return {form.tokens for form in analyse(name, Schema.ORGANIZATION).forms}


@pytest.mark.parametrize(
    "name", ["ACME Co., Ltd.", "ACME GmbH & Co. KG", "Acme Sp. z o.o.", "ACME S.A.R.L.", "acme limited", "The Acme LLC"]
)
def test_legal_forms_do_not_matter(name: str) -> None:
    assert tokens(name) == {("acme",)}


def test_a_name_that_is_all_legal_form_stays() -> None:
    assert strip_legal_forms("limited") == "limited"
    assert tokens("The Company") == {("company",)}


@pytest.mark.parametrize(
    "name",
    ["华为技术有限公司", "華為技術有限公司", "华为技术有限责任公司", "华为技术股份有限公司", "华为技术集团有限公司"],
)
def test_han_legal_forms_do_not_matter(name: str) -> None:
    assert tokens(name) == {("华为", "技术"), ("huawei", "technology")}


def test_trade_and_place_words_are_weak_in_either_language() -> None:
    words, weak, latin = han_organisation("中国华为进出口贸易")
    assert words == ("中国", "华为", "进出口", "贸易")
    assert weak == (True, False, True, True)
    assert latin == ("china", "huawei", "import", "export", "trading")


def test_spellings_of_a_trade_word_are_one() -> None:
    assert tokens("First Bank Int’l") == tokens("First Bank International")
    assert tokens("Huawei Technologies") == tokens("Huawei Technology")
