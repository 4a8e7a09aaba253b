"""A party as a query: every name, and what documents say where the party does not."""

from __future__ import annotations

from amlrisk.facts.model import DocumentKind, Gender, IdentityDocument, Kind, Party, Role, SealedNumber
from amlrisk.screening.query import query_of
from amlrisk.watchlist.model import Schema

DOCUMENT = IdentityDocument(
    kind=DocumentKind.RESIDENT_ID,
    number=SealedNumber(digest="d", masked="1****2"),
    country="CN",
    birth_on="1980-01-02",
    gender=Gender.FEMALE,
)


def test_a_person() -> None:
    party = Party(
        id="subject",
        roles=(Role.POLICYHOLDER,),
        kind=Kind.NATURAL,
        name="王伟",
        other_names=("Wang Wei",),
        nationalities=("CN",),
        residence_country="JP",
        documents=(DOCUMENT,),
    )
    query = query_of(party)
    assert query.schema is Schema.PERSON
    assert query.names == ("王伟", "Wang Wei")
    assert (query.birth_on, query.gender) == ("1980-01-02", "female")
    assert (query.nationalities, query.countries) == (("CN",), ("JP",))
    assert [(one.digest, one.kind, one.country) for one in query.identifiers] == [("d", "resident_id", "CN")]


def test_what_the_party_says_comes_before_what_its_documents_say() -> None:
    party = Party(
        id="subject",
        roles=(),
        kind=Kind.NATURAL,
        name="X Y",
        birth_on="1979",
        gender=Gender.MALE,
        documents=(DOCUMENT,),
    )
    assert (query_of(party).birth_on, query_of(party).gender) == ("1979", "male")


def test_an_organisation() -> None:
    query = query_of(Party(id="p1", roles=(), kind=Kind.LEGAL, name="Acme", registration_country="VG"))
    assert query.schema is Schema.ORGANIZATION
    assert query.countries == ("VG",)
    assert query.birth_on is None
