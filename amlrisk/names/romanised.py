"""Latin names that read as Chinese ones: in which romanisations, and what they are in the others.

A name is Chinese in a system when every word is made of its syllables, two to four in all, and a surname in that
system's spelling stands at one end: Wang Wei, Tsai Ing-wen, Chan Tai-man; not Lee Harris.
"""

from __future__ import annotations

from collections.abc import Container
from functools import cache, lru_cache

from amlrisk.names import cantonese, wade_giles
from amlrisk.names.model import Form, Made, form_of
from amlrisk.names.pinyin import read_word, syllable_count
from amlrisk.names.surnames import COMPOUND_SURNAMES, SURNAME_READINGS, SURNAMES, SURNAMES_ALSO_READ

_MOST_SYLLABLES = 4
_FEW_SYLLABLES = 2
_LONGEST_SURNAME = 10
_NEVER_MANDARIN = frozenset(("wai", "man", "sui", "chan", "lam", "hang"))
"""Valid pinyin that hardly any Mandarin name has, and many a Cantonese one."""
_KOREAN = frozenset(("kim", "pak", "park", "ri", "ryu", "rim", "paek", "choe", "kwon"))
"""Surnames of Koreans alone, or nearly so: their names are made of much the same syllables."""
_UMLAUTS = {"lyu": "lu", "nyu": "nu", "lv": "lu", "nv": "nu"}

_Words = tuple[str, ...]


def looks_chinese(tokens: _Words) -> bool:
    """True where Latin words read as a Chinese name in some romanisation.

    Neighbouring syllables are then other names, not slips (Wang Wen is not Wang Wei).

    >>> looks_chinese(("wang", "xiaoming")), looks_chinese(("tsai", "ing", "wen")), looks_chinese(("reza", "heidari"))
    (True, True, False)
    """
    if not _may_be_chinese(tokens):
        return False
    return _is_pinyin(_without_umlauts(tokens)) or _in_mandarin(tokens) is not None or bool(_in_cantonese(tokens))


def other_romanisations(form: Form) -> tuple[Form, ...]:
    """What a Latin form that looks Chinese is in the other spellings of its language; most names have none or one.

    Pinyin gets its Wade-Giles. What departs from Wade-Giles as Taiwan does, or from the usual Cantonese spelling,
    gets the usual one, in which characters are read.

    >>> from amlrisk.names.model import form_of
    >>> [other.tokens for other in other_romanisations(form_of(("mao", "zedong"), Made.AS_WRITTEN))]
    [('mao', 'tsetung')]
    >>> [other.tokens for other in other_romanisations(form_of(("tsai", "ing", "wen"), Made.AS_WRITTEN))]
    [('tsai', 'ying', 'wen')]
    """
    tokens = form.tokens
    if not _may_be_chinese(tokens):
        return ()
    found: list[Form] = []
    pinyin = _without_umlauts(tokens)
    if _is_pinyin(pinyin):
        _add(found, form, pinyin, Made.TRANSLITERATED)
        _add(found, form, tuple([wade_giles.of_pinyin(token) or token for token in pinyin]), Made.WADE_GILES)
        if _NEVER_MANDARIN.isdisjoint(tokens):
            return tuple(found)
    else:
        _add(found, form, _in_mandarin(tokens), Made.TRANSLITERATED)
    for spelled in _in_cantonese(tokens):
        _add(found, form, spelled, Made.TRANSLITERATED)
    return tuple(found)


def _may_be_chinese(tokens: _Words) -> bool:
    """Whether either end is a surname; most names are turned away here, at the cost of two look-ups."""
    if not 1 < len(tokens) <= _MOST_SYLLABLES:
        return False
    first, last = tokens[0], tokens[-1]
    if not (_is_surname(first) or _is_surname(last)) or first in _KOREAN:
        return False
    return last not in _KOREAN or first in _pinyin_surnames()


@lru_cache(maxsize=65536)
def _is_surname(word: str) -> bool:
    if len(word) > _LONGEST_SURNAME:
        return False
    return (
        _respelled(word) in _pinyin_surnames()
        or word in _mandarin_surnames()
        or cantonese.usual_surname(word) is not None
    )


def _add(found: list[Form], form: Form, tokens: _Words | None, made: Made) -> None:
    if tokens is not None and tokens != form.tokens and all(tokens != other.tokens for other in found):
        found.append(form_of(tokens, made, written=form.written, kinds=form.kinds, chinese=True))


def _without_umlauts(tokens: _Words) -> _Words:
    """Passports write lü as LYU, keyboards as lv; here as everywhere it is lu."""
    if any("v" in token or "yu" in token for token in tokens):
        return tuple([_respelled(token) for token in tokens])
    return tokens


@lru_cache(maxsize=4096)
def _respelled(token: str) -> str:
    for spelled, ours in _UMLAUTS.items():
        token = token.replace(spelled, ours)
    return token


def _is_pinyin(tokens: _Words) -> bool:
    surnames = _pinyin_surnames()
    if tokens[0] not in surnames and tokens[-1] not in surnames:
        return False
    counts = [0 if token in wade_giles.NOT_PINYIN else syllable_count(token) for token in tokens]
    return all(counts) and sum(counts) <= _MOST_SYLLABLES


def _in_mandarin(tokens: _Words) -> _Words | None:
    """The words in usual Wade-Giles, None where they are no Mandarin name."""
    surnames = _mandarin_surnames()
    if tokens[0] not in surnames and tokens[-1] not in surnames:
        return None
    read = [wade_giles.usual(token) for token in tokens]
    words = [one[0] for one in read if one]
    syllables = sum([one[1] for one in read if one])
    if len(words) < len(tokens) or syllables > _MOST_SYLLABLES:
        return None
    return tuple(words) if _is_telling(tokens, words, syllables, surnames) else None


def _in_cantonese(tokens: _Words) -> list[_Words]:
    """The words in their usual Cantonese spelling, once for each end that may be the surname; [] where neither is."""
    ends = [at for at in (0, -1) if cantonese.usual_surname(tokens[at])]
    if not ends:
        return []
    read = [cantonese.usual(token) for token in tokens]
    words = [one[0] for one in read if one]
    syllables = sum([one[1] for one in read if one])
    if len(words) < len(tokens) or syllables > _MOST_SYLLABLES:
        return []
    found: list[_Words] = []
    for at in ends:
        spelled = words.copy()
        spelled[at] = cantonese.usual_surname(tokens[at]) or words[at]
        if tuple(spelled) not in found and _is_telling(tokens, spelled, syllables, (tokens[at],)):
            found.append(tuple(spelled))
    return found


def _is_telling(tokens: _Words, words: list[str], syllables: int, surnames: Container[str]) -> bool:
    """Two syllables are soon found in any language (Dan Lee): then only the surname may be spelled its own way."""
    if syllables > _FEW_SYLLABLES:
        return True
    return all(token == word or token in surnames for token, word in zip(tokens, words, strict=True))


@cache
def _pinyin_surnames() -> frozenset[str]:
    surnames = SURNAMES | COMPOUND_SURNAMES
    readings = [SURNAME_READINGS.get(surname) or read_word(surname) for surname in surnames]
    return frozenset((*readings, *SURNAMES_ALSO_READ.values()))


@cache
def _mandarin_surnames() -> dict[str, str]:
    """Every spelling of a Chinese surname outside the People's Republic -> its usual Wade-Giles."""
    usual = {wade_giles.of_pinyin(reading) or reading for reading in _pinyin_surnames()}
    customary = {spelled: word for spelled, word in wade_giles.CUSTOMARY.items() if word in usual}
    return {**customary, **{word: word for word in usual}}
