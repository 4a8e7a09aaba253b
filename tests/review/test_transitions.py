"""The steps of a case: scenarios at every boundary, and every state × action × role."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

import msgspec
import pytest

from amlrisk.errors import AmlriskError, CaseChanged, FourEyes, InvalidInput, NotAllowed, NotNow
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.authority import Role
from amlrisk.review.basis import Basis
from amlrisk.review.model import Action, Case, State
from amlrisk.review.transitions import BY_PEOPLE, TRANSITIONS, offers, step
from amlrisk.review.words import BLOCKED, PARTS
from amlrisk.screening.model import DispositionKind
from tests.grading import scenarios as sc
from tests.review.people import PEOPLE, TODAY, case, graded, move, rules

SCENARIOS = sc.read("cases.yaml")


@pytest.mark.parametrize("name", SCENARIOS)
def test_scenarios(name: str) -> None:
    scenario = SCENARIOS[name]
    now = graded(scenario.get("case", {}))
    given = {key: Grade(value) for key, value in scenario.get("basis", {"computed": now.grade.value}).items()}
    basis = Basis(**given)
    *steps, last = scenario["steps"]
    for raw in steps:
        now = take(now, raw, basis)
    if "refused" not in scenario:
        now = take(now, last, basis)
    else:
        with pytest.raises(AmlriskError) as caught:
            take(now, last, basis)
        assert caught.value.code == scenario["refused"], str(caught.value)
        if isinstance(caught.value, InvalidInput):
            assert {issue.path: issue.code for issue in caught.value.issues} == scenario["issues"]
        assert caught.value.text("zh") != caught.value.text("en")
    assert now.state.value == scenario["ends"]


def take(now: Case, raw: dict[str, Any], basis: Basis) -> Case:
    actor = PEOPLE[raw["do"].split()[0]]
    after = step(now, move(now, raw, basis), actor, rules(), TODAY, basis)
    assert after.version == now.version + 1
    return after


# --- every state × action × role ----------------------------------------------------------------------

WORKERS = {Role.ANALYST, Role.REVIEWER, Role.MANAGER}
SECOND = {Role.REVIEWER, Role.MANAGER}
MANAGER = {Role.MANAGER}

#: Who may do what where, written down apart from the table of steps; nothing else may be done by anybody.
WANTED: dict[tuple[State, Action], set[Role]] = {
    (State.OPEN, Action.DECIDE_HIT): WORKERS,
    (State.OPEN, Action.PROPOSE): WORKERS,
    (State.PROPOSED, Action.CONFIRM): SECOND,
    (State.PROPOSED, Action.DIFFER): SECOND,
    (State.PROPOSED, Action.RETURN): SECOND,
    (State.DISPUTED, Action.SETTLE): MANAGER,
    (State.DISPUTED, Action.RETURN): MANAGER,
    (State.APPROVAL, Action.APPROVE): MANAGER,
    (State.APPROVAL, Action.RETURN): MANAGER,
} | {
    (state, action): WORKERS
    for state in State
    for action in (Action.ASSIGN, Action.COMMENT)
    if state is not State.CLOSED
}
EARLIER = {"proposer": "p1", "confirmer": "p2", "settler": "p3"}
WHO = {role: role.value[:3] for role in Role}


def standing(state: State, **changes: Any) -> Case:
    """A case in a state, brought there by people who take no part here."""
    if state is State.OPEN:
        return case(**changes)
    return case(state=state, proposed_grade=Grade.ORDINARY, **EARLIER | changes)


def said(action: Action) -> dict[str, Any]:
    """What makes a move of an action that is in order."""
    extra: dict[str, Any] = {"do": f"x {action.value}"}
    if action in (Action.PROPOSE, Action.SETTLE):
        extra["grade"] = "ordinary"
    if action is Action.DIFFER:
        extra |= {"grade": "high", "until": date(2026, 12, 31)}
    if action is Action.DECIDE_HIT:
        extra["disposition"] = DispositionKind.FALSE_POSITIVE.value
    return extra


@pytest.mark.parametrize(("state", "action"), list(itertools.product(State, Action)))
@pytest.mark.parametrize("role", Role)
def test_every_state_action_and_role(state: State, action: Action, role: Role) -> None:
    now, officer = standing(state), PEOPLE[WHO[role]]
    basis = Basis(computed=now.grade)
    allowed = role in WANTED.get((state, action), set())
    made = move(now, said(action), basis)
    if allowed:
        assert step(now, made, officer, rules(), TODAY, basis).version == now.version + 1
    else:
        with pytest.raises((NotAllowed, NotNow)):
            step(now, made, officer, rules(), TODAY, basis)
    offered = {offer.action: offer for offer in offers(now, officer, rules(), TODAY)}
    if action not in BY_PEOPLE:
        assert action not in offered
        return
    assert offered[action].allowed is allowed
    assert (offered[action].why is None) is allowed


@pytest.mark.parametrize(("state", "action"), list(itertools.product(State, BY_PEOPLE)))
@pytest.mark.parametrize("part", EARLIER)
@pytest.mark.parametrize("pending", [0, 1])
@pytest.mark.parametrize("who", ["rev", "man", "far"])
def test_what_is_offered_is_what_can_be_taken(state: State, action: Action, part: str, pending: int, who: str) -> None:
    """Whoever took whichever step before, with and without undecided hits: an offer never promises too much."""
    now, officer = standing(state, **{part: who}, pending_hits=pending), PEOPLE[who]
    basis = Basis(computed=now.grade)
    offer = next(each for each in offers(now, officer, rules(), TODAY) if each.action is action)
    refused = None
    try:
        step(now, move(now, said(action), basis), officer, rules(), TODAY, basis)
    except AmlriskError as error:
        refused = error
    assert offer.allowed is (refused is None)
    assert not isinstance(refused, InvalidInput | CaseChanged)
    if isinstance(refused, FourEyes | NotNow):
        assert offer.why is not None
        assert (refused.params["why_zh"], refused.params["why_en"]) == (offer.why.zh, offer.why.en)


def test_every_reason_why_not_is_in_two_languages_and_used() -> None:
    seen = set()
    lapsed = standing(State.APPROVAL, override_until=TODAY)
    for who in PEOPLE.values():
        for state in State:
            for changes in ({}, {"pending_hits": 1}, {"proposer": who.id}, {"confirmer": who.id}, {"settler": who.id}):
                seen |= {offer.why for offer in offers(standing(state, **changes), who, rules(), TODAY)}
        seen |= {offer.why for offer in offers(lapsed, who, rules(), TODAY)}
    assert seen - {None} == {*BLOCKED.values(), *PARTS.values()}
    assert all(words.zh != words.en for words in seen if words is not None)


def test_from_every_state_there_is_a_way_to_the_end() -> None:
    reached = {State.CLOSED}
    for _ in State:
        reached |= {row.start for row in TRANSITIONS if reached & {*row.ends}}
    assert reached == {*State}
    assert all(row.start is not State.CLOSED for row in TRANSITIONS)


def test_each_row_stands_once() -> None:
    places = [(row.action, row.start) for row in TRANSITIONS]
    assert len({*places}) == len(places)


def test_a_stale_version_says_both() -> None:
    now = case(version=7)
    made = msgspec.structs.replace(move(now, {"do": "x comment"}, Basis(computed=now.grade)), version=5)
    with pytest.raises(CaseChanged) as caught:
        step(now, made, PEOPLE["ana"], rules(), TODAY, Basis(computed=now.grade))
    assert caught.value.params == {"case": "K-1", "seen": 5, "now": 7}
    assert caught.value.events == ()


def test_an_assignment_names_somebody_or_nobody() -> None:
    now = case()
    basis = Basis(computed=now.grade)
    for assignee in ("bea", None):
        made = msgspec.structs.replace(move(now, {"do": "x assign"}, basis), assignee=assignee)
        now = step(now, made, PEOPLE["ana"], rules(), TODAY, basis)
        assert (now.assignee, now.state) == (assignee, State.OPEN)


def test_going_back_forgets_who_graded_and_what() -> None:
    basis = Basis(computed=Grade.HIGH)
    now = take(
        graded({"grade": "high"}), {"do": "ana propose", "grade": "ordinary", "until": date(2026, 12, 31)}, basis
    )
    assert (now.proposer, now.proposed_grade) == ("ana", Grade.ORDINARY)
    back = take(now, {"do": "rev return"}, basis)
    assert back == graded({"grade": "high", "version": 3})
