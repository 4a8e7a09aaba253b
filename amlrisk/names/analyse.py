"""A name as written -> its comparable forms."""

from __future__ import annotations

import re

from amlrisk.names.chinese import han_forms
from amlrisk.names.model import AnalysedName, Form, Made
from amlrisk.names.organisations import (
    fold_organisation,
    names_in,
    organisation_form,
    organisation_forms,
    tells,
    with_legal,
)
from amlrisk.names.person_scripts import person_forms
from amlrisk.names.scripts import Script, script_of_word
from amlrisk.names.text import fold, words
from amlrisk.names.translit import split_arabic
from amlrisk.names.vessels import aircraft_form, vessel_form, without_prefix
from amlrisk.watchlist.model import Schema

_KANA = re.compile(r"[\u3041-\u30ff]")
_HAN_RUN = re.compile(r"([\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]+)")
_CRAFT = (Schema.VESSEL, Schema.AIRCRAFT)


def analyse(text: str, schema: Schema) -> AnalysedName:
    """Analyse a name as a person's, an organisation's or a vessel's.

    Never fails: a text without any letter or digit has no forms, and then matches nothing; the edges refuse
    such names before they come here.

    >>> [form.tokens for form in analyse("Putin, Vladimir", Schema.PERSON).forms]
    [('vladimir', 'putin')]
    >>> [form.tokens for form in analyse("單小明", Schema.PERSON).forms][:2]
    [('单', '小明'), ('shan', 'xiaoming')]
    """
    if schema is Schema.PERSON:
        forms = person_forms(text)
    elif schema in _CRAFT:
        forms = _forms(fold(text), schema)
    else:
        forms = _forms_of_organisation(text, schema)
    return AnalysedName(text=text, schema=schema, forms=forms)


def _forms(folded: str, schema: Schema) -> tuple[Form, ...]:
    if not folded:
        return ()
    if folded.isascii():
        return (_form(_bare(folded.split(" "), schema), schema, Made.AS_WRITTEN),)
    return _forms_of_scripts(folded, schema)


def _forms_of_organisation(text: str, schema: Schema) -> tuple[Form, ...]:
    forms: tuple[Form, ...] = ()
    for name in names_in(text):
        folded, legal = fold_organisation(name)
        forms += with_legal(_forms(folded, schema), legal)
    return forms


def _bare(parts: list[str], schema: Schema) -> list[str]:
    """The folded words without what belongs to their kind: articles, ship prefixes."""
    return without_prefix(parts) if schema in _CRAFT else parts


def _form(written: list[str], schema: Schema, made: Made) -> Form:
    if schema is Schema.AIRCRAFT:
        return aircraft_form(written, made)
    return vessel_form(written, made) if schema is Schema.VESSEL else organisation_form(written, made)


def _forms_of_scripts(folded: str, schema: Schema) -> tuple[Form, ...]:
    """Forms of a name that is not plain ASCII: Han apart from the rest, each read in its own way."""
    han: list[str] = []
    other: list[str] = []
    for word in words(_HAN_RUN.sub(r" \1 ", folded)):
        if not word:
            continue
        is_han = bool(_HAN_RUN.fullmatch(word)) and not _only_kana(word)
        (han if is_han else other).append(word)
    if not han:
        return _other_forms(other, schema)
    forms = han_forms(han, schema)
    if other:  # 王伟 (Wang Wei), 李 Michael: the parts by themselves and all of it together
        reading = next((form for form in forms if form.made is Made.PINYIN), None)
        together = [*(reading.tokens if reading else han), *other]
        alias = schema in _CRAFT or tells(
            other
        )  # 华为 Huawei, but not 孙 Technology: what is part of a name is no name
        kept = forms if alias else [form for form in forms if form.made is Made.HAN]
        forms = (*kept, _form(together, schema, Made.TRANSLITERATED))
        if alias and sum(len(word) > 1 for word in other) > 1:
            forms = (*forms, *_other_forms(other, schema))
    return forms


def _only_kana(word: str) -> bool:
    return all(_KANA.match(char) for char in word)


def _other_forms(parts: list[str], schema: Schema) -> tuple[Form, ...]:
    if schema not in _CRAFT:
        return organisation_forms(parts)
    scripts = {script_of_word(part) for part in parts}
    if scripts == {Script.LATIN}:
        return (_form(_bare(parts, schema), schema, Made.AS_WRITTEN),)
    made = Made.TRANSLITERATED
    parts = _bare(parts, schema)
    if Script.ABJAD in scripts:
        made = Made.CONSONANTS
        parts = [piece for part in parts for piece in split_arabic(part)]
    form = _form(parts, schema, made)
    if not all(token.isascii() for token in form.tokens):
        form = _form(parts, schema, Made.AS_WRITTEN)
    return (form,)
