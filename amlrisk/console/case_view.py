"""What a case's page shows beside its hits: who did what, and what can be done now, by which key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from amlrisk.policy.model import Rules, Text
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.model import Action, Case, CaseEvent, State
from amlrisk.review.transitions import TRANSITIONS, Offer
from amlrisk.screening.model import DispositionKind, RecordedDisposition

#: The key that says what a hit is, in the order of the form.
HIT_KEYS = {DispositionKind.TRUE_MATCH: "1", DispositionKind.FALSE_POSITIVE: "2", DispositionKind.INCONCLUSIVE: "3"}
#: The key that goes to the form of an action.
ACTION_KEYS = {
    Action.PROPOSE: "p",
    Action.CONFIRM: "c",
    Action.DIFFER: "d",
    Action.SETTLE: "s",
    Action.APPROVE: "v",
    Action.RETURN: "r",
    Action.ASSIGN: "a",
    Action.COMMENT: "m",
}
#: The key that chooses a grade within such a form.
GRADE_KEYS = {Grade.GENERAL: "1", Grade.ORDINARY: "2", Grade.HIGH: "3", Grade.UNACCEPTABLE: "4"}
#: Steps that end or turn a case, in the order of the page.
STEPS = (Action.PROPOSE, Action.CONFIRM, Action.DIFFER, Action.SETTLE, Action.APPROVE, Action.RETURN)
#: Steps that say a grade.
GRADED = frozenset({Action.PROPOSE, Action.DIFFER, Action.SETTLE})


class EventView(msgspec.Struct, frozen=True, kw_only=True):
    """An event told: the pack's words of its reason, the hit it decided, the people's names."""

    event: CaseEvent
    actor: str
    assignee: str
    reason: Text | None
    decided: RecordedDisposition | None


# --- who did what, and what can be done -----------------------------------------------------------------


def event_views(
    events: Iterable[CaseEvent], names: Mapping[str, str], rules: Rules, history: Iterable[RecordedDisposition]
) -> list[EventView]:
    decisions = {each.id: each for each in history}
    words = {choice.id: choice.name for choices in rules.review.reasons.values() for choice in choices}
    own = {(kind.value, c.id): c.name for kind, choices in rules.review.reasons.items() for c in choices}
    return [
        EventView(
            event=each,
            actor=names.get(each.actor, each.actor),
            assignee=names.get(each.assignee or "", each.assignee or ""),
            reason=own.get((each.action.value, each.reason), words.get(each.reason)),
            decided=None if each.disposition is None else decisions.get(each.disposition),
        )
        for each in events
    ]


def possible(offered: Iterable[Offer]) -> dict[Action, Offer]:
    return {offer.action: offer for offer in offered}


def awaited(case: Case, offered: Mapping[Action, Offer]) -> list[tuple[Action, Text]]:
    """The steps that the case awaits where it stands, and why this officer cannot take them."""
    here = {row.action for row in TRANSITIONS if row.start is case.state}
    return [(step, why) for step in STEPS if step in here and (why := offered[step].why) is not None]


def stands_at(case: Case) -> list[tuple[State, bool, bool]]:
    """(state, whether it is behind, whether the case is there) along the way that most cases take."""
    way = [State.OPEN, State.PROPOSED]
    if case.state is State.DISPUTED or case.settler is not None:
        way.append(State.DISPUTED)
    if case.state is State.APPROVAL:
        way.append(State.APPROVAL)
    way.append(State.CLOSED)
    at = way.index(case.state)
    return [(state, place < at, place == at) for place, state in enumerate(way)]
