from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from amlrisk.errors import Duplicate, NotFound, StoreRefused
from amlrisk.facts.digest import canonical
from amlrisk.policy.vocabulary import Decision, Grade
from amlrisk.screening.model import DispositionKind
from amlrisk.store.current import Entry
from amlrisk.store.database import Store
from tests.store.examples import NOW, assessment, at, hit, saved


def test_an_assessment_comes_back_as_it_was(store: Store) -> None:
    saved(store, "C1")
    whole = assessment("a1", score="44.40", hits=(hit("E1", None),), run="r1")
    store.assessments.append(whole)
    assert store.assessments.get("a1") == whole
    assert store.assessments.latest("C1") == whole
    assert store.assessments.document("a1") == canonical(whole)
    assert store.assessments.count() == 1


def test_what_is_not_there(store: Store) -> None:
    saved(store, "C1")
    for call in (store.assessments.get, store.assessments.document):
        with pytest.raises(NotFound):
            call("a1")
    assert store.assessments.latest("C1") is None
    assert store.assessments.history("C1") == []
    assert store.assessments.current(["C1"]) == {}


def test_history_is_newest_first_also_within_one_moment(store: Store) -> None:
    saved(store, "C1", "C2")
    for id, minutes in (("z", 0), ("b", 5), ("a", 5)):
        store.assessments.append(assessment(id, when=at(minutes)))
    store.assessments.append(assessment("other", "C2"))
    assert [each.id for each in store.assessments.history("C1")] == ["a", "b", "z"]
    assert [each.id for each in store.assessments.history("C1", 1)] == ["a"]
    assert store.assessments.ids("a", 2) == ["b", "other"]


def test_the_current_one_only_moves_forward(store: Store) -> None:
    saved(store, "C1")
    store.assessments.append(assessment("new", when=at(10), grade=Grade.HIGH))
    store.assessments.append(assessment("late", when=at(9)))
    assert store.assessments.current(["C1", "C9"]) == {"C1": "new"}
    assert len(store.assessments.history("C1")) == 2
    # Of two in the same moment, the one recorded later counts.
    store.assessments.append(assessment("same", when=at(10)))
    assert store.assessments.current(["C1"]) == {"C1": "same"}


def test_current_of_says_what_the_assessment_says(store: Store) -> None:
    saved(store, "C1")
    hits = (
        hit("E1", None),
        hit("E2", DispositionKind.INCONCLUSIVE),
        hit("E3", DispositionKind.FALSE_POSITIVE),
        hit("E4", DispositionKind.TRUE_MATCH),
    )
    store.assessments.append(
        assessment("a1", grade=Grade.HIGH, decision=Decision.REVIEW, score="62.0", hits=hits, review_on=None)
    )
    current = store.assessments.current_of(["C1"])["C1"]
    assert current.assessment == "a1"
    assert (current.grade, current.decision, current.score) == (Grade.HIGH, Decision.REVIEW, Decimal("62.0"))
    assert (current.first_on, current.next_review_on) == (date(2026, 11, 23), None)
    assert current.pending_hits == 2, "an inconclusive hit is as open as one nobody has looked at"
    assert current.assessed_at == NOW


def test_once_per_run_and_customer(store: Store) -> None:
    saved(store, "C1", "C2", "C3")
    store.assessments.append_many([assessment("a1", "C1", run="r1"), assessment("a2", "C3", run="r1")])
    assert store.assessments.refs_not_done("r1", ["C3", "C2", "C1"]) == ["C2"]
    with pytest.raises(Duplicate):
        store.assessments.append_many([assessment("b2", "C2", run="r1"), assessment("b1", "C1", run="r1")])
    # All or none: C2 is not done either.
    assert store.assessments.refs_not_done("r1", ["C1", "C2", "C3"]) == ["C2"]
    assert store.assessments.current(["C2"]) == {}
    # Another run, or none, is free to.
    store.assessments.append_many([assessment("c1", "C1", run="r2"), assessment("d1"), assessment("e1")])


def test_entries_made_elsewhere_are_the_same(store: Store) -> None:
    saved(store, "C1")
    whole = assessment("a1")
    entry = Entry.of(whole, canonical(whole))
    assert entry == Entry.of(whole)
    store.assessments.append_entries([])
    store.assessments.append_entries([entry])
    assert store.assessments.get("a1") == whole


def test_what_could_not_be_replayed_is_refused(store: Store) -> None:
    with pytest.raises(StoreRefused) as caught:
        store.assessments.append(assessment("a1"))
    assert caught.value.params["rule"] == "reference"


def test_due_on_the_day_and_before(store: Store) -> None:
    days = {"C1": date(2026, 11, 24), "C2": date(2026, 11, 22), "C3": date(2026, 11, 23), "C4": None}
    saved(store, *days)
    store.assessments.append_many(assessment(ref, ref, review_on=on) for ref, on in days.items())
    today = date(2026, 11, 23)
    assert store.assessments.due(today) == ["C2", "C3"]
    assert store.assessments.due(today, 1) == ["C2"]
