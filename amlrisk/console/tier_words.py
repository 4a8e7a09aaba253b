"""What an evaluation concluded, in words: every reason with its sentence, its facts, its article and its mark. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from amlrisk.console.tier_facts import Fact, facts_in_words
from amlrisk.facts.value import CustomerValue
from amlrisk.policy.value import ValueRules
from amlrisk.policy.vocabulary import Confidence
from amlrisk.tiering.explain import ReasonWords, Wording
from amlrisk.tiering.model import Reason


class Said(NamedTuple):
    """A reason. ``source`` is title and article, empty where the reason rests on none; ``mark`` says how sure."""

    code: str
    text: str
    facts: tuple[Fact, ...]
    source: str
    url: str | None
    confidence: Confidence | None
    mark: str


class TierWords(Wording):
    """The words of a pack, and the facts of one customer."""

    def __init__(self, rules: ValueRules, value: CustomerValue, birth_on: str | None, language: str) -> None:
        super().__init__(rules, language)
        self.rules = rules
        self.value = value
        self._birth_on = birth_on

    def say(self, reasons: Iterable[Reason]) -> tuple[Said, ...]:
        """Each reason in words, in their order."""
        return tuple(self._said(each) for each in self.explain(reasons))

    def _said(self, each: ReasonWords) -> Said:
        found = each.reference
        confidence = Confidence(found.confidence) if found is not None and found.confidence else None
        return Said(
            code=each.code,
            text=each.text,
            facts=facts_in_words(self.value, each.facts, self.language, self._birth_on),
            source="" if found is None else f"{found.title} {found.article}".strip(),
            url=found.url if found is not None else None,
            confidence=confidence,
            mark="" if confidence is None else self.rules.confidences[confidence].get(self.language),
        )
