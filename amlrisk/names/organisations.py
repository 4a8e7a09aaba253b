"""Names of organisations: what each word is, numbers as digits, trade and place words as one in all languages."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from amlrisk.names.han_words import HANGUL_WORDS
from amlrisk.names.legal_forms import part_joined, without_legal_forms
from amlrisk.names.model import Form, Kind, Made, form_of
from amlrisk.names.numerals import MARKERS, TENS, digits_of, joined, roman
from amlrisk.names.organisation_words import ARTICLES, CONNECTIVES, PARTICLES, Word, word_of, word_of_letters
from amlrisk.names.places import PHRASE_STARTS, phrase_at
from amlrisk.names.scripts import Script, script_of_word
from amlrisk.names.text import MAX_TOKENS, compatible, fold
from amlrisk.names.trade_words import TRADE
from amlrisk.names.translit import latin, split_arabic

_ALIAS = re.compile(r"\s*[(（]\s*([^()（）]+?)\s*[)）]\s*")
_KNOWN_AS = re.compile(r"^(?:[af]\.?\s?k\.?\s?a\.?|formerly|also known as|dba|d/b/a|ex)\b[.:]?\s*", re.IGNORECASE)
_FEWEST_ALIAS_LETTERS = 3
_ABJAD_AND = re.compile(r"\bو(?=ال\w{3})")
_ABJAD_FOR = re.compile(r"\bلل(?=\w{3})")
_ARTICLE = "ال"
_HANGUL_WORD = re.compile("|".join(sorted(HANGUL_WORDS, key=len, reverse=True)))


def fold_organisation(text: str) -> tuple[str, tuple[str, ...]]:
    """A name as written -> its folded words without legal forms, and the classes of these.

    >>> fold_organisation("Zarkanda Trading Co., Ltd.")
    ('zarkanda trading', ('llc',))
    """
    text = compatible(part_joined(text))
    if not text.isascii():
        text = _ABJAD_FOR.sub("ال", _ABJAD_AND.sub("", text))
    return without_legal_forms(text)


def names_in(text: str) -> tuple[str, ...]:
    """The name, and an alias given in parentheses; only the name where what stands there is part of it.

    An alias is introduced as one (formerly …) or made of letters of the name in their order, as acronyms are.

    >>> names_in("Zarkanda Mining Development (ZAMID)"), names_in("Zarkanda Trading (Hong Kong)")
    (('Zarkanda Mining Development', 'ZAMID'), ('Zarkanda Trading (Hong Kong)',))
    """
    if "(" not in text and "（" not in text:
        return (text,)
    match = _ALIAS.search(text)
    if match is None or not match.start():
        return (text,)
    rest = f"{text[: match.start()]} {text[match.end() :]}".strip()
    alias, known_as = match[1], _KNOWN_AS.match(match[1])
    if known_as:
        return (rest, alias[known_as.end() :])
    words = fold(alias).split()
    if len(words) == 1 and len(words[0]) >= _FEWEST_ALIAS_LETTERS and _is_made_of(words[0], fold(rest)):
        word = word_of(words[0])
        if word.kind is Kind.NAME and not without_legal_forms(f"x {words[0]}")[1]:
            return (rest, alias)
    return (text,)


def _is_made_of(short: str, name: str) -> bool:
    """Whether the letters stand in the name in this order, the first at the beginning of a word: komid, Korea Mi…"""
    start = f" {name}".find(f" {short[0]}")
    letters = iter(name[start:] if start >= 0 else "")
    return all(letter in letters for letter in short)


def organisation_form(written: Sequence[str], made: Made, legal: tuple[str, ...] = ()) -> Form:
    """A form of an organisation's folded words in any script but Han; ``written`` are the words as they compare."""
    written = written[:MAX_TOKENS]
    words = [word_of(word) for word in written]
    if [word for word in words if word.special]:
        if [word for word in words if word.parts]:
            written = [part for word, text in zip(words, written, strict=True) for part in word.parts or (text,)]
            written = [word for word in written if TRADE.get(word) != "company"] or written
            words = [word_of(word) for word in written]
        written, words = _in_context(list(written), words)
    return form_of(
        [word.token for word in words], made, written=written, kinds=[word.kind for word in words], legal=legal
    )


def organisation_forms(words: Sequence[str]) -> tuple[Form, ...]:
    """Forms of an organisation's folded words in any script but Han: one, or two where the script writes no vowels.

    An Arabic name is listed in English as often as it is spelled out in Latin letters, so both are made:

    >>> [form.tokens for form in organisation_forms(["مصرف", "الرافدين"])]
    [('bank', 'al', 'rafdyn'), ('msrf', 'al', 'rafdyn')]

    The article stands before every word of such a name; before one that is translated it is left out.
    """
    scripts = {script_of_word(word) for word in words}
    if scripts == {Script.LATIN}:
        return (organisation_form(words, Made.AS_WRITTEN),)
    if Script.HANGUL in scripts:
        words = [piece for word in words for piece in hangul_words(word)]
    if Script.ABJAD not in scripts:
        form = organisation_form(words, Made.TRANSLITERATED)
        ascii_only = "".join(form.tokens).isascii()
        return (form if ascii_only else msgspec.structs.replace(form, made=Made.AS_WRITTEN),)
    pieces = [piece for word in words for piece in split_arabic(word)][:MAX_TOKENS]
    form = organisation_form(pieces, Made.CONSONANTS)
    spelled = tuple([latin(piece) for piece in form.written])
    if spelled == form.tokens:
        return (form,)
    translated = [piece for at, piece in enumerate(pieces) if not (piece == _ARTICLE and _is_folded(pieces, at + 1))]
    return (organisation_form(translated, Made.CONSONANTS), msgspec.structs.replace(form, tokens=spelled))


