"""Identity numbers of both sides: which pairs of kinds can be the same document, and which prove identity.

A number is *strong* when it identifies one person or organisation: passports, national and resident
identity numbers, company registrations, tax numbers, LEI. Equal strong numbers of compatible kind and country are a
hit whatever the names say. Anything else that is equal (a number of unknown kind on the list, a short number,
another country) is evidence beside the name, never more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

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


class ListedNumber(NamedTuple):
    """A listed identity number, sealed; ``length`` is that of its comparable form."""

    entity: int
    kind: str
    country: str | None
    masked: str
    length: int
    digests: frozenset[str]


class NumberMatch(NamedTuple):
    """What the numbers of a query say about one entity."""

    strong: bool
    effect: float
    evidence: tuple[Evidence, ...]


class ListedNumbers:
    """The identity numbers of all listed entities, by digest and by entity. Immutable."""

    def __init__(self, entities: Sequence[ListedEntity], key: bytes) -> None:
        self._of_entity: dict[int, tuple[ListedNumber, ...]] = {}
        self._by_digest: dict[str, list[ListedNumber]] = {}
        for at, entity in enumerate(entities):
            numbers = tuple(
                ListedNumber(
                    entity=at,
                    kind=identifier.kind,
                    country=identifier.country,
                    masked=mask(None, identifier.number),
                    length=len(normalise_number(identifier.number)),
                    # A query's number was sealed as its kind asks, or as of unknown kind (15 digits read as 18).
                    digests=frozenset(
                        number_digest(key, identifier.number, kind) for kind in (None, DocumentKind.PASSPORT)
                    ),
                )
                for identifier in entity.identifiers
                if normalise_number(identifier.number)
            )
            if numbers:
                self._of_entity[at] = numbers
                for number in numbers:
                    for digest in number.digests:
                        self._by_digest.setdefault(digest, []).append(number)

    def entities_with(self, identifiers: Sequence[QueryIdentifier]) -> list[int]:
        """Entities that list any of these numbers, whatever the kind."""
        return sorted({found.entity for one in identifiers for found in self._by_digest.get(one.digest, ())})

    def weigh(self, identifiers: Sequence[QueryIdentifier], entity: int, matching: Matching) -> NumberMatch | None:
        """What equal and different numbers say; None where there is nothing to compare."""
        listed = self._of_entity.get(entity)
        if not listed or not identifiers:
            return None
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
