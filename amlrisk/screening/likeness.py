"""How alike one word is to another, and in which way. The same in either order."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import lru_cache

from rapidfuzz.distance import OSA
from rigour.text.phonetics import metaphone

from amlrisk.names.abjad import consonant_errors
from amlrisk.names.pinyin import syllable_count
from amlrisk.names.variants import SPELLING, groups, relation
from amlrisk.policy.matching import Matching

Likeness = tuple[float, str]
Compare = Callable[[str, str], Likeness]
"""Two words -> likeness in [0, 1] and how: identical, variant (another spelling of the name), nickname, typo, sound,
other_name (alike, but each is a known name), syllable, initial, consonants, different."""

IDENTICAL: Likeness = (1.0, "identical")
DIFFERENT: Likeness = (0.0, "different")
_REMEMBERED = 65_536


class Mode(Enum):
    """What a difference between two words means."""

    LETTERS = "letters"
    """Typing errors, rival spellings and initials happen."""
    SYLLABLES = "syllables"
    """Both are Chinese names in Latin letters: another syllable mostly is another name."""
    READ = "read"
    """One side is read from characters and spelled as is usual: another letter there is another syllable."""
    CHARACTERS = "characters"
    """Both are Chinese characters, or both were: another character is another name."""
    CONSONANTS = "consonants"
    """One side writes no short vowels."""


class Likenesses:
    """The numbers of the pack turned into one function a mode; answers are remembered (they are pure)."""

    def __init__(self, matching: Matching) -> None:
        self._matching = matching
        self.by_mode: dict[Mode, Compare] = {
            Mode.LETTERS: lru_cache(maxsize=_REMEMBERED)(self._letters),
            Mode.SYLLABLES: lru_cache(maxsize=_REMEMBERED)(self._syllables),
            Mode.READ: lru_cache(maxsize=_REMEMBERED)(self._read),
            Mode.CHARACTERS: _same,
            Mode.CONSONANTS: lru_cache(maxsize=_REMEMBERED)(self._consonants),
        }

    def _letters(self, a: str, b: str) -> Likeness:
        if a == b:
            return IDENTICAL
        short, long = sorted((len(a), len(b)))
        if short == 1:
            return (self._matching.initial, "initial") if long > 1 and a[0] == b[0] else DIFFERENT
        matching = self._matching
        if related := relation(a, b):
            return (matching.spelling, "variant") if related == SPELLING else (matching.nickname, "nickname")
        most = min(matching.typo_most, max(1, long // matching.typo_letters))
        errors = OSA.distance(a, b)
        if 1.0 - errors / long >= matching.sound_overlap and _sounds_like(a, b):
            return 1.0 - matching.sound * errors / long, "sound" if not (groups(a) and groups(b)) else "other_name"
        if errors > most:
            return DIFFERENT
        return 1.0 - errors / long, "typo" if not (groups(a) and groups(b)) else "other_name"

    def _syllables(self, a: str, b: str) -> Likeness:
        likeness, how = self._letters(a, b)
        if how not in ("typo", "sound", "other_name", "nickname") or not (syllable_count(a) and syllable_count(b)):
            return likeness, how
        return 1.0 - OSA.distance(a, b) / max(len(a), len(b)), "syllable"  # sounds and names are those of the West

    def _read(self, a: str, b: str) -> Likeness:
        likeness, how = self._letters(a, b)
        if how in ("identical", "initial", "different"):
            return likeness, how
        return 1.0 - OSA.distance(a, b) / max(len(a), len(b)), "syllable"

    def _consonants(self, a: str, b: str) -> Likeness:
        if a == b:
            return IDENTICAL
        matching = self._matching
        if min(len(a), len(b)) == 1:
            return (matching.initial, "initial") if a[0] == b[0] else DIFFERENT
        errors, consonants = consonant_errors(a, b, matching.consonants_letters)
        if not consonants or errors > max(consonants // matching.consonants_letters, 0.5):
            return DIFFERENT
        return max(0.0, 1.0 - (matching.consonants + errors) / consonants), "typo" if errors else "consonants"


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
