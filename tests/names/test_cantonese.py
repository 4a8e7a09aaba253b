"""Cantonese as Hong Kong spells names, and as others spell it."""

from __future__ import annotations

import pytest

from amlrisk.names.analyse import analyse
from amlrisk.names.cantonese import read_surname, read_word, usual, usual_surname
from amlrisk.names.model import Made
from amlrisk.names.surnames import COMPOUND_SURNAMES, SURNAMES
from amlrisk.watchlist.model import Schema


@pytest.mark.parametrize(
    ("surname", "spelled"),
    [
        ("陈", "chan"),
        ("黄", "wong"),
        ("王", "wong"),
        ("吴", "ng"),
        ("郑", "cheng"),
        ("林", "lam"),
        ("梁", "leung"),
        ("周", "chow"),
        ("许", "hui"),
        ("徐", "tsui"),
        ("谢", "tse"),
        ("曾", "tsang"),
        ("叶", "yip"),
        ("何", "ho"),
        ("李", "lee"),
        ("邓", "tang"),
        ("郭", "kwok"),
        ("石", "shek"),
        ("欧阳", "auyeung"),
        ("司徒", "szeto"),
    ],
)
def test_surnames(surname: str, spelled: str) -> None:
    assert read_surname(surname)[0] == spelled


@pytest.mark.parametrize(
    ("given", "spelled"),
    [("大文", "taiman"), ("家辉", "kafai"), ("国华", "kwokwah"), ("淑仪", "shukyi"), ("月娥", "yuetngo"), ("Ω文", "")],
)
def test_given_names(given: str, spelled: str) -> None:
    assert read_word(given) == spelled


@pytest.mark.parametrize(
    ("rivals", "spelled"),
    [
        ("tsz tze chi tsi", "chi"),
        ("shing sing", "shing"),
        ("wah wa", "wah"),
        ("yee yi", "yi"),
        ("leung leong", "leung"),
        ("chau chow chao", "chau"),
        ("sum sam", "sam"),
        ("po poh", "po"),
        ("kwok kwock kuok", "kwok"),
        ("kwun koon kun", "kwun"),
    ],
)
def test_rival_spellings_are_one(rivals: str, spelled: str) -> None:
    assert {usual(rival) for rival in rivals.split()} == {(spelled, 1)}


def test_a_married_woman_has_two_surnames_each_spelled_as_one() -> None:
    found = {form.tokens for form in analyse("陈方安生", Schema.PERSON).forms if form.made is Made.CANTONESE}
    assert found == {("chan", "fong", "onsang"), ("chan", "fang", "onsang")}


def test_rival_surnames_are_one() -> None:
    assert usual_surname("chow") == usual_surname("chau") == "chow"
    assert usual_surname("lee") == usual_surname("li") == "lee"
    assert usual_surname("ip") == usual_surname("yip") == "yip"
    assert usual_surname("sun") == usual_surname("suen") == "suen"
    assert usual_surname("smith") is None


@pytest.mark.parametrize("word", ["smith", "carrie", "john", "vladimir", ""])
def test_what_is_not_cantonese_is_not_read(word: str) -> None:
    assert usual(word) is None


def test_what_characters_are_read_as_is_what_spellings_fold_to() -> None:
    for surname in SURNAMES | COMPOUND_SURNAMES:
        for spelled in read_surname(surname):
            assert usual_surname(spelled) == spelled, surname
    for char in "大文家辉国华志伟明珠永强":
        assert usual(read_word(char)) == (read_word(char), 1)
