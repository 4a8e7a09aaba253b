"""What is in force on a date, resolved: the only form of the pack that screening and grading see."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

from amlrisk.policy.matching import Matching
from amlrisk.policy.vocabulary import (
    Condition,
    Confidence,
    Decision,
    DueDiligence,
    Grade,
    ListCategory,
    ReasonKind,
    Trigger,
)


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of everything a pack says."""


class Text(Rule, frozen=True, kw_only=True):
    """Words for people, in both languages."""

    zh: str
    en: str

    def get(self, language: str) -> str:
        return self.zh if language == "zh" else self.en


class Reference(Rule, frozen=True, kw_only=True):
    """An entry of the register: which document, which article, and how we know what it says."""

    title: Text
    article: str = ""
    url: str = ""
    confidence: Confidence = Confidence.GENERAL


class Source(Rule, frozen=True, kw_only=True):
    """Where a single number comes from, and how it is written there (``value``; empty for a whole table).

    ``as_of`` is the day a table was checked against its publisher.
    """

    value: str = ""
    unit: str
    reference: str
    confidence: Confidence
    as_of: date | None = None


class Clause(Rule, frozen=True, kw_only=True, rename={"categories": "is"}):
    """Which observations fall in a band: any of ``categories``, the number in [at_least, below)."""

    categories: tuple[str, ...]
    at_least: Decimal | None = None
    below: Decimal | None = None


class Factor(Rule, frozen=True, kw_only=True):
    """A sub-item of the scoring table.

    ``bands`` maps a level (1 … the pack's ``levels``, highest is worst) to its clauses. Amounts in clauses
    are in ``unit`` (``cny_10k`` is 万元); the loader has not converted them: ``scale`` is the number of the
    measure's units in one unit of the bands (10 000 for 万元).
    """

    id: str
    name: Text
    group: str
    weight: Decimal
    measure: str
    unit: str
    scale: Decimal
    bands: dict[int, tuple[Clause, ...]]
    params: dict[str, object]
    reference: str
    confidence: Confidence


class Cutoff(Rule, frozen=True, kw_only=True):
    """A total of at least ``at_least`` points is this grade."""

    grade: Grade
    at_least: Decimal
    reference: str
    confidence: Confidence


class DirectGrade(Rule, frozen=True, kw_only=True):
    """A grade that a fact imposes whatever the score. ``params`` belong to the condition."""

    id: str
    name: Text
    condition: Condition
    grade: Grade
    enabled: bool
    params: dict[str, object]
    reference: str
    confidence: Confidence


class Floor(Rule, frozen=True, kw_only=True):
    """No better than ``grade`` when any of ``factors`` is at ``level`` or worse."""

    id: str
    name: Text
    factors: tuple[str, ...]
    level: int
    grade: Grade
    reference: str
    confidence: Confidence


class CategoryEffect(Rule, frozen=True, kw_only=True):
    """What a hit on a list of this category does: the grade when confirmed, while possible, or a factor level.

    ``possible`` or ``confirmed`` of None imposes no grade. ``factor`` (with ``factor_level``) lifts that factor
    to at least that level when the hit is confirmed or possible.
    """

    category: ListCategory
    confirmed: Grade | None
    possible: Grade | None
    factor: str | None
    factor_level: int | None
    reference: str
    confidence: Confidence


class DecisionDays(Rule, frozen=True, kw_only=True):
    """How long an officer's decision on a hit of this category holds at most, and by default: days from the day it is
    made. A true match does not end.
    """

    category: ListCategory
    false_positive: int
    inconclusive: int
    reference: str
    confidence: Confidence


class LookBack(Rule, frozen=True, kw_only=True):
    """On a true match with a list of these categories, the customer's transactions of so many months are looked at
    again."""

    categories: tuple[ListCategory, ...]
    months: int
    reference: str
    confidence: Confidence


class GradePolicy(Rule, frozen=True, kw_only=True):
    """What follows from a grade; the loader refuses a pack in which ``review_months`` is missing."""

    grade: Grade
    name: Text
    decision: Decision
    due_diligence: DueDiligence
    measures: tuple[Text, ...]
    review_months: int | None
    reference: str
    confidence: Confidence


