"""History is kept by the database itself: whoever writes SQL by hand is stopped as well."""

from __future__ import annotations

from contextlib import suppress

import pytest

from amlrisk.errors import Duplicate, StoreRefused
from amlrisk.facts.model import Event, EventKind
from amlrisk.store.database import Store
from amlrisk.store.list_syncs import Attempt
from amlrisk.tiering.entitlements import Use
from tests.store.examples import NOW, PACK, assessment, disposition, opened, override, saved
from tests.store.test_due_diligence import record
from tests.store.test_service_records import care
from tests.store.test_vip_applications import asked, decided
from tests.store.tier_examples import entry, evaluation, member, value

#: Table, a column to change, and the columns that make up its keys.
TABLES = [
    ("facts", "recorded_at"),
    ("packs", "name"),
    ("active_policy", "author"),
    ("assessments", "grade"),
    ("dispositions", "kind"),
    ("delistings", "entity"),
    ("audit_events", "actor"),
    ("case_events", "actor"),
    ("overrides", "grade"),
    ("override_ends", "ended_at"),
    ("reported_events", "kind"),
    ("list_attempts", "outcome"),
    ("vip_applications", "tier"),
    ("vip_decisions", "verdict"),
    ("service_records", "fields"),
    ("value_facts", "recorded_at"),
    ("tier_evaluations", "effective"),
    ("membership_entries", "tier"),
    ("entitlement_uses", "used_on"),
    ("due_diligence", "author"),
]


@pytest.fixture
def history(store: Store) -> Store:
    return _with_history(store)


def _with_history(store: Store) -> Store:
    """A row in every table that may only grow."""
    saved(store, "C1")
    store.packs.activate(PACK, "officer", NOW)
    store.assessments.append(assessment("a1", run="r1"))
    store.dispositions.append(disposition(), NOW)
    store.delistings.append("demo", ["E9"], "content", NOW)
    store.audit.append("demo", "officer", "C1", {}, NOW)
    store.cases.open([opened("k1")])
    store.overrides.append(override())
    store.overrides.end("C1", "k1", NOW)
    store.reported_events.append("C1", Event(on=NOW.date(), kind=EventKind.STR), "officer", NOW)
    store.list_syncs.append(Attempt(source="demo", at=NOW, good=True, outcome="imported", zh="", en="", actor="li"))
    store.vip.append(asked())
    store.vip.decide("v1", decided())
    store.service_records.append(care())
    store.values.save_many([value()], NOW)
    store.tiers.append([evaluation()])
    store.memberships.append([entry(membership=member(), form="f1")])
    store.memberships.use("C1", Use(entitlement="lounge", on=NOW.date()), "su", NOW, "f1")
    store.due_diligence.append(record(form="f1"))
    return store


def _rows(store: Store, table: str) -> list[tuple[object, ...]]:
    return store.database.rows(f"SELECT * FROM {table}")


@pytest.mark.parametrize(("table", "column"), TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET {column} = 'x'", "DELETE FROM {table}"])
def test_rows_are_neither_changed_nor_deleted(history: Store, table: str, column: str, statement: str) -> None:
    before = _rows(history, table)
    assert before
    with pytest.raises(StoreRefused) as caught:
        history.database.write(statement.format(table=table, column=column))
    assert caught.value.params["rule"] == "append_only"
    assert _rows(history, table) == before


@pytest.mark.parametrize(("table", "column"), TABLES)
def test_sqlite_cannot_look_away(sqlite_store: Store, table: str, column: str) -> None:
    """``OR IGNORE`` and ``OR REPLACE`` go around constraints, and REPLACE around DELETE triggers too."""
    store = _with_history(sqlite_store)
    before = _rows(store, table)
    for statement in (
        f"UPDATE OR IGNORE {table} SET {column} = 'x'",
        f"UPDATE OR REPLACE {table} SET {column} = 'x'",
        f"REPLACE INTO {table} SELECT * FROM {table}",
    ):
        with suppress(StoreRefused):  # or silently nothing: all the same, as long as the rows stay
            store.database.write(statement)
        assert _rows(store, table) == before, statement


@pytest.mark.parametrize("replaced", ["('a1', 'C1', 'r2')", "('a2', 'C1', 'r1')"], ids=["by_id", "by_run"])
def test_sqlite_replaces_an_assessment_by_no_key(sqlite_store: Store, replaced: str) -> None:
    store = _with_history(sqlite_store)
    before = _rows(store, "assessments")
    with pytest.raises(StoreRefused):
        store.database.write(
            "INSERT OR REPLACE INTO assessments (id, customer, run, assessed_at, grade, decision, score,"
            f" facts_digest, pack_digest, document) SELECT r.*, assessed_at, 'x', 'x', 'x', facts_digest, pack_digest,"
            f" document FROM assessments, (SELECT * FROM (VALUES {replaced})) r"
        )
    assert _rows(store, "assessments") == before


@pytest.mark.postgres
@pytest.mark.parametrize("table", [table for table, _ in TABLES])
def test_postgresql_does_not_truncate(postgres_store: Store, table: str) -> None:
    store = _with_history(postgres_store)
    with pytest.raises(StoreRefused):
        store.database.write(f"TRUNCATE {table} CASCADE")
    assert _rows(store, table)


def test_what_has_assessments_stays(history: Store) -> None:
    for table in ("customers", "facts", "packs", "value_facts", "tier_evaluations"):
        with pytest.raises(StoreRefused):
            history.database.write(f"DELETE FROM {table}")


def test_the_same_assessment_twice_is_named(history: Store) -> None:
    with pytest.raises(Duplicate) as caught:
        history.assessments.append(assessment("a1"))
    assert caught.value.params == {"kind": "assessment", "ref": "a1"}
