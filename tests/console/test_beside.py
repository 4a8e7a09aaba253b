"""A party beside a listed entity: what each side says, and how each field is marked."""

from __future__ import annotations

import pytest

from amlrisk.console.beside import Line, Standing, side_by_side
from amlrisk.facts.model import DocumentKind, Gender, IdentityDocument, Kind, Party, Role, SealedNumber
from amlrisk.policy.model import CodeEntry, Text
from amlrisk.policy.vocabulary import ListCategory
from amlrisk.screening.model import Evidence, Hit
from amlrisk.watchlist.model import ListedEntity, ListedIdentifier, ListedName, NameKind, Schema

COUNTRIES = {"CN": CodeEntry(name=Text(zh="中国", en="China"))}
PARTY = Party(
    id="subject",
    roles=(Role.POLICYHOLDER,),
    kind=Kind.NATURAL,
    name="欧阳岚溪",
    gender=Gender.FEMALE,
    birth_on="1983-11-02",
    nationalities=("CN",),
    documents=(
        IdentityDocument(
            kind=DocumentKind.RESIDENT_ID, number=SealedNumber(digest="d", masked="110105********1178"), country="CN"
        ),
    ),
)
ENTITY = ListedEntity(
    id="T-4",
    schema=Schema.PERSON,
    names=(ListedName(text="Ouyang L.", kind=NameKind.WEAK_ALIAS), ListedName(text="欧阳岚溪")),
    birth_years=((1980, 1984), (1990, 1990)),
    nationalities=("CN", "XX"),
    identifiers=(ListedIdentifier(kind="national_id", number="110105197103141178", country="CN"),),
    addresses=("演示路1号",),
)


def hit(*evidence: Evidence) -> Hit:
    return Hit(
        source="listed",
        category=ListCategory.UN_SANCTIONS,
        entity="T-4",
        schema=Schema.PERSON,
        score=0.9,
        name="欧阳岚溪",
        query_name="欧阳岚溪",
        evidence=evidence,
    )


def seen(feature: str, detail: str, effect: float = 0.0, listed: str = "") -> Evidence:
    return Evidence(feature=feature, detail=detail, effect=effect, listed=listed)


def line(field: str, *evidence: Evidence, party: Party = PARTY, entity: ListedEntity | None = ENTITY) -> Line:
    (found,) = [each for each in side_by_side(party, entity, hit(*evidence), COUNTRIES) if each.field == field]
    return found


@pytest.mark.parametrize(
    ("field", "evidence", "expected"),
    [
        ("birth_on", [seen("birth_date", "identical", 0.2)], Standing.SAME),
        ("birth_on", [seen("birth_date", "partial", 0.1)], Standing.SAME),
        ("birth_on", [seen("birth_date", "near", -0.02)], Standing.NEAR),
        ("birth_on", [seen("birth_date", "same_year", -0.1)], Standing.DIFFERS),
        ("birth_on", [seen("birth_date", "mismatch", -0.3)], Standing.DIFFERS),
        ("birth_on", [], Standing.UNWEIGHED),
        ("gender", [seen("gender", "mismatch", -0.2)], Standing.DIFFERS),
        ("gender", [], Standing.SILENT),
        ("nationalities", [], Standing.SAME),
        ("addresses", [], Standing.SILENT),
        ("schema", [], Standing.SAME),
        ("identifiers", [seen("identifier", "different", -0.03)], Standing.DIFFERS),
        ("names", [seen("name", "identical", 1.0), seen("name_part", "identical", 1.0)], Standing.SAME),
        ("names", [seen("name", "similar", 0.9), seen("name_part", "sound", -0.03)], Standing.NEAR),
        ("names", [seen("name", "different", 0.4)], Standing.DIFFERS),
    ],
)
def test_a_field_is_marked_by_its_evidence(field: str, evidence: list[Evidence], expected: Standing) -> None:
    assert line(field, *evidence).standing is expected


def test_evidence_of_one_field_says_nothing_of_another() -> None:
    assert line("gender", seen("birth_date", "mismatch")).standing is Standing.SILENT


def test_the_name_that_matched_stands_first_and_is_marked() -> None:
    theirs = line("names").theirs
    assert [(each.text, each.matched) for each in theirs] == [("欧阳岚溪", True), ("Ouyang L.", False)]
    assert theirs[1].note is not None
    assert theirs[1].note.en == "weak alias"


def test_numbers_of_people_are_masked_on_both_sides_and_marked_where_they_agree() -> None:
    same = seen("identifier", "identical", 0.2, listed="110105********1178")
    found = line("identifiers", same)
    assert [each.text for each in (*found.ours, *found.theirs)] == ["110105********1178"] * 2
    assert all(each.matched for each in (*found.ours, *found.theirs))
    assert not any(each.matched for each in line("identifiers").theirs)


@pytest.mark.parametrize(
    ("schema", "shown"),
    [
        (Schema.PERSON, "110105********1178"),
        (Schema.UNKNOWN, "110105********1178"),
        (Schema.ORGANIZATION, "110105197103141178"),
        (Schema.VESSEL, "110105197103141178"),
    ],
)
def test_only_numbers_that_may_be_a_persons_are_masked(schema: Schema, shown: str) -> None:
    entity = ListedEntity(id="T-4", schema=schema, names=ENTITY.names, identifiers=ENTITY.identifiers)
    assert line("identifiers", entity=entity).theirs[0].text == shown


def test_birth_years_are_told_as_spans() -> None:
    assert [each.text for each in line("birth_on").theirs] == ["1980–1984", "1990"]


def test_countries_are_named_where_the_pack_knows_them() -> None:
    named = [(each.text, each.note.zh if each.note else None) for each in line("nationalities").theirs]
    assert named == [("CN", "中国"), ("XX", None)]


def test_without_the_entry_the_hit_itself_is_told() -> None:
    fields = {each.field: each for each in side_by_side(PARTY, None, hit(), COUNTRIES)}
    assert [each.text for each in fields["names"].theirs] == ["欧阳岚溪"]
    assert fields["birth_on"].theirs == ()


def test_a_field_of_which_nobody_speaks_is_left_out() -> None:
    fields = [each.field for each in side_by_side(PARTY, ENTITY, hit(), COUNTRIES)]
    assert "birth_place" not in fields
    assert fields.index("names") < fields.index("birth_on") < fields.index("identifiers")
