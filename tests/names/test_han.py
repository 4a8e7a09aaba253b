"""Chinese names: the surname first, its own reading, and names that only look Chinese."""

from __future__ import annotations

import pytest

from amlrisk.names.han import looks_chinese, read, simplify, split_person


@pytest.mark.parametrize(
    ("parts", "split"),
    [
        (["王伟"], ("王", "伟")),
        (["王小明"], ("王", "小明")),
        (["欧阳修"], ("欧阳", "修")),
        (["诸葛孔明"], ("诸葛", "孔明")),
        (["司马"], ("司", "马")),
        (["陈方安生"], ("陈方", "安生")),
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
        (("尉迟", "恭"), ("yuchi", "gong")),
        (("万俟", "卨"), ("moqi", "xie")),
        (("吕", "布"), ("lu", "bu")),
        (("王", "单"), ("wang", "dan")),
    ],
)
def test_a_surname_has_its_own_reading(name: tuple[str, ...], reading: tuple[str, ...]) -> None:
    assert read(name) == reading


def test_traditional_is_folded() -> None:
    assert simplify("陳偉傑") == "陈伟杰"


@pytest.mark.parametrize("name", ["wang wei", "wei wang", "zhang xiao ming", "ouyang xiu", "li na"])
def test_pinyin_names_look_chinese(name: str) -> None:
    assert looks_chinese(tuple(name.split()))


@pytest.mark.parametrize("name", ["vladimir putin", "reza heidari", "ali amin", "seka baluku", "li", "kim jong un"])
def test_other_names_do_not(name: str) -> None:
    assert not looks_chinese(tuple(name.split()))
