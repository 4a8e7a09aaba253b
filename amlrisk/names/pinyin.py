"""Mandarin in pinyin, without tones: its syllables, words cut into them, characters read. ü is written as u."""

from __future__ import annotations

from collections.abc import Container
from functools import lru_cache

from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT

_BY_INITIAL = {
    "": "a ai an ang ao e ei en eng er o ou",
    "b": "a ai an ang ao ei en eng i ian iao ie in ing o u",
    "p": "a ai an ang ao ei en eng i ian iao ie in ing o ou u",
    "m": "a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u",
    "f": "a an ang ei en eng o ou u",
    "d": "a ai an ang ao e ei en eng i ian iao ie ing iu ong ou u uan ui un uo",
    "t": "a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo",
    "n": "a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan ue uo",
    "l": "a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan ue un uo",
    "g": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "k": "a ai an ang ao e en eng ong ou u ua uai uan uang ui un uo",
    "h": "a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo",
    "j": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "q": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "x": "i ia ian iang iao ie in ing iong iu u uan ue un",
    "zh": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "ch": "a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo",
    "sh": "a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo",
    "r": "an ang ao e en eng i ong ou u uan ui un uo",
    "z": "a ai an ang ao e ei en eng i ong ou u uan ui un uo",
    "c": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "s": "a ai an ang ao e en eng i ong ou u uan ui un uo",
    "y": "a an ang ao e i in ing ong ou u uan ue un",
    "w": "a ai an ang ei en eng o u",
}
SYLLABLES = frozenset(initial + final for initial, finals in _BY_INITIAL.items() for final in finals.split())
_LONGEST = max(map(len, SYLLABLES))
_MOST_SYLLABLES = 4
_LONGEST_PLAIN = 2
"""Words up to here are read in one go or by the character, which is the same and ten times faster; pypinyin looks for
phrases inside longer ones."""


@lru_cache(maxsize=65536)
def syllable_count(token: str) -> int:
    """The fewest syllables of pinyin that spell the token, 0 where four do not.

    >>> syllable_count("zhang"), syllable_count("xiaoming"), syllable_count("vladimir")
    (1, 2, 0)
    """
    return len(cut(token, SYLLABLES))


def cut(word: str, syllables: Container[str]) -> tuple[str, ...]:
    """The word in the fewest of the ``syllables``, the longest first among equals; () where four do not spell it.

    >>> cut("xiaoming", SYLLABLES), cut("smith", SYLLABLES)
    (('xiao', 'ming'), ())
    """
    if word in syllables:
        return (word,)
    if not word.isascii() or len(word) > _LONGEST * _MOST_SYLLABLES:
        return ()
    ways: dict[int, tuple[str, ...]] = {0: ()}
    for end in range(1, len(word) + 1):
        best: tuple[str, ...] | None = None
        for start in range(max(0, end - _LONGEST), end):
            way = ways.get(start)
            if way is None or len(way) == _MOST_SYLLABLES or word[start:end] not in syllables:
                continue
            if way and end - start == 1:  # a single vowel stands apart from what is before it: lee is not le'e
                continue
            if best is None or len(way) + 1 < len(best):
                best = (*way, word[start:end])
        if best is not None:
            ways[end] = best
    return ways.get(len(word), ())


@lru_cache(maxsize=65536)
def syllables_of(word: str) -> tuple[str, ...]:
    """The syllables of a word of characters in pinyin, without tones; ü is u, as passports and lists mostly write.

    >>> syllables_of("小明"), syllables_of("朝阳")
    (('xiao', 'ming'), ('zhao', 'yang'))
    """
    if len(word) > _LONGEST_PLAIN or word in PHRASES_DICT:
        return _read(word)
    return tuple([syllable for char in word for syllable in _syllable_of(char)])


@lru_cache(maxsize=16384)
def _syllable_of(char: str) -> tuple[str, ...]:
    return _read(char)


def _read(word: str) -> tuple[str, ...]:
    read = lazy_pinyin(word, style=Style.NORMAL, errors="ignore")
    return tuple([one.replace("ü", "u").replace("v", "u").lower() for one in read])


def read_word(word: str) -> str:
    """Pinyin of a word, syllables joined."""
    return "".join(syllables_of(word))
