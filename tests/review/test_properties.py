"""Whatever people and lists do, in whatever order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, NamedTuple

import msgspec
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from amlrisk.errors import AmlriskError
from amlrisk.policy.vocabulary import Grade, ReasonKind
from amlrisk.review.authority import Officer
from amlrisk.review.basis import Basis
from amlrisk.review.model import Action, Case, State
from amlrisk.review.moves import Move
from amlrisk.review.transitions import offers, reopened, step
from amlrisk.screening.model import DispositionKind
from tests.review.people import PEOPLE, TODAY, case, rules

REASONS = [*sorted({choice.id for kind in ReasonKind for choice in rules().reasons[kind]}), ""]

grades = st.sampled_from(Grade)
said = st.fixed_dictionaries(
    {
        "action": st.sampled_from(Action),
        "reason": st.sampled_from(REASONS),
        "text": st.sampled_from(["", "资料已核实"]),
        "grade": st.none() | grades,
        "override_until": st.none() | st.integers(-1, 200).map(lambda ahead: TODAY + timedelta(days=ahead)),
        "disposition": st.none() | st.sampled_from(DispositionKind),
    }
)
#: One of the steps that somebody could take, so that many of the sequences come to an end: which, and the grade.
usual = st.tuples(st.integers(0, 99), grades)
people = st.sampled_from(sorted(PEOPLE))
stale = st.integers(0, 9).map(lambda n: n == 0)
reassessed = st.tuples(grades, st.integers(0, 1), st.none() | grades)


_KINDS = {
    Action.PROPOSE: ReasonKind.PROPOSE,
    Action.CONFIRM: ReasonKind.CONFIRM,
    Action.DIFFER: ReasonKind.DIFFER,
    Action.SETTLE: ReasonKind.SETTLE,
    Action.APPROVE: ReasonKind.APPROVE,
}


def likely(now: Case, which: int, grade: Grade, basis: Basis) -> tuple[Officer, Move] | None:
    """A step that is offered to somebody and in order, if any is."""
    offered = [
        (officer, offer.action)
        for officer in PEOPLE.values()
        for offer in offers(now, officer, rules(), TODAY)
        if offer.allowed and offer.action in _KINDS
    ]
    if not offered:
        return None
    officer, action = offered[which % len(offered)]
    other = grade is not basis.computed
    own = action in (Action.PROPOSE, Action.DIFFER, Action.SETTLE)
    kind = ReasonKind.OVERRIDE if action is Action.PROPOSE and other else _KINDS[action]
    return officer, Move(
        action=action,
        version=now.version,
        reason=rules().reasons[kind][0].id,
        text="资料已核实",
        grade=grade if own else None,
        override_until=TODAY + timedelta(days=30) if own and other else None,
    )


def listed_below(grade: Grade, listed: Grade | None) -> Grade | None:
    """What lists impose is never worse than the computed grade."""
    if grade is Grade.UNACCEPTABLE:
        return Grade.UNACCEPTABLE
    return None if listed is None or listed.rank > grade.rank else listed


class Doing(NamedTuple):
    """What happens next: a re-grading, one of the usual steps, or anything at all by anybody."""

    regraded: tuple[Grade, int, Grade | None] | None = None
    usual: tuple[int, Grade] | None = None
    anything: tuple[str, dict[str, Any], bool] | None = None


doings = st.lists(
    usual.map(lambda it: Doing(usual=it))
    | usual.map(lambda it: Doing(usual=it))
    | st.tuples(people, said, stale).map(lambda it: Doing(anything=it))
    | reassessed.map(lambda it: Doing(regraded=it)),
    max_size=20,
)


@settings(deadline=None, max_examples=400)
@given(first=grades, doings=doings)
def test_no_sequence_of_moves_closes_a_case_with_fewer_than_two_people(first: Grade, doings: list[Doing]) -> None:
    follow(first, doings)


def test_such_sequences_come_to_an_end() -> None:
    """Otherwise the property above would say nothing: by two people, after a difference, and by an override."""

    def ended(doings: list[Doing]) -> Case | None:
        return follow(Grade.HIGH, doings)

    quiet = settings(max_examples=2000, database=None, deadline=None, phases=[Phase.generate])  # any will do
    find(doings, lambda it: ended(it) is not None, settings=quiet)
    find(doings, lambda it: (end := ended(it)) is not None and end.settler is not None, settings=quiet)
    find(doings, lambda it: (end := ended(it)) is not None and end.override_until is not None, settings=quiet)


def follow(first: Grade, doings: list[Doing]) -> Case | None:
    """The closed case, where these doings close it; what must hold is asserted on the way."""
    now, basis = case(grade=first), Basis(computed=first, listed=listed_below(first, None))
    for doing in doings:
        if doing.regraded is not None:
            # Whatever was proposed was proposed of something else.
            grade, pending, listed = doing.regraded
            now = msgspec.structs.replace(now, version=now.version + 1, grade=grade, pending_hits=pending, **reopened())
            basis = Basis(computed=grade, listed=listed_below(grade, listed))
            continue
        chosen = next_move(now, doing, basis)
        after = None if chosen is None else taken(now, chosen[1], chosen[0], basis)
        if chosen is None or after is None:
            continue
        assert chosen[1].version == now.version
        assert after.version == now.version + 1
        assert chosen[0].sees(now.branch)
        assert after.state is State.OPEN or not now.pending_hits
        if after.state is State.CLOSED:
            closed_well(now, after, chosen[0], basis)
            return after
        now = after
    return None


def next_move(now: Case, doing: Doing, basis: Basis) -> tuple[Officer, Move] | None:
    if doing.usual is not None:
        return likely(now, *doing.usual, basis)
    assert doing.anything is not None
    who, raw, old = doing.anything
    return PEOPLE[who], Move(version=now.version - old, **raw)


def taken(now: Case, made: Move, officer: Officer, basis: Basis) -> Case | None:
    """The case after the move; None where it is refused, and then it was not offered or not said well."""
    offered = {offer.action for offer in offers(now, officer, rules(), TODAY) if offer.allowed}
    try:
        after = step(now, made, officer, rules(), TODAY, basis)
    except AmlriskError:
        return None
    assert made.action in offered
    return after


def closed_well(before: Case, after: Case, last: Officer, basis: Basis) -> None:
    """At least two people, a third where they differed, and a senior manager of their own where one is needed."""
    graders = [who for who in (after.proposer, after.confirmer, after.settler) if who is not None]
    assert len(graders) >= 2
    assert len({*graders}) == len(graders)
    assert after.proposed_grade is not None
    overrides = after.proposed_grade is not basis.computed
    assert overrides is (after.override_until is not None)
    if overrides or after.proposed_grade in rules().approval:
        assert before.state is State.APPROVAL
        assert last.id not in graders
    if overrides:
        assert after.proposed_grade is not Grade.UNACCEPTABLE
        assert basis.listed is None or after.proposed_grade.rank >= basis.listed.rank
        assert after.override_until is not None
        assert TODAY < after.override_until <= TODAY + timedelta(days=rules().override_days)
