"""A name after analysis: what of it can be compared, and how each comparable form came about."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from amlrisk.watchlist.model import Schema


class Made(StrEnum):
    """How a form was made from the text; the comparison weighs it and the evidence names it."""

    AS_WRITTEN = "as_written"
    """Latin letters, or a script that nothing here can transliterate; case and accents folded."""
    HAN = "han"
    """Chinese characters, traditional folded to simplified, surname and given name apart."""
    PINYIN = "pinyin"
    """Chinese characters read in Mandarin: surname, then the syllables of the given name joined."""
    TRANSLITERATED = "transliterated"
    """Cyrillic, Greek, Hangul, Thai and other scripts in Latin letters."""
    CONSONANTS = "consonants"
    """Arabic and Hebrew scripts in Latin letters: short vowels are not written, so consonants decide."""


class Form(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One comparable form: ``tokens`` in order, and ``written``, the same tokens before folding.

    ``weak`` marks, per token, the words that say nothing by themselves (particles, trade words, places).
    ``chinese`` is true where the tokens read as a Chinese name, in characters or in pinyin: neighbouring
    syllables are then different names, not typing errors.
    """

    tokens: tuple[str, ...]
    made: Made
    written: tuple[str, ...]
    weak: tuple[bool, ...]
    chinese: bool = False


class AnalysedName(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A name and its comparable forms, none where the text holds no letter or digit."""

    text: str
    schema: Schema
    forms: tuple[Form, ...]
