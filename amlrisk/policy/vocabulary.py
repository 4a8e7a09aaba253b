"""What a pack may speak of: the grades, the measures, the conditions. Words only, no number and no rule.

A *measure* turns a customer's facts into observations; ``grading/measures`` computes them (a test holds the
two together). A pack's factor names a measure and says, per level, which observations fall there.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Grade(StrEnum):
    """The four grades of 管理办法 art. 7, best first. ``rank`` orders them: a higher rank is a worse grade."""

    GENERAL = "general"
    ORDINARY = "ordinary"
    HIGH = "high"
    UNACCEPTABLE = "unacceptable"

    @property
    def rank(self) -> int:
        return _RANK[self]


_RANK = {grade: rank for rank, grade in enumerate(Grade)}


class Decision(StrEnum):
    """What happens to a sale: it goes through, waits for an officer, or is refused."""

    ACCEPT = "accept"
    REVIEW = "review"
    REJECT = "reject"


class DueDiligence(StrEnum):
    """How closely a customer of a grade is looked at."""

    SIMPLIFIED = "simplified"
    STANDARD = "standard"
    ENHANCED = "enhanced"


class Confidence(StrEnum):
    """How sure we are of a number; docs/policy.md says what each mark means."""

    SEED = "S"
    VERBATIM = "V"
    PARTIAL = "P"
    GENERAL = "G"
    PROPOSED = "proposed"


class ListCategory(StrEnum):
    """What a list is; decides the effect of a hit (``lists.yaml`` of the pack)."""

    TERRORISM = "terrorism"
    UN_SANCTIONS = "un_sanctions"
    STATE_SPECIAL_MEASURES = "state_special_measures"
    INTERNAL_REFUSE = "internal_refuse"
    OTHER_SANCTIONS = "other_sanctions"
    FOREIGN_PEP = "foreign_pep"
    DOMESTIC_PEP = "domestic_pep"
    ADVERSE = "adverse"
    INTERNAL_WATCH = "internal_watch"


class Trigger(StrEnum):
    """Why a case was opened; one that is open gathers further ones."""

    POSSIBLE_MATCH = "possible_match"
    HIGH_GRADE = "high_grade"
    FIRST_GRADING = "first_grading"
    PERIODIC_REVIEW = "periodic_review"
    LIST_CHANGE = "list_change"
    KEY_DATA_CHANGE = "key_data_change"
    SUSPICIOUS_REPORT = "suspicious_report"
    JUDICIAL_FREEZE = "judicial_freeze"
    ADVERSE_MEDIA = "adverse_media"
    DISPUTE = "dispute"
    OVERRIDE_REQUESTED = "override_requested"
    OVERRIDE_EXPIRED = "override_expired"


class ReasonKind(StrEnum):
    """What people give a reason for, from a list of the pack: what a hit is, or a step of a case."""

    TRUE_MATCH = "true_match"
    FALSE_POSITIVE = "false_positive"
    INCONCLUSIVE = "inconclusive"
    PROPOSE = "propose"
    OVERRIDE = "override"
    CONFIRM = "confirm"
    DIFFER = "differ"
    SETTLE = "settle"
    APPROVE = "approve"
    RETURN = "return"


class MeasureWords(msgspec.Struct, frozen=True, kw_only=True):
    """The words of one measure.

    ``categories`` maps every category the measure may observe to whether it carries a number (True) that
    bands cut into intervals over [0, ∞), or stands for itself (False). ``unit`` is the unit of the number:
    ``cny`` (yuan), ``ratio``, ``years``, ``months``, ``count``, ``layers``, or ``""`` where there is none.
    ``kinds`` are the customer kinds it can be computed for. ``params`` are the parameters a factor must give.
    """

    categories: dict[str, bool]
    unit: str = ""
    kinds: tuple[str, ...] = ("natural", "legal")
    params: tuple[str, ...] = ()


def _words(*names: str) -> dict[str, bool]:
    return dict.fromkeys(names, False)


_N = ("natural",)
_L = ("legal",)

MEASURES: dict[str, MeasureWords] = {
    # identity
    "kyc_completeness": MeasureWords(
        categories={"unverifiable": False, "conflicting": False, "gaps": True},
        unit="count",
        params=("required",),
    ),
    "identity_document": MeasureWords(
        categories=_words("expired", "other_foreign", "passport", "hk_macau_taiwan_or_pr", "resident_id"),
        kinds=_N,
    ),
    "age": MeasureWords(categories={"age": True}, unit="years", kinds=_N),
    "reports_and_alerts": MeasureWords(
        categories={"str": True, "alert": True}, unit="count", params=("window_months",)
    ),
    "adverse_media": MeasureWords(categories=_words("none", "minor", "credible", "charged", "conviction")),
    "public_office": MeasureWords(
        categories=_words(
            "none",
            "relative_of_official",
            "senior_official",
            "state_enterprise_executive",
            "domestic_pep",
            "international_organisation_pep",
            "possible_foreign_pep",
        )
    ),
    "information_openness": MeasureWords(
        categories=_words("listed", "state", "registry", "partial", "little", "none"), kinds=_L
    ),
    "registration_documents": MeasureWords(
        categories=_words("valid", "pending", "gaps", "expired", "invalid"), kinds=_L
    ),
    "ownership_and_control": MeasureWords(
        categories={
            "owner_unknown": False,
            "trust": False,
            "nominee": False,
            "bearer_shares": False,
            "offshore": False,
            "layers": True,
        },
        unit="layers",
        kinds=_L,
    ),
    "entity_age": MeasureWords(categories={"age": True}, unit="months", kinds=_L),
    # region
    "country": MeasureWords(
        categories=_words("fatf_black", "fatf_grey", "sanctioned", "offshore", "foreign", "domestic")
    ),
    "crime_region": MeasureWords(categories=_words("tier_1", "tier_2", "tier_3", "tier_4", "not_listed")),
    "locality": MeasureWords(
        categories=_words("unknown", "other_province_no_link", "other_province", "other_city", "same")
    ),
    "cross_border": MeasureWords(
        categories=_words("high_risk_place", "frequent", "occasional", "planned", "none"),
        params=("high_risk",),
    ),
    # business
    "product": MeasureWords(
        categories=_words(
            "investment_linked_top_up",
            "investment_linked",
            "universal",
            "annuity",
            "endowment",
            "whole_life",
            "participating",
            "long_health",
            "term_life",
            "motor",
            "accident",
            "short_term",
        )
    ),
    "cumulative_premium": MeasureWords(categories={"premium": True}, unit="cny"),
    "premium_to_means": MeasureWords(
        categories={"ratio": True, "unknown": False}, unit="ratio", params=("window_months",)
    ),
    "payment": MeasureWords(
        categories={
            "cash": True,
            "third_party_unexplained": False,
            "third_party_explained": False,
            "kin": False,
            "own_other_account": False,
            "own": False,
        },
        unit="cny",
        params=("window_months",),
    ),
    "channel": MeasureWords(
        categories={
            "unlicensed_agent": False,
            "non_face_to_face": True,
            "broker": False,
            "bancassurance": False,
            "face_to_face": False,
        },
        unit="cny",
    ),
    "policy_changes": MeasureWords(categories={"changes": True}, unit="count", params=("window_months", "kinds")),
    # industry
    "occupation": MeasureWords(
        categories=_words(
            "gambling",
            "underground_finance",
            "gems",
            "art",
            "virtual_assets",
            "entertainment",
            "pawn",
            "self_employed",
            "other",
        ),
        kinds=_N,
    ),
    "industry": MeasureWords(
        categories=_words(
            "gambling",
            "shell",
            "precious_metals",
            "virtual_assets",
            "remittance",
            "trade",
            "pawn",
            "auction",
            "property",
            "catering",
            "other",
        ),
        kinds=_L,
    ),
    "cash_intensity": MeasureWords(
        categories=_words("casino", "art", "pawn", "entertainment", "retail", "catering", "none")
    ),
}


class Condition(StrEnum):
    """Facts that impose a grade or a floor; computed in ``grading/direct.py``."""

    CONFIRMED_LISTING = "confirmed_listing"
    POSSIBLE_LISTING = "possible_listing"
    FOREIGN_PEP = "foreign_pep"
    SEVERAL_STRS = "several_strs"
    DUE_DILIGENCE_REFUSED = "due_diligence_refused"
    LOW_RISK_RELATIONSHIP = "low_risk_relationship"


class ParamKind(StrEnum):
    """What may stand as a parameter of a measure or a condition."""

    COUNT = "count"
    MONTHS = "months"
    CNY = "cny"
    KYC_ELEMENTS = "kyc_elements"
    COUNTRY_CATEGORIES = "country_categories"
    TRANSACTION_KINDS = "transaction_kinds"


PARAMS: dict[str, ParamKind] = {
    "window_months": ParamKind.MONTHS,
    "at_least": ParamKind.COUNT,
    "required": ParamKind.KYC_ELEMENTS,
    "high_risk": ParamKind.COUNTRY_CATEGORIES,
    "kinds": ParamKind.TRANSACTION_KINDS,
    "total_assets_natural": ParamKind.CNY,
    "total_assets_legal": ParamKind.CNY,
    "life_annual_premium": ParamKind.CNY,
    "non_cash_single_premium": ParamKind.CNY,
}

# What a customer's record may be asked to hold; ``grading/measures/identity.py`` says when it does.
KYC_ELEMENTS = (
    "gender",
    "nationality",
    "birth_date",
    "address",
    "phone",
    "email",
    "identity_document",
    "document_expiry",
)

# What a direct grade on this condition must give. The two listing conditions are not here: what a hit does
# is said once, per category of list, in ``lists.yaml``.
CONDITIONS: dict[Condition, tuple[str, ...]] = {
    Condition.FOREIGN_PEP: (),
    Condition.SEVERAL_STRS: ("at_least", "window_months"),
    Condition.DUE_DILIGENCE_REFUSED: (),
    Condition.LOW_RISK_RELATIONSHIP: (
        "total_assets_natural",
        "total_assets_legal",
        "life_annual_premium",
        "non_cash_single_premium",
    ),
}


class UnitWords(msgspec.Struct, frozen=True, kw_only=True):
    """A unit that bands may be written in: the unit of the measure it cuts, and how many of those it is."""

    measure: str
    scale: int = 1


UNITS: dict[str, UnitWords] = {
    "cny": UnitWords(measure="cny"),
    "cny_10k": UnitWords(measure="cny", scale=10_000),
    "ratio": UnitWords(measure="ratio"),
    "years": UnitWords(measure="years"),
    "months": UnitWords(measure="months"),
    "count": UnitWords(measure="count"),
    "layers": UnitWords(measure="layers"),
    "category": UnitWords(measure=""),
}

# The categories that a code table may give to its codes.
COUNTRY_TABLE = ("fatf_black", "fatf_grey", "sanctioned", "offshore")
CRIME_REGION_TABLE = ("tier_1", "tier_2", "tier_3", "tier_4")
OCCUPATION_TABLE = tuple({**MEASURES["occupation"].categories, **MEASURES["cash_intensity"].categories})
INDUSTRY_TABLE = tuple({**MEASURES["industry"].categories, **MEASURES["cash_intensity"].categories})
