"""The floor: the best grade that the level of a factor still allows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from amlrisk.grading.model import FactorScore
from amlrisk.policy.model import Floor


class Reached(NamedTuple):
    """A floor, and the factor that reached it."""

    floor: Floor
    factor: FactorScore


def floors_reached(floors: Iterable[Floor], factors: Iterable[FactorScore]) -> tuple[Reached, ...]:
    """Every (floor, factor) whose level is the floor's or worse, in the pack's order."""
    scored = {factor.factor: factor for factor in factors}
    return tuple(
        Reached(floor, scored[name])
        for floor in floors
        for name in floor.factors
        if name in scored and scored[name].level >= floor.level
    )
