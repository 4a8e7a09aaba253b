"""Organisations in Chinese characters: parted into place, brand, trade and number; read and translated."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from amlrisk.names.han_words import HAN_PLACES, HAN_WORDS
from amlrisk.names.model import Form, Kind, Made, form_of
from amlrisk.names.numerals import HAN_NUMBER, han_digits
from amlrisk.names.organisation_words import word_of
from amlrisk.names.pinyin import read_word
from amlrisk.names.text import MAX_TOKENS

_ADMINISTRATIVE = "(?:特别行政区|自治区|自治州|省|市|区|县)?"


def _one_of(words: Sequence[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_WORD = re.compile(
    f"第(?P<number>{HAN_NUMBER})|(?P<place>{_one_of(tuple(HAN_PLACES))}){_ADMINISTRATIVE}|(?P<word>{_one_of(tuple(HAN_WORDS))})"
)


class _Piece(msgspec.Struct, frozen=True, gc=False):
    """A stretch of the name: its characters, what it is, and its readings in Latin letters, the usual one first."""

    text: str
    kind: Kind
    readings: tuple[tuple[str, ...], ...]


def han_organisation_forms(parts: Sequence[str], simple: Sequence[str]) -> tuple[Form, ...]:
    """Forms of a name whose ``parts`` are Han words without legal forms, ``simple`` the same simplified.

    The characters; the brand in pinyin and the rest translated; and, where a word is as often read as translated
    (东方), the same with these words read.

    >>> [form.tokens for form in han_organisation_forms(["北京東方貿易"], ["北京东方贸易"])]
    [('北京', '东方', '贸易'), ('beijing', 'east', 'trading'), ('beijing', 'dongfang', 'trading')]
    """
    pieces = [piece for part in simple for piece in _pieces(part)][:MAX_TOKENS]
    written = _as_written("".join(parts), pieces)
    forms = [
        form_of(
            [piece.text for piece in pieces],
            Made.HAN,
            written=written,
            kinds=[piece.kind for piece in pieces],
            chinese=True,
        )
    ]
    readings = dict.fromkeys(_latin(pieces, which) for which in (0, -1))
    forms += [
        form_of([token for token, _ in reading], Made.PINYIN, kinds=[kind for _, kind in reading])
        for reading in readings
        if reading
    ]
    return tuple(forms)


def _as_written(text: str, pieces: Sequence[_Piece]) -> list[str]:
    """The pieces in the characters the name was written in."""
    if len(text) != sum(len(piece.text) for piece in pieces):
        return [piece.text for piece in pieces]
    out, at = [], 0
    for piece in pieces:
        out.append(text[at : at + len(piece.text)])
        at += len(piece.text)
    return out


def _latin(pieces: Sequence[_Piece], which: int) -> tuple[tuple[str, Kind], ...]:
    words = [word_of(word) for piece in pieces if piece.readings for word in piece.readings[which]]
    return tuple((word.token, word.kind) for word in words)


def _pieces(text: str) -> list[_Piece]:
    out: list[_Piece] = []
    at = 0
    for match in _WORD.finditer(text):
        if match.start() > at:
            out.append(_brand(text[at : match.start()]))
        out.append(_known(match))
        at = match.end()
    return [*out, _brand(text[at:])] if at < len(text) else out


def _known(match: re.Match[str]) -> _Piece:
    if match["number"]:
        return _Piece(match.group(), Kind.NUMBER, ((han_digits(match["number"]),),))
    if match["place"]:
        return _Piece(match.group(), Kind.PLACE, ((read_word(match["place"]),),))
    readings = tuple(tuple(reading.split()) for reading in HAN_WORDS[match["word"]].split("|"))
    kinds = {word_of(word).kind for word in readings[0]}
    kind = next((kind for kind in (Kind.NUMBER, Kind.PLACE) if kinds == {kind}), Kind.TRADE)
    return _Piece(match.group(), kind, readings)


def _brand(text: str) -> _Piece:
    reading = read_word(text)
    return _Piece(text, Kind.NAME, ((reading,),) if reading else ())
