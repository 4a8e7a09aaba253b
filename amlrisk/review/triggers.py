"""What opens a case, and what it gathers while it is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from amlrisk.facts.model import AdverseMedia, Customer, EventKind, Party
from amlrisk.grading.model import Assessment
from amlrisk.policy.model import ReviewRules
from amlrisk.policy.vocabulary import Grade, Trigger
from amlrisk.review.basis import basis_of, undecided
from amlrisk.screening.dispositions import Pair


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """What the assessment before said.

    ``override_until`` is the end of the override that it was made under, ``computed`` the grade without it. ``hits``
    are those that it had; None where none can be new. ``looked_at``: whether people look at the customer as often as
    the pack asks, however often the rules alone do.
    """

    grade: Grade
    pending_hits: int
    next_review_on: date | None
    override_until: date | None = None
    computed: Grade | None = None
    hits: frozenset[Pair] | None = None
    looked_at: bool = True


def triggers(
    before: Earlier | None, after: Assessment, changes: Iterable[Trigger], rules: ReviewRules
) -> tuple[Trigger, ...]:
    """What about this assessment people must look at, in the order of the vocabulary; nothing, mostly.

    ``changes`` are what set it off: those of the customer's data (``changes``), ``LIST_CHANGE`` where a list has
    changed, and what somebody asked for. A list change counts where it changed the grade or the undecided hits.

    An override hides nothing: a trigger counts for the grade that holds and for the one that the rules alone give.
    """
    found = {*changes, *_computed(before, after)}
    if not _moved(before, after):
        found.discard(Trigger.LIST_CHANGE)
    grades = {after.outcome.grade, basis_of(after).computed}
    return tuple(each for each in Trigger if each in found and not grades.isdisjoint(rules.triggers[each].grades))


def _computed(before: Earlier | None, after: Assessment) -> Iterator[Trigger]:
    if undecided(after) or (before is not None and before.hits is not None and unseen(after) - before.hits):
        yield Trigger.POSSIBLE_MATCH
    if _worse(before, after):
        yield Trigger.HIGH_GRADE
    if before is None:
        yield Trigger.FIRST_GRADING
        return
    due = before.next_review_on is not None and before.next_review_on <= after.on and not _ended(before, after)
    if due or not before.looked_at:
        yield Trigger.PERIODIC_REVIEW
    if before.override_until is not None and before.override_until <= after.on and after.override is None:
        yield Trigger.OVERRIDE_EXPIRED


def unseen(assessment: Assessment) -> frozenset[Pair]:
    """Hits that an identity number confirms and on which no officer has said a word."""
    return frozenset(
        (found.party, found.hit.source, found.hit.entity)
        for found in assessment.hits
        if found.hit.strong_identifier and found.decided is None
    )


def _worse(before: Earlier | None, after: Assessment) -> bool:
    """Whether the grade grew worse, or the one that an override stands in place of."""
    grade, computed = after.outcome.grade, basis_of(after).computed
    if before is None or grade.rank > before.grade.rank:
        return _stands(after, grade)
    return before.computed is not None and computed.rank > before.computed.rank and _stands(after, computed)


#: Grades that are being looked at already, or that two people have just set.
_LOOKED_AT = frozenset({"listing_possible", "override"})


def _stands(after: Assessment, grade: Grade) -> bool:
    """Whether the grade would be the same without hits that are only possible, and without an override."""
    return any(
        reason.params.get("grade") == grade.value for reason in after.outcome.reasons if reason.code not in _LOOKED_AT
    )


def _ended(before: Earlier, after: Assessment) -> bool:
    """Whether the customer was due because something ended on that day, which has a trigger of its own."""
    ends = {again.on for found in after.hits if found.decided is not None for again in found.decided.reopened}
    return before.next_review_on in ends | {before.override_until}


def _moved(before: Earlier | None, after: Assessment) -> bool:
    return before is not None and (before.grade, before.pending_hits) != (after.outcome.grade, undecided(after))


_EVENTS = {
    EventKind.STR: Trigger.SUSPICIOUS_REPORT,
    EventKind.JUDICIAL_FREEZE: Trigger.JUDICIAL_FREEZE,
    EventKind.JUDICIAL_INQUIRY: Trigger.JUDICIAL_FREEZE,
    EventKind.DUE_DILIGENCE_FAILED: Trigger.KEY_DATA_CHANGE,
    EventKind.DUE_DILIGENCE_REFUSED: Trigger.KEY_DATA_CHANGE,
}
_MEDIA = tuple(AdverseMedia)
_GRAVE_MEDIA = frozenset({AdverseMedia.CREDIBLE, AdverseMedia.CHARGED, AdverseMedia.CONVICTION})


def changes(earlier: Customer, now: Customer) -> tuple[Trigger, ...]:
    """What in a customer's data calls for a new look, in the order of the vocabulary.

    Key data is who the customer and the parties are; identification that failed or was refused counts as a change of
    it. Reports, freezes and inquiries count once each; adverse media where it grew worse and is credible at least.
    """
    found = set()
    if _identity(earlier) != _identity(now):
        found.add(Trigger.KEY_DATA_CHANGE)
    known, given = (Counter((e.on, e.kind) for e in each.events or ()) for each in (earlier, now))
    found |= {_EVENTS[kind] for _, kind in given - known if kind in _EVENTS}
    media, before = now.adverse_media, earlier.adverse_media
    if media in _GRAVE_MEDIA and (before is None or _MEDIA.index(media) > _MEDIA.index(before)):
        found.add(Trigger.ADVERSE_MEDIA)
    return tuple(trigger for trigger in Trigger if trigger in found)


def _identity(customer: Customer) -> object:
    return (
        customer.kind,
        _who(customer.subject),
        sorted(repr(_who(party)) for party in customer.parties),
        customer.pep_link,
        customer.occupation,
        customer.industry,
        customer.ownership,
    )


def _who(party: Party) -> object:
    """Who a party is, whatever its number in the file and the order of what it lists."""
    return (
        sorted(party.roles),
        party.kind,
        party.name,
        party.gender,
        party.birth_on,
        sorted(party.nationalities),
        party.residence_country,
        party.registration_country,
        sorted((document.kind, document.number.digest) for document in party.documents),
    )
