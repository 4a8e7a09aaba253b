"""A name as written to its comparable forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.names.analyse import analyse
from amlrisk.names.model import Form, Made
from amlrisk.names.text import MAX_TOKENS
from amlrisk.watchlist.model import Schema


def forms(name: str, schema: Schema = Schema.PERSON) -> dict[Made, tuple[str, ...]]:
    return {form.made: form.tokens for form in analyse(name, schema).forms}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Vladimir Putin", {Made.AS_WRITTEN: ("vladimir", "putin")}),
        ("Putin, Vladimir", {Made.AS_WRITTEN: ("vladimir", "putin")}),
        ("Dr. John Smith", {Made.AS_WRITTEN: ("john", "smith")}),
        ("Aleksandar Vučić", {Made.AS_WRITTEN: ("aleksandar", "vucic")}),
        ("Владимир Путин", {Made.TRANSLITERATED: ("vladimir", "putin")}),
        ("김정은", {Made.TRANSLITERATED: ("kim", "jeongeun")}),
        ("محمد بن سلمان", {Made.CONSONANTS: ("mhmd", "bn", "slman")}),
        (
            "單小明",
            {
                Made.HAN: ("单", "小明"),
                Made.PINYIN: ("shan", "xiaoming"),
                Made.WADE_GILES: ("shan", "hsiaoming"),
                Made.CANTONESE: ("sin", "siuming"),
            },
        ),
        (
            "淑兰 文 郭",
            {
                Made.HAN: ("郭", "淑兰", "文"),
                Made.PINYIN: ("guo", "shulan", "wen"),
                Made.WADE_GILES: ("kuo", "shulan", "wen"),
                Made.CANTONESE: ("kwok", "shuklan", "man"),
            },
        ),
        (
            "张伟先生",
            {
                Made.HAN: ("张", "伟"),
                Made.PINYIN: ("zhang", "wei"),
                Made.WADE_GILES: ("chang", "wei"),
                Made.CANTONESE: ("cheung", "wai"),
            },
        ),
        ("贝拉克·奥巴马", {Made.HAN: ("贝拉克", "奥巴马"), Made.PINYIN: ("beilake", "aobama")}),
        ("ប៉ុល ពត", {Made.AS_WRITTEN: ("ប៉ុល", "ពត")}),
        ("--- !!!", {}),
        ("", {}),
    ],
)
def test_persons(name: str, expected: dict[Made, tuple[str, ...]]) -> None:
    assert forms(name) == expected


def test_what_was_written_is_kept_beside_the_folded_form() -> None:
    form = analyse("陳偉", Schema.PERSON).forms[0]
    assert form.tokens == ("陈", "伟")
    assert form.written == ("陳", "偉")
    reordered = analyse("偉 明 陳", Schema.PERSON).forms[0]
    assert reordered.written == ("陳", "偉", "明")


def test_both_writings_in_one_name_are_both_there() -> None:
    found = {form.tokens for form in analyse("王伟 (Wang Wei)", Schema.PERSON).forms}
    assert {("王", "伟"), ("wang", "wei")} <= found


def test_kana_is_not_read_as_chinese() -> None:
    assert Made.PINYIN not in forms("高橋みさき")


def test_ship_prefixes_go() -> None:
    assert forms("MV Jin Teng", Schema.VESSEL) == {Made.AS_WRITTEN: ("jin", "teng")}


def test_weak_words_are_marked() -> None:
    form = analyse("Usama bin Ladin", Schema.PERSON).forms[0]
    assert form.weak == (False, True, False)


LEGAL = st.lists(st.sampled_from(["ltd", "Co.,", "acme", "S.A.", "有限公司", "华为", "-", "и", "ООО"]), max_size=6)


@given(st.one_of(st.text(max_size=80), LEGAL.map(" ".join)), st.sampled_from(list(Schema)))
def test_any_text_can_be_analysed(text: str, schema: Schema) -> None:
    for form in analyse(text, schema).forms:
        check_form(form)


def check_form(form: Form) -> None:
    assert 0 < len(form.tokens) <= MAX_TOKENS * 2
    assert len(form.tokens) == len(form.written) == len(form.weak)
    assert all(form.tokens)
