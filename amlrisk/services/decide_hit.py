"""Record what an officer found a hit to be, and re-grade the customer at once."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from amlrisk.errors import HitChanged, InvalidInput, Issue, NotFound, PolicyInvalid
from amlrisk.facts.digest import digest
from amlrisk.grading.model import Assessment
from amlrisk.policy.model import Rules
from amlrisk.screening.dispositions import Pair
from amlrisk.screening.model import Disposition, DispositionKind, Hit
from amlrisk.services.assessing import Assessor, Dossier, Occasion
from amlrisk.services.system import System


def decide_hit(system: System, disposition: Disposition) -> Assessment:
    """Append the disposition and a new assessment, in one transaction; the assessment is returned.

    Without ``expires_on`` the decision holds as long as the policy lets it (a true match: without end).

    Raises ``NotFound`` where the customer has no such hit now: a decision on something that was never shown
    to anyone would be a decision on nothing. Raises ``HitChanged`` where customer or entry are no longer those of
    the current assessment, which is what the officer looked at. Raises ``InvalidInput`` without reason or author, or
    where the end is not after today or later than the policy allows.
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
        disposition = msgspec.structs.replace(
            disposition, fingerprint=found[pair].fingerprint, expires_on=_end(disposition, found[pair], rules)
        )
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
            "expires_on": disposition.expires_on.isoformat() if disposition.expires_on else "",
        }
        store.audit.append("disposition", disposition.author, disposition.customer, detail, now)
    return assessment


def _fingerprints_shown(assessment: Assessment | None, pair: Pair) -> set[str]:
    """Which two sides the current assessment shows of a pair."""
    hits = () if assessment is None else assessment.hits
    return {each.hit.fingerprint for each in hits if (each.party, each.hit.source, each.hit.entity) == pair}


def _end(disposition: Disposition, hit: Hit, rules: Rules) -> date | None:
    """The first day on which the decision does not hold any more; None for a true match. Raises ``InvalidInput``."""
    asked = disposition.expires_on
    if disposition.kind is DispositionKind.TRUE_MATCH:
        if asked is not None:
            raise _refused("not_for_true_match", "证实为本人的结论不设期限", "a true match does not end")
        return None
    days = rules.decision_days.get(hit.category)
    if days is None:
        raise PolicyInvalid(file="lists.yaml", path="decision_days", detail=f"nothing for “{hit.category}”")
    most = days.false_positive if disposition.kind is DispositionKind.FALSE_POSITIVE else days.inconclusive
    latest = rules.on + timedelta(days=most)
    if asked is None:
        return latest
    if asked <= rules.on:
        raise _refused("date_not_ahead", f"须晚于今天（{rules.on}）", f"must be later than today, {rules.on}")
    if asked > latest:
        raise _refused(
            "date_beyond_policy",
            f"不得晚于 {latest}：政策规定最长 {most} 天",
            f"must not be later than {latest}: the policy allows {most} days at most",
        )
    return asked


def _refused(code: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput((Issue(path="expires_on", code=code, zh=zh, en=en),))


def _require_words(disposition: Disposition) -> None:
    issues = tuple(
        Issue(path=name, code="required", zh="不能为空", en="must not be empty")
        for name in ("reason", "author")
        if not getattr(disposition, name).strip()
    )
    if issues:
        raise InvalidInput(issues)
