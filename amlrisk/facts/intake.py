"""From what was handed in to a ``Customer``, or to every reason why not.

The raw shape is the JSON of ``Customer`` with numbers, telephone and e-mail in clear; ``docs/customers.md`` lists
every field. Names, dates, codes and amounts are checked here, numbers are read and sealed; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

from amlrisk.errors import InvalidInput
from amlrisk.facts.codes import CodeSets
from amlrisk.facts.dates import span
from amlrisk.facts.identifiers import BadNumber, seal_email, seal_phone
from amlrisk.facts.intake_party import read_parties, read_subject
from amlrisk.facts.intake_policy import read_events, read_policies, read_transactions
from amlrisk.facts.model import (
    AdverseMedia,
    CashBusiness,
    CrossBorder,
    Customer,
    Kind,
    Openness,
    Ownership,
    OwnershipFeature,
    Party,
    PepLink,
    RegistrationStatus,
    SealedNumber,
    Verification,
)
from amlrisk.facts.reading import Intake, Section

__all__ = ["CodeSets", "build_customer"]

NATURAL_FIELDS = ("occupation", "annual_income")
LEGAL_FIELDS = (
    "industry",
    "shell",
    "openness",
    "registration_status",
    "ownership",
    "established_on",
    "annual_revenue",
)
# No organisation of today is older; the bound only catches dates typed wrong.
_EARLIEST_FOUNDATION = 578
_MOST_LAYERS = 1000
_ADDRESS_LIMIT = 1000
_CODE_LIMIT = 64
_NOBODY = Party(id="subject", roles=(), kind=Kind.NATURAL, name="")


def build_customer(raw: Mapping[str, object], *, key: bytes, today: date, codes: CodeSets) -> Customer:
    """The facts of a customer from their raw shape.

    ``key`` seals identity numbers, telephone and e-mail; ``today`` bounds dates; ``codes`` are the code tables of
    the policy pack. Raises InvalidInput with every issue found. Unknown fields are the schema's to refuse.
    """
    intake = Intake(key=key, today=today, codes=codes, issues=[])
    customer = _read(Section(raw, "", intake))
    if intake.issues:
        raise InvalidInput(tuple(intake.issues))
    assert customer is not None, "no customer and no issue"
    return customer


def _read(section: Section) -> Customer | None:
    """Everything is read even where something is missing, so that every issue is found; stand-ins never leave here.

    Without a kind nothing else can be judged: None.
    """
    ref = section.reference("ref") if section.required("ref") else None
    kind = section.choice("kind", Kind) if section.required("kind") else None
    inner = section.section("subject") if section.required("subject") else None
    if kind is None:
        return None
    for field in LEGAL_FIELDS if kind is Kind.NATURAL else NATURAL_FIELDS:
        if section.given(field):
            section.fault(field, "legal_only" if kind is Kind.NATURAL else "natural_only")
    subject = _NOBODY if inner is None else read_subject(inner, kind)
    parties = read_parties(section.sections("parties") or [])
    policies = read_policies(section.sections("policies"))
    transactions = read_transactions(section.sections("transactions"), {p.ref for p in policies or ()})
    events = read_events(section.sections("events"))
    relationship_on = section.day("relationship_on", past=True)
    established_on = section.day("established_on", past=True, earliest=_EARLIEST_FOUNDATION)
    address = section.text("address", limit=_ADDRESS_LIMIT, lines=True)
    ownership = section.section("ownership")
    _check_relationship(section, relationship_on, subject)
    return Customer(
        ref=ref or "",
        kind=kind,
        subject=subject,
        parties=parties,
        branch=section.text("branch"),
        branch_region=section.region("branch_region"),
        relationship_on=relationship_on,
        address=address,
        address_region=section.region("address_region"),
        local_link=section.flag("local_link"),
        phone=_sealed(section, "phone", seal_phone),
        email=_sealed(section, "email", seal_email),
        verification=section.choice("verification", Verification),
        document_gaps=section.texts("document_gaps"),
        conflicts=section.texts("conflicts") or (),
        adverse_media=section.choice("adverse_media", AdverseMedia),
        cross_border=section.choice("cross_border", CrossBorder),
        cross_border_countries=section.countries("cross_border_countries"),
        pep_link=section.choice("pep_link", PepLink),
        cash_business=section.choice("cash_business", CashBusiness),
        occupation=_listed(section, "occupation", section.intake.codes.occupations),
        annual_income=section.money("annual_income"),
        industry=_listed(section, "industry", section.intake.codes.industries),
        shell=section.flag("shell"),
        openness=section.choice("openness", Openness),
        registration_status=section.choice("registration_status", RegistrationStatus),
        ownership=None if ownership is None else _ownership(ownership),
        established_on=established_on,
        annual_revenue=section.money("annual_revenue"),
        policies=policies,
        transactions=transactions,
        events=events,
    )


def _listed(section: Section, field: str, table: Collection[str]) -> str | None:
    """A code of the policy pack's table for ``field``, or a finer one below it (F5146 where the table has F51)."""
    value = section.text(field, limit=_CODE_LIMIT)
    if value is None:
        return None
    # Only digits make a code finer: with any text allowed, everything that begins with C would be manufacturing.
    stem = value.rstrip("0123456789")
    if not any(value[:length] in table for length in range(len(value), max(len(stem), 1) - 1, -1)):
        section.fault(field, f"unknown_{field}", value=value)
        return None
    return value


def _sealed(section: Section, field: str, seal: Callable[[bytes, str], SealedNumber]) -> SealedNumber | None:
    value = section.text(field)
    if value is None:
        return None
    try:
        return seal(section.intake.key, value)
    except BadNumber as error:
        section.fault(field, error.code)
        return None


def _ownership(section: Section) -> Ownership:
    return Ownership(
        layers=section.count("layers", limit=_MOST_LAYERS),
        features=section.choices("features", OwnershipFeature) or (),
    )


def _check_relationship(section: Section, relationship_on: date | None, subject: Party) -> None:
    if relationship_on is None or subject.birth_on is None:
        return
    if relationship_on < span(subject.birth_on)[0]:
        section.fault("relationship_on", "before_birth")
