"""Do the bands of a factor place every observation at exactly one level?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from amlrisk.policy.model import Clause
from amlrisk.policy.vocabulary import MeasureWords

Bands = Mapping[int, tuple[Clause, ...]]


class Fault(NamedTuple):
    """What is wrong, and where below ``bands`` (``""``, ``.5`` or ``.5[0]``)."""

    path: str
    detail: str


class _Piece(NamedTuple):
    """The part [low, high) of a category's numbers that one clause takes; ``high`` None is infinity."""

    low: Decimal
    high: Decimal | None
    path: str


def faults(bands: Bands, words: MeasureWords, levels: int) -> Iterator[Fault]:
    """Every way in which ``bands`` miss, overlap or misname what the measure may observe.

    A category without a number belongs to exactly one clause, without bounds; the clauses of a category with
    a number cut [0, ∞) into intervals, the lower bound in, the upper out, with no overlap and no hole.
    """
    pieces: dict[str, list[_Piece]] = {category: [] for category in words.categories}
    broken = False
    for level, clauses in sorted(bands.items()):
        if not 1 <= level <= levels:
            yield Fault(f".{level}", f"the level is not within 1 to {levels}")
        for index, clause in enumerate(clauses):
            path = f".{level}[{index}]"
            for fault in _clause_faults(clause, words, path):
                broken = True
                yield fault
            for category in clause.categories:
                if category in pieces:
                    pieces[category].append(_Piece(clause.at_least or Decimal(0), clause.below, path))
    if not broken:
        for category, numbered in words.categories.items():
            yield from (_cut_faults if numbered else _single_faults)(category, pieces[category])


def _clause_faults(clause: Clause, words: MeasureWords, path: str) -> Iterator[Fault]:
    if not clause.categories:
        yield Fault(path, "no category")
    bounded = clause.at_least is not None or clause.below is not None
    for category in clause.categories:
        if category not in words.categories:
            known = ", ".join(words.categories)
            yield Fault(path, f"the measure knows no category “{category}”; it has: {known}")
        elif bounded and not words.categories[category]:
            yield Fault(path, f"“{category}” carries no number, so it takes no bounds")
    low = clause.at_least if clause.at_least is not None else Decimal(0)
    if low < 0:
        yield Fault(path, "a bound below 0")
    if clause.below is not None and clause.below <= low:
        yield Fault(path, f"empty: from {low} to below {clause.below}")


def _single_faults(category: str, pieces: list[_Piece]) -> Iterator[Fault]:
    if not pieces:
        yield Fault("", f"“{category}” is in no band")
    for piece in pieces[1:]:
        yield Fault(piece.path, f"“{category}” is already at{pieces[0].path}")


def _cut_faults(category: str, pieces: list[_Piece]) -> Iterator[Fault]:
    if not pieces:
        yield Fault("", f"“{category}” is in no band")
        return
    reached: Decimal | None = Decimal(0)
    for piece in sorted(pieces, key=lambda p: p.low):
        if reached is None or piece.low < reached:
            yield Fault(piece.path, f"“{category}” from {piece.low} overlaps another band")
        elif piece.low > reached:
            yield Fault("", f"“{category}” has a hole from {reached} to below {piece.low}")
        if reached is not None:
            reached = None if piece.high is None else max(reached, piece.high)
    if reached is not None:
        yield Fault("", f"“{category}” has no band from {reached} on")
