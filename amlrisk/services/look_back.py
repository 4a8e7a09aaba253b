"""Flag a customer's transactions for review on a true match, and show which they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from amlrisk.facts.digest import digest
from amlrisk.facts.model import Customer, Transaction
from amlrisk.policy.model import Rules
from amlrisk.review.look_back import Period, period_of, within
from amlrisk.screening.model import Disposition, DispositionKind, Hit
from amlrisk.services.system import System
from amlrisk.store.look_backs import LookBack


class Flagged(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be looked at again: the transactions of that time as they are known now, also those that were
    delivered later, the latest first. ``known`` is false where nobody ever delivered any. A true match that was taken
    back since has ``taken_back``."""

    look_back: LookBack
    transactions: tuple[Transaction, ...]
    known: bool
    taken_back: bool


def begin_look_back(
    system: System, rules: Rules, found: tuple[Customer, Hit], decided: tuple[int, Disposition], now: datetime
) -> None:
    """Flag the transactions that a true match makes doubtful; belongs in the transaction of the decision.

    Other decisions, and lists that forbid nothing (``lists.yaml``, ``look_back``), flag none.
    """
    customer, hit = found
    id, disposition = decided
    period = period_of(rules, hit.category)
    if period is None or disposition.kind is not DispositionKind.TRUE_MATCH:
        return
    count = len(within(customer, period))
    system.store.look_backs.append(
        LookBack(
            disposition=id,
            customer=customer.ref,
            facts_digest=digest(customer),
            begins_on=period.begins_on,
            ends_on=period.ends_on,
            transactions=count,
            opened_at=now,
            party=disposition.party,
            source=hit.source,
            entity=hit.entity,
        )
    )
    detail = {
        "id": str(id),
        "source": hit.source,
        "entity": hit.entity,
        "since": period.begins_on.isoformat(),
        "until": period.ends_on.isoformat(),
        "count": str(count),
    }
    system.store.audit.append("look_back", disposition.author, customer.ref, detail, now)


def flagged(system: System, customer: Customer) -> tuple[Flagged, ...]:
    """What is flagged of a customer, the latest first; once for each pair of party and entity."""
    latest: dict[tuple[str, str, str], LookBack] = {}
    for each in system.store.look_backs.of(customer.ref):
        latest.setdefault((each.party, each.source, each.entity), each)
    return tuple(_flagged(system, customer, latest.values()))


def _flagged(system: System, customer: Customer, look_backs: Iterable[LookBack]) -> Iterable[Flagged]:
    decided = system.store.dispositions.latest_for([customer.ref]).get(customer.ref, {})
    for each in look_backs:
        last = decided.get((each.party, each.source, each.entity))
        yield Flagged(
            look_back=each,
            transactions=within(customer, Period(each.begins_on, each.ends_on)),
            known=customer.transactions is not None,
            taken_back=last is not None and last.disposition.kind is not DispositionKind.TRUE_MATCH,
        )
