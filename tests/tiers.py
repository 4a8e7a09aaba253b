"""Customers of some worth, for tests of their tiers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from amlrisk.jobs.tier_run import TierScope, Whom, tier_run
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.services.save_value import save_value
from amlrisk.services.system import System
from amlrisk.store.codec import packed
from amlrisk.store.connection import Dialect
from amlrisk.store.runs import Run
from amlrisk.tiering.evaluation import CurrentTier

#: Products of the trust company, yuan, and the tier that they give: platinum is platinum or above.
TRUST = {Tier.STANDARD: 0, Tier.GOLD: 500_000, Tier.PLATINUM: 2_000_000}


def worth(tier: Tier, **more: Any) -> dict[str, Any]:
    """Raw value facts that earn a tier and nothing above it; diamond by two companies at platinum."""
    if tier is Tier.DIAMOND:
        held: dict[str, Any] = {"trust": str(TRUST[Tier.PLATINUM]), "life": [_LIFE]}
    else:
        held = {"trust": str(TRUST[tier])}
    return {"holdings": held, **more}


_LIFE = {"institution": "jia", "annual_premium": "10000000"}


def valued(system: System, tier: Tier, ref: str = "C-1", **more: Any) -> CurrentTier:
    """Save value facts of that worth; what came of it."""
    save_value(system, ref, worth(tier, **more))
    return tier_now(system, ref)


def tier_now(system: System, ref: str = "C-1") -> CurrentTier:
    """The evaluation that counts, which must be there."""
    return system.store.tiers.current([ref])[ref]


def at_years_end(system: System) -> Run:
    """Settle the memberships whose year is over; those that the gate holds back wait for it."""
    return tier_run(system, TierScope(Whom.ENDING), cause="test")


def trust(yuan: int) -> Decimal:
    return Decimal(yuan)


def rewritten(system: System, ref: str, document: bytes) -> bytes:
    """Other bytes in the archive under the digest of a customer's facts; the bytes before."""
    database = system.store.database
    digest = system.store.values.digests([ref])[ref]
    before = bytes(database.value("SELECT document FROM value_facts WHERE digest = ?", (digest,)))
    if database.dialect is Dialect.SQLITE:
        database.write("DROP TRIGGER IF EXISTS value_facts_no_update")
    else:
        database.write("ALTER TABLE value_facts DISABLE TRIGGER USER")
    database.write("UPDATE value_facts SET document = ? WHERE digest = ?", (document, digest))
    return before


def unreadable(system: System, ref: str = "C-1") -> bytes:
    """As a later program writes them; the bytes before."""
    return rewritten(system, ref, packed(b'{"ref":"C-1","trust":"500000","newer":1}'))
