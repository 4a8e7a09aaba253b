"""Two forms of names, word against word: which part matches which, how well, and what is left over."""

from __future__ import annotations

from itertools import pairwise, permutations
from typing import NamedTuple

from amlrisk.names.model import Form, Kind, Made, comparable
from amlrisk.names.pinyin import syllable_count
from amlrisk.policy.matching import Matching
from amlrisk.screening.likeness import Compare, Likenesses, Mode

_FEWEST_JOINED_LETTERS = 4
_FEW_WORDS = 4
_LETTERS_APART = 2
ROMANISED = frozenset((Made.WADE_GILES, Made.CANTONESE, Made.KOREAN))
"""Characters read otherwise than in pinyin."""
_READ = ROMANISED | {Made.PINYIN}
_AS_TYPED = frozenset((Made.TRANSLITERATED, Made.CONSONANTS))


KNOWN_WORDS = (Kind.TRADE, Kind.PLACE)


class Weighed(NamedTuple):
    """A form with the weight of each of its words (0, 1]."""

    form: Form
    weights: tuple[float, ...]


class Part(NamedTuple):
    """Words of one side (their positions) against words of the other: how alike, in which way, and their weight.

    One word against one, or one against several that it joins. ``errors`` counts the typing errors.
    """

    likeness: float
    weight: float
    a: tuple[int, ...]
    b: tuple[int, ...]
    how: str
    errors: int = 0


class Alignment(NamedTuple):
    """The matched parts, in the order of the first form, and the words left over on either side."""

    parts: tuple[Part, ...]
    left_a: tuple[int, ...]
    left_b: tuple[int, ...]
    in_order: bool
    mode: Mode = Mode.LETTERS


_Left = tuple[list[int], list[int]]
"""The positions of the words that are left over on either side."""


class _Compares(NamedTuple):
    """How one word is held against another, and how several that are written as one are; whether a word may be the
    initials of several."""

    single: Compare
    joined: Compare
    initials: bool


NOTHING = Alignment((), (), (), True)


def mode_of(a: Form, b: Form) -> Mode | None:
    """How words of these two forms are to be read against each other; None where they cannot be compared."""
    made_a, made_b = a.made, b.made
    if made_a is Made.AS_WRITTEN is made_b:
        return Mode.SYLLABLES if a.chinese and b.chinese else Mode.LETTERS
    if not comparable(made_a, made_b):
        return None
    if made_a is made_b and made_a in (Made.HAN, Made.PINYIN):
        return Mode.CHARACTERS
    if made_a in _READ or made_b in _READ or _is_hangul(a) or _is_hangul(b):
        # Words of pinyin that are no usual name may be a name read in another way than usual.
        unusual = Made.PINYIN in (made_a, made_b) and (unusual_name(a) or unusual_name(b)) and _in_pinyin(a, b)
        return Mode.LETTERS if unusual else Mode.READ
    if a.chinese and b.chinese:
        return Mode.SYLLABLES
    return Mode.CONSONANTS if (made_a is Made.CONSONANTS) != (made_b is Made.CONSONANTS) else Mode.LETTERS


def unusual_name(form: Form) -> bool:
    """Whether Latin words are all of pinyin, and together no usual name."""
    return form.made is Made.AS_WRITTEN and not form.chinese and _in_pinyin(form)


def _in_pinyin(*forms: Form) -> bool:
    return all(syllable_count(token) for form in forms for token in form.tokens)


def _is_hangul(form: Form) -> bool:
    return form.made is Made.TRANSLITERATED and "\uac00" <= form.written[0][:1] <= "\ud7a3"


def align(a: Weighed, b: Weighed, likenesses: Likenesses, matching: Matching) -> Alignment:
    """Align word for word: identical words first, then the most alike. Symmetric: ties never depend on the side.

    ``NOTHING`` where no word agrees.
    """
    mode = mode_of(a.form, b.form)
    if mode is None:
        return NOTHING
    parts, left_a, left_b = _identical(a, b)
    if (left_a or left_b) and a.form.made is b.form.made and (run := _run_together(a, b, matching)):
        return run
    if left_a and left_b and mode is not Mode.CHARACTERS:
        more = _alike(a, b, (left_a, left_b), _compares(a.form, b.form, mode, likenesses), matching)
        if more:
            taken_a = {at for part in more for at in part.a}
            taken_b = {at for part in more for at in part.b}
            left_a = [at for at in left_a if at not in taken_a]
            left_b = [at for at in left_b if at not in taken_b]
            parts = sorted(parts + more, key=lambda part: part.a)
    if not parts:
        return NOTHING
    starts = [part.b[0] for part in parts]
    return Alignment(tuple(parts), tuple(left_a), tuple(left_b), starts == sorted(starts), mode)


