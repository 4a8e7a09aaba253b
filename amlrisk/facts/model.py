"""The facts of a customer, as immutable values.

``None`` always means *not known*; an empty tuple means *known to be none*. The difference matters: missing
input scores the level that the pack gives it, "none" scores what the facts say.

Identity numbers never stand here in clear: ``SealedNumber`` holds a keyed digest for equality and a masked
form for people; what can be derived from a number (birth date, sex, region) is derived before sealing, so
that an assessment replays from the sealed facts alone.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec


class Fact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """Base of all facts: immutable, strict, and compact when written (defaults are left out). No fact refers back to
    another, so that the garbage collector need not look at them.
    """


class Kind(StrEnum):
    NATURAL = "natural"
    LEGAL = "legal"


class Gender(StrEnum):
    MALE = "male"
    FEMALE = "female"
    OTHER = "other"


class Role(StrEnum):
    """Who must be screened: 管理办法 art. 3, and the owners of 银发〔2013〕2号."""

    POLICYHOLDER = "policyholder"
    INSURED = "insured"
    BENEFICIARY = "beneficiary"
    AGENT = "agent"
    BENEFICIAL_OWNER = "beneficial_owner"
    CONTROLLER = "controller"
    LEGAL_REPRESENTATIVE = "legal_representative"


class DocumentKind(StrEnum):
    RESIDENT_ID = "resident_id"
    HK_MACAU_PERMIT = "hk_macau_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    PERMANENT_RESIDENT_CARD = "permanent_resident_card"
    PASSPORT = "passport"
    OTHER_FOREIGN = "other_foreign"
    USCC = "uscc"
    FOREIGN_REGISTRATION = "foreign_registration"
    LEI = "lei"


class Verification(StrEnum):
    VERIFIED = "verified"
    UNVERIFIABLE = "unverifiable"
    REFUSED = "refused"


class AdverseMedia(StrEnum):
    NONE = "none"
    MINOR = "minor"
    CREDIBLE = "credible"
    CHARGED = "charged"
    CONVICTION = "conviction"


class CrossBorder(StrEnum):
    NONE = "none"
    PLANNED = "planned"
    OCCASIONAL = "occasional"
    FREQUENT = "frequent"
    HIGH_RISK_PLACE = "high_risk_place"


class PepLink(StrEnum):
    """Ties to public office; a *confirmed* foreign PEP is a direct grade, a possible one a factor level."""

    NONE = "none"
    RELATIVE_OF_OFFICIAL = "relative_of_official"
    SENIOR_OFFICIAL = "senior_official"
    STATE_ENTERPRISE_EXECUTIVE = "state_enterprise_executive"
    DOMESTIC_PEP = "domestic_pep"
    INTERNATIONAL_ORGANISATION_PEP = "international_organisation_pep"
    POSSIBLE_FOREIGN_PEP = "possible_foreign_pep"
    FOREIGN_PEP = "foreign_pep"
    FOREIGN_PEP_RELATIVE = "foreign_pep_relative"
    FOREIGN_PEP_ASSOCIATE = "foreign_pep_associate"


class CashBusiness(StrEnum):
    NONE = "none"
    RETAIL = "retail"
    CATERING = "catering"
    ENTERTAINMENT = "entertainment"
    PAWN = "pawn"
    ART = "art"
    CASINO = "casino"


class Channel(StrEnum):
    FACE_TO_FACE = "face_to_face"
    BROKER = "broker"
    BANCASSURANCE = "bancassurance"
    NON_FACE_TO_FACE = "non_face_to_face"
    UNLICENSED_AGENT = "unlicensed_agent"


class Product(StrEnum):
    INVESTMENT_LINKED_TOP_UP = "investment_linked_top_up"
    INVESTMENT_LINKED = "investment_linked"
    UNIVERSAL = "universal"
    ANNUITY = "annuity"
    ENDOWMENT = "endowment"
    WHOLE_LIFE = "whole_life"
    PARTICIPATING = "participating"
    LONG_HEALTH = "long_health"
    TERM_LIFE = "term_life"
    MOTOR = "motor"
    ACCIDENT = "accident"
    SHORT_TERM = "short_term"


class PaymentMode(StrEnum):
    REGULAR = "regular"
    SINGLE = "single"


class PolicyStatus(StrEnum):
    APPLIED = "applied"
    IN_FORCE = "in_force"
    LAPSED = "lapsed"
    ENDED = "ended"


class TransactionKind(StrEnum):
    PREMIUM = "premium"
    TOP_UP = "top_up"
    SURRENDER = "surrender"
    PARTIAL_SURRENDER = "partial_surrender"
    LOAN = "loan"
    LOAN_REPAYMENT = "loan_repayment"
    REFUND = "refund"
    CLAIM = "claim"
    CHANGE_BENEFICIARY = "change_beneficiary"
    CHANGE_POLICYHOLDER = "change_policyholder"
    CHANGE_PAYEE = "change_payee"
    MEMBER_CHANGE = "member_change"


class PaymentMethod(StrEnum):
    TRANSFER = "transfer"
    CARD = "card"
    CHEQUE = "cheque"
    CASH = "cash"


class Payer(StrEnum):
    OWN = "own"
    OWN_OTHER_ACCOUNT = "own_other_account"
    KIN = "kin"
    THIRD_PARTY_EXPLAINED = "third_party_explained"
    THIRD_PARTY_UNEXPLAINED = "third_party_unexplained"


class EventKind(StrEnum):
    STR = "str"
    ALERT = "alert"
    JUDICIAL_FREEZE = "judicial_freeze"
    JUDICIAL_INQUIRY = "judicial_inquiry"
    DUE_DILIGENCE_FAILED = "due_diligence_failed"
    DUE_DILIGENCE_REFUSED = "due_diligence_refused"


class Openness(StrEnum):
    """How much is public about an organisation (信息公开程度)."""

    LISTED = "listed"
    STATE = "state"
    REGISTRY = "registry"
    PARTIAL = "partial"
    LITTLE = "little"
    NONE = "none"


class RegistrationStatus(StrEnum):
    VALID = "valid"
    PENDING = "pending"
    GAPS = "gaps"
    EXPIRED = "expired"
    INVALID = "invalid"


class OwnershipFeature(StrEnum):
    OWNER_UNKNOWN = "owner_unknown"
    TRUST = "trust"
    NOMINEE = "nominee"
    BEARER_SHARES = "bearer_shares"
    OFFSHORE = "offshore"


class Money(Fact, frozen=True, kw_only=True):
    """An amount in whole currency units (yuan, not fen, not 万元)."""

    amount: Decimal
    currency: str = "CNY"


class SealedNumber(Fact, frozen=True, kw_only=True):
    """A personal number that only ever needs equality: HMAC-SHA-256 hex digest beside a masked form."""

    digest: str
    masked: str


class IdentityDocument(Fact, frozen=True, kw_only=True):
    """An identity document after intake.

    ``checked`` is True or False where the kind has a check digit, None where it has none. ``birth_on``,
    ``gender`` and ``region`` (GB/T 2260, six digits) are what the number itself says.
    """

    kind: DocumentKind
    number: SealedNumber
    country: str | None = None
    expires_on: date | None = None
    checked: bool | None = None
    birth_on: str | None = None
    gender: Gender | None = None
    region: str | None = None


class Party(Fact, frozen=True, kw_only=True):
    """A person or organisation around a customer; every one of them is screened.

    ``id`` is stable within the customer (``subject`` for the customer itself, ``p1``, ``p2`` … otherwise).
    ``birth_on`` is a partial date (``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``). Countries are ISO 3166 alpha-2.
    """

    id: str
    roles: tuple[Role, ...]
    kind: Kind
    name: str
    other_names: tuple[str, ...] = ()
    gender: Gender | None = None
    birth_on: str | None = None
    birth_place: str | None = None
    nationalities: tuple[str, ...] = ()
    residence_country: str | None = None
    registration_country: str | None = None
    documents: tuple[IdentityDocument, ...] = ()


class Policy(Fact, frozen=True, kw_only=True):
    """An insurance policy, in the shape the behaviour factors need.

    ``premium`` is the yearly premium (regular) or the single premium; ``paid`` what has been paid so far.
    """

    ref: str
    product: Product
    channel: Channel
    mode: PaymentMode
    premium: Money
    paid: Money
    starts_on: date
    status: PolicyStatus = PolicyStatus.IN_FORCE


class Transaction(Fact, frozen=True, kw_only=True):
    on: date
    kind: TransactionKind
    policy: str | None = None
    amount: Money | None = None
    method: PaymentMethod | None = None
    payer: Payer | None = None
    country: str | None = None


class Event(Fact, frozen=True, kw_only=True):
    """Something the compliance side recorded about the customer (report, alert, freeze …)."""

    on: date
    kind: EventKind
    note: str = ""


class Ownership(Fact, frozen=True, kw_only=True):
    """Layers between the organisation and its last natural owner, and what hides that owner."""

    layers: int | None = None
    features: tuple[OwnershipFeature, ...] = ()


class Customer(Fact, frozen=True, kw_only=True):
    """Everything that grading may look at. No value, VIP or profit field belongs here."""

    ref: str
    kind: Kind
    subject: Party
    parties: tuple[Party, ...] = ()

    branch: str | None = None
    branch_region: str | None = None
    relationship_on: date | None = None

    address: str | None = None
    address_region: str | None = None
    local_link: bool | None = None
    phone: SealedNumber | None = None
    email: SealedNumber | None = None

    verification: Verification | None = None
    document_gaps: tuple[str, ...] | None = None
    conflicts: tuple[str, ...] = ()
    adverse_media: AdverseMedia | None = None
    cross_border: CrossBorder | None = None
    cross_border_countries: tuple[str, ...] = ()
    pep_link: PepLink | None = None
    cash_business: CashBusiness | None = None

    occupation: str | None = None
    annual_income: Money | None = None

    industry: str | None = None
    shell: bool | None = None
    openness: Openness | None = None
    registration_status: RegistrationStatus | None = None
    ownership: Ownership | None = None
    established_on: date | None = None
    annual_revenue: Money | None = None

    policies: tuple[Policy, ...] | None = None
    transactions: tuple[Transaction, ...] | None = None
    events: tuple[Event, ...] | None = None

    def everyone(self) -> tuple[Party, ...]:
        """The customer and every other party, the customer first."""
        return (self.subject, *self.parties)