def _is_folded(words: Sequence[str], at: int) -> bool:
    return at < len(words) and word_of(words[at]).kind in (Kind.TRADE, Kind.PLACE)


def tells(words: Sequence[str]) -> bool:
    """Whether folded words are more than trade words, places and numbers: whether they can be a name by themselves."""
    return any(word_of(word).kind is Kind.NAME for word in words)


def with_legal(forms: tuple[Form, ...], legal: tuple[str, ...]) -> tuple[Form, ...]:
    """The forms, remembering the legal forms that were taken off before they were made."""
    return tuple([msgspec.structs.replace(form, legal=legal) for form in forms]) if legal else forms


def hangul_words(word: str) -> list[str]:
    """A Korean company's name written as one word, parted: its brand as it is, trade words and places in English.

    >>> hangul_words("조선광업개발무역"), hangul_words("은하무역")
    (['korea', 'mining', 'development', 'trading'], ['은하', 'trading'])
    """
    out: list[str] = []
    at = 0
    for match in _HANGUL_WORD.finditer(word):
        if match.start() > at:
            out.append(word[at : match.start()])
        out += HANGUL_WORDS[match.group()].split("|")[0].split()
        at = match.end()
    return [*out, word[at:]] if at < len(word) else out


def _in_context(written: list[str], words: list[Word]) -> tuple[list[str], list[Word]]:
    """Connectives dropped, places and numbers of several words made one, Roman numerals told from other words."""
    kept = [
        at
        for at, word in enumerate(words)
        if not ((at or word.token in ARTICLES) and (word.token in CONNECTIVES or written[at] in CONNECTIVES))
        and not (word.token in MARKERS and at + 1 < len(words) and words[at + 1].kind is Kind.NUMBER)
    ]
    if kept and kept[-1] != len(words) - 1 and len(written[-1]) == 1:  # Citigroup Trust I: a number, not "and"
        kept.append(len(words) - 1)
    if not kept:
        return written, words
    spelled = [words[at].token if words[at].special or not written[at].isascii() else written[at] for at in kept]
    new_written: list[str] = []
    new_words: list[Word] = []
    step = 0
    while step < len(kept):
        at = kept[step]
        length, word = _at(spelled, step, words[at])
        new_written.append(" ".join([written[kept[step + more]] for more in range(length)]))
        new_words.append(word)
        step += length
    return new_written, new_words


def _at(spelled: list[str], step: int, word: Word) -> tuple[int, Word]:
    """The word at ``step`` with those after it that belong to it: (how many words, what they are)."""
    if not word.special:
        return 1, word
    token = word.token
    if token in PHRASE_STARTS and (place := phrase_at(spelled, step)):
        return place[0], Word(place[1], Kind.PLACE)
    if token in TENS:
        tens = digits_of(token) or token
        unit = digits_of(spelled[step + 1]) if step + 1 < len(spelled) else None
        both = joined(tens, unit) if unit else None
        return (2, Word(both, Kind.NUMBER)) if both else (1, Word(tens, Kind.NUMBER))
    if step and step == len(spelled) - 1 and (number := roman(token)):
        return 1, Word(number, Kind.NUMBER)
    return 1, word_of_letters(token)


def acronym(words: Sequence[str]) -> str:
    """The initials of the words, one letter each, in lower case; empty for fewer than three words.

    >>> acronym(["Islamic", "Revolutionary", "Guard", "Corps"]), acronym(["Oil", "Bank"])
    ('irgc', '')
    """
    return "".join([word[0] for word in words]).lower() if len(words) > 2 else ""


def acronyms(text: str) -> tuple[str, ...]:
    """What an organisation's name may be shortened to, the usual first: () for names of fewer than three words.

    With and without connectives and legal form, as usage differs: NIOC with the company, BoC with its "of".

    >>> acronyms("National Iranian Oil Company"), acronyms("Ministry of Defence of Zarkanda")
    (('nioc', 'nio'), ('mdz', 'modoz'))
    """
    bare, legal = fold_organisation(names_in(text)[0])
    every = fold(names_in(text)[0]).split()
    telling = [word for word in every if word not in PARTICLES]
    without = [word for word in bare.split() if word not in PARTICLES]
    found = [acronym(words) for words in (telling, without if legal else telling, every)]
    return tuple(dict.fromkeys([short for short in found if short and short.isalpha()]))


def is_short_name(token: str) -> bool:
    """Whether a folded word may be an acronym by its looks: three to eight letters (pla, komid)."""
    return 3 <= len(token) <= 8 and token.isalpha() and token.isascii()
