"""Cantonese readings as Hong Kong and Macau spell names.

Hong Kong's spelling follows no published table; it is E. J. Eitel's (1877) as the Registration of Persons office has
used it, with much choice left to the family (Tsui and Chui, Sze and Si, Chow and Chau). So every reading has one
*usual* spelling here, and the choices are folded to a common key. Macau's Portuguese spellings (Leong, Ieong, Vong)
and the doubled vowels of Malaysia (Foong, Yee) fold the same way.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache

from amlrisk.names.pinyin import cut
from amlrisk.names.readings import JYUTPING
from amlrisk.names.surnames import COMPOUND_SURNAMES, SURNAMES

_WITH_ITS_LETTERS = re.compile("[^bdjrxA-Z]{1,12}|or|sher").fullmatch
"""Cheaply turns away most words of other languages."""
_INITIALS = {"b": "p", "d": "t", "g": "k", "gw": "kw", "z": "ch", "c": "ch", "j": "y"}
_TWO_LETTERS = ("ng", "gw", "kw")
_FINALS = {
    "aa": "a",
    "ou": "o",
    "eoi": "ui",
    "eon": "un",
    "eot": "ut",
    "oe": "eu",
    "oeng": "eung",
    "oek": "euk",
    "yu": "u",
    "yun": "uen",
    "yut": "uet",
}
_WITH_SH = frozenset(("ing", "ek", "oeng", "aan", "yu", "eoi", "eon", "uk", "aa", "e", "eng"))
"""Finals before which s is mostly written sh: Shing, Shek, Sheung, Shan, Shu, Shui, Shun, Shuk, Sha, She."""
_WITH_TS = frozenset(("ang", "e", "o", "eoi"))
"""Finals before which ch is mostly written ts: Tsang, Tse, Tso, Tsui."""
_USUAL = {"zi": "chi", "ci": "chi", "si": "sze", "zan": "chun", "waa": "wah", "gun": "kwun", "m": "ng"}

# Surnames read unlike the character elsewhere, or spelled unlike the syllable. Of surnames that sound alike the first
# here gives its spelling to the others.
_SURNAMES = {
    "李": "lee",
    "周": "chow",
    "邹": "chow",
    "叶": "yip",
    "曹": "tso",
    "左": "tso",
    "潘": "poon",
    "盘": "poon",
    "官": "koon",
    "古": "koo",
    "顾": "koo",
    "施": "sze",
    "史": "sze",
    "沈": "sham",
    "岑": "sham",
    "单": "sin",
    "冼": "sin",
    "任": "yam",
    "仇": "sau",
    "尹": "wan",
    "翟": "chak",
    "曾": "tsang",
    "区": "au",
    "欧": "au",
    "胡": "wu",
    "邬": "wu",
    "俞": "yu",
    "缪": "mau",
    "盖": "koi",
    "查": "cha",
    "解": "hai",
    "朴": "pok",
    "覃": "tam",
    "纪": "kei",
    "乐": "ngok",
    "宁": "ning",
    "卜": "puk",
    "司徒": "szeto",
    "欧阳": "auyeung",
    "令狐": "lingwu",
    "尉迟": "watchi",
    "万俟": "makki",
    "澹台": "tamtoi",
    "单于": "sinyu",
    "邵": "siu",
    "招": "chiu",
    "余": "yu",
    "谢": "tse",
    "徐": "tsui",
    "崔": "tsui",
    "秦": "chun",
    "薄": "pok",
    "屈": "wat",
    "石": "shek",
    "佘": "sher",
    "柯": "or",
    "郝": "hok",
}
_SURNAMES_ALSO = {"罗": "law", "方": "fang"}
"""Surnames that are as often spelled in a way that is another surname's sound."""

_SYLLABLES_FOLDED = {
    "tsz": "chi",
    "tsze": "chi",
    "tze": "chi",
    "tzi": "chi",
    "tsi": "chi",
    "sze": "si",
    "szu": "si",
    "sz": "si",
    "szi": "si",
    "see": "si",
    "sun": "san",
    "or": "o",
    "sher": "se",
    "u": "wu",
    "eng": "ng",
    "ing": "ying",
    "yue": "yu",
    "iu": "yiu",
    "shaw": "siu",
    "chio": "chiu",
    "sio": "siu",
    "lio": "liu",
    "hio": "hiu",
    "io": "yau",
}
_SPELLINGS = (
    ("kuok", "kwok"),
    ("kuong", "kwong"),
    ("kua", "kwa"),
    ("qu", "kw"),
    ("kwu", "ku"),
    ("sh", "s"),
    ("ts", "ch"),
    ("iong", "eung"),
    ("eong", "eung"),
    ("eang", "eung"),
    ("oo", "u"),
    ("ee", "i"),
    ("ey", "i"),
    ("ei", "i"),
    ("oy", "oi"),
    ("ow", "au"),
    ("iew", "iu"),
    ("ew", "iu"),
    ("ieu", "iu"),
    ("um", "am"),
    ("ck", "k"),
    ("ou", "o"),
    ("ao", "au"),
)
_ALSO = {"ip": "yip", "in": "yin", "im": "yim", "it": "yit", "ik": "yik", "ieung": "yeung", "iat": "yat", "iok": "yuk"}


