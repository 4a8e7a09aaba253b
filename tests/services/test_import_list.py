"""A list comes into force whole, or not at all and with the reason told."""

from __future__ import annotations

import dataclasses
import json
import os
import threading
from pathlib import Path

import msgspec
import pytest

from amlrisk.errors import ListEmpty, ListRejected, ListShrunken, UnknownSource
from amlrisk.policy.vocabulary import ListCategory
from amlrisk.services.check_customer import check_customer
from amlrisk.services.import_list import import_list
from amlrisk.services.list_status import list_states
from amlrisk.services.replay_assessment import Rescreening, replay_assessment
from amlrisk.services.system import System
from amlrisk.watchlist.catalogue import Catalogue
from tests.systems import HEADER, LISTED, NAMESAKE, Clock, customer, desk_for, put_list

FIVE = LISTED


def state(system: System, source: str = "listed"):  # type: ignore[no-untyped-def]
    return next(each for each in list_states(system) if each.source.name == source)


def test_a_first_import_comes_into_force(on_both: System) -> None:
    found = state(on_both)
    assert found.info is not None
    assert (found.info.entities, found.freshness.state, found.quarantined) == (5, "fresh", None)
    assert state(on_both, "watch").freshness.state == "missing"


def test_the_same_file_again_only_confirms(on_both: System, clock: Clock) -> None:
    clock.advance(days=5)
    put_list(on_both)
    found = state(on_both)
    assert found.freshness.age_days == 0
    kinds = [event.kind for event in on_both.store.audit.events(None, 10)]
    assert kinds == ["list_imported", "list_confirmed"]


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ((), ListEmpty),
        (FIVE[:3], ListShrunken),
        (("T-1,Person",), ListRejected),
        (("T-1,Submarine,X,,,",), ListRejected),
    ],
    ids=["empty", "shrunken", "short row", "unknown type"],
)
def test_a_file_that_cannot_be_believed_is_kept_out(
    on_both: System, rows: tuple[str, ...], error: type[ListRejected]
) -> None:
    with pytest.raises(error):
        put_list(on_both, rows)
    found = state(on_both)
    assert found.info is not None
    assert found.info.entities == 5
    assert found.quarantined is not None
    assert found.quarantined.zh
    assert on_both.store.audit.events(None, 10)[-1].kind == "list_quarantined"


def test_exactly_a_fifth_fewer_is_still_believed(system: System) -> None:
    put_list(system, FIVE[:4])
    found = state(system)
    assert found.info is not None
    assert (found.info.entities, found.quarantined) == (4, None)


def test_the_delta_is_told(system: System, tmp_path: Path) -> None:
    path = tmp_path / "new.csv"
    rows = (*FIVE[1:], "T-6,Person,New Demo Person,1990,FR,", FIVE[0].replace("1971-03-14", "1971-03-15"))
    path.write_text("\n".join((HEADER, *rows)), encoding="utf-8")
    done = import_list(system, "listed", [path], actor="test")
    assert done.delta is not None
    assert (len(done.delta.added), len(done.delta.changed), len(done.delta.removed)) == (1, 1, 0)


def test_an_unknown_source_is_named_with_the_known_ones(system: System, tmp_path: Path) -> None:
    with pytest.raises(UnknownSource, match="listed, watch"):
        import_list(system, "nowhere", [tmp_path / "x"], actor="test")


def test_what_a_list_is_follows_the_catalogue_at_once(system: System) -> None:
    """Corrected in the catalogue, a category counts from the next start, without a new import."""
    sources = dict(system.catalogue.sources)
    sources["listed"] = msgspec.structs.replace(sources["listed"], category=ListCategory.ADVERSE)
    corrected = dataclasses.replace(system, catalogue=Catalogue(sources=sources))
    corrected = dataclasses.replace(corrected, desk=desk_for(system.store, corrected.catalogue, system.settings))
    before, after = (json.loads(check_customer(each, customer(subject=NAMESAKE))) for each in (system, corrected))
    assert [answer["hits"][0]["category"] for answer in (before, after)] == ["un_sanctions", "adverse"]
    assert replay_assessment(corrected, before["assessment_id"]).rescreening is Rescreening.IDENTICAL


def test_of_two_imports_at_once_the_older_does_not_win(on_both: System, tmp_path: Path) -> None:
    """A file is judged beside what is in force when it is put there, not when it was opened."""
    source = tmp_path / "slow.csv"
    os.mkfifo(source)
    failed: list[BaseException] = []

    def slow() -> None:
        try:
            import_list(on_both, "listed", [source], actor="slow")
        except ListShrunken as error:
            failed.append(error)
        finally:
            on_both.store.close()

    thread = threading.Thread(target=slow)
    thread.start()
    with source.open("w", encoding="utf-8") as pipe:  # the import has begun, and waits for the rest
        pipe.write(HEADER + "\n")
        pipe.flush()
        put_list(on_both, (*LISTED, "T-6,Person,后来者,1990-01-01,CN,", "T-7,Person,又一人,1990-01-01,CN,"))
        pipe.write("\n".join(LISTED) + "\n")
    thread.join()
    assert len(failed) == 1
    found = state(on_both).info
    assert found is not None
    assert found.entities == 7


def test_a_clock_that_was_ahead_does_not_keep_a_list_from_being_confirmed(on_both: System, clock: Clock) -> None:
    clock.advance(days=365)
    put_list(on_both)
    clock.advance(days=-365)
    assert state(on_both).freshness.state == "stale"
    put_list(on_both)
    assert state(on_both).freshness.state == "fresh"


def test_a_check_after_the_clock_was_put_right_is_what_counts(on_both: System, clock: Clock) -> None:
    clock.advance(days=300)
    put_list(on_both)
    check_customer(on_both, customer())
    clock.advance(days=-300)
    put_list(on_both)
    answer = json.loads(check_customer(on_both, customer(subject=NAMESAKE)))
    current = on_both.store.assessments.current_of(["C-1"])["C-1"]
    assert (current.assessment, current.decision) == (answer["assessment_id"], "review")
