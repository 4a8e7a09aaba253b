from __future__ import annotations

import pytest

from amlrisk.errors import StoreRefused, StoreUnavailable
from amlrisk.store.audit import BrokenEvent
from amlrisk.store.connection import Dialect
from amlrisk.store.database import Store
from tests.store.examples import NOW, at


@pytest.fixture
def trail(store: Store) -> Store:
    """Seven events, and no trigger in the way: as someone with all rights would have it."""
    for n in range(7):
        store.audit.append("list_imported", "officer", f"demo{n}", {"entities": n, "名单": "示例"}, at(n))
    if store.database.dialect is Dialect.SQLITE:
        names = ("no_update", "no_delete", "no_replace_1")
        for name in names:
            store.database.write(f"DROP TRIGGER audit_events_{name}")
    else:
        store.database.write("ALTER TABLE audit_events DISABLE TRIGGER ALL")
    return store


def test_events_are_numbered_chained_and_readable(store: Store) -> None:
    assert store.audit.head() == (0, "")
    assert store.audit.verify() is None
    first = store.audit.append("a", "officer", "C1", {"x": 1}, NOW)
    second = store.audit.append("b", "officer", "C1", {}, at(1))
    assert (first.seq, first.previous_hash, first.at, first.detail) == (1, "", NOW, {"x": 1})
    assert (second.seq, second.previous_hash) == (2, first.hash)
    assert store.audit.events(None, 10) == [first, second]
    assert store.audit.events(1, 10) == [second]
    assert store.audit.recent(1) == [second]
    assert store.audit.head() == (2, second.hash)
    assert store.audit.verify() is None


