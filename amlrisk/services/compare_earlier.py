"""What about new assessments people must look at: each beside the one before it, and beside the facts of that one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from amlrisk.grading.listing import is_open
from amlrisk.grading.model import Assessment
from amlrisk.policy.model import ReviewRules
from amlrisk.review.basis import undecided
from amlrisk.review.model import Trigger
from amlrisk.review.triggers import Earlier, changes, triggers
from amlrisk.services.regrade import Graded
from amlrisk.services.system import System


def triggers_of(
    system: System, rules: ReviewRules, graded: Sequence[Graded], reported: Iterable[Trigger] = ()
) -> dict[str, tuple[Trigger, ...]]:
    """The triggers of each customer's case, nothing mostly; ``reported`` is what somebody says of all of them.

    Three statements, however many there are; whole assessments and facts are read where something moved.
    """
    before = {each.customer.ref: each.before.assessment for each in graded if each.before is not None}
    changed = _changed(system, graded, before)
    overridden = system.store.overrides.known(before)
    moved = [before[each.customer.ref] for each in graded if _moved(each) or each.customer.ref in overridden]
    earlier = system.store.assessments.many(moved)
    return {
        each.customer.ref: triggers(
            _earlier(each, earlier),
            each.assessment,
            (*changed.get(each.customer.ref, ()), *_lists_changed(each, earlier), *reported),
            rules,
        )
        for each in graded
    }


def _moved(graded: Graded) -> bool:
    """Whether the earlier assessment may tell more than the columns kept beside it."""
    before, after = graded.before, graded.assessment
    if before is None:
        return False
    return (
        before.grade is not after.outcome.grade
        or before.pending_hits != sum(map(is_open, after.hits))
        or bool(undecided(after))
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


def _earlier(graded: Graded, earlier: Mapping[str, Assessment]) -> Earlier | None:
    before = graded.before
    if before is None:
        return None
    document = earlier.get(before.assessment)
    if document is None:
        return Earlier(grade=before.grade, pending_hits=before.pending_hits, next_review_on=before.next_review_on)
    return Earlier(
        grade=before.grade,
        pending_hits=undecided(document),
        next_review_on=before.next_review_on,
        override_until=None if document.override is None else document.override.expires_on,
    )


def _lists_changed(graded: Graded, earlier: Mapping[str, Assessment]) -> Iterator[Trigger]:
    before = None if graded.before is None else earlier.get(graded.before.assessment)
    if before is not None and _lists(before) != _lists(graded.assessment):
        yield Trigger.LIST_CHANGE


def _lists(assessment: Assessment) -> set[tuple[str, str]]:
    return {(each.source, each.content_sha256) for each in assessment.lists}
