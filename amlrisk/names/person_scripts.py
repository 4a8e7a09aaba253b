"""A person's name as written -> its comparable forms, each script read in its own way."""

from __future__ import annotations

import re
from collections.abc import Sequence

from amlrisk.names.aliases import names_in
from amlrisk.names.chinese import han_forms, han_person
from amlrisk.names.korean import korean_forms
from amlrisk.names.model import Form, Made
from amlrisk.names.persons import person_form, plain_form, without_courtesy
from amlrisk.names.romanised import other_romanisations
from amlrisk.names.scripts import Script, script_of_word
from amlrisk.names.text import MAX_CHARACTERS, fold, words
from amlrisk.names.translit import split_arabic
from amlrisk.watchlist.model import Schema

_KANA = re.compile(r"[\u3041-\u30ff]")
_HAN_RUN = re.compile(r"([\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]+)")


def person_forms(text: str) -> tuple[Form, ...]:
    """The forms of every name that the field holds, each once, in order; () where there is no letter or digit."""
    plain = plain_form(text)
    if plain is not None:
        return (plain,)
    names = names_in(text[:MAX_CHARACTERS])
    if len(names) == 1:
        plain = plain_form(names[0]) if names[0] != text else None
        return _forms(fold(names[0])) if plain is None else (plain,)
    return tuple(dict.fromkeys([form for name in names for form in _forms(fold(name))]))


def _forms(folded: str) -> tuple[Form, ...]:
    if not folded:
        return ()
    if folded.isascii():
        return _latin_forms(folded.split(" "))
    han: list[str] = []
    other: list[str] = []
    for word in words(_HAN_RUN.sub(r" \1 ", folded)):
        if word:
            (han if _is_han(word) else other).append(word)
    if not han:
        return _other_forms(other)
    if _KANA.search(folded):
        forms: tuple[Form, ...] = (han_person(han), person_form(han, Made.TRANSLITERATED))
    else:
        forms = han_forms(han, Schema.PERSON)
    if other:  # 王伟 (Wang Wei), 李 Michael: the parts by themselves and all of it together
        reading = next((form for form in forms if form.made is Made.PINYIN), None)
        together = [*(reading.tokens if reading else han), *other]
        forms = (*forms, person_form(together, Made.TRANSLITERATED))
        if sum(len(word) > 1 for word in other) > 1:
            forms = (*forms, *_other_forms(other))
    return forms


def _latin_forms(parts: list[str]) -> tuple[Form, ...]:
    form = person_form(without_courtesy(parts), Made.AS_WRITTEN)
    return (form, *other_romanisations(form)) if form.chinese else (form,)


def _is_han(word: str) -> bool:
    return bool(_HAN_RUN.fullmatch(word)) and not all(map(_KANA.match, word))


def _other_forms(parts: list[str]) -> tuple[Form, ...]:
    scripts = [script_of_word(part) for part in parts]
    if Script.ABJAD in scripts:
        return _abjad_forms(parts, scripts)
    if all(script is Script.LATIN for script in scripts):
        return _latin_forms(parts)
    if Script.HANGUL in scripts:
        return _hangul_forms(parts, scripts)
    return (_readable(parts, Made.TRANSLITERATED),)


def _hangul_forms(parts: list[str], scripts: Sequence[Script]) -> tuple[Form, ...]:
    """Every usual spelling; a name given in other letters too is a name by itself."""
    hangul = [part for part, script in zip(parts, scripts, strict=True) if script is Script.HANGUL]
    forms = korean_forms(hangul)
    if len(hangul) == len(parts):
        return forms
    other = [part for part, script in zip(parts, scripts, strict=True) if script is not Script.HANGUL]
    return (*forms, _readable(parts, Made.TRANSLITERATED), *(_other_forms(other) if len(other) > 1 else ()))


def _abjad_forms(parts: Sequence[str], scripts: Sequence[Script]) -> tuple[Form, ...]:
    """Consonants; a name given in Latin letters too is a name by itself."""
    other = [part for part, script in zip(parts, scripts, strict=True) if script is not Script.ABJAD]
    if 1 < len(other) < len(parts) - 1:
        abjad = [part for part, script in zip(parts, scripts, strict=True) if script is Script.ABJAD]
        return (*_abjad_forms(abjad, [Script.ABJAD] * len(abjad)), *_other_forms(other))
    return (_readable([piece for part in parts for piece in split_arabic(part)], Made.CONSONANTS),)


def _readable(parts: Sequence[str], made: Made) -> Form:
    form = person_form(parts, made)
    return form if all(map(str.isascii, form.tokens)) else person_form(parts, Made.AS_WRITTEN)
