"""The transactions that a true match made doubtful, as the page of a case shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import get_locale

from amlrisk.facts.labels import label
from amlrisk.facts.model import Customer, Transaction
from amlrisk.services.look_back import Flagged, flagged
from amlrisk.services.system import System


@dataclass(frozen=True, slots=True)
class TransactionView:
    """One transaction in words; what is not known of it is empty."""

    on: date
    kind: str
    policy: str
    amount: str
    method: str
    payer: str
    country: str


@dataclass(frozen=True, slots=True)
class LookBackView:
    """One true match and the transactions of that time."""

    flagged: Flagged
    rows: tuple[TransactionView, ...]


def look_back_views(system: System, customer: Customer) -> list[LookBackView]:
    """What is flagged of a customer, the latest first."""
    language = str(get_locale())
    return [
        LookBackView(each, tuple(_view(transaction, language) for transaction in each.transactions))
        for each in flagged(system, customer)
    ]


def _view(transaction: Transaction, language: str) -> TransactionView:
    amount = transaction.amount
    return TransactionView(
        on=transaction.on,
        kind=label(transaction.kind).get(language),
        policy=transaction.policy or "",
        amount="" if amount is None else f"{amount.amount:,.2f} {amount.currency}",
        method="" if transaction.method is None else label(transaction.method).get(language),
        payer="" if transaction.payer is None else label(transaction.payer).get(language),
        country=transaction.country or "",
    )
