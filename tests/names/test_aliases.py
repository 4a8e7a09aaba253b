"""One field may hold several names. All people here are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.names.aliases import names_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pyotr Zarkandov", ["Pyotr Zarkandov"]),
        ("Zarkandov, Pyotr", ["Pyotr Zarkandov"]),
        ("Zarkandov, Pyotr, Jr.", ["Pyotr Zarkandov Jr."]),
        ("Pyotr Zarkandov, Jr.", ["Pyotr Zarkandov Jr."]),
        ("Zarkandov, Pyotr, Dr.", ["Dr. Pyotr Zarkandov"]),
        ("زركاند، علي", ["علي زركاند"]),
        ("P.Q. Zarkanda", ["P. Q. Zarkanda"]),
        ("PQ Zarkanda", ["P Q Zarkanda"]),
        ("PQ ZARKANDA", ["PQ ZARKANDA"]),
        ("MD Zarkanda", ["MD Zarkanda"]),
        ("Pyotr Zarkandov, Ph.D.", ["Pyotr Zarkandov"]),
        ("Pyotr (Pete) Zarkandov", ["Pyotr Zarkandov", "Pyotr Pete Zarkandov"]),
        ("Pyotr Zarkandov (Pedro Zarkanda)", ["Pyotr Zarkandov", "Pedro Zarkanda"]),
        ("Pyotr Zarkandov (a.k.a. Pedro Zarkanda)", ["Pyotr Zarkandov", "Pedro Zarkanda"]),
        ("Pyotr Zarkandov a.k.a. Pedro Zarkanda", ["Pyotr Zarkandov", "Pedro Zarkanda"]),
        ("Pyotr Zarkandov alias Pedro", ["Pyotr Zarkandov", "Pedro"]),
        ("Pyotr Zarkandov / Pedro Zarkanda", ["Pyotr Zarkandov", "Pedro Zarkanda"]),
        ("Petra Muster née Beispiel", ["Petra Muster Beispiel", "Petra Beispiel", "Petra Muster"]),
        ("Petra Muster (nee Beispiel)", ["Petra Muster Beispiel", "Petra Beispiel", "Petra Muster"]),
        ("Ali s/o Omar", ["Ali son of Omar"]),
        ("(Pyotr)", ["Pyotr"]),
    ],
)
def test_names_in(text: str, expected: list[str]) -> None:
    assert [" ".join(name.split()) for name in names_in(text)] == expected


@given(st.text(max_size=60))
def test_any_text_holds_at_least_one_name(text: str) -> None:
    names = names_in(text)
    assert 0 < len(names) <= 4
    if any(map(str.isalnum, text)) and not any(mark in text for mark in ".,،，()[]{}（）"):
        assert any(any(map(str.isalnum, name)) for name in names)
