"""Forms of names in Chinese characters: the characters themselves, and their readings."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from amlrisk.names import cantonese, wade_giles
from amlrisk.names.han import is_surname, read, simplify, split_person
from amlrisk.names.han_organisations import han_organisation_forms
from amlrisk.names.korean import hanja_forms
from amlrisk.names.model import Form, Kind, Made, form_of
from amlrisk.names.pinyin import read_word, syllables_of
from amlrisk.names.surnames import SURNAME_READINGS, SURNAMES_ALSO_READ
from amlrisk.names.vocabulary import HAN_TITLES
from amlrisk.watchlist.model import Schema

_LONGEST_HAN_PERSON = 4
_LONGEST_GIVEN_NAME = 2
_BOTH_SURNAMES = 2
_SPELLINGS = {Made.PINYIN: 0, Made.WADE_GILES: 1, Made.CANTONESE: 2}


def han_forms(parts: list[str], schema: Schema) -> tuple[Form, ...]:
    """Forms of a name whose ``parts`` are Han words, as they were written."""
    simple = [simplify(part) for part in parts]
    length = sum(map(len, simple))
    if schema is Schema.PERSON or (schema is Schema.UNKNOWN and length <= _LONGEST_HAN_PERSON):
        return _han_person(parts, simple)
    return han_organisation_forms(parts, simple)


def han_person(parts: list[str]) -> Form:
    """The characters of a person's name, surname apart where there is a Chinese one."""
    return _characters(parts, [simplify(part) for part in parts])


def _characters(parts: list[str], simple: list[str]) -> Form:
    simple = [_without_title(part) for part in simple]
    tokens = split_person(simple)
    written = _split_alike(parts, simple, tokens)
    return form_of(tokens, Made.HAN, written=written, kinds=_kinds(tokens), chinese=True)


def _kinds(tokens: tuple[str, ...]) -> tuple[Kind, ...] | None:
    """Surname and given names, where the surname is known; a married woman's second surname is one as well."""
    if len(tokens) == 1 or not is_surname(tokens[0]):
        return None
    second = Kind.SURNAME if len(tokens) > _BOTH_SURNAMES and is_surname(tokens[1]) else Kind.GIVEN
    return (Kind.SURNAME, second, *[Kind.GIVEN] * (len(tokens) - 2))


def _han_person(parts: list[str], simple: list[str]) -> tuple[Form, ...]:
    """The characters and their readings, the most usual first.

    Mandarin in pinyin always; in Wade-Giles, Cantonese and Korean only where a Chinese surname stands first and the
    rest is as long as given names are: what is 贝拉克·奥巴马 in Cantonese helps nobody.
    """
    han = _characters(parts, simple)
    surname, *given = han.tokens
    if not given or not is_surname(surname) or max(map(len, given)) > _LONGEST_GIVEN_NAME:
        return _told(han)
    first = _surname_spellings(surname)
    rest = [_given_spellings(word) for word in given]
    forms = [han]
    readings = [(made, (spelled, *[word[_SPELLINGS[made]] for word in rest])) for made, spelled in first]
    made, words = readings[-1]
    if han.kinds[1] is Kind.SURNAME and made is Made.CANTONESE:
        readings += [(made, (words[0], also, *words[2:])) for also in cantonese.read_surname(given[0])]
    for made, words in readings:
        if all(words) and all(words != form.tokens for form in forms):
            forms.append(form_of(words, made, written=han.written, kinds=han.kinds, chinese=True))
    return (*forms, *hanja_forms(han.tokens, han.written))


def _told(han: Form) -> tuple[Form, ...]:
    """The characters and what of them can be read in pinyin."""
    told = [(reading, part) for reading, part in zip(read(han.tokens), han.written, strict=True) if reading]
    if not told:
        return (han,)
    readings, written = zip(*told, strict=True)
    return (han, form_of(readings, Made.PINYIN, written=written, chinese=True))


@lru_cache(maxsize=4096)
def _surname_spellings(surname: str) -> tuple[tuple[Made, str], ...]:
    """How a surname is spelled, in each way and the most usual first."""
    pinyin = SURNAME_READINGS.get(surname) or read_word(surname)
    also = SURNAMES_ALSO_READ.get(surname)
    return (
        (Made.PINYIN, pinyin),
        *([(Made.PINYIN, also)] if also else []),
        (Made.WADE_GILES, wade_giles.of_pinyin(pinyin) or pinyin),
        *[(Made.CANTONESE, spelled) for spelled in cantonese.read_surname(surname)],
    )


@lru_cache(maxsize=65536)
def _given_spellings(word: str) -> tuple[str, str, str]:
    """A given name in each spelling, empty where it cannot be read."""
    syllables = syllables_of(word)
    return ("".join(syllables), wade_giles.of_syllables(syllables), cantonese.read_word(word))


def _without_title(part: str) -> str:
    for title in HAN_TITLES:
        if part.endswith(title) and len(part) > len(title) + 1:
            return part[: -len(title)]
    return part


def _split_alike(parts: list[str], simple: list[str], tokens: tuple[str, ...]) -> tuple[str, ...]:
    """The words as written, parted and ordered as their simplified ``tokens`` are."""
    if len(simple) == 1:
        word = parts[0]
        cuts = [sum(map(len, tokens[:at])) for at in range(len(tokens) + 1)]
        return tuple(word[start:end] for start, end in pairwise(cuts))
    if tokens == tuple(simple):
        return tuple(parts)
    if len(tokens) == len(simple):
        return (parts[-1], *parts[:-1])
    return (parts[0][0], parts[0][1], *parts[1:])
