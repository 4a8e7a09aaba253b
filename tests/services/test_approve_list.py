"""What was kept out comes into force only by a second person's word, and then whole."""

from __future__ import annotations

import json
import threading
from contextlib import suppress

import pytest

from amlrisk.errors import (
    AmlriskError,
    InvalidInput,
    ListDecided,
    ListOwnImport,
    ListShrunken,
    ListTruncated,
    ListUnreadable,
    NotFound,
)
from amlrisk.services.approve_list import REASON_CHARS, approve_list, refuse_list
from amlrisk.services.check_customer import check_customer
from amlrisk.services.import_list import import_list
from amlrisk.services.system import System
from amlrisk.watchlist.model import SnapshotStatus
from tests.systems import LISTED, NAMESAKE, Clock, customer, put_list

REASON = "发布机构确认已批量移出"


def kept_out(system: System, rows: tuple[str, ...] = LISTED[:3]) -> int:
    """A version that lost too many entries, imported by ``test``; its number."""
    with suppress(ListShrunken, ListTruncated):
        put_list(system, rows)
    return system.store.list_versions.waiting()[-1].id


def test_a_second_person_puts_it_in_force_with_its_delistings(on_both: System, clock: Clock) -> None:
    raw = customer(subject=NAMESAKE)
    assert [each["entity"] for each in json.loads(check_customer(on_both, raw))["hits"]] == ["T-4"]
    number = kept_out(on_both)
    clock.advance(hours=1)
    info = approve_list(on_both, number, actor="li", reason=f" {REASON} ")
    assert info.entities == 3
    in_force = on_both.store.snapshots.in_force()["listed"]
    assert (in_force.content_sha256, in_force.entities) == (info.content_sha256, 3)
    assert on_both.store.delistings.of("listed", "T-4")[0].removed_at == clock.now
    event = on_both.store.audit.recent(1)[0]
    assert json.loads(check_customer(on_both, raw))["hits"] == []
    assert (event.kind, event.actor, event.subject) == ("list_approved", "li", "listed")
    assert event.detail == {
        "id": str(number),
        "sha256": info.sha256,
        "entities": "3",
        "imported_by": "test",
        "code": "list_shrunken",
        "reason": REASON,
    }
    now, before = on_both.store.list_versions.page("listed", None, 10)
    assert now.decision is not None
    assert (now.decision.verdict, now.decision.author, now.decision.reason) == ("approved", "li", REASON)
    assert (before.status, before.until) == (SnapshotStatus.SUPERSEDED, clock.now)


def test_refused_it_stays_out_for_good(on_both: System) -> None:
    number = kept_out(on_both)
    refuse_list(on_both, number, actor="li", reason=REASON)
    assert on_both.store.snapshots.in_force()["listed"].entities == 5
    assert on_both.store.snapshots.quarantined() == []
    version = on_both.store.list_versions.get(number)
    assert (version.status, version.waiting) == (SnapshotStatus.REFUSED, False)
    event = on_both.store.audit.recent(1)[0]
    assert (event.kind, event.actor, event.detail["reason"]) == ("list_refused", "li", REASON)
    put_list(on_both, (*LISTED, "T-6,Person,New Demo Person,1990,FR,"))
    assert on_both.store.list_versions.get(number).status is SnapshotStatus.REFUSED, "a later version settles nothing"
    again = kept_out(on_both)
    assert again != number, "the same file once more is a question of its own"


@pytest.mark.parametrize("actor", ["test", "TEST", " test "])
@pytest.mark.parametrize("decide", [approve_list, refuse_list])
def test_nobody_decides_about_their_own_import(system: System, decide, actor: str) -> None:  # type: ignore[no-untyped-def]
    number = kept_out(system)
    events = system.store.audit.head()
    with pytest.raises(ListOwnImport):
        decide(system, number, actor=actor, reason=REASON)
    assert system.store.list_versions.get(number).waiting
    assert system.store.audit.head() == events


