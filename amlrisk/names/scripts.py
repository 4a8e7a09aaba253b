"""Which script a word is written in, as far as it decides how the word is made comparable."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache


class Script(Enum):
    LATIN = "latin"
    HAN = "han"
    HANGUL = "hangul"
    ABJAD = "abjad"
    """Arabic and Hebrew: short vowels are left out in writing."""
    OTHER = "other"


_RANGES = (
    (0x0590, 0x05FF, Script.ABJAD),
    (0x0600, 0x077F, Script.ABJAD),
    (0x08A0, 0x08FF, Script.ABJAD),
    (0xFB1D, 0xFDFF, Script.ABJAD),
    (0xFE70, 0xFEFF, Script.ABJAD),
    (0x1100, 0x11FF, Script.HANGUL),
    (0xAC00, 0xD7AF, Script.HANGUL),
    (0x3005, 0x3007, Script.HAN),
    (0x3400, 0x9FFF, Script.HAN),
    (0xF900, 0xFAFF, Script.HAN),
    (0x20000, 0x323AF, Script.HAN),
)


@lru_cache(maxsize=8192)
def script_of(char: str) -> Script:
    code = ord(char)
    if code < 0x0250 or 0x1E00 <= code < 0x1F00:
        return Script.LATIN
    for first, last, script in _RANGES:
        if first <= code <= last:
            return script
    return Script.OTHER


def script_of_word(word: str) -> Script:
    """The script of a word; a word that mixes scripts goes by its first letter of a script other than Latin.

    >>> script_of_word("王伟"), script_of_word("wei")
    (<Script.HAN: 'han'>, <Script.LATIN: 'latin'>)
    """
    if word.isascii():
        return Script.LATIN
    for char in word:
        script = script_of(char)
        if script is not Script.LATIN:
            return script
    return Script.LATIN
