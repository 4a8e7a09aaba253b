"""Korean names: Hangul and Chinese characters in the Latin spellings that lists and passports use.

Four spellings are in use beside each other: Seoul's official one (Revised Romanisation, 2000: Gim Jeongeun), what South
Korean passports mostly say (Kim Jung-eun, Lee, Park, Choi), Pyongyang's (Kim Jong Un, Ri, Pak, Choe), and
McCune-Reischauer (1937: Kim Chŏng-ŭn), which lists print without its marks. Surnames keep a spelling of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from amlrisk.names.model import Form, Kind, Made, form_of
from amlrisk.names.readings import HANGUL
from amlrisk.names.surnames import HANGUL_SURNAMES
from amlrisk.names.translit import split_hangul

_FIRST, _LAST = 0xAC00, 0xD7A3
_VOWELS, _CODAS = 21, 28

_INITIALS = {
    "official": "g kk n d tt r m b pp s ss - j jj ch k t p h",
    "south": "k kk n d tt r m b pp s ss - j jj ch k t p h",
    "north": "k kk n t tt r m p pp s ss - j jj ch kh th ph h",
    "mccune": "k kk n t tt r m p pp s ss - ch tch ch k t p h",
}
_VOICED = {"k": "g", "t": "d", "p": "b", "ch": "j"}
_OFFICIAL = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i"
_MEDIALS = {
    "official": _OFFICIAL,
    "south": "a ae ya yae u e yu ye o wa wae oe yo u won we wi yu eu hee i",
    "north": "a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i",
    "mccune": "a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i",
}
_FINALS = [
    "-",
    "k",
    "k",
    "k",
    "n",
    "n",
    "n",
    "t",
    "l",
    "l",
    "l",
    "l",
    "l",
    "l",
    "l",
    "l",
    "m",
    "p",
    "p",
    "t",
    "t",
    "ng",
    "t",
    "t",
    "k",
    "t",
    "p",
    "t",
]
_SYLLABLES = {  # what South Koreans write for the syllables of given names, where no rule says it
    "영": "young", "준": "joon", "훈": "hoon", "순": "soon", "문": "moon", "숙": "sook", "국": "kook", "우": "woo",
    "수": "soo", "주": "joo", "구": "koo", "석": "suk", "은": "eun", "희": "hee", "의": "eui", "원": "won",
    "권": "kwon", "아": "ah", "이": "yi", "식": "sik", "승": "seung", "근": "keun", "흥": "heung", "용": "yong",
    "열": "yeol", "연": "yeon", "언": "eon", "어": "eo", "여": "yeo", "서": "seo", "허": "heo", "걸": "gul",
    "범": "bum",
}  # fmt: skip
_NORTHERN_SURNAMES = {
    "이": "ri",
    "유": "ryu",
    "임": "rim",
    "노": "ro",
    "나": "ra",
    "양": "ryang",
    "여": "ryo",
    "류": "ryu",
}
_MCCUNE_SURNAMES = {"이": "yi", "리": "yi", "신": "sin", "유": "yu", "류": "yu", "임": "im", "림": "im", "노": "no"}

# Surnames at least five times as frequent in Korea (census 2015) as in China (census 2020). A Korean reading of
# the others, 李 and 张 above all, would be about Chinese people in nearly all cases.
_HANJA_SURNAMES = (
    "金김 朴박 崔최 郑정 姜강 尹윤 申신 权권 安안 柳류 全전 洪홍 文문 裴배 南남 河하 车차 禹우 具구 "
    "闵민 辛신 元원 千천 玄현 咸함 廉렴 卞변 桂계 太태"
)
_NAMED = (Kind.SURNAME, Kind.GIVEN)
_STYLES = ("official", "south", "north", "mccune")


def korean_forms(parts: Sequence[str]) -> tuple[Form, ...]:
    """Forms of a name in Hangul: its surname first, in each of the spellings that differ.

    >>> [form.tokens for form in korean_forms(["김정은"])]
    [('kim', 'jeongeun'), ('kim', 'jungeun'), ('kim', 'jongun'), ('kim', 'chongun')]
    """
    words = split_hangul(parts[0]) if len(parts) == 1 else tuple(parts)
    if len(words) > 1 and words[0] not in HANGUL_SURNAMES and words[-1] in HANGUL_SURNAMES:
        words = (words[-1], *words[:-1])
    kinds = (Kind.SURNAME, *[Kind.GIVEN] * (len(words) - 1)) if words[0] in HANGUL_SURNAMES and words[1:] else None
    found: dict[tuple[str, ...], Form] = {}
    for style in _STYLES:
        tokens = spell(words, style)
        found.setdefault(tokens, form_of(tokens, Made.TRANSLITERATED, written=words, kinds=kinds))
    return tuple(found.values())


def hanja_forms(tokens: tuple[str, ...], written: tuple[str, ...]) -> tuple[Form, ...]:
    """Forms of simplified Chinese characters read in Korean; () unless they can be a Korean's name.

    It can where the surname is a Korean one and the one given name has two characters with Korean readings: Korean
    given names of one character are rare, Chinese ones are not. Only the spellings of the North's listed people.

    >>> [form.tokens for form in hanja_forms(("金", "正恩"), ("金", "正恩"))]
    [('kim', 'jongun'), ('kim', 'chongun')]
    """
    surname = _hanja_surnames().get(tokens[0])
    if surname is None or len(tokens) != 2 or len(tokens[1]) != 2:
        return ()
    return tuple(
        [form_of(spelling, Made.KOREAN, written=written, kinds=_NAMED) for spelling in _read_hanja(surname, tokens[1])]
    )


@lru_cache(maxsize=65536)
def _read_hanja(surname: str, characters: str) -> tuple[tuple[str, ...], ...]:
    readings = _hanja_readings()
    given = "".join([readings.get(char, "") for char in characters])
    if len(given) != len(characters):
        return ()
    return tuple(dict.fromkeys([spell((surname, given), style) for style in ("north", "mccune")]))


def spell(words: tuple[str, ...], style: str) -> tuple[str, ...]:
    """Words of Hangul, the first a surname if it is one, in a spelling: official, south, north or mccune."""
    return tuple([(_surname(word, style) if at == 0 else None) or _spell(word, style) for at, word in enumerate(words)])


def _surname(word: str, style: str) -> str | None:
    if word not in HANGUL_SURNAMES:
        return None
    if style in ("official", "south"):
        return HANGUL_SURNAMES[word]
    if style == "north":
        return _NORTHERN_SURNAMES.get(word) or _spell(word, style)
    return _MCCUNE_SURNAMES.get(word) or _spell(word, style)


@lru_cache(maxsize=65536)
def _spell(word: str, style: str) -> str:
    initials, medials = _letters(style)
    out: list[str] = []
    for char in word:
        code = ord(char)
        if not _FIRST <= code <= _LAST:
            out.append(char)
            continue
        if style == "south" and char in _SYLLABLES:
            out.append(_SYLLABLES[char])
            continue
        initial, rest = divmod(code - _FIRST, _VOWELS * _CODAS)
        medial, coda = divmod(rest, _CODAS)
        first = initials[initial]
        if style == "mccune" and out and out[-1][-1:] in "aeiounmgl":
            first = _VOICED.get(first, first)
        out.append((first + medials[medial] + _FINALS[coda]).replace("-", ""))
    return "".join(out)


@cache
def _letters(style: str) -> tuple[list[str], list[str]]:
    return _INITIALS[style].split(), _MEDIALS[style].split()


@cache
def _hanja_surnames() -> dict[str, str]:
    return {pair[0]: pair[1] for pair in _HANJA_SURNAMES.split()}


@cache
def _hanja_readings() -> dict[str, str]:
    lines = [line.partition(" ") for line in HANGUL.split("\n") if line]
    return {char: reading for reading, _, characters in lines for char in characters}
