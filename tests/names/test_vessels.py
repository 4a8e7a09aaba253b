"""Ships and aircraft: prefixes off, numbers as digits, registrations in one piece."""

from __future__ import annotations

import pytest

from amlrisk.names.analyse import analyse
from amlrisk.names.model import Kind
from amlrisk.names.vessels import imo_number
from amlrisk.watchlist.model import Schema


def tokens(name: str, schema: Schema = Schema.VESSEL) -> tuple[str, ...]:
    return analyse(name, schema).forms[0].tokens


@pytest.mark.parametrize(
    "name",
    [
        "OCEAN STAR 2",
        "M/V OCEAN STAR II",
        "M.V. Ocean Star No. 2",
        "MV Ocean-Star 2",
        "MT OCEAN STAR (IMO 9176187) 2",
        "Motor Vessel Ocean Star Two",
        "OCEAN STAR2",
    ],
)
def test_one_ship(name: str) -> None:
    assert tokens(name) == ("ocean", "star", "2")


def test_sister_ships_differ_in_a_number_that_tells() -> None:
    form = analyse("OCEAN STAR 2", Schema.VESSEL).forms[0]
    assert form.kinds[-1] is Kind.NUMBER
    assert not any(form.weak)
    assert tokens("OCEAN STAR 1") != tokens("OCEAN STAR 2")


@pytest.mark.parametrize("name", ["MT", "Tanker", "9176187", "Queen Mary", "MI RIM"])
def test_what_is_the_whole_name_stays(name: str) -> None:
    assert "".join(tokens(name)) == "".join(name.lower().replace("/", " ").split())


def test_the_number_of_a_hull_is_its_name() -> None:
    assert "9176187" in tokens("Hull No. 9176187 Zarkanda")


@pytest.mark.parametrize("name", ["EP-MNA", "EPMNA", "EP MNA", "ep-mna"])
def test_a_registration_is_one_word(name: str) -> None:
    assert tokens(name, Schema.AIRCRAFT) == ("epmna",)


@pytest.mark.parametrize(("name", "token"), [("P-914", "p914"), ("YV2040", "yv2040"), ("YV378T", "yv378t")])
def test_registrations_with_digits(name: str, token: str) -> None:
    assert tokens(name, Schema.AIRCRAFT) == (token,)


def test_imo_numbers_are_found_by_their_check_digit() -> None:
    assert imo_number("OCEAN STAR (IMO 9176187)") == "9176187"
    assert imo_number("OCEAN STAR IMO9176187") == "9176187"
    assert imo_number("OCEAN STAR 9176188") is None
    assert imo_number("OCEAN STAR 991761879") is None
