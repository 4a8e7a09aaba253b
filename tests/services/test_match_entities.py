"""Matching against a system with two lists in force: which hits, how many, in what order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from amlrisk.errors import ListMissing, ListStale
from amlrisk.screening.model import Hit, Query
from amlrisk.services.match_entities import MatchOptions, match_entities
from amlrisk.services.system import System
from amlrisk.watchlist.model import Schema
from tests.systems import LISTED, Clock, put_list

NAME = "欧阳岚溪"
NEAR = "Casimiro Demonte Wexford"
"""Two words of a listed name, and a third that is another: no hit, but not nothing either."""
WATCHED = ("W-1,Person,欧阳岚溪,1983-11-02,CN,", "W-2,Person,欧陽嵐溪,1950-01-01,CN,")


@pytest.fixture
def two(system: System) -> System:
    put_list(system, WATCHED, source="watch")
    return system


def _match(system: System, schema: str = "Person", *, properties: Any = None, **options: Any) -> dict[str, Any]:
    body = {"queries": {"q": {"schema": schema, "properties": properties or {"name": NAME}}}}
    answer: Any = match_entities(system, body, MatchOptions(**options))
    found: dict[str, Any] = answer["responses"]["q"]
    scores = [each["score"] for each in found["results"]]
    assert scores == sorted(scores, reverse=True)
    return found


def _ids(found: dict[str, Any]) -> list[str]:
    return [each["id"] for each in found["results"]]


def _hits(system: System, threshold: float | None = None, **query: Any) -> tuple[Hit, ...]:
    index = system.desk.in_force(system.rules(), system.now()).index
    (hits,) = index.screen([Query(schema=Schema.PERSON, **{"names": (NAME,), **query})], threshold)
    return hits


def test_the_same_hits_as_screening(two: System) -> None:
    hits = _hits(two)
    found = _match(two)
    assert [(each["id"], each["score"]) for each in found["results"]] == [
        (f"{hit.source}-{hit.entity}", hit.score) for hit in hits
    ]
    assert len(hits) == found["total"]["value"] == 3
    assert all(each["match"] for each in found["results"])


def test_the_limit_cuts_what_is_shown_and_not_what_is_counted(two: System) -> None:
    found = _match(two, limit=1)
    assert len(found["results"]) == 1
    assert found["total"] == {"value": 3, "relation": "eq"}


def test_a_hit_exactly_at_the_threshold_counts(two: System) -> None:
    lowest = _hits(two)[-1].score
    assert lowest < 1.0
    at = _match(two, threshold=lowest)
    assert (len(at["results"]), at["total"]["value"]) == (3, 3)
    above = _match(two, threshold=lowest + 0.0001)
    assert len(above["results"]) == above["total"]["value"] < 3


def test_from_the_threshold_asked_for_it_is_a_match(two: System) -> None:
    """A tool that asks for less and reads only the matches must not overlook what it asked for."""
    pack = two.rules().matching.threshold("Person", "un_sanctions")
    weaker = [hit for hit in _hits(two, 0.1, names=(NEAR,)) if hit.score < pack]
    assert weaker
    found = _match(two, properties={"name": NEAR}, threshold=0.1)
    assert {each["match"] for each in found["results"]} == {True}
    assert found["total"]["value"] == len(found["results"])
    below = _match(two, properties={"name": NEAR}, cutoff=0.1)["results"]
    assert {each["match"] for each in below if each["score"] < pack} == {False}


def test_a_cutoff_shows_more_and_counts_the_same(two: System) -> None:
    shown = _match(two, properties={"name": NEAR}, cutoff=0.1)
    usual = _match(two, properties={"name": NEAR})
    assert len(shown["results"]) > len(usual["results"])
    assert shown["total"] == usual["total"]
    assert _ids(_match(two, cutoff=1.0)) == _ids(_match(two)), "a cutoff above the threshold hides nothing"


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ({"dataset": "watch"}, {"watch-W-1", "watch-W-2"}),
        ({"dataset": "sanctions"}, {"listed-T-4"}),
        ({"include_datasets": ("listed",)}, {"listed-T-4"}),
        ({"exclude_datasets": ("watch",)}, {"listed-T-4"}),
        ({"exclude_entities": frozenset(("watch-W-1", "T-4"))}, {"listed-T-4", "watch-W-2"}),
        ({"exclude_schemata": frozenset(("Person",))}, set()),
        ({"exclude_schemata": frozenset(("Vessel",))}, {"listed-T-4", "watch-W-1", "watch-W-2"}),
        ({"topics": ("sanction",)}, {"listed-T-4"}),
        ({"topics": ("poi", "role.pep")}, {"watch-W-1", "watch-W-2"}),
    ],
)
def test_filters_come_before_limit_and_count(two: System, options: dict[str, Any], ids: set[str]) -> None:
    found = _match(two, **options)
    assert set(_ids(found)) == ids
    assert found["total"]["value"] == len(ids)
    assert len(_match(two, **options, limit=1)["results"]) == min(1, len(ids))


def test_of_birth_dates_that_contradict_each_other_the_better_one_counts(two: System) -> None:
    birth = ["1950-01-01", "1983-11-02"]
    both = {each["id"]: each for each in _match(two, properties={"name": NAME, "birthDate": birth})["results"]}
    for born in birth:
        for each in _match(two, properties={"name": NAME, "birthDate": born})["results"]:
            assert both[each["id"]]["score"] >= each["score"]
    assert both["watch-W-2"]["explanations"]["birth_date"]["query"] == "1950-01-01"
    assert both["listed-T-4"]["explanations"]["birth_date"]["query"] == "1983-11-02"


def test_a_number_finds_its_holder_whatever_the_name(two: System) -> None:
    properties = {"name": "另外一人", "idNumber": "110105197103141178"}
    (result,) = _match(two, properties=properties)["results"]
    assert (result["id"], result["score"], result["match"]) == ("listed-T-1", 1.0, True)


def test_unknown_schema_of_the_caller_meets_every_listed_one(two: System) -> None:
    found = _match(two, "LegalEntity", properties={"name": "Demo Hollow Trading Ltd"})
    assert _ids(found) == ["listed-T-3"]
    assert [each["schema"] for each in found["results"]] == ["Organization"]


# --- what has changed since ---------------------------------------------------------------------------


def test_only_what_is_new_or_changed_since_a_day(two: System, clock: Clock) -> None:
    before = clock.now
    clock.advance(days=2)
    changed = tuple(row.replace("1983-11-02", "1983-11-03") if row.startswith("T-4") else row for row in LISTED)
    put_list(two, (*changed, "T-9,Person,欧阳岚溪,,CN,"))
    assert set(_ids(_match(two))) == {"listed-T-4", "listed-T-9", "watch-W-1", "watch-W-2"}
    for moment in (before, clock.now - timedelta(seconds=1)):
        found = _match(two, changed_since=moment)
        assert set(_ids(found)) == {"listed-T-4", "listed-T-9"}, "changed or new; the rest stood word for word"
        assert found["total"]["value"] == 2
    assert _ids(_match(two, changed_since=clock.now)) == []


def test_of_a_day_before_the_first_version_nothing_can_be_called_unchanged(two: System, clock: Clock) -> None:
    assert len(_match(two, changed_since=clock.now - timedelta(days=1))["results"]) == 3


def test_a_list_confirmed_anew_has_not_changed(two: System, clock: Clock) -> None:
    before = clock.now
    clock.advance(days=1)
    put_list(two)
    assert _ids(_match(two, changed_since=before)) == []
    (result, *_) = _match(two, dataset="listed")["results"]
    assert result["last_change"] == before.isoformat()
    assert result["last_seen"] == clock.now.isoformat()


# --- when no answer can be trusted --------------------------------------------------------------------


def test_without_lists_nobody_is_called_clean(bare: System) -> None:
    with pytest.raises(ListMissing):
        _match(bare)


def test_nor_with_a_stale_list_whatever_dataset_is_asked(two: System, clock: Clock) -> None:
    clock.advance(days=8)
    for dataset in ("default", "watch"):
        with pytest.raises(ListStale):
            _match(two, dataset=dataset)
