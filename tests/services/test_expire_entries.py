"""What ended leaves its list on the day after its last: as a delisting, and as nothing else."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from amlrisk.errors import ListShrunken
from amlrisk.jobs.scheduler import do_what_is_due
from amlrisk.jobs.timetable import jobs_of
from amlrisk.jobs.turns import do_turn
from amlrisk.policy.vocabulary import Grade
from amlrisk.review.model import Trigger
from amlrisk.screening.model import Disposition, DispositionKind
from amlrisk.services.check_customer import check_customer
from amlrisk.services.decide_hit import decide_hit
from amlrisk.services.expire_entries import expire_entries, expired_since
from amlrisk.services.import_list import Imported, import_list
from amlrisk.services.system import System
from amlrisk.watchlist.catalogue import Catalogue
from amlrisk.watchlist.model import SnapshotInfo, SnapshotStatus
from tests.cases import case_of
from tests.systems import HEADER, LISTED, NAMESAKE, Clock, customer, desk_for

LAST = "2026-07-16"
OVER = datetime(2026, 7, 16, 16, tzinfo=UTC)  # midnight in Shanghai: the day after the last
#: Word for word whom ``customer()`` makes, and a namesake of NAMESAKE: both end.
LIN = f"T-9,Person,林晓雨,1990-05-06,CN,110101199005060028,{LAST}"
ROWS = (*(f"{row}," for row in LISTED if not row.startswith("T-4")), f"T-4,Person,欧阳岚溪,1983-11-02,CN,,{LAST}")


def bring(system: System, rows: Sequence[str]) -> Imported:
    path = system.settings.home / "ending.csv"
    path.write_text("\n".join((f"{HEADER},last_on", *rows)) + "\n", encoding="utf-8")
    return import_list(system, "listed", [path], actor="test")


def with_ends(system: System) -> System:
    """The same, with a column for the last day."""
    listed = system.catalogue.source("listed")
    assert listed.mapping is not None
    listed = msgspec.structs.replace(listed, mapping=msgspec.structs.replace(listed.mapping, last_on="last_on"))
    catalogue = Catalogue(sources={**system.catalogue.sources, "listed": listed})
    return dataclasses.replace(system, catalogue=catalogue, desk=desk_for(system.store, catalogue, system.settings))


@pytest.fixture
def ending(on_both: System, clock: Clock) -> System:
    """In force on the day before the last of two entries."""
    system = with_ends(on_both)
    clock.advance(minutes=5)
    bring(system, (*ROWS, LIN))
    return system


def in_force(system: System) -> SnapshotInfo:
    return system.store.snapshots.in_force()["listed"]


def expire(system: System) -> tuple[str, ...] | None:
    changes = expire_entries(system, "listed", actor="scheduler")
    return None if changes is None else changes.removed


def events(system: System) -> list[str]:
    return [event.kind for event in system.store.audit.events(None, 500) if event.kind.startswith("list_")]


def test_the_last_day_is_included_and_is_one_of_the_installation(ending: System, clock: Clock) -> None:
    clock.now = OVER - timedelta(seconds=1)
    assert (expired_since(ending, "listed"), expire(ending)) == (None, None)
    clock.now = OVER
    assert expired_since(ending, "listed") == OVER
    assert expire(ending) == ("T-4", "T-9")
    assert expire(ending) is None
    assert expired_since(ending, "listed") is None


def test_until_it_is_taken_out_it_hits(ending: System, clock: Clock) -> None:
    clock.now = OVER + timedelta(hours=1)
    assert json.loads(check_customer(ending, customer()))["decision"] == "reject"
    expire(ending)
    assert json.loads(check_customer(ending, customer()))["decision"] == "accept"


def test_it_is_a_delisting_that_says_why_and_no_fresh_list(ending: System, clock: Clock) -> None:
    before = in_force(ending)
    clock.now = OVER + timedelta(hours=1)
    expire(ending)
    after = in_force(ending)
    assert (after.sha256, after.published_on, after.fetched_at) == (before.sha256, None, before.fetched_at)
    assert (before.entities, after.entities, after.expired, after.next_last_on) == (6, 4, 2, None)
    (delisting,) = ending.store.delistings.of("listed", "T-9")
    assert (delisting.removed_at, delisting.content_sha256) == (clock.now, after.content_sha256)
    changes = ending.store.list_deltas.page(before.content_sha256, after.content_sha256, None, 0, 9)
    assert [(each.kind, each.entity, each.fields) for _, each in changes] == [
        ("removed", "T-4", ("last_on",)),
        ("removed", "T-9", ("last_on",)),
    ]
    event = ending.store.audit.events(None, 500)[-1]
    assert (event.kind, event.actor, event.subject, event.detail["expired"]) == (
        "list_expired",
        "scheduler",
        "listed",
        "2",
    )


def test_the_same_file_again_is_the_same_content(ending: System, clock: Clock) -> None:
    clock.now = OVER + timedelta(hours=1)
    expire(ending)
    versions = len(ending.store.list_versions.page("listed", None, 50))
    clock.advance(hours=1)
    done = bring(ending, (*ROWS, LIN))
    assert (done.changed, done.info.expired) == (False, 2)
    assert in_force(ending).fetched_at == clock.now
    assert len(ending.store.list_versions.page("listed", None, 50)) == versions
    assert events(ending)[-2:] == ["list_expired", "list_confirmed"]


def test_an_import_leaves_out_what_has_ended(ending: System, clock: Clock) -> None:
    """Also where no job has run: two of six are more than a fifth, and none of them got lost."""
    clock.now = OVER
    done = bring(ending, (*ROWS, LIN))
    assert (done.changed, done.info.entities, done.info.expired) == (True, 4, 2)
    assert done.delta is not None
    assert done.delta.removed == ("T-4", "T-9")
    assert expired_since(ending, "listed") is None
    assert len(ending.store.delistings.of("listed", "T-4")) == 1


def test_what_ended_hides_nothing_that_got_lost(ending: System, clock: Clock) -> None:
    clock.now = OVER
    with pytest.raises(ListShrunken, match="3"):
        bring(ending, ROWS[1:])
    assert in_force(ending).entities == 6


def test_a_list_of_which_everything_ended_is_empty_and_believed(ending: System, clock: Clock) -> None:
    everything = [f"{row.rpartition(',')[0]},{LAST}" for row in (*ROWS, LIN)]
    bring(ending, everything)
    clock.now = OVER
    done = bring(ending, everything)
    assert (done.info.entities, done.info.expired) == (0, 6)
    assert json.loads(check_customer(ending, customer()))["decision"] == "accept"


def test_what_waits_in_quarantine_goes_on_waiting(ending: System, clock: Clock) -> None:
    with pytest.raises(ListShrunken):
        bring(ending, ROWS[:2])
    (waiting,) = ending.store.list_versions.waiting()
    clock.now = OVER
    expire(ending)
    (still,) = ending.store.list_versions.waiting()
    assert (still.id, still.status) == (waiting.id, SnapshotStatus.QUARANTINED)


def test_longer_again_reopens_nothing(ending: System, clock: Clock) -> None:
    """Another last day is no other person."""
    cleared(ending)
    bring(ending, (*(row.replace(LAST, "2026-12-31") for row in ROWS), LIN))
    assert check(ending, NAMESAKE)["decision"] == "accept"
    clock.now = OVER
    assert expire(ending) == ("T-9",)


def check(system: System, subject: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(check_customer(system, customer("C-4", subject=subject)))
    return answer


def cleared(system: System) -> None:
    check(system, NAMESAKE)
    pair: dict[str, Any] = {"customer": "C-4", "party": "subject", "source": "listed", "entity": "T-4"}
    made = Disposition(**pair, kind=DispositionKind.FALSE_POSITIVE, reason="看过证件", author="li")
    assert decide_hit(system, made).outcome.decision == "accept"


def test_the_scheduler_lifts_what_it_imposed_and_reopens_what_it_decided(ending: System, clock: Clock) -> None:
    store = ending.store
    check_customer(ending, customer())
    cleared(ending)
    do_what_is_due(ending)
    assert store.assessments.current_of(["C-1"])["C-1"].grade is Grade.UNACCEPTABLE
    clock.now = OVER - timedelta(minutes=1)
    assert "expire:listed" not in {turn.job for turn in do_what_is_due(ending)}
    clock.now = OVER + timedelta(minutes=1)
    done = {turn.job: turn for turn in do_what_is_due(ending)}
    assert (done["expire:listed"].outcome, done["expire:listed"].at) == ("done", OVER)
    assert done["rescreen:listed"].outcome == "done"
    lifted = store.assessments.current_of(["C-1"])["C-1"]
    assert (lifted.grade, lifted.assessed_at) == (Grade.GENERAL, clock.now)
    assert Trigger.LIST_CHANGE in case_of(ending, "C-1").triggers
    assert store.assessments.current_of(["C-4"])["C-4"].assessed_at == clock.now
    # Listed again, it is decided again.
    clock.advance(minutes=5)
    bring(ending, [row.replace(LAST, "2026-12-31") for row in ROWS])
    (hit,) = check(ending, NAMESAKE)["hits"]
    assert [why["code"] for why in hit["reopened"]["why"]] == ["relisted"]


def test_a_version_that_brings_it_back_is_looked_at_at_once(ending: System, clock: Clock) -> None:
    """As an approval does of a version that was read before the entry ended."""
    with pytest.raises(ListShrunken):
        bring(ending, (*ROWS[-1:], LIN))
    (waiting,) = ending.store.list_versions.waiting()
    (job,) = (each for each in jobs_of(ending) if each.name == "expire:listed")
    clock.now = OVER
    assert do_turn(ending, job, "one:1:a") is not None
    clock.advance(hours=5)
    ending.store.snapshots.release(waiting.id, clock.now)
    assert in_force(ending).next_last_on == date.fromisoformat(LAST)
    turn = do_turn(ending, job, "one:1:a")
    assert turn is not None
    assert (turn.at, in_force(ending).entities) == (clock.now, 0)