def test_nobody_is_a_second_person_where_the_first_is_not_known(system: System) -> None:
    number = kept_out(system)
    system.store.database.write("UPDATE snapshots SET author = NULL WHERE id = ?", (number,))
    with pytest.raises(ListOwnImport):
        approve_list(system, number, actor="li", reason=REASON)


@pytest.mark.parametrize(
    ("actor", "reason"), [("li", ""), ("li", " \n"), ("", REASON), ("li", "长" * (REASON_CHARS + 1))]
)
def test_a_decision_has_an_author_and_a_reason(system: System, actor: str, reason: str) -> None:
    number = kept_out(system)
    with pytest.raises(InvalidInput):
        approve_list(system, number, actor=actor, reason=reason)
    assert system.store.list_versions.get(number).waiting


def test_what_waits_for_nobody_cannot_be_decided(system: System) -> None:
    approved, unknown = kept_out(system), 999
    approve_list(system, approved, actor="li", reason=REASON)
    settled = kept_out(system, LISTED[:1])
    put_list(system, (*LISTED[:3], "T-6,Person,New Demo Person,1990,FR,"))
    for number, error in ((approved, ListDecided), (settled, ListDecided), (unknown, NotFound)):
        for decide in (approve_list, refuse_list):
            with pytest.raises(error):
                decide(system, number, actor="li", reason=REASON)
    in_force = system.store.list_versions.page("listed", None, 1)[0]
    with pytest.raises(ListDecided):
        refuse_list(system, in_force.id, actor="li", reason=REASON)


def test_files_that_are_no_list_can_only_be_refused(system: System) -> None:
    number = kept_out(system, ("T-1,Person",))
    with pytest.raises(ListUnreadable):
        approve_list(system, number, actor="li", reason=REASON)
    assert system.store.list_versions.get(number).waiting, "nothing of the refused approval is left"
    refuse_list(system, number, actor="li", reason=REASON)
    assert not system.store.list_versions.get(number).waiting


def test_all_or_nothing(on_both: System) -> None:
    """Where the audit event cannot be written the version is not in force either."""
    number = kept_out(on_both)
    on_both.store.database.write("ALTER TABLE audit_head RENAME TO away")
    with pytest.raises(AmlriskError):
        approve_list(on_both, number, actor="li", reason=REASON)
    on_both.store.database.write("ALTER TABLE away RENAME TO audit_head")
    assert on_both.store.list_versions.get(number).waiting
    assert on_both.store.snapshots.in_force()["listed"].entities == 5
    assert on_both.store.delistings.of("listed", "T-4") == []


def test_two_who_decide_at_once(on_both: System) -> None:
    number = kept_out(on_both)
    said: list[str] = []

    def decide(actor: str) -> None:
        try:
            (approve_list if actor == "li" else refuse_list)(on_both, number, actor=actor, reason=REASON)
            said.append(actor)
        except ListDecided:
            said.append("late")
        finally:
            on_both.store.close()

    threads = [threading.Thread(target=decide, args=(actor,)) for actor in ("li", "wang")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said)[0] == "late"
    assert len({*said} - {"late"}) == 1
    kinds = [event.kind for event in on_both.store.audit.recent(5)]
    assert sum(kind in {"list_approved", "list_refused"} for kind in kinds) == 1


def test_who_imports_the_same_file_again_is_no_new_importer(system: System) -> None:
    number = kept_out(system)
    with pytest.raises(ListShrunken):
        import_list(system, "listed", [system.settings.home / "listed.csv"], actor="li")
    assert [each.id for each in system.store.list_versions.waiting()] == [number]
    with pytest.raises(ListOwnImport):
        approve_list(system, number, actor="test", reason=REASON)


def test_what_it_would_change_is_known_at_once(system: System) -> None:
    version = system.store.list_versions.get(kept_out(system))
    assert version.info is not None
    assert version.before is not None
    counts = system.store.list_deltas.counts(version.before, version.info.content_sha256)
    assert counts is not None
    assert (counts.added, counts.changed, counts.removed) == (0, 0, 2)
