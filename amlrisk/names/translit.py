"""Words of other scripts in Latin letters, each word once: transliterating is slow, and words repeat."""

from __future__ import annotations

import re
from functools import lru_cache

from rigour.text.translit import ascii_text

from amlrisk.names.abjad import latin_abjad, split_arabic
from amlrisk.names.scripts import Script, script_of_word
from amlrisk.names.surnames import HANGUL_SURNAMES

__all__ = ["latin", "load_tables", "respelled", "skeleton", "split_arabic", "split_hangul"]

_CACHED_WORDS = 262_144

_CYRILLIC = re.compile("[\u0400-\u052f]")
_SERBIAN = re.compile("[ђјљњћџѓќѕ]")
"""Letters of Serbian and Macedonian alone, where х is h; elsewhere lists write kh (BGN/PCGN)."""


@lru_cache(maxsize=_CACHED_WORDS)
def latin(word: str) -> str:
    """``word`` in ASCII letters and digits, or the word itself where its script cannot be transliterated.

    An abjad may have ``'`` between letters that would read as one sound.

    >>> latin("žukov"), latin("владимир"), latin("محمد")
    ('zukov', 'vladimir', 'mhmd')
    """
    if word.isascii():
        return word
    script = script_of_word(word)
    if script is Script.HANGUL:
        return _hangul(word)
    if script is Script.ABJAD:
        word = latin_abjad(word)
        if word.isascii():
            return word
    elif _CYRILLIC.search(word):
        word = word.replace("дж", "j")
        if not _SERBIAN.search(word):
            word = word.replace("х", "kh")
    ascii_form = "".join(char for char in ascii_text(word).lower() if char.isalnum())
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


def load_tables() -> None:
    """Have ICU load its largest table, a tenth of a second for the first word with a Chinese character in it.

    Worth calling before forking: what is loaded by then is not loaded again by every process.
    """
    latin("\u5b57")


# --- keys under which rival spellings meet -------------------------------------------------------------------

_COARSE_SOUNDS = (
    ("dzh", "k"),
    ("sch", "S"),
    ("tch", "S"),
    ("gh", "k"),
    ("sh", "S"),
    ("ch", "S"),
    ("th", "t"),
    ("dh", "d"),
    ("dj", "k"),
    ("ph", "f"),
    ("ck", "k"),
    ("ce", "s"),
    ("ci", "s"),
    ("cy", "s"),
    ("kh", "h"),  # last: what it leaves must not make another sound with the letter before
)
_COARSE_LETTERS = str.maketrans({"q": "k", "c": "k", "g": "k", "j": "k", "p": "b", "s": "t", "x": "h", "z": "d"})
_SPELLED_WITH_H = frozenset(("kh", "gh", "sh", "ch", "th", "dh", "zh", "ph"))
_UNWRITTEN = frozenset("aeiouywv'")


@lru_cache(maxsize=_CACHED_WORDS)
def skeleton(word: str) -> str:
    """The consonants of a Latin word, all letters that may stand for each other as one, doubles single.

    What an Arabic or Hebrew word and its many Latin spellings share. Coarse on purpose, a key to find words by;
    ``abjad.consonant_errors`` then looks closer.

    >>> skeleton("mhmd"), skeleton("mohammed"), skeleton("muhamad"), skeleton("qaddafi"), skeleton("gadhafi")
    ('mhmd', 'mhmd', 'mhmd', 'kdf', 'kdf')
    """
    silent = word.endswith("h") and word[-2:] not in _SPELLED_WITH_H  # the ending of Fatimah, Abdullah
    first = word[:1]
    for sound, letter in _COARSE_SOUNDS:
        if sound in word:
            word = word.replace(sound, letter)
    out: list[str] = []
    for char in word.translate(_COARSE_LETTERS):
        if char not in _UNWRITTEN and not (out and out[-1] == char):
            out.append(char)
    if silent and len(out) > 1:
        out.pop()
    if len(out) == 1:  # Ali, Zia: a single consonant says too little, but where it stands is written too
        return f"a{out[0]}" if first in _UNWRITTEN else f"{out[0]}a"
    return "".join(out)


def _hushing(found: re.Match[str]) -> str:
    return "Se" if found[1] else "S"  # Gorbachov, Gorbachev: the ё after a hushing sound


_RESPELLED = tuple(
    (hints.split(), re.compile(pattern), sound)
    for hints, pattern, sound in (
        ("gu", "gu(?=[ei])", "g"),
        ("hr hl", "^[kc]?h(?=[rl])", "k"),
        ("ch sh cz sz", "szcz|schtsch|tsch|shtch|shch|chtch|sch|tch|tsh|sh|ch|cz|sz", "S"),
        ("S", "S+(o(?=[vw]))?", _hushing),
        ("dzh dj", "dzh|dj", "j"),
        ("kh", "kh", "h"),
        ("gh", "gh", "g"),
        ("zh", "zh", "z"),
        ("ph", "ph", "f"),
        ("th dh", "(?<=[td])h", ""),
        ("ck q", "ck|qu?", "k"),
        ("c", "c(?=v)|(?<=[eou])c(?=o[vw]$)", "ts"),
        ("c", "c(?=[eiy])", "s"),
        ("c", "c", "k"),
        ("x", "x", "ks"),
        ("z", "tz|dz|^z(?=w)", "ts"),
        ("w", "w", "v"),
        ("f", "ff?$", "v"),
        ("ou oo ue", "ou|oo|ue", "u"),
        ("oe", "oe", "o"),
        ("ae aa", "ae|aa", "a"),
        ("ee", "ee", "i"),
        ("y", "y", "i"),
        ("i j", "^[ij]+(?=[aou])", "j"),
        ("i j", "^[ij]+(?=e)", ""),
        ("j", "(?<=[aeiou])j|(?<=[^aeiou])j(?=[aeou])", "i"),
        ("io", "(?<=[^aeiou])io", "e"),
        ("ie", "i+e", "e"),
        ("h", "h$", ""),
    )
)
"""Letters to look for first, since looking is cheap; the pattern; what it sounds like. In this order."""
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=_CACHED_WORDS)
def respelled(word: str) -> str:
    """A Latin word with the rival romanisations of its sounds as one; the vowels stay, unlike in ``skeleton``.

    Cyrillic by BGN, ISO 9, in passports and in German, French and Polish letters; umlauts as one letter or two.

    >>> respelled("yuri") == respelled("jurij") == respelled("iurii"), respelled("müller".replace("ü", "ue"))
    (True, 'muler')
    """
    for hints, pattern, sound in _RESPELLED:
        for hint in hints:
            if hint in word:
                word = pattern.sub(sound, word)
                break
    return _DOUBLED.sub(r"\1", word)
