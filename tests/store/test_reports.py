"""The sums of the reports, against the same counted by hand, on both databases."""

from __future__ import annotations

from datetime import date

import pytest

from amlrisk.policy.vocabulary import Grade
from amlrisk.review.model import State, Trigger
from amlrisk.screening.model import DispositionKind
from amlrisk.store.database import Store
from tests.store.examples import assessment, at, customer, disposition, opened, saved

HOUR, DAY = 60, 24 * 60
TODAY = date(2026, 12, 1)
POSSIBLE, FIRST = (Trigger.POSSIBLE_MATCH,), (Trigger.FIRST_GRADING, Trigger.HIGH_GRADE)


@pytest.fixture
def worked(store: Store) -> Store:
    """Cases before, in and after a period of ten days, in two branches and in none."""
    saved(store, *(f"C{n}" for n in range(1, 8)))
    store.customers.save_many([customer(f"C{n}", branch="B1" if n < 5 else "B2") for n in range(1, 7)], at(0))
    store.assessments.append_many([assessment(f"a{n}", f"C{n}") for n in range(1, 8)])
    closed = {"state": State.CLOSED}
    late = date(2026, 11, 30)
    store.cases.open(
        [
            opened("k1", "C1", branch="B1", opened_at=at(0), closed_at=at(2 * DAY), triggers=FIRST, **closed),
            opened("k2", "C2", branch="B1", opened_at=at(DAY), triggers=FIRST, due_on=late),
            opened("k3", "C3", branch="B1", opened_at=at(-5 * DAY), closed_at=at(DAY), **closed),
            opened("k4", "C4", branch="B1", opened_at=at(-5 * DAY), closed_at=at(-DAY), **closed),
            opened("k5", "C5", branch="B2", opened_at=at(-5 * DAY), due_on=late, escalated_at=at(1)),
            opened("k6", "C6", branch="B2", opened_at=at(10 * DAY), due_on=TODAY, grade=Grade.ORDINARY),
            opened("k7", "C7", branch=None, opened_at=at(9 * DAY), due_on=TODAY),
        ]
    )
    return store


def sums(store: Store, branches: tuple[str, ...] | None) -> dict[tuple[object, ...], tuple[int, ...]]:
    found = store.reports.cases(at(0), at(10 * DAY), TODAY, branches)
    return {
        (each.grade, each.branch, each.triggers): (each.opened, each.closed, each.open, each.late, each.escalated)
        for each in found
    }


def test_cases_are_counted_by_grade_branch_and_triggers(worked: Store) -> None:
    one = {
        (Grade.HIGH, "B1", FIRST): (2, 1, 1, 1, 0),
        (Grade.HIGH, "B1", POSSIBLE): (0, 1, 0, 0, 0),
    }
    two = {(Grade.HIGH, "B2", POSSIBLE): (0, 0, 1, 1, 1), (Grade.ORDINARY, "B2", POSSIBLE): (0, 0, 1, 0, 0)}
    none = {(Grade.HIGH, None, POSSIBLE): (1, 0, 1, 0, 0)}
    assert sums(worked, None) == one | two | none
    assert sums(worked, ("B1",)) == one
    assert sums(worked, ("B1", "B2", "B3")) == one | two
    assert sums(worked, ()) == {}


def test_what_was_closed_in_the_period(worked: Store) -> None:
    found = worked.reports.closed(at(0), at(10 * DAY), None)
    assert sorted((each.opened_at, each.closed_at) for each in found) == [
        (at(-5 * DAY), at(DAY)),
        (at(0), at(2 * DAY)),
    ]
    assert {each.triggers for each in found} == {POSSIBLE, FIRST}
    assert worked.reports.closed(at(0), at(DAY), None) == [], "the end is not included"
    assert worked.reports.closed(at(0), at(10 * DAY), ("B2",)) == []


def test_branches_to_choose_from(worked: Store) -> None:
    assert worked.reports.branches() == ["B1", "B2"]


def test_decisions_count_by_the_last_word_within_the_period(worked: Store) -> None:
    false, true, open_ = DispositionKind.FALSE_POSITIVE, DispositionKind.TRUE_MATCH, DispositionKind.INCONCLUSIVE
    for minute, entity, kind, ref in (
        (-DAY, "E1", true, "C1"),
        (1, "E2", open_, "C1"),
        (2, "E2", false, "C1"),
        (3, "E2", false, "C5"),
        (4, "E3", true, "C1"),
        (11 * DAY, "E3", false, "C1"),
        (5, "E1", open_, "C7"),
    ):
        worked.dispositions.append(disposition(entity, kind, ref), at(minute))
    period = (at(0), at(10 * DAY))
    assert worked.reports.decided(*period, None) == {"demo": {false: 2, true: 1, open_: 1}}
    assert worked.reports.decided(*period, ("B1",)) == {"demo": {false: 1, true: 1}}
    assert worked.reports.decided(*period, ()) == {}
    assert worked.reports.decided(at(-2 * DAY), at(0), None) == {"demo": {true: 1}}


def test_nothing_at_all(store: Store) -> None:
    assert store.reports.cases(at(0), at(1), TODAY, None) == []
    assert store.reports.closed(at(0), at(1), None) == []
    assert store.reports.decided(at(0), at(1), None) == {}
    assert store.reports.branches() == []
