"""Names of ships and aircraft: prefixes off, numbers as digits, registrations in one piece."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from stdnum import imo

from amlrisk.names.model import Form, Kind, Made, form_of
from amlrisk.names.numerals import MARKERS, digits_of, roman
from amlrisk.names.text import MAX_TOKENS
from amlrisk.names.translit import latin

_PREFIXES = frozenset(("mv", "mt", "ss", "mts", "msc", "ms", "mf", "fv", "sv", "lng", "lpg", "tb", "rv", "the"))
_SPLIT_PREFIXES = frozenset((("m", "v"), ("m", "t"), ("s", "s"), ("m", "s"), ("f", "v"), ("m", "y")))
"""M/V and M.V., parted by folding."""
_LEADING = frozenset(("motor", "vessel", "tanker", "ship", "steamship"))
_MARKERS = MARKERS | {"imo"}
"""What stands before a number and adds nothing to it."""
_HULL = frozenset(("hull", "yard"))
_DIGITS_JOINED = re.compile(r"(?<=[^\W\d_])(?=\d)")
_REGISTRATION = re.compile(r"[a-z]{1,2} ?(?:[a-z]{3,4}|\d{2,5}[a-z]{0,2})")
"""A country's mark of one or two letters, then three or four letters or a number (ICAO Annex 7)."""
_IMO_DIGITS = 7


def without_prefix(words: list[str]) -> list[str]:
    """``mv ocean star`` -> ``ocean star``; unchanged where nothing else would be left."""
    if len(words) > 2 and (words[0], words[1]) in _SPLIT_PREFIXES:
        words = words[2:]
    while len(words) > 1 and (words[0] in _PREFIXES or (words[0] in _LEADING and not words[1].isdigit())):
        words = words[1:]
    return words


def imo_number(text: str) -> str | None:
    """The IMO number written inside a vessel's name, its check digit right; None where there is none.

    >>> imo_number("OCEAN STAR (IMO 9176187)"), imo_number("OCEAN STAR 9176188")
    ('9176187', None)
    """
    for digits in re.findall(rf"(?<!\d)\d{{{_IMO_DIGITS}}}(?!\d)", text):
        if imo.is_valid(digits):
            return str(digits)
    return None


def aircraft_form(written: Sequence[str], made: Made) -> Form:
    """A form of an aircraft's folded words: a registration is one word however it is parted, ``EP-MNA``, ``epmna``."""
    whole = " ".join(written)
    if _REGISTRATION.fullmatch(whole):
        return form_of(["".join(written)], made, written=[whole])
    return vessel_form(written, made)


def vessel_form(written: Sequence[str], made: Made) -> Form:
    """A form of a vessel's or aircraft's folded words, prefixes off already.

    An IMO number inside a name is left out, as it is an identity number; other numbers are digits, since sister ships
    differ in nothing else: Snow Storm II, SNOWSTORM-2. The number of a hull is all the name that a new ship has.
    """
    words = [piece for word in written[:MAX_TOKENS] for piece in _parted(word)][:MAX_TOKENS]
    tokens: list[str] = []
    kinds: list[Kind] = []
    kept: list[str] = []
    hull = not _HULL.isdisjoint(words)
    for at, word in enumerate(words):
        token, kind = _word(word, last=at > 0 and at == len(words) - 1)
        if word in _MARKERS and at + 1 < len(words) and words[at + 1].isdigit() and len(words) > 1:
            continue
        if len(words) > 1 and len(word) == _IMO_DIGITS and kind is Kind.NUMBER and imo.is_valid(word) and not hull:
            continue
        tokens.append(token)
        kinds.append(kind)
        kept.append(word)
    return form_of(tokens, made, written=kept, kinds=kinds) if tokens else form_of(words, made)


@lru_cache(maxsize=65_536)
def _parted(word: str) -> tuple[str, ...]:
    """``star1`` -> ``("star", "1")``; short marks like ``b52`` stay one."""
    pieces = tuple(_DIGITS_JOINED.split(word))
    return pieces if len(pieces) > 1 and len(pieces[0]) > 2 else (word,)


@lru_cache(maxsize=65_536)
def _word(word: str, *, last: bool) -> tuple[str, Kind]:
    token = latin(word)
    number = digits_of(token) or (roman(token) if last else None)
    if number:
        return number, Kind.NUMBER
    if token in _HULL:
        return token, Kind.TRADE
    return token, Kind.NUMBER if len(token) == 1 else Kind.NAME
