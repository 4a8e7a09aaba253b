"""What the value files of a pack may speak of: tiers, measures, holds. Words only, no number and no rule."""

from __future__ import annotations

from enum import StrEnum

from amlrisk.facts.value import Company


class Tier(StrEnum):
    """Worst first; ``rank`` orders them. ``none`` only ever follows from the gate."""

    NONE = "none"
    STANDARD = "standard"
    GOLD = "gold"
    PLATINUM = "platinum"
    DIAMOND = "diamond"

    @property
    def rank(self) -> int:
        return _RANK[self]


_RANK = {tier: rank for rank, tier in enumerate(Tier)}

#: The tiers that are earned, the lowest first.
EARNED = (Tier.GOLD, Tier.PLATINUM, Tier.DIAMOND)


class ClubMeasure(StrEnum):
    """What a condition of the club looks at; ``tiering/holdings.py`` computes it."""

    ANNUAL_PREMIUM = "annual_premium"
    SINGLE_PREMIUM = "single_premium"
    MOTOR_PREMIUM = "motor_premium"
    COMMERCIAL_PREMIUM = "commercial_premium"
    MONTHLY_ASSETS = "monthly_assets"
    QUARTERLY_ASSETS = "quarterly_assets"
    PRODUCTS = "products"
    QUARTERLY_EQUITY = "quarterly_equity"
    NET_ASSETS = "net_assets"
    ACCOUNTS = "accounts"
    LONG_PREMIUM = "long_premium"
    SHORT_PREMIUM = "short_premium"


_MOTOR = ("claim_free_years", "insured_years")

#: Whose customers a measure is of, the dimension of its unit, and the params that a condition on it gives.
CLUB_MEASURES: dict[ClubMeasure, tuple[Company, str, tuple[str, ...]]] = {
    ClubMeasure.ANNUAL_PREMIUM: (Company.LIFE, "cny", ("institution",)),
    ClubMeasure.SINGLE_PREMIUM: (Company.LIFE, "cny", ("institution",)),
    ClubMeasure.MOTOR_PREMIUM: (Company.PROPERTY, "cny", _MOTOR),
    ClubMeasure.COMMERCIAL_PREMIUM: (Company.PROPERTY, "cny", _MOTOR),
    ClubMeasure.MONTHLY_ASSETS: (Company.BANK, "cny", ("months",)),
    ClubMeasure.QUARTERLY_ASSETS: (Company.SECURITIES, "cny", ()),
    ClubMeasure.PRODUCTS: (Company.TRUST, "cny", ()),
    ClubMeasure.QUARTERLY_EQUITY: (Company.FUTURES, "cny", ()),
    ClubMeasure.NET_ASSETS: (Company.PENSION, "cny", ()),
    ClubMeasure.ACCOUNTS: (Company.PENSION, "count", ()),
    ClubMeasure.LONG_PREMIUM: (Company.PENSION, "cny", ()),
    ClubMeasure.SHORT_PREMIUM: (Company.PENSION, "cny", ()),
}


class Criterion(StrEnum):
    """What the bank looks at."""

    ASSET_SCALE = "asset_scale"
    CREDIT_RECORD = "credit_record"
    STATEMENTS = "statements"
    RISK_PROCESS = "risk_process"
    RETURN_AND_RISK = "return_and_risk"


class Combine(StrEnum):
    """How several levels, or classes, become one: the lowest, the highest, the middle one (the lower of two)."""

    LOWEST = "lowest"
    HIGHEST = "highest"
    MIDDLE = "middle"


class Dimension(StrEnum):
    """The first four dimensions of the appraisal; the fifth is the region."""

    CONTRIBUTION = "contribution"
    LOYALTY = "loyalty"
    RISK = "risk"
    EDUCATION = "education"


class Indicator(StrEnum):
    """What a dimension looks at; ``tiering/indicators.py`` computes it."""

    PREMIUM_INCOME = "premium_income"
    CLAIMS_RATIO = "claims_ratio"
    OTHER_INCOME = "other_income"
    SATISFACTION = "satisfaction"
    COMPLAINTS = "complaints"
    REPURCHASE_AND_REFERRAL = "repurchase_and_referral"
    PERSONAL_RISK = "personal_risk"
    OCCUPATIONAL_RISK = "occupational_risk"
    OTHER_RISK = "other_risk"
    STUDY = "study"
    WORK = "work"
    LITERACY = "literacy"


#: Indicators that are a number (with the dimension of its unit), those that are a word of a list, and those that a
#: person gives as a level.
INDICATOR_UNITS: dict[Indicator, str] = {
    Indicator.PREMIUM_INCOME: "cny",
    Indicator.CLAIMS_RATIO: "ratio",
    Indicator.OTHER_INCOME: "cny",
    Indicator.SATISFACTION: "count",
    Indicator.COMPLAINTS: "count",
    Indicator.REPURCHASE_AND_REFERRAL: "count",
}
INDICATOR_WORDS = (Indicator.STUDY, Indicator.WORK)
#: Those that are counted over the last months.
WINDOWED = (Indicator.SATISFACTION, Indicator.COMPLAINTS, Indicator.REPURCHASE_AND_REFERRAL)
#: Those that are summed over the last whole calendar years.
YEARLY = (Indicator.PREMIUM_INCOME, Indicator.CLAIMS_RATIO, Indicator.OTHER_INCOME)


class Hold(StrEnum):
    """While it lasts, no tier is granted or raised."""

    REVIEW_OVERDUE = "review_overdue"
    ALERT_OPEN = "alert_open"
    ALWAYS = "always"


class Status(StrEnum):
    """What front-line systems are told beside the tier: never why."""

    ACTIVE = "active"
    UNDER_REVIEW = "under_review"
    NOT_AVAILABLE = "not_available"


class GroupTable(StrEnum):
    """附表1–3: the coefficients of a group contract."""

    SIZE = "size"
    LOYALTY = "loyalty"
    PROFIT = "profit"


GROUP_UNITS = {GroupTable.SIZE: "cny", GroupTable.LOYALTY: "years", GroupTable.PROFIT: "ratio"}
