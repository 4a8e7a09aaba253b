"""What new assessments mean for their customers' cases: opened, triggered or sent back, in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import msgspec

from amlrisk.grading.model import Assessment
from amlrisk.policy.model import ReviewRules, Rules
from amlrisk.review.basis import basis_of, undecided
from amlrisk.review.model import Action, Case, CaseEvent, State, Trigger
from amlrisk.review.opening import Happened, follow, opened
from amlrisk.screening.model import Disposition
from amlrisk.services.assigning import Assigning
from amlrisk.services.compare_earlier import triggers_of
from amlrisk.services.identity import SYSTEM, new_id
from amlrisk.services.regrade import Graded
from amlrisk.services.system import System
from amlrisk.store.cases import Step


@dataclass(frozen=True, slots=True)
class Acted:
    """A step that a person has just taken on the open case: the case after it, and its event."""

    case: Case
    event: CaseEvent


@dataclass(frozen=True, slots=True)
class Raised:
    """What somebody reports of a customer: it opens a case, or is gathered by the one that is open."""

    trigger: Trigger
    actor: str
    text: str = ""
    form: str = ""


def follow_up(
    system: System,
    rules: Rules,
    graded: Sequence[Graded],
    *,
    acted: Acted | None = None,
    raised: Raised | None = None,
) -> dict[str, Case]:
    """Open, trigger or send back the cases of these customers; those open afterwards, by customer.

    Belongs in the transaction that recorded the assessments, which must be the ones that count, and that holds the
    customers. ``acted`` or ``raised`` is what set off the only grading among them. A handful of statements, however
    many there are.
    """
    store = system.store
    graded = _last_of_each(graded)
    cases = store.cases.open_of(each.customer.ref for each in graded)
    if acted is not None:
        cases[acted.case.customer] = acted.case
    found = triggers_of(system, rules, graded, cases.keys(), () if raised is None else (raised.trigger,))
    decided_on = store.assessments.many(case.assessment for case in cases.values() if case.state is not State.OPEN)
    work = _Work(rules.review, Assigning(system), acted, raised, decided_on)
    for each in graded:
        work.see_to(each, cases.get(each.customer.ref), found[each.customer.ref])
    store.cases.open(work.opened)
    store.cases.advance(work.advanced)
    return cases | {step.case.customer: step.case for step in (*work.opened, *work.advanced)}


def decided_elsewhere(system: System, made: Disposition, id: int, assessment: Assessment) -> Acted | None:
    """A hit decided outside of the case, as an event of the customer's open case; None where there is none."""
    case = system.store.cases.open_of([made.customer]).get(made.customer)
    if case is None:
        return None
    after = msgspec.structs.replace(case, version=case.version + 1)
    event = CaseEvent(
        case=case.id,
        seq=after.version,
        at=assessment.assessed_at,
        actor=made.author,
        action=Action.DECIDE_HIT,
        state=case.state,
        grade=assessment.outcome.grade,
        reason=made.reason,
        disposition=id,
        assessment=assessment.id,
    )
    return Acted(after, event)


@dataclass(slots=True)
class _Work:
    """The steps to be recorded, gathered one customer after another. ``decided_on`` are the assessments that cases
    beyond open rested on until now, by id.
    """

    rules: ReviewRules
    assigning: Assigning
    acted: Acted | None
    raised: Raised | None
    decided_on: Mapping[str, Assessment]
    opened: list[Step] = field(default_factory=list)
    advanced: list[Step] = field(default_factory=list)

    def see_to(self, graded: Graded, case: Case | None, found: Sequence[Trigger]) -> None:
        if self.raised is not None and self.raised.trigger not in found:
            found = (*found, self.raised.trigger)  # what somebody reports is looked at, whatever the grade
        if case is not None:
            self.advanced.append(self._advanced(graded, case, found))
        elif found:
            self.opened.append(self._opened(graded, found))

    def _opened(self, graded: Graded, found: Sequence[Trigger]) -> Step:
        """A new case, given to somebody. What was reported opens it; what that brought to light follows."""
        now, branch, raised = graded.assessment.assessed_at, graded.customer.branch, self.raised
        ordered = sorted(found, key=lambda trigger: raised is None or trigger is not raised.trigger)
        happened = opened(graded.assessment, ordered, self.rules, id=new_id(now), branch=branch, now=now)
        assignee = self.assigning.least_loaded(branch)
        first, *others = (self._event(each, graded) for each in happened)
        return Step(
            case=msgspec.structs.replace(happened[-1].case, assignee=assignee),
            events=(msgspec.structs.replace(first, assignee=assignee), *others),
            sources=_sources(graded.assessment),
        )

    def _advanced(self, graded: Graded, case: Case, found: Sequence[Trigger]) -> Step:
        if self.acted is not None and case.state is State.OPEN:
            # The decision's own event tells what it did to grade and hits.
            case = _resting_on(graded, case)
        decided_on = self.decided_on.get(case.assessment)
        basis = None if decided_on is None else basis_of(decided_on)
        happened = list(follow(case, graded.assessment, found, self.rules, basis))
        after = happened[-1].case if happened else case
        raised = self.raised
        if raised is not None and not any(each.trigger is raised.trigger for each in happened):
            # The case has the trigger already; what is said of it now is kept all the same.
            after = msgspec.structs.replace(after, version=after.version + 1)
            happened.append(Happened(Action.TRIGGERED, raised.trigger, after))
        events = [self._event(each, graded) for each in happened]
        after = _resting_on(graded, after)
        if graded.customer.branch != case.branch:
            after = msgspec.structs.replace(after, branch=graded.customer.branch)
            after, moved = self.assigning.moved(after, graded.assessment.assessed_at)
            events.append(moved)
        if self.acted is not None:
            events.insert(0, self.acted.event)
        return Step(case=after, events=tuple(events), sources=_sources(graded.assessment))

    def _event(self, each: Happened, graded: Graded) -> CaseEvent:
        """The system's, or theirs who reported the trigger."""
        event = CaseEvent(
            case=each.case.id,
            seq=each.case.version,
            at=graded.assessment.assessed_at,
            actor=SYSTEM,
            action=each.action,
            state=each.case.state,
            trigger=each.trigger,
            grade=each.case.grade,
            assessment=graded.assessment.id,
        )
        raised = self.raised
        if raised is None or each.trigger is not raised.trigger:
            return event
        return msgspec.structs.replace(event, actor=raised.actor, text=raised.text, form=raised.form)


def _resting_on(graded: Graded, case: Case) -> Case:
    """The case with what the assessment says of the customer now."""
    assessment = graded.assessment
    return msgspec.structs.replace(
        case, assessment=assessment.id, grade=assessment.outcome.grade, pending_hits=undecided(assessment)
    )


def _last_of_each(graded: Sequence[Graded]) -> list[Graded]:
    """Of a customer who was graded more than once, the last assessment beside what counted before the first."""
    kept: dict[str, Graded] = {}
    for each in graded:
        earlier = kept.get(each.customer.ref)
        kept[each.customer.ref] = each if earlier is None else replace(each, before=earlier.before)
    return list(kept.values())


def _sources(assessment: Assessment) -> tuple[str, ...]:
    """The lists on which the customer has hits."""
    return tuple(sorted({found.hit.source for found in assessment.hits}))
