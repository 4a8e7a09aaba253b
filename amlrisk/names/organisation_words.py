"""What one word of an organisation's name is and compares as: trade word, place, number, connective or name."""

from __future__ import annotations

import re
from functools import cache, lru_cache

import msgspec
from rapidfuzz.distance import OSA

from amlrisk.names.model import Kind
from amlrisk.names.numerals import MARKERS, TENS, digits_of, roman
from amlrisk.names.places import PHRASE_STARTS, PLACES, WEAK_PLACES
from amlrisk.names.scripts import Script, script_of_word
from amlrisk.names.trade_words import SAME_WORD, TRADE
from amlrisk.names.translit import latin


def _table(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CACHED_WORDS = 262_144
CONNECTIVES = _table(
    "and of for the in und et y e i de del da do dos das di della du des von der die das fur fuer pour para per la le "
    "les los las il el zu zur van het voor ve og och и на для по в به در و في من براي"
)
"""Words that organisations are written with and without, and that languages differ in: dropped inside a name."""
ARTICLES = frozenset(("the", "and", "of", "for"))
"""Dropped at the beginning too; others may be a name there: La Perla, El Corte."""
PARTICLES = CONNECTIVES | frozenset(("a", "al", "el", "ul", "as", "ash", "an", "au", "aux", "to", "at", "by", "on"))
_KINDS = dict.fromkeys(PARTICLES, Kind.PARTICLE) | dict.fromkeys(WEAK_PLACES, Kind.PLACE)
_LETTERS_OF_A_SLIP = 7
"""In shorter words a slip makes another word too often; one more in places and other languages (mineria, Minerva)."""
_FEWEST_GLUED = 4
"""Letters of a trade or place word that is looked for inside another word."""
_GLUED_CONNECTIVES = ("and", "for", "the", "del", "de", "of")
_FEWEST_BESIDE_A_NAME = 6
"""The same where the rest of the word is no such word: shorter ones end many a name (Waterhouse, Sberbank)."""
_LETTERS_OF_TWO = 2 * _FEWEST_GLUED
_ABJAD_PLAIN = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ئ": "ي", "ؤ": "و"})
_CYRILLIC_ENDING = re.compile(
    "(?<=...)(?:ьный|ого|его|ому|ему|ыми|ими|иям|иях|ией|ый|ий|ой|ая|яя|ое|ее|ые|ие|ых|их|ым|им|ую|юю|ия|ии|ию|ов|ам|ах|а|ы|у|и|е|ь|я)$"
)


class Word(msgspec.Struct, frozen=True, gc=False):
    """What a word of an organisation's name compares as and what it is; ``special`` ones depend on their neighbours."""

    token: str
    kind: Kind
    special: bool = False
    parts: tuple[str, ...] = ()
    """The words that are written as one in it, if so."""


@lru_cache(maxsize=_CACHED_WORDS)
def word_of(written: str) -> Word:
    """What one folded word of an organisation's name is, whatever stands beside it.

    >>> word_of("banque").token, word_of("iranian").kind, word_of("iv").token
    ('bank', <Kind.PLACE: 'place'>, '4')
    """
    if not written.isascii() and (found := _of_script(written)):
        return msgspec.structs.replace(found, special=found.token in PHRASE_STARTS)
    token = latin(written)
    if token in CONNECTIVES or token in MARKERS or token in PHRASE_STARTS or token in TENS or written in CONNECTIVES:
        return Word(token=token, kind=word_of_letters(token).kind, special=True)
    return word_of_letters(token)


def _folded(token: str) -> Word | None:
    """A word that the tables know."""
    if token in TRADE:
        return Word(TRADE[token], Kind.TRADE)
    if token in PLACES:
        return Word(PLACES[token], Kind.PLACE)
    return Word(SAME_WORD[token], Kind.NAME) if token in SAME_WORD else None


def word_of_letters(token: str) -> Word:
    if found := _folded(token):
        return found
    number = digits_of(token)
    if number is not None:
        return Word(number, Kind.NUMBER)
    if token in _KINDS:
        return Word(token, _KINDS[token])
    if len(token) == 1:
        return Word(token, Kind.NUMBER, special=True)
    return _close_word(token) or Word(token, Kind.NAME, special=roman(token) is not None)


def _close_word(token: str) -> Word | None:
    """A word of the tables with an ending or a slip, or two of them written as one."""
    if token[-1] == "s" and (found := _folded(token[:-1])):  # Iran's, Zarkanda Bank's
        return found
    if len(token) >= _LETTERS_OF_A_SLIP and (found := _misspelled(token)):
        return found
    parts = _glued(token) if len(token) >= _LETTERS_OF_TWO else ()
    return Word(token, Kind.NAME, special=True, parts=parts) if parts else None


@cache
def _slips() -> dict[str, list[str]]:
    """The longer trade words and places by what remains of them without one inner letter, and whole."""
    found: dict[str, list[str]] = {}
    for alias in (*TRADE, *PLACES):
        letters = len(alias) - (TRADE.get(alias) != alias)
        if letters >= _LETTERS_OF_A_SLIP and alias.isascii():
            for key in {alias, *_without_one(alias)}:
                found.setdefault(key, []).append(alias)
    return found


def _without_one(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(1, len(word) - 1)]


def _misspelled(token: str) -> Word | None:
    """The trade word or place that a longer word is one slip away from, its ends right or swapped: indsutries."""
    slips = _slips()
    for key in (token, *_without_one(token)):
        for alias in slips.get(key, ()):
            last_right = alias[-1] == token[-1] or alias[-2:] == token[-1] + token[-2]
            if alias[0] == token[0] and last_right and OSA.distance(alias, token, score_cutoff=1) <= 1:
                return _folded(alias)
    return None


def _glued(token: str) -> tuple[str, ...]:
    """A word with a trade word written onto it, parted, or two trade or place words written as one.

    >>> _glued("generaltrading"), _glued("agbasconsultores"), _glued("zarkandabank")
    (('general', 'trading'), ('agbas', 'consultores'), ())
    """
    for cut in range(_FEWEST_GLUED, len(token) - _FEWEST_GLUED + 1):
        if _folded(token[:cut]) and _folded(token[cut:]):
            return token[:cut], token[cut:]
    for word in _GLUED_CONNECTIVES:
        if token.startswith(word) and _folded(token[len(word) :]):
            return word, token[len(word) :]
        if token.endswith(word) and _folded(token[: -len(word)]):
            return token[: -len(word)], word
    for cut in range(_FEWEST_GLUED, len(token) - _FEWEST_BESIDE_A_NAME + 1):
        if token[cut:] in TRADE:
            return token[:cut], token[cut:]
    for cut in range(len(token) - _FEWEST_GLUED, _FEWEST_BESIDE_A_NAME - 1, -1):
        if token[:cut] in TRADE:
            return token[:cut], token[cut:]
    return ()


def _of_script(written: str) -> Word | None:
    """A trade word, place or number in another script than Latin; None where it is none of them."""
    script = script_of_word(written)
    if script is Script.LATIN:
        return None
    plain = written.translate(_ABJAD_PLAIN) if script is Script.ABJAD else written
    if found := _folded(plain) or (script is Script.OTHER and _by_stem().get(_stem(plain))):
        return found
    number = digits_of(written)
    return Word(number, Kind.NUMBER) if number else None


def _stem(word: str) -> str:
    """A Cyrillic word without its ending, adjectives without the suffix that makes them one."""
    return _CYRILLIC_ENDING.sub("", _CYRILLIC_ENDING.sub("", word).removesuffix("ск"))


@cache
def _by_stem() -> dict[str, Word]:
    """The Cyrillic words of the tables by their stems: they are inflected in names (Российской Федерации)."""
    tables = [(table, kind) for table, kind in ((SAME_WORD, Kind.NAME), (PLACES, Kind.PLACE), (TRADE, Kind.TRADE))]
    return {
        _stem(alias): Word(word, kind)
        for table, kind in tables
        for alias, word in table.items()
        if script_of_word(alias) is Script.OTHER
    }
