"""What a customer's page and a replay show: one assessment, explained."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from amlrisk.console.pictures import place_of, waterfall, zones
from amlrisk.facts.model import Customer
from amlrisk.grading.model import Assessment, PartyHit
from amlrisk.policy.model import Rules
from amlrisk.screening.dispositions import Pair
from amlrisk.screening.model import DispositionKind, RecordedDisposition
from amlrisk.screening.words import DETAILS, FEATURES
from amlrisk.services.answers import answer_of
from amlrisk.services.replay_assessment import replay_assessment
from amlrisk.services.system import System

_LOWEST = 1


def current(system: System, ref: str) -> dict[str, Any]:
    """The customer's current assessment; only the facts where there is none yet. Raises ``NotFound``."""
    customer = system.store.customers.get(ref)
    assessment = system.store.assessments.latest(ref)
    if assessment is None:
        return {"customer": customer, "assessment": None, "history": [], "rules": system.rules()}
    return _explained(system, assessment, is_current=True)


def past(system: System, id: str) -> dict[str, Any]:
    """Any assessment by its id. Raises ``NotFound``."""
    assessment = system.store.assessments.get(id)
    latest = system.store.assessments.current([assessment.customer]).get(assessment.customer)
    return _explained(system, assessment, is_current=latest == id)


def replayed(system: System, id: str) -> dict[str, Any]:
    """An assessment computed again. Raises ``NotFound`` or ``ReplayImpossible``."""
    replay = replay_assessment(system, id)
    return {"replay": replay, "assessment": replay.assessment, "rules": system.rules_of(replay.assessment)}


def _explained(system: System, assessment: Assessment, *, is_current: bool) -> dict[str, Any]:
    """Told in the words of the pack it was made under, from the facts it was made of."""
    rules = system.rules_of(assessment)
    answer: dict[str, Any] = answer_of(assessment, rules, now=system.now())
    customer = system.store.customers.facts(assessment.facts_digest)
    hits = _hits(system, assessment, answer, customer)
    cleared = [hit for hit in hits if hit["disposition"] == DispositionKind.FALSE_POSITIVE]
    return {
        "customer": customer,
        "assessment": assessment,
        "is_current": is_current,
        "rules": rules,
        "answer": answer,
        "score": assessment.outcome.score.normalize() + 0,
        "zones": zones(rules),
        "place": place_of(assessment.outcome.score, rules),
        "hits": [hit for hit in hits if hit not in cleared],
        "cleared": cleared,
        "history": system.store.assessments.history(assessment.customer),
        **_factors(answer, rules),
    }


def _factors(answer: dict[str, Any], rules: Rules) -> dict[str, Any]:
    """What adds most above the lowest level first; all at the lowest level apart."""
    ordered = sorted(answer["factors"], key=_excess, reverse=True)
    steps = waterfall([Decimal(each["contribution"]) for each in ordered])
    for each, step in zip(ordered, steps, strict=True):
        each.update(step=step, share=float(each["weight"]))
    low = [each for each in ordered if each["level"] == _LOWEST and not each["missing"]]
    return {
        "raised": [each for each in ordered if each not in low],
        "low": low,
        "low_points": sum((Decimal(each["contribution"]) for each in low), Decimal(0)),
        "levels": range(1, rules.levels + 1),
        "one_reference": ordered[0] if len({_reference(each) for each in ordered}) == 1 else None,
        "heaviest": max((each["share"] for each in ordered), default=1.0),
    }


def _excess(factor: dict[str, Any]) -> tuple[Decimal, bool, Decimal]:
    weight = Decimal(factor["weight"])
    return (weight * (factor["level"] - _LOWEST), factor["missing"], weight)


def _reference(factor: dict[str, Any]) -> tuple[str, str]:
    return factor["reference"]["id"], factor["confidence"]


def _hits(system: System, assessment: Assessment, answer: dict[str, Any], customer: Customer) -> list[dict[str, Any]]:
    """The hits with the party they are about and the officer's word that was weighed."""
    history = system.store.dispositions.history(customer.ref)
    weighed = {(each.party, each.hit.source, each.hit.entity): each for each in assessment.hits}
    parties = {party.id: party for party in customer.everyone()}
    sources = system.catalogue.sources
    shown = []
    for hit in answer["hits"]:
        pair = (hit["party"], hit["list"], hit["entity"])
        shown.append(
            {
                **hit,
                "evidence": [_evidence(each) for each in hit["evidence"]],
                "who": parties[hit["party"]],
                "title": sources[hit["list"]].title if hit["list"] in sources else None,
                "said": _said(weighed[pair], [each for each in history if _pair(each) == pair]),
            }
        )
    return shown


def _pair(each: RecordedDisposition) -> Pair:
    return each.disposition.party, each.disposition.source, each.disposition.entity


def _evidence(each: dict[str, Any]) -> dict[str, Any]:
    """What was compared and what came of it, apart: both sides and the effect have columns of their own."""
    what, came = FEATURES[each["feature"]], DETAILS[each["feature"], each["detail"]]
    return {
        **each,
        "what": dict(zip(("zh", "en"), what, strict=True)),
        "came": dict(zip(("zh", "en"), came, strict=True)),
    }


def _said(weighed: PartyHit, history: list[RecordedDisposition]) -> RecordedDisposition | None:
    """The very decision that the assessment weighed, whether it held or not; a later one knew nothing of it."""
    if weighed.decided is not None:
        return next((each for each in history if each.id == weighed.decided.id), None)
    # Assessments made before decisions had an end say only what was decided.
    return next((each for each in reversed(history) if each.disposition.kind == weighed.disposition), None)
