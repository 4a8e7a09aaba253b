"""Chinese personal names: variants folded, surname and given name apart, readings in pinyin.

Split first, read second: pypinyin and ICU read a name from its first character on without knowing that it is
a surname (单 shan, not dan), and unsplit names of two characters share no word with anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

from amlrisk.names.pinyin import syllable_count
from amlrisk.names.surnames import COMPOUND_SURNAMES, SURNAME_READINGS, SURNAMES

_simplifier = OpenCC("t2s")
_LONGEST_UNSPLIT_NAME = 4
_MOST_SYLLABLES = 4


def simplify(text: str) -> str:
    """Traditional and variant characters folded to simplified ones (OpenCC, character by character)."""
    return str(_simplifier.convert(text))


def surname_length(word: str) -> int:
    """How many characters at the start of ``word`` are a Chinese surname; 0 where none is.

    >>> surname_length("欧阳修"), surname_length("王伟"), surname_length("卜")
    (2, 1, 1)
    """
    for length in (4, 2):
        if len(word) > length and word[:length] in COMPOUND_SURNAMES:
            return length
    return 1 if word and word[0] in SURNAMES else 0


def split_person(parts: Iterable[str]) -> tuple[str, ...]:
    """Simplified Han words as written -> surname first, given name after it, where that can be told.

    One word is split by its surname. Several words are already parts; ``淑兰 文 郭`` (given names first, as
    Western forms ask for it) turns into ``郭 淑兰 文`` when only its last word can be the surname.

    >>> split_person(["欧阳修"]), split_person(["淑兰", "文", "郭"])
    (('欧阳', '修'), ('郭', '淑兰', '文'))
    """
    words = tuple(parts)
    if len(words) == 1:
        word = words[0]
        length = surname_length(word) if 1 < len(word) <= _LONGEST_UNSPLIT_NAME + 1 else 0
        return (word[:length], word[length:]) if length else words
    if not _is_surname(words[0]) and _is_surname(words[-1]):
        return (words[-1], *words[:-1])
    return words


def _is_surname(word: str) -> bool:
    return word in SURNAMES or word in COMPOUND_SURNAMES


def read(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The pinyin of the parts of a name, the first part as a surname: ``("曾", "国藩")`` -> ``("zeng", "guofan")``."""
    return tuple(
        SURNAME_READINGS[part] if at == 0 and part in SURNAME_READINGS else read_word(part)
        for at, part in enumerate(parts)
    )


@lru_cache(maxsize=65536)
def read_word(word: str) -> str:
    """Pinyin of a word, syllables joined, without tones; ü is written u, as passports and lists mostly do."""
    return "".join(lazy_pinyin(word, style=Style.NORMAL, errors="ignore")).replace("ü", "u").replace("v", "u").lower()


def looks_chinese(tokens: tuple[str, ...]) -> bool:
    """True where Latin words read as a Chinese name: a surname at one end, two to four syllables of pinyin in all.

    Neighbouring syllables are then other names, not slips (Wang Wen is not Wang Wei).

    >>> looks_chinese(("wang", "xiaoming")), looks_chinese(("vladimir", "putin")), looks_chinese(("reza", "heidari"))
    (True, False, False)
    """
    if not 1 < len(tokens) <= _MOST_SYLLABLES:
        return False
    surnames = _surname_readings()
    if tokens[0] not in surnames and tokens[-1] not in surnames:
        return False
    counts = [syllable_count(token) for token in tokens]
    return all(counts) and sum(counts) <= _MOST_SYLLABLES


@cache
def _surname_readings() -> frozenset[str]:
    surnames = SURNAMES | COMPOUND_SURNAMES
    return frozenset(SURNAME_READINGS.get(surname) or read_word(surname) for surname in surnames)
