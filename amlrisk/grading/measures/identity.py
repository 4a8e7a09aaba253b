"""Who the customer is: documents, age, reports, media, public office."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from amlrisk.errors import PolicyInvalid
from amlrisk.facts.dates import age_span
from amlrisk.facts.model import Customer, DocumentKind, EventKind, IdentityDocument, PepLink, Verification
from amlrisk.grading.measures.base import distinct, numbered, param_int, param_words, seen
from amlrisk.grading.model import Observation
from amlrisk.grading.window import within
from amlrisk.policy.model import Rules

_DOCUMENTS = {
    DocumentKind.RESIDENT_ID: "resident_id",
    DocumentKind.HK_MACAU_PERMIT: "hk_macau_taiwan_or_pr",
    DocumentKind.TAIWAN_PERMIT: "hk_macau_taiwan_or_pr",
    DocumentKind.PERMANENT_RESIDENT_CARD: "hk_macau_taiwan_or_pr",
    DocumentKind.PASSPORT: "passport",
    DocumentKind.OTHER_FOREIGN: "other_foreign",
}


def _identity_documents(customer: Customer) -> list[tuple[int, IdentityDocument]]:
    return [(i, doc) for i, doc in enumerate(customer.subject.documents) if doc.kind in _DOCUMENTS]


#: Elements a pack may require, and whether the record holds them. The expiry is asked for only where there is
#: a document: its absence is one gap, not two.
ELEMENTS: dict[str, Callable[[Customer], bool]] = {
    "gender": lambda c: c.subject.gender is not None or any(d.gender is not None for d in c.subject.documents),
    "nationality": lambda c: bool(c.subject.nationalities),
    "birth_date": lambda c: c.subject.birth_on is not None or any(d.birth_on for d in c.subject.documents),
    "address": lambda c: bool(c.address or c.address_region),
    "phone": lambda c: c.phone is not None,
    "email": lambda c: c.email is not None,
    "identity_document": lambda c: bool(_identity_documents(c)),
    "document_expiry": lambda c: all(doc.expires_on is not None for _, doc in _identity_documents(c)),
}


def _has(customer: Customer, element: str) -> bool:
    if element not in ELEMENTS:
        raise PolicyInvalid(file="", path="params.required", detail=f"no element “{element}”")
    return ELEMENTS[element](customer)


def kyc_completeness(
    customer: Customer, rules: Rules, params: Mapping[str, Any], today: date
) -> tuple[Observation, ...]:
    """Whether the identity could be verified, contradicts itself, or has gaps (recorded ones and absent elements).

    Occupation and income are no elements here: they have factors of their own.
    """
    if customer.verification in (Verification.UNVERIFIABLE, Verification.REFUSED):
        return (seen("unverifiable", "verification"),)
    if customer.conflicts:
        return (seen("conflicting", "conflicts"),)
    if customer.verification is None:
        return ()
    gaps = set(customer.document_gaps or ())
    gaps.update(name for name in param_words(params, "required") if not _has(customer, name))
    return (numbered("gaps", len(gaps), "document_gaps", *sorted(gaps)),)


def identity_document(
    customer: Customer, rules: Rules, params: Mapping[str, Any], today: date
) -> tuple[Observation, ...]:
    """The kinds of the valid documents, the worst counts; *expired* only where no valid one is left.

    A document is valid on the day it expires. A document without a known expiry counts as valid here and as a
    gap in ``kyc_completeness``.
    """
    documents = _identity_documents(customer)
    valid = [(i, doc) for i, doc in documents if doc.expires_on is None or doc.expires_on >= today]
    if documents and not valid:
        return (seen("expired", *(f"subject.documents[{i}].expires_on" for i, _ in documents)),)
    return distinct(seen(_DOCUMENTS[doc.kind], f"subject.documents[{i}].kind") for i, doc in valid)


def age(customer: Customer, rules: Rules, params: Mapping[str, Any], today: date) -> tuple[Observation, ...]:
    """Completed years. Of a partial birth date both ends are observed: the worse one counts."""
    born, path = customer.subject.birth_on, "subject.birth_on"
    if born is None:
        for i, document in enumerate(customer.subject.documents):
            if document.birth_on is not None:
                born, path = document.birth_on, f"subject.documents[{i}].birth_on"
                break
    if born is None:
        return ()
    return tuple(numbered("age", years, path) for years in sorted(set(age_span(born, today))))


def reports_and_alerts(
    customer: Customer, rules: Rules, params: Mapping[str, Any], today: date
) -> tuple[Observation, ...]:
    """How many suspicious-transaction reports and alerts the window holds."""
    if customer.events is None:
        return ()
    months = param_int(params, "window_months")
    paths: dict[EventKind, list[str]] = {EventKind.STR: [], EventKind.ALERT: []}
    for i, event in enumerate(customer.events):
        if event.kind in paths and within(event.on, today, months):
            paths[event.kind].append(f"events[{i}]")
    return tuple(numbered(kind.value, len(found), *(found or ["events"])) for kind, found in paths.items())


def adverse_media(customer: Customer, rules: Rules, params: Mapping[str, Any], today: date) -> tuple[Observation, ...]:
    """What was found in the media, as recorded."""
    media = customer.adverse_media
    return () if media is None else (seen(media.value, "adverse_media"),)


#: A confirmed tie to a foreign PEP is a direct grade; the factor then reads as for a possible one.
FOREIGN_PEP_LINKS = frozenset({PepLink.FOREIGN_PEP, PepLink.FOREIGN_PEP_RELATIVE, PepLink.FOREIGN_PEP_ASSOCIATE})


def public_office(customer: Customer, rules: Rules, params: Mapping[str, Any], today: date) -> tuple[Observation, ...]:
    """Ties to public office, as recorded."""
    link = customer.pep_link
    if link is None:
        return ()
    return (seen("possible_foreign_pep" if link in FOREIGN_PEP_LINKS else link.value, "pep_link"),)
