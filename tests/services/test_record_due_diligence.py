"""Enhanced due diligence: recorded whole, once, by those who may; the tier follows."""

from __future__ import annotations

import pytest

from amlrisk.errors import IdempotencyConflict, InvalidInput, NotAllowed, NotFound, OtherBranch
from amlrisk.facts.digest import digest
from amlrisk.policy.value_vocabulary import Tier
from amlrisk.review.authority import Role
from amlrisk.services.record_due_diligence import Findings, record_due_diligence
from amlrisk.services.system import System
from amlrisk.store.due_diligence import DueDiligence
from tests.cases import ANALYST, REVIEWER, checked, officer
from tests.tiers import tier_now, valued

WORDS = {"funds": "工资收入", "wealth": "经商所得", "purpose": "养老", "conclusion": "未见异常"}


@pytest.fixture
def high(system: System) -> System:
    checked(system)
    return system


def record(system: System, **changes: str) -> DueDiligence:
    return record_due_diligence(system, ANALYST, Findings(**{"customer": "C-1", **WORDS, **changes}))


def test_recorded_with_its_author_and_the_tier_evaluated(high: System) -> None:
    valued(high, Tier.GOLD)
    made = record(high, funds="  工资\r\n收入 ")
    assert (made.funds, made.author, made.at) == ("工资\n收入", "analyst", high.now())
    assert high.store.due_diligence.history("C-1") == [made]
    assert (tier_now(high).cause, tier_now(high).standing.due_diligence_complete) == ("due_diligence", True)
    (event,) = high.store.audit.recent(1)
    assert (event.kind, event.actor, event.detail) == ("due_diligence", "analyst", {"sha256": digest(made)})


def test_of_somebody_whose_value_is_not_known_as_well(high: System) -> None:
    record(high)
    assert high.store.tiers.current(["C-1"]) == {}
    assert valued(high, Tier.GOLD).standing.due_diligence_complete


@pytest.mark.parametrize("field", WORDS)
@pytest.mark.parametrize(
    ("text", "code"), [("", "missing"), (" \n", "missing"), ("字" * 5001, "too_long"), ("a\0b", "control_character")]
)
def test_all_of_it_is_needed(high: System, field: str, text: str, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        record(high, **{field: text})
    assert [(issue.path, issue.code) for issue in caught.value.issues] == [(field, code)]
    assert high.store.due_diligence.history("C-1") == []


def test_every_fault_at_once(high: System) -> None:
    with pytest.raises(InvalidInput) as caught:
        record(high, **dict.fromkeys(WORDS, ""))
    assert [issue.path for issue in caught.value.issues] == list(WORDS)


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.ANALYST, Role.REVIEWER)])
def test_by_those_who_grade(high: System, role: Role) -> None:
    with pytest.raises(NotAllowed):
        record_due_diligence(high, officer(role), Findings(customer="C-1", **WORDS))
    record_due_diligence(high, REVIEWER, Findings(customer="C-1", **WORDS))


def test_of_their_own_branches(high: System) -> None:
    with pytest.raises(OtherBranch):
        record_due_diligence(high, officer(Role.ANALYST, "far", "B12"), Findings(customer="C-1", **WORDS))
    with pytest.raises(NotFound):
        record(high, customer="C-9")


def test_a_form_sent_twice_counts_once(high: System) -> None:
    first = record(high, form="page/f1")
    high.clock.advance(minutes=5)  # type: ignore[attr-defined]  # the clock of the tests
    assert record(high, form="page/f1") == first
    with pytest.raises(IdempotencyConflict) as caught:
        record(high, form="page/f1", funds="另有来源")
    assert caught.value.params == {"key": "f1"}
    assert high.store.due_diligence.history("C-1") == [first]
