"""Evaluate tiers again, in the transaction that changed what they follow from: so that none outlives its grade.

At the end of every transaction that records an assessment or moves a case, and of those that save value facts, due
diligence, VIP statuses and memberships. Who is suspended, who is not any more, and who goes on as before is settled
before anybody can look.

Nothing about their value keeps anybody's grade from being recorded: whose tier cannot be evaluated loses it in the same
transaction, until it can be again. Only trouble with the database raises.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

import msgspec

from amlrisk.facts.digest import digest
from amlrisk.policy.value import ValueRules
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.services.identity import SYSTEM, new_id
from amlrisk.services.system import System
from amlrisk.services.tier_dossiers import Basis, Dossier, Found, bases_of, dossiers
from amlrisk.services.withdraw_tiers import Failures, noting, withdraw_tiers
from amlrisk.store.memberships import MembershipEntry
from amlrisk.tiering.evaluation import (
    CurrentTier,
    Evaluation,
    Inputs,
    Verdict,
    at_the_gate,
    differs,
    evaluate,
    evaluation_of,
    follows,
)
from amlrisk.tiering.gate import gate
from amlrisk.tiering.membership import Entry
from amlrisk.tiering.model import Part


@dataclass(frozen=True, slots=True)
class Ready:
    """A customer evaluated on a basis, and what it does to their membership. ``made`` is inputs and verdict where they
    were kept, so that the gate alone can be asked again.
    """

    basis: Basis
    evaluation: Evaluation
    entry: Entry | None
    made: tuple[Inputs, Verdict] | None = None


@dataclass(frozen=True, slots=True)
class Retiered:
    """How many customers were evaluated, the evaluations that are new, and whose tier is withdrawn: with the cause."""

    evaluated: int = 0
    changed: tuple[Evaluation, ...] = ()
    failed: Mapping[str, Exception] = field(default_factory=dict)


_NOBODY: Mapping[str, Ready] = MappingProxyType({})


def retier(
    system: System, refs: Iterable[str], cause: str, now: datetime, *, ahead: Mapping[str, Ready] = _NOBODY
) -> Retiered:
    """Evaluate those of these customers whose value is known, and record what is new, with one audit event.

    Belongs at the end of a transaction that holds them, before its own audit event. A handful of statements, however
    many there are, and a single one where nobody's value is known. ``ahead`` are evaluations made before the customers
    were held: they count where nothing moved meanwhile; where they were kept and only the standing moved, the gate
    alone is asked again. The tier of whoever cannot be evaluated is withdrawn, with an event; raises only where the
    store is in trouble.
    """
    work = _Work(system, cause, now, system.day_of(now))
    digests = system.store.values.digests(refs)
    if not digests:
        return Retiered()
    work.found = bases_of(system, digests, work.on, work.failed)
    for ref, found in sorted(work.found.items()):
        with noting(work.failed, ref):
            ready = work.still(ahead.get(ref), found.basis)
            if ready is not None:
                work.take(ready, found.current)
            else:
                work.again.append(ref)
    for ref, dossier in dossiers(system, work.again, work.on, work.failed).items() if work.again else ():
        with noting(work.failed, ref):
            work.take(_ready(dossier, work.rules, cause, now), dossier.current)
    work.record()
    return Retiered(len(digests) - len(work.failed), tuple(work.changed), work.failed)


def evaluate_ahead(system: System, refs: Iterable[str], cause: str, *, keep: bool = False) -> dict[str, Ready]:
    """The evaluations of those whose value is known, for ``retier``: costs time, but holds nobody up. Whoever cannot be
    evaluated is left to it.

    ``keep`` where many are about to have another standing: the schemes are then not valued again. Otherwise it only
    takes memory.
    """
    now = system.now()
    on = system.day_of(now)
    rules = system.value_rules(on)
    failed: Failures = {}
    ready: dict[str, Ready] = {}
    for ref, dossier in dossiers(system, refs, on, failed).items():
        with noting(failed, ref):
            ready[ref] = _ready(dossier, rules, cause, now, keep=keep)
    return ready


def verdict_now(system: System, ref: str) -> tuple[Inputs, Verdict] | None:
    """What an evaluation of a customer would come to now, without recording it; None where no value is known, or what
    is known cannot be evaluated.
    """
    on, failed = system.day_of(system.now()), Failures()
    dossier = dossiers(system, [ref], on, failed).get(ref)
    found = None
    if dossier is not None:
        with noting(failed, ref):
            found = (dossier.inputs, evaluate(dossier.inputs, system.value_rules(on)))
    return found


# --- within -------------------------------------------------------------------------------------------------


def _ready(dossier: Dossier, rules: ValueRules, cause: str, now: datetime, *, keep: bool = False) -> Ready:
    """The verdict, and once more where it changes the membership it rests on."""
    inputs = dossier.inputs
    verdict = evaluate(inputs, rules)
    entry = follows(inputs, verdict, rules)
    if entry is not None:
        inputs = msgspec.structs.replace(inputs, membership=entry.membership)
        verdict = evaluate(inputs, rules)
    evaluation = _kept(verdict, inputs, dossier.basis, rules, cause, now)
    return Ready(dossier.basis, evaluation, entry, (inputs, verdict) if keep else None)


def _regated(ready: Ready, basis: Basis, rules: ValueRules, cause: str, now: datetime) -> Ready | None:
    """The same schemes on a basis that differs in the standing alone; None where it differs in more, or a membership
    would change.
    """
    if ready.made is None or ready.entry is not None:
        return None
    if dataclasses.replace(ready.basis, held=basis.held, standing=basis.standing) != basis:
        return None
    before, found = ready.made
    inputs = msgspec.structs.replace(before, held=basis.held, standing=basis.standing)
    verdict = at_the_gate(inputs, found.valuation, rules)
    if follows(inputs, verdict, rules) is not None:
        return None
    return Ready(basis, _kept(verdict, inputs, basis, rules, cause, now), None)


def _kept(  # noqa: PLR0913, PLR0917  # the verdict, what it rests on, and what it is filed under
    verdict: Verdict, inputs: Inputs, basis: Basis, rules: ValueRules, cause: str, now: datetime
) -> Evaluation:
    return evaluation_of(
        verdict,
        inputs,
        id=new_id(now),
        at=now,
        cause=cause,
        value_digest=basis.value_digest,
        policy_digest=rules.digest,
    )


@dataclass(slots=True)
class _Work:
    """What is to be recorded, gathered one customer after another."""

    system: System
    cause: str
    now: datetime
    on: date
    found: Mapping[str, Found] = field(default_factory=dict)
    again: list[str] = field(default_factory=list)
    failed: Failures = field(default_factory=dict)
    changed: list[Evaluation] = field(default_factory=list)
    entries: list[MembershipEntry] = field(default_factory=list)
    confirmed: list[str] = field(default_factory=list)

    @property
    def rules(self) -> ValueRules:
        return self.system.value_rules(self.on)

    def still(self, ready: Ready | None, basis: Basis) -> Ready | None:
        """What was evaluated before, as far as it stands on this basis."""
        if ready is None or ready.evaluation.on != self.on:
            return None
        return ready if ready.basis == basis else _regated(ready, basis, self.rules, self.cause, self.now)

    def take(self, ready: Ready, current: CurrentTier | None) -> None:
        evaluation, ref = ready.evaluation, ready.evaluation.customer
        if current is not None and not differs(current, evaluation):
            self.confirmed.append(ref)
            return
        if ready.entry is not None:
            after = ready.entry.membership
            tier = Tier.STANDARD if after is None else after.tier
            self.entries.append(MembershipEntry(customer=ref, entry=ready.entry, tier=tier, actor=SYSTEM, at=self.now))
        self.changed.append(msgspec.structs.replace(evaluation, at=self.now, cause=self.cause))

    def record(self) -> None:
        store = self.system.store
        store.memberships.append(self.entries)
        store.tiers.append(self.changed)
        if self.confirmed:
            store.tiers.confirm(self.confirmed, self.on)
        if self.changed:
            subject = self.changed[0].customer if len(self.changed) == 1 else self.cause
            store.audit.append("tiered", SYSTEM, subject, _told(self.changed, self.cause), self.now)
        if self.failed:
            left = {ref: self._left(ref) for ref in self.failed}
            withdraw_tiers(self.system, self.failed, left, self.cause, self.now)

    def _left(self, ref: str) -> Tier:
        """Of the tier until now, as if it were still earned: what is given back later is held by no more than that,
        whatever the grade was meanwhile. Standard where even that cannot be said.
        """
        found, failed = self.found.get(ref), Failures()
        left = Tier.STANDARD
        if found is not None:
            with noting(failed, ref):
                left = gate(Part(tier=found.basis.held), found.basis.held, found.basis.standing, self.rules).tier
        return left


def _told(changed: Sequence[Evaluation], cause: str) -> dict[str, object]:
    """Binds the evaluations to the trail: the digest of one; of many that of their digests, in the order of ids."""
    if len(changed) == 1:
        (only,) = changed
        detail: dict[str, object] = {"evaluation": only.id, "occasion": cause, "base": only.base.value}
        detail |= {"tier": only.effective.value, "suspended": "yes" if only.suspended else ""}
        return detail | {"sha256": digest(only)}
    ordered = sorted(changed, key=lambda it: it.id)
    return {
        "occasion": cause,
        "evaluated": str(len(ordered)),
        "from": ordered[0].id,
        "to": ordered[-1].id,
        "sha256": digest([digest(it) for it in ordered]),
    }
