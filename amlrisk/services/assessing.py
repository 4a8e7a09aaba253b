"""Screen and grade customers: the one path that checks, batch runs and dispositions share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from amlrisk.facts.model import Customer, Party
from amlrisk.grading.engine import ENGINE
from amlrisk.grading.model import Assessment, PartyHit, PolicyVersion
from amlrisk.grading.outcome import assess
from amlrisk.policy.model import Rules
from amlrisk.review.model import Override
from amlrisk.review.overrides import applied
from amlrisk.screening.dispositions import Pair, standing
from amlrisk.screening.model import Hit, RecordedDisposition
from amlrisk.screening.query import query_of
from amlrisk.services.desk import InForce
from amlrisk.services.identity import SYSTEM, new_id
from amlrisk.services.policy_change import require_policy
from amlrisk.services.system import System
from amlrisk.store.current import Current


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that one assessment is made from. ``hits`` is the customer's row of ``Assessor.screen``,
    ``override`` the one in force on the day.
    """

    customer: Customer
    facts_digest: str
    hits: Sequence[tuple[Hit, ...]]
    dispositions: Mapping[Pair, RecordedDisposition]
    before: Current | None
    override: Override | None


@dataclass(frozen=True, slots=True)
class Occasion:
    """When and why: what set the assessment off, the run it belongs to, and who asked for it: a key or an account."""

    trigger: str
    now: datetime
    run: str | None = None
    actor: str = SYSTEM


class Assessor:
    """Grades against one set of lists and one edition of the rules, fixed when it is made."""

    def __init__(self, rules: Rules, in_force: InForce) -> None:
        self.rules = rules
        self.in_force = in_force
        self._policy = PolicyVersion(pack=rules.pack, version=rules.version, digest=rules.digest)

    @classmethod
    def of(cls, system: System) -> Assessor:
        """Against the lists and rules in force now; raises ``PolicyReplaced``, ``ListMissing`` or ``ListStale``."""
        require_policy(system)
        rules = system.rules()
        return cls(rules, system.desk.in_force(rules, system.now()))

    def screen(self, customers: Sequence[Customer]) -> list[list[tuple[Hit, ...]]]:
        """The hits of every party of every customer, in the order of ``Customer.everyone()``."""
        queries = [query_of(party) for customer in customers for party in customer.everyone()]
        found = iter(self.in_force.index.screen(queries))
        return [[next(found) for _ in customer.everyone()] for customer in customers]

    def assess(self, dossier: Dossier, occasion: Occasion) -> Assessment:
        """Weigh what is known and found into an assessment."""
        customer, before = dossier.customer, dossier.before
        on = self.rules.on
        party_hits = tuple(
            _party_hit(party, hit, dossier.dispositions, on)
            for party, hits in zip(customer.everyone(), dossier.hits, strict=True)
            for hit in hits
        )
        first_on = before.first_on if before else None
        override = applied(dossier.override)
        return Assessment(
            id=new_id(occasion.now),
            customer=customer.ref,
            facts_digest=dossier.facts_digest,
            policy=self._policy,
            lists=self.in_force.lists,
            index=self.in_force.index.version,
            engine=ENGINE,
            on=on,
            assessed_at=occasion.now,
            trigger=occasion.trigger,
            run=occasion.run,
            supersedes=before.assessment if before else None,
            first_on=first_on or on,
            hits=party_hits,
            override=override,
            outcome=assess(customer, party_hits, self.rules, on=on, first_on=first_on, override=override),
        )


def _party_hit(party: Party, hit: Hit, dispositions: Mapping[Pair, RecordedDisposition], on: date) -> PartyHit:
    """The hit with the last decision on it, as it stands on the day."""
    decided = standing(party.id, hit, dispositions, on)
    return PartyHit(
        party=party.id,
        roles=party.roles,
        hit=hit,
        disposition=decided.kind if decided is not None and decided.holds else None,
        decided=decided,
    )
