"""What speaks against two names being one: everything that differs between them, each thing counted or measured.

``Against`` names the things; the pack says by ``cost_*`` how much of the score each takes. Nothing here speaks *for*
a pair: two names are the same until something differs, so every number is zero or more and so is every cost.
"""

from __future__ import annotations

from math import fsum
from typing import NamedTuple

from amlrisk.names.model import Form, Kind, is_initial
from amlrisk.names.variants import groups
from amlrisk.policy.matching import Matching
from amlrisk.screening.align import Alignment, Part, Weighed
from amlrisk.screening.likeness import Mode

_BY_SYLLABLES = (Mode.SYLLABLES, Mode.READ)
_SYLLABLE = 6
_ANY_FORM = frozenset(("company",))
_INEXACT = ("sound", "nickname", "other_name")
SYLLABIC = ("syllable", "joined_syllable")
JOINED = ("joined", "joined_syllable")


class Against(NamedTuple):
    """The differences of two aligned names. Shares are of the weight of all words of both. The same in either order."""

    unlike: float = 0.0
    """Share of the parts that are only alike, each by its ``unlikeness``."""
    errors: float = 0.0
    """Typing errors."""
    misspelled: float = 0.0
    """Typing errors beyond the second in one part."""
    inexact: float = 0.0
    """Parts after the first that are neither identical nor spelled in another known way."""
    other_name: float = 0.0
    """Parts that are alike, but each is a known name of its own."""
    syllable: float = 0.0
    """Chinese syllables that differ, each by errors ÷ letters."""
    missing_syllable: float = 0.0
    """1 where one side of a Chinese or Korean name has a further syllable."""
    contradiction: float = 0.0
    """Share of the words that tell and are left over on both sides."""
    another: float = 0.0
    """1 where words that tell are left over on both sides."""
    extra: float = 0.0
    """Words that tell and only one side has: their weight over that of the rest."""
    patronymic: float = 0.0
    """Share of the patronymics that only one side has."""
    surname: float = 0.0
    """The surname (last word that tells) of one side has found nothing: ½; of both: 1."""
    place: float = 0.0
    """1 where both sides have a place that the other has not."""
    place_extra: float = 0.0
    """Share of the places that only one side has."""
    trade: float = 0.0
    """1 where both sides have a trade word that the other has not."""
    trade_extra: float = 0.0
    """Share of the trade words that only one side has."""
    particle: float = 0.0
    """Share of the particles, titles and suffixes left over."""
    number: float = 0.0
    """1 where both sides have a number that the other has not."""
    number_extra: float = 0.0
    """1 where only one side has a number."""
    legal: float = 0.0
    """1 where both name a legal form, and none is the same."""
    order: float = 0.0
    """1 where the parts stand in another order."""
    joined: float = 0.0
    """Words written as one on one side."""
    initial: float = 0.0
    """Initials for whole words."""
    acronym: float = 0.0
    """1 ÷ (letters − 1) of an acronym that stands for a whole name."""
    single: float = 0.0
    """1 where one word alone agrees and either side has others that tell; 2 where that word is only alike."""
    weak_only: float = 0.0
    """1 where only initials agree and words that say nothing by themselves, and that is not all."""


NOTHING_AGAINST = Against()


def against(alignment: Alignment, a: Weighed, b: Weighed) -> Against:
    """All that differs between two forms aligned."""
    parts, left_a, left_b, in_order, mode = alignment
    form_a, form_b = a.form, b.form
    legal = bool(form_a.legal and form_b.legal) and _contradict(form_a.legal, form_b.legal)
    if not left_a and not left_b and in_order and not legal and all(part.likeness == 1.0 for part in parts):
        return NOTHING_AGAINST
    whole = fsum(a.weights + b.weights)
    errors = worst = inexact = other = joined = initial = 0
    acronym = 0.0
    unlike: list[float] = []
    syllable: list[float] = []
    for part in parts:
        if part.likeness == 1.0:
            continue
        unlike.append(unlikeness(part.likeness) * part.weight)
        errors += part.errors
        inexact += part.errors > 0 or part.how in _INEXACT
        worst = max(worst, part.errors)
        if part.how in SYLLABIC:
            syllable.append(1.0 - part.likeness)
        if part.how in JOINED:
            joined += 1
        elif part.how == "other_name":
            other += 1
        elif part.how == "initial":
            initial += 1
        elif part.how == "acronym":
            acronym = 1.0 / (max(len(part.a), len(part.b)) - 1)
    found = {
        "unlike": fsum(unlike) / whole,
        "errors": float(errors),
        "misspelled": float(max(0, worst - 2)),
        "inexact": float(max(0, inexact - 1)),
        "other_name": float(other),
        "syllable": fsum(syllable),
        "legal": float(legal),
        "order": float(not in_order),
        "joined": float(joined),
        "initial": float(initial),
        "acronym": acronym,
    }
    if left_a or left_b or initial:
        found |= _left_over(parts, _Left(a, left_a), _Left(b, left_b), whole)
    if mode in _BY_SYLLABLES and bool(left_a) is not bool(left_b):
        form, left = (form_a, left_a) if left_a else (form_b, left_b)
        found["missing_syllable"] = float(any(_is_syllable(form, at) for at in left))
    return Against(**found)


