"""Policies, transactions and events as they come in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from amlrisk.facts.model import (
    Channel,
    Event,
    EventKind,
    Money,
    Payer,
    PaymentMethod,
    PaymentMode,
    Policy,
    PolicyStatus,
    Product,
    Transaction,
    TransactionKind,
)
from amlrisk.facts.reading import Section

_REF_LIMIT = 64
_NOTE_LIMIT = 2000
# Money that comes in decides how much was paid and how: without its amount it would count as nothing.
_NEEDS_AMOUNT = frozenset({TransactionKind.PREMIUM, TransactionKind.TOP_UP})


def read_policies(sections: list[Section] | None) -> tuple[Policy, ...] | None:
    """The policies; each ref once."""
    if sections is None:
        return None
    policies: list[Policy] = []
    seen: set[str] = set()
    for section in sections:
        policy = _policy(section)
        if policy.ref in seen:
            section.fault("ref", "duplicate_policy", value=policy.ref)
        if policy.ref:
            seen.add(policy.ref)
        policies.append(policy)
    return tuple(policies)


def _policy(section: Section) -> Policy:
    """A missing or wrong field leaves its issue and a stand-in: the customer is not built then."""
    for field in ("ref", "product", "channel", "mode", "premium", "paid", "starts_on"):
        section.required(field)
    nothing = Money(amount=Decimal(0))
    return Policy(
        ref=section.text("ref", limit=_REF_LIMIT) or "",
        product=section.choice("product", Product) or Product.ACCIDENT,
        channel=section.choice("channel", Channel) or Channel.BROKER,
        mode=section.choice("mode", PaymentMode) or PaymentMode.REGULAR,
        premium=section.money("premium") or nothing,
        paid=section.money("paid") or nothing,
        starts_on=section.day("starts_on") or date.min,
        status=section.choice("status", PolicyStatus) or PolicyStatus.IN_FORCE,
    )


def read_transactions(sections: list[Section] | None, policies: Collection[str]) -> tuple[Transaction, ...] | None:
    """The transactions; a policy they name must be one of ``policies``."""
    return None if sections is None else tuple(_transaction(section, policies) for section in sections)


def _transaction(section: Section, policies: Collection[str]) -> Transaction:
    section.required("on")
    kind = section.choice("kind", TransactionKind) if section.required("kind") else None
    if kind in _NEEDS_AMOUNT:
        section.required("amount")
    policy = section.text("policy", limit=_REF_LIMIT)
    if policy is not None and policy not in policies:
        section.fault("policy", "unknown_policy", value=policy)
    return Transaction(
        on=section.day("on", past=True) or date.min,
        kind=kind or TransactionKind.PREMIUM,
        policy=policy,
        amount=section.money("amount"),
        method=section.choice("method", PaymentMethod),
        payer=section.choice("payer", Payer),
        country=section.country("country"),
    )


def read_events(sections: list[Section] | None) -> tuple[Event, ...] | None:
    return None if sections is None else tuple(_event(section) for section in sections)


def _event(section: Section) -> Event:
    section.required("on")
    section.required("kind")
    return Event(
        on=section.day("on", past=True) or date.min,
        kind=section.choice("kind", EventKind) or EventKind.ALERT,
        note=section.text("note", limit=_NOTE_LIMIT, lines=True) or "",
    )
