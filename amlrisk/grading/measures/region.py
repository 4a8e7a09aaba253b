"""Where the customer is from, lives, and moves money to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from amlrisk.facts.model import Customer, Kind, Role
from amlrisk.grading.measures.base import absent, distinct, param_words, seen
from amlrisk.grading.model import Observation
from amlrisk.policy.model import Rules
from amlrisk.policy.vocabulary import MEASURES

#: GB/T 2260: Beijing, Tianjin, Shanghai, Chongqing are province and city in one.
_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
#: The prefecture number of counties that the province governs directly; each is a city of its own here.
_DIRECT_COUNTIES = "90"

#: Regions of GB/T 2260 that are countries of their own in ISO 3166 (and in the pack's tables).
_REGIONS_ABROAD = {"71": "TW", "83": "TW", "81": "HK", "82": "MO"}
_MAINLAND = "CN"

_OWNING = frozenset({Role.BENEFICIAL_OWNER, Role.CONTROLLER})
_COUNTRY_WORDS = frozenset(MEASURES["country"].categories)
_TIERS = frozenset(MEASURES["crime_region"].categories)


def country_categories(code: str, rules: Rules) -> tuple[str, ...]:
    """What the pack's table says of a country; ``foreign`` where it says nothing and it is not home."""
    if code == rules.home_country:
        return ("domestic",)
    entry = rules.countries.entries.get(code)
    known = tuple(word for word in entry.categories if word in _COUNTRY_WORDS) if entry else ()
    return known or ("foreign",)


def residence(customer: Customer) -> tuple[str | None, str]:
    """Where a person resides, with the path of the fact: the recorded country, or the one the region lies in."""
    recorded, region = customer.subject.residence_country, customer.address_region
    if recorded is None and region is not None:
        return _REGIONS_ABROAD.get(region[:2], _MAINLAND), "address_region"
    return recorded, "subject.residence_country"


def _countries(customer: Customer) -> Iterator[tuple[str | None, str]]:
    """Each country that counts, or None where one is not known, with the path of the fact."""
    subject = customer.subject
    if customer.kind is Kind.NATURAL:
        yield from ((code, "subject.nationalities") for code in subject.nationalities or (None,))
        yield residence(customer)
        return
    yield subject.registration_country, "subject.registration_country"
    for party in customer.parties:
        if _OWNING.isdisjoint(party.roles):
            continue
        known = (*party.nationalities, party.residence_country, party.registration_country)
        codes = [code for code in known if code is not None]
        yield from ((code, f"parties[{party.id}]") for code in codes or (None,))


def country(customer: Customer, rules: Rules, params: Mapping[str, Any], today: date) -> tuple[Observation, ...]:
    """Nationality and residence of a person; registration of an organisation and countries of its owners.

    A person without a recorded residence country but with a region of China resides there. A country that is
    not known is a missing part.
    """
    found = list(_countries(customer))
    if all(code is None for code, _ in found):
        return ()
    return distinct(
        observation
        for code, path in found
        for observation in (
            (absent(path),) if code is None else (seen(word, path) for word in country_categories(code, rules))
        )
    )


def _region_entry(region: str, table: Mapping[str, Any]) -> Any | None:
    """The entry of a GB/T 2260 code: county before city before province, each short or padded with zeros."""
    for code in (region, region[:4], region[:4].ljust(6, "0"), region[:2], region[:2].ljust(6, "0")):
        if code in table:
            return table[code]
    return None


def crime_region(customer: Customer, rules: Rules, params: Mapping[str, Any], today: date) -> tuple[Observation, ...]:
    """The tier of the address, and of the region an identity number was issued in; an empty table lists none."""
    table = rules.crime_regions.entries
    if not table:
        return (seen("not_listed", "address_region"),)
    regions = [(customer.address_region, "address_region")]
    regions += [(doc.region, f"subject.documents[{i}].region") for i, doc in enumerate(customer.subject.documents)]
    observations: list[Observation] = []
    for region, path in regions:
        if region is None:
            continue
        entry = _region_entry(region, table)
        tiers = [word for word in entry.categories if word in _TIERS] if entry else []
        observations.extend(seen(tier, path) for tier in tiers or ["not_listed"])
    if customer.address_region is None and observations:
        observations.append(absent("address_region"))
    return distinct(observations)


def city_of(region: str) -> str | None:
    """The part of a GB/T 2260 code that names the city; None where the code names a province only."""
    if region[:2] in _MUNICIPALITIES:
        return region[:2]
    if region[2:4] in ("", "00"):
        return None
    return region if region[2:4] == _DIRECT_COUNTIES else region[:4]


def locality(customer: Customer, rules: Rules, params: Mapping[str, Any], today: date) -> tuple[Observation, ...]:
    """The address against the branch that serves: same city, other city of the province, other province.

    Where one of them names no city, it is not known to be the same one. Whether there is a link to the place
    (work, family, property) is a fact; where it is not known, there is none.
    """
    address, branch = customer.address_region, customer.branch_region
    paths = ("address_region", "branch_region")
    if address is None or branch is None:
        return (seen("unknown", *paths),)
    if city_of(address) is not None and city_of(address) == city_of(branch):
        return (seen("same", *paths),)
    if address[:2] == branch[:2]:
        return (seen("other_city", *paths),)
    linked = customer.local_link is True
    return (seen("other_province" if linked else "other_province_no_link", *paths, "local_link"),)


def cross_border(customer: Customer, rules: Rules, params: Mapping[str, Any], today: date) -> tuple[Observation, ...]:
    """What was declared, and what the countries and transactions on record show, the worst counts.

    A country of the pack's ``high_risk`` categories is a high-risk place; any other foreign transaction is at
    least occasional traffic, whatever was declared.
    """
    high_risk = frozenset(param_words(params, "high_risk"))
    declared = customer.cross_border
    observations = [absent("cross_border") if declared is None else seen(declared.value, "cross_border")]
    places = [(code, "cross_border_countries") for code in customer.cross_border_countries]
    places += [
        (t.country, f"transactions[{i}].country") for i, t in enumerate(customer.transactions or ()) if t.country
    ]
    for code, path in places:
        if not high_risk.isdisjoint(country_categories(code, rules)):
            observations.append(seen("high_risk_place", path))
        elif code != rules.home_country and path != "cross_border_countries":
            observations.append(seen("occasional", path))
    if declared is None and len(observations) == 1:
        return ()
    return distinct(observations)
