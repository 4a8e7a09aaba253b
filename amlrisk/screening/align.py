"""Two forms of names, word against word: which part matches which, how well, and what is left over."""

from __future__ import annotations

from itertools import pairwise, permutations
from typing import NamedTuple

from amlrisk.names.model import Form, Made
from amlrisk.policy.matching import Matching
from amlrisk.screening.likeness import Compare, Likenesses, Mode

_FEWEST_JOINED_LETTERS = 4
_FEW_WORDS = 4
_LETTERS_APART = 2


class Weighed(NamedTuple):
    """A form with the weight of each of its words (0, 1]."""

    form: Form
    weights: tuple[float, ...]


class Part(NamedTuple):
    """Words of one side (their positions) against words of the other: how alike, in which way, and their weight.

    One word against one, or one against several that it joins.
    """

    likeness: float
    weight: float
    a: tuple[int, ...]
    b: tuple[int, ...]
    how: str


class Alignment(NamedTuple):
    """The matched parts, the words left over on either side, and the score before any factor."""

    score: float
    parts: tuple[Part, ...]
    left_a: tuple[int, ...]
    left_b: tuple[int, ...]
    in_order: bool


_Left = tuple[list[int], list[int]]
"""The positions of the words that are left over on either side."""

NOTHING = Alignment(0.0, (), (), (), True)


def mode_of(a: Form, b: Form) -> Mode | None:
    """How words of these two forms are to be read against each other; None where they cannot be compared."""
    if a.made is Made.HAN or b.made is Made.HAN:
        return Mode.CHARACTERS if a.made is b.made else None
    if a.chinese and b.chinese:
        return Mode.SYLLABLES
    if (a.made is Made.CONSONANTS) != (b.made is Made.CONSONANTS):
        return None if Made.PINYIN in (a.made, b.made) else Mode.CONSONANTS
    return Mode.LETTERS


def align(a: Weighed, b: Weighed, likenesses: Likenesses, matching: Matching, *, at_least: float = 0.0) -> Alignment:
    """Align word for word: identical words first, then the most alike. Symmetric: ties never depend on the side.

    The score is the weight that agrees, each part by its likeness, over the weight of all words that count: words
    left over on both sides count in full (they contradict each other), those on one side alone by ``extra``.
    ``NOTHING`` where no word agrees, or where the score cannot reach ``at_least``.
    """
    mode = mode_of(a.form, b.form)
    if mode is None:
        return NOTHING
    parts, left_a, left_b = _identical(a, b)
    if left_a and left_b:
        if at_least and _at_best(parts, a, b, (left_a, left_b), likenesses) < at_least:
            return NOTHING
        if mode is not Mode.CHARACTERS:
            more = _alike(a, b, (left_a, left_b), likenesses.by_mode[mode], matching)
            if more:
                taken_a = {at for part in more for at in part.a}
                taken_b = {at for part in more for at in part.b}
                left_a = [at for at in left_a if at not in taken_a]
                left_b = [at for at in left_b if at not in taken_b]
                parts = sorted(parts + more, key=lambda part: part.a)
    return _settle(parts, a, b, (left_a, left_b), matching) if parts else NOTHING


def _at_best(parts: list[Part], a: Weighed, b: Weighed, left: _Left, likenesses: Likenesses) -> float:
    """The score if every word that found no identical one were as alike to another as unequal words can be."""
    identical = sum([part.weight for part in parts])
    rest = sum([a.weights[at] for at in left[0]]) + sum([b.weights[at] for at in left[1]])
    letters = max([len(a.form.tokens[at]) for at in left[0]] + [len(b.form.tokens[at]) for at in left[1]])
    return (identical + likenesses.most_unequal(letters) * rest) / (identical + rest)


def _identical(a: Weighed, b: Weighed) -> tuple[list[Part], list[int], list[int]]:
    parts: list[Part] = []
    left_a: list[int] = []
    left_b = list(range(len(b.weights)))
    others = b.form.tokens
    for i, word in enumerate(a.form.tokens):
        for j in left_b:
            if others[j] == word:
                parts.append(Part(1.0, a.weights[i] + b.weights[j], (i,), (j,), "identical"))
                left_b.remove(j)
                break
        else:
            left_a.append(i)
    return parts, left_a, left_b


