"""A party of a customer as a query."""

from __future__ import annotations

from amlrisk.facts.model import Kind, Party
from amlrisk.screening.model import Query, QueryIdentifier
from amlrisk.watchlist.model import Schema


def query_of(party: Party) -> Query:
    """What of a party is screened: every name, and all that can tell namesakes apart."""
    person = party.kind is Kind.NATURAL
    countries = (party.residence_country,) if person else (party.registration_country,)
    return Query(
        schema=Schema.PERSON if person else Schema.ORGANIZATION,
        names=(party.name, *party.other_names),
        birth_on=party.birth_on or next((one.birth_on for one in party.documents if one.birth_on), None),
        birth_place=party.birth_place,
        gender=party.gender or next((one.gender for one in party.documents if one.gender), None),
        nationalities=party.nationalities,
        countries=tuple(country for country in countries if country),
        identifiers=tuple(
            QueryIdentifier(digest=one.number.digest, kind=one.kind, country=one.country) for one in party.documents
        ),
    )
