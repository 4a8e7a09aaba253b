"""What the demonstration's customers are worth: valid on any day, the same each time, as the document tells it."""

from __future__ import annotations

from datetime import date

import pytest

from amlrisk.demo.portfolio import portfolio
from amlrisk.demo.table import tiers
from amlrisk.demo.values import values, worths
from amlrisk.facts.codes import CodeSets
from amlrisk.facts.intake_value import build_value
from amlrisk.facts.value import CustomerValue
from tests.demo.test_portfolio import DOCUMENT, ON

CODES = CodeSets(occupations=set(), industries=set(), currencies={"CNY"})


def built(on: date) -> list[CustomerValue]:
    later = [{"ref": each.ref, **each.later} for each in worths(on) if each.later is not None]
    return [build_value(raw, today=on, codes=CODES) for raw in (*values(on), *later)]


@pytest.mark.parametrize("on", [ON, date(2026, 2, 16), date(2027, 1, 1), date(2027, 12, 31), date(2028, 2, 29)])
def test_every_value_is_valid_whenever_the_demo_is_set_up(on: date) -> None:
    found = built(on)
    assert {each.ref for each in found} <= {raw["ref"] for raw in portfolio(on)}
    assert len({each.ref for each in found}) == len(list(values(on)))


def test_every_kind_of_fact_is_there() -> None:
    found = built(ON)
    silent = [
        name for name in CustomerValue.__struct_fields__ if all(getattr(each, name) in (None, ()) for each in found)
    ]
    assert silent == []


def test_the_same_day_gives_the_same_values() -> None:
    assert list(values(ON)) == list(values(ON))


def test_the_document_holds_the_table_of_the_tiers() -> None:
    assert tiers(worths(ON)) in DOCUMENT.read_text(encoding="utf-8")
