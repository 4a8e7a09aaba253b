"""Chinese personal names in characters: variants folded, surname and given name apart, readings in pinyin.

Split first, read second: pypinyin and ICU read a name from its first character on without knowing that it is
a surname (单 shan, not dan), and unsplit names of two characters share no word with anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from opencc import OpenCC

from amlrisk.names.han_variants import VARIANTS
from amlrisk.names.pinyin import read_word
from amlrisk.names.surnames import COMPOUND_SURNAMES, SURNAME_READINGS, SURNAMES

_simplifier = OpenCC("t2s")
_LONGEST_UNSPLIT_NAME = 4
_BOTH_SURNAMES = 2


@lru_cache(maxsize=65536)
def simplify(text: str) -> str:
    """Traditional, Japanese and other variant characters folded to simplified ones, character by character."""
    return str(_simplifier.convert(text)).translate(VARIANTS)


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

    One word is split by its surname; of four characters the first two may be the surnames of a husband and a wife,
    who is known by hers alone as well. Several words are already parts; ``淑兰 文 郭`` (given names first, as
    Western forms ask for it) turns into ``郭 淑兰 文`` when only its last word can be the surname.

    >>> split_person(["欧阳修"]), split_person(["淑兰", "文", "郭"]), split_person(["陈方安生"])
    (('欧阳', '修'), ('郭', '淑兰', '文'), ('陈', '方', '安生'))
    """
    words = tuple(parts)
    if len(words) == 1:
        word = words[0]
        length = surname_length(word) if 1 < len(word) <= _LONGEST_UNSPLIT_NAME + 1 else 0
        if length == 1 and len(word) == _LONGEST_UNSPLIT_NAME and word[1] in SURNAMES:
            return (word[0], word[1], word[2:])
        return (word[:length], word[length:]) if length else words
    first, last = words[0], words[-1]
    if not is_surname(first) and is_surname(last):
        return (last, *words[:-1])
    if len(first) == _BOTH_SURNAMES and not is_surname(first) and first[0] in SURNAMES and first[1] in SURNAMES:
        return (first[0], first[1], *words[1:])
    return words


def is_surname(word: str) -> bool:
    return word in SURNAMES or word in COMPOUND_SURNAMES


def read(parts: tuple[str, ...]) -> tuple[str, ...]:
    """The pinyin of the parts of a name, the first part as a surname: ``("曾", "国藩")`` -> ``("zeng", "guofan")``."""
    return tuple(
        SURNAME_READINGS[part] if at == 0 and part in SURNAME_READINGS else read_word(part)
        for at, part in enumerate(parts)
    )
