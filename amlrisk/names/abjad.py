"""Arabic and Hebrew script: words in Latin letters, and whether their consonants are those of a Latin spelling.

Short vowels are not written, and a letter is spelled in many ways: ق as q, k, g or gh, ج as j, g or dj, ذ as dh, d
or z. The rival spellings follow the tables of BGN/PCGN, ALA-LC, DMG and ISO 233 for Arabic and Persian and what
French, Turkish, Russian and South Asian passports make of the same letters.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate
from math import inf
from typing import NamedTuple

_CACHED_WORDS = 65_536

LETTERS = {
    "ا": "a", "ب": "b", "ت": "t", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ر": "r", "ز": "z", "س": "s", "ش": "sh",
    "ص": "s", "ط": "t", "ظ": "z", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h",
    "و": "w", "ي": "y",
    "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ث": "th", "ذ": "dh", "ض": "dh",
    "ع": "", "ء": "", "ؤ": "w", "ئ": "e", "ة": "a", "ى": "ey",
    # Persian, Urdu, Pashto, Kurdish, Uyghur
    "پ": "p", "چ": "ch", "ژ": "zh", "گ": "g", "ک": "k", "ی": "y", "ې": "e", "ۍ": "y", "ێ": "e", "ہ": "h", "ھ": "h",
    "ە": "e", "ۀ": "h", "ۂ": "h", "ۃ": "h", "ے": "y", "ۓ": "y", "ں": "n", "ڼ": "n", "ڈ": "d", "ډ": "d", "ٹ": "t",
    "ټ": "t", "ڑ": "r", "ړ": "r", "ڕ": "r", "ږ": "zh", "ښ": "kh", "څ": "ts", "ځ": "dz", "ګ": "g", "ڭ": "ng", "ڵ": "l",
    "ۆ": "w", "ۇ": "w", "ۈ": "w", "ۋ": "w", "ڤ": "v", "ڨ": "g", "ڢ": "f", "ڧ": "q",
    # Hebrew
    "א": "a", "ב": "b", "ג": "g", "ד": "d", "ה": "h", "ו": "w", "ז": "z", "ח": "h", "ט": "t", "י": "y", "כ": "k",
    "ל": "l", "מ": "m", "נ": "n", "ס": "s", "ע": "", "פ": "p", "צ": "ts", "ק": "k", "ר": "r", "ש": "sh", "ת": "t",
    "ך": "k", "ם": "m", "ן": "n", "ף": "p", "ץ": "ts",
}  # fmt: skip
"""A letter and what it is read as; those that only carry a vowel, or none, are read as nothing inside a word."""

_CARRIERS = "عءע"
"""At the beginning of a word they stand for a vowel, whichever it is."""
_MARKS = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0591-\u05bd\u05bf\u05c1-\u05c7\u0640]")
_BREATHED = frozenset("tskgdzc")

WORDS = {
    "ال": "al", "آل": "al", "بن": "bin", "ابن": "bin", "إبن": "bin", "بنت": "bint", "ولد": "bin",
    "ابو": "abu", "أبو": "abu", "ابي": "abu", "أبي": "abu", "ابی": "abu", "بو": "abu", "ابا": "abu", "أبا": "abu",
    "ام": "umm", "أم": "umm", "عبد": "abd", "الله": "allah", "اللہ": "allah", "اله": "allah",
    "ملا": "mullah", "شيخ": "sheikh", "شیخ": "sheikh", "حاج": "haji", "حاجي": "haji", "حاجى": "haji", "حاجی": "haji",
    "سيد": "sayyid", "سید": "sayyid", "مولوي": "mawlawi", "مولوی": "mawlawi", "مولانا": "maulana",
    "قاري": "qari", "قاری": "qari", "حافظ": "hafiz", "دكتور": "dr", "دکتور": "dr", "دکتر": "dr",
    "بر": "bar", "בן": "ben", "בת": "bat", "בר": "bar",
}  # fmt: skip
"""Words that Latin letters write in one way once the particles and titles are folded (``persons``)."""

_ALLAH = ("الله", "اللہ")
_ARTICLE = "ال"
_SERVANTS = ("عبدال",)


def latin_abjad(word: str) -> str:
    """A word in Arabic or Hebrew script in ASCII letters; letters that are not known here stay as they are.

    ``'`` parts letters that would read as one sound.

    >>> latin_abjad("محمد"), latin_abjad("طه"), latin_abjad("خالد"), latin_abjad("أبو")
    ('mhmd', "t'h", 'khald', 'abu')
    """
    word = _MARKS.sub("", word)
    whole = WORDS.get(word)
    if whole is not None:
        return whole
    ending = ""
    if word.endswith(_ALLAH) and len(word) > len(_ARTICLE) + 2:
        word, ending = word[:-4], "ullah"
    out: list[str] = ["a"] if word[:1] in _CARRIERS else []
    for char in word:
        sound = LETTERS.get(char, char)
        if sound == "h" and out and out[-1] in _BREATHED:
            out.append("'")
        if sound:
            out.append(sound)
    return "".join(out) + ending


def split_arabic(word: str) -> tuple[str, ...]:
    """The article, and what else is mostly apart in Latin letters: ``عبدالرحمن`` -> ``("عبد", "ال", "رحمن")``."""
    for servant in _SERVANTS:
        if word.startswith(servant) and len(word) > len(servant) + 1:
            rest = word[len(servant) - len(_ARTICLE) :]
            return ("عبد", rest) if rest in _ALLAH else ("عبد", _ARTICLE, rest[len(_ARTICLE) :])
    if word not in _ALLAH and word.startswith(_ARTICLE) and len(word) > len(_ARTICLE) + 1:
        return (_ARTICLE, word[len(_ARTICLE) :])
    for father in ("أبوال", "ابوال"):
        if word.startswith(father) and len(word) > len(father) + 1:
            return (father[:3], _ARTICLE, word[len(father) :])
    return (word,)


# --- consonants against a Latin spelling --------------------------------------------------------------------

_SOUNDS = re.compile("tch|sch|dzh|dsch|kh|gh|sh|ch|th|dh|zh|dj|dz|ph|ck|ts|tz|qu|'|[a-z]")

_STANDS_FOR = {
    "b": "bp", "p": "pb", "f": "f", "ph": "f", "m": "m", "n": "n", "l": "l", "r": "r",
    "t": "tT", "th": "TtDz", "d": "dD", "dh": "Ddz", "z": "zD", "dz": "zd", "s": "sT", "ts": "sz", "tz": "sz",
    "sh": "S", "sch": "S", "ch": "CSx", "tch": "CS",
    "j": "jZ", "dj": "j", "dzh": "j", "dsch": "j", "zh": "Zjz", "c": "kq", "ck": "kq", "k": "kqx", "q": "qkG",
    "qu": "kq", "g": "gjqG", "gh": "Gqg", "kh": "xh", "h": "hx", "x": "xh",
}  # fmt: skip
"""A spelled sound -> the sounds of the script it may stand for, the one it mostly does first.