def test_an_event_is_there_only_if_what_it_tells_of_is(store: Store) -> None:
    def audit_and_fail() -> None:
        with store.transaction():
            store.audit.append("a", "officer", "C1", {}, NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        audit_and_fail()
    assert store.audit.events(None, 10) == []
    assert store.audit.append("b", "officer", "C1", {}, NOW).seq == 1
    assert store.audit.verify() is None


@pytest.mark.parametrize(
    ("tampering", "broken"),
    [
        ("UPDATE audit_events SET actor = 'nobody' WHERE seq = 3", (3, "changed")),
        ("UPDATE audit_events SET detail = '{}' WHERE seq = 7", (7, "changed")),
        ("UPDATE audit_events SET at = '2020' WHERE seq = 1", (1, "changed")),
        ("UPDATE audit_events SET hash = 'x' WHERE seq = 3", (3, "changed")),
        ("UPDATE audit_events SET previous_hash = 'x' WHERE seq = 3", (3, "unlinked")),
        ("DELETE FROM audit_events WHERE seq = 4", (4, "missing")),
        ("DELETE FROM audit_events WHERE seq = 1", (1, "missing")),
        ("DELETE FROM audit_events WHERE seq >= 6", (6, "cut_off")),
        ("DELETE FROM audit_events", (1, "cut_off")),
        ("UPDATE audit_head SET seq = 9", (8, "cut_off")),
        ("UPDATE audit_head SET hash = 'x'", (8, "cut_off")),
        ("DELETE FROM audit_head", (1, "cut_off")),
        ("UPDATE audit_head SET seq = 0, hash = ''", (1, "unanchored")),
        ("UPDATE audit_head SET seq = 5, hash = (SELECT hash FROM audit_events WHERE seq = 5)", (6, "unanchored")),
    ],
)
def test_tampering_is_found_and_placed(trail: Store, tampering: str, broken: tuple[int, str]) -> None:
    assert trail.audit.verify() is None
    trail.database.write(tampering)
    found = trail.audit.verify()
    assert found == BrokenEvent(seq=broken[0], reason=broken[1])
    for language in ("zh", "en"):
        assert str(broken[0]) in found.text(language)
    assert found.text("zh") != found.text("en")


COLUMNS = "seq, at, kind, actor, subject, detail, previous_hash, hash"


def _swap(store: Store, one: int, two: int) -> None:
    for old, new in ((one, -1), (two, one), (-1, two)):
        store.database.write("UPDATE audit_events SET seq = ? WHERE seq = ?", (new, old))


@pytest.mark.parametrize("seq", range(1, 8))
def test_wherever_it_is_done_that_event_is_named(trail: Store, seq: int) -> None:
    """Each way in turn at each event, undone before the next."""
    write, verify = trail.database.write, trail.audit.verify
    for column in ("at", "kind", "actor", "subject", "detail", "hash"):
        before = trail.database.value(f"SELECT {column} FROM audit_events WHERE seq = ?", (seq,))
        write(f"UPDATE audit_events SET {column} = ? WHERE seq = ?", (f"{before} ", seq))
        assert verify() == BrokenEvent(seq=seq, reason="changed"), column
        write(f"UPDATE audit_events SET {column} = ? WHERE seq = ?", (before, seq))
    for other in {1, 4, 7} - {seq}:
        _swap(trail, seq, other)
        assert verify() == BrokenEvent(seq=min(seq, other), reason="unlinked"), other
        _swap(trail, seq, other)
    kept = trail.database.row(f"SELECT {COLUMNS} FROM audit_events WHERE seq = ?", (seq,))
    assert kept is not None
    write("DELETE FROM audit_events WHERE seq = ?", (seq,))
    assert verify() == BrokenEvent(seq=seq, reason="cut_off" if seq == 7 else "missing")
    write(f"INSERT INTO audit_events ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", kept)
    assert verify() is None
    write("DELETE FROM audit_events WHERE seq >= ?", (seq,))
    assert verify() == BrokenEvent(seq=seq, reason="cut_off")


def test_numbers_closed_up_over_a_deleted_event(trail: Store) -> None:
    trail.database.write("DELETE FROM audit_events WHERE seq = 4")
    for seq in (5, 6, 7):
        trail.database.write("UPDATE audit_events SET seq = ? WHERE seq = ?", (seq - 1, seq))
    trail.database.write("UPDATE audit_head SET seq = 6")
    assert trail.audit.verify() == BrokenEvent(seq=4, reason="unlinked")


def test_an_event_pushed_in_between(trail: Store) -> None:
    for seq in (7, 6, 5):
        trail.database.write("UPDATE audit_events SET seq = ? WHERE seq = ?", (seq + 1, seq))
    trail.database.write(
        f"INSERT INTO audit_events ({COLUMNS}) SELECT 5, at, kind, 'somebody', subject, detail, hash, 'x'"
        " FROM audit_events WHERE seq = 4"
    )
    trail.database.write("UPDATE audit_head SET seq = 8")
    assert trail.audit.verify() == BrokenEvent(seq=5, reason="changed")


@pytest.mark.postgres
def test_a_truncated_table(postgres_store: Store) -> None:
    postgres_store.audit.append("a", "officer", "C1", {}, NOW)
    with pytest.raises(StoreRefused):
        postgres_store.database.write("TRUNCATE audit_events")
    assert postgres_store.audit.verify() is None
    postgres_store.database.write("DROP TRIGGER audit_events_no_truncate ON audit_events")
    postgres_store.database.write("TRUNCATE audit_events")
    assert postgres_store.audit.verify() == BrokenEvent(seq=1, reason="cut_off")


def test_nothing_is_appended_to_a_trail_without_its_end(trail: Store) -> None:
    trail.database.write("DELETE FROM audit_head")
    with pytest.raises(StoreUnavailable):
        trail.audit.append("a", "officer", "C1", {}, NOW)


def test_two_events_in_each_others_place(trail: Store) -> None:
    for old, new in ((2, -1), (3, 2), (-1, 3)):
        trail.database.write("UPDATE audit_events SET seq = ? WHERE seq = ?", (new, old))
    assert trail.audit.verify() == BrokenEvent(seq=2, reason="unlinked")


def test_an_event_recomputed_does_not_fit_the_next(trail: Store) -> None:
    forged = trail.audit.events(2, 1)[0]
    trail.database.write("DELETE FROM audit_events WHERE seq >= 3")
    trail.database.write("UPDATE audit_head SET seq = 2, hash = ?", (forged.previous_hash,))
    trail.audit.append(forged.kind, "somebody else", forged.subject, forged.detail, forged.at)
    assert trail.audit.verify() is None, "whoever recomputes the chain is found by a head noted elsewhere only"
    assert trail.audit.head()[0] == 3
