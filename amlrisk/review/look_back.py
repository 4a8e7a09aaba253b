"""On a true match the customer's transactions of some time before are looked at again: which ones."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from amlrisk.facts.dates import add_months
from amlrisk.facts.model import Customer, Transaction
from amlrisk.policy.model import Rules
from amlrisk.policy.vocabulary import ListCategory


class Period(NamedTuple):
    """Both days belong to it."""

    begins_on: date
    ends_on: date


def period_of(rules: Rules, category: ListCategory) -> Period | None:
    """What a true match with a list of this category, found on the day of the rules, makes doubtful; None: nothing."""
    back = rules.look_back
    if back is None or category not in back.categories:
        return None
    return Period(add_months(rules.on, -back.months), rules.on)


def within(customer: Customer, period: Period) -> tuple[Transaction, ...]:
    """The customer's transactions in that time, the latest first; none where it is not known of any."""
    found = [each for each in customer.transactions or () if period.begins_on <= each.on <= period.ends_on]
    return tuple(sorted(found, key=lambda each: each.on, reverse=True))
