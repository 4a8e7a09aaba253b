"""An assessment in words, for people: pure, from the assessment, the rules it was made under, and a language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

from amlrisk.grading.measures import MISSING
from amlrisk.grading.model import Assessment, FactorScore, Observation, Outcome, Reason
from amlrisk.grading.numbers import plain, quotient
from amlrisk.grading.reasons import render
from amlrisk.policy.model import Factor, Rules

#: Decimals of a number that is shown; cut, so that what is shown never seems to have reached the next band.
_SHOWN_PLACES = 4

_MISSING_WORDS = {"zh": "缺失", "en": "missing"}
_PARTLY_WORDS = {"zh": "部分资料缺失", "en": "partly missing"}
_BETWEEN = {"zh": "；", "en": "; "}


class ReferenceWords(msgspec.Struct, frozen=True, kw_only=True):
    """Where a number comes from, and how sure we are of it (S, V, P, G or proposed; empty where it is not known)."""

    id: str
    title: str
    article: str = ""
    url: str = ""
    confidence: str = ""


class FactorWords(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the scoring table. ``value`` is what decided, ``also`` what else was seen; ``evidence`` fact paths."""

    factor: str
    name: str
    group: str
    value: str
    also: str
    level: int
    weight: Decimal
    contribution: Decimal
    missing: bool
    partly_missing: bool
    lifted_by: str | None
    evidence: tuple[str, ...]
    reference: ReferenceWords


class ReasonWords(msgspec.Struct, frozen=True, kw_only=True):
    """A reason: its stable code, its sentence, and where the rule behind it stands."""

    code: str
    text: str
    reference: ReferenceWords | None


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """The whole assessment in one language; factors in the order of the pack, reasons in the order of the method."""

    grade: str
    grade_name: str
    scored_grade_name: str
    score: Decimal
    decision: str
    due_diligence: str
    measures: tuple[str, ...]
    next_review_on: date | None
    factors: tuple[FactorWords, ...]
    reasons: tuple[ReasonWords, ...]


def explain(assessment: Assessment, rules: Rules, language: str) -> Explanation:
    """``assessment`` in ``zh`` or ``en``; ``rules`` are those it was made under. Hits are told by ``screening``."""
    return explain_outcome(assessment.outcome, rules, language)


def explain_outcome(outcome: Outcome, rules: Rules, language: str) -> Explanation:
    """The same of an outcome that is not recorded (a replay)."""
    policy = rules.grades[outcome.grade]
    factors = {factor.id: factor for card in rules.scorecards.values() for factor in _of(outcome, card)}
    return Explanation(
        grade=outcome.grade.value,
        grade_name=policy.name.get(language),
        scored_grade_name=rules.grades[outcome.scored_grade].name.get(language),
        score=outcome.score,
        decision=outcome.decision.value,
        due_diligence=outcome.due_diligence.value,
        measures=tuple(measure.get(language) for measure in policy.measures),
        next_review_on=outcome.next_review_on,
        factors=tuple(_factor(scored, factors[scored.factor], rules, language) for scored in outcome.factors),
        reasons=tuple(_reason(reason, rules, language) for reason in outcome.reasons),
    )


def value_words(observation: Observation, factor: Factor, rules: Rules, language: str) -> str:
    """What was seen: the word of the category, and its number in the unit the bands are written in."""
    if observation.category == MISSING:
        return _PARTLY_WORDS[_known(language)]
    label = rules.labels.get(f"{factor.measure}.{observation.category}")
    word = observation.category if label is None else label.get(language)
    if observation.number is None:
        return word
    number = plain(quotient(observation.number, factor.scale), _SHOWN_PLACES)
    unit = rules.labels.get(f"unit.{factor.unit}")
    return f"{word} {number} {unit.get(language)}" if unit and unit.get(language) else f"{word} {number}"


def _of(outcome: Outcome, card: tuple[Factor, ...]) -> tuple[Factor, ...]:
    """The factors of ``card`` when it is the one that was scored (two scorecards share ids, not bands)."""
    return card if [f.id for f in card] == [f.factor for f in outcome.factors] else ()


def _factor(scored: FactorScore, factor: Factor, rules: Rules, language: str) -> FactorWords:
    rest = [seen for seen in scored.observations if seen != scored.deciding and seen.category != MISSING]
    deciding = scored.deciding
    group = rules.labels.get(f"group.{factor.group}")
    return FactorWords(
        factor=scored.factor,
        name=factor.name.get(language),
        group=factor.group if group is None else group.get(language),
        value=_MISSING_WORDS[_known(language)] if deciding is None else value_words(deciding, factor, rules, language),
        also=_BETWEEN[_known(language)].join(value_words(seen, factor, rules, language) for seen in rest),
        level=scored.level,
        weight=scored.weight,
        contribution=scored.contribution,
        missing=scored.missing,
        partly_missing=any(seen.category == MISSING for seen in scored.observations),
        lifted_by=scored.lifted_by,
        evidence=tuple(dict.fromkeys(path for seen in scored.observations for path in seen.facts)),
        reference=_reference(scored.reference, rules, language, factor.confidence.value),
    )


def _reason(reason: Reason, rules: Rules, language: str) -> ReasonWords:
    reference = _reference(reason.reference, rules, language) if reason.reference else None
    return ReasonWords(code=reason.code, text=render(reason, language), reference=reference)


def _reference(name: str, rules: Rules, language: str, confidence: str = "") -> ReferenceWords:
    found = rules.references.get(name)
    if found is None:
        return ReferenceWords(id=name, title=name, confidence=confidence)
    return ReferenceWords(
        id=name, title=found.title.get(language), article=found.article, url=found.url, confidence=confidence
    )


def _known(language: str) -> str:
    return "zh" if language == "zh" else "en"
