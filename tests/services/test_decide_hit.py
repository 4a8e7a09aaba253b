"""An officer's word on a hit: appended, and the customer re-graded at once."""

from __future__ import annotations

import json

import pytest

from amlrisk.errors import HitChanged, InvalidInput, NotFound
from amlrisk.policy.vocabulary import Grade, Trigger
from amlrisk.review.model import Action, State
from amlrisk.screening.model import Disposition, DispositionKind
from amlrisk.services.check_customer import check_customer
from amlrisk.services.decide_hit import decide_hit
from amlrisk.services.system import System
from tests.cases import ANALYST, REVIEWER, act, case_of, hit
from tests.systems import LISTED, NAMESAKE, customer, put_list


def decision(kind: DispositionKind, **changes: str) -> Disposition:
    words = {
        "customer": "C-1",
        "party": "subject",
        "source": "listed",
        "entity": "T-4",
        "reason": "看过证件",
        "author": "li",
    }
    return Disposition(kind=kind, **{**words, **changes})


@pytest.fixture
def held(on_both: System) -> System:
    answer = json.loads(check_customer(on_both, customer(subject=NAMESAKE)))
    assert answer["decision"] == "review"
    return on_both


@pytest.mark.parametrize(
    ("kind", "grade", "expected"),
    [
        (DispositionKind.TRUE_MATCH, "unacceptable", "reject"),
        (DispositionKind.INCONCLUSIVE, "high", "review"),
        (DispositionKind.FALSE_POSITIVE, "general", "accept"),
    ],
)
def test_the_customer_is_regraded_at_once(held: System, kind: DispositionKind, grade: str, expected: str) -> None:
    assessment = decide_hit(held, decision(kind))
    assert (assessment.outcome.decision, assessment.trigger) == (expected, "disposition")
    if kind is not DispositionKind.FALSE_POSITIVE:
        assert assessment.outcome.grade == grade
    latest = held.store.assessments.latest("C-1")
    assert latest is not None
    assert latest.id == assessment.id


def test_the_last_word_counts_and_the_earlier_ones_stay(held: System) -> None:
    decide_hit(held, decision(DispositionKind.TRUE_MATCH))
    assessment = decide_hit(held, decision(DispositionKind.FALSE_POSITIVE, reason="名同人不同"))
    assert assessment.outcome.decision == "accept"
    assert [each.disposition.kind for each in held.store.dispositions.history("C-1")] == [
        "true_match",
        "false_positive",
    ]


def test_nobody_takes_back_alone_what_two_have_settled(held: System) -> None:
    """The match was confirmed and the case closed by two; another system sends that it was none after all."""
    case = act(held, ANALYST, case_of(held), Action.DECIDE_HIT, hit=hit(DispositionKind.TRUE_MATCH))
    case = act(held, ANALYST, case, Action.PROPOSE, grade=Grade.UNACCEPTABLE)
    assert act(held, REVIEWER, case, Action.CONFIRM).state is State.CLOSED
    assert decide_hit(held, decision(DispositionKind.FALSE_POSITIVE), key="key-1").outcome.grade is Grade.GENERAL
    again = case_of(held)
    assert (again.triggers, again.grade) == ((Trigger.POSSIBLE_MATCH,), Grade.GENERAL)
    (opened,) = held.store.cases.events(again.id)
    assert (opened.actor, opened.text) == ("li", "看过证件")
    (event,) = held.store.audit.recent(1)
    assert (event.kind, event.actor, event.detail["key"]) == ("disposition", "li", "key-1")


def test_a_hit_that_nobody_was_shown_cannot_be_decided(held: System) -> None:
    with pytest.raises(NotFound):
        decide_hit(held, decision(DispositionKind.FALSE_POSITIVE, entity="T-1"))
    assert held.store.dispositions.history("C-1") == []


@pytest.mark.parametrize("missing", ["reason", "author"])
def test_reason_and_author_are_required(held: System, missing: str) -> None:
    with pytest.raises(InvalidInput):
        decide_hit(held, decision(DispositionKind.FALSE_POSITIVE, **{missing: "  "}))


def test_a_clearing_does_not_outlive_the_person_it_was_about(held: System) -> None:
    decide_hit(held, decision(DispositionKind.FALSE_POSITIVE))
    same = json.loads(check_customer(held, customer(subject=NAMESAKE)))
    assert same["decision"] == "accept"
    other = json.loads(check_customer(held, customer(subject={**NAMESAKE, "birth_on": "1983-11-02"})))
    assert other["decision"] == "review"
    assert other["hits"][0]["disposition"] == "pending"


def test_what_changed_since_it_was_shown_is_not_cleared_unseen(held: System) -> None:
    changed = [row.replace("1983-11-02", "1985-12-03") for row in LISTED]
    put_list(held, changed)
    with pytest.raises(HitChanged):
        decide_hit(held, decision(DispositionKind.FALSE_POSITIVE))
    assert held.store.dispositions.history("C-1") == []
    check_customer(held, customer(subject=NAMESAKE))
    assert decide_hit(held, decision(DispositionKind.FALSE_POSITIVE)).outcome.decision == "accept"
