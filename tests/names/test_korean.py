"""Korean names in Hangul and in Chinese characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.names.analyse import analyse
from amlrisk.names.korean import hanja_forms, korean_forms, spell
from amlrisk.names.model import Kind, Made, comparable
from amlrisk.watchlist.model import Schema


def spellings(name: str) -> list[str]:
    return [" ".join(form.tokens) for form in korean_forms(name.split())]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("김정은", {"kim jeongeun", "kim jungeun", "kim jongun", "kim chongun"}),
        ("박근혜", {"park geunhye", "park keunhye", "pak kunhye"}),
        ("이명박", {"lee myeongbak", "lee myungbak", "ri myongpak", "yi myongbak"}),
        ("최룡해", {"choi ryonghae", "choe ryonghae"}),
        ("남궁민수", {"namkoong minsu", "namkung minsu"}),
        ("정은 김", {"kim jeongeun", "kim jongun"}),  # given name first
    ],
)
def test_hangul_in_its_rival_spellings(name: str, expected: set[str]) -> None:
    assert expected <= set(spellings(name))


@pytest.mark.parametrize(
    ("style", "tokens"),
    [
        ("official", ("ryu", "gyeongsuk")),
        ("south", ("ryu", "kyungsook")),
        ("north", ("ryu", "kyongsuk")),
        ("mccune", ("yu", "kyongsuk")),
    ],
)
def test_a_spelling_has_its_own_surnames_and_letters(style: str, tokens: tuple[str, ...]) -> None:
    assert spell(("류", "경숙"), style) == tokens


@pytest.mark.parametrize(
    ("tokens", "expected"),
    [
        (("金", "正恩"), [("kim", "jongun"), ("kim", "chongun")]),
        (("申", "雪主"), [("sin", "solju")]),
        (("李", "雪主"), []),  # nearly always Chinese
        (("崔", "龙海"), [("choe", "ryonghae")]),
        (("金", "伟"), []),  # given names of one character are Chinese
        (("王", "正恩"), []),
        (("金", "正", "恩"), []),
        (("欧阳", "正恩"), []),
    ],
)
def test_characters_read_in_korean(tokens: tuple[str, ...], expected: list[tuple[str, ...]]) -> None:
    assert [form.tokens for form in hanja_forms(tokens, tokens)] == expected


def test_a_korean_name_in_characters_meets_latin_and_hangul_but_no_other_characters() -> None:
    made = [form.made for form in analyse("金正恩", Schema.PERSON).forms]
    assert made[0] is Made.HAN
    assert Made.KOREAN in made
    assert comparable(Made.KOREAN, Made.AS_WRITTEN)
    assert comparable(Made.KOREAN, Made.TRANSLITERATED)
    assert not comparable(Made.KOREAN, Made.KOREAN)
    assert not comparable(Made.KOREAN, Made.PINYIN)


def test_the_surname_is_known_in_every_form() -> None:
    for name in ("金正恩", "김정은", "정은 김", "欧阳修", "小明 王"):
        for form in analyse(name, Schema.PERSON).forms:
            assert form.kinds == (Kind.SURNAME, Kind.GIVEN), form


def test_both_writings_in_one_name_are_both_there() -> None:
    found = {form.tokens for form in analyse("김정은 (Kim Jong Un)", Schema.PERSON).forms}
    assert {("kim", "jongun"), ("kim", "jong", "un")} <= found


@given(st.lists(st.text(alphabet="김정은이남궁민수가힣a", min_size=1, max_size=5), min_size=1, max_size=4))
def test_every_spelling_has_a_word_for_a_word(parts: list[str]) -> None:
    for form in korean_forms(parts):
        assert len(form.tokens) == len(form.written)
        assert all(token.isascii() and token for token in form.tokens)
