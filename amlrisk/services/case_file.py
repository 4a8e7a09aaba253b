"""What would follow from each decision about a case, computed as it would be if the decision were taken now."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from amlrisk.errors import InvalidInput
from amlrisk.grading.model import AppliedOverride, Assessment, Outcome, PartyHit
from amlrisk.grading.outcome import assess
from amlrisk.policy.model import Rules, Text
from amlrisk.policy.vocabulary import Decision, DueDiligence, Grade
from amlrisk.review.basis import basis_of, undecided
from amlrisk.review.model import Action, Case
from amlrisk.review.moves import Move, check
from amlrisk.review.overrides import applied
from amlrisk.screening.dispositions import Pair
from amlrisk.screening.model import Decided, DispositionKind
from amlrisk.services.system import System


class Consequence(msgspec.Struct, frozen=True, kw_only=True):
    """What counts for the customer afterwards. ``pending_hits`` are those that nobody has decided then."""

    grade: Grade
    decision: Decision
    due_diligence: DueDiligence
    measures: tuple[Text, ...]
    next_review_on: date | None
    pending_hits: int


class GradeConsequence(msgspec.Struct, frozen=True, kw_only=True):
    """What follows where the case ends with a grade.

    ``override``: it is not the computed one, and holds until ``until`` at the latest, which ``then`` counts with.
    ``approval``: a senior manager must approve it. Where nobody may give it, ``then`` is None and ``why_not`` says why.
    """

    override: bool
    until: date | None
    approval: bool
    why_not: Text | None
    then: Consequence | None


class Follows(msgspec.Struct, frozen=True, kw_only=True):
    """By grade, the best first; and by hit (party, source, entity) and what it may be found to be."""

    grades: dict[Grade, GradeConsequence]
    hits: dict[Pair, dict[DispositionKind, Consequence]]


def follows(system: System, case: Case, assessment: Assessment) -> Follows:
    """What each decision would bring under today's rules; ``assessment`` is the case's. Nothing is recorded."""
    preview = _Preview(system, case, assessment)
    hits = {
        (found.party, found.hit.source, found.hit.entity): {
            kind: preview.of_hit(found, kind) for kind in DispositionKind
        }
        for found in assessment.hits
    }
    return Follows(grades={grade: preview.of_grade(grade) for grade in Grade}, hits=hits)


class _Preview:
    """Grades the facts of an assessment again, with something else about them."""

    def __init__(self, system: System, case: Case, assessment: Assessment) -> None:
        self._case, self._assessment, self._now = case, assessment, system.now()
        self._rules: Rules = system.rules()
        self._facts = system.store.customers.facts(assessment.facts_digest)
        self._basis = basis_of(assessment)
        override = system.store.overrides.in_force([case.customer], self._rules.on).get(case.customer)
        self._override = applied(override)

    def of_hit(self, found: PartyHit, kind: DispositionKind) -> Consequence:
        """Were ``found`` decided so, for as long as the policy allows; every other hit as it stands."""
        decided = Decided(id=0, kind=kind, decided_at=self._now, expires_on=self._end(found, kind))
        this = msgspec.structs.replace(found, disposition=kind, decided=decided)
        hits = tuple(this if each is found else each for each in self._assessment.hits)
        outcome = self._assess(hits, self._override)
        return self._told(outcome, hits)

    def of_grade(self, grade: Grade) -> GradeConsequence:
        """Did the case end with this grade, an override for as long as the policy allows."""
        override = grade is not self._basis.computed
        until = self._rules.on + timedelta(days=self._rules.review.override_days) if override else None
        why_not = self._why_not(grade, until)
        then = None
        if why_not is None:
            hits = self._assessment.hits
            then = self._told(self._assess(hits, None if until is None else self._set(grade, until)), hits)
        return GradeConsequence(
            override=override,
            until=until,
            approval=override or grade in self._rules.review.approval,
            why_not=why_not,
            then=then,
        )

    def _assess(self, hits: tuple[PartyHit, ...], override: AppliedOverride | None) -> Outcome:
        of = self._assessment
        return assess(self._facts, hits, self._rules, on=self._rules.on, first_on=of.first_on, override=override)

    def _told(self, outcome: Outcome, hits: tuple[PartyHit, ...]) -> Consequence:
        return Consequence(
            grade=outcome.grade,
            decision=outcome.decision,
            due_diligence=outcome.due_diligence,
            measures=self._rules.grades[outcome.grade].measures,
            next_review_on=outcome.next_review_on,
            pending_hits=undecided(msgspec.structs.replace(self._assessment, hits=hits)),
        )

    def _why_not(self, grade: Grade, until: date | None) -> Text | None:
        """What a proposal of the grade would be refused for, whatever reason were given."""
        move = Move(action=Action.PROPOSE, version=self._case.version, grade=grade, override_until=until)
        try:
            check(self._case, move, self._rules.review, self._rules.on, self._basis)
        except InvalidInput as error:
            refused = [issue for issue in error.issues if issue.path == "grade"]
            return Text(zh=refused[0].zh, en=refused[0].en) if refused else None
        return None

    def _set(self, grade: Grade, until: date) -> AppliedOverride:
        return AppliedOverride(
            case=self._case.id,
            grade=grade,
            reason="",
            text="",
            author="",
            approver="",
            approved_at=self._now,
            expires_on=until,
        )

    def _end(self, found: PartyHit, kind: DispositionKind) -> date | None:
        days = self._rules.decision_days.get(found.hit.category)
        if kind is DispositionKind.TRUE_MATCH or days is None:
            return None
        most = days.false_positive if kind is DispositionKind.FALSE_POSITIVE else days.inconclusive
        return self._rules.on + timedelta(days=most)
