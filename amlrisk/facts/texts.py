"""Text as it comes in: what is taken off, what is refused, and why.

Invisible characters can make two names look alike and compare unlike, or the reverse. At the ends of a text
they carry nothing and are taken off with the white space (a right-to-left mark sticks to many Arabic names that
were copied from a page). Inside, only those that writing needs are let through: the joiners of Persian and the
Indic scripts, and the plain direction marks. Everything else is refused rather than silently removed.
"""

from __future__ import annotations

import re
import unicodedata

_DIRECTION_MARKS = "\u200e\u200f\u061c"
_JOINERS = "\u200c\u200d"
_INSIDE = frozenset(_DIRECTION_MARKS + _JOINERS)
_AT_THE_ENDS = re.compile(
    r"^[\s\u200b-\u200f\u061c\u2060\ufeff\u202a-\u202e\u2066-\u2069]+"
    r"|[\s\u200b-\u200f\u061c\u2060\ufeff\u202a-\u202e\u2066-\u2069]+$"
)
# Control (C0, C1), format (bidi overrides, zero width, tags) and lone surrogates, which no encoder takes.
_REFUSED = frozenset({"Cc", "Cf", "Cs"})
_LINE_BREAKS = frozenset("\t\n\r")
_PRINTABLE_ASCII = re.compile(r"[\x20-\x7e]*")


def trim(text: str) -> str:
    """``text`` without white space and invisible characters at both ends."""
    return text.strip() if text.isascii() else _AT_THE_ENDS.sub("", text)


def refused_character(text: str, *, lines: bool = False) -> str | None:
    """The first character that must not stand in a text, as ``U+202E``; None when there is none.

    ``lines`` allows tabs and line breaks, for addresses and notes.
    """
    if text.isprintable() or _PRINTABLE_ASCII.fullmatch(text):
        return None
    for character in text:
        if character in _INSIDE or (lines and character in _LINE_BREAKS):
            continue
        if unicodedata.category(character) in _REFUSED:
            return f"U+{ord(character):04X}"
    return None
