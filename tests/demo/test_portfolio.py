from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from stdnum.cn import ric, uscc

from amlrisk.demo.build import Raw
from amlrisk.demo.numbers import credit_code, resident_id
from amlrisk.demo.portfolio import CUSTOMERS, cases, portfolio
from amlrisk.demo.table import table
from amlrisk.facts.codes import CodeSets
from amlrisk.facts.intake import build_customer
from amlrisk.policy.loader import read_pack

ON = date(2026, 11, 23)
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "demo.md"


@pytest.mark.parametrize("on", [date(2026, 2, 16), ON, date(2028, 2, 29)])
def test_every_customer_is_valid_whenever_the_demo_is_set_up(on: date) -> None:
    rules = read_pack("cn_insurer").on(on)
    codes = CodeSets(
        occupations=frozenset(rules.occupations.entries),
        industries=frozenset(rules.industries.entries),
        currencies=frozenset(rules.currencies),
    )
    customers = [build_customer(raw, key=b"k" * 32, today=on, codes=codes) for raw in portfolio(on)]
    assert [customer.ref for customer in customers] == [f"DEMO-{n:04}" for n in range(1, CUSTOMERS + 1)]


def test_the_same_day_gives_the_same_customers() -> None:
    assert list(portfolio(ON)) == list(portfolio(ON))


def _numbers(kind: str) -> list[str]:
    def documents(raw: Raw) -> list[Raw]:
        people = [raw["subject"], *raw.get("parties", [])]
        return [document for person in people for document in person.get("documents", [])]

    return [d["number"] for raw in portfolio(ON) for d in documents(raw) if d["kind"] == kind]


def test_numbers_are_valid_and_differ() -> None:
    residents, companies = _numbers("resident_id"), _numbers("uscc")
    assert all(ric.calc_check_digit(number) == number[-1] for number in residents)
    assert all(uscc.is_valid(number) for number in companies)
    assert len(set(residents)) == len(residents) > 100
    assert len(set(companies)) == len(companies) > 20


def test_a_number_tells_birth_date_and_sex() -> None:
    for male, parity in ((True, 1), (False, 0)):
        number = resident_id("310101", date(1990, 2, 28), 17, male=male)
        assert number[6:14] == "19900228"
        assert int(number[16]) % 2 == parity
    assert uscc.is_valid(credit_code("310101", 7))


def test_the_document_holds_the_table_of_the_cases() -> None:
    assert DOCUMENT.read_text(encoding="utf-8").endswith(table(cases(ON)))


def test_the_document_counts_the_decisions() -> None:
    decided = sum(case.decided is not None for case in cases(ON))
    words = {4: "four", 5: "five", 6: "six"}
    assert re.search(rf"on {words[decided]} hits", DOCUMENT.read_text(encoding="utf-8"))
