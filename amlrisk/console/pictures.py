"""Geometry of the small pictures, in percent of their width; the templates only draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from amlrisk.facts.model import Kind
from amlrisk.policy.model import Rules
from amlrisk.policy.vocabulary import Grade

_WHOLE = 100


@dataclass(frozen=True, slots=True)
class GradeBar:
    """One row of the distribution; ``natural`` and ``legal`` are counts, the widths parts of the longest row."""

    grade: Grade
    natural: int
    legal: int
    natural_width: float
    legal_width: float
    share: float

    @property
    def count(self) -> int:
        return self.natural + self.legal


def grade_bars(counts: Mapping[tuple[Kind, Grade], int]) -> list[GradeBar]:
    """The worst grade first."""
    rows = [(grade, counts.get((Kind.NATURAL, grade), 0), counts.get((Kind.LEGAL, grade), 0)) for grade in Grade]
    longest = max((natural + legal for _, natural, legal in rows), default=0) or 1
    everybody = sum(natural + legal for _, natural, legal in rows) or 1
    return [
        GradeBar(
            grade=grade,
            natural=natural,
            legal=legal,
            natural_width=natural * _WHOLE / longest,
            legal_width=legal * _WHOLE / longest,
            share=(natural + legal) * _WHOLE / everybody,
        )
        for grade, natural, legal in reversed(rows)
    ]


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of the score that is one grade, by the pack's cut-offs."""

    grade: Grade
    start: float
    width: float


def zones(rules: Rules) -> list[Zone]:
    """The stretches from the lowest possible score to the highest."""
    lowest = float(_WHOLE / rules.levels)
    marks = [(Grade.GENERAL, lowest)]
    marks += [(each.grade, float(each.at_least)) for each in sorted(rules.cutoffs, key=lambda each: each.at_least)]
    ends = [start for _, start in marks[1:]] + [float(_WHOLE)]
    scale = _WHOLE / (_WHOLE - lowest)
    return [
        Zone(grade=grade, start=(start - lowest) * scale, width=(end - start) * scale)
        for (grade, start), end in zip(marks, ends, strict=True)
    ]


def place_of(score: Decimal, rules: Rules) -> float:
    """Where a score stands on the picture of ``zones``."""
    lowest = _WHOLE / rules.levels
    return (float(score) - lowest) * _WHOLE / (_WHOLE - lowest)


@dataclass(frozen=True, slots=True)
class Step:
    """A factor's part of the waterfall: from ``start``, ``width`` wide, of all the points there can be."""

    start: float
    width: float


def waterfall(contributions: Sequence[Decimal]) -> list[Step]:
    """Each factor begins where the one before ended."""
    steps, reached = [], 0.0
    for contribution in contributions:
        steps.append(Step(start=reached, width=float(contribution)))
        reached += float(contribution)
    return steps
