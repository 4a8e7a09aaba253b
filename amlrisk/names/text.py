"""The first steps for every script: invisible characters out, compatibility forms folded, words apart."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

MAX_CHARACTERS = 1024
"""A name is read up to here. The edges refuse longer ones long before (``facts``); this bounds the work."""
MAX_TOKENS = 48
"""So many words of a name are compared, for the same reason. The longest listed name has 41."""

# Written inside a word without parting it: apostrophes and the letters that serve as such.
_GLUE = "'’‘`´ʹʻʼʽʾʿ′＇״׳ـ"
# Letters and marks by their category, yet nothing is seen of them: fillers, joiners, variation selectors.
_UNSEEN = frozenset((0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, *range(0x180B, 0x1810)))
_SELECTORS = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
_DOTTED = re.compile(r"(?<=\b\w)\.(?=\w\b)")
_CACHED_WORDS = 65_536


class _Fold(dict[int, str | None]):
    """A translation table that decides about a code point when it first meets it.

    Letters, marks and digits stay, digits of any script as 0 to 9; apostrophes, controls and other invisible
    characters vanish; everything else parts words. The decision depends on the code point alone, so sharing the
    table is safe.
    """

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        category = unicodedata.category(char)
        value: str | None
        if _is_unseen(code, category):
            value = None
        elif category == "Nd":
            value = str(unicodedata.digit(char))
        elif category[0] in "LMN":
            value = char
        else:
            value = " "
        self[code] = value
        return value


def _is_unseen(code: int, category: str) -> bool:
    if chr(code) in _GLUE or category in ("Cf", "Cs", "Co", "Cn") or (category == "Cc" and not chr(code).isspace()):
        return True
    return code in _UNSEEN or any(code in selectors for selectors in _SELECTORS)


_FOLD = _Fold()
_FOLD[ord("&")] = " and "

# --- letters that look like Latin ones ------------------------------------------------------------------

_LOOKS_LATIN = {
    **dict(zip("АВЕЗКМНОРСТУХЅІЇЈҺԌԚԜӀҮ", "ABE3KMHOPCTYXSIIJHGQWIY", strict=True)),
    **dict(zip("аеорсухѕіїјһԁԛԝӏүѵ", "aeopcyxsiijhdqwlyv", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX", strict=True)),
    **dict(zip("αικνορτυχγωϲϳ", "aikvoptuxywcj", strict=True)),
    **dict(zip("օսոհցքզյ", "ounhgpqj", strict=True)),
}
"""Cyrillic, Greek and Armenian letters that stand for a Latin one in a Latin word: from the confusables of Unicode
Technical Standard 39, as far as the alphabets of names have them."""
_LOOKS_CYRILLIC = {
    **dict(zip("ABCEHIJKMOPSTXY", "АВСЕНІЈКМОРЅТХУ", strict=True)),
    **dict(zip("aceijopsxyk", "асеіјорѕхук", strict=True)),
}
_FIRST_BEYOND_LATIN = 0x0370
_LATIN_AGAIN = range(0x1E00, 0x1F00)


@lru_cache(maxsize=_CACHED_WORDS)
def unmixed(word: str) -> str:
    """A word that mixes Latin letters with look-alikes of another alphabet, in one alphabet.

    Latin where every letter can be read so; Cyrillic where only that works; else as it is.

    >>> unmixed("Pеtrа"), unmixed("Пeтpа"), unmixed("Петра")
    ('Petra', 'Петра', 'Петра')
    """
    foreign = [char for char in word if ord(char) >= _FIRST_BEYOND_LATIN and ord(char) not in _LATIN_AGAIN]
    latin = [char for char in word if char.isascii() and char.isalpha()]
    if not foreign or not latin:
        return word
    if all(char in _LOOKS_LATIN for char in foreign):
        return "".join([_LOOKS_LATIN.get(char, char) for char in word])
    if all("\u0400" <= char <= "\u052f" for char in foreign) and all(char in _LOOKS_CYRILLIC for char in latin):
        return "".join([_LOOKS_CYRILLIC.get(char, char) for char in word])
    return word


def fold(text: str) -> str:
    """NFKC, case folded, invisible and bidi characters dropped, punctuation to spaces; dotted initials joined.

    Letters of another alphabet that stand in a Latin word for those they look like are read as these.

    >>> fold("A.B.C.  Al-Qa'ida\u200f")
    'abc al qaida'
    """
    text = text[:MAX_CHARACTERS]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if "." in text:
        text = _DOTTED.sub("", text)
    text = text.translate(_FOLD)
    if text.isascii():
        return " ".join(text.lower().split())
    return " ".join([unmixed(word) for word in text.split()]).casefold()


def compatible(text: str) -> str:
    """The beginning of ``text`` (``MAX_CHARACTERS``) in NFKC, case folded."""
    text = text[:MAX_CHARACTERS]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return text.casefold()


def words(folded: str) -> list[str]:
    return folded.split(" ")[:MAX_TOKENS] if folded else []
