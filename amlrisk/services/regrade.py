"""Grade customers again by what is kept of them: the part that decisions, closings and checks share."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from amlrisk.facts.digest import digest
from amlrisk.facts.model import Customer
from amlrisk.grading.model import Assessment
from amlrisk.screening.dispositions import Pair
from amlrisk.screening.model import Hit
from amlrisk.services.assessing import Assessor, Dossier, Occasion
from amlrisk.services.system import System
from amlrisk.store.current import Current, Entry


@dataclass(frozen=True, slots=True)
class Graded:
    """An assessment that was just recorded, the facts it is of, what counted before it, and its document's SHA-256."""

    assessment: Assessment
    customer: Customer
    before: Current | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Screened:
    """A customer and the hits of every party, in the order of ``Customer.everyone()``."""

    customer: Customer
    hits: Sequence[tuple[Hit, ...]]

    def hit(self, pair: Pair) -> Hit | None:
        """What was found of a party on an entry of a list."""
        for party, its_hits in zip(self.customer.everyone(), self.hits, strict=True):
            for hit in its_hits:
                if (party.id, hit.source, hit.entity) == pair:
                    return hit
        return None


def screened(system: System, assessor: Assessor, ref: str) -> Screened:
    """The customer's kept facts, screened now; raises ``NotFound``."""
    customer = system.store.customers.get(ref)
    (hits,) = assessor.screen([customer])
    return Screened(customer, hits)


def dossier_of(system: System, found: Screened, on: date) -> Dossier:
    """What one assessment is made from: facts and hits with the decisions and the override that are recorded."""
    ref = found.customer.ref
    store = system.store
    return Dossier(
        customer=found.customer,
        facts_digest=digest(found.customer),
        hits=found.hits,
        dispositions=store.dispositions.latest_for([ref]).get(ref, {}),
        before=store.assessments.current_of([ref]).get(ref),
        override=store.overrides.in_force([ref], on).get(ref),
    )


def regrade(system: System, assessor: Assessor, found: Screened, occasion: Occasion) -> Graded:
    """Append an assessment; belongs in a transaction that holds the customer."""
    dossier = dossier_of(system, found, assessor.rules.on)
    entry = Entry.of(assessment := assessor.assess(dossier, occasion))
    system.store.assessments.append_entries([entry])
    return Graded(assessment, found.customer, dossier.before, entry.sha256)


def record_grades(system: System, graded: Sequence[Graded], occasion: Occasion) -> None:
    """The audit event of assessments that no person's decision set off; the last write of their transaction.

    It binds their documents to the trail: the SHA-256 of one; of many that of their hashes, in the order of the ids.
    """
    if not graded:
        return
    detail: dict[str, object] = {"occasion": occasion.trigger}
    if len(graded) == 1:
        (only,) = graded
        subject, outcome = only.customer.ref, only.assessment.outcome
        detail |= {"assessment": only.assessment.id, "grade": outcome.grade.value, "decision": outcome.decision.value}
        detail |= {"sha256": only.sha256}
    else:
        ordered = sorted(graded, key=lambda each: each.assessment.id)
        subject = occasion.run or occasion.trigger
        detail |= {"graded": str(len(graded)), "from": ordered[0].assessment.id, "to": ordered[-1].assessment.id}
        detail |= {"sha256": hashlib.sha256("".join(each.sha256 for each in ordered).encode()).hexdigest()}
    system.store.audit.append("graded", occasion.actor, subject, detail, occasion.now)
