"""The value files of a pack (``value_*.yaml``) as they are written, and what of them is in force on a day.

They stand apart from ``Rules``, which grading takes: nothing about a customer's worth is within its reach. Every
number keeps its reference and mark beside it, because the explanation of a tier names them.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from amlrisk.facts.value import BankClass, Company, InstitutionClass, Level
from amlrisk.policy.documents import Edition, Scalar, Sourced
from amlrisk.policy.model import Reference, Rule, Text
from amlrisk.policy.value_vocabulary import (
    ClubMeasure,
    Combine,
    Criterion,
    Dimension,
    GroupTable,
    Hold,
    Indicator,
    Status,
    Tier,
)
from amlrisk.policy.vocabulary import UNITS, Grade


class Named(Sourced, frozen=True, kw_only=True):
    """A number or a rule with a name for people."""

    id: str
    name: Text


def scale_of(unit: str) -> Decimal:
    """How many of the measure's units are in one unit of the pack: 10 000 for 万元."""
    return _SCALES[unit]


_SCALES = {unit: Decimal(words.scale) for unit, words in UNITS.items()}


class ClubCondition(Named, frozen=True, kw_only=True):
    """From ``at_least`` on, in ``unit``, a customer of the company is of that tier; null where nobody says from where.

    ``institution`` is the class that it holds for; ``claim_free_years`` are the insured years without a claim before
    the present one, which is at least the ``insured_years``-th; ``months`` so many consecutive months must each reach
    the bound.
    """

    measure: ClubMeasure
    unit: str
    at_least: dict[Tier, Decimal | None]
    institution: InstitutionClass | None = None
    claim_free_years: int | None = None
    insured_years: int | None = None
    months: int | None = None


class ClubCompany(Rule, frozen=True, kw_only=True):
    name: Text
    conditions: tuple[ClubCondition, ...]


class ClubEdition(Edition, frozen=True, kw_only=True):
    """``promotion``: so many companies at exactly one tier give the next. ``several``: which of several tiers counts.
    ``figures_max_age``: a month or quarter that ended longer ago says nothing of today.
    """

    companies: dict[Company, ClubCompany]
    figures_max_age: Scalar[int]
    promotion: Scalar[int]
    several: Scalar[Combine]
    membership_months: Scalar[int]
    upgrade_begins_anew: Scalar[bool]


class Coefficient(Rule, frozen=True, kw_only=True):
    """From ``at_least`` on; null for everything below the next row."""

    at_least: Decimal | None
    coefficient: Decimal


class CoefficientTable(Sourced, frozen=True, kw_only=True):
    name: Text
    unit: str
    rows: tuple[Coefficient, ...]


class GroupEdition(Edition, frozen=True, kw_only=True):
    """``tiers``: the value, in ``unit``, from which a VIP status may be applied for."""

    tables: dict[GroupTable, CoefficientTable]
    tiers: GroupTiers
    valid_months: Scalar[int]


class GroupTiers(Sourced, frozen=True, kw_only=True):
    unit: str
    at_least: dict[Tier, Decimal | None]


class BankThresholds(Sourced, frozen=True, kw_only=True):
    """The class by a number, where nobody gave one: lower bounds in ``unit``; below them D."""

    unit: str
    months: int
    max_age_months: int
    at_least: dict[BankClass, Decimal]


class BankCriterion(Sourced, frozen=True, kw_only=True):
    name: Text
    thresholds: BankThresholds | None = None


class BankEdition(Edition, frozen=True, kw_only=True):
    classes: dict[BankClass, Text]
    criteria: dict[Criterion, BankCriterion]
    combine: Scalar[Combine]


class MotorMove(Named, frozen=True, kw_only=True):
    """After a year with that many claims, paid over that share of the premium, so many classes up (down where < 0).

    ``paid_over`` null: whatever was paid. The first move that fits is made; without one the class stays.
    """

    claims_at_least: int
    claims_below: int | None
    paid_over: Decimal | None
    classes: int


class MotorClass(Sourced, frozen=True, kw_only=True):
    coefficient: Decimal


class MotorEdition(Edition, frozen=True, kw_only=True):
    """``lapse_days``: who was uninsured for more than so many days begins anew."""

    classes: dict[int, MotorClass]
    new_class: Scalar[int]
    moves: tuple[MotorMove, ...]
    lapse_days: Scalar[int]


class DiamondEdition(Edition, frozen=True, kw_only=True):
    """Ages in whole years, both included. Means: either bound reached is enough."""

    youngest: Scalar[int]
    oldest: Scalar[int]
    health: Scalar[bool]
    health_max_age_months: Scalar[int]
    income: Scalar[Decimal]
    assets: Scalar[Decimal]
    need: Scalar[bool]


class IndicatorRule(Named, frozen=True, kw_only=True):
    """One of: ``at_least`` (more is higher), ``below`` (less is higher), ``any_of`` (words), or none where a person
    gave the level. Anything that reaches neither *high* nor *middle* is *low*. ``window`` in months, or whole years.
    """

    indicator: Indicator
    unit: str = "category"
    window: int | None = None
    at_least: dict[Level, Decimal] | None = None
    below: dict[Level, Decimal] | None = None
    any_of: dict[Level, tuple[str, ...]] | None = None


class DimensionRule(Sourced, frozen=True, kw_only=True):
    name: Text
    combine: Combine
    indicators: tuple[IndicatorRule, ...]
    services: dict[Level, Text]


class RegionGroup(Named, frozen=True, kw_only=True):
    """``codes`` are beginnings of GB/T 2260 codes, the longest wins; none: everywhere else."""

    codes: tuple[str, ...]
    strategy: Text


class AppraisalEdition(Edition, frozen=True, kw_only=True):
    dimensions: dict[Dimension, DimensionRule]
    regions: tuple[RegionGroup, ...]


class AppraisalTier(Sourced, frozen=True, kw_only=True):
    """An appraisal with at least these levels is worth this tier."""

    tier: Tier
    levels: dict[Dimension, Level]


class EntitlementRule(Named, frozen=True, kw_only=True):
    """A service from ``tier`` on; ``per_year`` times, null without limit."""

    tier: Tier
    per_year: int | None


class GateRule(Sourced, frozen=True, kw_only=True):
    """No better than ``cap``; than ``until_approved`` while enhanced due diligence is not both complete and approved by
    a senior manager (null: no such cap); no tier granted or raised while any of ``holds`` lasts.
    """

    cap: Tier | None
    until_approved: Tier | None
    holds: tuple[Hold, ...]
    suspends: bool


class TiersEdition(Edition, frozen=True, kw_only=True):
    """``several``: which of the tiers that the schemes give counts. ``gate`` by grade; ``unassessed`` where there is no
    valid assessment.
    """

    names: dict[Tier, Text]
    statuses: dict[Status, Text]
    several: Scalar[Combine]
    appraisal: tuple[AppraisalTier, ...]
    entitlements: tuple[EntitlementRule, ...]
    gate: dict[Grade, GateRule]
    unassessed: GateRule


class ValueRules(Rule, frozen=True, kw_only=True):
    """The value files resolved for one day; ``grades`` are what the pack calls them."""

    pack: str
    version: str
    digest: str
    on: date
    club: ClubEdition
    group: GroupEdition
    bank: BankEdition
    motor: MotorEdition
    diamond: DiamondEdition
    appraisal: AppraisalEdition
    tiers: TiersEdition
    grades: dict[Grade, Text]
    units: dict[str, Text]
    confidences: dict[str, Text]
    references: dict[str, Reference]
