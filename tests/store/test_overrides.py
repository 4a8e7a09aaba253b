from __future__ import annotations

from datetime import date

import pytest

from amlrisk.errors import StoreRefused
from amlrisk.policy.vocabulary import Grade
from amlrisk.store.database import Store
from tests.store.examples import NOW, assessment, opened, override, saved


@pytest.fixture
def graded(store: Store) -> Store:
    saved(store, "C1", "C2")
    store.assessments.append_many([assessment("a1", "C1"), assessment("a2", "C2")])
    store.cases.open([opened()])
    return store


def test_an_override_holds_up_to_the_day_before_it_expires(graded: Store) -> None:
    given = override(until=date(2027, 2, 28))
    graded.overrides.append(given)
    assert graded.overrides.in_force(["C1", "C2"], date(2027, 2, 27)) == {"C1": given}
    assert graded.overrides.in_force(["C1", "C2"], date(2027, 2, 28)) == {}
    assert graded.overrides.history("C1") == [given]


def test_a_later_one_takes_the_place_of_all_before_even_where_it_ends_sooner(graded: Store) -> None:
    long, short = override(until=date(2027, 6, 30)), override(grade=Grade.GENERAL, until=date(2027, 1, 1))
    graded.overrides.append(long)
    graded.overrides.append(short)
    assert graded.overrides.in_force(["C1"], date(2026, 12, 31)) == {"C1": short}
    assert graded.overrides.in_force(["C1"], date(2027, 1, 1)) == {}
    assert graded.overrides.history("C1") == [long, short]


def test_one_that_was_ended_does_not_hold_and_is_kept(graded: Store) -> None:
    graded.overrides.end("C1", "k1", NOW)  # nothing to end
    graded.overrides.append(override())
    graded.overrides.append(override("C2"))
    graded.overrides.end("C1", "k1", NOW)
    graded.overrides.end("C1", "k1", NOW)
    assert graded.overrides.in_force(["C1", "C2"], NOW.date()) == {"C2": override("C2")}
    graded.overrides.append(override(grade=Grade.GENERAL))
    assert graded.overrides.in_force(["C1"], NOW.date()) == {"C1": override(grade=Grade.GENERAL)}
    assert len(graded.overrides.history("C1")) == 2


def test_an_override_belongs_to_a_case_that_is_there(graded: Store) -> None:
    with pytest.raises(StoreRefused):
        graded.overrides.append(override("C9"))
