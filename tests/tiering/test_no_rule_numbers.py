"""No number of the rules stands in the code of the value tier: bounds, terms and coefficients are the pack's."""

from __future__ import annotations

from tests.conftest import ROOT
from tests.grading.test_no_rule_numbers import numbers_of

KNOWN = {("entitlements.py", 12): "months in a year"}


def test_the_room_holds_no_number_of_the_rules() -> None:
    files = [*(ROOT / "amlrisk" / "tiering").glob("*.py")]
    assert {number for file in files for number in numbers_of(file)} == KNOWN.keys()
