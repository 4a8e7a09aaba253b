"""The bands of a factor, ready for use: from an observation to a level."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from decimal import Decimal

from amlrisk.errors import PolicyInvalid
from amlrisk.grading.model import Observation
from amlrisk.grading.numbers import ZERO, product
from amlrisk.policy.model import Factor


class Bands:
    """Levels by category; where a category carries a number, by the interval it falls in (lower bound in)."""

    def __init__(self, factor: Factor, numbered: dict[str, bool]) -> None:
        self._factor = factor.id
        self._words: dict[str, int] = {}
        self._lows: dict[str, list[Decimal]] = {}
        self._levels: dict[str, list[int]] = {}
        pieces: dict[str, list[tuple[Decimal, Decimal | None, int]]] = defaultdict(list)
        for level, clauses in factor.bands.items():
            for clause in clauses:
                low = ZERO if clause.at_least is None else product(clause.at_least, factor.scale)
                high = None if clause.below is None else product(clause.below, factor.scale)
                for category in clause.categories:
                    pieces[category].append((low, high, level))
        for category, has_number in numbered.items():
            cuts = sorted(pieces[category], key=lambda piece: piece[0])
            if not has_number and len(cuts) == 1:
                self._words[category] = cuts[0][2]
            elif has_number and _cover(cuts):
                self._lows[category] = [low for low, _, _ in cuts]
                self._levels[category] = [level for _, _, level in cuts]
            else:
                raise self._fault(f"“{category}” is not in exactly one band")

    def level(self, observation: Observation) -> int:
        """The level of one observation; PolicyInvalid where no band speaks of it."""
        category, number = observation.category, observation.number
        if number is None:
            level = self._words.get(category)
            if level is None:
                raise self._fault(f"no band for “{category}”")
            return level
        lows = self._lows.get(category)
        if lows is None or number < ZERO:
            raise self._fault(f"no band for “{category}” {number}")
        return self._levels[category][bisect_right(lows, number) - 1]

    def _fault(self, detail: str) -> PolicyInvalid:
        return PolicyInvalid(file="", path=f"factors.{self._factor}.bands", detail=detail)


def _cover(cuts: list[tuple[Decimal, Decimal | None, int]]) -> bool:
    """Whether the intervals, sorted, run from 0 without end, each beginning where the one before ends."""
    lows = [low for low, _, _ in cuts]
    highs = [high for _, high, _ in cuts]
    return bool(cuts) and lows[0] == ZERO and highs[-1] is None and lows[1:] == highs[:-1]
