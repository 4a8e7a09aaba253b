"""Take a step on a case: decide a hit, propose, confirm, differ, settle, approve, return, assign, comment."""

from __future__ import annotations

from datetime import date

import msgspec

from amlrisk.errors import CaseChanged, InvalidInput, Issue
from amlrisk.facts.digest import digest
from amlrisk.grading.model import Assessment
from amlrisk.review.authority import Officer
from amlrisk.review.basis import basis_of, undecided
from amlrisk.review.model import Action, Case, CaseEvent, State
from amlrisk.review.moves import Move, reason_kind
from amlrisk.review.overrides import override_of
from amlrisk.review.transitions import reopened, step
from amlrisk.screening.model import Disposition, DispositionKind
from amlrisk.services.assessing import Assessor, Occasion
from amlrisk.services.assigning import require_assignee
from amlrisk.services.decide_hit import append_decision, record_decision
from amlrisk.services.follow_up import Acted, follow_up
from amlrisk.services.identity import SYSTEM
from amlrisk.services.regrade import Graded, Screened, dossier_of, regrade, screened
from amlrisk.services.retier import retier
from amlrisk.services.same_lists import anew_where_lists_move, require_in_force
from amlrisk.services.system import System
from amlrisk.store.cases import Step


class HitDecision(msgspec.Struct, frozen=True, kw_only=True):
    """What a hit of the case was found to be, until ``expires_on`` or as long as the policy lets it hold."""

    party: str
    source: str
    entity: str
    kind: DispositionKind
    expires_on: date | None = None


class CaseMove(msgspec.Struct, frozen=True, kw_only=True):
    """A step on a case; ``hit`` where it decides one."""

    case: str
    move: Move
    hit: HitDecision | None = None


#: Steps after which the customer is graded again at once, or may be.
_GRADING = frozenset({Action.DECIDE_HIT, Action.CONFIRM, Action.SETTLE, Action.APPROVE})
_ANY_TIME = frozenset({Action.COMMENT, Action.ASSIGN})
#: Steps that give a grade: the last of them is what is confirmed or approved.
_GIVING = frozenset({Action.PROPOSE, Action.DIFFER, Action.SETTLE})


@anew_where_lists_move
def act_on_case(system: System, officer: Officer, asked: CaseMove) -> Case:
    """The case after the step; event, decision, grading and audit event are one transaction.

    The same form sent twice counts once: the case as it then was is returned again. A comment and an assignment decide
    nothing and are taken whatever happened meanwhile; for every other step ``Move.version`` must be the case's.

    Raises ``NotFound``, ``NotAllowed``, ``OtherBranch``, ``NotNow``, ``FourEyes``, ``InvalidInput``; ``HitChanged``
    where a hit is not what was shown; ``ListMissing``/``ListStale`` where the step needs a grading that cannot be
    trusted. Raises ``CaseChanged``, with the events since, where the case is not as they saw it. So it does where a
    step that would close the case comes upon other facts, another computed grade or a new hit: these are recorded, and
    the case is open again.
    """
    store = system.store
    ref = store.cases.get(asked.case).customer
    assessor = Assessor.of(system) if asked.move.action in _GRADING else None
    with store.transaction():
        store.customers.hold([ref])
        if assessor is not None:
            require_in_force(system, assessor.in_force.lists)
        done = _done_before(system, officer, asked)
        if done is not None:
            return done
        taken = _Taken(system, officer, asked)
        if assessor is not None and taken.move.action is Action.DECIDE_HIT:
            return _decide(taken, assessor)
        if assessor is None or taken.after.state is not State.CLOSED:
            store.cases.advance([Step(case=taken.after, events=(taken.event(),))])
            if taken.move.action not in _ANY_TIME:
                retier(system, [ref], f"case_{taken.move.action}", taken.now)
            return taken.audited(taken.after)
        found = screened(system, assessor, ref)
        if _same_basis(taken, assessor, found):
            return _close(taken, assessor, found)
        case = _sent_back(taken, assessor, found)
    raise _changed(system, case, taken.before.version)


