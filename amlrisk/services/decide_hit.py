"""Record what an officer found a hit to be, and re-grade the customer at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import msgspec

from amlrisk.errors import HitChanged, InvalidInput, Issue, NotFound, PolicyInvalid
from amlrisk.grading.model import Assessment
from amlrisk.policy.model import Rules
from amlrisk.policy.vocabulary import Trigger
from amlrisk.screening.dispositions import Pair
from amlrisk.screening.model import Disposition, DispositionKind, Hit
from amlrisk.services.assessing import Assessor, Occasion
from amlrisk.services.follow_up import Raised, decided_elsewhere, follow_up
from amlrisk.services.look_back import begin_look_back
from amlrisk.services.regrade import Graded, Screened, regrade, screened
from amlrisk.services.retier import retier
from amlrisk.services.same_lists import anew_where_lists_move, require_in_force
from amlrisk.services.system import System


@anew_where_lists_move
def decide_hit(system: System, disposition: Disposition, *, key: str = "") -> Assessment:
    """Append the disposition and a new assessment, in one transaction; the assessment is returned.

    Without ``expires_on`` the decision holds as long as the policy lets it (a true match: without end). Where the
    customer has an open case, the decision is an event of it; otherwise it opens one: nobody takes back alone what two
    people have settled. ``key`` is the API key that it came with, for the trail: ``author`` is what the caller says.

    Raises ``NotFound`` where the customer has no such hit now: a decision on something that was never shown
    to anyone would be a decision on nothing. Raises ``HitChanged`` where customer or entry are no longer those of
    the current assessment, which is what the officer looked at. Raises ``InvalidInput`` without reason or author, or
    where the end is not after today or later than the policy allows.
    """
    require_words(disposition)
    assessor = Assessor.of(system)
    with system.store.transaction():
        system.store.customers.hold([disposition.customer])
        require_in_force(system, assessor.in_force.lists)
        decision = append_decision(system, assessor, disposition)
        acted = decided_elsewhere(system, decision.disposition, decision.id, decision.graded.assessment)
        raised = Raised(Trigger.POSSIBLE_MATCH, disposition.author, disposition.reason) if acted is None else None
        follow_up(system, assessor.rules, [decision.graded], acted=acted, raised=raised)
        retier(system, [disposition.customer], "disposition", decision.graded.assessment.assessed_at)
        record_decision(system, decision, **({"key": key} if key else {}))
    return decision.graded.assessment


@dataclass(frozen=True, slots=True)
class Decision:
    """A disposition as it was recorded, its id, and the grading that followed."""

    id: int
    disposition: Disposition
    graded: Graded


def append_decision(system: System, assessor: Assessor, disposition: Disposition) -> Decision:
    """Append a disposition and the grading that follows; belongs in a transaction that holds the customer.

    Facts, hits and time are taken under the lock: a check of the same customer comes before or after as a whole, and
    the assessment that counts is of the facts that are kept. Raises as ``decide_hit`` does.
    """
    store, now = system.store, system.now()
    found = screened(system, assessor, disposition.customer)
    hit = _shown(system, found, disposition)
    recorded = msgspec.structs.replace(
        disposition, fingerprint=hit.fingerprint, expires_on=_end(disposition, hit, assessor.rules)
    )
    id = store.dispositions.append(recorded, now)
    begin_look_back(system, assessor.rules, (found.customer, hit), (id, recorded), now)
    return Decision(id, recorded, regrade(system, assessor, found, Occasion("disposition", now)))


def record_decision(system: System, decision: Decision, **more: str) -> None:
    """The audit event of a decision; the last write of its transaction. ``more`` stands beside its own details."""
    made, at = decision.disposition, decision.graded.assessment.assessed_at
    detail = {
        "party": made.party,
        "source": made.source,
        "entity": made.entity,
        "kind": made.kind.value,
        "reason": made.reason,
        "expires_on": made.expires_on.isoformat() if made.expires_on else "",
        **more,
    }
    system.store.audit.append("disposition", made.author, made.customer, detail, at)


def _shown(system: System, found: Screened, disposition: Disposition) -> Hit:
    """The hit that is decided, which must be one that the current assessment shows as it is."""
    pair = (disposition.party, disposition.source, disposition.entity)
    hit = found.hit(pair)
    if hit is None:
        raise NotFound(kind="hit", ref="/".join(pair))
    if hit.fingerprint not in _fingerprints_shown(system.store.assessments.latest(disposition.customer), pair):
        raise HitChanged(hit="/".join(pair))
    return hit


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


def require_words(disposition: Disposition) -> None:
    issues = tuple(
        Issue(path=name, code="required", zh="不能为空", en="must not be empty")
        for name in ("reason", "author")
        if not getattr(disposition, name).strip()
    )
    if issues:
        raise InvalidInput(issues)