def _contradict(legal_a: tuple[str, ...], legal_b: tuple[str, ...]) -> bool:
    """Whether two names say of what form they are, and not the same; "company" may be any."""
    a, b = set(legal_a) - _ANY_FORM, set(legal_b) - _ANY_FORM
    return bool(a and b) and a.isdisjoint(b)


def _is_syllable(form: Form, at: int) -> bool:
    """Whether a word left over reads as a syllable of the name, and not as a name of another language beside it."""
    return not form.weak[at] and len(form.tokens[at]) <= _SYLLABLE and not groups(form.tokens[at])


def unlikeness(likeness: float) -> float:
    """What a likeness above 0 lacks, over what there is of it: half a word is much worse than twice a quarter."""
    return (1.0 - likeness) / likeness


class _Left:
    """The words of one side that found nothing, by what they are."""

    def __init__(self, weighed: Weighed, left: tuple[int, ...]) -> None:
        form, weights = weighed
        self._form = form
        telling: list[float] = []
        places: list[float] = []
        trades: list[float] = []
        rest: list[float] = []
        patronymic: list[float] = []
        self.number = False
        for at in left:
            kind = form.kinds[at]
            if kind is Kind.NUMBER:
                self.number = True
            elif kind is Kind.PLACE:
                places.append(weights[at])
            elif kind is Kind.TRADE:
                trades.append(weights[at])
            elif form.weak[at]:
                rest.append(weights[at])
            elif kind is Kind.PATRONYMIC:
                patronymic.append(weights[at])
            else:
                telling.append(weights[at])
        self.telling, self.patronymic = fsum(telling), fsum(patronymic)
        self.places, self.trades, self.rest = fsum(places), fsum(trades), fsum(rest)
        self.surname = bool(telling) and _surname(form) in left

    def tells(self, positions: tuple[int, ...]) -> bool:
        """Whether any of these words says something by itself; a number does not, nor does an initial."""
        tokens, weak, kinds = self._form.tokens, self._form.weak, self._form.kinds
        return not all(weak[at] or kinds[at] is Kind.NUMBER or is_initial(tokens[at]) for at in positions)


def _surname(form: Form) -> int:
    """The position of the surname: where the name says so, or else the last word that tells; -1 where none does."""
    if Kind.SURNAME in form.kinds:
        return form.kinds.index(Kind.SURNAME)
    return max([at for at, weak in enumerate(form.weak) if not weak], default=-1)


def _left_over(parts: tuple[Part, ...], a: _Left, b: _Left, whole: float) -> dict[str, float]:
    telling_a, telling_b = a.telling, b.telling
    patronymic = a.patronymic + b.patronymic
    if (telling_a or a.patronymic) and (telling_b or b.patronymic):  # missing it says little, another says much
        telling_a, telling_b, patronymic = telling_a + a.patronymic, telling_b + b.patronymic, 0.0
    both, extra = min(telling_a, telling_b), abs(telling_a - telling_b)
    agreeing = [part for part in parts if part.how != "initial" and a.tells(part.a) and b.tells(part.b)]
    return {
        "contradiction": 2 * both / whole,
        "another": float(both > 0.0),
        "extra": extra / (whole - extra),
        "patronymic": patronymic / whole,
        "surname": (a.surname + b.surname) / 2,
        "place": float(a.places > 0.0 and b.places > 0.0),
        "place_extra": 0.0 if a.places and b.places else (a.places + b.places) / whole,
        "trade": float(a.trades > 0.0 and b.trades > 0.0),
        "trade_extra": 0.0 if a.trades and b.trades else (a.trades + b.trades) / whole,
        "particle": (a.rest + b.rest) / whole,
        "number": float(a.number and b.number),
        "number_extra": float(a.number is not b.number),
        "single": _single(agreeing[0]) if len(agreeing) == 1 and (telling_a or telling_b) else 0.0,
        "weak_only": float(not agreeing),
    }


def _single(part: Part) -> float:
    return 2.0 if part.errors or part.how in _INEXACT else 1.0


COSTS = tuple(f"cost_{name}" for name in Against._fields)


def costs(found: Against, matching: Matching) -> list[tuple[str, float]]:
    """What each thing found takes off the score: (its name, how much), without those that take nothing."""
    return [
        (name, amount * getattr(matching, cost))
        for name, cost, amount in zip(Against._fields, COSTS, found, strict=True)
        if amount
    ]