def _compares(a: Form, b: Form, mode: Mode, likenesses: Likenesses) -> _Compares:
    """Words read from characters are spelled by rule: written as one they differ by syllables too, not by slips, and
    their syllables are nobody's initials.

    Else 李丽 (li, li) would be a slip of Libi, and 马阿里 (ma, ali) be short for Maruf Askarov Ali.
    """
    single = likenesses.by_mode[mode]
    if a.made in _READ or b.made in _READ:
        return _Compares(single, likenesses.by_mode[Mode.READ], False)
    return _Compares(single, single, True)


def all_identical(a: Weighed) -> Alignment:
    """A form against one of the same words in the same order."""
    parts = tuple([Part(1.0, 2 * weight, (at,), (at,), "identical") for at, weight in enumerate(a.weights)])
    return Alignment(parts, (), (), True)


def _run_together(a: Weighed, b: Weighed, matching: Matching) -> Alignment | None:
    """Two names of the same letters, as written, in the same order but for where they begin, and parted otherwise."""
    letters_a, letters_b = "".join(a.form.written), "".join(b.form.written)
    if " " in letters_a or " " in letters_b:
        letters_a, letters_b = letters_a.replace(" ", ""), letters_b.replace(" ", "")
    if len(letters_a) != len(letters_b) or letters_a not in letters_b + letters_b:
        return None
    everything = tuple(range(len(a.weights))), tuple(range(len(b.weights)))
    weight = sum(a.weights) + sum(b.weights)
    return Alignment((Part(matching.joined, weight, *everything, "joined"),), (), (), letters_a == letters_b)


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


