"""The first steps for every script: invisible characters out, compatibility forms folded, words apart."""

from __future__ import annotations

import re
import unicodedata

MAX_CHARACTERS = 1024
"""A name is read up to here. The edges refuse longer ones long before (``facts``); this bounds the work."""
MAX_TOKENS = 48
"""So many words of a name are compared, for the same reason. The longest listed name has 41."""

# Written inside a word without parting it: apostrophes and the letters that serve as such.
_GLUE = "'’‘`´ʹʻʼʽʾʿ′＇״׳ـ"
_DOTTED = re.compile(r"(?<=\b\w)\.(?=\w\b)")


class _Fold(dict[int, str | None]):
    """A translation table that decides about a code point when it first meets it.

    Letters, marks and digits stay; apostrophes, controls and other invisible characters vanish; everything
    else parts words. The decision depends on the code point alone, so sharing the table is safe.
    """

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        category = unicodedata.category(char)
        value: str | None
        if char in _GLUE or category in ("Cf", "Cs", "Co", "Cn") or (category == "Cc" and not char.isspace()):
            value = None
        elif category[0] in "LMN":
            value = char
        else:
            value = " "
        self[code] = value
        return value


_FOLD = _Fold()
_FOLD[ord("&")] = " and "


def fold(text: str) -> str:
    """NFKC, case folded, invisible and bidi characters dropped, punctuation to spaces; dotted initials joined.

    >>> fold("A.B.C.  Al-Qa'ida\u200f")
    'abc al qaida'
    """
    text = compatible(text)
    if "." in text:
        text = _DOTTED.sub("", text)
    return " ".join(text.translate(_FOLD).split())


def compatible(text: str) -> str:
    """The beginning of ``text`` (``MAX_CHARACTERS``) in NFKC, case folded."""
    text = text[:MAX_CHARACTERS]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return text.casefold()


def words(folded: str) -> list[str]:
    return folded.split(" ")[:MAX_TOKENS] if folded else []
