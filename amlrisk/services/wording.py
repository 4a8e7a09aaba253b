"""What an answer says by virtue of the rules alone, put together once for an edition of the rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from amlrisk.grading.explain import value_words
from amlrisk.grading.model import FactorScore, Observation
from amlrisk.policy.model import Factor, Rules, Text

Document = dict[str, object]

_REMEMBERED = 4096

_MISSING: Document = {"zh": "缺失", "en": "missing"}


def words(text: Text) -> Document:
    return {"zh": text.zh, "en": text.en}


def exact(number: Decimal) -> str:
    """A decimal as text, never in powers of ten."""
    return format(number, "f")


class FactorWording:
    """One factor of a scorecard with all that does not depend on the customer."""

    def __init__(self, factor: Factor, rules: Rules, reference: Document) -> None:
        self._factor = factor
        self._rules = rules
        self._fixed: Document = {
            "factor": factor.id,
            "name": words(factor.name),
            "group": factor.group,
            "confidence": factor.confidence.value,
            "reference": reference,
        }
        self._told: dict[tuple[object, ...], Document] = {}

    def document(self, scored: FactorScore) -> Document:
        """The factor as it was scored for one customer. Not to be changed: most customers share most of theirs."""
        key = (scored.level, scored.missing, scored.lifted_by, scored.observations)
        told = self._told.get(key)
        if told is None:
            if len(self._told) >= _REMEMBERED:
                self._told.clear()
            told = self._told[key] = self._tell(scored)
        return told

    def _tell(self, scored: FactorScore) -> Document:
        observations = [self._observed(seen) for seen in scored.observations]
        return {
            **self._fixed,
            "value": self._deciding(scored, observations),
            "level": scored.level,
            "weight": exact(scored.weight),
            "contribution": exact(scored.contribution),
            "missing": scored.missing,
            "observations": observations,
            "lifted_by": scored.lifted_by,
        }

    def _deciding(self, scored: FactorScore, observations: list[Document]) -> object:
        if scored.deciding is None:
            return _MISSING
        for seen, told in zip(scored.observations, observations, strict=True):
            if seen == scored.deciding:
                return told["text"]
        return self._value(scored.deciding)

    def _observed(self, seen: Observation) -> Document:
        return {
            "category": seen.category,
            "number": None if seen.number is None else exact(seen.number),
            "facts": seen.facts,
            "text": self._value(seen),
        }

    def _value(self, seen: Observation) -> Document:
        return {language: value_words(seen, self._factor, self._rules, language) for language in ("zh", "en")}


class Wording:
    """The words of one edition of the rules."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self._references: dict[str, Document] = {
            name: {"id": name, "title": words(entry.title), "article": entry.article, "url": entry.url}
            for name, entry in rules.references.items()
        }
        # By the factors in their order: the cards of natural and legal persons share ids, not bands.
        self._cards: dict[tuple[str, ...], dict[str, FactorWording]] = {
            tuple(factor.id for factor in card): {
                factor.id: FactorWording(factor, rules, self.reference(factor.reference)) for factor in card
            }
            for card in rules.scorecards.values()
        }

    def card(self, factors: tuple[str, ...]) -> Mapping[str, FactorWording]:
        """The scorecard of exactly these factors, in their order."""
        return self._cards[factors]

    def reference(self, name: str) -> Document:
        """An entry of the register. The loader resolves every reference; one from elsewhere shows its id."""
        return self._references.get(name) or {"id": name, "title": {"zh": name, "en": name}, "article": "", "url": ""}


_KEPT = 8
_wordings: dict[tuple[str, date], Wording] = {}


def wording_of(rules: Rules) -> Wording:
    """The wording of these very rules; that of the last few is kept."""
    key = (rules.digest, rules.on)
    kept = _wordings.get(key)
    if kept is None or kept.rules is not rules:
        if len(_wordings) >= _KEPT:
            _wordings.clear()
        kept = _wordings[key] = Wording(rules)
    return kept