class _Taken:
    """A step that the case allows: the case before and after it, at a time under the lock."""

    def __init__(self, system: System, officer: Officer, asked: CaseMove) -> None:
        self.system, self.officer, self.hit = system, officer, asked.hit
        self.now, self.rules = system.now(), system.rules()
        self.before = system.store.cases.get(asked.case)
        self.move = asked.move
        if self.hit is not None:
            self.move = msgspec.structs.replace(self.move, disposition=self.hit.kind)
        if self.move.action in _ANY_TIME:
            self.move = msgspec.structs.replace(self.move, version=self.before.version)
        self.assessment = system.store.assessments.get(self.before.assessment)
        self.basis = basis_of(self.assessment)
        try:
            self.after = step(self.before, self.move, officer, self.rules.review, self.rules.on, self.basis)
        except CaseChanged as error:
            raise _changed(system, self.before, self.move.version) from error
        if self.move.action is Action.ASSIGN and self.move.assignee is not None:
            require_assignee(system, self.move.assignee, self.before.branch)

    def event(self, **made: object) -> CaseEvent:
        """The event of the step; ``made`` are the records that came of it."""
        move, after = self.move, self.after
        decided = after.proposed_grade if move.action in _GIVING | _GRADING else None
        event = CaseEvent(
            case=after.id,
            seq=after.version,
            at=self.now,
            actor=self.officer.id,
            action=move.action,
            state=after.state,
            grade=decided,
            override_until=after.override_until if move.action in _GIVING | _GRADING else None,
            reason=move.reason,
            text=move.text,
            assignee=after.assignee if move.action is Action.ASSIGN else None,
            form=move.form,
        )
        return msgspec.structs.replace(event, **made)

    def audited(self, case: Case) -> Case:
        """The case, with the audit event that binds its new events to the trail; the last write of the transaction."""
        detail = {
            "state": case.state.value,
            "grade": "" if case.proposed_grade is None else case.proposed_grade.value,
            "override_until": "" if case.override_until is None else case.override_until.isoformat(),
            "reason": self.move.reason,
            "assignee": case.assignee or "",
            **self.bound(case),
        }
        self.system.store.audit.append(f"case_{self.move.action}", self.officer.id, case.customer, detail, self.now)
        return case

    def bound(self, case: Case) -> dict[str, str]:
        """Which events came of the step, and their digest."""
        events = self.system.store.cases.events(case.id, after=self.before.version)
        return {"case": case.id, "version": str(case.version), "events": digest(events)}

    def words(self) -> str:
        """The reason that was chosen, and the officer's own words."""
        kind = reason_kind(self.move, self.basis)
        chosen = None if kind is None else self.rules.review.reason(kind, self.move.reason)
        return "：".join(filter(None, ("" if chosen is None else chosen.name.zh, self.move.text.strip())))


# --- hits ---------------------------------------------------------------------------------------------


def _decide(taken: _Taken, assessor: Assessor) -> Case:
    """Append what a hit was found to be and grade again; the others stay as they are."""
    hit = taken.hit
    if hit is None:
        raise InvalidInput((Issue(path="hit", code="required", zh="须指明名单命中", en="must name a hit"),))
    disposition = Disposition(
        customer=taken.before.customer,
        party=hit.party,
        source=hit.source,
        entity=hit.entity,
        kind=hit.kind,
        reason=taken.words(),
        author=taken.officer.id,
        expires_on=hit.expires_on,
    )
    decision = append_decision(taken.system, assessor, disposition)
    assessment = decision.graded.assessment
    event = taken.event(disposition=decision.id, assessment=assessment.id, grade=assessment.outcome.grade)
    cases = follow_up(taken.system, assessor.rules, [decision.graded], acted=Acted(taken.after, event))
    case = cases[disposition.customer]
    retier(taken.system, [disposition.customer], "disposition", assessment.assessed_at)
    record_decision(taken.system, decision, **taken.bound(case))
    return case


# --- the end ------------------------------------------------------------------------------------------


def _same_basis(taken: _Taken, assessor: Assessor, found: Screened) -> bool:
    """Whether facts, computed grade and hits are still what the case was decided on."""
    dossier = dossier_of(taken.system, found, assessor.rules.on)
    now = assessor.assess(dossier, Occasion("case_closed", taken.now))
    return (
        dossier.facts_digest == taken.assessment.facts_digest
        and basis_of(now) == taken.basis
        and undecided(now) == taken.before.pending_hits
    )