T ث, D ذ ض, S ش, C چ, Z ژ, x خ, G غ. Two spellings are rivals where one may stand for what the other mostly does:
th and s are, t and s are not.
"""

_BITS = {sound: 1 << at for at, sound in enumerate(sorted({char for its in _STANDS_FOR.values() for char in its}))}
_SOUNDS_OF = {spelled: (_BITS[its[0]], sum(map(_BITS.__getitem__, its))) for spelled, its in _STANDS_FOR.items()}
_SOFT_C = (_BITS["s"], _BITS["s"] | _BITS["j"])
_A, _I, _U, _WRITTEN, _V = 1, 2, 4, 8, 16
_SAID = _A | _I | _U
_VOWELS = {"a": _A, "e": _A | _I, "i": _I, "y": _I, "o": _A | _U, "u": _U, "w": _U, "v": _U | _V}
_HALF = 0.5
_LONG = re.compile("ee|oo|ou")
_GLIDES = frozenset("iyw")
_GLIDED = frozenset("aeou")


class Bones(NamedTuple):
    """The consonants of a word, as spelled and as sounds (mostly, at all); the vowels before each and at the end."""

    spelled: tuple[str, ...]
    sounds: tuple[tuple[int, int], ...]
    vowels: tuple[int, ...]
    first: str
    glides: int
    """The w and y among the vowels before the first consonant, but for the very first letter."""
    missing: tuple[float, ...]
    """What it counts where the other side lacks a consonant."""
    silent: bool
    """An h at the end, mostly of the ending of Fatimah."""
    fullness: int
    """Between how many consonants there are vowels."""
    all_sounds: tuple[int, int]
    """The sounds of all consonants (mostly, at all)."""
    paired: bool
    """Whether any is spelled by two letters, which may be two consonants of the other side."""


@lru_cache(maxsize=_CACHED_WORDS)
def bones(word: str) -> Bones:
    """Doubled letters count once, a silent e at the end not at all."""
    spelled: list[str] = []
    sounds: list[tuple[int, int]] = []
    vowels: list[int] = [0]
    before = ""
    glides = 0
    found = _SOUNDS.findall(_LONG.sub(_short, word))
    last = len(found) - 1
    for at, sound in enumerate(found):
        if sound in _VOWELS:
            if not (sound == "e" and at == last > 1):
                vowels[-1] |= _VOWELS[sound]
                if at and not spelled and sound in "wy":
                    glides |= _VOWELS[sound]
                if (before in _GLIDES and sound in _GLIDED) or (sound in _GLIDES and before in _GLIDED):
                    vowels[-1] |= _WRITTEN
        elif sound in _SOUNDS_OF and sound != before:
            soft = sound == "c" and found[at + 1 : at + 2] in (["e"], ["i"], ["y"])
            spelled.append(sound)
            sounds.append(_SOFT_C if soft else _SOUNDS_OF[sound])
            vowels.append(0)
        before = sound
    silent = spelled[-1:] == ["h"] and not vowels[-1]
    missing = [_HALF if sound == "h" else 1.0 for sound in spelled]
    if silent:
        missing[-1] = 0.0
    fullness = sum(map(bool, vowels[1:-1]))
    mostly = too = 0
    for its_own, also in sounds:
        mostly, too = mostly | its_own, too | also
    return Bones(
        spelled=tuple(spelled),
        sounds=tuple(sounds),
        vowels=tuple(vowels),
        first=word[:1],
        glides=glides,
        missing=tuple(missing),
        silent=silent,
        fullness=fullness,
        all_sounds=(mostly, too),
        paired=any(len(sound) > 1 for sound in spelled),
    )


def _short(long: re.Match[str]) -> str:
    return "i" if long[0] == "ee" else "u"


@lru_cache(maxsize=_CACHED_WORDS)
def consonant_errors(a: str, b: str, each: int = 0) -> tuple[float, int]:
    """How far a word of an abjad (``latin_abjad``) is from a Latin spelling: (errors, consonants of the longer,
    but for a silent h at the end).

    0 errors where each consonant can stand for the other's and no written vowel speaks against it; a consonant more
    or another one counts 1, an h more or a vowel that the other side denies counts a half. A word of a single consonant
    bears no error: then it is 1. The same in either order. ``each``: where there is more than one error for so many
    consonants, and more than a half, it need not be known how many more.

    >>> consonant_errors("hsyn", "hussein"), consonant_errors("hsyn", "hassan"), consonant_errors("qdhafy", "gadhafi")
    ((0.0, 3), (0.5, 3), (0.0, 3))
    """
    x, y = bones(a), bones(b)
    fuller = x.fullness - y.fullness
    if fuller > 0 or (fuller == 0 and a > b):
        x, y = y, x  # x writes fewer vowels: what it does write is long, and must be there
    consonants = max(len(one.sounds) - (one.silent and len(one.sounds) > 1) for one in (x, y))
    most = max(consonants // each, _HALF) if each else inf
    errors = _ending(x, y) + _beginning(x, y)
    if errors <= most:
        errors += _between(x, y, most - errors)
    return (max(errors, 1.0) if errors and consonants == 1 else errors), consonants


def _between(x: Bones, y: Bones, most: float) -> float:
    """The errors of all consonants and of the vowels between them; above ``most`` any number above it."""
    if not (x.paired or y.paired) and (_strangers(x, y) > most or _strangers(y, x) > most):
        return most + 1.0
    last = (len(x.sounds) - 1, len(y.sounds) - 1)
    spelled, vowels, sounds, missing = y.spelled, y.vowels, y.sounds, y.missing
    one_sided = x.fullness != y.fullness
    before: list[float] = []
    above = [0.0, *accumulate(missing)]
    for i, (mine, mine_too) in enumerate(x.sounds):
        lacking, between, letters = x.missing[i], x.vowels[i], x.spelled[i]
        pair = x.spelled[i - 1] + letters if i else ""
        best = above[0] + lacking
        row = [best]
        for j, (other, other_too) in enumerate(sounds):
            same = above[j]
            if not (mine & other_too or other & mine_too):
                same += 1.0
            if i and j and (between or vowels[j]):
                same += _denied(between, vowels[j], last=(i, j) == last and i > 1, one_sided=one_sided)
            best = min(same, above[j + 1] + lacking, best + missing[j])
            if j and letters == spelled[j - 1] + spelled[j]:
                best = min(best, above[j - 1])
            if i and spelled[j] == pair:
                best = min(best, before[j])
            row.append(best)
        if min(row) > most and min(above) > most:  # two written as one look back two rows
            return most + 1.0
        before, above = above, row
    return above[-1]


def _strangers(x: Bones, y: Bones) -> float:
    """What the consonants of ``x`` count at least that have nothing in common with any of ``y``."""
    mostly, too = y.all_sounds
    count = 0.0
    for at, (mine, mine_too) in enumerate(x.sounds):
        if not (mine & too or mostly & mine_too):
            count += x.missing[at]
    return count


def _denied(fewer: int, more: int, *, last: bool, one_sided: bool) -> float:
    """Vowels between consonants that have nothing in common.

    The side that writes fewer writes the long ones, which the other then writes too. It would also write a diphthong
    (Hussein is not Hassan), and a long u in the last syllable, where a short one is rare (Mahmud is not Muhammad).
    """
    if (fewer & _V and not more & _U) or (more & _V and not fewer & _U):
        return _HALF  # a v is a written w
    if fewer and more:
        return 0.0 if fewer & more & _SAID else _HALF
    if one_sided and (fewer or more & _WRITTEN or (last and more == _U)):
        return _HALF
    return 0.0


def _ending(x: Bones, y: Bones) -> float:
    """A vowel at the end is written in every script: salim is not salima, hassan not hassani, ali not allah."""
    a, b = x.vowels[-2 if x.silent else -1], y.vowels[-2 if y.silent else -1]
    if (not a and x.silent) or (not b and y.silent):
        return 0.0
    if (a & _V and not b & _U) or (b & _V and not a & _U):
        return _HALF
    return _HALF if bool(a) != bool(b) or (a and not a & b & _SAID) else 0.0


def _beginning(x: Bones, y: Bones) -> float:
    """A vowel at the beginning is written, as an alif whichever it is; w and y are written, there and behind it."""
    if x.first == "" or y.first == "" or bool(x.vowels[0]) != bool(y.vowels[0]):
        return _HALF
    for one, other in ((x, y), (y, x)):
        if one.glides & ~other.vowels[0] or (one.vowels[0] & _V and not other.vowels[0] & _U):
            return _HALF
        if (one.first == "w" and other.first not in "wvuo") or (one.first == "y" and other.first not in "yije"):
            return _HALF
    return 0.0
