"""The certificate of a screening: who was compared with which lists, when, by which rules, and what came of it.

The grade does not stand on it: it is printed, put on file and shown to auditors.
"""

from __future__ import annotations

from typing import Any

import msgspec
from flask import render_template

from amlrisk.console.guard import Pages, officer, record_view, require_branch
from amlrisk.facts.model import Customer, Party
from amlrisk.grading.listing import Standing, is_open, standing
from amlrisk.grading.model import Assessment, ListVersion, PartyHit
from amlrisk.policy.model import Rules, Text
from amlrisk.review.authority import Permission
from amlrisk.screening.model import Query
from amlrisk.screening.query import query_of
from amlrisk.services.system import System


class Screened(msgspec.Struct, frozen=True, kw_only=True):
    """A party, what of it was compared, and the hits there were."""

    party: Party
    query: Query
    hits: tuple[PartyHit, ...]


class Used(msgspec.Struct, frozen=True, kw_only=True):
    """A list as it was that day, and from which score on its entries are hits (people, organisations)."""

    version: ListVersion
    title: Text | None
    threshold_person: float
    threshold_organisation: float


def register(pages: Pages, system: System) -> None:
    @pages.page("/assessments/<id>/certificate", may=Permission.SEE_CUSTOMERS)
    def certificate(id: str) -> str:
        assessment = system.store.assessments.get(id)
        require_branch(system.store.customers.get(assessment.customer).branch)
        record_view(system, "certificate", assessment.customer, {"assessment": id})
        return render_template("certificate.html", **shown(system, assessment))


def shown(system: System, assessment: Assessment) -> dict[str, Any]:
    """What stands on the certificate; the audit trail's head is the one after this very look was recorded."""
    rules = system.rules_of(assessment)
    customer = system.store.customers.facts(assessment.facts_digest)
    seq, head = system.store.audit.head()
    return {
        "assessment": assessment,
        "customer": customer,
        "rules": rules,
        "screened": screened(customer, assessment),
        "lists": [_used(system, version, rules) for version in assessment.lists],
        "finding": finding(assessment),
        "hits": len(assessment.hits),
        "titles": {name: source.title for name, source in system.catalogue.sources.items()},
        "audit_seq": seq,
        "audit_hash": head,
        "issued_at": system.now(),
        "issued_by": officer().name,
    }


def screened(customer: Customer, assessment: Assessment) -> tuple[Screened, ...]:
    """Every party, the ones without a hit too."""
    return tuple(
        Screened(
            party=party,
            query=query_of(party),
            hits=tuple(found for found in assessment.hits if found.party == party.id),
        )
        for party in customer.everyone()
    )


def finding(assessment: Assessment) -> str:
    """The worst that was found: ``confirmed``, ``open``, ``cleared``, or ``nothing``."""
    hits = assessment.hits
    if any(standing(found) is Standing.CONFIRMED for found in hits):
        return "confirmed"
    if any(map(is_open, hits)):
        return "open"
    return "cleared" if hits else "nothing"


def _used(system: System, version: ListVersion, rules: Rules) -> Used:
    source = system.catalogue.sources.get(version.source)
    return Used(
        version=version,
        title=None if source is None else source.title,
        threshold_person=rules.matching.threshold("Person", version.category),
        threshold_organisation=rules.matching.threshold("Organization", version.category),
    )
