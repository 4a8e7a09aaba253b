"""Organisations in Chinese characters: parted, read, translated."""

from __future__ import annotations

import pytest

from amlrisk.names.analyse import analyse
from amlrisk.names.model import Form, Kind, Made
from amlrisk.watchlist.model import Schema


def forms(name: str) -> tuple[Form, ...]:
    return analyse(name, Schema.ORGANIZATION).forms


def readings(name: str) -> list[tuple[str, ...]]:
    return [form.tokens for form in forms(name) if form.made is Made.PINYIN]


@pytest.mark.parametrize(
    "name", ["华为技术有限公司", "華為技術有限公司", "华为技术有限责任公司", "华为技术股份有限公司", "华为技术公司"]
)
def test_legal_forms_and_traditional_characters_do_not_matter(name: str) -> None:
    assert [form.tokens for form in forms(name)] == [("华为", "技术"), ("huawei", "technology")]


def test_place_brand_trade_and_number_are_told_apart() -> None:
    (han, *_) = forms("北京市第三华为进出口贸易有限公司")
    assert list(zip(han.tokens, han.kinds, strict=True)) == [
        ("北京市", Kind.PLACE),
        ("第三", Kind.NUMBER),
        ("华为", Kind.NAME),
        ("进出口", Kind.TRADE),
        ("贸易", Kind.TRADE),
    ]
    assert readings("北京市第三华为进出口贸易有限公司") == [("beijing", "3", "huawei", "import", "export", "trading")]


def test_words_as_often_read_as_translated_get_both() -> None:
    assert readings("東方貿易有限公司") == [("east", "trading"), ("dongfang", "trading")]


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("伊朗石油有限公司", "Iran Petroleum Co Ltd"),
        ("朝鲜矿业开发贸易会社", "Korea Mining Development Trading Corporation"),
        ("日本华为银行", "Huawei Bank of Japan"),
        ("中国华为保险集团公司", "China Huawei Insurance Group"),
        ("上海华为海运有限公司", "Shanghai Huawei Shipping"),
        ("华为第二电力分公司", "Huawei 2nd Power Branch"),
    ],
)
def test_reads_as_its_english_name(name: str, english: str) -> None:
    (listed,) = forms(english)
    assert sorted(listed.tokens) in [sorted(reading) for reading in readings(name)]


def test_what_was_written_is_kept() -> None:
    assert forms("東方貿易有限公司")[0].written == ("東方", "貿易")