class ReviewClock(Rule, frozen=True, kw_only=True):
    """First review within so many years; a new customer graded within so many working days.

    ``max_review_step`` is how many times the interval of the grade above a lower grade's may be.
    """

    first_review_years: int
    new_customer_working_days: int
    max_review_step: int | None = None
    reference: str
    confidence: Confidence


class ListGuards(Rule, frozen=True, kw_only=True):
    """When a new snapshot is not believed."""

    max_shrink_ratio: Decimal
    reference: str
    confidence: Confidence


class CodeEntry(Rule, frozen=True, kw_only=True):
    """A row of a code table: what a code is called and which categories it stands for."""

    name: Text
    categories: tuple[str, ...] = ()


class CodeTable(Rule, frozen=True, kw_only=True):
    """A table of codes with the day it was checked against its publisher (warned about when old)."""

    as_of: date
    max_age_days: int | None
    entries: dict[str, CodeEntry]
    reference: str
    confidence: Confidence


class TriggerRule(Rule, frozen=True, kw_only=True):
    """A case on ``trigger`` is opened where the customer's grade is one of ``grades``, and is due so many working days
    after the day it was set off.
    """

    trigger: Trigger
    working_days: int
    grades: tuple[Grade, ...]
    reference: str
    confidence: Confidence


class ReasonChoice(Rule, frozen=True, kw_only=True):
    """A reason that an officer can choose. With ``text_needed`` it says too little without words of their own."""

    id: str
    name: Text
    text_needed: bool = False


class ReviewRules(Rule, frozen=True, kw_only=True):
    """What two people must look at, by when, and what they may say.

    ``approval`` are the grades that a senior manager approves besides two others; an override always is approved, and
    holds for ``override_days`` at most. A case is escalated ``escalate_after`` working days after it was due.
    ``calendar`` is the country whose working days count. ``longest_text`` is in characters.
    """

    calendar: str
    triggers: dict[Trigger, TriggerRule]
    approval: tuple[Grade, ...]
    override_days: int
    escalate_after: int
    longest_text: int
    reasons: dict[ReasonKind, tuple[ReasonChoice, ...]]

    def reason(self, kind: ReasonKind, id: str) -> ReasonChoice | None:
        """The reason that is called so among those of a kind."""
        return next((choice for choice in self.reasons[kind] if choice.id == id), None)


class Rules(Rule, frozen=True, kw_only=True):
    """A pack resolved for one day.

    ``decision_days`` is empty only for packs archived before decisions had an end: none can be made under them.
    ``look_back`` is None only for packs that say nothing of it.
    ``country_tables`` are the tables that ``countries`` joins, by category, each with its own day and source.
    ``sources`` says where single numbers come from, by their path (``levels``, ``grades.high.review_months``,
    ``currencies`` …); everything else carries its reference itself. ``labels`` are words by
    ``<measure>.<category>``, ``grade.<grade>``, ``unit.<unit>``, ``condition.<condition>``, ``group.<group>`` …
    """

    pack: str
    title: Text
    version: str
    digest: str
    on: date
    home_country: str
    levels: int
    missing_level: int
    scorecards: dict[str, tuple[Factor, ...]]
    cutoffs: tuple[Cutoff, ...]
    direct: tuple[DirectGrade, ...]
    floors: tuple[Floor, ...]
    effects: dict[ListCategory, CategoryEffect]
    grades: dict[Grade, GradePolicy]
    clock: ReviewClock
    list_guards: ListGuards
    matching: Matching
    review: ReviewRules
    countries: CodeTable
    crime_regions: CodeTable
    occupations: CodeTable
    industries: CodeTable
    currencies: dict[str, Decimal]
    labels: dict[str, Text]
    references: dict[str, Reference]
    warnings: tuple[Text, ...]
    decision_days: dict[ListCategory, DecisionDays] = {}
    look_back: LookBack | None = None
    country_tables: dict[str, CodeTable] = {}
    sources: dict[str, Source] = {}
