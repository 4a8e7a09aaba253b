"""Grades that a fact imposes, whatever the score: a declared table of conditions.

Each condition answers with the facts behind it, or None where it does not hold. List hits are not here: what
they do is said per category of list (``listing``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from amlrisk.errors import PolicyInvalid
from amlrisk.facts.model import (
    Customer,
    DocumentKind,
    EventKind,
    Kind,
    PaymentMethod,
    PaymentMode,
    PolicyStatus,
    Product,
    Role,
    Verification,
)
from amlrisk.grading.measures.base import param_int
from amlrisk.grading.measures.identity import FOREIGN_PEP_LINKS
from amlrisk.grading.measures.region import residence
from amlrisk.grading.numbers import total, yuan
from amlrisk.grading.window import within
from amlrisk.policy.model import Rules
from amlrisk.policy.vocabulary import Condition

Holds = Callable[[Customer, Rules, Mapping[str, Any], date], tuple[str, ...] | None]

_NOT_LIFE = frozenset({Product.MOTOR, Product.ACCIDENT, Product.SHORT_TERM})
_CURRENT = frozenset({PolicyStatus.APPLIED, PolicyStatus.IN_FORCE})
_FOREIGN_DOCUMENTS = frozenset(
    {DocumentKind.PASSPORT, DocumentKind.OTHER_FOREIGN, DocumentKind.FOREIGN_REGISTRATION, DocumentKind.LEI}
)
_REFUSALS = frozenset({EventKind.DUE_DILIGENCE_REFUSED, EventKind.DUE_DILIGENCE_FAILED})


def foreign_pep(customer: Customer, rules: Rules, params: Mapping[str, Any], today: date) -> tuple[str, ...] | None:
    """A foreign PEP, or their family or close associate, as recorded."""
    return ("pep_link",) if customer.pep_link in FOREIGN_PEP_LINKS else None


def several_strs(customer: Customer, rules: Rules, params: Mapping[str, Any], today: date) -> tuple[str, ...] | None:
    """At least ``at_least`` suspicious-transaction reports within ``window_months``."""
    months = param_int(params, "window_months")
    found = tuple(
        f"events[{i}]"
        for i, event in enumerate(customer.events or ())
        if event.kind is EventKind.STR and within(event.on, today, months)
    )
    return found if len(found) >= param_int(params, "at_least") else None


def due_diligence_refused(
    customer: Customer, rules: Rules, params: Mapping[str, Any], today: date
) -> tuple[str, ...] | None:
    """Refused to be verified, now or, by a recorded event, at any time before."""
    found = ["verification"] if customer.verification is Verification.REFUSED else []
    found += [
        f"events[{i}]"
        for i, event in enumerate(customer.events or ())
        if event.kind is EventKind.DUE_DILIGENCE_REFUSED and event.on <= today
    ]
    return tuple(found) or None


def low_risk_relationship(
    customer: Customer, rules: Rules, params: Mapping[str, Any], today: date
) -> tuple[str, ...] | None:
    """Nothing bars the lowest grade. What is not known bars it too."""
    bars = next(_bars(customer, rules, params, today), None)
    return ("policies", "events", "verification") if bars is None else None


def _bars(customer: Customer, rules: Rules, params: Mapping[str, Any], today: date) -> Iterator[str]:
    """What bars the lowest grade; docs/grading.md lists the bars."""
    policies, transactions = customer.policies, customer.transactions
    if policies is None or transactions is None or customer.events is None:
        yield "unknown_business"
        return
    if customer.verification is not Verification.VERIFIED or customer.conflicts:
        yield "not_verified"
    if any(event.kind is EventKind.STR or event.kind in _REFUSALS for event in customer.events):
        yield "reported_or_refused"
    paid = total(yuan(policy.paid, rules, f"policies[{i}].paid") for i, policy in enumerate(policies))
    if paid > _yuan_param(params, f"total_assets_{customer.kind.value}"):
        yield "total_assets"
    sums: dict[PaymentMode, list[Decimal]] = {PaymentMode.REGULAR: [], PaymentMode.SINGLE: []}
    for i, policy in enumerate(policies):
        if policy.status in _CURRENT and (policy.mode is PaymentMode.SINGLE or policy.product not in _NOT_LIFE):
            sums[policy.mode].append(yuan(policy.premium, rules, f"policies[{i}].premium"))
    if total(sums[PaymentMode.REGULAR]) > _yuan_param(params, "life_annual_premium"):
        yield "life_annual_premium"
    if total(sums[PaymentMode.SINGLE]) > _yuan_param(params, "non_cash_single_premium"):
        yield "non_cash_single_premium"
    if any(t.method in (PaymentMethod.CASH, None) and t.amount is not None for t in transactions):
        yield "cash"
    yield from _personal_bars(customer, rules)


def _personal_bars(customer: Customer, rules: Rules) -> Iterator[str]:
    """Non-residents, foreign documents, and agents: nothing on record says an agent is professional or kin."""
    subject = customer.subject
    natural = customer.kind is Kind.NATURAL
    countries = (*subject.nationalities, residence(customer)[0]) if natural else (subject.registration_country,)
    if not subject.documents or any(doc.kind in _FOREIGN_DOCUMENTS for doc in subject.documents):
        yield "document"
    if (natural and not subject.nationalities) or any(country != rules.home_country for country in countries):
        yield "country"
    if any(Role.AGENT in party.roles for party in customer.parties):
        yield "agent"


def _yuan_param(params: Mapping[str, Any], name: str) -> Decimal:
    value = params.get(name)
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise PolicyInvalid(file="", path=f"params.{name}", detail="an amount is needed")
    return Decimal(value)


CONDITIONS: dict[Condition, Holds] = {
    Condition.FOREIGN_PEP: foreign_pep,
    Condition.SEVERAL_STRS: several_strs,
    Condition.DUE_DILIGENCE_REFUSED: due_diligence_refused,
    Condition.LOW_RISK_RELATIONSHIP: low_risk_relationship,
}
