"""Names of persons: order of parts, courtesy titles, and what each word is."""

from __future__ import annotations

from collections.abc import Sequence

from amlrisk.names.han import looks_chinese
from amlrisk.names.model import Form, Kind, Made, form_of
from amlrisk.names.text import MAX_TOKENS, fold
from amlrisk.names.translit import latin
from amlrisk.names.vocabulary import PARTICLES, STRIPPED_TITLES, TITLES


def fold_person(text: str) -> str:
    return fold(_given_first(text))


def _given_first(text: str) -> str:
    """``Putin, Vladimir`` says which part is the surname; put it last, where it stands without the comma."""
    if text.count(",") != 1:
        return text
    surname, given = text.split(",")
    return f"{given} {surname}" if given.strip() and surname.strip() else text


def without_courtesy(words: list[str]) -> list[str]:
    """The words without courtesy titles; unchanged where nothing else would be left."""
    return [word for word in words if word not in STRIPPED_TITLES] or words


def person_form(written: Sequence[str], made: Made) -> Form:
    """A form of a person's words in any script but Han."""
    written = written[:MAX_TOKENS]
    tokens = tuple([latin(word) for word in written])
    return form_of(
        tokens,
        made,
        written=written,
        kinds=[_kind(token) for token in tokens],
        chinese=looks_chinese(tokens),
    )


def _kind(token: str) -> Kind:
    if token in PARTICLES:
        return Kind.PARTICLE
    return Kind.TITLE if token in TITLES else Kind.NAME
