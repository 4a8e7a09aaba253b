"""Identity numbers of both sides: which pairs of kinds can be the same document, and which prove identity.

A number is *strong* when it identifies one person or organisation: passports, national and resident
identity numbers, company registrations, tax numbers, LEI. Equal strong numbers of compatible kind and country are a
hit whatever the names say. Anything else that is equal (a number of unknown kind on the list, a short number,
another country) is evidence beside the name, never more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import msgspec

from amlrisk.facts.identifiers import mask, normalise_number, number_digest
from amlrisk.facts.model import DocumentKind
from amlrisk.policy.matching import Matching
from amlrisk.screening.model import Evidence, QueryIdentifier
from amlrisk.watchlist.model import ListedEntity

_PERSONAL = frozenset(("passport", "national_id"))
_COMPANY = frozenset(("registration", "tax_id", "lei"))

FAMILIES: Mapping[str, frozenset[str]] = {
    "resident_id": frozenset(("national_id",)),
    "hk_macau_permit": frozenset(("national_id", "passport")),
    "taiwan_permit": frozenset(("national_id", "passport")),
    "permanent_resident_card": frozenset(("national_id",)),
    "passport": frozenset(("passport",)),
    "other_foreign": _PERSONAL,
    "national_id": frozenset(("national_id",)),
    "uscc": frozenset(("registration", "tax_id")),
    "registration": frozenset(("registration", "tax_id")),
    "foreign_registration": frozenset(("registration", "tax_id")),
    "tax_id": frozenset(("tax_id", "registration")),
    "tax": frozenset(("tax_id", "registration")),
    "lei": frozenset(("lei",)),
    "imo": frozenset(("imo",)),
    "": _PERSONAL | _COMPANY | {"imo"},
}
"""Kind on the query's side -> the listed kinds it may be the same document as. Kind not said: any strong one."""

COUNTRY_GROUPS: Mapping[str, str] = {"HK": "CN", "MO": "CN", "TW": "CN"}
"""Hong Kong, Macau and Taiwan documents are listed under CN by some publishers and under their own code by others."""


def countries_meet(a: str, b: str) -> bool:
    a, b = a.upper(), b.upper()
    return COUNTRY_GROUPS.get(a, a) == COUNTRY_GROUPS.get(b, b)


def same_document_kind(query: QueryIdentifier, kind: str, country: str | None) -> bool:
    """Whether equal numbers of these kinds and countries are the same document; what is unknown does not contradict."""
    families = FAMILIES.get(query.kind)
    if families is None or kind not in families:
        return False
    return query.country is None or country is None or countries_meet(query.country, country)


class ListedNumber(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A listed identity number, sealed; ``length`` is that of its comparable form."""

    kind: str
    country: str | None
    masked: str
    length: int
    digests: tuple[str, ...]


class NumberMatch(NamedTuple):
    """What the numbers of a query say about one entity."""

    strong: bool
    effect: float
    evidence: tuple[Evidence, ...]


def numbers_of(entity: ListedEntity, key: bytes) -> tuple[ListedNumber, ...]:
    """The identity numbers of a listed entity, sealed with ``key`` as intake seals those of customers."""
    return tuple(
        ListedNumber(
            kind=identifier.kind,
            country=identifier.country,
            masked=mask(None, identifier.number),
            length=len(normalise_number(identifier.number)),
            # A query's number was sealed as its kind asks, or as of unknown kind (15 digits read as 18).
            digests=tuple(
                sorted({number_digest(key, identifier.number, kind) for kind in (None, DocumentKind.PASSPORT)})
            ),
        )
        for identifier in entity.identifiers
        if normalise_number(identifier.number)
    )


def weigh_numbers(
    identifiers: Sequence[QueryIdentifier], listed: Sequence[ListedNumber], matching: Matching
) -> NumberMatch | None:
    """What equal and different numbers say; None where there is nothing to compare."""
    evidence: list[Evidence] = []
    strong = False
    for one in identifiers:
        for number in listed:
            same_kind = same_document_kind(one, number.kind, number.country)
            if one.digest in number.digests:
                is_strong = same_kind and number.length >= matching.strong_identifier_length
                strong = strong or is_strong
                detail, effect = ("identical", 1.0) if is_strong else ("same_number", matching.identifier_same)
            elif same_kind and one.kind and one.country and number.country:
                detail, effect = "different", -matching.identifier_different
            else:
                continue
            evidence.append(Evidence(feature="identifier", detail=detail, effect=effect, listed=number.masked))
    if not evidence:
        return None
    equal = [item for item in evidence if item.effect > 0]
    best = max(equal or evidence, key=lambda item: item.effect)
    return NumberMatch(strong, best.effect, (best,))
