"""A name after analysis: what of it can be compared, and how each comparable form came about."""

from __future__ import annotations

from collections.abc import Sequence
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
    WADE_GILES = "wade_giles"
    """Chinese characters in the older romanisation, without its apostrophes; Taiwan's passports mostly use it."""
    CANTONESE = "cantonese"
    """Chinese characters read in Cantonese, as Hong Kong and Macau spell names."""
    KOREAN = "korean"
    """Chinese characters read in Korean, as Pyongyang spells names."""
    TRANSLITERATED = "transliterated"
    """Cyrillic, Greek, Hangul, Thai and other scripts in Latin letters."""
    CONSONANTS = "consonants"
    """Arabic and Hebrew scripts in Latin letters: short vowels are not written, so consonants decide."""


class Kind(StrEnum):
    """What a word of a name is; the weak kinds say nothing by themselves."""

    NAME = "name"
    """A word that tells, its part in the name unknown."""
    SURNAME = "surname"
    GIVEN = "given"
    PATRONYMIC = "patronymic"
    NUMBER = "number"
    """A numeral or a single digit or letter that tells siblings apart: Fund II, Branch 3."""
    PARTICLE = "particle"
    TITLE = "title"
    SUFFIX = "suffix"
    """Jr., III."""
    TRADE = "trade"
    PLACE = "place"


WEAK_KINDS = frozenset((Kind.PARTICLE, Kind.TITLE, Kind.SUFFIX, Kind.TRADE, Kind.PLACE))


class Form(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One comparable form: ``tokens`` in order, and ``written``, the same tokens before folding.

    ``kinds`` says per token what it is, ``weak`` which tokens say nothing by themselves (particles, trade words,
    places). ``chinese`` is true where the tokens read as a Chinese name, in characters or in pinyin: neighbouring
    syllables are then different names, not typing errors. ``legal`` holds the legal forms taken off an
    organisation's name, spelled as one (``llc``, ``jsc``), in alphabetical order.
    """

    tokens: tuple[str, ...]
    made: Made
    written: tuple[str, ...]
    kinds: tuple[Kind, ...]
    weak: tuple[bool, ...]
    chinese: bool = False
    legal: tuple[str, ...] = ()


def form_of(  # noqa: PLR0913 -- the fields of a Form, by keyword
    tokens: Sequence[str],
    made: Made,
    *,
    written: Sequence[str] | None = None,
    kinds: Sequence[Kind] | None = None,
    chinese: bool = False,
    legal: tuple[str, ...] = (),
) -> Form:
    """A form; ``written`` is ``tokens`` and every word a name where not said otherwise."""
    kinds = tuple(kinds) if kinds is not None else (Kind.NAME,) * len(tokens)
    return Form(
        tokens=tuple(tokens),
        made=made,
        written=tuple(tokens if written is None else written),
        kinds=kinds,
        weak=tuple([kind in WEAK_KINDS for kind in kinds]),
        chinese=chinese,
        legal=legal,
    )


class AnalysedName(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A name and its comparable forms, none where the text holds no letter or digit."""

    text: str
    schema: Schema
    forms: tuple[Form, ...]


def is_initial(token: str) -> bool:
    """Whether a word of a form is a single Latin letter, which may stand for any word that begins with it."""
    return len(token) == 1 and token.isascii()


_ROMANISED = frozenset((Made.WADE_GILES, Made.CANTONESE, Made.KOREAN))


def comparable(a: Made, b: Made) -> bool:
    """Whether forms made in these ways are ever compared. The same in either order.

    Characters with characters only; two readings of characters in another romanisation than pinyin would say no more
    than the pinyin of both does.
    """
    if Made.HAN in (a, b):
        return a is b
    if a in _ROMANISED and (b in _ROMANISED or b is Made.PINYIN):
        return False
    if b in _ROMANISED and a is Made.PINYIN:
        return False
    return not (Made.CONSONANTS in (a, b) and (a in _ROMANISED or b in _ROMANISED or Made.PINYIN in (a, b)))
