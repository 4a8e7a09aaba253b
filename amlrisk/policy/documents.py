"""The files of a pack as they are written; ``docs/policy.md`` describes them to the people who write them.

Every file but ``labels.yaml`` and ``references.yaml`` (words, which have no day) is a row of ``editions``;
the last one with ``from`` on or before a day is in force on it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

import msgspec

from amlrisk.policy.matching import Matching
from amlrisk.policy.model import (
    CategoryEffect,
    Clause,
    CodeEntry,
    Cutoff,
    DecisionDays,
    DirectGrade,
    Floor,
    LookBack,
    ReasonChoice,
    Reference,
    Rule,
    Text,
    TriggerRule,
)
from amlrisk.policy.vocabulary import Confidence, Decision, DueDiligence, Grade, ReasonKind

T = TypeVar("T")


class Edition(Rule, frozen=True, kw_only=True):
    """What a file says from ``start`` on (written ``from``)."""

    start: date = msgspec.field(name="from")


class Sourced(Rule, frozen=True, kw_only=True):
    """Anything that says where it comes from."""

    reference: str
    confidence: Confidence


class Scalar(Sourced, Generic[T], frozen=True, kw_only=True):
    """A single value with its unit."""

    value: T
    unit: str


class Group(Sourced, frozen=True, kw_only=True):
    """A heading of the scorecards; where ``weight`` is given, the weights of its factors must sum to it."""

    id: str
    name: Text
    weight: Decimal | None = None


class PackEdition(Edition, frozen=True, kw_only=True):
    home_country: Scalar[str]
    levels: Scalar[int]
    missing_level: Scalar[int]
    max_factor_weight: Scalar[Decimal] | None = None
    groups: tuple[Group, ...]


class PackDocument(Rule, frozen=True, kw_only=True):
    id: str
    title: Text
    version: str
    editions: tuple[PackEdition, ...]


class FactorEntry(Sourced, frozen=True, kw_only=True):
    id: str
    name: Text
    group: str
    weight: Decimal
    measure: str
    unit: str
    params: dict[str, object] = msgspec.field(default_factory=dict)
    bands: dict[int, tuple[Clause, ...]]


class FactorEdition(Edition, frozen=True, kw_only=True):
    factors: tuple[FactorEntry, ...]


class GradeEntry(Sourced, frozen=True, kw_only=True):
    name: Text
    decision: Decision
    due_diligence: DueDiligence
    measures: tuple[Text, ...]
    review_months: Scalar[int]


class ClockEntry(Rule, frozen=True, kw_only=True):
    first_review_years: Scalar[int]
    new_customer_working_days: Scalar[int]
    max_review_step: Scalar[int]


class GradesEdition(Edition, frozen=True, kw_only=True):
    grades: dict[Grade, GradeEntry]
    cutoffs: tuple[Cutoff, ...]
    direct: tuple[DirectGrade, ...]
    floors: tuple[Floor, ...]
    clock: ClockEntry


class ListsEdition(Edition, frozen=True, kw_only=True):
    """``decision_days`` and ``look_back`` may be missing: packs archived before there were any must replay."""

    effects: tuple[CategoryEffect, ...]
    max_shrink_ratio: Scalar[Decimal]
    decision_days: tuple[DecisionDays, ...] = ()
    look_back: LookBack | None = None


class CountryList(Sourced, frozen=True, kw_only=True):
    as_of: date
    max_age_days: int | None
    countries: tuple[str, ...]


class CountriesEdition(Edition, frozen=True, kw_only=True):
    """Which countries stand in which category, and what they are called."""

    tables: dict[str, CountryList]
    names: dict[str, Text]


class CodesEdition(Edition, frozen=True, kw_only=True):
    as_of: date
    max_age_days: int | None
    entries: dict[str, CodeEntry]
    reference: str
    confidence: Confidence


class RatesEdition(Edition, frozen=True, kw_only=True):
    """Yuan for one unit of each currency."""

    as_of: date
    max_age_days: int | None
    rates: dict[str, Decimal]
    reference: str
    confidence: Confidence


class ApprovalEntry(Sourced, frozen=True, kw_only=True):
    """Which grades a senior manager approves; it may be none."""

    grades: tuple[Grade, ...]


class ReviewEdition(Edition, frozen=True, kw_only=True):
    calendar: Scalar[str]
    triggers: tuple[TriggerRule, ...]
    approval: ApprovalEntry
    override_days: Scalar[int]
    escalate_after: Scalar[int]
    longest_text: Scalar[int]
    reasons: dict[ReasonKind, tuple[ReasonChoice, ...]]


class Document(Rule, Generic[T], frozen=True, kw_only=True):
    editions: tuple[T, ...]


class LabelsDocument(Rule, frozen=True, kw_only=True):
    labels: dict[str, dict[str, Text]]


class ReferencesDocument(Rule, frozen=True, kw_only=True):
    references: dict[str, Reference]


class MatchingHead(Edition, frozen=True, kw_only=True):
    reference: str
    confidence: Confidence


class MatchingEdition(MatchingHead, frozen=True, kw_only=True):
    matching: Matching


class MatchingDocument(Rule, frozen=True, kw_only=True):
    """Kept plain: beside its head, an edition holds whatever ``policy.matching.Matching`` declares."""

    editions: tuple[dict[str, object], ...]


MATCHING_HEAD = MatchingHead.__struct_encode_fields__
