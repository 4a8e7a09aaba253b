"""Which transactions a true match makes doubtful."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from amlrisk.facts.model import Customer, Kind, Party, Transaction, TransactionKind
from amlrisk.policy.loader import read_pack
from amlrisk.policy.model import Rules
from amlrisk.policy.vocabulary import ListCategory
from amlrisk.review.look_back import Period, period_of, within


def rules_on(day: date) -> Rules:
    return read_pack("cn_insurer").on(day)


@pytest.mark.parametrize(
    ("on", "begins"),
    [
        (date(2026, 7, 15), date(2023, 7, 15)),
        (date(2028, 2, 29), date(2025, 2, 28)),  # a leap day has no fellow three years before
        (date(2027, 3, 1), date(2024, 3, 1)),
    ],
)
def test_three_years_back(on: date, begins: date) -> None:
    assert period_of(rules_on(on), ListCategory.UN_SANCTIONS) == Period(begins, on)


@pytest.mark.parametrize(
    "category", [ListCategory.FOREIGN_PEP, ListCategory.DOMESTIC_PEP, ListCategory.ADVERSE, ListCategory.INTERNAL_WATCH]
)
def test_lists_that_forbid_no_dealings_make_none_doubtful(category: ListCategory) -> None:
    assert period_of(rules_on(date(2026, 7, 15)), category) is None


def test_a_pack_that_says_nothing_of_it_makes_none_doubtful() -> None:
    silent = msgspec.structs.replace(rules_on(date(2026, 7, 15)), look_back=None)
    assert period_of(silent, ListCategory.TERRORISM) is None


def test_both_ends_belong_to_it_and_the_latest_comes_first() -> None:
    days = [date(2023, 7, 14), date(2023, 7, 15), date(2025, 1, 1), date(2026, 7, 15), date(2026, 7, 16)]
    subject = Party(id="subject", roles=(), kind=Kind.NATURAL, name="林晓雨")
    paid = tuple(Transaction(on=day, kind=TransactionKind.PREMIUM) for day in days)
    customer = Customer(ref="C", kind=Kind.NATURAL, subject=subject, transactions=paid)
    found = within(customer, Period(date(2023, 7, 15), date(2026, 7, 15)))
    assert [each.on for each in found] == [days[3], days[2], days[1]]
    assert within(msgspec.structs.replace(customer, transactions=None), Period(days[0], days[-1])) == ()
