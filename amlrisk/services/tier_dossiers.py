"""What is on record of customers that their tier follows from, read for many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from amlrisk.facts.value import CustomerValue
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.services.system import System
from amlrisk.services.withdraw_tiers import Failures
from amlrisk.store.faults import STORE_TROUBLE
from amlrisk.tiering.evaluation import CurrentTier, Inputs
from amlrisk.tiering.gate import Standing
from amlrisk.tiering.group import VipStatus
from amlrisk.tiering.membership import Membership
from amlrisk.tiering.standing import standing_of


@dataclass(frozen=True, slots=True)
class Basis:
    """What a verdict rests on, facts by their digests: equal bases give equal verdicts on one day."""

    value_digest: str
    facts_digest: str
    membership: Membership | None
    status: VipStatus | None
    held: Tier
    standing: Standing


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything on record of one customer that a tier follows from, and the evaluation that counts up to now."""

    inputs: Inputs
    basis: Basis
    current: CurrentTier | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a verdict rests on, and the evaluation that counts up to now."""

    basis: Basis
    current: CurrentTier | None


def dossiers(system: System, refs: Iterable[str], on: date, failed: Failures | None = None) -> dict[str, Dossier]:
    """What is on record of those of these customers whose value is known; ``failed`` takes up of whom it cannot be
    read.
    """
    store, failed = system.store, {} if failed is None else failed
    values, unreadable = store.values.readable(refs)
    failed.update(unreadable)
    if not values:
        return {}
    bases = bases_of(system, {ref: kept.digest for ref, kept in values.items()}, on, failed)
    births = store.customers.birth_days(bases)
    return {
        ref: Dossier(
            inputs=_inputs(values[ref].value, births[ref], found.basis, on),
            basis=found.basis,
            current=found.current,
        )
        for ref, found in bases.items()
    }


def bases_of(system: System, value_digests: Mapping[str, str], on: date, failed: Failures) -> dict[str, Found]:
    """What a verdict on each of these customers rests on, the digests of their value facts being known.

    A handful of statements; ``failed`` takes up whose rows cannot be read, found by halves.
    """
    try:
        return _bases_read(system, value_digests, on)
    except STORE_TROUBLE:
        raise
    except Exception as problem:
        refs = sorted(value_digests)
        if len(refs) == 1:
            failed[refs[0]] = problem
            return {}
    found: dict[str, Found] = {}
    for half in (refs[: len(refs) // 2], refs[len(refs) // 2 :]):
        found |= bases_of(system, {ref: value_digests[ref] for ref in half}, on, failed)
    return found


def _bases_read(system: System, value_digests: Mapping[str, str], on: date) -> dict[str, Found]:
    store, refs = system.store, list(value_digests)
    facts = store.customers.digests(refs)
    known = store.due_diligence.circumstances(refs)
    members = store.memberships.current(refs)
    statuses = store.vip.current(refs)
    current = store.tiers.current(refs)
    held = {ref: it.effective for ref, it in current.items()}
    if len(held) < len(refs):
        held |= {ref: it.held for ref, it in store.tiers.withdrawn(refs).items()}
    return {
        ref: Found(
            basis=Basis(
                value_digest=value_digests[ref],
                facts_digest=facts[ref],
                membership=members.get(ref),
                status=statuses.get(ref),
                held=held.get(ref, Tier.STANDARD),
                standing=standing_of(known.get(ref), on),
            ),
            current=current.get(ref),
        )
        for ref in refs
    }


def _inputs(value: CustomerValue, birth_on: str | None, basis: Basis, on: date) -> Inputs:
    return Inputs(
        value=value,
        birth_on=birth_on,
        membership=basis.membership,
        status=basis.status,
        held=basis.held,
        standing=basis.standing,
        on=on,
    )
