"""Countries, regions of China, currencies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.facts.codes import country_code, currency_code, region_code, region_name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CN", "CN"),
        ("cn", "CN"),
        ("CHN", "CN"),
        ("中国", "CN"),
        ("中华人民共和国", "CN"),
        ("中国大陆", "CN"),
        ("HK", "HK"),
        ("香港", "HK"),
        ("中国香港", "HK"),
        ("Hong Kong", "HK"),
        ("澳门", "MO"),
        ("台湾", "TW"),
        ("中国台湾", "TW"),
        ("Taiwan, Province of China", "TW"),
        ("朝鲜", "KP"),
        ("DPRK", "KP"),
        ("缅甸", "MM"),
        ("英属维尔京群岛", "VG"),
        ("British Virgin Islands", "VG"),
        ("NO", "NO"),
        ("NA", "NA"),
        ("UK", "GB"),
        ("England", "GB"),
        ("Kosovo", "XK"),
        ("科索沃", "XK"),
        (" 越南 ", "VN"),
        # no country today, wider than one, narrower than one, or nothing at all
        ("SU", None),
        ("AN", None),
        ("EU", None),
        ("ZZ", None),
        ("XX", None),
        ("Crimea", None),
        ("California", None),
        ("Atlantis", None),
        ("", None),
        ("N" * 101, None),
    ],
)
def test_country_code(text: str, code: str | None) -> None:
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("330106", "330106"),
        ("3301", "330100"),
        ("33", "330000"),
        ("浙江", "330000"),
        ("浙江省", "330000"),
        ("浙江省 杭州市", "330100"),
        ("杭州市", "330100"),
        ("内蒙古", "150000"),
        ("新疆", "650000"),
        ("北京", "110000"),
        ("香港", "810000"),
        ("澳门特别行政区", "820000"),
        ("台湾", "710000"),
        ("830000", "830000"),
        ("990000", None),
        ("33010", None),
        ("3", None),
        ("33010６", None),
        ("市辖区", None),
        ("浙江省杭州市西湖区文三路 1 号", None),
        ("", None),
    ],
)
def test_region_code(text: str, code: str | None) -> None:
    assert region_code(text) == code


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("330106", "浙江省杭州市西湖区"),
        ("330100", "浙江省杭州市"),
        ("330000", "浙江省"),
        ("110101", "北京市东城区"),
        ("659001", "新疆维吾尔自治区石河子市"),
        ("820000", "澳门特别行政区"),
        ("330199", "浙江省杭州市"),
        ("990000", None),
    ],
)
def test_region_name(code: str, name: str | None) -> None:
    assert region_name(code) == name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CNY", "CNY"),
        ("usd", "USD"),
        ("人民币", "CNY"),
        ("RMB", "CNY"),
        ("港币", "HKD"),
        ("QQQ", "QQQ"),
        ("US", None),
        ("$", None),
        ("ＵＳＤ", None),
    ],
)
def test_currency_code(text: str, code: str | None) -> None:
    assert currency_code(text) == code


@given(st.text())
def test_any_text_is_a_code_or_none(text: str) -> None:
    country, region = country_code(text), region_code(text)
    assert country is None or (len(country) == 2 and country.isascii() and country.isupper())
    assert region is None or (len(region) == 6 and region.isdigit())
