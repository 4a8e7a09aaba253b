"""FollowTheMoney, as far as matching speaks it: schemata and the properties that are read and written.

https://followthemoney.tech/explorer/ has them all; what is not named here is not screened or says nothing of who
somebody is.
"""

from __future__ import annotations

from collections.abc import Mapping

from amlrisk.watchlist.formats import opensanctions
from amlrisk.watchlist.model import NameKind, Schema

SCHEMATA: Mapping[str, Schema] = {
    "Person": Schema.PERSON,
    "LegalEntity": Schema.UNKNOWN,
    "Organization": Schema.ORGANIZATION,
    "Company": Schema.ORGANIZATION,
    "PublicBody": Schema.ORGANIZATION,
    "Vessel": Schema.VESSEL,
    "Airplane": Schema.AIRCRAFT,
}
"""What may be asked for → what is screened. Lists do not tell companies and public bodies from organisations."""

NAMES = ("name", "alias", "previousName", "weakAlias", "abbreviation")
GIVEN_PARTS = ("firstName", "secondName", "middleName", "fatherName")
SURNAME = "lastName"
BIRTH_DATE, BIRTH_PLACE, GENDER = "birthDate", "birthPlace", "gender"
NATIONALITIES = ("nationality", "citizenship")
COUNTRIES = ("country", "jurisdiction", "mainCountry", "flag")

NUMBERS: Mapping[str, str] = {**opensanctions.NUMBERS, "idNumber": ""}
"""Property → kind of number (``screening.identifiers.FAMILIES``). ``idNumber`` may be any document: its kind is not
said, so that it meets them all."""

LISTED_NAMES: Mapping[NameKind, str] = {
    NameKind.PRIMARY: "name",
    NameKind.ORIGINAL_SCRIPT: "name",
    NameKind.ALIAS: "alias",
    NameKind.WEAK_ALIAS: "weakAlias",
    NameKind.FORMER: "previousName",
}

LISTED_NUMBERS: Mapping[str, str] = {
    "passport": "passportNumber",
    "national_id": "idNumber",
    "tax_id": "taxNumber",
    "registration": "registrationNumber",
    "lei": "leiCode",
    "imo": "imoNumber",
    "mmsi": "mmsi",
    "call_sign": "callSign",
    "swift": "swiftBic",
    "duns": "dunsCode",
}
OTHER_NUMBER = "idNumber"
