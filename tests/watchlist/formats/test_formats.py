"""Each format on its small invented fixture: what is read, field by field."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date

import pytest

from amlrisk.watchlist.formats import ListFile, parse
from amlrisk.watchlist.formats.dates import CIRCA_YEARS
from amlrisk.watchlist.model import ListedEntity, ListedIdentifier, NameKind, Schema
from tests.watchlist.conftest import DATA, contents

Read = Callable[..., list[ListedEntity]]


def names(entity: ListedEntity, kind: NameKind) -> list[str]:
    return [name.text for name in entity.names if name.kind is kind]


def number(kind: str, text: str, country: str | None = None) -> ListedIdentifier:
    return ListedIdentifier(kind=kind, number=text, country=country)


@pytest.mark.parametrize(
    ("format", "published_on"),
    [
        ("un", date(2026, 3, 1)),
        ("eu", date(2026, 3, 2)),
        ("uk", date(2026, 3, 3)),
        ("ofac", None),
        ("opensanctions", None),
    ],
)
def test_publication_date(format: str, published_on: date | None) -> None:
    files = [ListFile(name, io.BytesIO(data)) for name, data in contents(format).items()]
    assert parse(format, files, source=format).published_on == published_on


def test_un_individual(read: Read) -> None:
    one, _ = read("un")
    assert (one.id, one.schema, one.listed_on, one.programmes) == ("DMi.001", Schema.PERSON, "2012-12-31", ("DEMO",))
    assert names(one, NameKind.PRIMARY) == ["DEMOTRIUS QASIM AL-DEMARI"]
    assert names(one, NameKind.ORIGINAL_SCRIPT) == ["ديمتريوس قاسم الضماري"]
    assert names(one, NameKind.ALIAS) == ["Demo Kasim", "Demo Qassem"]
    assert names(one, NameKind.WEAK_ALIAS) == ["Abu Demo", "Абу Демо"]
    assert names(one, NameKind.FORMER) == ["Qasim Demarov"]
    assert one.genders == ("male",)
    assert one.birth_dates == ("1978-04-28", "1958-09", "1973-11")
    assert one.birth_years == ((1966 - CIRCA_YEARS, 1966 + CIRCA_YEARS), (1973, 1974))
    assert one.birth_places == ("Taiz, Yemen",)
    assert (one.nationalities, one.countries) == (("YE",), ("YE",))
    assert set(one.identifiers) == {
        number("passport", "DM990017", "AF"),
        number("passport", "D990018", "LY"),
        number("national_id", "W990019"),
    }
    for kept in ("former Soviet Union", "24/06/1402 (Hijri Calendar)", "Treasurer", "Haji", "issued on 9 Mar. 2011"):
        assert kept in one.remarks


def test_un_organisation(read: Read) -> None:
    _, one = read("un")
    assert (one.id, one.schema, one.countries) == ("DMe.001", Schema.ORGANIZATION, ("KP",))
    assert names(one, NameKind.PRIMARY) == ["DEMO TRADING HOUSE (DTH)"]
    assert set(names(one, NameKind.ALIAS)) == {
        "DEMO TRADING HOUSE",
        "DEMO GREAT LAKES COMPANY",
        "Yanshi Maoyi Hang",
        "Yanshi Trading",
    }
    assert names(one, NameKind.FORMER) == ["Old Demo House"]
    assert names(one, NameKind.ORIGINAL_SCRIPT) == ["演示贸易行"]


def test_ofac_individual(read: Read) -> None:
    one = read("ofac")[0]
    assert (one.id, one.schema, one.programmes) == ("90001", Schema.PERSON, ("SDGT", "DEMO"))
    primary = one.names[0]
    assert (primary.text, primary.surname, primary.given) == ("DEMARI, Zaydan Qasim", "DEMARI", "Zaydan Qasim")
    assert names(one, NameKind.ALIAS) == ["DIMARI, Zaidan"]
    assert names(one, NameKind.FORMER) == ["DEMARI, Z.", "OLD, Demo"]
    assert names(one, NameKind.WEAK_ALIAS) == ["ABU DEMO"]
    assert one.birth_dates == ("1975-08-21",)
    assert one.birth_years == ((1974 - CIRCA_YEARS, 1974 + CIRCA_YEARS), (1973, 1976))
    assert (one.birth_places, one.nationalities, one.genders) == (("Sana'a, Yemen",), ("YE",), ("male",))
    assert one.addresses == ("1 Demo Street, Sana'a, Yemen",)
    assert one.identifiers == (
        number("passport", "D0456001", "YE"),
        number("passport", "D0456002"),
        number("national_id", "990001", "YE"),
        number("tax_id", "77 88", "YE"),
    )
    assert "Nowhereland" in one.remarks
    assert "Linked To: DEMO FRONT" in one.remarks


def test_ofac_others(read: Read) -> None:
    _, company, vessel, aircraft = read("ofac")
    assert company.schema is Schema.ORGANIZATION
    assert names(company, NameKind.ALIAS) == ["DEMO EXCHANGE HOLDING"]
    assert company.identifiers == (number("registration", "123", "SY"), number("swift", "DEMOSYDA"))
    assert (vessel.schema, vessel.countries) == (Schema.VESSEL, ("CU",))
    assert vessel.identifiers == (number("call_sign", "CL9901"), number("imo", "9990016"))
    assert vessel.addresses == ()
    assert (aircraft.schema, aircraft.remarks) == (Schema.AIRCRAFT, "")


@pytest.mark.parametrize(("length", "numbers"), [(1000, ["A1234567"]), (900, ["A1234567", "B12345"])])
def test_ofac_remarks_that_fill_their_field_may_end_in_half_a_number(
    read: Read, length: int, numbers: list[str]
) -> None:
    first, last = "Passport A1234567 (Yemen); ", "; Passport B12345"
    remarks = first + "X" * (length - len(first) - len(last)) + last
    files = contents("ofac")
    files["sdn.csv"] = re.sub(rb'"Registration Number 123[^"]*"', f'"{remarks}"'.encode(), files["sdn.csv"])
    company = read("ofac", files)[1]
    assert [found.number for found in company.identifiers] == numbers


@pytest.mark.parametrize("order", [("alt.csv", "sdn.csv", "add.csv"), ("add.csv", "alt.csv", "sdn.csv")])
def test_ofac_files_in_any_order_under_any_name(read: Read, order: tuple[str, ...]) -> None:
    files = contents("ofac")
    assert read("ofac", {f"upload-{place}": files[name] for place, name in enumerate(order)}) == read("ofac")


def test_ofac_in_windows_1252(read: Read) -> None:
    files = contents("ofac")
    files["alt.csv"] = files["alt.csv"].replace(b"DIMARI, Zaidan", "DÍMARI, Zaïdan".encode("cp1252"))
    assert names(read("ofac", files)[0], NameKind.ALIAS) == ["DÍMARI, Zaïdan"]


def test_eu(read: Read) -> None:
    one, company, other = read("eu")
    assert (one.id, one.schema, one.listed_on) == ("EU.9001.1", Schema.PERSON, "2020-07-03")
    primary = one.names[0]
    assert (primary.text, primary.surname, primary.given) == ("Radomir V. ZARETSKOY", "ZARETSKOY", "Radomir V.")
    assert names(one, NameKind.ORIGINAL_SCRIPT) == ["Радомир Зарецкой"]
    assert names(one, NameKind.WEAK_ALIAS) == ["Demo Bear"]
    assert (one.genders, one.nationalities, one.countries) == (("male",), ("RU",), ("RU",))
    assert one.birth_dates == ("1962-12-30",)
    assert one.birth_years == ((1958 - CIRCA_YEARS, 1958 + CIRCA_YEARS), (1960, 1963))
    assert one.birth_places == ("Pskov, RUSSIAN FEDERATION",)
    assert one.identifiers == (number("passport", "759900417", "RU"), number("national_id", "99001"))
    assert (one.programmes, one.source_url) == (("DEMO",), "https://example.org/demo")
    for kept in ("1384 (ISLAMIC)", "Governor", "UN reference: DMi.001", "Demo, invented."):
        assert kept in one.remarks
    assert (company.schema, company.identifiers) == (Schema.ORGANIZATION, (number("registration", "REG-9", "SY"),))
    assert company.id == other.id == "EU.9002.2"


def test_uk(read: Read) -> None:
    one, company, ship = read("uk")
    assert (one.id, one.schema, one.listed_on) == ("DEM0001", Schema.PERSON, "2022-03-15")
    primary = one.names[0]
    assert (primary.text, primary.surname) == ("Radomir Vsevolodovich ZARETSKOY", "ZARETSKOY")
    assert names(one, NameKind.ALIAS) == ["Radomir ZARECKOJ"]
    assert names(one, NameKind.WEAK_ALIAS) == ["Demo Bear"]
    assert names(one, NameKind.ORIGINAL_SCRIPT) == ["Радомир Зарецкой"]
    assert one.birth_dates == ("1962-12-30", "1961", "1960-11")
    assert (one.birth_places, one.nationalities, one.genders) == (("Pskov, Russia",), ("RU",), ("male",))
    assert one.identifiers == (number("passport", "759900417"), number("national_id", "990-01"))
    assert one.addresses == ("1 Demo Street, Pskov, 180000, Russia",)
    assert "Asset freeze|Travel Ban" in one.remarks
    assert (company.schema, company.identifiers) == (Schema.ORGANIZATION, (number("registration", "HE990016"),))
    assert (ship.schema, ship.identifiers, ship.countries) == (Schema.VESSEL, (number("imo", "9990016"),), ("KM",))


def test_opensanctions_csv(read: Read) -> None:
    one, company = read("opensanctions")
    assert [name.text for name in one.names] == [
        "Aurelia Castellan-Demo",
        "Aurelia Castelan",
        "Аурелия Кастелан",
        "Castellan; the Elder",
    ]
    assert (one.birth_dates, one.countries) == (("1969-09-12", "1970"), ("RO", "MD"))
    assert (company.schema, company.identifiers) == (Schema.ORGANIZATION, (number("other", "HE990016"),))


def test_opensanctions_json_lines(read: Read) -> None:
    one, company = read("opensanctions", {"x": (DATA / "entities.ftm.json").read_bytes()})
    assert one.id == "NK-demo1"
    assert names(one, NameKind.PRIMARY) == ["Aurelia Castellan-Demo"]
    assert names(one, NameKind.ORIGINAL_SCRIPT) == ["Аурелия Кастелан-Демо"]
    assert names(one, NameKind.WEAK_ALIAS) == ["Demo Countess"]
    assert names(one, NameKind.FORMER) == ["Aurelia Demo"]
    assert (one.programmes, one.listed_on) == (("DEMO",), "2022-02-01")
    assert one.identifiers == (number("passport", "RO990017", "RO"),)
    assert [name.text for name in company.names] == ["Demo Holdings Ltd"]
    assert set(company.identifiers) == {number("registration", "HE990016"), number("lei", "549300DEMODEMODEMO01")}
