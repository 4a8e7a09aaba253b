"""Codes for countries, regions of China, currencies; and the code tables that only a policy pack knows.

Countries become ISO 3166-1 alpha-2; Hong Kong, Macau and Taiwan keep their own codes (HK, MO, TW). Names of
territories within a country (California, Crimea) are no country: refused rather than widened to the country,
because a sanctioned region would vanish in it. The nations of the United Kingdom are the one exception.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

import msgspec
from rigour.territories import lookup_territory
from stdnum import numdb

_LONGEST_NAME = 100
_UK_NATIONS = frozenset({"gb-eng", "gb-sct", "gb-wls", "gb-nir"})

# Chinese names that rigour 2.6 does not know, found by asking it for every name of CLDR 46 (zh-Hans), and the
# usual ways to write the regions of China on forms.
_CHINESE_NAMES = {
    "中国大陆": "CN",
    "中国内地": "CN",
    "中国香港": "HK",
    "香港地区": "HK",
    "澳门": "MO",
    "中国澳门": "MO",
    "澳门地区": "MO",
    "中国台湾": "TW",
    "台湾省": "TW",
    "台湾地区": "TW",
    "英属维尔京群岛": "VG",
    "英属维京群岛": "VG",
    "美属维尔京群岛": "VI",
    "马恩岛": "IM",
    "捷克": "CZ",
    "北马其顿": "MK",
    "科索沃": "XK",
    "荷属加勒比区": "BQ",
    "圣赫勒拿": "SH",
}

_CURRENCY_NAMES = {
    "人民币": "CNY",
    "人民币元": "CNY",
    "元": "CNY",
    "RMB": "CNY",
    "美元": "USD",
    "港元": "HKD",
    "港币": "HKD",
    "澳门元": "MOP",
    "新台币": "TWD",
    "欧元": "EUR",
    "英镑": "GBP",
    "日元": "JPY",
    "瑞士法郎": "CHF",
    "新加坡元": "SGD",
}

_DIGITS = re.compile(r"[0-9]{2}(?:[0-9]{2}){0,2}")
_ENDED = re.compile(r"\[[0-9]*-[0-9]+\]")
_SINCE = re.compile(r"\[[0-9]+-\]")
_LONG_ENDINGS = re.compile(r"(?:维吾尔|壮族|回族)?自治区$|特别行政区$|[省市]$")


class CodeSets(msgspec.Struct, frozen=True, kw_only=True):
    """The codes a policy pack knows; ``facts`` itself has no opinion on them.

    ``currencies`` are those with a rate. Hand in sets: every look-up is a membership test.
    """

    occupations: Collection[str]
    industries: Collection[str]
    currencies: Collection[str]


@lru_cache(maxsize=4096)
def country_code(text: str) -> str | None:
    """Alpha-2 code for a code (``CN``, ``chn``) or a name in Chinese or English; None when it is no country today."""
    plain = text.strip()
    if not plain or len(plain) > _LONGEST_NAME:
        return None
    if plain in _CHINESE_NAMES:
        return _CHINESE_NAMES[plain]
    found = lookup_territory(plain)
    if found is None or found.is_historical:
        return None
    if found.code in _UK_NATIONS:
        return "GB"
    return found.code.upper() if found.alpha3 and len(found.code) == 2 else None


def load_country_names() -> None:
    """Read the table of country names now (a second) rather than at the first name that is no code."""
    lookup_territory("China")


@lru_cache(maxsize=4096)
def region_code(text: str) -> str | None:
    """Six digits of GB/T 2260 for a code of two, four or six digits, or the name of a province or prefecture.

    ``33``, ``3301``, ``330106``, ``浙江``, ``浙江省``, ``杭州市``, ``浙江省杭州市``. Only the province of a code is
    checked: counties come and go, and no table has them all.
    """
    plain = "".join(text.split())
    if _DIGITS.fullmatch(plain):
        return plain.ljust(6, "0") if plain[:2] in _provinces() else None
    return _region_names().get(plain) if len(plain) <= _LONGEST_NAME else None


def region_name(code: str) -> str | None:
    """Chinese name of a region, as fine as the table of GB/T 2260 has it (``浙江省杭州市西湖区``); None if unknown."""
    province = _provinces().get(code[:2])
    if province is None:
        return None
    parts = [province]
    for wider in (code[:4] + "00", code):
        name = _county(wider) if not wider.endswith("0000") else None
        if name and name not in parts and not _is_filler(name):
            parts.append(name)
    return "".join(parts)


def currency_code(text: str) -> str | None:
    """ISO 4217 shape of a code or a usual Chinese name; whether it has a rate is for the pack to say."""
    plain = text.strip().upper()
    if plain in _CURRENCY_NAMES:
        return _CURRENCY_NAMES[plain]
    return plain if len(plain) == 3 and plain.isascii() and plain.isalpha() else None


@lru_cache(maxsize=1)
def _provinces() -> dict[str, str]:
    """Names of the 34 provinces by their two digits; stdnum's table lacks Taiwan's second block, 83."""
    table = {}
    for number in range(10, 84):
        province = _info(f"{number}0000").get("province")
        if province:
            table[str(number)] = province.replace("門", "门").replace("別行政區", "别行政区")
    return table | {"83": "台湾省"}


@lru_cache(maxsize=1)
def _region_names() -> dict[str, str]:
    """Names of provinces and prefectures as people write them; names that mean two places are left out."""
    names: dict[str, str] = {}
    doubtful: set[str] = set()

    def add(name: str, code: str) -> None:
        if names.setdefault(name, code) != code:
            doubtful.add(name)

    for digits, province in _provinces().items():
        if digits == "83":
            continue
        short = _LONG_ENDINGS.sub("", province)
        for spelling in {province, short}:
            add(spelling, f"{digits}0000")
        for number in range(1, 100):
            code = f"{digits}{number:02}00"
            city = _county(code)
            if city and not _is_filler(city):
                for spelling in {city, province + city, short + city}:
                    add(spelling, code)
    return {name: code for name, code in names.items() if name not in doubtful}


def _is_filler(name: str) -> bool:
    """Rows of the table that stand for a level without a name."""
    return name in {"市辖区", "县"} or "直辖" in name


def _county(code: str) -> str | None:
    """Name of the unit that bears this code today."""
    for name in _info(code).get("county", "").split(","):
        if name and not _ENDED.match(name):
            return _SINCE.sub("", name)
    return None


def _info(code: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for _, properties in numdb.get("cn/loc").info(code):
        found.update(properties)
    return found
