from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amlrisk.console.queue_filter import Asked, Due, place_of, written
from amlrisk.policy.vocabulary import Grade, Trigger
from amlrisk.review.authority import Officer, Role
from amlrisk.review.model import State
from amlrisk.store.case_filter import UNASSIGNED, CaseFilter

TODAY = date(2026, 11, 23)
WHO = Officer(id="me-1", name="某人", role=Role.ANALYST, branches=("B11",))


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({}, {}),
        ({"state": "proposed"}, {"state": State.PROPOSED}),
        ({"state": "gone"}, {}),
        ({"grade": "high", "trigger": "list_change"}, {"grade": Grade.HIGH, "trigger": Trigger.LIST_CHANGE}),
        ({"assignee": "me"}, {"assignee": "me-1"}),
        ({"assignee": "nobody"}, {"assignee": UNASSIGNED}),
        ({"assignee": "other"}, {"assignee": "other"}),
        ({"due": "overdue"}, {"due": date(2026, 11, 22)}),
        ({"due": "today"}, {"due": TODAY}),
        ({"due": "week"}, {"due": date(2026, 11, 30)}),
        ({"due": "tomorrow"}, {}),
        ({"branch": "B12", "list": "un", "q": " 王 "}, {"branch": "B12", "source": "un", "query": "王"}),
        ({"q": "x" * 200}, {"query": "x" * 100}),
    ],
)
def test_words_of_an_address_become_a_filter(arguments: dict[str, str], expected: dict[str, object]) -> None:
    # Within reach of whoever asks, whatever the address says.
    assert Asked.of(arguments).filter(WHO, TODAY) == CaseFilter(branches=("B11",), **expected)


def test_an_address_survives_being_read_and_written() -> None:
    asked = Asked(state=State.OPEN, due=Due.WEEK, assignee="me", q="王&=")
    assert Asked.of(asked.arguments()) == asked
    assert Asked().arguments() == {}


def test_tabs_count_within_the_rest_of_the_filter() -> None:
    asked = Asked(state=State.OPEN, due=Due.WEEK, assignee="me", q="王", branch="B11")
    assert asked.without_tabs() == Asked(q="王", branch="B11")


@given(st.dates(), st.text(min_size=1, max_size=40))
def test_a_place_is_read_as_it_was_written(day: date, id: str) -> None:
    assert place_of(written((day, id))) == (day, id)


@pytest.mark.parametrize("text", [None, "", "~", "2026-11-23", "2026-13-01~x", "x~2026-11-23"])
def test_what_is_no_place_begins_at_the_beginning(text: str | None) -> None:
    assert place_of(text) is None
