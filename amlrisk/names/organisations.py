"""Names of organisations: what each word is, numbers as digits, trade and place words as one in all languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

import msgspec
from rapidfuzz.distance import OSA

from amlrisk.names.han_words import HANGUL_WORDS
from amlrisk.names.legal_forms import part_joined, without_legal_forms
from amlrisk.names.model import Form, Kind, Made, form_of
from amlrisk.names.numerals import MARKERS, TENS, digits_of, joined, roman
from amlrisk.names.places import PHRASE_STARTS, PLACES, WEAK_PLACES, phrase_at
from amlrisk.names.scripts import Script, script_of_word
from amlrisk.names.text import MAX_TOKENS, compatible, fold
from amlrisk.names.trade_words import SAME_WORD, TRADE
from amlrisk.names.translit import latin, split_arabic


def _table(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CACHED_WORDS = 262_144
_CONNECTIVES = _table(
    "and of for the in und et y e i de del da do dos das di della du des von der die das fur fuer pour para per la le "
    "les los las il el zu zur van het voor ve og och и на для по в به در و في من براي"
)
"""Words that organisations are written with and without, and that languages differ in: dropped inside a name."""
_ARTICLES = frozenset(("the", "and", "of", "for"))
"""Dropped at the beginning too; others may be a name there: La Perla, El Corte."""
_PARTICLES = _CONNECTIVES | frozenset(("a", "al", "el", "ul", "as", "ash", "an", "au", "aux", "to", "at", "by", "on"))
_KINDS = dict.fromkeys(_PARTICLES, Kind.PARTICLE) | dict.fromkeys(WEAK_PLACES, Kind.PLACE)
_ALIAS = re.compile(r"\s*[(（]\s*([^()（）]+?)\s*[)）]\s*")
_KNOWN_AS = re.compile(r"^(?:[af]\.?\s?k\.?\s?a\.?|formerly|also known as|dba|d/b/a|ex)\b[.:]?\s*", re.IGNORECASE)
_FEWEST_ALIAS_LETTERS = 3
_LETTERS_OF_A_SLIP = 7
"""In shorter words a slip makes another word too often; one more in places and other languages (mineria, Minerva)."""
_FEWEST_GLUED = 4
"""Letters of a trade or place word that is looked for inside another word."""
_GLUED_CONNECTIVES = ("and", "for", "the", "del", "de", "of")
_FEWEST_BESIDE_A_NAME = 6
"""The same where the rest of the word is no such word: shorter ones end many a name (Waterhouse, Sberbank)."""
_LETTERS_OF_TWO = 2 * _FEWEST_GLUED
_ABJAD_PLAIN = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي", "ی": "ي", "ک": "ك", "ئ": "ي", "ؤ": "و"})
_ABJAD_AND = re.compile(r"\bو(?=ال\w{3})")
_ABJAD_FOR = re.compile(r"\bلل(?=\w{3})")
_ARTICLE = "ال"
_HANGUL_WORD = re.compile("|".join(sorted(HANGUL_WORDS, key=len, reverse=True)))
_CYRILLIC_ENDING = re.compile(
    "(?<=...)(?:ьный|ого|его|ому|ему|ыми|ими|иям|иях|ией|ый|ий|ой|ая|яя|ое|ее|ые|ие|ых|их|ым|им|ую|юю|ия|ии|ию|ов|ам|ах|а|ы|у|и|е|ь|я)$"
)


class Word(msgspec.Struct, frozen=True, gc=False):
    """What a word of an organisation's name compares as and what it is; ``special`` ones depend on their neighbours."""

    token: str
    kind: Kind
    special: bool = False
    parts: tuple[str, ...] = ()
    """The words that are written as one in it, if so."""


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


@lru_cache(maxsize=_CACHED_WORDS)
def word_of(written: str) -> Word:
    """What one folded word of an organisation's name is, whatever stands beside it.

    >>> word_of("banque").token, word_of("iranian").kind, word_of("iv").token
    ('bank', <Kind.PLACE: 'place'>, '4')
    """
    if not written.isascii() and (found := _of_script(written)):
        return msgspec.structs.replace(found, special=found.token in PHRASE_STARTS)
    token = latin(written)
    if token in _CONNECTIVES or token in MARKERS or token in PHRASE_STARTS or token in TENS or written in _CONNECTIVES:
        return Word(token=token, kind=_latin_word(token).kind, special=True)
    return _latin_word(token)


def _folded(token: str) -> Word | None:
    """A word that the tables know."""
    if token in TRADE:
        return Word(TRADE[token], Kind.TRADE)
    if token in PLACES:
        return Word(PLACES[token], Kind.PLACE)
    return Word(SAME_WORD[token], Kind.NAME) if token in SAME_WORD else None


