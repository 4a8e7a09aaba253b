"""Words of other scripts in Latin letters, each word once: transliterating is slow, and words repeat."""

from __future__ import annotations

import re
from functools import lru_cache

from rigour.text.translit import ascii_text

from amlrisk.names.scripts import Script, script_of_word
from amlrisk.names.surnames import HANGUL_SURNAMES

_CACHED_WORDS = 262_144

# What the rules of transliteration drop or render as a mark, although it is a letter: read as vowels.
_ABJAD = str.maketrans(
    {
        "ع": "a",
        "ﻉ": "a",
        "ء": "",
        "أ": "a",
        "إ": "i",
        "آ": "a",
        "ا": "a",
        "ؤ": "w",
        "ئ": "y",
        "ة": "h",
        "ى": "a",
        "ی": "y",
        "ي": "y",
        "ک": "k",
        "ك": "k",
        "ہ": "h",
        "ھ": "h",
        "ە": "h",
        "ۀ": "h",
        "ے": "y",
        "ں": "n",
        "گ": "g",
        "پ": "p",
        "چ": "ch",
        "ژ": "zh",
        "ڈ": "d",
        "ٹ": "t",
        "ڑ": "r",
        "ج": "j",
        "ق": "q",
        "ص": "s",
        "ض": "d",
        "ط": "t",
        "ظ": "z",
        "ح": "h",
        "غ": "gh",
        "خ": "kh",
        "ش": "sh",
        "ث": "th",
        "ذ": "dh",
        "א": "a",
        "ע": "a",
        "ח": "h",
        "כ": "k",
        "ך": "k",
        "צ": "ts",
        "ץ": "ts",
        "ק": "k",
        "ש": "sh",
        "ו": "w",
        "י": "y",
        "ט": "t",
        "פ": "p",
        "ף": "p",
    }
)
_ALLAH = "الله"
_ARTICLE = "ال"
_SERVANT = "عبد"
_ASSIMILATED = re.compile("(?<=[aeu])l(?=[dtsznr])")
_SERVANT_OF = frozenset(("abdul", "abdel", "abdal", "abdol", "abdoul", "abdil"))
_SKELETON_SOUNDS = (
    ("sch", "S"),
    ("kh", "h"),
    ("gh", "g"),
    ("sh", "S"),
    ("ch", "S"),
    ("th", "t"),
    ("dh", "d"),
    ("zh", "z"),
    ("ph", "f"),
    ("ts", "s"),
    ("ck", "k"),
)
_SKELETON_LETTERS = str.maketrans({"q": "k", "c": "k", "p": "b", "v": "f", "x": "s", "j": "g"})
_VOWELS = "aeiouyw"


@lru_cache(maxsize=_CACHED_WORDS)
def latin(word: str) -> str:
    """``word`` in ASCII letters and digits, or the word itself where its script cannot be transliterated.

    >>> latin("žukov"), latin("владимир"), latin("محمد")
    ('zukov', 'vladimir', 'mhmd')
    """
    if word.isascii():
        return word
    script = script_of_word(word)
    if script is Script.HANGUL:
        return _hangul(word)
    text = word.replace(_ALLAH, "allah").translate(_ABJAD) if script is Script.ABJAD else word
    ascii_form = "".join(char for char in ascii_text(text).lower() if char.isalnum())
    return ascii_form or word


def _hangul(word: str) -> str:
    for length in (2, 1):
        surname = HANGUL_SURNAMES.get(word[:length])
        if surname and len(word) == length:
            return surname
    return "".join(char for char in ascii_text(word).lower() if char.isalnum()) or word


def split_hangul(word: str) -> tuple[str, ...]:
    """A Korean name written as one word, surname apart: ``김정은`` -> ``("김", "정은")``."""
    for length in (2, 1):
        if length < len(word) <= length + 2 and word[:length] in HANGUL_SURNAMES:
            return (word[:length], word[length:])
    return (word,)


def split_arabic(word: str) -> tuple[str, ...]:
    """The article and the abd of names, mostly apart in Latin: ``عبدالرحمن`` -> ``("عبد", "ال", "رحمن")``."""
    if word.startswith(_SERVANT + _ARTICLE) and len(word) > len(_SERVANT + _ARTICLE) + 1:
        return (_SERVANT, *split_arabic(word[len(_SERVANT) :]))
    if word != _ALLAH and word.startswith(_ARTICLE) and len(word) > len(_ARTICLE) + 1:
        return (_ARTICLE, word[len(_ARTICLE) :])
    return (word,)


def load_tables() -> None:
    """Have ICU load its largest table, a tenth of a second for the first word with a Chinese character in it.

    Worth calling before forking: what is loaded by then is not loaded again by every process.
    """
    latin("\u5b57")


@lru_cache(maxsize=_CACHED_WORDS)
def skeleton(word: str) -> str:
    """The consonants of a Latin word, rival spellings of a sound as one, doubles single.

    What an Arabic or Hebrew word and its many Latin spellings share:

    >>> skeleton("mhmd"), skeleton("mohammed"), skeleton("muhamad"), skeleton("qaddafi"), skeleton("gadhafi")
    ('mhmd', 'mhmd', 'mhmd', 'kdf', 'gdf')
    """
    if word in _SERVANT_OF:
        return "bd"
    word = _ASSIMILATED.sub("", word)  # al-din is said ad-din, and often written so
    for sound, letter in _SKELETON_SOUNDS:
        if sound in word:
            word = word.replace(sound, letter)
    out: list[str] = []
    for char in word.translate(_SKELETON_LETTERS):
        if char not in _VOWELS and not (out and out[-1] == char):
            out.append(char)
    if len(out) > 2 and out[-1] == "h":  # the silent ending of Fatimah, Abdullah
        out.pop()
    return "".join(out)
