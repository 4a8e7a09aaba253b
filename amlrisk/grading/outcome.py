"""The outcome: listing → directly high → directly low → weighted score → floor; the worst grade imposed wins. An
override then sets it aside, but for what listings impose.

The score is always computed, also where a listing decides: it is part of the explanation. Every step that had
something to say leaves a reason, in this order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

from amlrisk.facts.model import Customer
from amlrisk.grading.direct import CONDITIONS
from amlrisk.grading.floor import floors_reached
from amlrisk.grading.listing import decisions_end_on, weigh
from amlrisk.grading.model import AppliedOverride, FactorScore, Outcome, PartyHit, Reason
from amlrisk.grading.numbers import plain
from amlrisk.grading.override import overridden
from amlrisk.grading.review import next_look_on, next_review_on
from amlrisk.grading.score import Scorecard, grade_of
from amlrisk.policy.model import DirectGrade, Factor, Rules, Text
from amlrisk.policy.vocabulary import Condition, Decision, Grade

#: Decimals of a score in a sentence; the exact score stands in the outcome.
_SHOWN_PLACES = 4


class Grader:
    """The rules of one day, ready to grade any number of customers."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._cards = {kind: Scorecard(rules, kind) for kind in rules.scorecards}
        self._factors = {kind: {f.id: f for f in factors} for kind, factors in rules.scorecards.items()}
        enabled = [direct for direct in rules.direct if direct.enabled]
        self._high = [d for d in enabled if d.condition is not Condition.LOW_RISK_RELATIONSHIP]
        self._low = [d for d in enabled if d.condition is Condition.LOW_RISK_RELATIONSHIP]

    def assess(
        self,
        customer: Customer,
        hits: tuple[PartyHit, ...],
        *,
        on: date,
        first_on: date | None = None,
        override: AppliedOverride | None = None,
    ) -> Outcome:
        """Grade ``customer`` as of ``on``; ``first_on`` is the day of its first assessment, None when this is it.

        An ``override`` that has ended says so among the reasons and does nothing else.
        """
        rules, card = self.rules, self._cards[customer.kind.value]
        listing = weigh(hits, rules.effects)
        factors = card.score(customer, rules, on, listing.lifts)
        points = card.points(factors)
        score, cutoff = card.total(points), card.cutoff(points)
        scored_grade = grade_of(cutoff)
        names = self._factors[customer.kind.value]

        reasons = list(listing.reasons)
        reasons += _lifted(factors, names)
        imposed = [] if listing.grade is None else [listing.grade]
        for direct, reason in self._held(self._high, customer, on, "direct_grade"):
            imposed.append(direct.grade)
            reasons.append(reason)
        base = scored_grade
        if not imposed:
            for direct, reason in self._held(self._low, customer, on, "directly_low"):
                base = direct.grade
                reasons.append(reason)
        reasons.append(
            Reason(
                code="score",
                params={"score": plain(score, _SHOWN_PLACES), "grade": scored_grade.value},
                reference="" if cutoff is None else cutoff.reference,
            )
        )
        reasons += _missing(factors, names)
        for floor, factor in floors_reached(rules.floors, factors):
            imposed.append(floor.grade)
            params = _rule_words(floor.id, floor.name) | _factor_words(names[factor.factor], factor.level)
            params["grade"] = floor.grade.value
            reasons.append(Reason(code="floor", params=params, reference=floor.reference))

        computed = max((base, *imposed), key=_rank)
        held = overridden(override, computed, listing.grade, rules, on)
        reasons += held.reasons
        grade = held.grade
        policy = rules.grades[grade]
        decision = policy.decision
        if listing.undecided:
            reasons.append(Reason(code="held_for_review"))
            if decision is Decision.ACCEPT:
                decision = Decision.REVIEW
        review_on = next_review_on(
            on=on,
            months=policy.review_months,
            first_on=first_on,
            relationship_on=customer.relationship_on,
            first_review_years=rules.clock.first_review_years,
        )
        return Outcome(
            grade=grade,
            scored_grade=scored_grade,
            decision=decision,
            due_diligence=policy.due_diligence,
            score=score,
            factors=factors,
            reasons=tuple(reasons),
            next_review_on=next_look_on(review_on, (*decisions_end_on(hits), *held.ends_on)),
            computed_grade=computed if held.ends_on else None,
        )

    def _held(
        self, directs: list[DirectGrade], customer: Customer, on: date, code: str
    ) -> Iterator[tuple[DirectGrade, Reason]]:
        for direct in directs:
            facts = CONDITIONS[direct.condition](customer, self.rules, direct.params, on)
            if facts is not None:
                params = _rule_words(direct.id, direct.name) | {"grade": direct.grade.value, "facts": ",".join(facts)}
                yield direct, Reason(code=code, params=params, reference=direct.reference)


def assess(  # noqa: PLR0913  # all that a grade depends on, and nothing else
    customer: Customer,
    hits: tuple[PartyHit, ...],
    rules: Rules,
    *,
    on: date,
    first_on: date | None = None,
    override: AppliedOverride | None = None,
) -> Outcome:
    """``Grader(rules).assess(…)``, keeping the graders of the rules last used."""
    return _grader(_Same(rules)).assess(customer, hits, on=on, first_on=first_on, override=override)


class _Same:
    """Rules as a key: equal only to the very same object (a digest can be forged by a test, identity cannot)."""

    __slots__ = ("rules",)

    def __init__(self, rules: Rules) -> None:
        self.rules = rules

    def __hash__(self) -> int:
        return id(self.rules)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.rules is other.rules


@lru_cache(maxsize=8)
def _grader(key: _Same) -> Grader:
    return Grader(key.rules)


def _rank(grade: Grade) -> int:
    return grade.rank


def _rule_words(name: str, words: Text) -> dict[str, str]:
    return {"rule": name, "rule_zh": words.zh, "rule_en": words.en}


def _factor_words(factor: Factor, level: int) -> dict[str, str]:
    return {"factor": factor.id, "factor_zh": factor.name.zh, "factor_en": factor.name.en, "level": str(level)}


def _lifted(factors: tuple[FactorScore, ...], names: Mapping[str, Factor]) -> Iterator[Reason]:
    for scored in factors:
        if scored.lifted_by is not None:
            params = _factor_words(names[scored.factor], scored.level) | {"by": scored.lifted_by}
            yield Reason(code="factor_lifted", params=params, reference=scored.reference)


def _missing(factors: tuple[FactorScore, ...], names: Mapping[str, Factor]) -> Iterator[Reason]:
    for scored in factors:
        if scored.missing and scored.lifted_by is None:
            params = _factor_words(names[scored.factor], scored.level)
            yield Reason(code="missing_input", params=params, reference=scored.reference)
