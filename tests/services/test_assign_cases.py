from __future__ import annotations

import pytest

from amlrisk.errors import InvalidInput, NotFound, OtherBranch
from amlrisk.review.authority import Role
from amlrisk.review.model import Action
from amlrisk.services.assign_cases import assign_cases
from amlrisk.services.system import System
from tests.cases import MANAGER, case_of, checked, hired, officer


@pytest.fixture
def queue(on_both: System) -> System:
    for n in range(3):
        checked(on_both, f"C-{n}", branch="B12" if n == 2 else "B11")
    hired(on_both, officer(Role.ANALYST, "li", "B11"))
    hired(on_both, officer(Role.REVIEWER, "wang"))
    hired(on_both, officer(Role.AUDITOR, "shen"))
    hired(on_both, officer(Role.ANALYST, "gone"), disabled=True)
    return on_both


def ids(system: System) -> list[str]:
    return [case_of(system, f"C-{n}").id for n in range(3)]


def test_many_are_given_at_once_and_the_form_counts_once(queue: System) -> None:
    done = assign_cases(queue, MANAGER, ids(queue), "wang", form="f-1")
    assert [case.assignee for case in done.cases] == ["wang"] * 3
    again = assign_cases(queue, MANAGER, ids(queue), "wang", form="f-1")
    assert again.cases == done.cases
    for case in done.cases:
        assert [event.action for event in queue.store.cases.events(case.id)].count(Action.ASSIGN) == 1
    assert [case.assignee for case in assign_cases(queue, MANAGER, ids(queue), None).cases] == [None] * 3


def test_what_cannot_be_given_is_told_and_stops_no_other(queue: System) -> None:
    there = ids(queue)
    done = assign_cases(queue, MANAGER, [*there, "none"], "li")
    assert [case.id for case in done.cases] == there[:2]
    assert {id: type(error) for id, error in done.refused.items()} == {there[2]: InvalidInput, "none": NotFound}
    done = assign_cases(queue, officer(Role.ANALYST, "li", "B11"), there, "wang")
    assert [type(error) for error in done.refused.values()] == [OtherBranch]


@pytest.mark.parametrize("nobody", ["gone", "shen", "no-such-person"])
def test_cases_go_to_people_who_decide_them(queue: System, nobody: str) -> None:
    with pytest.raises(InvalidInput):
        assign_cases(queue, MANAGER, ids(queue), nobody)
    assert case_of(queue, "C-0").assignee is None
