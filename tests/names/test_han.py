"""Chinese names in characters: variants folded, the surname first, its own reading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.names.han import read, simplify, split_person, surname_length


@pytest.mark.parametrize(
    ("parts", "split"),
    [
        (["王伟"], ("王", "伟")),
        (["王小明"], ("王", "小明")),
        (["欧阳修"], ("欧阳", "修")),
        (["诸葛孔明"], ("诸葛", "孔明")),
        (["司马"], ("司", "马")),
        (["陈方安生"], ("陈", "方", "安生")),
        (["陈方", "安生"], ("陈", "方", "安生")),
        (["陈", "方安生"], ("陈", "方安生")),
        (["欧阳", "安生"], ("欧阳", "安生")),
        (["淑兰", "文", "郭"], ("郭", "淑兰", "文")),
        (["郭", "淑兰"], ("郭", "淑兰")),
        (["明珠", "欧阳"], ("欧阳", "明珠")),
        (["贝拉克", "奥巴马"], ("贝拉克", "奥巴马")),
        (["王"], ("王",)),
        (["阿里巴巴网络"], ("阿里巴巴网络",)),
    ],
)
def test_split(parts: list[str], split: tuple[str, ...]) -> None:
    assert split_person(parts) == split


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        (("单", "小明"), ("shan", "xiaoming")),
        (("仇", "英"), ("qiu", "ying")),
        (("曾", "国藩"), ("zeng", "guofan")),
        (("解", "缙"), ("xie", "jin")),
        (("查", "良镛"), ("zha", "liangyong")),
        (("区", "伟"), ("ou", "wei")),
        (("朴", "树"), ("piao", "shu")),
        (("薄", "一波"), ("bo", "yibo")),
        (("尉迟", "恭"), ("yuchi", "gong")),
        (("万俟", "卨"), ("moqi", "xie")),
        (("吕", "布"), ("lu", "bu")),
        (("王", "单"), ("wang", "dan")),
    ],
)
def test_a_surname_has_its_own_reading(name: tuple[str, ...], reading: tuple[str, ...]) -> None:
    assert read(name) == reading


@pytest.mark.parametrize(
    ("written", "simple"),
    [
        ("陳偉傑", "陈伟杰"),
        ("內戶溫說恆塚峯羣", "内户温说恒冢峰群"),
        ("着", "著"),
        ("沢広辺斉桜竜滝塩", "泽广边齐樱龙泷盐"),
        ("髙﨑栁邉濵", "高崎柳边滨"),
        ("芸予", "芸予"),  # not 艺 and 豫, whose Japanese forms they also are
        ("Ａ王", "Ａ王"),
    ],
)
def test_variants_are_folded(written: str, simple: str) -> None:
    assert simplify(written) == simple


CHARACTERS = st.text(alphabet="王陈方欧阳安生小明修单司马诸葛", min_size=1, max_size=6)


@given(st.lists(CHARACTERS, min_size=1, max_size=4))
def test_splitting_loses_and_adds_nothing(parts: list[str]) -> None:
    assert sorted("".join(split_person(parts))) == sorted("".join(parts))
    assert all(split_person(parts))


@given(CHARACTERS)
def test_simplifying_twice_changes_nothing(word: str) -> None:
    assert simplify(simplify(word)) == simplify(word)
    assert 0 <= surname_length(word) <= len(word)
