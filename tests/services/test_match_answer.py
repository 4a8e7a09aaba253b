"""Listed records and evidence as other tools read them."""

from __future__ import annotations

from datetime import UTC, datetime

from amlrisk.policy.vocabulary import ListCategory
from amlrisk.screening.model import Evidence, Hit
from amlrisk.services.match_answer import Dates, explanations, properties_of, scored_entity
from amlrisk.watchlist.model import ListedEntity, ListedIdentifier, ListedName, NameKind, Schema

PERSON = ListedEntity(
    id="QDx.001",
    schema=Schema.PERSON,
    names=(
        ListedName(text="Ivo Testov", surname="Testov", given="Ivo"),
        ListedName(text="Иво Тестов", kind=NameKind.ORIGINAL_SCRIPT),
        ListedName(text="Iwo", kind=NameKind.ALIAS),
        ListedName(text="The Demo", kind=NameKind.WEAK_ALIAS),
        ListedName(text="Ivo Beta", kind=NameKind.FORMER),
    ),
    genders=("male",),
    birth_dates=("1971-03-14",),
    birth_years=((1969, 1971),),
    nationalities=("RU",),
    identifiers=(
        ListedIdentifier(kind="passport", number="RX9988776"),
        ListedIdentifier(kind="other", number="778899"),
    ),
    programmes=("DEMO",),
    listed_on="2001-10",
    remarks="Wanted by nobody",
)
VESSEL = ListedEntity(
    id="7",
    schema=Schema.VESSEL,
    names=(ListedName(text="DEMO STAR"),),
    identifiers=(ListedIdentifier(kind="imo", number="9074729"),),
)


def test_a_person_in_properties() -> None:
    assert properties_of(PERSON, ListCategory.UN_SANCTIONS) == {
        "name": ["Ivo Testov", "Иво Тестов"],
        "alias": ["Iwo"],
        "weakAlias": ["The Demo"],
        "previousName": ["Ivo Beta"],
        "firstName": ["Ivo"],
        "lastName": ["Testov"],
        "birthDate": ["1971-03-14", "1969", "1970", "1971"],
        "gender": ["male"],
        "nationality": ["ru"],
        "passportNumber": ["RX*****76"],
        "idNumber": ["7****9"],
        "program": ["DEMO"],
        "topics": ["sanction"],
    }


def test_numbers_of_ships_are_nobodys_secret() -> None:
    assert properties_of(VESSEL, ListCategory.UN_SANCTIONS)["imoNumber"] == ["9074729"]


def test_reasons_on_own_lists_stay_with_the_company() -> None:
    told = properties_of(PERSON, ListCategory.INTERNAL_REFUSE)
    assert "DEMO" not in str(told)
    assert "Wanted" not in str(told)


def test_evidence_by_feature() -> None:
    evidence = (
        Evidence(feature="name", detail="similar", effect=0.9, query="Ivo Testow", listed="Ivo Testov"),
        Evidence(feature="name_part", detail="identical", effect=0.0, query="ivo", listed="ivo"),
        Evidence(feature="name_part", detail="typo", effect=-0.08, query="testow", listed="testov"),
        Evidence(feature="identifier", detail="identical", effect=1.0, listed="RX*****76"),
    )
    english, chinese = explanations(evidence, "en"), explanations(evidence, "zh")
    assert list(english) == ["name", "name_part", "name_part_2", "identifier"]
    assert english["name_part_2"] == {
        "score": -0.08,
        "detail": "Part of the name: a likely typing error (testow / testov; −0.08)",
        "query": "testow",
        "candidate": "testov",
    }
    assert english["identifier"]["query"] is None
    assert str(chinese["name"]["detail"]).startswith("姓名：相似")


def test_the_id_is_unique_across_lists_and_partial_dates_become_their_first_day() -> None:
    hit = Hit(
        source="un",
        category=ListCategory.UN_SANCTIONS,
        entity=PERSON.id,
        schema=Schema.PERSON,
        score=0.9,
        name="Iwo",
        query_name="Iwo",
        evidence=(),
    )
    now = datetime(2026, 7, 15, tzinfo=UTC)
    told = scored_entity(hit, PERSON, match=True, dates=Dates(confirmed_at=now, since=None), language="en")
    assert (told["id"], told["caption"], told["datasets"]) == ("un-QDx.001", "Ivo Testov", ["un"])
    assert (told["first_seen"], told["last_change"]) == ("2001-10-01T00:00:00+00:00", None)
    assert told["last_seen"] == now.isoformat()
