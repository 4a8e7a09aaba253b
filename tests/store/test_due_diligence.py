from __future__ import annotations

from datetime import date, datetime

import pytest

from amlrisk.errors import StoreRefused
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.model import Action, State
from amlrisk.store.database import Store
from amlrisk.store.due_diligence import DueDiligence
from amlrisk.tiering.standing import Circumstances
from tests.store.examples import NOW, assessment, at, case, moved, opened, saved


def record(ref: str = "C1", when: datetime = NOW, form: str = "") -> DueDiligence:
    return DueDiligence(
        customer=ref, funds="工资", wealth="经商", purpose="养老", conclusion="无异常", author="li", at=when, form=form
    )


def test_records_stay_and_a_form_counts_once(store: Store) -> None:
    saved(store, "C1", "C2")
    for made in (record(form="f1"), record("C2"), record(when=at(5))):
        store.due_diligence.append(made)
    assert store.due_diligence.history("C1") == [record(when=at(5)), record(form="f1")]
    assert store.due_diligence.by_form("f1") == record(form="f1")
    assert store.due_diligence.by_form("") is None
    for refused in (record(form="f1"), record("C9")):
        with pytest.raises(StoreRefused):
            store.due_diligence.append(refused)


def test_of_whom_nothing_is_known_nothing_is_told(store: Store) -> None:
    saved(store, "C1")
    assert store.due_diligence.circumstances(["C1", "C9"]) == {}


def test_the_grade_that_counts_and_since_when(store: Store) -> None:
    saved(store, "C1", "C2")
    review_on = date(2027, 1, 2)
    steps = [(Grade.GENERAL, 0), (Grade.HIGH, 1), (Grade.GENERAL, 2), (Grade.HIGH, 3), (Grade.HIGH, 4)]
    for grade, minutes in steps:
        it = assessment(f"a{minutes}", grade=grade, when=at(minutes), review_on=review_on)
        store.assessments.append(it)
    store.assessments.append(assessment("a9", "C2", review_on=None))
    assert store.due_diligence.circumstances(["C1", "C2"]) == {
        "C1": Circumstances(grade=Grade.HIGH, next_review_on=review_on, grade_since=at(3)),
        "C2": Circumstances(grade=Grade.GENERAL),
    }


def test_the_first_record_of_the_present_spell_counts(store: Store) -> None:
    saved(store, "C1", "C2", "C3")
    for ref in ("C1", "C3"):
        for minutes, grade in ((0, Grade.GENERAL), (4, Grade.HIGH), (5, Grade.HIGH)):
            store.assessments.append(assessment(f"{ref}-{minutes}", ref, grade=grade, when=at(minutes)))
    for minutes in (3, 7, 4, 5):
        store.due_diligence.append(record(when=at(minutes)))
    store.due_diligence.append(record("C2", when=at(6)))
    store.due_diligence.append(record("C3", when=at(3)))
    found = store.due_diligence.circumstances(["C1", "C2", "C3"])
    assert [found[ref].due_diligence_at for ref in ("C1", "C2", "C3")] == [at(4), at(6), None]


def test_the_open_case_and_the_last_that_a_senior_manager_approved(store: Store) -> None:
    saved(store, "C1", "C2")
    store.assessments.append_many([assessment("a1"), assessment("a2", "C2")])
    store.cases.open([opened("k1"), opened("k2", "C2", assessment="a2")])
    for minutes, action, id in ((1, Action.APPROVE, "k1"), (2, Action.CONFIRM, "k3")):
        if id != "k1":
            store.cases.open([opened(id)])
        store.cases.advance([moved(case(id), action, state=State.CLOSED, closed_at=at(minutes))])
    found = store.due_diligence.circumstances(["C1", "C2"])
    assert (found["C1"].case, found["C1"].approved_at) == (None, at(1))
    assert (found["C2"].case, found["C2"].approved_at) == (case("k2", "C2", assessment="a2"), None)


def test_a_case_that_waits_for_approval_is_not_approved(store: Store) -> None:
    saved(store, "C1")
    store.assessments.append(assessment("a1"))
    store.cases.open([opened("k1")])
    store.cases.advance([moved(case("k1"), Action.APPROVE, state=State.APPROVAL)])
    assert store.due_diligence.circumstances(["C1"])["C1"].approved_at is None
