"""Latin names that read as Chinese, and what they are in other spellings."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.names.analyse import analyse
from amlrisk.names.model import Made, form_of
from amlrisk.names.romanised import looks_chinese, other_romanisations
from amlrisk.watchlist.model import Schema


@pytest.mark.parametrize(
    "name",
    [
        "wang wei",
        "wei wang",
        "zhang xiao ming",
        "ouyang xiu",
        "li na",
        "lyu bu",
        "mao tse tung",
        "tsai ing wen",
        "lee teng hui",
        "chiang ching kuo",
        "chan tai man",
        "leung chun ying",
        "tai man chan",
    ],
)
def test_chinese_names_look_chinese(name: str) -> None:
    assert looks_chinese(tuple(name.split()))


@pytest.mark.parametrize(
    "name",
    [
        "vladimir putin",
        "reza heidari",
        "ali amin",
        "seka baluku",
        "li",
        "lee harris",
        "dan lee",
        "ann lee",
        "kim jong un",
        "kim song",
        "ri su yong",
        "pak to chun",
        "ho chi minh",
        "may lamb",
    ],
)
def test_other_names_do_not(name: str) -> None:
    assert not looks_chinese(tuple(name.split()))


def test_words_of_a_chinese_name_are_names() -> None:
    for name in ("Tsai Ing-wen", "Zhang Bin", "Chen San", "De Li"):
        form = analyse(name, Schema.PERSON).forms[0]
        assert form.tokens == tuple(name.lower().replace("-", " ").split())
        assert not any(form.weak)


def others(name: str) -> dict[str, Made]:
    return {" ".join(form.tokens): form.made for form in other_romanisations(form_of(name.split(), Made.AS_WRITTEN))}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("mao zedong", {"mao tsetung": Made.WADE_GILES}),
        ("wang wei", {}),
        ("lyu jianguo", {"lu jianguo": Made.TRANSLITERATED, "lu chienkuo": Made.WADE_GILES}),
        ("tsai ing wen", {"tsai ying wen": Made.TRANSLITERATED}),
        ("lee teng hui", {"li teng hui": Made.TRANSLITERATED}),
        ("chiang ching kuo", {}),
        ("chan tai man", {}),
        ("chan tsz wah", {"chan chi wah": Made.TRANSLITERATED}),
        ("shuk yee chau", {"shuk yi chow": Made.TRANSLITERATED}),
        ("john smith", {}),
        ("dan lee", {}),
    ],
)
def test_other_spellings(name: str, expected: dict[str, Made]) -> None:
    assert others(name).items() >= expected.items()
    assert bool(others(name)) == bool(expected)


WORDS = st.sampled_from(
    re.findall(r"\w+", "wang wei tsai ing wen lee teng chan tsz wah shuk yee smith o e lyu ng kim ri")
)


@given(st.lists(WORDS, max_size=5))
def test_forms_stand_word_for_word_and_say_something_new(words: list[str]) -> None:
    form = form_of(words, Made.AS_WRITTEN)
    found = other_romanisations(form)
    assert bool(found) <= looks_chinese(form.tokens)
    assert len({other.tokens for other in found} | {form.tokens}) == len(found) + 1
    for other in found:
        assert len(other.tokens) == len(form.tokens)
        assert other.written == form.written
        assert other.chinese
