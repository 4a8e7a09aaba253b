"""Invented evaluations for the tests of the store; what they say does not matter here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

from amlrisk.facts.digest import digest
from amlrisk.facts.value import CustomerValue
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.policy.vocabulary import Grade
from amlrisk.store.database import Store
from amlrisk.store.memberships import MembershipEntry
from amlrisk.tiering.evaluation import Evaluation
from amlrisk.tiering.gate import Standing
from amlrisk.tiering.membership import Change, Entry, Membership
from tests.store.examples import NOW, PACK, saved

ON = date(2026, 11, 23)


def value(ref: str = "C1", trust: int = 500_000) -> CustomerValue:
    return CustomerValue(ref=ref, trust=Decimal(trust))


def worthy(store: Store, *refs: str) -> None:
    """These customers, with value facts and the pack, so that they can be evaluated."""
    saved(store, *refs)
    store.values.save_many([value(ref) for ref in refs], NOW)


def evaluation(id: str = "e1", ref: str = "C1", **changes: object) -> Evaluation:
    it = Evaluation(
        id=id,
        customer=ref,
        at=NOW,
        on=ON,
        cause="test",
        value_digest=digest(value(ref)),
        policy_digest=PACK,
        held=Tier.STANDARD,
        standing=Standing(grade=Grade.GENERAL),
        base=Tier.GOLD,
        effective=Tier.GOLD,
        sha256="0" * 64,
    )
    return msgspec.structs.replace(it, **changes)


def member(ref: str = "C1", tier: Tier = Tier.GOLD, since: date = ON, until: date = date(2027, 11, 23)) -> Membership:
    return Membership(tier=tier, effective_on=since, expires_on=until)


def entry(
    change: Change = Change.JOINED,
    ref: str = "C1",
    membership: Membership | None = None,
    *,
    on: date = ON,
    tier: Tier | None = None,
    form: str = "",
) -> MembershipEntry:
    its = tier or (membership.tier if membership is not None else Tier.STANDARD)
    return MembershipEntry(
        customer=ref,
        entry=Entry(on=on, change=change, membership=membership),
        tier=its,
        actor="su",
        at=NOW,
        form=form,
    )
