"""How one Chinese name is spelled, and what only looks like it.

``chinese_names.csv`` holds invented people; their romanisations were typed by hand as passports, Hong Kong identity
cards and Taiwan's registers spell such names, and owe nothing to the tables of ``amlrisk.names``. Any of them may by
chance be the name of somebody. A name is written ``surname/given``, the syllables of the given name apart.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import msgspec

NAMES = Path(__file__).with_name("chinese_names.csv")


class ChineseName(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the table. ``kind`` is two, three (characters), compound, heteronym (surname) or married."""

    kind: str
    simplified: str
    traditional: str
    pinyin: str
    wade_giles: str
    hong_kong: str
    taiwan: str
    near_miss: str


def read_chinese(file: Path = NAMES) -> list[ChineseName]:
    with file.open(encoding="utf-8", newline="") as stream:
        return [msgspec.convert(row, ChineseName) for row in csv.DictReader(stream)]


def spellings(name: ChineseName) -> dict[str, str]:
    """Every way of writing the name, by what it is called in the report."""
    surname, syllables = _parts(name.pinyin)
    wade = _hyphenated(name.wade_giles)
    hong_kong_surname, hong_kong_given = _parts(name.hong_kong)
    hong_kong = f"{hong_kong_surname} {' '.join(hong_kong_given)}"
    joined = "".join(syllables).capitalize()
    return {
        "identical": name.simplified,
        "traditional": name.traditional,
        "pinyin joined": f"{surname} {joined}",
        "pinyin spaced": f"{surname} {' '.join(syllables)}",
        "pinyin given first": f"{joined} {surname}",
        "pinyin as listed": f"{surname.upper()}, {joined}",
        "Wade-Giles": wade,
        "Wade-Giles, no apostrophe": wade.replace("'", ""),
        "Wade-Giles, no hyphen": wade.replace("-", " ").replace("'", ""),
        "Wade-Giles given first": _given_first(name.wade_giles).replace("'", ""),
        "Hong Kong": hong_kong,
        "Hong Kong given first": f"{' '.join(hong_kong_given)} {hong_kong_surname}",
        "Hong Kong, hyphen": f"{hong_kong_surname.upper()}, {'-'.join(hong_kong_given).capitalize()}",
        "Taiwan": _hyphenated(name.taiwan),
        "Taiwan given first": _given_first(name.taiwan),
    }


def near_misses(names: Sequence[ChineseName]) -> list[tuple[str, str, str]]:
    """Kind, characters, and a name that is somebody else's however one romanises it."""
    out = [("王维新", "王伟", "王维新"), ("Wang Wen", "王伟", "Wang Wen"), ("Zhang Wen", "张伟", "Zhang Wen")]
    for at, name in enumerate(names):
        surname, syllables = _parts(name.pinyin)
        joined = "".join(syllables).capitalize()
        out.append(("another syllable", name.simplified, name.near_miss))
        if len(syllables) == 1:
            out.append(("a syllable more, pinyin", name.simplified, f"{surname} {joined}xin"))
            out.append(("a character more", name.simplified, f"{name.simplified}新"))
        elif name.kind != "married":
            out.append(("a syllable less, pinyin", name.simplified, f"{surname} {syllables[0]}"))
            out.append(("a character less", name.simplified, name.simplified[:-1]))
        other = next(each for each in (*names[at + 1 :], *names) if not _surnames(each) & _surnames(name))
        out.append(("another surname, pinyin", name.simplified, f"{_parts(other.pinyin)[0]} {joined}"))
        out.append(("another surname, Hong Kong", name.simplified, _other_surname(other.hong_kong, name.hong_kong)))
        given = next(each for each in (*names[at + 1 :], *names) if not set(_given(each)) & set(_given(name)))
        out.append(("other given characters", name.simplified, f"{_surname(name)}{_given(given)}"))
    return out


def homophones(names: Sequence[ChineseName]) -> list[tuple[ChineseName, str]]:
    """Names of which one given character is exchanged for another that is read alike, where the table knows one."""
    alike: dict[str, list[str]] = defaultdict(list)
    for group in _ALIKE.split():
        for char in group:
            alike[char] += [other for other in group if other != char]
    out = []
    for name in names:
        given = _given(name)
        for at, char in enumerate(given):
            if alike[char]:
                changed = given[:at] + alike[char][0] + given[at + 1 :]
                out.append((name, _surname(name) + changed))
                break
    return out


#: Characters of given names with the same reading, tone left aside, in Mandarin; none is a variant of another.
_ALIKE = (
    "伟维 静晶 帆凡 磊蕾 涛韬 敏民 刚钢 丽莉 军君 平萍 峰锋 勇永 佳嘉 芳方 晴青 颖英 斌彬 玲铃 明铭 国帼 "
    "志智 华桦 美镁 康慷 栋冻 豪毫 仪怡 辉晖 兰岚 珍真 慧惠 雯文 杰洁 秀绣 欣新 轩萱 莲连 权泉 凤奉 珠朱 "
    "光广 海亥 梅玫 友有 佑又 素愫 祥翔 生升 信芯 荣容 琪其 泽择 倩茜 大达 红虹 霞侠 富福 婷亭 山珊 安桉 "
    "飞菲 伦轮 义艺 仁人 东冬 琴勤 燕雁 年念 子紫 瑞睿 启琦 胜圣 雪学 邦帮 博伯 天田 振震 林琳 显贤 源元"
)


def _parts(written: str) -> tuple[str, list[str]]:
    surname, given = written.split("/")
    return surname, given.split(" ")


def _hyphenated(written: str) -> str:
    surname, syllables = _parts(written)
    return f"{surname} {'-'.join(syllables)}"


def _given_first(written: str) -> str:
    surname, syllables = _parts(written)
    return f"{'-'.join(syllables)} {surname}"


def _given(name: ChineseName) -> str:
    return name.simplified[-len(_parts(name.pinyin)[1]) :]


def _surname(name: ChineseName) -> str:
    return name.simplified.removesuffix(_given(name))


def _surnames(name: ChineseName) -> set[str]:
    """Every spelling of every surname, so that another surname is another one in all of them."""
    written = (name.pinyin, name.wade_giles.replace("'", ""), name.hong_kong, name.taiwan)
    return {word for each in written for word in _parts(each)[0].lower().split()}


def _other_surname(other: str, name: str) -> str:
    return f"{_parts(other)[0]} {' '.join(_parts(name)[1])}"
