"""Forms of names in Chinese characters: the characters themselves, and their readings."""

from __future__ import annotations

from itertools import pairwise

from amlrisk.names.han import read, simplify, split_person
from amlrisk.names.han_organisations import han_organisation_forms
from amlrisk.names.model import Form, Made, form_of
from amlrisk.names.vocabulary import HAN_TITLES
from amlrisk.watchlist.model import Schema

_LONGEST_HAN_PERSON = 4


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
    han = _characters(parts, simple)
    read_parts = [(reading, part) for reading, part in zip(read(han.tokens), han.written, strict=True) if reading]
    if not read_parts:
        return (han,)
    readings, characters = zip(*read_parts, strict=True)
    return (han, form_of(readings, Made.PINYIN, written=characters, chinese=True))


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
    return (parts[-1], *parts[:-1]) if tokens != tuple(simple) else tuple(parts)