def _spell(reading: str) -> str:
    """A syllable of Jyutping as names are usually spelled: ``zoeng`` -> ``cheung``."""
    usual = _USUAL.get(reading)
    if usual:
        return usual
    initial = reading[:2] if reading.startswith(_TWO_LETTERS) else reading[:1]
    if initial in ("a", "e", "o", "i", "u", "y"):
        initial = ""
    final = reading[len(initial) :]
    if initial in ("z", "c") and final in _WITH_TS:
        letters = "ts"
    elif initial == "s" and final in _WITH_SH:
        letters = "sh"
    else:
        letters = _INITIALS.get(initial, initial)
    return letters + _FINALS.get(final, final.replace("aa", "a"))


def _key(syllable: str) -> str:
    """What rival spellings of a syllable share: ``sheung`` and ``seong`` -> ``seung``."""
    whole = _SYLLABLES_FOLDED.get(syllable)
    if whole:
        return whole
    key = syllable
    for one, other in _SPELLINGS:
        if one in key:
            key = key.replace(one, other)
    if key.startswith("v"):
        key = "w" + key[1:]
    if key.endswith(("ah", "eh", "oh", "ih")):
        key = key[:-1]
    return _ALSO.get(key, key)


class _Tables:
    """Readings and spellings, put together when first needed."""

    def __init__(self) -> None:
        self.readings: dict[str, str] = {}
        common: dict[str, Counter[str]] = {}
        for line in JYUTPING.split("\n"):
            reading, _, characters = line.partition(" ")
            if characters:
                spelled = _spell(reading)
                self.readings.update(dict.fromkeys(characters, spelled))
                common.setdefault(_key(spelled), Counter())[spelled] += len(characters)
        self.surnames = {surname: _surname(surname, self.readings) for surname in SURNAMES | COMPOUND_SURNAMES}
        # One spelling a key, so that whatever is read and whatever is folded come out the same.
        self.usual = {key: spelled.most_common(1)[0][0] for key, spelled in common.items()}
        for also in _SURNAMES_ALSO.values():
            self.usual.setdefault(_key(also), also)
        self.readings = {char: self.usual[_key(spelled)] for char, spelled in self.readings.items()}
        self.surname_of_key: dict[str, str] = {}
        for surname in (*_SURNAMES.values(), *_SURNAMES_ALSO.values(), *sorted(self.surnames.values())):
            self.surname_of_key.setdefault(_key(surname), surname)
        self.surnames = {char: self.surname_of_key[_key(spelled)] for char, spelled in self.surnames.items() if spelled}


def _surname(surname: str, readings: dict[str, str]) -> str:
    known = _SURNAMES.get(surname)
    return known if known else "".join([readings.get(char, "") for char in surname])


@cache
def _tables() -> _Tables:
    return _Tables()


class _Readable:
    """The syllables that Cantonese names are spelled with, in any of their spellings."""

    @staticmethod
    @lru_cache(maxsize=16384)
    def _is(syllable: str) -> bool:
        return _key(syllable) in _tables().usual

    def __contains__(self, syllable: object) -> bool:
        return isinstance(syllable, str) and self._is(syllable)


_READABLE = _Readable()


def read_surname(surname: str) -> tuple[str, ...]:
    """A surname in simplified characters as Hong Kong usually spells it; empty where that is not known.

    >>> read_surname("陈"), read_surname("吴"), read_surname("欧阳"), read_surname("罗")
    (('chan',), ('ng',), ('auyeung',), ('lo', 'law'))
    """
    spelled = _tables().surnames.get(surname)
    if not spelled:
        return ()
    also = _SURNAMES_ALSO.get(surname)
    return (spelled, also) if also else (spelled,)


def read_word(word: str) -> str:
    """Simplified characters as Hong Kong spells given names, joined; empty where one of them is not known.

    >>> read_word("大文"), read_word("家辉")
    ('taiman', 'kafai')
    """
    readings = _tables().readings
    syllables = [readings.get(char, "") for char in word]
    return "".join(syllables) if all(syllables) else ""


@lru_cache(maxsize=65536)
def usual(word: str) -> tuple[str, int] | None:
    """A Latin word in any Cantonese spelling -> its usual spelling and its count of syllables; None if it is none.

    >>> usual("kwok"), usual("shing"), usual("seong"), usual("smith")
    (('kwok', 1), ('shing', 1), ('sheung', 1), None)
    """
    syllables = cut(word, _READABLE)
    if not syllables:
        return None
    known = _tables().usual
    return "".join([known[_key(syllable)] for syllable in syllables]), len(syllables)


@lru_cache(maxsize=65536)
def usual_surname(word: str) -> str | None:
    """A Latin word as the surname it may be, in its usual spelling: ``leong`` -> ``leung``; None if it is none."""
    if not _WITH_ITS_LETTERS(word):
        return None
    return "suen" if word == "sun" else _tables().surname_of_key.get(_key(word))