def _close(taken: _Taken, assessor: Assessor, found: Screened) -> Case:
    """Close the case; what it came to is the customer's grade from now on, and the review date moves."""
    store, after = taken.system.store, taken.after
    given = next(event for event in reversed(store.cases.events(after.id)) if event.action in _GIVING)
    override = override_of(after, given.reason, given.text, taken.officer.id, taken.now)
    if override is None:
        store.overrides.end(after.customer, after.id, taken.now)
    else:
        store.overrides.append(override)
    assessment = regrade(taken.system, assessor, found, Occasion("case_closed", taken.now)).assessment
    case = _closed(after, assessment, taken)
    store.cases.advance([Step(case=case, events=(taken.event(assessment=assessment.id),))])
    retier(taken.system, [case.customer], "case_closed", taken.now)
    return taken.audited(case)


def _closed(case: Case, assessment: Assessment, taken: _Taken) -> Case:
    return msgspec.structs.replace(
        case,
        closed_at=taken.now,
        assessment=assessment.id,
        grade=assessment.outcome.grade,
        pending_hits=undecided(assessment),
    )


def _sent_back(taken: _Taken, assessor: Assessor, found: Screened) -> Case:
    """Record what came to light instead of closing: somebody must look at it first."""
    graded = regrade(taken.system, assessor, found, Occasion("case_reviewed", taken.now))
    case = follow_up(taken.system, assessor.rules, [graded])[taken.before.customer]
    if case.state is not State.OPEN:
        case = msgspec.structs.replace(case, version=case.version + 1, **reopened())
        event = _reassessed(case, graded, taken)
        taken.system.store.cases.advance([Step(case=case, events=(event,))])
    retier(taken.system, [case.customer], "case_reviewed", taken.now)
    return case


def _reassessed(case: Case, graded: Graded, taken: _Taken) -> CaseEvent:
    return CaseEvent(
        case=case.id,
        seq=case.version,
        at=taken.now,
        actor=SYSTEM,
        action=Action.REASSESSED,
        state=case.state,
        grade=case.grade,
        assessment=graded.assessment.id,
    )


# --- once and in order --------------------------------------------------------------------------------


def _done_before(system: System, officer: Officer, asked: CaseMove) -> Case | None:
    """The case as this very form left it, where it was sent before.

    A browser may go back to a form that was sent, and send it again with something else in it: that is not recorded,
    and must not seem to be. Raises ``CaseChanged`` with what the form did the first time.
    """
    done = system.store.cases.after_form(asked.move.form)
    if done is None:
        return None
    if done.id != asked.case:
        issue = Issue(path="form", code="other_case", zh="该表单属于另一案件", en="belongs to another case")
        raise InvalidInput((issue,))
    recorded = next(each for each in system.store.cases.events(asked.case) if each.form == asked.move.form)
    if not _says_the_same(system, recorded, officer, asked):
        raise _changed(system, system.store.cases.get(asked.case), asked.move.version)
    return done


def _says_the_same(system: System, recorded: CaseEvent, officer: Officer, asked: CaseMove) -> bool:
    move, hit = asked.move, asked.hit
    said: tuple[object, ...] = (officer.id, move.action, move.reason, move.text)
    if (recorded.actor, recorded.action, recorded.reason, recorded.text) != said:
        return False
    if move.action is Action.ASSIGN:
        return recorded.assignee == move.assignee
    if move.action in _GIVING:
        return (recorded.grade, recorded.override_until) == (move.grade, move.override_until)
    if hit is None:
        return True
    history = system.store.dispositions.history(system.store.cases.get(asked.case).customer)
    made = next(each.disposition for each in history if each.id == recorded.disposition)
    same_hit = (made.party, made.source, made.entity, made.kind) == (hit.party, hit.source, hit.entity, hit.kind)
    return same_hit and hit.expires_on in (None, made.expires_on)


def _changed(system: System, case: Case, seen: int) -> CaseChanged:
    """With what happened since the version that was seen."""
    return CaseChanged(case.id, seen, case.version, tuple(system.store.cases.events(case.id, after=seen)))
