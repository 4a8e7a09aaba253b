"""A name as written -> its comparable forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from amlrisk.names.han import looks_chinese, read, simplify, split_person
from amlrisk.names.model import AnalysedName, Form, Made
from amlrisk.names.organisations import han_organisation, strip_legal_forms, without_fillers
from amlrisk.names.scripts import Script, script_of_word
from amlrisk.names.text import MAX_TOKENS, compatible, fold, words
from amlrisk.names.translit import latin, split_arabic, split_hangul
from amlrisk.names.vocabulary import HAN_TITLES, SAME_TRADE_WORD, STRIPPED_TITLES, WEAK_ORGANISATION, WEAK_PERSON
from amlrisk.watchlist.model import Schema

_LONGEST_HAN_PERSON = 4
_KANA = re.compile(r"[\u3041-\u30ff]")
_HAN_RUN = re.compile(r"([\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]+)")
_CRAFT = (Schema.VESSEL, Schema.AIRCRAFT)
_VESSEL_PREFIXES = frozenset(("mv", "mt", "ss", "mts", "msc"))


def analyse(text: str, schema: Schema) -> AnalysedName:
    """Analyse a name as a person's, an organisation's or a vessel's.

    Never fails: a text without any letter or digit has no forms, and then matches nothing; the edges refuse
    such names before they come here.

    >>> [form.tokens for form in analyse("Putin, Vladimir", Schema.PERSON).forms]
    [('vladimir', 'putin')]
    >>> [form.tokens for form in analyse("單小明", Schema.PERSON).forms]
    [('单', '小明'), ('shan', 'xiaoming')]
    """
    folded = _fold_as(text, schema)
    if not folded:
        return AnalysedName(text=text, schema=schema, forms=())
    if folded.isascii():
        forms: tuple[Form, ...] = (_latin_form(_bare(folded, schema).split(" "), schema, Made.AS_WRITTEN),)
    else:
        forms = _forms_of_scripts(folded, schema)
    return AnalysedName(text=text, schema=schema, forms=forms)


def _fold_as(text: str, schema: Schema) -> str:
    if schema is Schema.PERSON:
        return fold(_given_first(text))
    if schema in _CRAFT:
        return fold(text)
    # Legal forms are known by their dots (sp. z o.o.) and without them, so they are looked for twice.
    return " ".join(strip_legal_forms(fold(strip_legal_forms(compatible(text)))).split())


def _given_first(text: str) -> str:
    """``Putin, Vladimir`` says which part is the surname; put it last, where it stands without the comma."""
    if text.count(",") != 1:
        return text
    surname, given = text.split(",")
    return f"{given} {surname}" if given.strip() and surname.strip() else text


def _bare(folded: str, schema: Schema) -> str:
    """The folded name without what belongs to its kind: courtesy titles, articles, ship prefixes."""
    if schema is Schema.PERSON:
        parts = folded.split(" ")
        kept = [part for part in parts if part not in STRIPPED_TITLES]
        return " ".join(kept) if kept and len(kept) != len(parts) else folded
    if schema in _CRAFT:
        first, _, rest = folded.partition(" ")
        return rest if rest and first in _VESSEL_PREFIXES else folded
    return " ".join(without_fillers(folded.split(" ")))


def _latin_form(written: Sequence[str], schema: Schema, made: Made) -> Form:
    written = tuple(written[:MAX_TOKENS])
    tokens = tuple([latin(word) for word in written])
    if schema is Schema.PERSON:
        flags = tuple([token in WEAK_PERSON for token in tokens])
        return Form(tokens=tokens, made=made, written=written, weak=flags, chinese=looks_chinese(tokens))
    tokens = tuple([SAME_TRADE_WORD.get(token, token) for token in tokens])
    flags = tuple([token in WEAK_ORGANISATION for token in tokens])
    return Form(tokens=tokens, made=made, written=written, weak=flags)


def _forms_of_scripts(folded: str, schema: Schema) -> tuple[Form, ...]:
    """Forms of a name that is not plain ASCII: Han apart from the rest, each read in its own way."""
    han: list[str] = []
    other: list[str] = []
    mixed: list[str] = []
    for word in words(_HAN_RUN.sub(r" \1 ", folded)):
        if not word:
            continue
        is_han = bool(_HAN_RUN.fullmatch(word)) and not _only_kana(word)
        (han if is_han else other).append(word)
        mixed.append(word)
    if not han:
        return _other_forms(other, schema)
    forms = _han_forms(han, schema, japanese=bool(_KANA.search(folded)))
    if other:  # 王伟 (Wang Wei), 李 Michael: the parts by themselves and all of it together
        reading = next((form for form in forms if form.made is Made.PINYIN), None)
        together = [*(reading.tokens if reading else han), *other]
        forms = (*forms, _latin_form(together, schema, Made.TRANSLITERATED))
        if sum(len(word) > 1 for word in other) > 1:
            forms = (*forms, *_other_forms(other, schema))
    return forms


def _only_kana(word: str) -> bool:
    return all(_KANA.match(char) for char in word)


def _other_forms(parts: list[str], schema: Schema) -> tuple[Form, ...]:
    scripts = {script_of_word(part) for part in parts}
    if scripts == {Script.LATIN}:
        return (_latin_form(_bare(" ".join(parts), schema).split(" "), schema, Made.AS_WRITTEN),)
    made = Made.TRANSLITERATED
    if schema is not Schema.PERSON:
        parts = _bare(" ".join(parts), schema).split(" ")
    elif Script.HANGUL in scripts and len(parts) == 1:
        parts = list(split_hangul(parts[0]))
    if Script.ABJAD in scripts:
        made = Made.CONSONANTS
        parts = [piece for part in parts for piece in split_arabic(part)]
    form = _latin_form(parts, schema, made)
    if not all(token.isascii() for token in form.tokens):
        form = _latin_form(parts, schema, Made.AS_WRITTEN)
    return (form,)


def _han_forms(parts: list[str], schema: Schema, *, japanese: bool) -> tuple[Form, ...]:
    simple = [simplify(part) for part in parts]
    length = sum(map(len, simple))
    if schema is Schema.PERSON or (schema is Schema.UNKNOWN and length <= _LONGEST_HAN_PERSON):
        return _han_person(parts, simple, japanese=japanese)
    return _han_organisation(parts, simple)


def _han_person(parts: list[str], simple: list[str], *, japanese: bool) -> tuple[Form, ...]:
    simple = [_without_title(part) for part in simple]
    tokens = split_person(simple)
    written = _split_alike(parts, simple, tokens)
    no_weak = (False,) * len(tokens)
    han = Form(tokens=tokens, made=Made.HAN, written=written, weak=no_weak, chinese=True)
    if japanese:
        return (han, _latin_form(parts, Schema.PERSON, Made.TRANSLITERATED))
    read_parts = [(reading, part) for reading, part in zip(read(tokens), written, strict=True) if reading]
    if not read_parts:
        return (han,)
    readings, characters = zip(*read_parts, strict=True)
    pinyin = Form(tokens=readings, made=Made.PINYIN, written=characters, weak=(False,) * len(readings), chinese=True)
    return (han, pinyin)


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


def _han_organisation(parts: list[str], simple: list[str]) -> tuple[Form, ...]:
    tokens, weak, reading = han_organisation(" ".join(simple))
    written_tokens, _, _ = han_organisation(" ".join(parts))
    written = written_tokens if tuple(map(len, written_tokens)) == tuple(map(len, tokens)) else tokens
    han = Form(tokens=tokens, made=Made.HAN, written=written, weak=weak, chinese=True)
    if not reading:
        return (han,)
    flags = tuple(token in WEAK_ORGANISATION for token in reading)
    reading = tuple(SAME_TRADE_WORD.get(token, token) for token in reading)
    return (han, Form(tokens=reading, made=Made.PINYIN, written=reading, weak=flags, chinese=False))
