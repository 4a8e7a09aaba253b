"""What about new assessments people must look at: each beside the one before it, and beside the facts of that one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta

from amlrisk.facts.dates import add_months
from amlrisk.grading.listing import is_open
from amlrisk.grading.model import Assessment
from amlrisk.policy.model import Rules
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.basis import basis_of, undecided
from amlrisk.review.model import Trigger
from amlrisk.review.triggers import Earlier, changes, triggers, unseen
from amlrisk.services.regrade import Graded
from amlrisk.services.system import System

_DAY = timedelta(days=1)
_LONGER = 3  # days by which one month can be longer than another


def triggers_of(
    system: System,
    rules: Rules,
    graded: Sequence[Graded],
    with_case: Collection[str],
    reported: Iterable[Trigger] = (),
) -> dict[str, tuple[Trigger, ...]]:
    """The triggers of each customer's case, nothing mostly; ``reported`` is what somebody says of all of them.

    ``with_case`` are those who have an open one. Four statements, however many there are; whole assessments and facts
    are read where something moved.
    """
    before = {each.customer.ref: each.before.assessment for each in graded if each.before is not None}
    changed = _changed(system, graded, before)
    overridden = system.store.overrides.known(before)
    moved = [before[each.customer.ref] for each in graded if _moved(each) or each.customer.ref in overridden]
    earlier = system.store.assessments.many(moved)
    waiting = _not_looked_at(system, rules, [each for each in graded if each.customer.ref not in with_case])
    return {
        each.customer.ref: triggers(
            _earlier(each, earlier, looked_at=each.customer.ref not in waiting),
            each.assessment,
            (*changed.get(each.customer.ref, ()), *_lists_changed(each, earlier), *reported),
            rules.review,
        )
        for each in graded
    }


def looked_at_since(system: System, rules: Rules) -> dict[Grade, datetime]:
    """For each grade that people review: whom nobody has looked at since then is to be reviewed on the day of rules."""
    found = {}
    for grade in rules.review.triggers[Trigger.PERIODIC_REVIEW].grades:
        months = rules.grades[grade].review_months
        if months is not None:
            # Months differ in length: the last day from which so many months have passed.
            since = add_months(rules.on, -months) + timedelta(days=_LONGER)
            while add_months(since, months) > rules.on:
                since -= _DAY
            found[grade] = datetime.combine(since + _DAY, time(), system.settings.timezone)
    return found


def _not_looked_at(system: System, rules: Rules, graded: Sequence[Graded]) -> set[str]:
    """Those whom people review, and nobody has for as long as the pack allows.

    Every grading moves the day of the next review, also one that nobody looked at: the end of the last case is what
    counts. Who never had one was graded when there were none, or has a grade that begins without people.
    """
    review = rules.review.triggers
    reviewed = frozenset(review[Trigger.PERIODIC_REVIEW].grades)
    asked = {
        each.customer.ref: each
        for each in graded
        if each.before is not None and {each.before.grade, each.assessment.outcome.grade} <= reviewed
    }
    if not asked:
        return set()
    closed, since = system.store.cases.last_closed(asked), looked_at_since(system, rules)
    return {
        ref
        for ref, each in asked.items()
        if _is_waiting(each.assessment, closed.get(ref), since, review[Trigger.HIGH_GRADE].grades)
    }


def _is_waiting(
    assessment: Assessment, closed: datetime | None, since: Mapping[Grade, datetime], begun_by_people: Collection[Grade]
) -> bool:
    grade = assessment.outcome.grade
    if closed is None and grade in begun_by_people:
        return True
    if grade not in since:
        return False
    first = assessment.first_on or assessment.on
    return first < since[grade].date() if closed is None else closed < since[grade]


def _moved(graded: Graded) -> bool:
    """Whether the earlier assessment may tell more than the columns kept beside it."""
    before, after = graded.before, graded.assessment
    if before is None:
        return False
    return (
        before.grade is not after.outcome.grade
        or before.pending_hits != sum(map(is_open, after.hits))
        or bool(undecided(after))
        or bool(unseen(after))
    )


def _changed(system: System, graded: Sequence[Graded], before: Mapping[str, str]) -> dict[str, tuple[Trigger, ...]]:
    """What the facts of each customer say anew since the assessment before."""
    digests = system.store.assessments.facts_digests(before.values())
    now = {each.customer.ref: each.assessment.facts_digest for each in graded}
    other = {ref: digests[id] for ref, id in before.items() if digests[id] != now[ref]}
    if not other:
        return {}
    facts = system.store.customers.facts_of(other.values())
    return {
        each.customer.ref: changes(facts[other[each.customer.ref]], each.customer)
        for each in graded
        if each.customer.ref in other
    }


def _earlier(graded: Graded, earlier: Mapping[str, Assessment], *, looked_at: bool) -> Earlier | None:
    before = graded.before
    if before is None:
        return None
    document = earlier.get(before.assessment)
    if document is None:
        return Earlier(
            grade=before.grade,
            pending_hits=before.pending_hits,
            next_review_on=before.next_review_on,
            looked_at=looked_at,
        )
    return Earlier(
        grade=before.grade,
        pending_hits=undecided(document),
        next_review_on=before.next_review_on,
        override_until=None if document.override is None else document.override.expires_on,
        computed=basis_of(document).computed,
        hits=frozenset((found.party, found.hit.source, found.hit.entity) for found in document.hits),
        looked_at=looked_at,
    )


def _lists_changed(graded: Graded, earlier: Mapping[str, Assessment]) -> Iterator[Trigger]:
    before = None if graded.before is None else earlier.get(graded.before.assessment)
    if before is not None and _lists(before) != _lists(graded.assessment):
        yield Trigger.LIST_CHANGE


def _lists(assessment: Assessment) -> set[tuple[str, str]]:
    return {(each.source, each.content_sha256) for each in assessment.lists}
