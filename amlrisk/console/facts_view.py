"""What is known of a customer, in words: the facts that grading looks at, those that are known. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from amlrisk.facts.labels import label
from amlrisk.facts.model import Customer, Money, Policy
from amlrisk.policy.model import CodeTable, Rules, Text

_YES, _NO = Text(zh="是", en="yes"), Text(zh="否", en="no")
_NONE = Text(zh="无", en="none")


class Fact(NamedTuple):
    """``name`` is a word of the family ``fact``."""

    name: str
    shown: Text


class PolicyLine(NamedTuple):
    ref: str
    product: Text
    channel: Text
    mode: Text
    premium: str
    paid: str
    starts_on: date
    status: Text


def facts_of(customer: Customer, rules: Rules) -> list[Fact]:
    """In the order in which an officer asks for them."""
    return [Fact(name, shown) for name, shown in _facts(customer, rules) if shown is not None]


def policies_of(customer: Customer) -> list[PolicyLine]:
    return [_policy(each) for each in customer.policies or ()]


def _facts(customer: Customer, rules: Rules) -> Iterator[tuple[str, Text | None]]:
    yield "relationship_on", _plain(customer.relationship_on)
    yield "occupation", _coded(customer.occupation, rules.occupations)
    yield "industry", _coded(customer.industry, rules.industries)
    yield "annual_income", _plain(_money(customer.annual_income))
    yield "annual_revenue", _plain(_money(customer.annual_revenue))
    yield "established_on", _plain(customer.established_on)
    yield "registration_status", _worded(customer.registration_status)
    yield "openness", _worded(customer.openness)
    yield "shell", _yes_or_no(customer.shell)
    yield "ownership_layers", _plain(None if customer.ownership is None else customer.ownership.layers)
    yield "ownership_features", _many(() if customer.ownership is None else customer.ownership.features)
    yield "address", _plain(customer.address)
    yield "local_link", _yes_or_no(customer.local_link)
    yield "phone", _plain(None if customer.phone is None else customer.phone.masked)
    yield "email", _plain(None if customer.email is None else customer.email.masked)
    yield "verification", _worded(customer.verification)
    yield "document_gaps", _listed(customer.document_gaps)
    yield "conflicts", _listed(customer.conflicts or None)
    yield "adverse_media", _worded(customer.adverse_media)
    yield "pep_link", _worded(customer.pep_link)
    yield "cross_border", _worded(customer.cross_border)
    yield "cross_border_countries", _listed(customer.cross_border_countries or None)
    yield "cash_business", _worded(customer.cash_business)
    yield "events", _events(customer)
    yield "transactions", _plain(None if customer.transactions is None else len(customer.transactions))


def _plain(value: object) -> Text | None:
    return None if value is None else Text(zh=str(value), en=str(value))


def _worded(value: StrEnum | None) -> Text | None:
    return None if value is None else Text(zh=label(value).zh, en=label(value).en)


def _many(values: tuple[StrEnum, ...]) -> Text | None:
    if not values:
        return None
    return Text(zh="、".join(label(each).zh for each in values), en=", ".join(label(each).en for each in values))


def _listed(values: tuple[str, ...] | None) -> Text | None:
    """None is not known; an empty tuple is known to be none."""
    if values is None:
        return None
    return Text(zh="、".join(values), en=", ".join(values)) if values else _NONE


def _yes_or_no(value: bool | None) -> Text | None:
    return None if value is None else (_YES if value else _NO)


def _coded(code: str | None, table: CodeTable) -> Text | None:
    if code is None:
        return None
    entry = table.entries.get(code)
    return _plain(code) if entry is None else Text(zh=f"{entry.name.zh}（{code}）", en=f"{entry.name.en} ({code})")


def _events(customer: Customer) -> Text | None:
    if customer.events is None:
        return None
    if not customer.events:
        return _NONE
    told = [(label(each.kind), each.on) for each in sorted(customer.events, key=lambda each: each.on, reverse=True)]
    return Text(
        zh="；".join(f"{on} {what.zh}" for what, on in told), en="; ".join(f"{on} {what.en}" for what, on in told)
    )


def _money(money: Money | None) -> str | None:
    return None if money is None else f"{money.amount:,} {money.currency}"


def _policy(policy: Policy) -> PolicyLine:
    product, channel, mode, status = (
        label(each) for each in (policy.product, policy.channel, policy.mode, policy.status)
    )
    return PolicyLine(
        ref=policy.ref,
        product=Text(zh=product.zh, en=product.en),
        channel=Text(zh=channel.zh, en=channel.en),
        mode=Text(zh=mode.zh, en=mode.en),
        premium=_money(policy.premium) or "",
        paid=_money(policy.paid) or "",
        starts_on=policy.starts_on,
        status=Text(zh=status.zh, en=status.en),
    )
