"""Names of persons: order of parts, courtesy titles, and what each word is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from amlrisk.names.aliases import ALSO_WORDS, PLAIN
from amlrisk.names.compounds import settle
from amlrisk.names.model import WEAK_KINDS, Form, Kind, Made, form_of
from amlrisk.names.person_words import COURTESY, FIRST_NAMES, Word, is_daughters, word_of
from amlrisk.names.romanised import looks_chinese
from amlrisk.names.text import MAX_TOKENS
from amlrisk.names.translit import latin

_FEWEST_WITH_PATRONYMIC = 3
_SHORT = 3
_VOWELS = frozenset("aeiouy")
_CACHED_WORDS = 131_072
_KINDS = tuple((Kind.NAME,) * count for count in range(MAX_TOKENS + 1))
_WEAK = tuple((False,) * count for count in range(MAX_TOKENS + 1))


@lru_cache(maxsize=_CACHED_WORDS)
def _plain(word: str) -> str:
    """How a folded Latin word compares if nothing can be special about it, else ``""``."""
    known = word_of(word)
    initials = 1 < len(word) <= _SHORT and _VOWELS.isdisjoint(word)
    return "" if known.special or known.kind is not Kind.NAME or initials or word in ALSO_WORDS else known.token


def plain_form(text: str) -> Form | None:
    """The form of a text of a few ordinary Latin words, as most are; None where it takes a closer look."""
    if not PLAIN.issuperset(text):
        return None
    written = tuple(text.lower().replace("'", "").replace("-", " ").split())
    tokens = tuple([_plain(word) for word in written])
    count = len(tokens)
    if "" in tokens or not 0 < count <= MAX_TOKENS or looks_chinese(tokens):
        return None
    return Form(tokens=tokens, made=Made.AS_WRITTEN, written=written, kinds=_KINDS[count], weak=_WEAK[count])


def without_courtesy(words: list[str]) -> list[str]:
    """The words without courtesy titles; unchanged where nothing else would be left."""
    if COURTESY.isdisjoint(words):
        return words
    return [word for word in words if word not in COURTESY] or words


def person_form(written: Sequence[str], made: Made) -> Form:
    """A form of a person's folded words in any script but Han; particles and Arabic compounds in one spelling."""
    written = written[:MAX_TOKENS]
    plain = tuple([latin(word) for word in written])
    if looks_chinese(plain):  # Tsai Ing-wen is no engineer, nor is bin a particle in Zhang Bin
        return form_of(plain, made, written=written, chinese=True)
    words = [word_of(word) for word in plain]
    for word in words:
        if word.special:
            tokens, written = settle(list(plain), written)
            words = [word_of(token) for token in tokens]
            break
    kinds = [word.kind for word in words]
    folded = tuple([word.token for word in words])
    for kind in kinds:
        if kind is not Kind.NAME:
            kinds, folded = _in_place(words, written)
            break
    return form_of(folded, made, written=written, kinds=kinds)


def _in_place(words: Sequence[Word], written: Sequence[str]) -> tuple[list[Kind], tuple[str, ...]]:
    """What the words are where they stand: a title at the end is a name, so is Ben at the beginning."""
    kinds = [word.kind for word in words]
    tokens = [word.token for word in words]
    last = len(words) - 1
    for at, kind in enumerate(kinds):
        if kind is Kind.SUFFIX:
            if at == 0 and last:
                kinds[at] = Kind.NAME
        elif kind is Kind.PATRONYMIC:
            surname = at == 0 or (at == last and len(words) < _FEWEST_WITH_PATRONYMIC)
            if surname and not is_daughters(tokens[at]):
                kinds[at] = Kind.NAME
        elif kind in (Kind.PARTICLE, Kind.TITLE):
            if tokens[at] in ("oglu", "qizi") and at:
                kinds[at - 1] = Kind.PATRONYMIC
            elif at == last or (at == 0 and (name := latin(written[0])) in FIRST_NAMES):
                kinds[at] = Kind.NAME
                if at == 0 and last:
                    tokens[at] = name
    if all(kind in WEAK_KINDS for kind in kinds):
        kinds[-1] = Kind.NAME
    return kinds, tuple(tokens)
