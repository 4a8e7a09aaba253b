"""Legal forms come off in every script, dotted or not, misspelled too; real names stay whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.names.legal_forms import misspelled, part_joined, without_legal_forms
from amlrisk.names.text import compatible, fold

LLC = [
    "Zarkanda Ltd",
    "Zarkanda Ltd.",
    "Zarkanda Limited",
    "Zarkanda Co., Ltd.",
    "Zarkanda L.L.C.",
    "Zarkanda W.L.L.",
    "Zarkanda GmbH",
    "Zarkanda G.m.b.H.",
    "ZarkandaGmbH",
    "Zarkanda SARL",
    "Zarkanda S.A.R.L.",
    "Zarkanda Sdn. Bhd.",
    "Zarkanda Pte Ltd",
    "Zarkanda Private Limited",
    "Zarkanda (Pvt.) Ltd.",
    "Zarkanda Oy",
    "Zarkanda Kft.",
    "Zarkanda d.o.o.",
    "Zarkanda doo",
    "Zarkanda Sp. z o.o.",
    "Zarkanda Ltda.",
    "Zarkanda S. de R.L. de C.V.",
    "ZarkandaLimited",
    "ZARKANDALTD",
    "ZARKANDALLC",
    "Zarkanda C.A. Ltd.",
    "Limited Liability Company Zarkanda",
    "Zarkanda FZE",
    "Zarkanda FZCO",
    "Zarkanda EOOD",
    "OOO Zarkanda",
    "PT Zarkanda",
]
JSC = [
    "Zarkanda PLC",
    "Zarkanda S.A.",
    "Zarkanda S.A. de C.V.",
    "Zarkanda AG",
    "ZarkandaAG",
    "Zarkanda Aktiengesellschaft",
    "Zarkanda AB",
    "Zarkanda A/S",
    "Zarkanda S.p.A.",
    "Zarkanda Joint Stock Company",
    "OAO Zarkanda",
    "PJSC Zarkanda",
    "AO Zarkanda",
    "Zarkanda N.V.",
    "Zarkanda K.S.C.",
    "Zarkanda SAL",
]


def taken(name: str) -> tuple[str, tuple[str, ...]]:
    return without_legal_forms(compatible(part_joined(name)))


@pytest.mark.parametrize("name", LLC)
def test_limited_companies(name: str) -> None:
    assert taken(name) == ("zarkanda", ("llc",))


@pytest.mark.parametrize("name", JSC)
def test_stock_companies(name: str) -> None:
    assert taken(name) == ("zarkanda", ("jsc",))


@pytest.mark.parametrize(
    ("name", "rest", "legal"),
    [
        ("华为技术有限公司", "华为技术", "llc"),
        ("華為技術股份有限公司", "華為技術", "jsc"),
        ("华为技术集团有限公司", "华为技术集团", "llc"),
        ("华为总公司", "华为", "company"),
        ("株式会社サルカンダ", "サルカンダ", "jsc"),
        ("㈱サルカンダ", "サルカンダ", "jsc"),
        ("사르칸다주식회사", "사르칸다", "jsc"),
        ("㈜사르칸다", "사르칸다", "jsc"),
        ("ООО «Зарканда»", "зарканда", "llc"),
        ("Общество с ограниченной ответственностью Зарканда", "зарканда", "llc"),
        ("ПАО Зарканда", "зарканда", "jsc"),
        ("شركة زركندا المحدودة", "زركندا", "company llc"),
        ("شرکت سهامی خاص زرکندا", "زرکندا", "company jsc"),
    ],
)
def test_other_scripts(name: str, rest: str, legal: str) -> None:
    assert taken(name) == (rest, tuple(legal.split()))


@pytest.mark.parametrize(
    ("name", "rest"),
    [
        ("Zarkanda Aktiengeselschaft", "zarkanda"),
        ("Zarkanda Limted", "zarkanda"),
        ("Zarkanda Coporation", "zarkanda"),
        ("Zarkanda Comapny Ltd", "zarkanda"),
        ("Zarkanda Joint Stock Compny", "zarkanda"),
    ],
)
def test_slips_in_legal_forms(name: str, rest: str) -> None:
    assert taken(name)[0] == rest


@pytest.mark.parametrize(
    "name",
    [
        "the company",
        "limited",
        "as roma",
        "ab volvo",
        "hotel se lima",
        "sa hospital group",
        "united",
        "organisation for economic cooperation",
        "zarkanda companions",
    ],
)
def test_real_names_stay_whole(name: str) -> None:
    assert taken(name) == (name, ())


def test_words_of_names_are_no_slips() -> None:
    assert not any(misspelled(word) for word in ("united", "lifted", "cooperation", "campaign", "companion", "lim"))


@given(st.text(max_size=40))
def test_something_always_remains(text: str) -> None:
    folded = fold(text)
    rest, legal = without_legal_forms(compatible(text))
    assert bool(rest) == bool(folded)
    assert list(legal) == sorted(set(legal))
