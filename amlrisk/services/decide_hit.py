"""Record what an officer found a hit to be, and re-grade the customer at once."""

from __future__ import annotations

import msgspec

from amlrisk.errors import HitChanged, InvalidInput, Issue, NotFound
from amlrisk.facts.digest import digest
from amlrisk.grading.model import Assessment
from amlrisk.screening.dispositions import Pair
from amlrisk.screening.model import Disposition
from amlrisk.services.assessing import Assessor, Dossier, Occasion
from amlrisk.services.system import System


def decide_hit(system: System, disposition: Disposition) -> Assessment:
    """Append the disposition and a new assessment, in one transaction; the assessment is returned.

    Raises ``NotFound`` where the customer has no such hit now: a decision on something that was never shown
    to anyone would be a decision on nothing. Raises ``HitChanged`` where customer or entry are no longer those of
    the current assessment, which is what the officer looked at.
    """
    _require_words(disposition)
    store = system.store
    rules = system.rules()
    assessor = Assessor(rules, system.desk.in_force(rules, system.now()))
    with store.transaction():
        store.customers.hold([disposition.customer])
        # Facts, hits and time are taken under the lock: a check of the same customer comes before or after as a
        # whole, and the assessment that counts is of the facts that are kept.
        now = system.now()
        customer = store.customers.get(disposition.customer)
        (hits,) = assessor.screen([customer])
        pair = (disposition.party, disposition.source, disposition.entity)
        found = {
            (party.id, hit.source, hit.entity): hit
            for party, its_hits in zip(customer.everyone(), hits, strict=True)
            for hit in its_hits
        }
        if pair not in found:
            raise NotFound(kind="hit", ref="/".join(pair))
        if found[pair].fingerprint not in _fingerprints_shown(store.assessments.latest(customer.ref), pair):
            raise HitChanged(hit="/".join(pair))
        disposition = msgspec.structs.replace(disposition, fingerprint=found[pair].fingerprint)
        store.dispositions.append(disposition, now)
        dossier = Dossier(
            customer=customer,
            facts_digest=digest(customer),
            hits=hits,
            dispositions=store.dispositions.latest_for([customer.ref]).get(customer.ref, {}),
            before=store.assessments.current_of([customer.ref]).get(customer.ref),
        )
        assessment = assessor.assess(dossier, Occasion("disposition", now))
        store.assessments.append(assessment)
        detail = {
            "party": disposition.party,
            "source": disposition.source,
            "entity": disposition.entity,
            "kind": disposition.kind.value,
            "reason": disposition.reason,
        }
        store.audit.append("disposition", disposition.author, disposition.customer, detail, now)
    return assessment


def _fingerprints_shown(assessment: Assessment | None, pair: Pair) -> set[str]:
    """Which two sides the current assessment shows of a pair."""
    hits = () if assessment is None else assessment.hits
    return {each.hit.fingerprint for each in hits if (each.party, each.hit.source, each.hit.entity) == pair}


def _require_words(disposition: Disposition) -> None:
    issues = tuple(
        Issue(path=name, code="required", zh="不能为空", en="must not be empty")
        for name in ("reason", "author")
        if not getattr(disposition, name).strip()
    )
    if issues:
        raise InvalidInput(issues)
