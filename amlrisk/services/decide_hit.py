"""Record what an officer found a hit to be, and re-grade the customer at once."""

from __future__ import annotations

from amlrisk.errors import InvalidInput, Issue, NotFound
from amlrisk.facts.digest import digest
from amlrisk.grading.model import Assessment
from amlrisk.screening.model import Disposition
from amlrisk.services.assessing import Assessor, Dossier, Occasion
from amlrisk.services.system import System


def decide_hit(system: System, disposition: Disposition) -> Assessment:
    """Append the disposition and a new assessment, in one transaction; the assessment is returned.

    Raises ``NotFound`` where the customer has no such hit now: a decision on something that was never shown
    to anyone would be a decision on nothing.
    """
    _require_words(disposition)
    now = system.now()
    store = system.store
    rules = system.rules()
    assessor = Assessor(rules, system.desk.in_force(rules, now))
    customer = store.customers.get(disposition.customer)
    (hits,) = assessor.screen([customer])
    pairs = {
        (party.id, hit.source, hit.entity)
        for party, its_hits in zip(customer.everyone(), hits, strict=True)
        for hit in its_hits
    }
    pair = (disposition.party, disposition.source, disposition.entity)
    if pair not in pairs:
        raise NotFound(kind="hit", ref="/".join(pair))
    with store.transaction():
        store.dispositions.append(disposition, now)
        detail = {
            "party": disposition.party,
            "source": disposition.source,
            "entity": disposition.entity,
            "kind": disposition.kind.value,
            "reason": disposition.reason,
        }
        store.audit.append("disposition", disposition.author, disposition.customer, detail, now)
        dossier = Dossier(
            customer=customer,
            facts_digest=digest(customer),
            hits=hits,
            dispositions=store.dispositions.latest_for([customer.ref]).get(customer.ref, {}),
            before=store.assessments.current_of([customer.ref]).get(customer.ref),
        )
        assessment = assessor.assess(dossier, Occasion("disposition", now))
        store.assessments.append(assessment)
    return assessment


def _require_words(disposition: Disposition) -> None:
    issues = tuple(
        Issue(path=name, code="required", zh="不能为空", en="must not be empty")
        for name in ("reason", "author")
        if not getattr(disposition, name).strip()
    )
    if issues:
        raise InvalidInput(issues)
