"""No number of the rules stands in the code of the value tier: bounds, terms and coefficients are the pack's."""

from __future__ import annotations

from tests.conftest import ROOT
from tests.grading.test_no_rule_numbers import numbers_of

#: What is left belongs to the calendar, to how much fits into a field of a form, or to the length of a name.
KNOWN = {
    ("entitlements.py", 12): "months in a year",
    ("notices.py", 32): "characters of an event's id",
    ("service_reading.py", 3): "months of a quarter",
    ("service_reading.py", 12): "months in a year",
    ("service_reading.py", 31): "days of December",
    ("service_reading.py", 100): "points of a survey, from 0",
    ("service_reading.py", 200): "characters of a line",
    ("service_reading.py", 1949): "the earliest year",
    ("service_reading.py", 9999): "the highest count",
}


def test_the_room_holds_no_number_of_the_rules() -> None:
    files = [*(ROOT / "amlrisk" / "tiering").glob("*.py")]
    assert {number for file in files for number in numbers_of(file)} == KNOWN.keys()
