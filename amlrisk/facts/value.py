"""What is known of the worth of a customer to the group, as immutable values: apart from ``Customer``, on purpose.

Grading takes a ``Customer`` and nothing of this page, so that no holding, premium history, satisfaction or education
can reach a risk grade (a test follows the types). Amounts are yuan. As there, ``None`` means *not known* and an empty
tuple *known to be none*.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from amlrisk.facts.dates import add_months
from amlrisk.facts.model import Fact


class Company(StrEnum):
    """The companies of the group whose customers the club counts."""

    LIFE = "life"
    PROPERTY = "property"
    BANK = "bank"
    SECURITIES = "securities"
    TRUST = "trust"
    FUTURES = "futures"
    PENSION = "pension"


class InstitutionClass(StrEnum):
    """甲乙丙丁: the class of the life company's institution, which sets the bounds of premiums."""

    JIA = "jia"
    YI = "yi"
    BING = "bing"
    DING = "ding"


class Level(StrEnum):
    """高中低. ``rank`` orders them, the highest last."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"

    @property
    def rank(self) -> int:
        return _LEVELS[self]


_LEVELS = {level: rank for rank, level in enumerate(Level)}


class BankClass(StrEnum):
    """A to D of the bank; ``rank`` orders them, the best last."""

    D = "D"
    C = "C"
    B = "B"
    A = "A"

    @property
    def rank(self) -> int:
        return _CLASSES[self]


_CLASSES = {found: rank for rank, found in enumerate(BankClass)}


class Study(StrEnum):
    PRIMARY = "primary"
    SECONDARY = "secondary"
    COLLEGE = "college"
    BACHELOR = "bachelor"
    POSTGRADUATE = "postgraduate"


class Work(StrEnum):
    """Background at work, as education counts it."""

    PROFESSIONAL = "professional"
    MANAGERIAL = "managerial"
    CLERICAL = "clerical"
    MANUAL = "manual"
    OTHER = "other"


class LifeHolding(Fact, frozen=True, kw_only=True):
    """Policies in force at one institution of the life company: regular premiums of a year, and single premiums."""

    institution: InstitutionClass | None = None
    annual_premium: Decimal | None = None
    single_premium: Decimal | None = None


class MotorClaim(Fact, frozen=True, kw_only=True):
    on: date
    paid: Decimal


class MotorYear(Fact, frozen=True, kw_only=True):
    """A year of motor insurance: up to the day before ``ends_on``, a whole year where that is not said."""

    starts_on: date
    ends_on: date | None = None
    commercial_premium: Decimal | None = None
    compulsory_premium: Decimal | None = None
    claims: tuple[MotorClaim, ...] | None = None

    @property
    def end(self) -> date:
        return self.ends_on or add_months(self.starts_on, 12)

    @property
    def premium(self) -> Decimal | None:
        """All of the year's premium; None where no part of it is known."""
        known = [part for part in (self.commercial_premium, self.compulsory_premium) if part is not None]
        return sum(known, Decimal(0)) if known else None


class Vehicle(Fact, frozen=True, kw_only=True):
    """``years`` oldest first. ``first_class`` is the class of the first of them where it was not that of a new
    customer; ``next_premium`` what the next year costs before the coefficient.
    """

    ref: str
    years: tuple[MotorYear, ...] = ()
    first_class: int | None = None
    next_premium: Decimal | None = None


class MonthlyAssets(Fact, frozen=True, kw_only=True):
    """Daily average of personal financial assets in a month, ``YYYY-MM``."""

    month: str
    average: Decimal


class QuarterlyAssets(Fact, frozen=True, kw_only=True):
    """Daily average in a quarter, ``YYYY-Qn``: cash and market value at a broker, or a customer's equity in futures."""

    quarter: str
    cash: Decimal = Decimal(0)
    market_value: Decimal = Decimal(0)
    equity: Decimal = Decimal(0)


class BankStanding(Fact, frozen=True, kw_only=True):
    """What a person found, per criterion of the bank; the scale of assets may also follow from the months."""

    asset_scale: BankClass | None = None
    credit_record: BankClass | None = None
    statements: BankClass | None = None
    risk_process: BankClass | None = None
    return_and_risk: BankClass | None = None


class PensionHolding(Fact, frozen=True, kw_only=True):
    """What an organisation has with the pension company: annuity net assets and accounts, premiums of the year."""

    net_assets: Decimal | None = None
    accounts: int | None = None
    long_premium: Decimal | None = None
    short_premium: Decimal | None = None


class GroupContract(Fact, frozen=True, kw_only=True):
    """A group-insurance contract in force. ``years`` insured without a break; ``profit_ratio`` profit ÷ premium."""

    ref: str
    standard_premium: Decimal | None = None
    years: int | None = None
    profit_ratio: Decimal | None = None


class YearFigures(Fact, frozen=True, kw_only=True):
    """A calendar year of premium income, claims paid and other income from services."""

    year: int
    premium: Decimal
    claims_paid: Decimal = Decimal(0)
    other_income: Decimal = Decimal(0)


class Survey(Fact, frozen=True, kw_only=True):
    """A satisfaction survey: 0 to 100 points."""

    on: date
    score: Decimal


class Health(Fact, frozen=True, kw_only=True):
    """A health assessment: what was looked for and found (True), or not found (False)."""

    on: date
    chronic: bool | None = None
    hereditary: bool | None = None
    other: bool | None = None


class CustomerValue(Fact, frozen=True, kw_only=True):
    """Everything that the value tier may look at, beside the age of the customer.

    ``complaints``, ``purchases`` (again, after the first) and ``referrals`` are the days on which they happened.
    ``region`` is of the residence or registration (GB/T 2260). ``need`` and ``intention`` are what was recorded in the
    talk about the diamond product, ``income`` a year's.
    """

    ref: str

    life: tuple[LifeHolding, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    bank: tuple[MonthlyAssets, ...] = ()
    bank_standing: BankStanding | None = None
    securities: tuple[QuarterlyAssets, ...] = ()
    trust: Decimal | None = None
    futures: tuple[QuarterlyAssets, ...] = ()
    pension: PensionHolding | None = None
    contracts: tuple[GroupContract, ...] = ()

    figures: tuple[YearFigures, ...] | None = None
    surveys: tuple[Survey, ...] | None = None
    complaints: tuple[date, ...] | None = None
    purchases: tuple[date, ...] | None = None
    referrals: tuple[date, ...] | None = None

    personal_risk: Level | None = None
    occupational_risk: Level | None = None
    other_risk: Level | None = None
    study: Study | None = None
    work: Work | None = None
    literacy: Level | None = None
    region: str | None = None

    health: Health | None = None
    income: Decimal | None = None
    assets: Decimal | None = None
    need: bool | None = None
    intention: bool | None = None


_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")


@lru_cache(maxsize=4096)  # everybody's figures are of the same few months
def month_number(month: str) -> int | None:
    """Months since the year 0 of ``YYYY-MM``; None where it is none."""
    found = _MONTH.fullmatch(month)
    return None if found is None else int(found[1]) * 12 + int(found[2]) - 1


@lru_cache(maxsize=4096)
def quarter_number(quarter: str) -> int | None:
    """The same of the last month of ``YYYY-Qn``."""
    found = _QUARTER.fullmatch(quarter)
    return None if found is None else int(found[1]) * 12 + int(found[2]) * 3 - 1


def number_of_month(on: date) -> int:
    """The same of the month of a day."""
    return on.year * 12 + on.month - 1
