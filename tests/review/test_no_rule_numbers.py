"""No number of the rules stands in the code of cases: days, ends and lengths are the pack's."""

from __future__ import annotations

from tests.conftest import ROOT
from tests.grading.test_no_rule_numbers import numbers_of

#: Statistics say how it went; they decide nothing.
STATISTICS = "spans.py"
KNOWN = {("due.py", 8): "calendars kept"}


def test_the_room_holds_no_number_of_the_rules() -> None:
    files = [file for file in (ROOT / "amlrisk" / "review").glob("*.py") if file.name != STATISTICS]
    found = {number for file in files for number in numbers_of(file)}
    assert found == KNOWN.keys()
