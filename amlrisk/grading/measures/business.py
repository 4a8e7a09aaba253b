"""What the customer buys, how, and what happens to it afterwards. All amounts in yuan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from amlrisk.facts.dates import add_months
from amlrisk.facts.model import (
    Channel,
    Customer,
    Kind,
    PaymentMethod,
    PaymentMode,
    Policy,
    PolicyStatus,
    Transaction,
    TransactionKind,
)
from amlrisk.grading.measures.base import absent, distinct, numbered, param_int, param_words, seen
from amlrisk.grading.model import Observation
from amlrisk.grading.numbers import quotient, total, yuan
from amlrisk.grading.window import within
from amlrisk.policy.model import Rules

_CURRENT = frozenset({PolicyStatus.APPLIED, PolicyStatus.IN_FORCE})
#: Money that comes in and has a payer.
_PAID_IN = frozenset({TransactionKind.PREMIUM, TransactionKind.TOP_UP, TransactionKind.LOAN_REPAYMENT})


def _current(customer: Customer) -> list[tuple[int, Policy]]:
    """Policies applied for or in force."""
    return [(i, policy) for i, policy in enumerate(customer.policies or ()) if policy.status in _CURRENT]


def product(customer: Customer, rules: Rules, params: Mapping[str, Any], today: date) -> tuple[Observation, ...]:
    """The product of every current policy; without one there is nothing to judge: missing."""
    return distinct(seen(policy.product.value, f"policies[{i}].product") for i, policy in _current(customer))


def channel(customer: Customer, rules: Rules, params: Mapping[str, Any], today: date) -> tuple[Observation, ...]:
    """The channel of every current policy; what was sold without meeting the customer is summed.

    A policy counts with what was agreed or what was paid so far, whichever is more.
    """
    words, sums, paths = [], [], []
    for i, policy in _current(customer):
        path = f"policies[{i}].channel"
        if policy.channel is Channel.NON_FACE_TO_FACE:
            agreed = yuan(policy.premium, rules, f"policies[{i}].premium")
            paid = yuan(policy.paid, rules, f"policies[{i}].paid")
            sums.append(max(agreed, paid))
            paths.append(path)
        else:
            words.append(seen(policy.channel.value, path))
    remote = (numbered("non_face_to_face", total(sums), *paths),) if paths else ()
    return (*remote, *distinct(words))


def cumulative_premium(
    customer: Customer, rules: Rules, params: Mapping[str, Any], today: date
) -> tuple[Observation, ...]:
    """What was paid into all policies together, ended ones included."""
    if customer.policies is None:
        return ()
    paid = total(yuan(policy.paid, rules, f"policies[{i}].paid") for i, policy in enumerate(customer.policies))
    return (numbered("premium", paid, "policies"),)


def _yearly_premiums(customer: Customer, rules: Rules, today: date, months: int) -> Iterator[Decimal]:
    """Regular premiums of current policies, single premiums and top-ups of the window.

    A single premium counts even where the policy has ended since: the money came in. One that is applied for
    counts whenever it is to start.
    """
    start = add_months(today, -months)
    for i, policy in enumerate(customer.policies or ()):
        current = policy.status in _CURRENT
        if policy.mode is PaymentMode.REGULAR:
            counts = current
        else:
            counts = policy.status is PolicyStatus.APPLIED or policy.starts_on >= start
        if counts:
            yield yuan(policy.premium, rules, f"policies[{i}].premium")
    for i, payment in enumerate(customer.transactions or ()):
        if payment.kind is TransactionKind.TOP_UP and payment.amount is not None and start <= payment.on <= today:
            yield yuan(payment.amount, rules, f"transactions[{i}].amount")


def premium_to_means(
    customer: Customer, rules: Rules, params: Mapping[str, Any], today: date
) -> tuple[Observation, ...]:
    """Premiums of a year over annual income (a person) or revenue (an organisation).

    *Unknown* where that is not known or zero: nothing then explains where the premium comes from.
    """
    if customer.policies is None:
        return ()
    natural = customer.kind is Kind.NATURAL
    means, path = (customer.annual_income, "annual_income") if natural else (customer.annual_revenue, "annual_revenue")
    amount = None if means is None else yuan(means, rules, path)
    if not amount:
        return (seen("unknown", path),)
    premiums = total(_yearly_premiums(customer, rules, today, param_int(params, "window_months")))
    return (numbered("ratio", quotient(premiums, amount), "policies", path),)


def _paid_in(customer: Customer, today: date, months: int) -> list[tuple[int, Transaction]]:
    """What was paid in during the window; when that is nothing, during the window that ends at the last payment."""
    known = [(i, t) for i, t in enumerate(customer.transactions or ()) if t.kind in _PAID_IN and t.on <= today]
    if not known:
        return []
    end = max(t.on for _, t in known)
    if within(end, today, months):
        end = today
    start = add_months(end, -months)
    return [(i, t) for i, t in known if t.on >= start]


def payment(customer: Customer, rules: Rules, params: Mapping[str, Any], today: date) -> tuple[Observation, ...]:
    """Who paid, and the sum paid in cash (one large sum and many small ones are the same).

    A payment whose payer, method or cash amount is not known is a missing part; no payment on record at all is
    missing input.
    """
    words, cash, paths = [], [], []
    for i, paid in _paid_in(customer, today, param_int(params, "window_months")):
        path = f"transactions[{i}]"
        words.append(absent(f"{path}.payer") if paid.payer is None else seen(paid.payer.value, f"{path}.payer"))
        if paid.method is None:
            words.append(absent(f"{path}.method"))
        elif paid.method is PaymentMethod.CASH:
            if paid.amount is None:
                words.append(absent(f"{path}.amount"))
            else:
                cash.append(yuan(paid.amount, rules, f"{path}.amount"))
                paths.append(path)
    in_cash = (numbered("cash", total(cash), *paths),) if paths else ()
    return (*in_cash, *distinct(words))


def policy_changes(customer: Customer, rules: Rules, params: Mapping[str, Any], today: date) -> tuple[Observation, ...]:
    """How many transactions of the factor's kinds the window holds."""
    if customer.transactions is None:
        return ()
    kinds, months = param_words(params, "kinds"), param_int(params, "window_months")
    found = [
        f"transactions[{i}]"
        for i, t in enumerate(customer.transactions)
        if t.kind.value in kinds and within(t.on, today, months)
    ]
    return (numbered("changes", len(found), *(found or ["transactions"])),)
