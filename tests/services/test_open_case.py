"""What people and other systems report of a customer opens a case, grades anew, and is not forgotten."""

from __future__ import annotations

from datetime import date

import pytest

from amlrisk.errors import IdempotencyConflict, InvalidInput, NotAllowed, NotFound, OtherBranch
from amlrisk.facts.model import EventKind
from amlrisk.review.authority import Officer, Role
from amlrisk.review.model import Action, Trigger
from amlrisk.services.check_customer import check_customer
from amlrisk.services.open_case import REPORTED, TriggerEvent, open_case
from amlrisk.services.save_customer import save_customer
from amlrisk.services.system import System
from tests.cases import ANALYST, case_of, officer
from tests.services.test_follow_up import imported
from tests.systems import customer


def report(trigger: Trigger = Trigger.SUSPICIOUS_REPORT, **changes: object) -> TriggerEvent:
    words = {"customer": "C-1", "trigger": trigger, "text": "已上报可疑交易", "form": "f-1", **changes}
    return TriggerEvent(**words)  # type: ignore[arg-type]  # one field each


@pytest.fixture
def graded(on_both: System) -> System:
    check_customer(on_both, customer())
    return on_both


def test_another_report_under_the_same_form_is_not_taken_for_the_first(graded: System) -> None:
    first = open_case(graded, "key-1", report(Trigger.DISPUTE))
    assert open_case(graded, "key-1", report(Trigger.DISPUTE)) == first
    for by, other in (
        ("key-1", report(Trigger.SUSPICIOUS_REPORT)),
        ("key-1", report(Trigger.DISPUTE, text="另一份")),
        ("key-2", report(Trigger.DISPUTE)),
    ):
        with pytest.raises(IdempotencyConflict):
            open_case(graded, by, other)
    assert case_of(graded) == first


@pytest.mark.parametrize("trigger", REPORTED)
def test_a_report_opens_a_case_and_grades_at_once(graded: System, trigger: Trigger) -> None:
    case = open_case(graded, ANALYST, report(trigger))
    assert case == case_of(graded)
    assert case.triggers == (trigger,)
    (event,) = graded.store.cases.events(case.id)
    assert (event.actor, event.action, event.text, event.form) == ("analyst", Action.OPENED, "已上报可疑交易", "f-1")
    assert graded.store.assessments.get(case.assessment).trigger == "event"
    assert graded.store.audit.recent(1)[0].kind == "case_reported"


def test_a_second_report_is_gathered_and_one_sent_twice_is_not(graded: System) -> None:
    first = open_case(graded, "key-1", report())
    assert open_case(graded, "key-1", report()) == first
    second = open_case(graded, ANALYST, report(Trigger.DISPUTE, form="f-2"))
    third = open_case(graded, ANALYST, report(Trigger.DISPUTE, form="f-3", text="再次提出"))
    assert second.triggers == third.triggers == (Trigger.SUSPICIOUS_REPORT, Trigger.DISPUTE)
    assert [event.text for event in graded.store.cases.events(first.id)][-1] == "再次提出"
    assert (third.id, third.version) == (first.id, second.version + 1)


def test_no_delivery_of_data_makes_a_report_unknown(graded: System) -> None:
    open_case(graded, ANALYST, report(on=date(2026, 7, 10)))
    open_case(graded, ANALYST, report(on=date(2026, 7, 10), form="f-2"))
    for deliver in (
        lambda: check_customer(graded, customer()),
        lambda: save_customer(graded, "C-1", customer(annual_income="250000")),
        lambda: imported(graded, customer(annual_income="260000")),
    ):
        deliver()
        events = graded.store.customers.get("C-1").events or ()
        assert [(event.kind, event.on) for event in events] == [(EventKind.STR, date(2026, 7, 10))] * 2
    told = [{"on": "2026-07-10", "kind": "str"}, {"on": "2026-07-10", "kind": "str"}]
    save_customer(graded, "C-1", customer(events=told))
    assert len(graded.store.customers.get("C-1").events or ()) == 2, "what the data tells itself is not told twice"
    assert save_customer(graded, "C-1", customer(events=told)).outcome == "unchanged"


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        (officer(Role.AUDITOR), NotAllowed),
        (officer(Role.ADMINISTRATOR), NotAllowed),
        (officer(Role.ANALYST, "far", "B12"), OtherBranch),
    ],
)
def test_who_may_not_reports_nothing(graded: System, who: Officer, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        open_case(graded, who, report())
    assert graded.store.cases.open_of(["C-1"]) == {}
    assert graded.store.customers.get("C-1").events == ()


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"trigger": Trigger.HIGH_GRADE}, "trigger"),
        ({"text": " "}, "text"),
        ({"text": "长" * 5001}, "text"),
        ({"on": date(2026, 7, 16)}, "on"),
    ],
)
def test_a_report_that_says_too_little_or_too_much(graded: System, changes: dict[str, object], path: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        open_case(graded, ANALYST, report(**changes))  # type: ignore[arg-type]  # fields of the report
    assert [issue.path for issue in caught.value.issues] == [path]


def test_a_report_of_nobody(graded: System) -> None:
    with pytest.raises(NotFound):
        open_case(graded, ANALYST, report(customer="C-9"))
    open_case(graded, ANALYST, report())
    check_customer(graded, customer("C-2"))
    with pytest.raises(InvalidInput):
        open_case(graded, ANALYST, report(customer="C-2"))
