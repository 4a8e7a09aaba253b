"""What an evaluation concluded, in words: every reason with its sentence, its facts, its article and its mark. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from amlrisk.console.tier_facts import Fact, facts_in_words
from amlrisk.facts.value import CustomerValue
from amlrisk.policy.value import ValueRules
from amlrisk.policy.vocabulary import Confidence
from amlrisk.tiering.explain import ReasonWords, Wording
from amlrisk.tiering.model import Reason

_NOBODY: Mapping[str, str] = MappingProxyType({})


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
    """The words of a pack, and the facts of one customer; ``people`` are the names of accounts, by their ids."""

    def __init__(
        self,
        rules: ValueRules,
        language: str,
        value: CustomerValue,
        birth_on: str | None = None,
        people: Mapping[str, str] = _NOBODY,
    ) -> None:
        super().__init__(rules, language)
        self._people = people
        self.rules = rules
        self.value = value
        self._birth_on = birth_on

    def text(self, reason: Reason) -> str:
        by = reason.params.get("by")
        if by is None:
            return super().text(reason)
        named = reason.params | {"by": self._people.get(by, by)}
        return super().text(msgspec.structs.replace(reason, params=named))

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
