"""Whatever happens to a customer, in whatever order: the gate only lowers, and gives back what is still earned."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from amlrisk.facts.digest import digest
from amlrisk.grading.model import Assessment
from amlrisk.policy.value_vocabulary import EARNED, Tier
from amlrisk.policy.vocabulary import Grade, Trigger
from amlrisk.review.model import Action, State
from amlrisk.services.check_customer import check_customer, take_in
from amlrisk.services.identity import new_id
from amlrisk.services.retier import retier
from amlrisk.services.save_value import keep_values, take_in_value
from amlrisk.services.system import System
from amlrisk.services.tier_of import explained
from amlrisk.store.due_diligence import DueDiligence
from amlrisk.store.memberships import MembershipEntry
from amlrisk.store.tiers import CurrentTier
from amlrisk.tiering.membership import Change, Entry, Membership
from tests.store.examples import moved, opened
from tests.systems import NOW, Clock, customer, put_list, system_for
from tests.tiers import tier_now, worth

GRADES = st.sampled_from(Grade)
TIERS = st.sampled_from([Tier.STANDARD, *EARNED])
#: What can happen to a customer beside their grade: an alert, a review, its end with or without a senior manager.
STEPS = st.one_of(
    st.tuples(st.just("grade"), GRADES),
    st.tuples(st.just("value"), TIERS),
    st.tuples(st.just("open"), st.sampled_from([Trigger.POSSIBLE_MATCH, Trigger.PERIODIC_REVIEW])),
    st.tuples(st.just("close"), st.sampled_from([Action.CONFIRM, Action.APPROVE])),
    st.tuples(st.just("close and grade"), GRADES),
    st.tuples(st.just("due diligence"), st.none()),
    st.tuples(st.just("join"), st.sampled_from(EARNED)),
    st.tuples(st.just("wait"), st.sampled_from([0, 1, 30, 400])),
)


class Life:
    """One customer after another, each with a history of its own; every step is one transaction."""

    #: Set once: what hypothesis is given it writes down, and a system is long.
    system: System
    clock: Clock
    first: Assessment

    def __init__(self) -> None:
        self.clock.now = NOW
        self.ref = new_id(NOW)
        facts = take_in(self.system, customer(self.ref))
        self.system.store.customers.save(facts, NOW)
        its = msgspec.structs.replace(
            self.first, id=new_id(NOW), customer=self.ref, facts_digest=digest(facts), assessed_at=NOW
        )
        self.system.store.assessments.append(its)
        self.value(Tier.PLATINUM)

    @property
    def tier(self) -> CurrentTier:
        return tier_now(self.system, self.ref)

    def take(self, step: str, what: Any) -> None:
        self.clock.advance(seconds=1)
        with self.system.store.transaction():
            getattr(self, step.replace(" ", "_"))(what)
            retier(self.system, [self.ref], step, self.system.now())

    def grade(self, grade: Grade) -> None:
        """As a grading would leave it, with a review that is due in half a year."""
        latest = self.system.store.assessments.latest(self.ref)
        assert latest is not None
        now, on = self.system.now(), self.system.today()
        outcome = msgspec.structs.replace(latest.outcome, grade=grade, next_review_on=on + timedelta(days=182))
        after = msgspec.structs.replace(
            latest, id=new_id(now), assessed_at=now, on=on, supersedes=latest.id, outcome=outcome
        )
        self.system.store.assessments.append(after)

    def value(self, tier: Tier) -> None:
        with self.system.store.transaction():
            keep_values(
                self.system, [take_in_value(self.system, {"ref": self.ref, **worth(tier)})], "value", self.system.now()
            )

    def open(self, trigger: Trigger) -> None:
        if self.ref in self.system.store.cases.open_of([self.ref]):
            return
        id = self.system.store.assessments.current([self.ref])[self.ref]
        due_on = self.system.today() + timedelta(days=10)
        self.system.store.cases.open(
            [opened(new_id(self.system.now()), self.ref, assessment=id, triggers=(trigger,), due_on=due_on)]
        )

    def close(self, action: Action) -> None:
        found = self.system.store.cases.open_of([self.ref]).get(self.ref)
        if found is not None:
            step = moved(found, action, state=State.CLOSED, closed_at=self.system.now())
            self.system.store.cases.advance([step])

    def close_and_grade(self, grade: Grade) -> None:
        """What an approved case does: its grade, and its end, at one moment."""
        self.grade(grade)
        self.close(Action.APPROVE)

    def due_diligence(self, _: None) -> None:
        words = {"funds": "工资", "wealth": "经商", "purpose": "养老", "conclusion": "无异常"}
        self.system.store.due_diligence.append(
            DueDiligence(customer=self.ref, author="li", at=self.system.now(), **words)
        )

    def join(self, tier: Tier) -> None:
        """A membership, however it came about."""
        on = self.system.today()
        membership = Membership(tier=tier, effective_on=on, expires_on=on + timedelta(days=365))
        entry = Entry(on=on, change=Change.JOINED, membership=membership)
        self.system.store.memberships.append(
            [MembershipEntry(customer=self.ref, entry=entry, tier=tier, actor="su", at=self.system.now())]
        )

    def wait(self, days: int) -> None:
        self.clock.advance(days=days)


#: Nothing may be granted while the alert lasts; what is done now is done before the high grade begins.
HELD_BACK = [
    ("open", Trigger.POSSIBLE_MATCH),
    ("grade", Grade.UNACCEPTABLE),
    ("grade", Grade.ORDINARY),
    ("due diligence", None),
]


@pytest.fixture(scope="module", autouse=True)
def lives(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    Life.clock = Clock()
    Life.system = system_for(tmp_path_factory.mktemp("home"), clock=Life.clock)
    put_list(Life.system)
    check_customer(Life.system, customer("C-first"))
    first = Life.system.store.assessments.latest("C-first")
    assert first is not None
    Life.first = first
    yield
    Life.system.store.close()


LIVES = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@LIVES
@given(st.lists(STEPS, min_size=1, max_size=8))
def test_the_gate_only_lowers_and_suspends_by_the_grade_alone(steps: list[tuple[str, Any]]) -> None:
    life = Life()
    for step in steps:
        life.take(*step)
        tier = life.tier
        assert tier.effective.rank <= tier.base.rank
        assert tier.suspended is (tier.standing.grade is Grade.UNACCEPTABLE)
        assert not tier.suspended or tier.effective is Tier.NONE
        explained(life.system, tier)  # raises where it does not come out as it was kept


@LIVES
@given(st.lists(STEPS, max_size=8), GRADES, st.booleans())
@example(HELD_BACK, Grade.HIGH, True)
@example([*HELD_BACK, ("close", Action.APPROVE)], Grade.HIGH, False)
def test_a_raised_grade_never_raises_the_tier(steps: list[tuple[str, Any]], grade: Grade, approved: bool) -> None:
    """Neither does one that a senior manager approves in the same moment."""
    life = Life()
    for step in steps:
        life.take(*step)
    before = life.tier
    assert before.standing.grade is not None
    life.take("close and grade" if approved else "grade", grade)
    if grade.rank > before.standing.grade.rank:
        assert life.tier.effective.rank <= before.effective.rank


@LIVES
@given(st.lists(STEPS, max_size=8), st.permutations([("close", Action.APPROVE), ("due diligence", None)]))
def test_high_opens_only_once_what_was_found_out_is_approved(
    steps: list[tuple[str, Any]], order: list[tuple[str, Any]]
) -> None:
    """Whatever came before; a spell at high begins with an open case."""
    life = Life()
    for step in (*steps, ("grade", Grade.GENERAL), ("grade", Grade.HIGH), ("open", Trigger.HIGH_GRADE)):
        life.take(*step)
    approved = False
    for step in order:
        diligent = life.tier.standing.due_diligence_complete
        life.take(*step)
        approved = approved or (step[0] == "close" and diligent)
        assert life.tier.standing.approved is approved
        assert approved or life.tier.effective.rank <= Tier.STANDARD.rank


@LIVES
@given(st.lists(STEPS, max_size=8))
def test_a_lifted_grade_gives_back_what_is_still_earned(steps: list[tuple[str, Any]]) -> None:
    life = Life()
    for step in steps:
        life.take(*step)
    life.take("grade", Grade.UNACCEPTABLE)
    held = life.tier
    assert (held.effective, held.suspended) == (Tier.NONE, True)
    life.take("grade", Grade.GENERAL)
    after = life.tier
    assert after.effective is after.base
    assert after.base.rank >= held.base.rank, "the same facts, and nothing was taken meanwhile"
    assert not after.suspended
