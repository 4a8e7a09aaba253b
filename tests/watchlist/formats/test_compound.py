from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.watchlist.formats.compound import names_in_note, split_names


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("Abu Demo", ["Abu Demo"]),
        ("  Abu \n  Demo ", ["Abu Demo"]),
        ("A. Demo; B. Demo ;C. Demo", ["A. Demo", "B. Demo", "C. Demo"]),
        ("Demo One b) Demo Two", ["Demo One", "Demo Two"]),
        ("Jin Demo (金演示)", ["Jin Demo", "金演示"]),
        ("Abu Demo (original script: Абу Демо)", ["Abu Demo", "Абу Демо"]),
        ("حسن ديمو (Hassan Demo; Hasan Demo)", ["حسن ديمو", "Hassan Demo", "Hasan Demo"]),
        ("DEMO FOUNDATION (PAKISTAN)", ["DEMO FOUNDATION (PAKISTAN)", "DEMO FOUNDATION"]),
        ("Demo Front (DF) (جبهة ديمو)", ["Demo Front", "Demo Front (DF)", "جبهة ديمو"]),
        ("演示船务(香港)有限公司", ["演示船务(香港)有限公司"]),
        ("Agha Demo اغا ديمو", ["Agha Demo اغا ديمو", "اغا ديمو", "Agha Demo"]),
        ("(Sheikh) Demo Hilal", ["(Sheikh) Demo Hilal", "Demo Hilal"]),
        (") Demo Juhan", [") Demo Juhan"]),
        ("", []),
    ],
)
def test_split(field: str, names: list[str]) -> None:
    assert set(names) <= set(split_names(field))


def test_a_remark_in_brackets_is_no_name_of_its_own() -> None:
    assert "PAKISTAN" not in split_names("DEMO FOUNDATION (PAKISTAN)")
    assert "birth name" not in split_names("Encep Demo (birth name)")
    assert "香港" not in split_names("演示船务(香港)有限公司")


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("original script: Абу Демо", ("Абу Демо",)),
        ("Previously listed as. In Arabic: رياض ديمو", ("رياض ديمو",)),
        ("Yunis Demo; Younis al-Demo", ("Yunis Demo", "Younis al-Demo")),
        ("born in 1971 in Demo (Ibrahim Demo; Ibrahim al-Demo)", ("Ibrahim Demo", "Ibrahim al-Demo")),
        ("Passport number: B0515260; DOB: 1948; POB: Anefif", ()),
        ("nom de guerre", ()),
    ],
)
def test_names_in_notes(note: str, names: tuple[str, ...]) -> None:
    assert names_in_note(note) == names


@given(st.text(alphabet="AaЖغ金();, \n", max_size=40))
def test_no_letter_is_lost(field: str) -> None:
    """Whatever the brackets do, every letter of the field stands in some name; ``b)`` and so on only number names."""
    found = "".join(split_names(field)) + "".join(names_in_note(field))
    assert {char for char in field if char.isalpha()} <= set(found)
