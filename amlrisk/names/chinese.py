"""Forms of names in Chinese characters: the characters themselves, and their readings."""

from __future__ import annotations

from itertools import pairwise

from amlrisk.names import cantonese, wade_giles
from amlrisk.names.han import is_surname, read, simplify, split_person
from amlrisk.names.han_organisations import han_organisation_forms
from amlrisk.names.model import Form, Made, form_of
from amlrisk.names.pinyin import read_word, syllables_of
from amlrisk.names.surnames import SURNAME_READINGS, SURNAMES_ALSO_READ
from amlrisk.names.vocabulary import HAN_TITLES
from amlrisk.watchlist.model import Schema

_LONGEST_HAN_PERSON = 4
_LONGEST_GIVEN_NAME = 2


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
    return form_of(tokens, Made.HAN, written=_split_alike(parts, simple, tokens), chinese=True)


def _han_person(parts: list[str], simple: list[str]) -> tuple[Form, ...]:
    """The characters and their readings, the most usual first.

    Mandarin in pinyin always; in Wade-Giles and in Cantonese only where a Chinese surname stands first and the rest is
    as long as given names are: what is 贝拉克·奥巴马 in Cantonese helps nobody.
    """
    han = _characters(parts, simple)
    tokens = han.tokens
    forms = [han]
    _add_reading(forms, read(tokens), Made.PINYIN)
    surname, *given = tokens
    if given and is_surname(surname) and max(map(len, given)) <= _LONGEST_GIVEN_NAME:
        also = SURNAMES_ALSO_READ.get(surname)
        if also:
            _add_reading(forms, (also, *map(read_word, given)), Made.PINYIN)
        _add_reading(forms, _in_wade_giles(tokens), Made.WADE_GILES)
        hong_kong = tuple(map(cantonese.read_word, given))
        if all(hong_kong):
            for spelled in cantonese.read_surname(surname):
                _add_reading(forms, (spelled, *hong_kong), Made.CANTONESE)
    return tuple(forms)


def _in_wade_giles(tokens: tuple[str, ...]) -> tuple[str, ...]:
    surname, *given = tokens
    reading = SURNAME_READINGS.get(surname) or read_word(surname)
    spelled = wade_giles.of_pinyin(reading) or reading
    return (spelled, *[wade_giles.of_syllables(syllables_of(word)) for word in given])


def _add_reading(forms: list[Form], readings: tuple[str, ...], made: Made) -> None:
    """Add a reading of the first form, unless another romanisation spells it the same way."""
    written = forms[0].written
    if not all(readings):
        told = [(reading, part) for reading, part in zip(readings, written, strict=True) if reading]
        if not told:
            return
        readings, written = zip(*told, strict=True)
    if all(readings != form.tokens for form in forms):
        forms.append(form_of(readings, made, written=written, chinese=True))


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
