"""How customers stand, and who moved: told for the branches of whoever asks, noted by the database itself."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from amlrisk.facts.model import Kind
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.authority import ALL_BRANCHES
from amlrisk.store.database import Store
from amlrisk.store.portfolio import Movement
from tests.store.examples import NOW, assessment, at, customer, saved

GENERAL, ORDINARY, HIGH = Grade.GENERAL, Grade.ORDINARY, Grade.HIGH


@pytest.fixture
def graded(store: Store) -> Store:
    """C1, C2 in B1, C3 in B2, C4 of head office; C5 in B1 was never assessed."""
    saved(store, "C4")
    of_branches = {"C1": "B1", "C2": "B1", "C3": "B2", "C5": "B1"}
    store.customers.save_many([customer(ref, branch=branch) for ref, branch in of_branches.items()], NOW)
    for number, (ref, grade) in enumerate((("C1", GENERAL), ("C2", HIGH), ("C3", HIGH), ("C4", GENERAL))):
        move(store, ref, grade, minutes=number)
    return store


def move(store: Store, ref: str, grade: Grade, *, minutes: int, review_on: date = date(2027, 1, 1)) -> None:
    (facts,) = store.customers.digests([ref]).values()
    made = assessment(f"{ref}-{minutes}", ref, grade=grade, when=at(minutes), review_on=review_on)
    store.assessments.append(msgspec.structs.replace(made, facts_digest=facts))


@pytest.mark.parametrize(
    ("branches", "expected"),
    [
        (None, {GENERAL: 2, HIGH: 2, None: 1}),
        ((ALL_BRANCHES,), {GENERAL: 2, HIGH: 2, None: 1}),
        (("B1",), {GENERAL: 1, HIGH: 1, None: 1}),
        (("B2", "B9"), {HIGH: 1}),
        ((), {}),
    ],
)
def test_standings_are_those_of_the_branches(
    graded: Store, branches: tuple[str, ...] | None, expected: dict[Grade | None, int]
) -> None:
    found: dict[Grade | None, int] = {}
    for each in graded.portfolio.standings(branches):
        found[each.grade] = found.get(each.grade, 0) + each.customers
    assert found == expected


def test_kinds_are_told_apart(graded: Store) -> None:
    store = graded
    store.customers.save_many([customer("L1", kind=Kind.LEGAL, branch="B1"), customer("L2", kind=Kind.LEGAL)], NOW)
    move(store, "L1", HIGH, minutes=9)
    by_kind = {(each.kind, each.grade): each.customers for each in store.portfolio.standings(None)}
    assert by_kind[Kind.LEGAL, HIGH] == by_kind[Kind.LEGAL, None] == 1
    assert by_kind[Kind.NATURAL, HIGH] == 2
    assert sum(by_kind.values()) == store.customers.count()


def test_whoever_moved_is_counted_once_from_where_they_stood_to_where_they_stand(graded: Store) -> None:
    move(graded, "C1", ORDINARY, minutes=10)
    move(graded, "C1", HIGH, minutes=11)
    move(graded, "C2", GENERAL, minutes=12)
    move(graded, "C2", HIGH, minutes=13)  # and back: did not move
    move(graded, "C3", HIGH, minutes=14)  # the same again
    assert graded.portfolio.movements(None, at(5)) == [Movement(before=GENERAL, now=HIGH, customers=1)]
    assert graded.portfolio.movements(("B2",), at(5)) == []


@pytest.mark.parametrize(("minutes", "expected"), [(10, 1), (11, 0)])
def test_movements_begin_with_the_moment_asked_for(graded: Store, minutes: int, expected: int) -> None:
    move(graded, "C1", HIGH, minutes=10)
    assert len(graded.portfolio.movements(None, at(minutes))) == expected


@pytest.mark.parametrize(("on", "expected"), [(date(2026, 12, 31), 0), (date(2027, 1, 1), 4)])
def test_reviews_due(graded: Store, on: date, expected: int) -> None:
    assert graded.portfolio.reviews_due(None, on) == expected
    assert graded.portfolio.reviews_due(("B2",), on) == expected // 4


def test_branches_are_those_that_have_customers(graded: Store) -> None:
    assert graded.portfolio.branches(None) == ["B1", "B2"]
    assert graded.portfolio.branches(("B2", "B7")) == ["B2"]
