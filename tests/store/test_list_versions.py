"""Which version was when in force, who brought it, and what it took the place of."""

from __future__ import annotations

import pytest

from amlrisk.errors import ListShrunken, NotFound, StoreRefused
from amlrisk.store.database import Store
from amlrisk.store.list_deltas import DeltaCounts, ListChange
from amlrisk.store.list_versions import ListDecision
from amlrisk.watchlist.model import SnapshotStatus
from tests.store.examples import at, snapshot

OLD, NEW, THIRD = (snapshot([f"NAME {n}" for n in range(count)], fetched=at(count)) for count in (2, 3, 4))
ERROR = ListShrunken(source="demo", before=3, after=2, limit="20 %")
IN_FORCE = SnapshotStatus.IN_FORCE


def test_versions_over_time(store: Store) -> None:
    store.snapshots.put(OLD, IN_FORCE, now=at(2), author="li")
    store.snapshots.put(NEW, IN_FORCE, now=at(3), author="wang")
    kept_out = store.snapshots.quarantine("demo", OLD, ERROR, at(4), "zhao")
    store.snapshots.put(snapshot(["X"], source="other"), IN_FORCE, now=at(5))
    out, new, old = store.list_versions.page("demo", None, 10)
    assert [(each.author, each.status.value) for each in (out, new, old)] == [
        ("zhao", "quarantined"),
        ("wang", "in_force"),
        ("li", "superseded"),
    ]
    assert (old.in_force_since, old.until, old.before) == (at(2), at(3), None)
    assert (new.in_force_since, new.until, new.before) == (at(3), None, OLD.info.content_sha256)
    assert (out.in_force_since, out.until, out.before) == (None, None, NEW.info.content_sha256)
    assert (out.code, out.text("zh"), out.text("en")) == ("list_shrunken", ERROR.text("zh"), ERROR.text("en"))
    assert (old.code, old.text(), old.decision) == ("", "", None)
    assert store.list_versions.waiting() == [out]
    assert store.list_versions.page("demo", out.id, 1) == [new]
    assert store.list_versions.sizes("demo", 10) == [(at(2), 2), (at(3), 3)]
    assert store.list_versions.sizes("demo", 1) == [(at(3), 3)]
    store.snapshots.release(kept_out, at(6))
    back = store.list_versions.get(kept_out)
    assert (back.before, back.in_force_since) == (NEW.info.content_sha256, at(6))
    assert store.list_versions.get(new.id).until == at(6)


def test_unknown_versions(store: Store) -> None:
    with pytest.raises(NotFound):
        store.list_versions.get(1)
    assert store.list_versions.page("demo", None, 5) == []


def test_files_that_were_no_list(store: Store) -> None:
    store.snapshots.quarantine("demo", None, ERROR, at(1), "li")
    (found,) = store.list_versions.page("demo", None, 5)
    assert (found.info, found.before, found.waiting) == (None, None, True)


def test_a_decision_is_made_once(store: Store) -> None:
    number = store.snapshots.quarantine("demo", OLD, ERROR, at(1), "li")
    version = store.list_versions.get(number)
    decision = ListDecision(verdict="refused", author="wang", reason="文件不全", at=at(2))
    store.list_versions.record(version, decision)
    store.snapshots.refuse(number)
    assert store.list_versions.get(number).decision == decision
    with pytest.raises(StoreRefused):
        store.list_versions.record(version, decision)
    with pytest.raises(NotFound):
        store.snapshots.refuse(number)
    for statement in ("UPDATE list_decisions SET verdict = 'approved'", "DELETE FROM list_decisions"):
        with pytest.raises(StoreRefused):
            store.database.write(statement)


def test_differences_are_kept_and_paged(store: Store) -> None:
    changes = [
        ListChange(kind="removed", entity="E1", name="旧"),
        ListChange(kind="added", entity="E2", name="新"),
        ListChange(kind="changed", entity="E3", name="改", fields=("names", "birth_dates")),
    ]
    deltas = store.list_deltas
    assert deltas.counts("a", "b") is None
    deltas.put("a", "b", changes)
    deltas.put("a", "b", changes[:1])
    deltas.put("b", "c", [])
    assert deltas.counts("a", "b") == DeltaCounts(added=1, changed=1, removed=1)
    assert deltas.counts("b", "c") == DeltaCounts(added=0, changed=0, removed=0)
    assert deltas.page("a", "b", None, 0, 2) == [(1, changes[0]), (2, changes[1])]
    assert deltas.page("a", "b", None, 2, 2) == [(3, changes[2])]
    assert deltas.page("a", "b", "changed", 0, 5) == [(3, changes[2])]
    assert deltas.page("a", "c", None, 0, 5) == []
