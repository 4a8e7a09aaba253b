"""Two forms of names, word against word: which part matches which, how well, and what is left over."""

from __future__ import annotations

from operator import itemgetter
from typing import NamedTuple

from amlrisk.names.model import Form, Made
from amlrisk.policy.matching import Matching
from amlrisk.screening.likeness import Compare, Likenesses, Mode

_LONGEST_JOINED = 3
_FEWEST_JOINED_LETTERS = 4
_PROMISING = 0.8


class Weighed(NamedTuple):
    """A form with the weight of each of its words (0, 1]."""

    form: Form
    weights: tuple[float, ...]


class Part(NamedTuple):
    """Words ``a[i:i+n]`` against words ``b[j:j+m]``: likeness, and how. ``n`` or ``m`` over 1 are joined words."""

    gain: float
    i: int
    j: int
    n: int
    m: int
    likeness: float
    how: str


class Alignment(NamedTuple):
    """The matched parts, the words left over on either side, and the score before any factor."""

    score: float
    parts: tuple[Part, ...]
    left_a: tuple[int, ...]
    left_b: tuple[int, ...]
    in_order: bool


_NOTHING = Alignment(0.0, (), (), (), True)


def mode_of(a: Form, b: Form) -> Mode | None:
    """How words of these two forms are to be read against each other; None where they cannot be compared."""
    if a.made is Made.HAN or b.made is Made.HAN:
        return Mode.CHARACTERS if a.made is b.made else None
    if a.chinese and b.chinese:
        return Mode.SYLLABLES
    if (a.made is Made.CONSONANTS) != (b.made is Made.CONSONANTS):
        return None if Made.PINYIN in (a.made, b.made) else Mode.CONSONANTS
    return Mode.LETTERS


def align(a: Weighed, b: Weighed, likenesses: Likenesses, matching: Matching) -> Alignment:
    """Align greedily, best gain first. Symmetric: ties are broken by the words themselves, never by the side.

    The score is the matched weight, each part by its likeness, over the weight of all words that count: words
    left over on both sides count in full (they contradict each other), those on one side alone by ``extra``.
    """
    mode = mode_of(a.form, b.form)
    if mode is None:
        return _NOTHING
    parts = _choose(_parts(a, b, likenesses.by_mode[mode], matching, joining=mode is not Mode.CHARACTERS), a, b)
    return _settle(parts, a, b, matching)


def _parts(a: Weighed, b: Weighed, compare: Compare, matching: Matching, *, joining: bool) -> list[Part]:
    parts: list[Part] = []
    tokens_a, tokens_b = a.form.tokens, b.form.tokens
    weights_a, weights_b = a.weights, b.weights
    for i, word in enumerate(tokens_a):
        for j, other in enumerate(tokens_b):
            likeness, how = compare(word, other)
            if likeness:
                parts.append(Part(likeness * (weights_a[i] + weights_b[j]), i, j, 1, 1, likeness, how))
    if joining and len(parts) < len(tokens_a) + len(tokens_b):
        for i, n, word, weight in _joined(tokens_a, weights_a):
            for j, other in enumerate(tokens_b):
                if (part := _join(word, other, compare, matching)) is not None:
                    parts.append(Part(part * (weight + weights_b[j]), i, j, n, 1, part, "joined"))
        for j, m, other, weight in _joined(tokens_b, weights_b):
            for i, word in enumerate(tokens_a):
                if (part := _join(word, other, compare, matching)) is not None:
                    parts.append(Part(part * (weights_a[i] + weight), i, j, 1, m, part, "joined"))
    return parts


def _joined(tokens: tuple[str, ...], weights: tuple[float, ...]) -> list[tuple[int, int, str, float]]:
    out = []
    for n in range(2, min(_LONGEST_JOINED, len(tokens)) + 1):
        for i in range(len(tokens) - n + 1):
            word = "".join(tokens[i : i + n])
            out.append((i, n, word, sum(weights[i : i + n])))
    return out


def _join(word: str, other: str, compare: Compare, matching: Matching) -> float | None:
    short, long = sorted((len(word), len(other)))
    if short < _FEWEST_JOINED_LETTERS or long - short > short // matching.typo_letters:
        return None
    likeness, _ = compare(word, other)
    return likeness * matching.joined if likeness >= _PROMISING else None


def _choose(parts: list[Part], a: Weighed, b: Weighed) -> list[Part]:
    tokens_a, tokens_b = a.form.tokens, b.form.tokens
    if len(parts) > 1:

        def rank(part: Part) -> tuple[float, str, str, int, int]:
            x = "".join(tokens_a[part.i : part.i + part.n])
            y = "".join(tokens_b[part.j : part.j + part.m])
            return (-round(part.gain, 9), min(x, y), max(x, y), abs(part.i - part.j), part.i + part.j)

        parts.sort(key=rank)
    used_a = [False] * len(tokens_a)
    used_b = [False] * len(tokens_b)
    chosen: list[Part] = []
    for part in parts:
        span_a, span_b = range(part.i, part.i + part.n), range(part.j, part.j + part.m)
        if any(used_a[i] for i in span_a) or any(used_b[j] for j in span_b):
            continue
        for i in span_a:
            used_a[i] = True
        for j in span_b:
            used_b[j] = True
        chosen.append(part)
    return chosen


def _settle(chosen: list[Part], a: Weighed, b: Weighed, matching: Matching) -> Alignment:
    if not chosen:
        return _NOTHING
    taken_a = {i for part in chosen for i in range(part.i, part.i + part.n)}
    taken_b = {j for part in chosen for j in range(part.j, part.j + part.m)}
    left_a = tuple(i for i in range(len(a.weights)) if i not in taken_a)
    left_b = tuple(j for j in range(len(b.weights)) if j not in taken_b)
    matched = sum(part.gain for part in chosen)
    possible = sum(part.gain / part.likeness for part in chosen)
    rest_a = sum(a.weights[i] for i in left_a)
    rest_b = sum(b.weights[j] for j in left_b)
    contradicting = min(rest_a, rest_b)
    score = matched / (possible + 2 * contradicting + matching.extra * (max(rest_a, rest_b) - contradicting))
    chosen.sort(key=itemgetter(1))
    starts = [part.j for part in chosen]
    in_order = starts == sorted(starts)
    telling = [part for part in chosen if not _is_weak(part, a.form, b.form)]
    other = any(not a.form.weak[i] for i in left_a) or any(not b.form.weak[j] for j in left_b)
    if not telling and (left_a or left_b):
        score = min(score, matching.weak_only)
    elif len(telling) == 1 and other and telling[0].n == telling[0].m == 1:
        score *= matching.single_word
    return Alignment(score, tuple(chosen), left_a, left_b, in_order)


def _is_weak(part: Part, a: Form, b: Form) -> bool:
    """A part says nothing by itself when on either side it is made of weak words only."""
    return all(a.weak[part.i : part.i + part.n]) or all(b.weak[part.j : part.j + part.m])