def _spelled(a: Form, b: Form) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words to compare: of two names in one script as they were typed, since a letter there may be many here."""
    if a.made is b.made and a.made in _AS_TYPED:
        return a.written, b.written
    return a.tokens, b.tokens


def _alike(a: Weighed, b: Weighed, left: _Left, compares: _Compares, matching: Matching) -> list[Part]:
    """The most alike pairs among the words that found no identical one, each word used once."""
    left_a, left_b = left
    # A number is the same or another: no slip of the pen.
    left_a = [at for at in left_a if a.form.kinds[at] is not Kind.NUMBER]
    left_b = [at for at in left_b if b.form.kinds[at] is not Kind.NUMBER]
    words_a, words_b = _spelled(a.form, b.form)
    found = _search(a, left_a, words_a, b, left_b, words_b, compares, matching)
    if a.form.made is Made.AS_WRITTEN is b.form.made:
        plain_a, plain_b = _plain(a.form), _plain(b.form)
        if any(plain_a[at] != words_a[at] for at in left_a) or any(plain_b[at] != words_b[at] for at in left_b):
            # A word was folded to its usual spelling, and a slip of it was not: as typed they may be alike.
            found += _search(a, left_a, plain_a, b, left_b, plain_b, compares, matching)
    return _best(found, words_a, words_b) if len(found) > 1 else found


def _plain(form: Form) -> tuple[str, ...]:
    return tuple([word.replace(" ", "") for word in form.written])


def _search(  # noqa: PLR0913, PLR0917 -- two sides of three each
    a: Weighed,
    left_a: list[int],
    words_a: tuple[str, ...],
    b: Weighed,
    left_b: list[int],
    words_b: tuple[str, ...],
    compares: _Compares,
    matching: Matching,
) -> list[Part]:
    """All parts that are alike: word against word, several against one."""
    kinds_a, kinds_b = a.form.kinds, b.form.kinds
    found: list[Part] = []
    for i in left_a:
        for j in left_b:
            likeness, how = compares.single(words_a[i], words_b[j])
            # A known trade or place word beside another one is another one, however alike they are.
            if likeness and not (kinds_a[i] in KNOWN_WORDS and kinds_b[j] in KNOWN_WORDS):
                errors = _errors(likeness, how, words_a[i], words_b[j])
                found.append(Part(likeness, a.weights[i] + b.weights[j], (i,), (j,), how, errors))
    if len(left_a) > 1 and left_b:
        found += _spans(a, left_a, words_a, b, left_b, words_b, compares, matching)
    if len(left_b) > 1 and left_a:
        spans = _spans(b, left_b, words_b, a, left_a, words_a, compares, matching)
        found += [part._replace(a=part.b, b=part.a) for part in spans]
    return found


def _spans(  # noqa: PLR0913, PLR0917 -- two sides of three each
    many: Weighed,
    left_many: list[int],
    tokens: tuple[str, ...],
    one: Weighed,
    left_one: list[int],
    others: tuple[str, ...],
    compares: _Compares,
    matching: Matching,
) -> list[Part]:
    """Several words of one side against one of the other: written together, or shortened to their initials."""
    singles = [(at, others[at]) for at in left_one]
    found: list[Part] = []
    for span, at, likeness, how, errors in _joins(tokens, left_many, singles, compares.joined, matching):
        weight = sum([many.weights[word] for word in span]) + one.weights[at]
        found.append(Part(likeness, weight, span, (at,), how, errors))
    if not compares.initials:
        return found
    initials = "".join([tokens[at][0] for at in left_many])
    for at, word in singles:
        if word == initials:
            how = "acronym" if len(left_many) == len(tokens) else "initial"
            weight = sum([many.weights[at] for at in left_many]) + one.weights[at]
            found.append(Part(matching.acronym, weight, tuple(left_many), (at,), how))
    return found


def _errors(likeness: float, how: str, a: str, b: str) -> int:
    """The typing errors between two words of this likeness; another spelling of the same sound counts as one."""
    if how == "sound":
        return 1
    return round((1.0 - likeness) * max(len(a), len(b))) if how in ("typo", "syllable", "other_name") else 0


def _joins(
    tokens: tuple[str, ...], left: list[int], singles: list[tuple[int, str]], compare: Compare, matching: Matching
) -> list[tuple[tuple[int, ...], int, float, str, int]]:
    """Words of one side that, written as one, are like a single word of the other: (words, it, likeness, how, errors).

    Any two of a few words (a repeated word may have found its like elsewhere), or neighbours.
    """
    lengths = [len(token) for token in tokens]
    letters_of_singles = [len(other) for _, other in singles]
    longest, shortest = max(letters_of_singles) + _LETTERS_APART, min(letters_of_singles) - _LETTERS_APART
    first, second = sorted([lengths[at] for at in left])[:2]
    if first + second > longest:
        return []  # nothing joined is short enough; mostly so, and cheaper to see at once
    spans: list[tuple[int, ...]] = []
    for pair in permutations(left, 2) if len(left) <= _FEW_WORDS else pairwise(left):
        if shortest <= lengths[pair[0]] + lengths[pair[1]] <= longest:
            spans.append(pair)
    for at in range(len(left) - 2):
        triple = left[at], left[at + 1], left[at + 2]
        if shortest <= lengths[triple[0]] + lengths[triple[1]] + lengths[triple[2]] <= longest:
            spans.append(triple)
    out: list[tuple[tuple[int, ...], int, float, str, int]] = []
    for span in spans:
        word = "".join([tokens[at] for at in span])
        letters = len(word)
        for (single, other), length in zip(singles, letters_of_singles, strict=True):
            if not -_LETTERS_APART <= letters - length <= _LETTERS_APART:
                continue
            if word == other:
                out.append((span, single, matching.joined, "joined", 0))
            elif letters >= _FEWEST_JOINED_LETTERS <= length:
                likeness, how = compare(word, other)
                if likeness >= matching.joined_from and how != "initial":
                    errors = _errors(likeness, how, word, other)
                    told = "joined_syllable" if how == "syllable" else "joined"
                    out.append((span, single, likeness * matching.joined, told, errors))
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
