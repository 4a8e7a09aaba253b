"""A case has one row, an unbroken line of events, and one customer who has no other open one."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest

from amlrisk.errors import NotFound, StoreRefused
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.authority import ALL_BRANCHES
from amlrisk.review.model import Action, State, Trigger
from amlrisk.store.case_filter import UNASSIGNED, CaseFilter
from amlrisk.store.cases import BranchDay, Step
from amlrisk.store.database import Store
from tests.store.examples import NOW, assessment, at, case, event, moved, opened, saved

DUE = date(2026, 11, 27)


@pytest.fixture
def graded(store: Store) -> Store:
    saved(store, *(f"C{n}" for n in range(1, 8)))
    store.assessments.append_many([assessment(f"a{n}", f"C{n}") for n in range(1, 8)])
    return store


def test_what_is_opened_is_found_again_whole(graded: Store) -> None:
    whole = case(
        assignee="li",
        proposer="wang",
        confirmer="zhao",
        settler="qian",
        proposed_grade=Grade.ORDINARY,
        override_until=date(2027, 1, 5),
        escalated_at=at(3),
        branch=None,
        triggers=(Trigger.POSSIBLE_MATCH, Trigger.FIRST_GRADING),
    )
    first = event(
        whole,
        Action.OPENED,
        trigger=Trigger.POSSIBLE_MATCH,
        grade=Grade.HIGH,
        override_until=date(2027, 1, 5),
        reason="why",
        text="<b>说明</b>",
        assignee="li",
        assessment="a1",
        form="f-1",
    )
    graded.cases.open([Step(case=whole, events=(first,), sources=("demo", "un"))])
    assert graded.cases.get("k1") == whole
    assert graded.cases.open_of(["C1", "C2"]) == {"C1": whole}
    assert graded.cases.of_customer("C1") == [whole]
    assert graded.cases.events("k1") == [first]
    assert graded.cases.after_form("f-1") == whole
    (row,) = graded.cases.page(CaseFilter(), None, 10)
    assert (row.case, row.name, row.sources) == (whole, "张伟示例", ("demo", "un"))
    with pytest.raises(NotFound):
        graded.cases.get("k9")


def test_a_customer_has_one_open_case(graded: Store) -> None:
    graded.cases.open([opened("k1")])
    with pytest.raises(StoreRefused):
        graded.cases.open([opened("k2"), opened("k3", "C2", assessment="a2")])
    assert graded.cases.open_of(["C1", "C2"]).keys() == {"C1"}, "all or none"
    graded.cases.advance([moved(case(), Action.CONFIRM, state=State.CLOSED, closed_at=at(5))])
    assert graded.cases.open_of(["C1"]) == {}
    graded.cases.open([opened("k2", opened_at=at(9))])
    assert [each.id for each in graded.cases.of_customer("C1")] == ["k2", "k1"]


def test_events_follow_without_a_gap_or_not_at_all(graded: Store) -> None:
    first = opened()
    graded.cases.open([first])
    second = moved(first.case, Action.PROPOSE, state=State.PROPOSED, proposer="li")
    graded.cases.advance([second])
    for stale in (moved(first.case), moved(moved(second.case).case)):
        with pytest.raises(StoreRefused):
            graded.cases.advance([stale])
    assert graded.cases.get("k1") == second.case
    assert [each.seq for each in graded.cases.events("k1")] == [1, 2]
    assert [each.action for each in graded.cases.events("k1", after=1)] == [Action.PROPOSE]


def test_a_form_counts_once_whatever_the_case(graded: Store) -> None:
    graded.cases.open([opened(), opened("k2", "C2", assessment="a2")])
    after = moved(case(), form="f-1")
    graded.cases.advance([after])
    graded.cases.advance([moved(after.case), moved(case("k2", "C2", assessment="a2"))])
    with pytest.raises(StoreRefused):
        graded.cases.advance([moved(moved(case("k2", "C2", assessment="a2")).case, form="f-1")])
    assert graded.cases.after_form("f-1") == after.case, "as it then was, not as it is"
    assert graded.cases.after_form("f-2") is None
    assert graded.cases.after_form("") is None


def test_what_is_computed_moves_without_an_event(graded: Store) -> None:
    graded.assessments.append(assessment("a8", "C1", when=at(1)))
    graded.cases.open([opened(sources=("demo",))])
    now = case(assessment="a8", branch="B12")
    graded.cases.advance([Step(case=now, events=())])
    assert graded.cases.get("k1") == now
    assert graded.cases.page(CaseFilter(source="demo"), None, 9)[0].case == now
    graded.cases.advance([Step(case=now, events=(), sources=())])
    assert graded.cases.page(CaseFilter(source="demo"), None, 9) == []


def test_a_case_stands_on_an_assessment_that_is_there(graded: Store) -> None:
    for refused in (opened(assessment="a99"), opened("k1", "C99")):
        with pytest.raises(StoreRefused):
            graded.cases.open([refused])
    assert graded.cases.page(CaseFilter(), None, 10) == []


def test_two_threads_open_one_case(graded: Store) -> None:
    """Without any lock around them: the key alone lets one through."""
    begin, refused = threading.Barrier(2), []

    def work(id: str) -> None:
        begin.wait()
        try:
            graded.cases.open([opened(id)])
        except StoreRefused as error:
            refused.append(error)
        finally:
            graded.close()

    threads = [threading.Thread(target=work, args=(id,)) for id in ("k1", "k2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert len(graded.cases.of_customer("C1")) == 1


@pytest.fixture
def queue(graded: Store) -> Store:
    """Six cases, one of them closed; the later the number, the earlier due."""
    differences: list[dict[str, object]] = [
        {"branch": "B11", "assignee": "li"},
        {"branch": "B11", "state": State.PROPOSED},
        {"branch": "B12", "assignee": "li", "triggers": (Trigger.FIRST_GRADING, Trigger.DISPUTE)},
        {"branch": None, "grade": Grade.UNACCEPTABLE},
        {"branch": "B12", "state": State.CLOSED, "closed_at": at(1), "assignee": "li"},
        {"branch": "B11", "grade": Grade.ORDINARY},
    ]
    graded.cases.open(
        [
            opened(
                f"k{n}",
                f"C{n}",
                assessment=f"a{n}",
                due_on=DUE - timedelta(days=n),
                sources=("un",) if n % 2 else ("un_old", "demo"),
                **changes,
            )
            for n, changes in enumerate(differences, 1)
        ]
    )
    return graded


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, "64321"),
        ({"branches": (ALL_BRANCHES,)}, "64321"),
        ({"branches": ("B11",)}, "621"),
        ({"branches": ("B11", "B12")}, "6321"),
        ({"branches": ()}, ""),
        ({"branches": ("B11",), "branch": "B12"}, ""),
        ({"branches": ("B11", "B12"), "branch": "B12"}, "3"),
        ({"state": State.OPEN}, "6431"),
        ({"state": State.PROPOSED}, "2"),
        ({"state": State.CLOSED}, "5"),
        ({"grade": Grade.UNACCEPTABLE}, "4"),
        ({"trigger": Trigger.POSSIBLE_MATCH}, "6421"),
        ({"trigger": Trigger.DISPUTE}, "3"),
        ({"source": "un"}, "31"),
        ({"source": "un_old"}, "642"),
        ({"source": "un!old"}, ""),
        ({"source": "%"}, ""),
        ({"assignee": "li"}, "31"),
        ({"assignee": UNASSIGNED}, "642"),
        ({"due": DUE - timedelta(days=3)}, "643"),
        ({"query": "c3"}, "3"),
        ({"query": "伟"}, "64321"),
        ({"query": "%"}, ""),
        ({"query": "' OR 1 = 1 --"}, ""),
    ],
)
def test_a_filter_keeps_what_meets_all_of_it(queue: Store, wanted: dict[str, object], found: str) -> None:
    meant = CaseFilter(**wanted)  # type: ignore[arg-type]  # one field each
    assert "".join(row.case.id[1:] for row in queue.cases.page(meant, None, 10)) == found
    assert queue.cases.counts(meant, DUE).total == len(found)
    assert sum(day.cases for day in queue.cases.by_branch_and_day(meant)) == len(found)


def test_pages_join_without_a_gap_also_among_cases_due_together(graded: Store) -> None:
    graded.cases.open([opened(f"k{n}", f"C{n}", assessment=f"a{n}") for n in range(1, 8)])
    seen, after = [], None
    while page := graded.cases.page(CaseFilter(), after, 2):
        seen += [row.case.id for row in page]
        after = page[-1].place
    assert seen == [f"k{n}" for n in range(1, 8)]


def test_counts_say_how_urgent(queue: Store) -> None:
    counts = queue.cases.counts(CaseFilter(), DUE - timedelta(days=3))
    assert (counts.total, counts.overdue, counts.due_today, counts.unassigned) == (5, 2, 1, 3)
    assert counts.by_state == {**dict.fromkeys(State, 0), State.OPEN: 4, State.PROPOSED: 1}
    assert counts.by_grade == {Grade.GENERAL: 0, Grade.ORDINARY: 1, Grade.HIGH: 3, Grade.UNACCEPTABLE: 1}
    assert queue.cases.by_branch_and_day(CaseFilter(branches=("B11",)))[0] == BranchDay(
        branch="B11", due_on=DUE - timedelta(days=6), cases=1
    )
    assert queue.cases.workload(["li", "wang"]) == {"li": 2}


def test_the_overdue_are_escalated_once(queue: Store) -> None:
    found = queue.cases.not_escalated(DUE - timedelta(days=2), 10)
    assert [each.id for each in found] == ["k6", "k4", "k3"]
    queue.cases.advance([moved(found[0], Action.ESCALATED, escalated_at=NOW)])
    assert [each.id for each in queue.cases.not_escalated(DUE - timedelta(days=2), 10)] == ["k4", "k3"]
