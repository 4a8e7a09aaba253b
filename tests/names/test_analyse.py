"""A name as written to its comparable forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.names.analyse import analyse
from amlrisk.names.model import Form, Kind, Made
from amlrisk.names.persons import plain_form
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
        ("محمد بن سلمان", {Made.CONSONANTS: ("mhmd", "bin", "slman")}),
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


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("單小明", {Made.HAN: ("单", "小明"), Made.PINYIN: ("shan", "xiaoming")}),
        ("淑兰 文 郭", {Made.HAN: ("郭", "淑兰", "文"), Made.PINYIN: ("guo", "shulan", "wen")}),
        ("张伟先生", {Made.HAN: ("张", "伟"), Made.PINYIN: ("zhang", "wei")}),
    ],
)
def test_chinese_persons(name: str, expected: dict[Made, tuple[str, ...]]) -> None:
    assert expected.items() <= forms(name).items()


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("ABDUL RAHMAN", "Abd al-Rahman"),
        ("Abdurrahman", "Abdul Rahman"),
        ("Noureddine", "Nour al-Din"),
        ("Seifallah", "Seif Allah"),
        ("Ali ben Omar", "Ali ibn Omar"),
        ("Zarkanda, Ali", "Ali Zarkanda"),
        ("O'Zarkan", "O’Zarkan"),
        ("Pеtra Muster", "Petra Muster"),
        ("Ｐｅｔｒａ　Ｍｕｓｔｅｒ", "Petra Muster"),
        ("𝐏𝐞𝐭𝐫𝐚 Muster", "Petra Muster"),
        ("Pe\u200btra Mus\u00adter", "Petra Muster"),
    ],
)
def test_ways_of_writing_that_compare_as_one(a: str, b: str) -> None:
    assert [form.tokens for form in analyse(a, Schema.PERSON).forms] == [
        form.tokens for form in analyse(b, Schema.PERSON).forms
    ]


def kinds(name: str) -> dict[str, Kind]:
    form = analyse(name, Schema.PERSON).forms[0]
    return dict(zip(form.tokens, form.kinds, strict=True))


@pytest.mark.parametrize(
    ("name", "word", "kind"),
    [
        ("Pyotr Ivanovich Zarkandov", "ivanovich", Kind.PATRONYMIC),
        ("Zarkandov Pyotr Ivanovich", "ivanovich", Kind.PATRONYMIC),
        ("Olga Ivanovna", "ivanovna", Kind.PATRONYMIC),
        ("Roman Zarkanovich", "zarkanovich", Kind.NAME),
        ("Ali Omar oglu", "omar", Kind.PATRONYMIC),
        ("Sheikh Omar", "sheikh", Kind.TITLE),
        ("Omar Sheikh", "sheikh", Kind.NAME),
        ("Stephen King", "king", Kind.NAME),
        ("Ben Zarkanda", "ben", Kind.NAME),
        ("Ali ben Zarkanda", "bin", Kind.PARTICLE),
        ("Le Van Tho", "le", Kind.NAME),
        ("Pyotr Zarkanda Jr.", "jr", Kind.SUFFIX),
        ("Pyotr Zarkanda III", "iii", Kind.SUFFIX),
        ("Said Zarkanda", "said", Kind.NAME),
    ],
)
def test_what_a_word_is_where_it_stands(name: str, word: str, kind: Kind) -> None:
    assert kinds(name)[word] is kind


def test_some_word_of_a_name_always_tells() -> None:
    for name in ("bin", "Sheikh", "al", "Abu Umm", "Dr. Prof."):
        assert not all(analyse(name, Schema.PERSON).forms[0].weak)


@given(st.text(alphabet="abcdefgilmnorstuvyz '-", max_size=30))
def test_the_short_way_for_ordinary_names_gives_what_the_long_one_does(text: str) -> None:
    short = plain_form(text)
    if short is not None:
        assert analyse(f"{text}\u200b", Schema.PERSON).forms == (short,)


def test_a_korean_name_has_a_form_for_each_usual_spelling() -> None:
    found = {form.tokens for form in analyse("김정은", Schema.PERSON).forms}
    assert {("kim", "jeongeun"), ("kim", "jongun")} <= found


def test_a_name_in_two_scripts_has_both() -> None:
    found = [form.tokens for form in analyse("Ali Hassan علي حسن", Schema.PERSON).forms]
    assert found == [("aly", "hsn"), ("ali", "hassan")]


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


@pytest.mark.parametrize("surname", ["王", "罗", "覃", "朴", "金", "方", "欧阳", "柏"])
@pytest.mark.parametrize("given", ["伟", "小明", "正恩"])
def test_a_name_in_characters_has_few_forms(surname: str, given: str) -> None:
    assert 3 <= len(analyse(surname + given, Schema.PERSON).forms) <= 6