def _latin_word(token: str) -> Word:
    if found := _folded(token):
        return found
    number = digits_of(token)
    if number is not None:
        return Word(number, Kind.NUMBER)
    if token in _KINDS:
        return Word(token, _KINDS[token])
    if len(token) == 1:
        return Word(token, Kind.NUMBER, special=True)
    return _close_word(token) or Word(token, Kind.NAME, special=roman(token) is not None)


def _close_word(token: str) -> Word | None:
    """A word of the tables with an ending or a slip, or two of them written as one."""
    if token[-1] == "s" and (found := _folded(token[:-1])):  # Iran's, Zarkanda Bank's
        return found
    if len(token) >= _LETTERS_OF_A_SLIP and (found := _misspelled(token)):
        return found
    parts = _glued(token) if len(token) >= _LETTERS_OF_TWO else ()
    return Word(token, Kind.NAME, special=True, parts=parts) if parts else None


@cache
def _slips() -> dict[str, list[str]]:
    """The longer trade words and places by what remains of them without one inner letter, and whole."""
    found: dict[str, list[str]] = {}
    for alias in (*TRADE, *PLACES):
        letters = len(alias) - (TRADE.get(alias) != alias)
        if letters >= _LETTERS_OF_A_SLIP and alias.isascii():
            for key in {alias, *_without_one(alias)}:
                found.setdefault(key, []).append(alias)
    return found


def _without_one(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(1, len(word) - 1)]


def _misspelled(token: str) -> Word | None:
    """The trade word or place that a longer word is one slip away from, its ends right or swapped: indsutries."""
    slips = _slips()
    for key in (token, *_without_one(token)):
        for alias in slips.get(key, ()):
            last_right = alias[-1] == token[-1] or alias[-2:] == token[-1] + token[-2]
            if alias[0] == token[0] and last_right and OSA.distance(alias, token, score_cutoff=1) <= 1:
                return _folded(alias)
    return None


def _glued(token: str) -> tuple[str, ...]:
    """A word with a trade word written onto it, parted, or two trade or place words written as one.

    >>> _glued("generaltrading"), _glued("agbasconsultores"), _glued("zarkandabank")
    (('general', 'trading'), ('agbas', 'consultores'), ())
    """
    for cut in range(_FEWEST_GLUED, len(token) - _FEWEST_GLUED + 1):
        if _folded(token[:cut]) and _folded(token[cut:]):
            return token[:cut], token[cut:]
    for word in _GLUED_CONNECTIVES:
        if token.startswith(word) and _folded(token[len(word) :]):
            return word, token[len(word) :]
        if token.endswith(word) and _folded(token[: -len(word)]):
            return token[: -len(word)], word
    for cut in range(_FEWEST_GLUED, len(token) - _FEWEST_BESIDE_A_NAME + 1):
        if token[cut:] in TRADE:
            return token[:cut], token[cut:]
    for cut in range(len(token) - _FEWEST_GLUED, _FEWEST_BESIDE_A_NAME - 1, -1):
        if token[:cut] in TRADE:
            return token[:cut], token[cut:]
    return ()


def _of_script(written: str) -> Word | None:
    """A trade word, place or number in another script than Latin; None where it is none of them."""
    script = script_of_word(written)
    if script is Script.LATIN:
        return None
    plain = written.translate(_ABJAD_PLAIN) if script is Script.ABJAD else written
    if found := _folded(plain) or (script is Script.OTHER and _by_stem().get(_stem(plain))):
        return found
    number = digits_of(written)
    return Word(number, Kind.NUMBER) if number else None


def _stem(word: str) -> str:
    """A Cyrillic word without its ending, adjectives without the suffix that makes them one."""
    return _CYRILLIC_ENDING.sub("", _CYRILLIC_ENDING.sub("", word).removesuffix("ск"))


@cache
def _by_stem() -> dict[str, Word]:
    """The Cyrillic words of the tables by their stems: they are inflected in names (Российской Федерации)."""
    tables = [(table, kind) for table, kind in ((SAME_WORD, Kind.NAME), (PLACES, Kind.PLACE), (TRADE, Kind.TRADE))]
    return {
        _stem(alias): Word(word, kind)
        for table, kind in tables
        for alias, word in table.items()
        if script_of_word(alias) is Script.OTHER
    }


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
        if not ((at or word.token in _ARTICLES) and (word.token in _CONNECTIVES or written[at] in _CONNECTIVES))
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
    return 1, _latin_word(token)


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
    telling = [word for word in every if word not in _PARTICLES]
    without = [word for word in bare.split() if word not in _PARTICLES]
    found = [acronym(words) for words in (telling, without if legal else telling, every)]
    return tuple(dict.fromkeys([short for short in found if short and short.isalpha()]))


def is_short_name(token: str) -> bool:
    """Whether a folded word may be an acronym by its looks: three to eight letters (pla, komid)."""
    return 3 <= len(token) <= 8 and token.isalpha() and token.isascii()
