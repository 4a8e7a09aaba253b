"""How alike one word is to another, and in which way. The same in either order."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import lru_cache

from rapidfuzz.distance import OSA
from rigour.text.phonetics import metaphone

from amlrisk.names.abjad import consonant_errors
from amlrisk.policy.matching import Matching

Likeness = tuple[float, str]
Compare = Callable[[str, str], Likeness]
"""Two words -> likeness in [0, 1] and how: identical, typo, sound, initial, consonants, different."""

IDENTICAL: Likeness = (1.0, "identical")
DIFFERENT: Likeness = (0.0, "different")
_REMEMBERED = 65_536


class Mode(Enum):
    """What a difference between two words means."""

    LETTERS = "letters"
    """Typing errors, rival spellings and initials happen."""
    SYLLABLES = "syllables"
    """Both are pinyin: another syllable is another name."""
    CHARACTERS = "characters"
    """Both are Chinese characters: another character is another name."""
    CONSONANTS = "consonants"
    """One side writes no short vowels."""


class Likenesses:
    """The numbers of the pack turned into one function a mode; answers are remembered (they are pure)."""

    def __init__(self, matching: Matching) -> None:
        self._matching = matching
        letters = lru_cache(maxsize=_REMEMBERED)(self._letters)
        self.by_mode: dict[Mode, Compare] = {
            Mode.LETTERS: letters,
            Mode.SYLLABLES: _same,
            Mode.CHARACTERS: _same,
            Mode.CONSONANTS: lru_cache(maxsize=_REMEMBERED)(self._consonants),
        }

    def most_unequal(self, letters: int) -> float:
        """The most that two different words, the longer of so many letters, can be alike (joined or not)."""
        matching = self._matching
        typo = 1.0 - matching.typo_cost / letters
        return max(typo, matching.joined, matching.sound, matching.consonants, matching.initial)

    def _letters(self, a: str, b: str) -> Likeness:
        if a == b:
            return IDENTICAL
        short, long = sorted((len(a), len(b)))
        if short == 1:
            return (self._matching.initial, "initial") if long > 1 and a[0] == b[0] else DIFFERENT
        matching = self._matching
        errors = OSA.distance(a, b)
        likeness = 1.0 - matching.typo_cost * errors / long if errors <= max(1, long // matching.typo_letters) else 0.0
        if likeness < matching.sound and 1.0 - errors / long >= matching.sound_overlap and _sounds_like(a, b):
            return matching.sound, "sound"
        return (likeness, "typo") if likeness > 0.0 else DIFFERENT

    def _consonants(self, a: str, b: str) -> Likeness:
        if a == b:
            return IDENTICAL
        if min(len(a), len(b)) == 1:
            return (self._matching.initial, "initial") if a[0] == b[0] else DIFFERENT
        errors, consonants = consonant_errors(a, b)
        if not errors:
            return self._matching.consonants, "consonants"
        if not consonants or errors > max(consonants // self._matching.typo_letters, 0.5):
            return DIFFERENT
        return self._matching.consonants * (1.0 - self._matching.typo_cost * errors / consonants), "typo"


def _same(a: str, b: str) -> Likeness:
    return IDENTICAL if a == b else DIFFERENT


def _sounds_like(a: str, b: str) -> bool:
    sound = sound_of(a)
    return sound is not None and sound == sound_of(b)


@lru_cache(maxsize=_REMEMBERED)
def sound_of(word: str) -> str | None:
    """The metaphone key of a Latin word; None where it says too little (fewer than two sounds)."""
    if not word.isascii() or not word.isalpha():
        return None
    key = metaphone(word)
    return key if len(key) > 1 else None
