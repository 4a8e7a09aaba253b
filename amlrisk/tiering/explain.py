"""Outcomes in words, for people: pure, from the reasons, the rules they were made under, and a language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from amlrisk.facts.value import Level
from amlrisk.grading.explain import ReferenceWords
from amlrisk.policy.model import Text
from amlrisk.policy.value import ValueRules
from amlrisk.policy.value_page import amount_in_words
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.policy.vocabulary import Grade
from amlrisk.tiering.model import Outcome, Part, Reason
from amlrisk.tiering.words import AMOUNTS, FIXED, KINDS, OR_ABOVE, SENTENCES

_OR_ABOVE = "_or_above"


class ReasonWords(Outcome, frozen=True, kw_only=True):
    """A reason: its stable code, its sentence, the facts it rests on, and the article behind it."""

    code: str
    text: str
    facts: tuple[str, ...]
    reference: ReferenceWords | None


class Wording:
    """The words of a pack in one language, looked up once for many customers."""

    def __init__(self, rules: ValueRules, language: str) -> None:
        self.language = "zh" if language == "zh" else "en"
        self._references = rules.references
        self._units = rules.units
        self._words = {key: text.get(self.language) for key, text in (FIXED | _names(rules)).items()}

    def explain(self, reasons: Iterable[Reason]) -> tuple[ReasonWords, ...]:
        """Each reason in words, in their order."""
        return tuple(
            ReasonWords(code=reason.code, text=self.text(reason), facts=reason.facts, reference=self._reference(reason))
            for reason in reasons
        )

    def text(self, reason: Reason) -> str:
        """The sentence; a code without one, or a word that nobody knows, raises ``KeyError``."""
        shown = {name: self._shown(name, value, reason.params) for name, value in reason.params.items()}
        return SENTENCES[reason.code].get(self.language).format(**shown)

    def tier(self, part: Part) -> str:
        """What a tier is called; with *or above* where nobody says where the next one begins."""
        return self._word("tier", part.tier.value + (_OR_ABOVE if part.or_above else ""))

    def grade(self, grade: Grade | None) -> str:
        """What a grade is called; None is no valid assessment."""
        return self._word("grade", "unassessed" if grade is None else grade.value)

    def _shown(self, name: str, value: str, params: Mapping[str, str]) -> str:
        if name in AMOUNTS and AMOUNTS[name] in params:
            return amount_in_words(Decimal(value), params[AMOUNTS[name]], self._units, self.language)
        kind = KINDS.get(name)
        if kind is None:
            return value
        words = [self._word(kind, each) for each in value.split(",")]
        return ("、" if self.language == "zh" else ", ").join(words)

    def _word(self, kind: str, value: str) -> str:
        if kind == "tier" and value.endswith(_OR_ABOVE):
            return OR_ABOVE.get(self.language).format(tier=self._word(kind, value.removesuffix(_OR_ABOVE)))
        return self._words[f"{kind}.{value}"]

    def _reference(self, reason: Reason) -> ReferenceWords | None:
        if not reason.reference:
            return None
        found = self._references[reason.reference]
        return ReferenceWords(
            id=reason.reference,
            title=found.title.get(self.language),
            article=found.article,
            url=found.url,
            confidence=reason.confidence.value if reason.confidence else "",
        )


def _names(rules: ValueRules) -> dict[str, Text]:
    """Everything that the pack has a name for, by kind and id."""
    club, appraisal, tiers = rules.club, rules.appraisal, rules.tiers
    named = {f"company.{company}": found.name for company, found in club.companies.items()}
    for company in club.companies.values():
        named |= {f"condition.{each.id}": each.name for each in company.conditions}
    named |= {f"criterion.{criterion}": found.name for criterion, found in rules.bank.criteria.items()}
    named |= {f"bank_class.{each}": name for each, name in rules.bank.classes.items()}
    named |= {f"move.{each.id}": each.name for each in rules.motor.moves}
    for dimension, rule in appraisal.dimensions.items():
        named[f"dimension.{dimension}"] = rule.name
        named |= {f"indicator.{each.id}": each.name for each in rule.indicators}
        named |= {f"dimension_level.{dimension}={level}": _of(rule.name, level) for level in Level}
    named |= {f"region.{each.id}": each.name for each in appraisal.regions}
    named |= {f"tier.{tier}": name for tier, name in tiers.names.items() if tier in Tier}
    named |= {f"grade.{grade}": name for grade, name in rules.grades.items()}
    return named


def _of(dimension: Text, level: Level) -> Text:
    word = FIXED[f"level.{level}"]
    return Text(zh=f"{dimension.zh}{word.zh}", en=f"{dimension.en} {word.en}")
