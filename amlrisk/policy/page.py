"""A table of the rules for people, and what every one of them needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from amlrisk.policy.model import Rule, Rules
from amlrisk.policy.vocabulary import Confidence, Grade
from amlrisk.policy.words import label, listed, mark, pick, source

Row = tuple[str, ...]
Pair = tuple[str, str]

SOURCE: tuple[Pair, Pair] = (("依据", "Source"), ("可信度", "Confidence"))
NONE = "–"


class Table(Rule, frozen=True, kw_only=True):
    """A title, the column headings, and rows of as many cells."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


class Sourced(Protocol):
    @property
    def reference(self) -> str: ...
    @property
    def confidence(self) -> Confidence: ...


class Page:
    """The rules in one language."""

    def __init__(self, rules: Rules, language: str) -> None:
        self.rules = rules
        self.language = language

    def say(self, zh: str, en: str) -> str:
        return pick(self.language, zh, en)

    def label(self, key: str) -> str:
        return label(self.rules, key, self.language)

    def grade(self, grade: Grade | None) -> str:
        return self.label(f"grade.{grade}") if grade is not None else NONE

    def sourced(self, said: Sourced) -> Row:
        return source(self.rules, said.reference, self.language), mark(self.rules, said.confidence, self.language)

    def grades_named(self, grades: Iterable[Grade]) -> str:
        """The grades, the worst first; – for none."""
        worst_first = sorted(grades, key=lambda grade: grade.rank, reverse=True)
        return listed([self.grade(grade) for grade in worst_first], self.language) or NONE

    def table(self, title: Pair | str, columns: Iterable[Pair], rows: Iterable[Row]) -> Table:
        return Table(
            title=title if isinstance(title, str) else self.say(*title),
            columns=tuple(self.say(*column) for column in columns),
            rows=tuple(rows),
        )
