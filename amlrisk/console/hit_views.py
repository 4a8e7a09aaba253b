"""Every hit of an assessment beside its listed entity, with what was decided on the pair before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import msgspec

from amlrisk.console.beside import Line, side_by_side
from amlrisk.errors import UnavailableError
from amlrisk.facts.model import Customer, Party
from amlrisk.grading.listing import is_open
from amlrisk.grading.model import Assessment, PartyHit
from amlrisk.policy.model import Rules, Text
from amlrisk.policy.vocabulary import ListCategory
from amlrisk.screening.dispositions import Pair
from amlrisk.screening.index import Index
from amlrisk.screening.model import DispositionKind, Hit, RecordedDisposition
from amlrisk.screening.reopening import describe_reopening
from amlrisk.services.system import System
from amlrisk.watchlist.model import ListedEntity


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided on a pair, by whom and when."""

    id: int
    kind: DispositionKind
    reason: str
    author: str
    at: datetime
    until: date | None


class HitView(msgspec.Struct, frozen=True, kw_only=True):
    """A hit as it is decided. ``number`` counts from 1 in the order of the page.

    ``entity`` is None where the list does not hold the record any more, or cannot be relied on now. ``undecided``: it
    must be decided before a grade can be proposed. ``latest`` are the last days on which a decision could end.
    """

    number: int
    party: Party
    found: PartyHit
    title: Text | None
    published: date | None
    version: str
    entity: ListedEntity | None
    lines: tuple[Line, ...]
    undecided: bool
    open: bool
    reopened: tuple[Text, ...]
    earlier: tuple[Earlier, ...]
    latest: Mapping[DispositionKind, date]

    @property
    def hit(self) -> Hit:
        return self.found.hit

    @property
    def pair(self) -> Pair:
        return self.found.party, self.hit.source, self.hit.entity

    @property
    def anchor(self) -> str:
        return f"hit-{self.number}"


def hit_views(
    system: System, assessment: Assessment, customer: Customer, rules: Rules, *, past: bool = False
) -> list[HitView]:
    """Those that must be decided first, then those that may be looked at again, and cleared ones last.

    ``past``: the assessment counts no more; beside its hits stands nothing of what the lists say since.
    """
    index = _index(system, assessment, rules, past=past)
    history = system.store.dispositions.history(customer.ref)
    versions = {version.source: version for version in assessment.lists}
    parties = {party.id: party for party in customer.everyone()}
    ordered = sorted(assessment.hits, key=_urgency)
    views = []
    for number, found in enumerate(ordered, 1):
        hit, party = found.hit, parties[found.party]
        entity = None if index is None else index.entity(hit.source, hit.entity)
        version = versions.get(hit.source)
        source = system.catalogue.sources.get(hit.source)
        views.append(
            HitView(
                number=number,
                party=party,
                found=found,
                title=None if source is None else source.title,
                published=None if version is None else version.published_on,
                version="" if version is None else version.sha256,
                entity=entity,
                lines=side_by_side(party, entity, hit, rules.countries.entries),
                undecided=_undecided(found),
                open=is_open(found),
                reopened=_reopened(found),
                earlier=_earlier(_known(history, found) if past else history, (found.party, hit.source, hit.entity)),
                latest=_latest(rules, hit.category),
            )
        )
    return views


def _index(system: System, assessment: Assessment, rules: Rules, *, past: bool) -> Index | None:
    """The lists in force; the ones that the assessment was made against where these cannot be relied on now."""
    try:
        index = system.desk.in_force(rules, system.now()).index
    except UnavailableError:
        return None if past else system.desk.past_index(assessment.index, assessment.lists, rules.matching)
    return None if past and index.version != assessment.index else index


def _undecided(found: PartyHit) -> bool:
    return is_open(found) and found.disposition is None


def _urgency(found: PartyHit) -> tuple[int, float]:
    cleared = found.disposition is DispositionKind.FALSE_POSITIVE
    return (0 if _undecided(found) else 1 if is_open(found) else 3 if cleared else 2, -found.hit.score)


def _reopened(found: PartyHit) -> tuple[Text, ...]:
    causes = () if found.decided is None else found.decided.reopened
    return tuple(Text(zh=describe_reopening(each, "zh"), en=describe_reopening(each, "en")) for each in causes)


def _known(history: Sequence[RecordedDisposition], found: PartyHit) -> list[RecordedDisposition]:
    """What had been decided when the hit was weighed; a later decision knew of it, not it of the decision."""
    if found.decided is not None:
        return [each for each in history if each.id <= found.decided.id]
    # Assessments made before decisions had an end say only what was decided.
    return [each for each in history if each.disposition.kind is found.disposition]


def _earlier(history: Sequence[RecordedDisposition], pair: Pair) -> tuple[Earlier, ...]:
    """All that was decided on the pair, the newest first."""
    return tuple(
        Earlier(
            id=each.id,
            kind=each.disposition.kind,
            reason=each.disposition.reason,
            author=each.disposition.author,
            at=each.decided_at,
            until=each.disposition.expires_on,
        )
        for each in reversed(history)
        if (each.disposition.party, each.disposition.source, each.disposition.entity) == pair
    )


def _latest(rules: Rules, category: ListCategory) -> dict[DispositionKind, date]:
    days = rules.decision_days.get(category)
    if days is None:
        return {}
    return {
        DispositionKind.FALSE_POSITIVE: rules.on + timedelta(days=days.false_positive),
        DispositionKind.INCONCLUSIVE: rules.on + timedelta(days=days.inconclusive),
    }
