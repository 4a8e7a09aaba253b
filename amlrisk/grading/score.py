"""The weighted score: every factor's level, and their sum. Exact; nothing is rounded before a comparison."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from amlrisk.errors import PolicyInvalid
from amlrisk.facts.model import Customer
from amlrisk.grading.bands import Bands
from amlrisk.grading.listing import Lift
from amlrisk.grading.measures import MEASURES, MISSING
from amlrisk.grading.model import FactorScore, Observation
from amlrisk.grading.numbers import product, quotient, total
from amlrisk.policy.model import Cutoff, Factor, Rules
from amlrisk.policy.vocabulary import MEASURES as WORDS
from amlrisk.policy.vocabulary import Grade

_KEPT = 1024
"""Scores that a factor remembers: a few kilobytes, of what some hundred thousand customers share."""


class Row:
    """One factor of a scorecard, ready for use."""

    def __init__(self, factor: Factor, levels: int, missing_level: int) -> None:
        if factor.measure not in MEASURES:
            raise PolicyInvalid(file="", path=f"factors.{factor.id}.measure", detail=f"no measure “{factor.measure}”")
        self.factor = factor
        self._measure = MEASURES[factor.measure]
        self._bands = Bands(factor, WORDS[factor.measure].categories)
        self._missing = missing_level
        self._points = [product(factor.weight, Decimal(level)) for level in range(levels + 1)]
        self._contributions = [quotient(points, Decimal(levels)) for points in self._points]
        self._known: dict[tuple[Observation, ...], FactorScore] = {}

    def score(self, customer: Customer, rules: Rules, today: date, lift: Lift | None) -> FactorScore:
        observations = self._measure(customer, rules, self.factor.params, today)
        # Most factors see one of a few things, and the same gives the same. Not where there is a number: 1.0 and 1.00
        # are equal, and are not written alike.
        if lift is not None or _numbered(observations):
            return self._scored(observations, lift)
        known = self._known.get(observations)
        if known is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            known = self._known[observations] = self._scored(observations, lift)
        return known

    def _scored(self, observations: tuple[Observation, ...], lift: Lift | None) -> FactorScore:
        level, deciding = self._worst(observations)
        lifted_by = None
        if lift is not None and lift.level > level:
            level, lifted_by = lift.level, lift.by
        return FactorScore(
            factor=self.factor.id,
            level=level,
            weight=self.factor.weight,
            contribution=self._contributions[level],
            missing=deciding is None,
            deciding=deciding,
            observations=observations,
            lifted_by=lifted_by,
            reference=self.factor.reference,
        )

    def points(self, level: int) -> Decimal:
        """Level × weight: the contribution before it is divided by the number of levels."""
        return self._points[level]

    def _worst(self, observations: tuple[Observation, ...]) -> tuple[int, Observation | None]:
        """The highest level and the observation behind it, None where that is the level of missing input.

        Of equals the first counts; what is known counts before what is missing.
        """
        worst, deciding, missing = 0, None, not observations
        for observation in observations:
            if observation.category == MISSING:
                missing = True
                continue
            level = self._bands.level(observation)
            if level > worst:
                worst, deciding = level, observation
        if missing and self._missing > worst:
            return self._missing, None
        return worst, deciding


class Scorecard:
    """The factors of one kind of customer."""

    def __init__(self, rules: Rules, kind: str) -> None:
        self.rows = tuple(Row(factor, rules.levels, rules.missing_level) for factor in rules.scorecards[kind])
        self._levels = Decimal(rules.levels)
        self._cutoffs = [
            (product(cutoff.at_least, self._levels), cutoff) for cutoff in sorted(rules.cutoffs, key=_worst_first)
        ]

    def score(
        self, customer: Customer, rules: Rules, today: date, lifts: Mapping[str, Lift]
    ) -> tuple[FactorScore, ...]:
        return tuple(row.score(customer, rules, today, lifts.get(row.factor.id)) for row in self.rows)

    def points(self, factors: tuple[FactorScore, ...]) -> Decimal:
        """Σ level × weight, exact."""
        return total(row.points(scored.level) for row, scored in zip(self.rows, factors, strict=True))

    def total(self, points: Decimal) -> Decimal:
        """Σ level × weight / levels, as it is shown."""
        return quotient(points, self._levels)

    def cutoff(self, points: Decimal) -> Cutoff | None:
        """The highest cut-off reached; None below all of them."""
        return next((cutoff for at_least, cutoff in self._cutoffs if points >= at_least), None)


def _numbered(observations: tuple[Observation, ...]) -> bool:
    for observation in observations:  # noqa: SIM110 -- any() costs as much as all that is saved
        if observation.number is not None:
            return True
    return False


def grade_of(cutoff: Cutoff | None) -> Grade:
    """What is below every cut-off is the best grade."""
    return Grade.GENERAL if cutoff is None else cutoff.grade


def _worst_first(cutoff: Cutoff) -> Decimal:
    return -cutoff.at_least