def _alike(a: Weighed, b: Weighed, left: _Left, compare: Compare, matching: Matching) -> list[Part]:
    """The most alike pairs among the words that found no identical one, each word used once."""
    left_a, left_b = left
    tokens_a, tokens_b = a.form.tokens, b.form.tokens
    found: list[Part] = []
    for i in left_a:
        for j in left_b:
            likeness, how = compare(tokens_a[i], tokens_b[j])
            if likeness:
                found.append(Part(likeness, a.weights[i] + b.weights[j], (i,), (j,), how))
    if len(left_a) > 1:
        for span, j, likeness in _joins(tokens_a, left_a, [(j, tokens_b[j]) for j in left_b], compare, matching):
            weight = sum([a.weights[at] for at in span]) + b.weights[j]
            found.append(Part(likeness, weight, span, (j,), "joined"))
    if len(left_b) > 1:
        for span, i, likeness in _joins(tokens_b, left_b, [(i, tokens_a[i]) for i in left_a], compare, matching):
            weight = a.weights[i] + sum([b.weights[at] for at in span])
            found.append(Part(likeness, weight, (i,), span, "joined"))
    return _best(found, tokens_a, tokens_b) if len(found) > 1 else found


def _joins(
    tokens: tuple[str, ...], left: list[int], singles: list[tuple[int, str]], compare: Compare, matching: Matching
) -> list[tuple[tuple[int, ...], int, float]]:
    """Words of one side that, written as one, are like a single word of the other: (words, single word, likeness).

    Any two of a few words (a repeated word may have found its like elsewhere), or neighbours.
    """
    lengths = [len(token) for token in tokens]
    measured = [(single, other, len(other)) for single, other in singles]
    longest = max([length for _, _, length in measured]) + _LETTERS_APART
    shortest, next_shortest = sorted([lengths[at] for at in left])[:2]
    if shortest + next_shortest > longest:
        return []  # nothing joined is short enough; mostly so, and cheaper to see at once
    spans: list[tuple[int, ...]] = list(permutations(left, 2) if len(left) <= _FEW_WORDS else pairwise(left))
    spans += [tuple(left[at : at + 3]) for at in range(len(left) - 2)]
    out: list[tuple[tuple[int, ...], int, float]] = []
    for span in spans:
        letters = sum([lengths[at] for at in span])
        if letters > longest:
            continue
        for single, other, length in measured:
            if abs(letters - length) > _LETTERS_APART:
                continue
            word = "".join([tokens[at] for at in span])
            if word == other:
                out.append((span, single, matching.joined))
            elif min(letters, length) >= _FEWEST_JOINED_LETTERS:
                likeness, how = compare(word, other)
                if likeness >= matching.joined_from and how != "initial":
                    out.append((span, single, likeness * matching.joined))
    return out


def _best(found: list[Part], tokens_a: tuple[str, ...], tokens_b: tuple[str, ...]) -> list[Part]:
    def rank(part: Part) -> tuple[float, float, str, str, int, int]:
        x = "".join([tokens_a[at] for at in part.a])
        y = "".join([tokens_b[at] for at in part.b])
        x, y = (x, y) if x <= y else (y, x)
        return (-part.likeness, -round(part.weight, 9), x, y, abs(part.a[0] - part.b[0]), part.a[0] + part.b[0])

    used_a: set[int] = set()
    used_b: set[int] = set()
    chosen: list[Part] = []
    for part in sorted(found, key=rank):
        if used_a.isdisjoint(part.a) and used_b.isdisjoint(part.b):
            used_a.update(part.a)
            used_b.update(part.b)
            chosen.append(part)
    return chosen


def _settle(parts: list[Part], a: Weighed, b: Weighed, left: _Left, matching: Matching) -> Alignment:
    left_a, left_b = left
    agreeing = possible = 0.0
    for part in parts:
        agreeing += part.likeness * part.weight
        possible += part.weight
    rest_a = sum([a.weights[at] for at in left_a])
    rest_b = sum([b.weights[at] for at in left_b])
    contradicting = min(rest_a, rest_b)
    score = agreeing / (possible + 2 * contradicting + matching.extra * (max(rest_a, rest_b) - contradicting))
    if left_a or left_b:
        telling = [part for part in parts if not _is_weak(part, a.form, b.form)]
        if not telling:
            score = min(score, matching.weak_only)
        elif len(telling) == 1 and len(telling[0].a) == len(telling[0].b) == 1:
            weak_a, weak_b = a.form.weak, b.form.weak
            if not all(weak_a[at] for at in left_a) or not all(weak_b[at] for at in left_b):
                score *= matching.single_word
    starts = [part.b[0] for part in parts]
    return Alignment(score, tuple(parts), tuple(left_a), tuple(left_b), starts == sorted(starts))


def _is_weak(part: Part, a: Form, b: Form) -> bool:
    """A part says nothing by itself when on either side it is made of weak words only."""
    return all(a.weak[at] for at in part.a) or all(b.weak[at] for at in part.b)
